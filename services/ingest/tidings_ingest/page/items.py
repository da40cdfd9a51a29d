"""The parts that lines play, before it is known which article they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from tidings.article import Caption
from tidings_ingest.page.bylines import Byline
from tidings_ingest.page.leads import Lead
from tidings_ingest.page.lines import Line


class Role(Enum):
    """The part that a line plays."""

    FURNITURE = "furniture"
    CAPTION = "caption"
    BYLINE = "byline"
    JUMP = "jump"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """A line and its role, with what was read in it and ``why``.

    A caption can run over several lines.
    """

    line: Line
    role: Role
    lead: Lead | None = None
    byline: Byline = field(default_factory=Byline)
    caption: Caption | None = None
    last: int = 0
    why: str = ""

    @property
    def last_number(self) -> int:
        """Return the number of the last line."""
        return self.last or self.line.number
