"""Bibliographies: what is known of papers, keys, kinds, names; read back by two readers of BibTeX."""

import io
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export import bibtex, csl
from kg.export.papers import Keys, Name, Paper, name, papers_in, read
from kg.export.views import view
from kg.projection import Projection
from kg.store import GraphStore
from tests.kg.export import readers
from tests.kg.export.tiny import both_store, tiny_projection

BASE = "https://w3id.org/paperkin/"
PK = f"{BASE}ontology#"
VIT = f"{BASE}paper/arxiv/2010.11929"


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Alexey Dosovitskiy", ("Alexey", "", "Dosovitskiy")),
        ("Quoc V. Le", ("Quoc V.", "", "Le")),
        ("J.-B. Alayrac", ("J.-B.", "", "Alayrac")),
        ("Laurens van der Maaten", ("Laurens", "van der", "Maaten")),
        ("Geoffrey  E.\tHinton", ("Geoffrey E.", "", "Hinton")),
        ("Łukasz Kaiser", ("Łukasz", "", "Kaiser")),
        ("María García López", None),
        ("Kolesnikov, Alexander", None),
        ("Google Research and DeepMind", None),
        ("OpenAI", None),
        ("Martin Luther King Jr.", None),
        ("Dosovitskiy A.", None),
        ("van Gogh", None),
        ("The ATLAS Collaboration (2012)", None),
        ("", None),
    ],
)
def test_a_name_has_parts_where_there_is_one_way_to_read_it(printed: str, parts: tuple[str, str, str] | None) -> None:
    whole = " ".join(printed.split())
    assert name(printed) == (Name(whole, *parts) if parts else Name(whole))


@given(st.text())
def test_the_parts_of_a_name_are_all_of_it(printed: str) -> None:
    found = name(printed)
    if found.family:
        assert " ".join(part for part in (found.given, found.particle, found.family) if part) == found.printed


