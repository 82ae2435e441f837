"""Every recorded answer of arXiv, read to its last field. The expected facts were read from the files by hand."""

import json
from typing import Any

import pytest

from ingest import mapping
from ingest import record as rec
from ingest.harvest import Page
from ingest.source import SourceError
from ingest.sources.arxiv import atom, oai
from ingest.sources.arxiv.bulk import ArxivBulk
from ingest.sources.arxiv.plans import Named, _answered
from tests.ingest.arxiv.upstream import AT, DATA

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the recorded answers lie in ../shared, which is absent here")

NONEXCLUSIVE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
PAPERS = "https://w3id.org/paperkin/paper/arxiv/"

FEEDS = {
    # start, papers, first, last; authors, DOIs, journal references, comments, categories
    "q_testing_s0_m100_cfe7536492ca": (0, 100, "2202.12139", "gr-qc/0103067", 366, 32, 18, 97, 173),
    "q_testing_s0_m10_bc5a6c384fe9": (0, 10, "2202.12139", "1812.11470", 35, 6, 6, 10, 15),
    "q_testing_s0_m15_80c242b59d59": (0, 15, "2202.12139", "1912.04900", 50, 6, 6, 15, 24),
    "q_testing_s10_m10_34e56e15aaac": (10, 10, "2403.16981", "2202.06271", 32, 1, 0, 10, 16),
    "q_testing_s20_m10_348a237fecab": (20, 10, "2008.01944", "2602.15552", 40, 1, 0, 10, 21),
    "q_testing_s30_m10_f2e39f0143dc": (30, 10, "2101.12036", "2501.09657", 42, 1, 0, 10, 17),
    "q_testing_s40_m10_96dd32eb854c": (40, 10, "1704.08347", "2107.07364", 39, 2, 0, 10, 18),
    "q_testing_s50_m10_7f488ab8598c": (50, 10, "1709.03221", "2101.09077", 37, 6, 1, 10, 17),
    "q_testing_s5_m10_c0e94a259d4a": (5, 10, "1202.4527", "1912.04900", 29, 1, 1, 10, 14),
    "q_testing_s5_m15_bbcf6b23085b": (5, 15, "1202.4527", "2202.06271", 46, 2, 1, 15, 21),
    "q_testing_s9_m15_0b78d4b4d476": (9, 15, "1812.11470", "1908.03707", 54, 2, 0, 15, 24),
    "id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af": (0, 1, "1707.08567", "1707.08567", 34, 0, 0, 1, 1),
    "id_1605.08386_s0_m100_199195aa31ad": (0, 1, "1605.08386", "1605.08386", 2, 0, 0, 1, 2),
    "id_1707.08567_s0_m100_6a1afebfc6a3": (0, 1, "1707.08567", "1707.08567", 34, 0, 0, 1, 1),
    "id_2104.12255v1_s0_m100_6ae69987ffe1": (0, 1, "2104.12255", "2104.12255", 1, 0, 0, 0, 1),
    "id_astro-ph_0601001_s0_m100_3150dca9dc76": (0, 1, "astro-ph/0601001", "astro-ph/0601001", 4, 0, 1, 1, 1),
    "id_quant-ph_0201082v1_s0_m100_86989fe779ef": (0, 1, "quant-ph/0201082", "quant-ph/0201082", 1, 0, 0, 1, 2),
}
NOTHING = ("id_0000.0000_s0_m100_8b51d9633a68", "id_0808.05394_s0_m100_7b0c7d0a7cdd")
REFUSED = "id_abc_s0_m100_b79c8dcf6bc3"


def recorded(name: str) -> dict[str, Any]:
    exchange: dict[str, Any] = json.loads((DATA / "atom" / f"{name}.json").read_text(encoding="utf-8"))
    return exchange


def of_feed(name: str) -> list[Any]:
    feed = atom.feed(recorded(name)["body"].encode())
    return checked([one for found in feed.entries for one in atom.papers(found, AT)])


def of_list(name: str) -> list[Any]:
    listing = oai.listing((DATA / "oai" / f"{name}.xml").read_bytes())
    return checked([one for item in listing.items for one in oai.papers(item, AT)])


