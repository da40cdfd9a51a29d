"""What the HTTP interface answers, as models for its description and as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, assert_never

import orjson
from pydantic import BaseModel, Field

from tidings.reading import Reading
from tidings.web.problems import ProblemEntry, describe_problem
from tidings_ingest.acceptance import Accepted, Item, Rejected, Unchanged

# Enough to see which it is: the answer for 1,000 articles has 600 KB at most.
HEADLINE_SHOWN: Final = 100


class ItemAnswer(BaseModel):
    """What became of one article of the request, in their order."""

    id: str | None = Field(description="The article's id; the same article always has the same.")
    status: Literal["accepted", "unchanged", "rejected"] = Field(
        description="unchanged: it was safe before as it stands, under this revision."
    )
    headline: str | None = Field(description="Its first 100 characters.")
    source: str | None = None
    revision: int | None = Field(default=None, description="Milliseconds since 1970.")
    content_hash: str | None = None
    held_until: datetime | None = Field(
        default=None, description="Under embargo: when it goes on its way."
    )
    problem: ProblemEntry | None = None


class PushAnswer(BaseModel):
    """Every accepted or unchanged article is safe: Kafka has acknowledged it."""

    format: str
    notes: list[str] = Field(description="What had to be done to read the body.")
    items: list[ItemAnswer]


def answer_push(reading: Reading, items: Sequence[Item]) -> bytes:
    """Return the JSON of a PushAnswer."""
    return orjson.dumps(
        {
            "format": reading.format,
            "notes": reading.notes,
            "items": [describe_item(each) for each in items],
        }
    )


def describe_item(item: Item) -> dict[str, object]:
    """Return the fields of an ItemAnswer."""
    article = item.article
    described: dict[str, object] = {
        "id": article.id if article else None,
        "status": name_status(item),
        "headline": _shorten(article.headline) if article else None,
    }
    if article is not None:
        described |= {
            "source": article.source,
            "revision": article.revision,
            "content_hash": article.content_hash,
        }
    if not isinstance(item, Rejected) and item.held_until is not None:
        described["held_until"] = item.held_until
    if isinstance(item, Rejected):
        described["problem"] = describe_problem(item.problem)
    return described


def _shorten(headline: str | None) -> str | None:
    if headline is None or len(headline) <= HEADLINE_SHOWN:
        return headline
    return f"{headline[:HEADLINE_SHOWN]}…"


def name_status(item: Item) -> Literal["accepted", "unchanged", "rejected"]:
    """Return the status that an answer gives an item."""
    match item:
        case Accepted():
            return "accepted"
        case Unchanged():
            return "unchanged"
        case Rejected():
            return "rejected"
        case _:
            assert_never(item)
