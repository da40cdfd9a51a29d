"""What one process of ingest has counted of one feed on one day: the value on ``feeds.activity``.

A later record of the same key replaces the earlier one; records of different runs and days add up.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Literal

import orjson
from pydantic import AwareDatetime, Field

from tidings.model import Message
from tidings.terminal import printable

SCHEMA_VERSION: Final = 1
# Classes of reasons in a record; the ones beyond are counted together under OTHER.
MOST_REASONS: Final = 10
MOST_WHERE_CHARACTERS: Final = 60
MOST_SAMPLE_CHARACTERS: Final = 160
# No source or field can be called that: names begin with a letter or a digit.
OTHER: Final = "(other)"
_DIGITS: Final = re.compile(r"\d+", re.ASCII)
# ``line 7, headline``, but not ``line 7, column 3``, which has no field.
_PLACE: Final = re.compile(r"^[^,]{1,40} \d+, (?!\w+ \d+$)", re.ASCII)
# Longer than any field's name, so that what a sender made up costs nothing to look at.
_MOST_LOOKED_AT: Final = 1_000

Count = Annotated[int, Field(ge=0)]


class Reason(Message):
    """Rejections of one class: the field, how many, and what the last one was told."""

    where: str
    count: Count
    sample: str
    last_at: AwareDatetime


class FeedDay(Message):
    """One feed on one UTC day, as counted by one run of ingest.

    ``pushes`` are requests, ``refused`` those of them of which nothing could be read; the other
    counts are items. ``hours`` has bit n set when something came in hour n of the day.
    ``newest_published_at`` is of what was not rejected.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    source: str
    feed: str | None = None
    run: str
    day: date
    pushes: Count = 0
    refused: Count = 0
    accepted: Count = 0
    unchanged: Count = 0
    held: Count = 0
    rejected: Count = 0
    hours: Annotated[int, Field(ge=0, lt=1 << 24)] = 0
    last_push: AwareDatetime
    newest_published_at: AwareDatetime | None = None
    reasons: tuple[Reason, ...] = ()

    def key(self) -> bytes:
        """Return the key on the topic: JSON of source, feed, run and day."""
        return orjson.dumps([self.source, self.feed, self.run, self.day])


def classify_where(where: str) -> str:
    """Return ``where`` without its position: ``line 7, headline`` is ``headline``."""
    field = _PLACE.sub("", where[:_MOST_LOOKED_AT], count=1)
    return printable(_DIGITS.sub("#", field), keep="")[:MOST_WHERE_CHARACTERS]


def cut_sample(detail: str) -> str:
    """Return ``detail`` as one printable line that is not too long."""
    line = printable(" ".join(detail[:_MOST_LOOKED_AT].split()), keep="")
    if len(line) <= MOST_SAMPLE_CHARACTERS:
        return line
    return line[: MOST_SAMPLE_CHARACTERS - 1] + "…"