def checked(records: list[Any]) -> list[Any]:
    """Papers only, each of which can be written."""
    assert {type(one) for one in records} == {rec.Paper}
    assert all(list(mapping.statements(one)) for one in records)
    return records


def sums(papers: list[Any]) -> tuple[int, ...]:
    """Count authors, DOIs, journal references, comments, categories."""
    return (
        sum(len(one.authors) for one in papers),
        sum(scheme == "doi" for one in papers for scheme, _ in one.identifiers),
        sum(one.journal_reference is not None for one in papers),
        sum(one.comments is not None for one in papers),
        sum(len(one.categories) for one in papers),
    )


def said(paper: rec.Paper) -> dict[str, Any]:
    """Give the fields of a paper that say something; of the abstract its first words and its length."""
    names = [name for name in rec.Paper.__struct_fields__ if name != "at"]
    found = {name: getattr(paper, name) for name in names if getattr(paper, name) not in (None, ())}
    abstract = found.pop("abstract", "")
    return found | {"abstract": (" ".join(abstract.split()[:3]), len(abstract))}


def test_every_recorded_answer_is_expected_here() -> None:
    there = {path.stem for path in (DATA / "atom").iterdir()}
    assert there == {*FEEDS, *NOTHING, REFUSED}
    assert {path.stem.removeprefix("sample_arxiv_response") for path in (DATA / "oai").iterdir()} == {
        "", "_listrecords_cs", "_listrecords_physics", "_no_namespace", "_utf8", "_with_namespace",
    }  # fmt: skip


@pytest.mark.parametrize("name", FEEDS)
def test_a_recorded_feed_gives_its_papers(name: str) -> None:
    feed, papers = atom.feed(recorded(name)["body"].encode()), of_feed(name)
    start, count, first, last, *rest = FEEDS[name]
    assert (feed.start, len(papers), feed.controls, feed.error) == (start, count, 0, None)
    assert [papers[0].iri, papers[-1].iri] == [f"{PAPERS}{one.replace('/', '%2F')}" for one in (first, last)]
    assert sums(papers) == tuple(rest)
    assert feed.total == (214_881 if name.startswith("q_") else 1)


@pytest.mark.parametrize("name", NOTHING)
def test_an_unknown_identifier_gives_an_empty_feed(name: str) -> None:
    feed = atom.feed(recorded(name)["body"].encode())
    assert (feed.total, feed.entries, feed.error) == (0, (), None)


def test_an_error_comes_as_an_entry_and_is_none() -> None:
    exchange = recorded(REFUSED)
    page = Page("", exchange["url"], exchange["status_code"], exchange["body"].encode(), "")
    assert atom.feed(page.body).entries == ()
    with pytest.raises(SourceError, match="incorrect id format for abc; correct what is asked for"):
        _answered(page)
    with pytest.raises(SourceError, match="not an arXiv identifier: abc"):
        Named(("abc",)).about()


def test_a_paper_of_the_old_scheme_with_affiliations_to_its_last_field() -> None:
    (paper,) = of_feed("id_astro-ph_0601001_s0_m100_3150dca9dc76")
    assert said(paper) == {
        "iri": f"{PAPERS}astro-ph%2F0601001",
        "title": "Frequency of Hot Jupiters and Very Hot Jupiters from the OGLE-III Transit Surveys Toward the "
        "Galactic Bulge and Carina",
        "authors": ("Andrew Gould", "Susan Dorsher", "B. Scott Gaudi", "Andrzej Udalski"),
        "identifiers": (("arxiv", "astro-ph/0601001"),),
        "submitted": "2006-01-02",
        "versions": (rec.Version(1, "2006-01-02"),),
        "categories": ("astro-ph",),
        "journal_reference": "ActaAstron.56:1-50,2006",
        "comments": "62 pages including 16 figures and 9 tables. Submitted to Acta Astronomica. Full resolution "
        "version at http://www.astronomy.ohio-state.edu/~gould/ogle_hot_jupiters.ps.gz",
        "abstract": ("We derive the", 1501),
    }


