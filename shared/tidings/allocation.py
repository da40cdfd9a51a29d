"""What the C library keeps of memory that was given back."""

from __future__ import annotations

import ctypes
from typing import Final

# <malloc.h>: the most arenas.
_ARENA_MAX: Final = -8


def share_arena() -> bool:
    """Let all threads take memory from one arena; to be called before the first of them starts.

    glibc gives each thread an arena of its own, which keeps what it once held: a stage whose
    batches go from one thread to another holds them several times over. False where the C library
    has no such thing.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    return set_option is not None and bool(set_option(_ARENA_MAX, 1))
