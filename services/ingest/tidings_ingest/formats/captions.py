"""Captions of feeds: the words under a picture, and who took it where that can be told. Pure."""

from __future__ import annotations

import re
from typing import Final

from tidings.article import Caption
from tidings_ingest.page.captions import read_caption
from tidings_ingest.page.lines import Line

_PREFIX: Final = re.compile(
    r"(?:photo(?:graph)?s?|picture|image|credit|source|摄影|图片|供图|图)"
    r"(?: by\b|\s?[:：/]| credit:)\s*",
    re.IGNORECASE,
)


def read_credit(text: str, credit: str = "") -> Caption:
    """Return a caption; without a ``credit`` of its own, the end of ``text`` is looked at."""
    if credit:
        return Caption(
            text=text, photographer=_PREFIX.sub("", credit, count=1).strip("() ") or None
        )
    found = read_caption(Line(1, text, 0, 0)) if text else None
    return found if found is not None and found.text else Caption(text=text)