def test_a_paper_of_several_versions_with_a_doi_to_its_last_field() -> None:
    found = {paper.iri.removeprefix(PAPERS): paper for paper in of_feed("q_testing_s0_m100_cfe7536492ca")}
    assert said(found["2204.08348"]) | {"abstract": None} == {
        "iri": f"{PAPERS}2204.08348",
        "title": "Automated Test Generation for REST APIs: No Time to Rest Yet",
        "authors": ("Myeongsoo Kim", "Qi Xin", "Saurabh Sinha", "Alessandro Orso"),
        "identifiers": (("arxiv", "2204.08348"), ("doi", "10.1145/3533767.3534401")),
        "submitted": "2022-04-18",
        "revised": "2022-07-06",
        "versions": (rec.Version(1, "2022-04-18"), rec.Version(3, "2022-07-06")),
        "categories": ("cs.SE",),
        "journal_reference": "InProceedings of the 31st ACM SIGSOFT International Symposium on Software Testing and "
        "Analysis 2022 Jul 18 (pp. 289-301)",
        "comments": "13 pages, 6 figures, In Proceedings of the 31st ACM SIGSOFT International Symposium on Software "
        "Testing and Analysis (ISSTA) 2022",
        "abstract": None,
    }


@pytest.mark.parametrize("name", ["_no_namespace", "_with_namespace"])
def test_a_record_is_read_with_and_without_namespaces(name: str) -> None:
    (paper,) = of_list(f"sample_arxiv_response{name}")
    assert said(paper) == {
        "iri": f"{PAPERS}0804.2273",
        "title": "Object Re-Use & Exchange: A Resource-Centric Approach",
        "authors": (
            "Carl Lagoze", "Herbert Van de Sompel", "Michael L. Nelson", "Simeon Warner", "Robert Sanderson",
            "Pete Johnston",
        ),
        "identifiers": (("arxiv", "0804.2273"),),
        "submitted": "2008-04-14",
        "categories": ("cs.DL", "cs.NI"),
        "subjects": ("acm:C.2.3",),
        "licence": "http://creativecommons.org/licenses/by/3.0/",
        "abstract": ("The OAI Object", 777),
    }  # fmt: skip


def test_a_record_whose_line_ends_were_written_as_letters_keeps_them() -> None:
    """Undoing that would turn the first letters of LaTeX's commands, as of nu, into line ends."""
    (paper,) = of_list("sample_arxiv_response")
    assert (
        paper.title == r"The Distribution of Star Formation and Metals in the Low Surface\n Brightness Galaxy UGC 628"
    )
    assert paper.authors == ("J. E. Young", "Rachel Kuzio de Naray", "Sharon X. Wang")
    assert (paper.submitted, paper.revised, paper.categories) == ("2015-07-10", None, ("astro-ph.GA",))
    assert (paper.comments, paper.licence) == ("13 pages, 7 figures", NONEXCLUSIVE)


def test_a_record_of_dublin_core() -> None:
    (paper,) = of_list("sample_arxiv_response_utf8")
    assert said(paper) == {
        "iri": f"{PAPERS}1207.1019",
        "title": "PAC-Bayesian Majority Vote for Late Classifier Fusion",
        "authors": ("Emilie Morvant", "Amaury Habrard", "Stéphane Ayache"),
        "identifiers": (("arxiv", "1207.1019"),),
        "submitted": "2012-07-04",
        "subjects": (
            "Statistics - Machine Learning", "Computer Science - Computer Vision and Pattern Recognition",
            "Computer Science - Learning", "Computer Science - Multimedia",
        ),
        "comments": "7 pages, Research report",
        "abstract": ("A lot of", 981),
    }  # fmt: skip


