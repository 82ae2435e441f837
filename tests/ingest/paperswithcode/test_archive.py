"""Fetching dumps: what the hub lists is what comes, whole and verified, or there is one clear error and no file."""

import gzip
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ingest.http import Client, UpstreamError
from ingest.source import SourceError
from ingest.sources.paperswithcode import archive
from ingest.sources.paperswithcode.archive import DATASETS, Remote, addressed
from ingest.sources.paperswithcode.dump import Dump
from tests.faults import FaultServer, Reply, answer, file, page, redirect, reset, status
from tests.ingest.http.conftest import LIMITS, Time
from tests.ingest.paperswithcode.test_parquet import METHOD, TASKS, save

REVISION = "0123456789abcdef" * 2 + "01234567"
SHARD = "data/train-00000-of-00001.parquet"
DUMP = json.dumps([METHOD] * 9).encode()
DIGEST = hashlib.sha256(DUMP).hexdigest()


@pytest.fixture
def client(tmp_path: Path) -> Client:
    time = Time()
    return Client(tmp_path / "home", LIMITS, {}, time.sleep, time.clock, lambda: 1.0)


def entry(path: str, data: bytes = b"", lfs: bool = True) -> dict[str, Any]:
    """Describe a file as the hub does: what is large or binary lies in Git LFS, under its sha256."""
    about = {"type": "file", "path": path, "size": len(data), "oid": hashlib.sha1(data).hexdigest()}
    large = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
    return about | {"lfs": large} if lfs else about


def publish(server: FaultServer, name: str, files: Mapping[str, bytes], lfs: bool = True) -> None:
    """Serve a data set with its revision, its listing and its files."""
    listed = [entry(path, data, lfs) for path, data in files.items()]
    server.script(f"/api/datasets/pwc-archive/{name}", answer(json.dumps({"id": name, "sha": REVISION}).encode()))
    server.script(tree(name), answer(json.dumps(listed).encode()))
    for path, data in files.items():
        server.script(f"/datasets/pwc-archive/{name}/resolve/{REVISION}/{path}", file(data))


def tree(name: str) -> str:
    return f"/api/datasets/pwc-archive/{name}/tree/{REVISION}"


def pages(server: FaultServer, name: str, *listings: list[dict[str, Any]], last: str = "") -> None:
    """Serve a listing in pages, each with a link to the next one; the last may lead somewhere too."""
    links = [f"{server.url(tree(name))}?cursor={number}" for number in range(1, len(listings))] + [last]
    replies = [
        answer(json.dumps(found).encode(), **({"link": f'<{link}>; rel="next"'} if link else {}))
        for found, link in zip(listings, links, strict=True)
    ]
    server.script(tree(name), *replies)


@pytest.fixture
def hub(server: FaultServer) -> FaultServer:
    """A hub with a file in each of the five data sets."""
    for name in DATASETS:
        publish(server, name, {SHARD: DUMP})
    return server


def fetched(client: Client, folder: Path, *remotes: Remote) -> tuple[Path, ...]:
    return archive.fetch(client, list(remotes), folder, lambda *state: None)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")


# Addresses


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/a/methods.json.gz?v=2", "methods.json.gz"),
        ("https://example.org", "dump"),
        ("https://example.org/a/", "dump"),
        ("https://example.org/a/..", "dump"),
        ("https://example.org/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "passwd"),
        ("https://example.org/a/..%5c..%5cx.json", "x.json"),
        ("https://example.org/a%00b.json", "a-b.json"),
        ("https://example.org/.json", "json"),
        ("https://example.org/a%20b%0Ac.json", "a-b-c.json"),
        ("https://example.org/M%C3%A9thodes.json", "Méthodes.json"),
        ("https://example.org/%ff.json", "json"),
        ("https://example.org/-rf", "rf"),
        ("https://example.org/x.json?path=/../y", "x.json"),
    ],
)
def test_whatever_an_address_ends_in_the_file_has_one_safe_name(url: str, name: str) -> None:
    assert addressed(url) == Remote(url, name)


def test_an_address_may_end_in_the_digest_that_its_file_must_have() -> None:
    url = "https://example.org/methods.json"
    assert addressed(f"{url}#sha256={DIGEST.upper()}") == Remote(url, "methods.json", DIGEST)
    assert addressed(f"{url}#") == Remote(url, "methods.json")


@pytest.mark.parametrize(
    "fragment",
    ["top", "sha256=", "sha256=abc", f"md5={DIGEST}", f"sha256={DIGEST}0", f"SHA256={DIGEST}", f"sha256={'g' * 64}",
     f"sha256={DIGEST}&egg=a", f"sha256={DIGEST}#", f"sha256={DIGEST} "],
)  # fmt: skip
def test_a_fragment_that_is_no_digest_is_refused_with_what_may_stand_there(fragment: str) -> None:
    with pytest.raises(SourceError, match="sha256= and 64 hexadecimal digits"):
        addressed(f"https://example.org/methods.json#{fragment}")


