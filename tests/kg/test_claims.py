"""The review's statements: each query says the same on two engines, and its verdict follows the graph."""

import csv
import gzip
import io
import re
from pathlib import Path

import pytest
from rdflib import Dataset
from rdflib.plugins.sparql import prepareQuery

from ingest import snapshot
from ingest.sources.review import SHIPPED, ReviewSource
from kg import claims
from kg.catalogue import claim_queries
from kg.load import load
from kg.store import GraphStore
from kg.workspace import Workspace
from ontology import iri
from ontology.terms import PK, RDF

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

QUERIES = claim_queries()
HOLDS, DIFFERS, UNDECIDABLE = PK.Holds, PK.Differs, PK.Undecidable
PLACES = "PREFIX pk: <https://w3id.org/paperkin/ontology#> SELECT ?statement WHERE { ?statement pk:place ?place }"


def _rows() -> list[dict[str, str]]:
    with (SHIPPED / "statements.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


STATEMENTS = {row["id"]: row for row in _rows()}


@pytest.fixture(scope="session")
def claims_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the shipped review alone, loaded."""
    home = tmp_path_factory.mktemp("claims")
    snapshot.write(ReviewSource(), home)
    load(home)
    return home


@pytest.fixture(scope="session")
def review(claims_home: Path) -> GraphStore:
    return GraphStore.open(claims_home)


@pytest.fixture(scope="session")
def lines(claims_home: Path) -> list[str]:
    """The statements of the review's snapshot, one a line."""
    (taken,) = Workspace(claims_home).snapshots()
    return gzip.decompress(taken.path.read_bytes()).decode().splitlines()


@pytest.fixture(scope="session")
def plain_rdflib(review: GraphStore) -> Dataset:
    """The loaded store's statements, derived ones too, held and queried by rdflib alone."""
    out = io.BytesIO()
    review.dump(out, "nquads", {})
    return Dataset(default_union=True).parse(data=out.getvalue(), format="nquads")


@pytest.fixture(scope="session")
def found(review: GraphStore) -> dict[str, claims.Verdict]:
    return _verdicts(review)


def _verdicts(store: GraphStore) -> dict[str, claims.Verdict]:
    return {iri.key(verdict.statement): verdict for verdict in claims.verdicts(store)}


def _by_rdflib(dataset: Dataset, query: str) -> str | None:
    values = (row["graph"] for row in dataset.query(query))
    texts = {claims._plain(value.toPython()) for value in values if value is not None}
    return "; ".join(sorted(texts)) or None


# Judging


@pytest.mark.parametrize(
    ("stated", "graph", "comparison", "holds"),
    [
        ("22", "22", "equal", True), ("22", "22.0", "equal", True), ("22", "23", "equal", False),
        ("VOLO", "VOLO", "equal", True), ("VOLO", "CaiT", "equal", False), ("1", "one", "equal", False),
        ("1", "1; 2", "equal", False),
        ("100", "95", "nearly", True), ("100", "100", "nearly", True),
        ("100", "94.9", "nearly", False), ("100", "100.1", "nearly", False), ("4", "2.9", "nearly", False),
        ("0.5", "0.619", "over", True), ("1", "1", "over", False), ("9", "10", "over", True),
        ("1994", "1991", "under", True), ("1994", "1994", "under", False), ("10", "9", "under", True),
    ],
)  # fmt: skip
def test_a_value_is_judged_by_its_comparison(stated: str, graph: str, comparison: str, holds: bool) -> None:
    assert claims.judge(stated, graph, comparison) is holds


@pytest.mark.parametrize(("stated", "graph"), [("VOLO", "4"), ("4", "VOLO"), ("4", "3; 4")])
@pytest.mark.parametrize("comparison", ["nearly", "over", "under"])
def test_names_cannot_be_compared_by_size(stated: str, graph: str, comparison: str) -> None:
    with pytest.raises(ValueError, match=f"'{comparison}' compares numbers"):
        claims.judge(stated, graph, comparison)


def test_an_unknown_comparison_is_an_error() -> None:
    with pytest.raises(ValueError, match="no comparison named 'about'"):
        claims.judge("4", "4", "about")


def test_several_values_are_joined_once_each_sorted_and_without_needless_zeros() -> None:
    empty = GraphStore.of_quads(b"")
    query = 'SELECT ?graph WHERE { VALUES ?graph { "b" 2.50 2.5 100.0 UNDEF "a" } }'
    assert claims.answer(empty, query) == "100; 2.5; a; b"


# Statements and their queries


def test_every_decidable_statement_has_a_query_and_every_query_a_statement() -> None:
    assert QUERIES.keys() == {key for key, row in STATEMENTS.items() if not row["undecidable_because"]}


def test_the_statements_are_many_and_their_keys_differ() -> None:
    assert len(STATEMENTS) == len(_rows())
    assert len(QUERIES) >= 50


@pytest.mark.parametrize("key", QUERIES)
def test_a_query_says_in_its_header_what_its_statement_says(key: str) -> None:
    title, reading, blank = QUERIES[key].splitlines()[:3]
    assert title == f"# title: {STATEMENTS[key]['claim']}"
    assert reading == f"# reading: {STATEMENTS[key]['reading']}"
    assert blank == ""


@pytest.mark.parametrize("key", QUERIES)
def test_a_query_gives_one_column_named_graph(key: str) -> None:
    assert [str(name) for name in prepareQuery(QUERIES[key]).algebra.PV] == ["graph"]


@pytest.mark.parametrize("key", [key for key in QUERIES if len(STATEMENTS[key]["value"]) > 2])
def test_a_query_does_not_hold_the_value_that_it_is_to_find(key: str) -> None:
    body = QUERIES[key].split("\n\n", 2)[2]
    assert STATEMENTS[key]["value"] not in body


@pytest.mark.parametrize("key", QUERIES)
def test_a_query_over_an_empty_store_gives_no_value_on_either_engine(key: str) -> None:
    assert claims.answer(GraphStore.of_quads(b""), QUERIES[key]) is None
    assert _by_rdflib(Dataset(default_union=True), QUERIES[key]) is None


@pytest.mark.parametrize("key", QUERIES)
def test_a_query_over_the_bare_statements_gives_no_value(key: str, lines: list[str]) -> None:
    """What the review says is no evidence for it."""
    bare = [line for line in lines if line.startswith("<https://w3id.org/paperkin/statement/")]
    assert claims.answer(_store(bare), QUERIES[key]) is None


@pytest.mark.parametrize("key", QUERIES)
def test_oxigraph_and_rdflib_give_the_same(key: str, review: GraphStore, plain_rdflib: Dataset) -> None:
    assert claims.answer(review, QUERIES[key]) == _by_rdflib(plain_rdflib, QUERIES[key])


# What comes out for the shipped review


def test_most_statements_are_decided_and_some_differ_each_with_a_place(
    found: dict[str, claims.Verdict], review: GraphStore
) -> None:
    outcomes = [verdict.outcome for verdict in found.values()]
    assert outcomes.count(HOLDS) + outcomes.count(DIFFERS) >= 15
    differing = {verdict.statement for verdict in found.values() if verdict.outcome == DIFFERS}
    assert len(differing) >= 2
    assert differing <= {row["statement"] for row in review.select(PLACES)}


def test_only_a_citation_source_is_missing_among_the_decidable_statements(
    found: dict[str, claims.Verdict],
) -> None:
    assert {key for key in QUERIES if found[key].outcome == UNDECIDABLE} == {"cswin-cites-swin"}


def test_a_statement_with_a_reason_is_undecidable(found: dict[str, claims.Verdict]) -> None:
    without = [found[key] for key in STATEMENTS.keys() - QUERIES.keys()]
    assert without
    assert all(verdict.outcome == UNDECIDABLE and verdict.graph is None for verdict in without)


@pytest.mark.parametrize(
    ("key", "graph", "outcome"),
    [
        ("papers-reviewed", "22", HOLDS),
        ("ranks-covered", "40", HOLDS),
        ("one-result-per-rank", "0", HOLDS),
        ("works-without-transformers-by-other-tables", "9", HOLDS),
        ("works-without-transformers-by-absence", "8", DIFFERS),
        ("works-without-transformers-by-technique", "10", DIFFERS),
        ("table-1-all-transformers", "2", DIFFERS),
        ("remaining-works-stand-once", "1", DIFFERS),
        ("equal-accuracies-share-rank", "9", DIFFERS),
        ("efficientnetv2-gain", "2.9", DIFFERS),
        ("efficientnetv2-accuracy", "87.3", HOLDS),
        ("reference-numbers-single-work", "1", DIFFERS),
        ("fixefficientnet-year", "2020", DIFFERS),
        ("imagenet-year", "2009", DIFFERS),
        ("teacher-student-shared-authors", "3", HOLDS),
        ("cswin-swin-shared-authors", "1", HOLDS),
        ("efficientnetv2-same-authors", "0", HOLDS),
        ("highest-rank-without-transformers", "Meta Pseudo Labels", HOLDS),
        ("highest-rank-without-extra-data", "VOLO: Vision Outlooker for Visual Recognition", HOLDS),
        ("highest-rank-below-300m-extra", "CvT: Introducing Convolutions to Vision Transformers", HOLDS),
        ("works-that-remove-both", "MLP-Mixer", HOLDS),
        ("coatnet-training-compute", "20100", HOLDS),
        ("bit-extra-samples", "14000000", HOLDS),
        ("mixture-of-experts-since-early-1990s", "1991", HOLDS),
        ("transformers-mostly-with-extra-data", "0.619", HOLDS),
    ],
)
def test_a_statement_of_the_review_comes_out_as_read_by_hand(
    key: str, graph: str, outcome: str, found: dict[str, claims.Verdict]
) -> None:
    assert (found[key].graph, found[key].outcome) == (graph, outcome)


def test_counts_and_means_agree_with_the_table_file(found: dict[str, claims.Verdict]) -> None:
    """The same numbers, counted from `results.csv` without a graph."""
    with (SHIPPED / "results.csv").open(encoding="utf-8", newline="") as rows:
        results = {row["rank"]: row for row in csv.DictReader(rows)}.values()
    assert found["papers-reviewed"].graph == str(len({row["reference"] for row in results}))
    size = {int(row["rank"]): int(row["parameters"].removesuffix("M")) for row in results}
    better, worse = (sum(size[rank] for rank in half) / 20 for half in (range(1, 21), range(21, 41)))
    assert found["trend-parameters"].graph == str(round((better - worse) * 1_000_000))
    top = [(float(row["top1"].removesuffix("%")), size[int(row["rank"])]) for row in results]
    pairs = [big > small for high, big in top for low, small in top if high > low and big != small]
    assert found["trend-parameters-by-pairs"].graph == str(round(sum(pairs) / len(pairs), 3))


def test_every_verdict_is_recorded_with_the_value_that_decided_it(review: GraphStore) -> None:
    recorded = list(claims.derived(review))
    judged = [subject for subject, predicate, _ in recorded if predicate == RDF.type]
    assert len(judged) == len(set(judged)) == len(STATEMENTS)
    assert {subject for subject, _, _ in recorded} == set(judged)
    gain = iri.part(iri.thing("statement", "review", "efficientnetv2-gain"), "verdict", "1")
    assert (gain, PK.graphValue, "2.9") in recorded


# The verdict follows the graph


def _store(lines: list[str]) -> GraphStore:
    return GraphStore.of_quads(("\n".join(lines) + "\n").encode())


def _verdict(lines: list[str], key: str) -> tuple[str | None, str]:
    verdict = next(v for v in claims.verdicts(_store(lines)) if iri.key(v.statement) == key)
    return verdict.graph, verdict.outcome


def _full(text: str) -> str:
    """Spell names out; other than in SPARQL, they may hold slashes."""
    for prefix, namespace in _NAMESPACES.items():
        text = re.sub(rf"(?<![\w/]){prefix}:([^\s>]+)", rf"<{namespace}\1>", text)
    return text


_NAMESPACES = {
    "pk": "https://w3id.org/paperkin/ontology#", "kg": "https://w3id.org/paperkin/",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
}  # fmt: skip
_SWIN = "kg:paper/arxiv/2103.14030"


def _changed(lines: list[str], old: str, new: str | None) -> list[str]:
    """Give the lines with the object of one statement changed, or without it (None).

    `old` is the beginning of a subject, a predicate and, where that is not enough, a part of the object.
    """
    subject, predicate, *part = old.split()
    start, link = _full(subject).removesuffix(">"), f" {_full(predicate)} "
    (at,) = (
        place for place, line in enumerate(lines)
        if line.startswith(start) and link in line and all(piece in line for piece in part)
    )  # fmt: skip
    graph = lines[at].rsplit(" ", 2)[1]
    changed = [] if new is None else [f"{lines[at].split()[0]}{link}{_full(new)} {graph} ."]
    return lines[:at] + changed + lines[at + 1 :]


@pytest.mark.parametrize(
    ("key", "old", "new", "graph", "outcome"),
    [
        ("efficientnetv2-gain", "kg:measurement/ pk:value 84.4", '"83.4"^^xsd:decimal', "3.9", HOLDS),
        ("teacher-student-shared-authors", "kg:paper/arxiv/1911.04252 dcterms:creator Minh-Thang", None,
         "2", DIFFERS),
        ("cswin-swin-shared-authors", f"{_SWIN} pk:authorsComplete", '"false"^^xsd:boolean',
         None, UNDECIDABLE),
        ("papers-reviewed", "kg:statement/review/papers-reviewed pk:statedValue", '"21"', "22", DIFFERS),
        ("works-without-transformers-by-other-tables", "kg:row/review/table-4-row-1 pk:inTable",
         "kg:table/review/1", "8", DIFFERS),
        ("works-without-transformers-by-technique", "kg:paper/arxiv/1912.11370 pk:usesTechnique mixup",
         "kg:technique/paperswithcode/transformer", "9", HOLDS),
        ("ranks-covered", "kg:rank/row/review/table-4-row-1 pk:position", '"18"^^xsd:integer', "39", DIFFERS),
        ("one-result-per-rank", "kg:rank/row/review/table-4-row-1 pk:position", '"18"^^xsd:integer',
         "2", DIFFERS),
        ("ranks-follow-accuracy", "kg:measurement/row/review/table-2-row-1/Top pk:value",
         '"90.4"^^xsd:decimal', "2", DIFFERS),
        ("works-without-extra-data", "kg:measurement/row/review/table-1-row-14/Additional pk:value",
         '"5"^^xsd:decimal', "1", DIFFERS),
        ("swin-extra-data-public", "kg:dataset/review/imagenet-22k pk:isPublic", '"false"^^xsd:boolean',
         "1", DIFFERS),
        ("largest-extra-sets-not-public", "kg:dataset/review/jft-3b pk:isPublic", '"true"^^xsd:boolean',
         "1", DIFFERS),
        ("fixefficientnet-year", "kg:paper/arxiv/2003.08237 pk:submitted", '"2019-12"^^xsd:gYearMonth',
         "2019", HOLDS),
        ("swin-precedes-cswin", f"{_SWIN} pk:submitted", '"2022"^^xsd:gYear', "0", DIFFERS),
        ("swin-precedes-cswin", f"{_SWIN} pk:submitted", '"2021"^^xsd:gYear', None, UNDECIDABLE),
        ("swin-precedes-cswin", f"{_SWIN} pk:submitted", None, None, UNDECIDABLE),
        ("augmentation-multiplicity-earlier-works", "kg:paper/arxiv/1901.09335 pk:submitted",
         '"2021-05"^^xsd:gYearMonth', "1", DIFFERS),
    ],
)  # fmt: skip
def test_one_changed_statement_changes_the_verdict(
    key: str, old: str, new: str | None, graph: str | None, outcome: str, lines: list[str]
) -> None:
    assert _verdict(_changed(lines, old, new), key) == (graph, outcome)


# Beside other sources

_OTHER = " kg:snapshot/other/1 ."
_MADE_BESIDE = """
{result} pk:sourceRow kg:row/other/{n}
{result} pk:hasMeasurement kg:measurement/other/{n}
kg:result/other/{n} pk:reportedIn {paper}
kg:result/other/{n} pk:sourceRow kg:row/other/{n}
kg:result/other/{n} pk:hasMeasurement kg:measurement/other/{n}
kg:row/other/{n} pk:inTable kg:table/other/1
kg:table/other/1 pk:ofPaper {paper}
kg:table/other/1 pk:tableNumber "1"^^xsd:integer
kg:measurement/other/{n} pk:sourceRow kg:row/other/{n}
kg:measurement/other/{n} pk:metric kg:metric/paperswithcode/Top%201%20Accuracy
kg:measurement/other/{n} pk:value "99"^^xsd:decimal
kg:rank/other/{n} pk:sourceRow kg:row/other/{n}
kg:rank/other/{n} pk:result {result}
kg:rank/other/{n} pk:basis pk:Asserted
kg:rank/other/{n} pk:position "1"^^xsd:integer
{paper} pk:title "Another_title"
{paper} dcterms:creator kg:author/other/{n}
{paper} dcterms:creator kg:author/other/everywhere
{paper} pk:usesTechnique kg:technique/paperswithcode/transformer
{paper} pk:usesTechnique kg:technique/paperswithcode/convolution
"""


def _quads(text: str) -> list[str]:
    return [_full(line + _OTHER) for line in text.strip().splitlines()]


def _beside(lines: list[str]) -> list[str]:
    """What another source may say of each result and paper of the review: other numbers, ranks and names."""
    link, found = _full(" pk:reportedIn "), []
    for number, line in enumerate(line for line in lines if link in line):
        result, _, paper, *_ = line.split()
        found += _quads(_MADE_BESIDE.format(result=result, paper=paper, n=number))
    again = [line for line in lines if _full(" pk:name ") in line or _full(" pk:submitted ") in line]
    return found + [line.rsplit(" ", 2)[0] + _full(_OTHER) for line in again]


def test_another_source_on_the_same_papers_changes_no_answer_but_where_every_source_is_asked(
    lines: list[str], found: dict[str, claims.Verdict]
) -> None:
    added = _beside(lines)
    assert len(added) > 500
    beside = _verdicts(_store(lines + added))
    assert {key for key in found if beside[key] != found[key]} == {"bit-parameters-accuracy"}


_BIT_M = """
kg:result/other/BiT-M pk:reportedIn kg:paper/arxiv/1912.11370
kg:result/other/BiT-M pk:benchmark kg:benchmark/paperswithcode/Image%20Classification/ImageNet
kg:result/other/BiT-M pk:hasMeasurement kg:measurement/other/BiT-M/1
kg:result/other/BiT-M pk:hasMeasurement kg:measurement/other/BiT-M/2
kg:measurement/other/BiT-M/1 pk:metric kg:metric/paperswithcode/Number%20of%20params
kg:measurement/other/BiT-M/1 pk:value "928000000"^^xsd:decimal
kg:measurement/other/BiT-M/2 pk:metric kg:metric/paperswithcode/Top%201%20Accuracy
kg:measurement/other/BiT-M/2 pk:value "85.39"^^xsd:decimal
"""
_BIT_L = "kg:result/paperswithcode/Image%20Classification/ImageNet/arxiv/1912.11370/BiT-L%20%28ResNet%29"


@pytest.mark.parametrize(
    ("key", "added", "graph", "outcome"),
    [
        ("bit-extra-samples", f'{_BIT_L} pk:extraTrainingSamples "300000000"^^xsd:integer',
         "14000000; 300000000", DIFFERS),
        ("bit-parameters-accuracy", _BIT_M, "85.39; 87.54", DIFFERS),
        ("cswin-cites-swin", f"kg:paper/arxiv/2107.00652 cito:cites {_SWIN}", "1", HOLDS),
        ("swin-precedes-cswin", f'{_SWIN} pk:submitted "2022-01-01"^^xsd:date', "0; 1", DIFFERS),
    ],
)  # fmt: skip
def test_a_statement_on_the_works_themselves_hears_every_source(
    key: str, added: str, graph: str, outcome: str, lines: list[str]
) -> None:
    assert _verdict(lines + _quads(added), key) == (graph, outcome)
