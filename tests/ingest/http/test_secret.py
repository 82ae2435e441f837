"""Keys go to the host that they are for, and turn up nowhere else: every place is searched."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.http import Client, Secret, UpstreamError, get, post
from ingest.http.secret import hide, reveals
from ingest.source import SourceError
from tests.faults import FaultServer, Reply, answer, close, file, page, redirect, status, truncated

KEY = "s3cr+t/K&y=9"
IN_QUERY = Secret(KEY, parameter="api_key")
IN_HEADER = Secret(f"Bearer {KEY}", header="authorization")
FORMS = {KEY, quote(KEY), quote(KEY, safe=""), quote(KEY, safe="+/&="), quote(KEY, safe="").lower()}


def _shows(text: str) -> bool:
    return any(form.lower() in text.lower() for form in FORMS)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error and all that hangs on it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _texts(error: BaseException) -> str:
    parts = [f"{one} {one!r} {one.args} {vars(one)}" for one in _chain(error)]
    return " ".join([*parts, *traceback.format_exception(error)])


def _on_disk(folder: Path) -> str:
    return " ".join(f"{path} {path.read_bytes().decode('latin-1')}" for path in folder.rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


@pytest.mark.parametrize("secret", [IN_QUERY, IN_HEADER], ids=["query", "header"])
def test_a_key_reaches_its_host_with_each_attempt(server: FaultServer, client: Client, secret: Secret) -> None:
    server.script("/x", close(), redirect("/y"))
    server.script("/y", answer(b"{}"))
    client.fetch(get(server.url("/x"), {"q": "a"}, secrets=[None, secret]))
    sent = [dict(seen.query).get("api_key") or seen.headers.get("authorization") for seen in server.log]
    assert sent == [secret.value] * 3


@pytest.mark.parametrize("secret", [IN_QUERY, IN_HEADER], ids=["query", "header"])
@pytest.mark.parametrize(
    "fault",
    {
        "closed": close(),
        "truncated": truncated(b"x"),
        "refused": status(403, f"bad key {KEY}".encode(), content_type="text/plain"),
        "busy": status(503, quote(KEY).encode(), content_type="text/plain"),
        "for a day": status(429, retry_after="86400"),
        "page": page(),
        "circle": redirect("/x"),
        "echo in a redirect": redirect(f"/y?api_key={quote(KEY, safe='')}"),
        "no address": redirect(f"http://[{KEY}"),
        "broken header": lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nno header\r\n\r\n") and None,
        "endless header": answer(b"", x_long="x" * 70000),
    }.items(),
    ids=lambda item: item[0],
)
def test_no_error_log_or_file_shows_a_key(
    server: FaultServer, client: Client, caplog: pytest.LogCaptureFixture, secret: Secret, fault: tuple[str, Reply]
) -> None:
    server.script("/x", fault[1])
    with pytest.raises(UpstreamError) as raised:
        client.fetch(get(server.url("/x"), secrets=[secret]), accept=lambda response: response.json(), max_age=9)
    assert not _shows(_texts(raised.value))
    assert caplog.text
    assert not _shows(caplog.text)
    assert not _shows(_on_disk(client.home))


def test_a_name_that_cannot_be_resolved_shows_no_key(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UpstreamError) as raised:
        client.fetch(get("http://nobody.invalid/", secrets=[IN_QUERY]))
    assert not _shows(_texts(raised.value) + caplog.text)


def test_no_cached_answer_shows_a_key(server: FaultServer, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    server.script("/x", redirect(f"/y?api_key={quote(KEY, safe='')}&page=2", 301))
    server.script("/y", answer(b"{}", etag=f'"{KEY}"'))
    request = get(server.url("/x"), secrets=[IN_QUERY, IN_HEADER])
    response = client.fetch(request, max_age=9)
    assert client.fetch(request, max_age=9).cached
    assert not _shows(_on_disk(client.home) + repr(request) + repr(response) + caplog.text)
    assert response.url == server.url("/y?api_key=***&page=2")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_body_that_repeats_the_key_is_not_cached(server: FaultServer, client: Client, form: str) -> None:
    server.script("/x", answer(f'{{"next": "/x?api_key={form}"}}'.encode()))
    request = get(server.url("/x"), secrets=[IN_QUERY])
    client.fetch(request, max_age=9)
    assert not client.fetch(request, max_age=9).cached


def test_no_download_shows_a_key(
    server: FaultServer, client: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.script("/dump", file(bytes(3000), etag=f'"{KEY}"', breaks_after=1500))
    with pytest.raises(UpstreamError) as raised:
        client.download(get(server.url("/dump"), secrets=[IN_QUERY, IN_HEADER]), tmp_path / "dump")
    assert (tmp_path / "dump.partial").exists()
    assert not _shows(_texts(raised.value) + _on_disk(tmp_path) + caplog.text)


@pytest.mark.parametrize("secret", [IN_QUERY, IN_HEADER], ids=["query", "header"])
def test_another_host_gets_no_key(server: FaultServer, other: FaultServer, client: Client, secret: Secret) -> None:
    server.script("/x", redirect(other.url("/y")))
    other.script("/y", redirect(server.url("/z")))
    server.script("/z", answer(b"{}"))
    client.fetch(get(server.url("/x"), secrets=[secret]))
    [there] = other.log
    assert not _shows(f"{there}")
    assert _shows(f"{server.asked('/z')}")


def test_a_redirect_that_carries_the_key_to_another_host_is_not_followed(
    server: FaultServer, other: FaultServer, client: Client
) -> None:
    server.script("/x", redirect(other.url(f"/y?api_key={quote(KEY, safe='')}")))
    with pytest.raises(UpstreamError, match="with the key in the address") as raised:
        client.fetch(get(server.url("/x"), secrets=[IN_QUERY]))
    assert (other.log, _shows(_texts(raised.value))) == ([], False)


def test_a_key_that_the_upstream_put_into_a_link_is_not_added_twice(server: FaultServer, client: Client) -> None:
    server.script("/x", answer(b"{}"))
    request = get(server.url(f"/x?api_key={quote(KEY, safe='')}"), secrets=[IN_QUERY])
    client.fetch(request, max_age=9)
    assert server.log[0].query == [("api_key", KEY)]
    assert not _shows(_on_disk(client.home))


def test_a_key_comes_from_the_environment_and_its_absence_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", f" {KEY}\n")
    assert Secret.environment("SOME_KEY", header="x-api-key") == Secret(KEY, header="x-api-key")
    found = Secret.environment("SOME_KEY", header="authorization", prefix="Bearer ")
    assert found == IN_HEADER
    for blank in ("", "  "):
        monkeypatch.setenv("SOME_KEY", blank)
        assert Secret.environment("SOME_KEY", parameter="key") is None
    monkeypatch.delenv("SOME_KEY")
    assert Secret.environment("SOME_KEY", parameter="key") is None


@pytest.mark.parametrize("value", ["s3cret\r\nx-evil: 1", "s3crét", "s3\0cret"])
def test_a_key_that_cannot_be_sent_is_refused_without_showing_it(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="x-api-key") as raised:
        Secret(value, header="x-api-key")
    assert "s3" not in _texts(raised.value)


def test_a_secret_without_a_place_or_with_two_is_a_mistake() -> None:
    for place in ({}, {"header": "a", "parameter": "b"}):
        with pytest.raises(ValueError, match="a header or a query parameter"):
            Secret(KEY, **place)


def test_a_secret_shows_where_it_goes_and_nothing_else() -> None:
    assert f"{IN_QUERY} {IN_HEADER!r}" == "Secret(api_key=***) Secret(authorization=***)"
    assert not _shows(repr(post("https://a.org/", {}, secrets=[IN_QUERY])))


@pytest.mark.parametrize("name", ["Authorization", "cookie", "Proxy-Authorization"])
def test_credentials_are_not_taken_as_plain_headers(name: str) -> None:
    with pytest.raises(ValueError, match=f"pass {name.lower()} as a Secret"):
        get("https://a.org/", headers={name: "x"})


def test_the_query_is_cut_out_of_what_urllib3_logs_and_the_rest_stays(
    server: FaultServer, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    server.script("/x", answer(b"{}"))
    client.fetch(get(server.url("/x"), {"q": "a"}, secrets=[IN_QUERY]))
    assert '"GET /x?*** HTTP/1.1" 200 2' in caplog.text


@given(value=st.text("aB3+/=&%?.-", min_size=8), around=st.text("aB3+/=&%?. ", max_size=20))
def test_a_hidden_text_shows_no_key_however_it_was_quoted(value: str, around: str) -> None:
    secret = Secret(value, parameter="key")
    for form in (value, quote(value), quote(value, safe=""), quote(value, safe="").lower()):
        assert reveals(f"{around}{form}".encode(), [secret])
        assert not reveals(hide(f"{around}?key={form}&x", [secret]), [secret])