def test_an_address_is_told_from_a_path() -> None:
    assert all(map(archive.is_address, ("http://a", "https://a/b", "HTTPS://A/b")))
    assert not any(map(archive.is_address, ("methods.json", "/http://a", "ftp://a/b", "http", "")))


# The listing


def test_the_archive_is_five_data_sets_each_with_a_revision_and_digests(hub: FaultServer, client: Client) -> None:
    found = archive.archive(client, hub.url(""))
    assert found == [
        Remote(
            hub.url(f"/datasets/pwc-archive/{name}/resolve/{REVISION}/{SHARD}"),
            f"{name}-train-00000-of-00001.parquet",
            DIGEST,
        )
        for name in DATASETS
    ]
    assert [seen.query for seen in hub.asked(tree("methods"))] == [[("recursive", "true")]]


def test_only_parquet_files_are_taken_sorted_by_name(hub: FaultServer, client: Client) -> None:
    others = [
        entry(".gitattributes"), entry("README.md"), entry("data.parquet.txt"), entry("x.json"), {"type": "file"},
        {"type": "directory", "path": "data", "oid": "0", "size": 0}, {"type": "directory", "path": "a.parquet"},
        {"type": "file", "path": ["a.parquet"]}, {},
    ]  # fmt: skip
    shards = [entry("data/b.parquet", DUMP), entry("data/a.parquet", DUMP), entry("more/c d.parquet", DUMP)]
    pages(hub, "methods", others + shards)
    found = [remote for remote in archive.archive(client, hub.url("")) if remote.name.startswith("methods")]
    assert [remote.name for remote in found] == ["methods-a.parquet", "methods-b.parquet", "methods-more-c-d.parquet"]
    assert found[2].url.endswith(f"/{REVISION}/more/c%20d.parquet")


def test_a_listing_of_several_pages_is_read_to_its_end(hub: FaultServer, client: Client) -> None:
    pages(hub, "methods", *([entry(f"data/{number}.parquet", DUMP)] for number in range(3)))
    found = [remote.name for remote in archive.archive(client, hub.url("")) if remote.name.startswith("methods")]
    assert found == ["methods-0.parquet", "methods-1.parquet", "methods-2.parquet"]
    assert [dict(seen.query).get("cursor") for seen in hub.asked(tree("methods"))] == [None, "1", "2"]


@pytest.mark.parametrize("back_to", ["?recursive=true", "?cursor=1"])
def test_a_listing_that_leads_back_to_itself_ends(hub: FaultServer, client: Client, back_to: str) -> None:
    found = [entry("data/a.parquet", DUMP)]
    pages(hub, "methods", found, found, last=hub.url(tree("methods")) + back_to)
    with pytest.raises(SourceError, match="does not end"):
        archive.archive(client, hub.url(""))
    assert len(hub.asked(tree("methods"))) == 2


@pytest.mark.parametrize("listed", [[], [entry(".gitattributes"), entry("README.md")]])
def test_a_data_set_without_a_parquet_file_is_named(
    hub: FaultServer, client: Client, listed: list[dict[str, Any]]
) -> None:
    pages(hub, "links-between-paper-and-code", listed)
    with pytest.raises(SourceError, match=r"pwc-archive/links-between-paper-and-code: it holds no parquet file"):
        archive.archive(client, hub.url(""))


@pytest.mark.parametrize(
    "reply",
    [page(), answer(b'{"sha": "main"}'), answer(b"{}"), answer(b"[]"), answer(b'{"sha": null}'), answer(b""),
     answer(json.dumps({"sha": "../" + REVISION[3:]}).encode())],
)  # fmt: skip
def test_a_hub_that_names_no_revision_gives_no_archive(hub: FaultServer, client: Client, reply: Reply) -> None:
    hub.script("/api/datasets/pwc-archive/methods", reply)
    with pytest.raises(UpstreamError, match=r"pwc-archive/methods: status 200, yet no answer"):
        archive.archive(client, hub.url(""))


@pytest.mark.parametrize("reply", [page(), answer(b"{}"), answer(b'["a.parquet"]'), answer(b"[{}"), answer(b"\xff")])
def test_a_listing_that_is_none_gives_no_archive(hub: FaultServer, client: Client, reply: Reply) -> None:
    hub.script(tree("methods"), reply)
    with pytest.raises(UpstreamError, match="status 200, yet no answer"):
        archive.archive(client, hub.url(""))


