"""A request to take articles, as every route hands it to intake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, MutableMapping
from dataclasses import dataclass, field

from tidings_ingest.authentication import Authentication


@dataclass(frozen=True, slots=True)
class Push:
    """Headers in lower case, and a body in pieces.

    With ``check``, that decides who pushes it, in place of the keys. ``answer_headers`` is where
    header fields are added that its answer gets, whatever that is.
    """

    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]
    source: str | None
    feed: str | None
    check: Authentication | None = None
    answer_headers: MutableMapping[str, str] = field(default_factory=dict)
