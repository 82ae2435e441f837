"""Hostile texts: in every format they survive, or are cleaned and counted; another program reads the file."""

import json
import warnings
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export import bibtex, csl, dot, gexf, gml, graphjson, graphml, tables
from kg.export.papers import Paper, name
from kg.export.report import Report
from tests.kg.export import readers
from tests.kg.export.test_export_graphml import cleaned, hostile_text

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pydot.*")

TEXTS = {
    "control characters": "a\x00b\x01\x1bc\x7f",
    "non-characters": "a\ufffe\uffffb",
    "a lone surrogate": "a\ud800b\udfff",
    "quotes": "'single' \"double\" `back` “curled”",
    "braces": "} unbalanced {{ braces",
    "backslashes": r"\alpha \\ \" \n ends with \ ".strip(),
    "percent and the like": "100% & #1 $x_1^2$ ~ 5",
    "markup": "<b>bold</b> <!-- no --> ]]> <![CDATA[x]]> &amp; &lt; &eacute; &#233;",
    "a formula": "=HYPERLINK(\"http://example.org\";'x')",
    "a plus": "+1",
    "an at sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a minus": "-mean",
    "lines": "one\ntwo\r\nthree\rfour\tfive",
    "right to left": "\u202eabc\u200f שלום \u2066x\u2069",
    "line separators": "a\u2028b\u2029c\x85d",
    "other planes": "𝔘𝔫𝔦 🙂 é e\u0301",
    "long": "long title " * 1000,
    "a comment": "// no /* comment */ # here",
    "brackets": "[ ] -> -- ; , = graph node edge",
    "spaces": "  two  spaces  ",
    "an entity of XML": "&lt;not markup&gt;",
}
"""What a title may hold; a name each."""


def chain(texts: list[str]) -> nx.MultiDiGraph:
    """Give a graph whose nodes have these labels, and whose edges have them as sentences."""
    graph = nx.MultiDiGraph()
    for number, text in enumerate(texts):
        graph.add_node(f"x:{number:03}", label=text, none=None, number=number or float("nan"), mixed=number or text)
        graph.add_edge(f"x:{number:03}", f"x:{(number + 1) % len(texts):03}", "cites", sentence=text)
    return graph


def _csv(path: Path) -> readers.Found:
    return readers.tables(readers.rows_of_csv(path))


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) else text


def _broken(text: str) -> str:
    """Lines of DOT end in one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _ascii(text: str) -> str:
    """igraph reads the entities that have a name, and leaves numbers as they are."""
    return text.replace("\n", "&#10;").replace("\r", "&#13;").encode("ascii", "xmlcharrefreplace").decode()


def _as_it_is(text: str) -> str:
    return text


Write = Callable[[nx.Graph, Path], Report]
FORMATS: dict[str, tuple[Write, Callable[[Path], readers.Found], Callable[[str], str]]] = {
    "graphml": (graphml.write, readers.graphml, _as_it_is),
    "graphml by igraph": (graphml.write, readers.graphml_by_igraph, _as_it_is),
    "gexf": (gexf.write, readers.gexf, _as_it_is),
    "json": (graphjson.write_node_link, readers.node_link, _as_it_is),
    "cytoscape": (graphjson.write_cytoscape, readers.cytoscape, _as_it_is),
    "gml": (gml.write, readers.gml, _as_it_is),
    "gml by igraph": (gml.write, readers.gml_by_igraph, _ascii),
    "dot": (dot.write, readers.dot, _broken),
    "csv": (lambda graph, out: tables.write_csv(graph, out, "edges"), _csv, _guarded),
    "parquet": (lambda graph, out: tables.write_parquet(graph, out, "edges"), readers.parquet, _as_it_is),
}
"""How each is written, who reads it, and what it cannot tell apart."""


def _read(form: str, texts: list[str], folder: Path) -> tuple[readers.Found, Report]:
    write, read, _ = FORMATS[form]
    path = folder / "hostile"
    report = write(chain(texts), path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # igraph tells which entities it leaves alone
        return read(path), report


def _expected(form: str, texts: list[str]) -> readers.Found:
    shown = [FORMATS[form][2](cleaned(text)) for text in texts]
    return {f"x:{number:03}": text for number, text in enumerate(shown)}, shown


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_hostile_text_is_read_back(form: str, text: str, tmp_path: Path) -> None:
    found, report = _read(form, [text, "plain"], tmp_path)
    assert found == _expected(form, [text, "plain"])
    changed = cleaned(text) != text or (form == "csv" and _guarded(text) != text)
    assert (report.cleaned > 1) == changed, "one is the number that is none"


@pytest.mark.parametrize("form", FORMATS)
def test_all_hostile_texts_stand_in_one_file(form: str, tmp_path: Path) -> None:
    texts = list(TEXTS.values())
    assert _read(form, texts, tmp_path)[0] == _expected(form, texts)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=25, deadline=None)
@given(texts=st.lists(hostile_text, min_size=1, max_size=4))
def test_any_text_is_read_back(form: str, texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    assert _read(form, texts, tmp_path_factory.getbasetemp())[0] == _expected(form, texts)


@pytest.mark.parametrize("form", FORMATS)
def test_names_that_clean_alike_stay_apart(form: str, tmp_path: Path) -> None:
    graph = nx.MultiDiGraph([("x:\x01", "x:\x02")])
    write, read, _ = FORMATS[form]
    write(graph, tmp_path / "a")
    nodes, edges = read(tmp_path / "a")
    assert (len(nodes), len(edges)) == (1 if form.startswith("graphml") else 2, 1), "GraphML tells them apart by id"


def _paper(text: str) -> Paper:
    authors = name(text), name("Ada Lovelace")
    return Paper("x:1", text, authors, "2020-05", text or None, "10.1/a_b{c}", reference=text)


@settings(max_examples=150, deadline=None)
@given(text=hostile_text)
def test_any_title_venue_and_author_survives_bibtex(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    _survives_bibtex(text, tmp_path_factory.getbasetemp() / "any.bib")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_hostile_title_survives_bibtex(text: str, tmp_path: Path) -> None:
    _survives_bibtex(text, tmp_path / "a.bib")


def _survives_bibtex(text: str, path: Path) -> None:
    report = bibtex.write([_paper(text)], path)
    [entry] = readers.bibtex(path).entries.values()
    expected = " ".join(cleaned(text).split())
    assert entry.fields["title"][0] + entry.fields["title"][-1] == "{}"
    assert readers.plain(entry.fields["title"][1:-1]) == expected
    if text:
        venue = entry.fields.get("journal") or entry.fields.get("booktitle") or entry.fields.get("note") or ""
        assert readers.plain(venue) == expected
    assert str(entry.persons["author"][-1]) == "Lovelace, Ada"
    assert len(entry.persons["author"]) == 2
    assert (report.cleaned > 0) == (cleaned(text) != text)


@settings(max_examples=100, deadline=None)
@given(text=hostile_text)
def test_any_title_survives_csl(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csl.json"
    report = csl.write([_paper(text)], path)
    [item] = json.loads(path.read_bytes())
    assert item.get("title", "") == cleaned(text)
    assert item["author"][1] == {"given": "Ada", "family": "Lovelace"}
    assert (report.cleaned > 0) == (cleaned(text) != text)
