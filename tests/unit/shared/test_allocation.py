"""Threads that share an arena hold what they were given once."""

import platform

import pytest

from tidings.allocation import share_arena


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone has arenas")
def test_the_c_library_takes_the_option():
    assert share_arena()
