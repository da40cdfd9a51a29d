"""Tags with more attributes than any page has. Pure.

libxml2 looks through all attributes of an element for each further one: 50,000 of them, in 300 KB,
are 25 seconds.
"""

from __future__ import annotations

import re
from typing import Final

# Twenty are many. As many tags with 500 each as fit a page are 3 seconds.
MOST_ATTRIBUTES: Final = 500
# Of the tokens of HTML (WHATWG, 13.2.5). Each alternative goes on to the end where its own does not
# come, and nothing is tried twice: the time is that of reading the page once.
_SPACE: Final = r"[ \t\n\f\r]"
_VALUE: Final = r"""(?:"[^"]*+"?+|'[^']*+'?+|[^ \t\n\f\r>]*+)"""
_ATTRIBUTE: Final = (
    rf"(?:[ \t\n\f\r/]*+[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE})?+)"
)
_TOKEN: Final = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    # What is in these is no markup.
    r"|<(?P<raw>script|style)(?=[ \t\n\f\r/>])"
    rf"{_ATTRIBUTE}{{0,{MOST_ATTRIBUTES}}}+(?P<raw_more>{_ATTRIBUTE})?+"
    r"[^>]*+>?+.*?(?:</(?P=raw)|\Z)"
    rf"|<[A-Za-z][^ \t\n\f\r/>]*+{_ATTRIBUTE}{{0,{MOST_ATTRIBUTES}}}+(?P<more>{_ATTRIBUTE})?+",
    re.IGNORECASE | re.DOTALL,
)


def has_crowded_tag(text: str) -> bool:
    """Return whether a tag of the page has more than ``MOST_ATTRIBUTES``."""
    return any(found["more"] or found["raw_more"] for found in _TOKEN.finditer(text))
