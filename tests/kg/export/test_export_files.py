"""A file stands under its name when it is whole, or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from kg.errors import EngineFailure, UsageProblem
from kg.export.files import replacing
from tests.kg.export.tiny import names


def _write(target: Path, *pieces: bytes) -> None:
    with replacing(target) as stream:
        for piece in pieces:
            stream.write(piece)


def test_a_new_file_holds_what_was_written(tmp_path: Path) -> None:
    _write(tmp_path / "a", b"one ", b"two")
    assert (tmp_path / "a").read_bytes() == b"one two"
    assert names(tmp_path) == ["a"]


def test_until_the_block_ends_the_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with replacing(target) as stream:
        stream.write(b"new")
        stream.flush()
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_block_that_raises_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def pieces():
        yield b"half of the "
        raise error

    with pytest.raises(error):
        _write(target, *pieces())
    with pytest.raises(error), replacing(target) as stream:
        stream.writelines(pieces())
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_block_that_raises_leaves_no_file_where_there_was_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no"), replacing(tmp_path / "a"):
        raise ValueError("no")
    assert names(tmp_path) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"nowhere/a: there is no folder .*nowhere; make it first"):
        _write(tmp_path / "nowhere" / "a", b"x")
    assert names(tmp_path) == []


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="is a folder; name a file in it"):
        _write(tmp_path, b"x")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(UsageProblem, match="there is no folder"):
        _write(tmp_path / "a" / "b", b"x")


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageProblem, match="not a plain file"):
        _write(tmp_path / "pipe", b"x")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_name_that_the_system_refuses_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"cannot write .*too long"):
        _write(tmp_path / ("x" * 300), b"x")
    assert names(tmp_path) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_an_engine_failure(tmp_path: Path, number: int) -> None:
    with pytest.raises(EngineFailure, match="make room"), replacing(tmp_path / "a"):
        raise OSError(number, os.strerror(number))
    assert names(tmp_path) == []


def test_other_errors_of_the_block_pass_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "a"):
        (tmp_path / "another").read_bytes()
    assert names(tmp_path) == []


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    _write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_the_permissions_of_the_old_file_stay(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    _write(tmp_path / "a", b"new")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_that_the_person_wants(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        _write(tmp_path / "a", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