def test_a_hub_that_fails_now_and_then_is_asked_again(hub: FaultServer, client: Client) -> None:
    listing = answer(json.dumps([entry(SHARD, DUMP)]).encode())
    hub.script(tree("methods"), status(503), page(), listing)
    assert len(archive.archive(client, hub.url(""))) == len(DATASETS)


def test_a_data_set_that_is_gone_is_one_clear_error(hub: FaultServer, client: Client) -> None:
    hub.script("/api/datasets/pwc-archive/datasets", status(404))
    with pytest.raises(UpstreamError, match=r"pwc-archive/datasets: status 404 \(1 attempt\)"):
        archive.archive(client, hub.url(""))


@pytest.mark.parametrize("lfs", [None, "x", {}, {"oid": "abc"}, {"oid": 5}, {"oid": "z" * 64}])
def test_a_file_whose_digest_is_not_told_has_none(hub: FaultServer, client: Client, lfs: object) -> None:
    pages(hub, "methods", [entry(SHARD, DUMP) | {"lfs": lfs}])
    (found,) = [remote for remote in archive.archive(client, hub.url("")) if remote.name.startswith("methods")]
    assert found.sha256 is None


# The files


def test_what_is_fetched_are_the_files_of_the_archive(hub: FaultServer, client: Client, tmp_path: Path) -> None:
    tables = save(tmp_path / "e.parquet", [{key: TASKS[1][key] for key in ("task", "datasets", "subtasks")}])
    publish(hub, "evaluation-tables", {SHARD: tables.read_bytes()})
    remotes = archive.archive(client, hub.url(""))
    seen: list[tuple[str, int, int | None]] = []
    paths = archive.fetch(client, remotes, tmp_path / "to", lambda *state: seen.append(state))
    assert [path.name for path in paths] == [remote.name for remote in remotes]
    assert [Dump(path).sha256 for path in paths] == [remote.sha256 for remote in remotes]
    assert Dump(paths[2]).kind == "evaluation"
    assert seen[-1] == (remotes[-1].name, len(DUMP), len(DUMP))


def test_a_second_fetch_of_the_same_archive_asks_for_no_file_again(
    hub: FaultServer, client: Client, tmp_path: Path
) -> None:
    first = fetched(client, tmp_path / "to", *archive.archive(client, hub.url("")))
    times = [path.stat().st_mtime_ns for path in first]
    second = fetched(client, tmp_path / "to", *archive.archive(client, hub.url("")))
    assert (second, [path.stat().st_mtime_ns for path in second]) == (first, times)
    assert len([seen for seen in hub.log if "/resolve/" in seen.path]) == len(DATASETS)


def test_a_file_that_was_damaged_on_disk_is_fetched_again(hub: FaultServer, client: Client, tmp_path: Path) -> None:
    remote = archive.archive(client, hub.url(""))[0]
    (path,) = fetched(client, tmp_path / "to", remote)
    path.write_bytes(b"[1]")
    assert fetched(client, tmp_path / "to", remote) == (path,)
    assert path.read_bytes() == DUMP


def test_a_file_that_is_kept_elsewhere_is_followed_there(server: FaultServer, client: Client, tmp_path: Path) -> None:
    """As the hub does with what lies in Git LFS: here another port of loopback, where the first host is too."""
    with FaultServer() as storage:
        server.script("/m.json", redirect(storage.url("/a1b2")))
        storage.script("/a1b2", file(DUMP))
        (path,) = fetched(client, tmp_path, Remote(server.url("/m.json"), "m.json", DIGEST))
    assert path.read_bytes() == DUMP


def test_a_file_of_another_digest_is_refused_and_nothing_is_left(
    server: FaultServer, client: Client, tmp_path: Path
) -> None:
    server.script("/methods.json", file(json.dumps([METHOD]).encode()))
    with pytest.raises(UpstreamError, match=f"the file has the sha256 [0-9a-f]{{64}}, not {DIGEST}"):
        fetched(client, tmp_path / "to", addressed(server.url(f"/methods.json#sha256={DIGEST}")))
    assert (files_in(tmp_path / "to"), len(server.log)) == ([], 1)


def test_a_refused_file_leaves_the_older_one_in_place(server: FaultServer, client: Client, tmp_path: Path) -> None:
    server.script("/methods.json", file(DUMP), page())
    (path,) = fetched(client, tmp_path / "to", addressed(server.url("/methods.json")))
    with pytest.raises(UpstreamError):
        fetched(client, tmp_path / "to", addressed(server.url("/methods.json")))
    assert (path.read_bytes(), files_in(tmp_path / "to")) == (DUMP, ["methods.json"])


