"""The data set of citations of Semantic Scholar."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import mapping, snapshot
from ingest import record as rec
from ingest.sources.semanticscholar.dump import SemanticScholarDump

AT = rec.Place(rec.Origin("semanticscholar", "x", "https://example.org/licence", "2026-11-22"), "1")
CITO = "http://purl.org/spar/cito/"
SOURCE = SemanticScholarDump((Path("x"),))


def line(citing: object, cited: object, **more: object) -> dict[str, object]:
    return {"citationid": 1, "citingcorpusid": citing, "citedcorpusid": cited, "isinfluential": False, **more}


def test_each_sentence_has_the_intents_that_stand_at_its_place() -> None:
    found = line(1, 2, isinfluential=True, contexts=["A.", "B."], intents=[["background", "result"], None])
    *works, one, other = SOURCE.read(AT, found)
    assert [work.identifiers for work in works] == [(("corpusid", "1"),), (("corpusid", "2"),)]  # type: ignore[attr-defined]
    assert isinstance(one, rec.Citation)
    assert isinstance(other, rec.Citation)
    assert (one.sentence, one.intents) == ("A.", (f"{CITO}obtainsBackgroundFrom", f"{CITO}discusses"))
    assert (other.sentence, other.intents, other.influential) == ("B.", (), True)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"contexts": ["A."], "intents": [["background"], ["result"]]}, "not as many as sentences"),
        ({"contexts": ["A."], "intents": [["praise"]]}, "an intent that is not known here"),
    ],
)
def test_intents_that_do_not_fit_are_refused_and_the_citation_stays(more: dict[str, object], reason: str) -> None:
    *_, citation, refused = SOURCE.read(AT, line(1, 2, **more))
    assert isinstance(citation, rec.Citation)
    assert isinstance(refused, rec.Rejected)
    assert (citation.sentence, citation.intents, refused.reason) == ("A.", (), reason)


def test_a_line_without_one_of_the_papers_is_refused() -> None:
    (refused,) = SOURCE.read(AT, line(1, None))
    assert isinstance(refused, rec.Rejected)
    assert "citedcorpusid is missing" in refused.reason


def test_parts_are_one_snapshot_and_what_comes_twice_counts_once(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    found = [line(1, 2, contexts=None, intents=None), line(1, 3, contexts=["A."], intents=None), line(1, 2)]
    text = "".join(json.dumps(one) + "\n" for one in found)
    (folder / "a.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "b.jsonl").write_text(text, encoding="utf-8")
    done = snapshot.write(SemanticScholarDump((folder,), "2026-11-01"), tmp_path)
    quads = gzip.decompress(done.path.read_bytes()).decode().splitlines()
    assert sum("/cito/cites>" in quad for quad in quads) == 2
    counts = done.manifest.records
    assert (counts["kinds"], counts["duplicate"], counts["rejected"]) == ({"Citation": 2}, 4, 0)


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("contexts", "intents", "isinfluential"), _ANY)),
    st.integers(0, 9) | _ANY,
)
def test_whatever_a_line_holds_becomes_records_or_is_refused(more: dict[str, object], citing: object) -> None:
    for one in SOURCE.read(AT, line(citing, 2, **more)):
        assert one.reason if isinstance(one, rec.Rejected) else list(mapping.statements(one))
