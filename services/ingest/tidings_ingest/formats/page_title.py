"""The title of a web page in any state, to show to whoever sent it by mistake. Pure."""

from __future__ import annotations

import re
from typing import Final

from tidings_ingest.formats.plain import resolve_references, tidy_line

# It stands before the page's scripts.
_LOOKED_AT: Final = 16_384
_SHOWN: Final = 80
_TITLE: Final = re.compile(r"<title[^<>]{0,200}>([^<]{0,500})<", re.IGNORECASE)


def find_page_title(body: bytes) -> str:
    """Return the title, at most 80 characters of it; empty where there is none."""
    found = _TITLE.search(body[:_LOOKED_AT].decode("utf-8", "replace"))
    return tidy_line(resolve_references(found.group(1)))[:_SHOWN] if found else ""
