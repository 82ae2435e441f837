"""Sets by OAI-PMH: tokens that expire, tombstones, raw versions, and going on from day to day."""

from pathlib import Path
from typing import Any

import pytest

from ingest import mapping
from ingest import record as rec
from ingest.harvest import harvest
from ingest.source import SourceError
from ingest.sources.arxiv import oai
from ingest.sources.arxiv.lists import Listed
from ingest.sources.arxiv.source import Arxiv, chain, lists_there
from ontology.terms import PK
from tests.faults import FaultServer, answer
from tests.ingest.arxiv.upstream import (
    AT,
    Oai,
    client,
    deleted,
    error,
    ids,
    name,
    names,
    page,
    record,
    replying,
    take,
)
from tests.ingest.arxiv.upstream import oai as oai_page

RAW = (
    "<record><header><identifier>oai:arXiv.org:1312.5602</identifier><datestamp>2021-02-01</datestamp></header><metadata>"
    '<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>1312.5602</id><submitter>Ada Lovelace</submitter>'
    '<version version="v1"><date>Thu, 19 Dec 2013 16:00:08 GMT</date><size>221kb</size>'
    "<source_type>D</source_type></version>"
    '<version version="v2"><date>Mon, 6 Jan 2014 09:30:00 GMT</date><size>{size}</size></version>'
    '<title>A title</title><authors>Ada Lovelace (London), J. M\\"uller and O. Y, et al</authors>'
    "<categories>cs.LG stat.ML</categories><comments>9 pages</comments><msc-class>62M45</msc-class>"
    "<license>http://creativecommons.org/licenses/by/4.0/</license><abstract>It is so.</abstract></arXivRaw>"
    "</metadata></record>"
)


def _refusing(api: Oai, tokens: set[str]) -> Any:
    def body(asked: dict[str, str]) -> bytes:
        token = asked.get("resumptionToken", "")
        if token in tokens:
            tokens.discard(token)
            return error("badResumptionToken", "it has expired")
        return api(asked)

    return replying(body)


