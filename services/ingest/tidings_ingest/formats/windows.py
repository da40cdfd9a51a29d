"""Curly quotes and dashes of Windows-1252 that stand where Unicode has controls. Pure.

They come from texts that were copied byte by byte. HTML reads them so as well (its standard,
"numeric character reference end state").
"""

from __future__ import annotations

import re
from typing import Final

_CONTROL: Final = re.compile("[\x80-\x9f]")
_REFERENCE: Final = re.compile(r"&#(?:0{0,5}1(?:2[89]|[345]\d)|[xX]0{0,5}[89][0-9a-fA-F]);")
# Each costs a microsecond. A text with more is no text.
MOST_REFERENCES: Final = 500_000
# Five of the codes mean nothing there either.
_MEANT: Final = {code: bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def read_windows(text: str) -> str:
    """Return ``text`` with the characters that are meant, raw and as references."""
    if text.count("&#") <= MOST_REFERENCES:
        text = _REFERENCE.sub(_resolve, text)
    return text.translate(_MEANT) if _CONTROL.search(text) else text


def _resolve(found: re.Match[str]) -> str:
    digits = found.group()[2:-1]
    return _MEANT[int(digits[1:], 16) if digits[0] in "xX" else int(digits)]
