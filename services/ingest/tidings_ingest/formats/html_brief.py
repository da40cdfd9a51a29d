"""A page's head cut down to what a guess at title, author and date can need. Pure.

Trafilatura's patterns for names take quadratic time: 100,000 brackets in one author's name are
minutes, in which nothing else of the process runs.
"""

from __future__ import annotations

from typing import Any, Final

# No name, time or title is longer.
LONGEST: Final = 300
# Names of twenty authors. All of them are compared with each other for each element.
MOST_NAMES: Final = 2_000
# What publishers embed about an article has 1 to 10 KB; a pattern takes 0.2 s for this much.
MOST_DATA: Final = 10_000
_NAMES: Final = ("author", "byl", "creator")


def shorten_head(page: Any) -> None:  # noqa: ANN401 (lxml has no types)
    """Take out of the page the metadata that are too long or too many to be true."""
    names = data = 0
    for meta in list(page.iter("meta")):
        content = meta.get("content") or ""
        said = "".join(meta.get(each) or "" for each in ("property", "name", "itemprop")).lower()
        if any(each in said for each in _NAMES):
            names += len(content)
        if len(content) > LONGEST or names > MOST_NAMES:
            _drop(meta)
    for title in list(page.iter("title")):
        if len(title.text or "") > LONGEST:
            title.text = None
    for script in list(page.iter("script")):
        data += len(script.text or "")
        if data > MOST_DATA:
            script.text = None


def _drop(meta: Any) -> None:  # noqa: ANN401
    # Emptied and not removed: what follows it is its tail.
    for each in ("content", "property", "name", "itemprop"):
        meta.attrib.pop(each, None)
