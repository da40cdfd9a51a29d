"""What stands at the ends of paragraphs and is no part of them: jumps and bylines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tidings_ingest.page.bylines import Byline
from tidings_ingest.page.credits import strip_end_credit
from tidings_ingest.page.jumps import match_jump_tail
from tidings_ingest.page.punctuation import is_list_item


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A paragraph without its tail: what is left of it, the byline that stood there.

    ``has_jump``: it told where the article goes on. Nothing may be left.
    """

    kept: str
    byline: Byline
    has_jump: bool


def trim_paragraphs(paragraphs: Sequence[str]) -> list[Trimmed]:
    """Return the paragraphs of a body without what stands at their ends.

    The points of a list of short reports can each be signed, as the last paragraph can.
    """
    trimmed: list[Trimmed] = []
    for n, paragraph in enumerate(paragraphs):
        kept = paragraph[: match_jump_tail(paragraph)].rstrip()
        signed = n == len(paragraphs) - 1 or is_list_item(paragraph)
        unsigned, byline = strip_end_credit(kept, last=signed)
        trimmed.append(Trimmed(unsigned, byline, has_jump=len(kept) < len(paragraph)))
    return trimmed
