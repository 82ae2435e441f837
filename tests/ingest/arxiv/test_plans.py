"""What is asked: papers by identifier in batches, searches in slices, and how far apart."""

from pathlib import Path

import pytest

from ingest import record as rec
from ingest.harvest import harvest
from ingest.http import SPACING, Client
from ingest.source import SourceError
from ingest.sources.arxiv import plans
from ingest.sources.arxiv.plans import Named, Search
from tests.faults import FaultServer, answer
from tests.ingest.arxiv.upstream import LIMITS, Api, feed, ids, name, names, take


def test_papers_come_in_batches_and_each_once(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "BATCH", 2)
    server.script("/x", Api().reply)
    asked = Named((*names(3), f"arXiv:{name(0)}v2", f"https://arxiv.org/abs/{name(4)}v1"), server.url("/x"))
    assert sorted(ids(take(asked, tmp_path))) == [name(number) for number in (0, 1, 2, 4)]
    assert [dict(seen.query)["id_list"] for seen in server.log] == [f"{name(0)},{name(1)}", f"{name(2)},{name(4)}"]


def test_a_paper_that_arxiv_does_not_know_is_told(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api(2).reply)
    records = take(Named((name(0), name(9)), server.url("/x")), tmp_path)
    assert ids(records) == [name(0)]
    assert [one.reason for one in records if isinstance(one, rec.Rejected)] == [f"arXiv gives no paper {name(9)}"]


def test_an_empty_page_for_papers_that_were_found_is_asked_for_again(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", answer(feed([], 2)), Api().reply)
    assert ids(take(Named(tuple(names(2)), server.url("/x")), tmp_path)) == names(2)


def test_what_is_no_identifier_is_refused_before_anything_is_asked(server: FaultServer, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not an arXiv identifier: abc, 12; write it as"):
        take(Named(("abc", name(0), "12"), server.url("/x")), tmp_path)
    assert server.log == []


def test_a_search_that_finds_too_much_says_what_to_do(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", answer(feed(names(10), 214_881)))
    with pytest.raises(SourceError, match=r"214,881 results, and arXiv gives at most 30,000: narrow it.*--set"):
        take(Search("testing", base=server.url("/x"), slice=10), tmp_path)


def test_the_first_results_of_a_search_that_finds_too_much_can_be_taken(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api(214).reply)
    assert sorted(ids(take(Search("testing", 12, server.url("/x"), 10), tmp_path))) == names(12)
    assert [dict(seen.query)["max_results"] for seen in server.log] == ["10", "2"]


def test_a_search_without_results_is_complete(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api(0).reply)
    assert take(Search("nothing", base=server.url("/x")), tmp_path) == []


def test_a_search_asks_for_the_oldest_first(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api(1).reply)
    take(Search("cat:cs.CV", base=server.url("/x")), tmp_path)
    assert dict(server.log[0].query) == {
        "search_query": "cat:cs.CV", "start": "0", "max_results": "1000",
        "sortBy": "submittedDate", "sortOrder": "ascending",
    }  # fmt: skip


def test_three_seconds_lie_between_requests_to_arxiv_also_across_a_restart(server: FaultServer, tmp_path: Path) -> None:
    """With the real spacing and the real clock; the upstream's own log is the proof."""
    every = SPACING["arxiv.org"]
    assert every == 3.0
    server.script("/x", Api().reply)
    for number in (0, 1):
        fresh = Client(tmp_path, LIMITS, {"127.0.0.1": every})
        harvest(fresh, Named((name(number),), server.url("/x")), tmp_path)
    assert 3.0 <= server.gaps()[0] < 4.0
    assert server.most_at_once() == 1


def test_the_pages_of_a_harvest_are_spaced_too(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api().reply)
    spaced = Client(tmp_path, LIMITS, {"127.0.0.1": 0.2})
    harvest(spaced, Search("x", base=server.url("/x"), slice=10), tmp_path)
    assert len(server.gaps()) == 2
    assert min(server.gaps()) >= 0.2


@pytest.mark.parametrize("address", [plans.API, "https://oaipmh.arxiv.org/oai"])
def test_the_addresses_of_arxiv_are_of_the_domain_that_is_spaced(address: str) -> None:
    assert ".arxiv.org/" in address
