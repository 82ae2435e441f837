"""The setting of the allocator is taken where there is one, and missed where there is none."""

import sys

import pytest

from kg import allocator


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc has this setting")
def test_the_setting_is_taken() -> None:
    assert allocator.return_large_portions() is hasattr(allocator.ctypes.CDLL(None), "mallopt")


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not allocator.return_large_portions()
