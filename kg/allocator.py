"""Memory that is given back: a setting of the C library's allocator, where it has one."""

import ctypes
import sys

_M_MMAP_THRESHOLD = -3
"""Number of the setting in glibc's malloc.h."""
_LARGE = 8 << 20
"""Bytes from which a portion is got from the system, and given back to it as soon as it is free."""


def return_large_portions() -> bool:
    """Keep the allocator from raising its threshold for large portions; tell whether it could be told.

    By default glibc keeps freed portions of up to 32 MB for the next. A load frees buffers in other threads than
    those that made them, and in ten minutes the kept ones come to 2 GB that nobody can use.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_M_MMAP_THRESHOLD, _LARGE) == 1
