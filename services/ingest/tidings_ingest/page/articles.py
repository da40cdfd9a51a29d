"""Make a draft of the lines that belong to one article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tidings.draft import Draft
from tidings_ingest.page.boundaries import Section
from tidings_ingest.page.bylines import Byline
from tidings_ingest.page.credits import strip_end_credit
from tidings_ingest.page.dates import find_date
from tidings_ingest.page.english import is_role
from tidings_ingest.page.headings import sort_heading
from tidings_ingest.page.healing import Piece, heal
from tidings_ingest.page.jumps import match_jump_tail
from tidings_ingest.page.language import detect_language
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.lines import Line
from tidings_ingest.page.roles import Item, Role

# A language shows in the first sentences.
_SAMPLE: Final = 2000


@dataclass(frozen=True, slots=True)
class Page:
    """What the articles of a page share: its layout, its furniture, its words with a hyphen."""

    layout: Layout
    furniture: Sequence[Line]
    compounds: frozenset[str]

    def draft(self, section: Section) -> Draft:
        """Return the draft of one article."""
        heading = sort_heading(section.heading)
        pieces, bylines = _read_body(section)
        body = heal(pieces, self.layout, self.compounds)
        pictures = [item.caption for item in section.items if item.caption]
        captions = tuple(each for each in pictures if each.text)
        names = _unite(byline.names for byline in bylines)
        if not body:
            # A picture story: what stands under the picture is the article.
            body = "\n".join(each.text for each in captions)
            names = _unite([names, (each.photographer for each in pictures if each.photographer)])
            captions = ()
        dateline = next((each.dateline for each in bylines if each.dateline), None)
        lines = _measure_lines(section)
        header = self._find_header(lines[0])
        heads = [heading.kicker, heading.headline, heading.subhead]
        sample = "\n".join([each for each in heads if each] + [body[:_SAMPLE]])
        return Draft(
            language=detect_language(sample),
            kicker=heading.kicker,
            headline=heading.headline,
            subhead=heading.subhead,
            byline=names,
            dateline=dateline,
            captions=captions,
            body=body,
            published_at=find_date(header.folded if header else "") or find_date(dateline or ""),
            page=header.text if header else None,
            lines=lines,
        )

    def _find_header(self, first: int) -> Line | None:
        """Return the furniture with a date that is nearest above line ``first``, else the first.

        Where no furniture has a date, the first line of it names the page.
        """
        dated = [line for line in self.furniture if find_date(line.folded)]
        if not dated:
            return (
                self.furniture[0] if self.furniture and self.furniture[0].number < first else None
            )
        above = bisect_left([line.number for line in dated], first)
        return dated[max(0, above - 1)]


def _read_body(section: Section) -> tuple[list[Piece], list[Byline]]:
    """Return the body's lines without bylines and jumps, and the bylines in printed order."""
    pieces: list[Piece] = []
    bylines: list[Byline] = []
    texts = [item for item in section.items if item.role is not Role.CAPTION]
    last_text = max((n for n, item in enumerate(texts) if item.role is Role.TEXT), default=-1)
    for n, item in enumerate(texts):
        bylines.append(item.lead.byline if item.lead else item.byline)
        if item.role is not Role.TEXT or _tells_role(texts, n):
            continue
        text, credit = _read_text(item, last=n == last_text)
        bylines.append(credit)
        pieces.append(Piece(item.line, text, item.line.number in section.apart))
    return pieces, bylines


def _read_text(item: Item, *, last: bool) -> tuple[str, Byline]:
    text = item.line.text[item.lead.end if item.lead else 0 :].strip()
    kept = text[: match_jump_tail(text, item.line.folded[-len(text) :] if text else "")].rstrip()
    return strip_end_credit(kept, last=last)


def _tells_role(texts: Sequence[Item], n: int) -> bool:
    """Say whether the line just below an English byline tells what its people are."""
    above = texts[n - 1] if n else None
    return above is not None and above.role is Role.BYLINE and is_role(texts[n].line.text)


def _unite(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return all names in order, each once."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _measure_lines(section: Section) -> tuple[int, int]:
    numbers = [line.number for line in section.heading]
    first = min([*numbers, *(item.line.number for item in section.items)])
    return first, max([*numbers, *(item.last_number for item in section.items)])