@pytest.mark.parametrize(
    "reply",
    [page(), file(b""), file(b'[{"a": 1}]'), file(b"{}"), file(b"PAR1" + bytes(20)), file(gzip.compress(DUMP)[:30])],
    ids=["html", "nothing", "another array", "an object", "broken parquet", "broken gzip"],
)
def test_what_is_no_dump_is_refused_and_nothing_is_left(
    server: FaultServer, client: Client, tmp_path: Path, reply: Reply
) -> None:
    server.script("/methods.json", reply)
    with pytest.raises(UpstreamError, match="the file is not what was wanted") as refused:
        fetched(client, tmp_path / "to", addressed(server.url("/methods.json")))
    assert "see whether the address is right" in str(refused.value)
    assert files_in(tmp_path / "to") == []


def test_a_dump_that_holds_nothing_is_taken(server: FaultServer, client: Client, tmp_path: Path) -> None:
    server.script("/methods.json", file(b"[]"))
    (path,) = fetched(client, tmp_path / "to", addressed(server.url("/methods.json")))
    assert path.read_bytes() == b"[]"


@pytest.mark.parametrize("fault", [file(DUMP, breaks_after=1500), reset(), status(503)])
def test_a_fault_on_the_way_changes_nothing(server: FaultServer, client: Client, tmp_path: Path, fault: Reply) -> None:
    server.script("/methods.json", fault, file(DUMP))
    (path,) = fetched(client, tmp_path / "to", addressed(server.url(f"/methods.json#sha256={DIGEST}")))
    assert (path.read_bytes(), len(server.log)) == (DUMP, 2)


def test_a_later_run_goes_on_where_an_earlier_one_broke_off(
    server: FaultServer, client: Client, tmp_path: Path
) -> None:
    server.script("/methods.json", file(DUMP, breaks_after=1500), status(404), file(DUMP))
    remote = addressed(server.url("/methods.json"))
    with pytest.raises(UpstreamError, match="404"):
        fetched(client, tmp_path / "to", remote)
    assert files_in(tmp_path / "to") == ["methods.json.partial", "methods.json.partial.version"]
    (path,) = fetched(client, tmp_path / "to", remote)
    assert (path.read_bytes(), files_in(tmp_path / "to")) == (DUMP, ["methods.json"])
    assert server.log[-1].headers["range"] == "bytes=1500-"


def test_the_same_bytes_from_an_address_without_a_digest_keep_their_time(
    server: FaultServer, client: Client, tmp_path: Path
) -> None:
    remote = addressed(server.url("/methods.json"))
    server.script("/methods.json", file(DUMP), file(DUMP), file(DUMP + b"\n", etag='"two"'))
    (path,) = fetched(client, tmp_path / "to", remote)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    fetched(client, tmp_path / "to", remote)
    assert (path.stat().st_mtime, len(server.log)) == (1_600_000_000, 2)
    fetched(client, tmp_path / "to", remote)
    assert path.read_bytes() == DUMP + b"\n"
    assert path.stat().st_mtime > 1_600_000_000


def test_files_of_one_name_from_two_addresses_lie_apart(server: FaultServer, client: Client, tmp_path: Path) -> None:
    server.script("/a/methods.json", file(DUMP))
    server.script("/b/methods.json", file(b"[]"))
    found = fetched(client, tmp_path, *(addressed(server.url(f"/{name}/methods.json")) for name in "ab"))
    assert [path.read_bytes() for path in found] == [DUMP, b"[]"]
    assert {path.name for path in found} == {"methods.json"}


@pytest.mark.parametrize("address", ["http://[", "http://ex℀mple.com/x", "http:///x", "https://me:key@example.org/x"])
def test_what_is_no_address_is_refused_before_anything_is_asked(address: str) -> None:
    with pytest.raises(SourceError):
        archive.addressed(address)


def test_of_a_long_name_the_end_is_kept() -> None:
    name = archive.addressed(f"https://example.org/{'x' * 300}-methods.json.gz").name
    assert len(name) <= 150
    assert name.endswith("-methods.json.gz")


def test_the_next_page_may_be_named_from_the_root_but_not_at_another_host(hub: FaultServer, client: Client) -> None:
    found = [entry("data/a.parquet", DUMP)]
    pages(hub, "methods", found, found, last=f"{tree('methods')}?recursive=true")
    with pytest.raises(SourceError, match="does not end"):
        archive.archive(client, hub.url(""))
    pages(hub, "methods", found, last="http://127.0.0.2:9/x")
    with pytest.raises(SourceError, match=r"leads to http://127\.0\.0\.2:9/x"):
        archive.archive(client, hub.url(""))
