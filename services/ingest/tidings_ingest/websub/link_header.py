"""The Link header (RFC 8288), as far as finding a hub takes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# What is longer names no hub, and a pattern must not be made to work for long.
MOST_CHARACTERS: Final = 16_384
_TARGET: Final = re.compile(r"\s*<([^<>]{0,4096})>")
_PARAMETER: Final = re.compile(
    r"\s*;\s*([\w!#$&+.^`|~*-]{1,60})\s*(?:=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;,\"]*)))?", re.ASCII
)
_REST: Final = re.compile(r"[^,]*,?")


def read_links(header: str) -> Iterator[tuple[str, str]]:
    """Yield relation, in lower case, and target of each link; what is damaged is left out.

    Each relation of a link is one pair. The first ``rel`` of a link counts.
    """
    header = header[:MOST_CHARACTERS]
    position = 0
    while position < len(header):
        found = _TARGET.match(header, position)
        if found is not None:
            position = found.end()
            relations: str | None = None
            while parameter := _PARAMETER.match(header, position):
                position = parameter.end()
                if parameter[1].lower() == "rel" and relations is None:
                    relations = parameter[2] if parameter[2] is not None else parameter[3] or ""
            for relation in (relations or "").split():
                yield relation.lower(), found[1].strip()
        if rest := _REST.match(header, position):
            position = rest.end()
