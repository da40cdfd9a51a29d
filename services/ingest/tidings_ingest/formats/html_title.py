"""A page's title without what is no part of the headline: the site's name, the section. Pure.

Pages say ``Bridge opens | River Daily`` of themselves, to search engines and in their tabs; the
headline that a reader sees is the part that stands in an ``h1``.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Final

from tidings_ingest.formats.html_brief import LONGEST
from tidings_ingest.formats.plain import tidy_line

_MARKS: Final = r"|¦│┃｜/／_–—－·•»›«‹:：~"
# A hyphen within a word is none.
_MARK: Final = rf"(?:\s-|-\s|[{_MARKS}])"
_AFTER: Final = re.compile(rf"\s*{_MARK}")
_BEFORE: Final = re.compile(rf"{_MARK}\s*\Z")
# Shorter ones are names of sections, such as "News".
_SHORTEST: Final = 4
# A page has one to five, of a few pieces each; one that is never closed holds the whole page.
_MOST_HEADINGS: Final = 20
_MOST_PIECES: Final = 40


def cut_title(page: Any, title: str) -> str:  # noqa: ANN401 (lxml has no types)
    """Return the part of ``title`` that is a heading of the page, else it without the site's name.

    A title that is neither, or has nothing before the site's name, stays as it is.
    """
    headings = page.xpath(f"(//h1)[position() <= {_MOST_HEADINGS}]")
    pieces = (islice(each.itertext(), _MOST_PIECES) for each in headings)
    lines = (tidy_line("".join(each)[: 2 * LONGEST]) for each in pieces)
    parts = [each for each in lines if len(each) >= _SHORTEST and _is_part(each, title)]
    if parts:
        return max(parts, key=len)
    site = tidy_line(page.xpath("string(//meta[@property='og:site_name'][1]/@content)")[:LONGEST])
    bare = title.rstrip(" )")
    if not site or not bare.casefold().endswith(site.casefold()):
        return title
    before = _BEFORE.split(bare[: -len(site)].rstrip(" ("))
    return before[0].rstrip() or title if len(before) > 1 else title


def _is_part(heading: str, title: str) -> bool:
    if title.casefold().startswith(heading.casefold()):
        return _AFTER.match(title[len(heading) :]) is not None
    if title.casefold().endswith(heading.casefold()):
        return _BEFORE.search(title[: -len(heading)]) is not None
    return False
