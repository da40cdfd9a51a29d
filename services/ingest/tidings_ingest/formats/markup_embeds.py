"""Players and frames that a publisher opened and never closed. Pure.

A parser closes them at the end of the text, and all of the article after them would be what a
browser shows only where it cannot play.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_TAG: Final = re.compile(
    r"<(/?)(applet|audio|canvas|iframe|object|video)\b[^<>]*?(/?)>", re.IGNORECASE
)


def drop_unclosed(text: str) -> str:
    """Return ``text`` without the tags of those kinds of players that are opened too often."""
    if _TAG.search(text) is None:
        return text
    unclosed: Counter[str] = Counter()
    for found in _TAG.finditer(text):
        if not found.group(3):
            unclosed[found.group(2).lower()] += -1 if found.group(1) else 1
    if max(unclosed.values(), default=0) <= 0:
        return text
    return _TAG.sub(lambda tag: "" if unclosed[tag.group(2).lower()] > 0 else tag.group(), text)
