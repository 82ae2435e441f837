"""XML from afar: whatever comes is read or refused, and nothing outside of it is looked at."""

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.arxiv import atom, oai, xmlpage

ALLOWED = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


@given(st.text(ALLOWED))
def test_a_text_comes_back_as_it_was_put_in(text: str) -> None:
    root, controls = xmlpage.read(f"<a><b>{escape(text)}</b></a>".encode())
    assert xmlpage.text_of(root, "b") == (text.strip() or None)
    assert controls == 0


def outcome(read: Callable[[bytes], object], body: bytes) -> str:
    """Say what comes of reading: the reason of a refusal, or that it was read."""
    try:
        read(body)
    except ValueError as error:
        return str(error)
    return "read"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_reason(body: bytes) -> None:
    assert all(outcome(read, body) for read in (xmlpage.read, atom.feed, oai.listing))


@given(st.text(max_size=100))
def test_any_text_within_a_page_is_read_or_refused_with_a_reason(text: str) -> None:
    assert outcome(xmlpage.read, f"<feed>{text}</feed>".encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    ("inside", "controls"),
    [("a\x00b", 1), ("a\x1fb\x08", 2), ("a&#1;b", 1), ("a&#x0;b", 1), ("a&#xD800;b", 1), ("a&#x41;&#10;b", 0)],
)
def test_characters_that_xml_forbids_are_read_as_spaces_and_counted(inside: str, controls: int) -> None:
    root, found = xmlpage.read(f"<a>{inside}</a>".encode())
    assert found == controls
    assert (xmlpage.text(root) or "").replace(" ", "").startswith("a")


@pytest.mark.parametrize("body", [b"", b" ", b"<a>", b"<a/><b/>", b"{}", b"\xff\xfe<\x00a\x00", b"<a>&nbsp;</a>"])
def test_what_is_not_well_formed_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="it is not"):
        xmlpage.read(body)


@pytest.mark.parametrize("declared", ['<!ENTITY x "y">', '<!ENTITY x SYSTEM "{}">', '<!ENTITY % x SYSTEM "{}">%x;'])
def test_a_document_type_is_refused_and_no_file_is_read(declared: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    body = f"<!DOCTYPE a [{declared.format(tmp_path / 'secret')}]><a>&x;</a>".encode()
    with pytest.raises(ValueError, match="document type") as caught:
        xmlpage.read(body)
    assert "secret" not in str(caught.value)


def test_a_mark_of_byte_order_and_a_declaration_are_no_hindrance() -> None:
    body = b"\xef\xbb\xbf<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>\xc3\xa9</a>"
    assert xmlpage.text(xmlpage.read(body).root) == "é"