def test_pybtex_splits_plain_names_as_we_do(tmp_path: Path) -> None:
    printed = ("Alexey Dosovitskiy", "Laurens van der Maaten", "María García López", "Google Research and DeepMind")
    bibtex.write([Paper("x:1", "T", tuple(map(name, printed)))], tmp_path / "a.bib")
    persons = readers.bibtex(tmp_path / "a.bib").entries["dosovitskiyt"].persons["author"]
    assert [(p.first_names, p.prelast_names, p.last_names) for p in persons] == [
        (["Alexey"], [], ["Dosovitskiy"]), (["Laurens"], ["van", "der"], ["Maaten"]),
        ([], [], ["{María García López}"]), ([], [], ["{Google Research and DeepMind}"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        (None, "preprint"), ("arXiv (Cornell University)", "preprint"), ("CoRR", "preprint"), ("NeurIPS", "meeting"),
        ("Proceedings of the IEEE", "journal"),
        ("Proceedings of the IEEE/CVF Workshop", "meeting"), ("CVPR 2020 6", "meeting"), ("WS 2019 8", "meeting"),
        ("2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)", "meeting"), ("Nature", "journal"),
        ("Transactions on Machine Learning Research", "journal"), ("Oracle", "journal"),
    ],
)  # fmt: skip
def test_the_name_of_a_venue_tells_the_kind(venue: str | None, kind: str) -> None:
    assert Paper("x:1", "T", venue=venue).kind == kind


def test_each_kind_has_its_entry(tmp_path: Path) -> None:
    common = {"authors": (name("Ada Lovelace"),), "date": "2020-05-01", "doi": "10.1/x", "arxiv": "2005.00001"}
    papers = [
        Paper("x:1", "One", category="cs.LG", **common), Paper("x:2", "Two", venue="NeurIPS", **common),
        Paper("x:3", "Three", venue="Nature", **common),
    ]  # fmt: skip
    bibtex.write(papers, tmp_path / "a.bib")
    entries = readers.bibtex(tmp_path / "a.bib").entries
    assert [(key, entry.type, dict(entry.fields)) for key, entry in entries.items()] == [
        ("lovelace2020one", "misc", {
            "title": "{One}", "year": "2020", "eprint": "2005.00001", "archivePrefix": "arXiv", "primaryClass": "cs.LG",
            "doi": "10.1/x", "url": "https://arxiv.org/abs/2005.00001",
        }),
        ("lovelace2020two", "inproceedings", {
            "title": "{Two}", "booktitle": "NeurIPS", "year": "2020", "eprint": "2005.00001", "archivePrefix": "arXiv",
            "doi": "10.1/x", "url": "https://doi.org/10.1/x",
        }),
        ("lovelace2020three", "article", {
            "title": "{Three}", "journal": "Nature", "year": "2020", "eprint": "2005.00001", "archivePrefix": "arXiv",
            "doi": "10.1/x", "url": "https://doi.org/10.1/x",
        }),
    ]  # fmt: skip
    csl.write(papers, tmp_path / "a.json")
    items = json.loads((tmp_path / "a.json").read_bytes())
    assert [(item["id"], item["type"], item.get("container-title")) for item in items] == [
        ("lovelace2020one", "article", None), ("lovelace2020two", "paper-conference", "NeurIPS"),
        ("lovelace2020three", "article-journal", "Nature"),
    ]  # fmt: skip
    assert items[0]["issued"] == {"date-parts": [[2020, 5, 1]]}
    assert (items[0]["number"], items[0]["publisher"]) == ("arXiv:2005.00001", "arXiv")


_titles = st.lists(st.sampled_from(["Net", "Neta", "The net", "Nets", "", "网络", "a"]), max_size=40)


@given(_titles, st.sampled_from([None, "2020", "2020-05"]))
def test_keys_are_unique_plain_and_the_same_again(titles: list[str], date: str | None) -> None:
    papers = [Paper(f"x:{number}", title, date=date) for number, title in enumerate(titles)]
    keys = Keys(papers).of
    assert len(set(keys)) == len(papers)
    assert all(key.isascii() and key.isalnum() for key in keys)
    assert Keys(papers).of == keys


def test_keys_that_would_be_the_same_get_letters_in_order() -> None:
    papers = [Paper("x:1", "Net"), Paper("x:2", "Neta"), Paper("x:3", "Net"), Paper("x:4", "Net")]
    assert Keys(papers).of == ["netb", "neta", "netc", "netd"], "neta is taken"
    many = Keys([Paper("x:1", "Net")] * 30).of
    assert many[:2] + many[25:28] == ["neta", "netb", "netz", "netaa", "netab"]


@pytest.fixture(scope="module")
def authored(tmp_path_factory: pytest.TempPathFactory) -> tuple[GraphStore, Projection]:
    """Two sources that list authors of one paper; what arXiv says comes first."""
    lines = _source("arxiv", ["Alexey Dosovitskiy", "Lucas Beyer"]) + _source("openalex", ["A. D.", "L. B.", "X. Zhai"])
    lines.append(f'<{BASE}role/arxiv/2> <{PK}nameAsPrinted> "L. M. Beyer" <{BASE}snapshot/arxiv/1> .')
    lines.append(f'<{VIT}> <{PK}venue> "ICLR" <{BASE}snapshot/openalex/1> .')
    lines.append(f'<{VIT}> <{PK}published> "2021-05-03" <{BASE}snapshot/openalex/1> .')
    both = both_store()
    out = io.BytesIO()
    both.dump(out, "nquads", {})
    store = GraphStore.of_quads(out.getvalue() + "\n".join([*lines, ""]).encode())
    return store, tiny_projection(store, tmp_path_factory.mktemp("authored"))


def _source(source: str, authors: list[str]) -> list[str]:
    graph, lines = f"<{BASE}snapshot/{source}/1>", []
    lines.append(f'{graph} <{PK}sourceName> "{source}" {graph} .')
    for place, author in enumerate(authors, 1):
        role, person = f"<{BASE}role/{source}/{place}>", f"<{BASE}author/{source}/{place}>"
        integer = "<http://www.w3.org/2001/XMLSchema#integer>"
        lines += [
            f"<{VIT}> <{PK}hasAuthorship> {role} {graph} .", f"{role} <{PK}author> {person} {graph} .",
            f'{role} <{PK}authorPosition> "{place}"^^{integer} {graph} .', f'{person} <{PK}name> "{author}" {graph} .',
        ]  # fmt: skip
    return lines


def test_authors_stand_in_their_order_and_the_first_source_counts(authored: tuple[GraphStore, Projection]) -> None:
    [paper] = read(*authored, [VIT])
    assert [one.printed for one in paper.authors] == ["Alexey Dosovitskiy", "L. M. Beyer", "X. Zhai"]
    assert (paper.venue, paper.date) == ("ICLR", "2021-05-03"), "a published paper has the date of its publication"


def test_many_papers_are_read_as_few_are(
    authored: tuple[GraphStore, Projection], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, projection = authored
    iris = papers_in(view("full", projection, store))
    few = read(store, projection, iris)
    monkeypatch.setattr("kg.export.facts._FEW", 0)
    assert read(store, projection, iris) == few
    assert len(few) == 4


def test_papers_of_techniques_are_among_those_of_a_view(both: GraphStore, both_tables: Projection) -> None:
    lineage = papers_in(view("lineage", both_tables, both))
    assert lineage == sorted([VIT, f"{BASE}paper/doi/10.1%2Fold", f"{BASE}paper/arxiv/2103.14030"])
    assert papers_in(view("co-technique", both_tables, both)) == sorted([VIT, f"{BASE}paper/doi/10.1%2Fold"])


def test_the_bibliography_of_the_review_has_all_of_its_papers(
    projection: Projection, store: GraphStore, tmp_path: Path
) -> None:
    papers = read(store, projection, papers_in(view("citations", projection, store)))
    bibtex.write(papers, tmp_path / "a.bib")
    entries = readers.bibtex(tmp_path / "a.bib").entries
    assert len(entries) == len(papers) > 50
    vit = entries["dosovitskiy2020image"]
    assert [str(person) for person in vit.persons["author"]][:2] == ["Dosovitskiy, Alexey", "Beyer, Lucas"]
    assert (vit.type, vit.fields["eprint"]) == ("inproceedings", "2010.11929")
    csl.write(papers, tmp_path / "a.csl.json")
    items = json.loads((tmp_path / "a.csl.json").read_bytes())
    assert [item["id"] for item in items] == list(entries)
    assert all(_fits_csl(item) for item in items)


def _fits_csl(item: dict) -> bool:
    """Check what the schema of CSL-JSON asks for, of what we write."""
    texts = {"id", "type", "title", "container-title", "DOI", "URL", "number", "publisher", "note"}
    parts = {"given", "family", "non-dropping-particle", "literal"}
    assert item.keys() <= texts | {"author", "issued"}
    assert item["type"] in {"article", "article-journal", "paper-conference"}
    assert all(isinstance(item[key], str) for key in item.keys() & texts)
    assert all(author.keys() <= parts for author in item.get("author", []))
    dates = item.get("issued", {"date-parts": [[2020]]})["date-parts"]
    return len(dates) == 1 and 1 <= len(dates[0]) <= 3 and all(isinstance(part, int) for part in dates[0])


def test_papers_are_in_the_order_of_their_iris(projection: Projection, store: GraphStore) -> None:
    assert all(one < other for one, other in pairwise(papers_in(view("full", projection, store))))
