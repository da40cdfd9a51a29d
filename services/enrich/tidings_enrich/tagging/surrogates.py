"""Halves of surrogate pairs: code points that are no characters, and that no library takes."""

from __future__ import annotations

import re
from typing import Final

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """Return ``text`` with U+FFFD for each half of a pair; as long as ``text``."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def drop_surrogates(text: str) -> str:
    """Return ``text`` without halves of pairs."""
    return _SURROGATES.sub("", text)