def test_a_token_that_expired_costs_no_paper_and_doubles_none(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", _refusing(Oai(), {"|20"}))
    records = take(Listed("cs", base=server.url("/x")), tmp_path)
    assert sorted(ids(records)) == names(30)
    asked = [dict(seen.query) for seen in server.log]
    assert [one.get("from") for one in asked if "resumptionToken" not in one] == [None, "2021-02-07"]
    assert sum(isinstance(one, rec.Repeat) for one in records) == 2


def test_a_list_that_is_not_in_the_order_of_days_begins_again_from_its_beginning(
    server: FaultServer, tmp_path: Path
) -> None:
    shuffled = page([record(name(0), "2021-02-09"), record(name(1), "2021-02-01")], "t", 4)
    rest = page([record(name(2), "2021-02-02"), record(name(3), "2021-02-03")], "", 4)
    server.script("/x", answer(shuffled), answer(error("badResumptionToken")), answer(shuffled), answer(rest))
    plan = Listed("cs", "2021-01-15", base=server.url("/x"))
    assert sorted(ids(take(plan, tmp_path))) == names(4)
    assert dict(server.log[2].query)["from"] == "2021-01-15"


def test_tokens_that_are_refused_again_and_again_end_in_an_error(server: FaultServer, tmp_path: Path) -> None:
    def body(asked: dict[str, str]) -> bytes:
        return error("badResumptionToken") if "resumptionToken" in asked else Oai()({})

    server.script("/x", replying(body))
    with pytest.raises(SourceError, match=r"refuses its own resumption tokens.*--from and --until"):
        take(Listed("cs", base=server.url("/x")), tmp_path)


def test_a_rerun_whose_token_expired_meanwhile_goes_on(server: FaultServer, tmp_path: Path) -> None:
    plan = Listed("cs", base=server.url("/x"))
    server.script("/x", Oai().reply, answer(b""))
    with pytest.raises(SourceError):
        take(plan, tmp_path)
    server.script("/x", _refusing(Oai(), {"|10"}))
    assert sorted(ids(take(plan, tmp_path))) == names(30)


def test_no_records_are_no_error(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", answer(error("noRecordsMatch")))
    plan = Listed("cs", "2021-02-20", base=server.url("/x"))
    done = harvest(client(tmp_path), plan, tmp_path)
    assert done.summary == {"records": 0, "last": "2021-02-20", "restarts": 0}
    assert list(Arxiv((done.folder,), plan.label).records()) == []


def test_no_records_behind_a_token_are_an_error(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Oai().reply, answer(error("noRecordsMatch")))
    with pytest.raises(SourceError, match="noRecordsMatch"):
        take(Listed("cs", base=server.url("/x")), tmp_path)


def test_a_deleted_record_is_a_tombstone(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Oai(4, gone={2}).reply)
    (gone,) = [one for one in take(Listed(base=server.url("/x")), tmp_path) if isinstance(one, rec.Removed)]
    assert (gone.iri[-10:], gone.removed) == ("2101.00002", "2021-02-01")
    said = list(mapping.statements(gone))
    assert [triple[1:] for triple in said if PK.removedOn in triple[1]] == [
        (f"<{PK.removedOn}>", '"2021-02-01"^^<http://www.w3.org/2001/XMLSchema#date>')
    ]
    assert any(f"<{PK.Work}>" in triple for triple in said)


def test_a_deleted_record_of_no_identifier_is_refused() -> None:
    listing = oai.listing(page([deleted("one", "2021-02-01")]))
    (refused,) = oai.papers(listing.items[0], AT)
    assert isinstance(refused, rec.Rejected)
    assert "not an arXiv identifier: 'one'" in refused.reason


def test_the_raw_format_has_all_versions_with_dates_and_sizes() -> None:
    listing = oai.listing(page([RAW.format(size="240kb")]))
    (paper,) = oai.papers(listing.items[0], AT)
    assert isinstance(paper, rec.Paper)
    assert paper.versions == (rec.Version(1, "2013-12-19", "221kb"), rec.Version(2, "2014-01-06", "240kb"))
    assert (paper.submitted, paper.revised, paper.withdrawn) == ("2013-12-19", "2014-01-06", None)
    assert (paper.authors, paper.authors_complete) == (("Ada Lovelace", "J. Müller", "O. Y"), False)
    assert (paper.categories, paper.subjects, paper.comments) == (("cs.LG", "stat.ML"), ("msc:62M45",), "9 pages")
    assert list(mapping.statements(paper))


def test_a_newest_version_without_bytes_is_a_withdrawal() -> None:
    listing = oai.listing(page([RAW.format(size="0kb")]))
    (paper,) = oai.papers(listing.items[0], AT)
    assert isinstance(paper, rec.Paper)
    assert paper.withdrawn is True


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("<other/>", "unknown format <other>"),
        ("", "neither deleted nor with metadata"),
        ("<arXiv><id>2101.00001</id><created>never</created><title>A</title></arXiv>", "not a date: 'never'"),
        ("<arXiv><id>2101.00001</id></arXiv>", "has no title"),
        ("<arXiv><id>x</id><title>A</title></arXiv>", "not an arXiv identifier: 'x'"),
        ('<arXivRaw><id>2101.00001</id><version version="one"/><title>A</title></arXivRaw>', "not a version: 'one'"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused(inner: str, reason: str) -> None:
    metadata = f"<metadata>{inner}</metadata>" if inner else ""
    head = "<header><identifier>oai:arXiv.org:2101.00001</identifier><datestamp>2021-02-01</datestamp></header>"
    listing = oai.listing(oai_page(f"<ListRecords><record>{head}{metadata}</record></ListRecords>"))
    (refused,) = oai.papers(listing.items[0], AT)
    assert isinstance(refused, rec.Rejected)
    assert reason in refused.reason


def test_a_limit_ends_the_list(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Oai().reply)
    plan = Listed("cs", limit=12, base=server.url("/x"))
    done = harvest(client(tmp_path), plan, tmp_path)
    assert len(server.log) == 2
    records = list(Arxiv((done.folder,), plan.label, 12).records())
    assert (ids(records), len(records)) == (names(12), 12)


# From day to day


def test_the_next_day_to_ask_for_is_the_last_one_seen(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Oai().reply)
    done = harvest(client(tmp_path), Listed("cs", base=server.url("/x")), tmp_path)
    assert done.summary == {"records": 30, "last": "2021-02-10", "restarts": 0}


def test_what_changed_while_the_list_was_walked_through_is_asked_for_again(server: FaultServer, tmp_path: Path) -> None:
    body = page([record(name(0), "2021-02-10")]).replace(b"2021-03-01T", b"2021-02-08T")
    server.script("/x", answer(body))
    done = harvest(client(tmp_path), Listed("cs", base=server.url("/x")), tmp_path)
    assert done.summary["last"] == "2021-02-08"


def test_of_a_chain_of_harvests_the_newest_word_on_a_paper_counts(server: FaultServer, tmp_path: Path) -> None:
    whole = Listed("cs", base=server.url("/x"))
    server.script("/x", Oai().reply)
    harvest(client(tmp_path), whole, tmp_path)
    server.script("/x", Oai(36, titles="Another", gone={28}).reply)
    harvest(client(tmp_path), Listed("cs", "2021-02-10", base=server.url("/x")), tmp_path)
    folders = tuple(one.folder for one in chain(tmp_path, whole))
    records = list(Arxiv(folders, whole.label).records())
    assert sorted(ids(records)) == [one for one in names(36) if one != name(28)]
    titles: dict[str, str] = {one.iri[-2:]: one.title for one in records if isinstance(one, rec.Paper)}
    assert (titles["26"][:7], titles["27"][:7], titles["35"][:7]) == ("A title", "Another", "Another")
    assert [one.iri[-2:] for one in records if isinstance(one, rec.Removed)] == ["28"]
    assert sum(isinstance(one, rec.Repeat) for one in records) == 3


def test_other_sets_formats_and_limits_are_no_part_of_a_chain(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Oai(3).reply)
    base = server.url("/x")
    plans = [Listed("cs", base=base), Listed("math", base=base), Listed("cs", format="arXivRaw", base=base)]
    for plan in (*plans, Listed("cs", limit=2, base=base)):
        harvest(client(tmp_path), plan, tmp_path)
    assert [len(chain(tmp_path, plan)) for plan in plans] == [1, 1, 1]
    assert lists_there(tmp_path) == plans
