"""A file, or standard input, that a command reads for ingest or as ingest would."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Final

from tidings.formats import MOST_BODY_BYTES

STANDARD_INPUT: Final = "-"


def read_input(file: str) -> bytes:
    """Return the content of a file or of standard input.

    Raises OSError when it cannot be read; with ``EFBIG`` when ingest would refuse it unread, for
    it has more than ``MOST_BODY_BYTES``.
    """
    if file == STANDARD_INPUT:
        body = sys.stdin.buffer.read(MOST_BODY_BYTES + 1)
    else:
        with Path(file).open("rb") as opened:
            body = opened.read(MOST_BODY_BYTES + 1)
    if len(body) > MOST_BODY_BYTES:
        limit = MOST_BODY_BYTES // 1024**2
        raise OSError(errno.EFBIG, f"the file is too large: more than {limit} MiB")
    return body


def show_input_name(file: str) -> str:
    """Return what to call the file in a message."""
    return "standard input" if file == STANDARD_INPUT else file
