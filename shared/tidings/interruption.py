"""How a command that works for long ends by SIGINT and SIGTERM."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tidings.terminal import fail

# As shells have it for a program that Ctrl-C ended.
BY_SIGINT: Final = 130


@contextmanager
def ending_in_order(words: str) -> Iterator[None]:
    """Let both signals close what is open inside, and then end the command by ``words``."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        fail(words, status=BY_SIGINT)
    finally:
        signal.signal(signal.SIGTERM, before)