def test_a_recorded_list_of_computer_science() -> None:
    papers = of_list("sample_arxiv_response_listrecords_cs")
    assert (len(papers), papers[0].iri, papers[-1].iri) == (46, f"{PAPERS}1101.4388", f"{PAPERS}1501.03810")
    assert sums(papers) == (131, 8, 5, 34, 96)
    assert sum(one.revised is not None for one in papers) == 16
    assert {one.licence for one in papers} >= {NONEXCLUSIVE}
    assert said(papers[0]) == {
        "iri": f"{PAPERS}1101.4388",
        "title": "Reproducing Kernel Banach Spaces with the l1 Norm",
        "authors": ("Guohui Song", "Haizhang Zhang", "Fred J. Hickernell"),
        "identifiers": (("arxiv", "1101.4388"), ("doi", "10.1016/j.acha.2012.03.009")),
        "submitted": "2011-01-23",
        "revised": "2012-03-28",
        "categories": ("stat.ML", "cs.LG", "math.FA"),
        "comments": "28 pages, an extra section was added",
        "journal_reference": "Appl. Comput. Harmon. Anal., 34:96-116, 2013",
        "licence": NONEXCLUSIVE,
        "abstract": ("Targeting at sparse", 575),
    }
    assert papers[1].authors == ("Tobias Brunsch", "Heiko Röglin")


def test_a_recorded_list_of_physics_with_collaborations_reports_and_withdrawals() -> None:
    papers = of_list("sample_arxiv_response_listrecords_physics")
    assert (len(papers), papers[0].iri, papers[-1].iri) == (150, f"{PAPERS}0912.3200", f"{PAPERS}1501.03805")
    assert sums(papers) == (526, 78, 76, 132, 278)
    found = {one.identifiers[0][1]: one for one in papers}
    assert found["1409.3433"].authors == ("ATLAS Collaboration",)
    assert "Edésio M. Barboza Jr." in found["1501.03491"].authors
    assert sum(one.report_number is not None for one in papers) == 10
    assert sum(len(one.subjects) for one in papers) == 7
    assert [name for name, one in found.items() if one.withdrawn] == ["1402.3880", "1410.7185"]


def test_the_head_of_the_bulk_snapshot_gives_200_papers() -> None:
    source = ArxivBulk(DATA / "kaggle-snapshot-head" / "arxiv-metadata-oai-snapshot.json", "2026-11-22")
    papers = checked(list(source.records()))
    assert len({one.iri for one in papers}) == len(papers) == 200
    assert sums(papers) == (537, 119, 109, 182, 305)
    assert sum(len(one.versions) for one in papers) == 326
    assert [one.identifiers[0][1] for one in papers if one.withdrawn] == ["0704.0156"]
    assert [one.identifiers[0][1] for one in papers if not one.authors_complete] == ["0704.0020", "0704.0171"]
    assert said(papers[0]) == {
        "iri": f"{PAPERS}0704.0001",
        "title": "Calculation of prompt diphoton production cross sections at Tevatron and LHC energies",
        "authors": ("C. Balázs", "E. L. Berger", "P. M. Nadolsky", "C. -P. Yuan"),
        "authors_complete": True,
        "identifiers": (("arxiv", "0704.0001"), ("doi", "10.1103/PhysRevD.76.013009")),
        "submitted": "2007-04-02",
        "revised": "2007-07-24",
        "versions": (rec.Version(1, "2007-04-02"), rec.Version(2, "2007-07-24")),
        "categories": ("hep-ph",),
        "journal_reference": "Phys.Rev.D76:013009,2007",
        "comments": "37 pages, 15 figures; published version",
        "report_number": "ANL-HEP-PR-07-12",
        "abstract": ("A fully differential", 980),
    }


def test_two_dois_of_one_field_are_two_identifiers() -> None:
    source = ArxivBulk(DATA / "kaggle-snapshot-head" / "arxiv-metadata-oai-snapshot.json", "2026-11-22")
    several: list[Any] = [one for one in source.records() if isinstance(one, rec.Paper) and len(one.identifiers) > 2]
    assert [[value for _, value in one.identifiers[1:]] for one in several] == [
        ["10.1364/JOSAA.23.002578", "10.1364/JOSAA.32.002407"],
        ["10.1016/j.jqsrt.2007.01.034", "10.1016/j.jqsrt.2015.11.025"],
    ]
