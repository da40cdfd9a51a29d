"""Make a draft of the lines that belong to one article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tidings.draft import Draft
from tidings_ingest.page.bylines import Byline
from tidings_ingest.page.dates import find_date
from tidings_ingest.page.headings import sort_heading
from tidings_ingest.page.healing import heal
from tidings_ingest.page.items import Role
from tidings_ingest.page.joints import Piece
from tidings_ingest.page.language import detect_language
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.leads import find_leading_date
from tidings_ingest.page.lines import Line
from tidings_ingest.page.sections import Section
from tidings_ingest.page.tails import trim_paragraphs

# A language shows in the first sentences.
_SAMPLE: Final = 600


@dataclass(frozen=True, slots=True)
class Page:
    """What the articles of a page share: its layout, its headers, its words with a hyphen."""

    layout: Layout
    headers: Sequence[Line]
    compounds: frozenset[str]

    def draft(self, section: Section) -> Draft:
        """Return the draft of one article."""
        heading = sort_heading(section.heading)
        healed = heal(read_pieces(section), self.layout, self.compounds)
        trimmed = trim_paragraphs(healed.split("\n"))
        body = "\n".join(each.kept for each in trimmed if each.kept)
        bylines = [*_find_bylines(section), *(each.byline for each in trimmed)]
        pictures = [item.caption for item in section.items if item.caption]
        captions = tuple(each for each in pictures if each.text)
        names = _unite(byline.names for byline in bylines)
        if not body:
            # A picture story: what stands under the picture is the article.
            body = "\n".join(each.text for each in captions)
            names = _unite([names, (each.photographer for each in pictures if each.photographer)])
            captions = ()
        dateline = next((each.dateline for each in bylines if each.dateline), None)
        if any(item.lead or item.role is Role.BYLINE for item in section.items):
            dateline = dateline or find_leading_date(body)
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
        """Return the header that is nearest above line ``first``, else the first of the page."""
        above = bisect_left(self.headers, first, key=lambda line: line.number)
        return self.headers[max(0, above - 1)] if self.headers else None


def _find_bylines(section: Section) -> list[Byline]:
    return [item.lead.byline if item.lead else item.byline for item in section.items]


def read_pieces(section: Section) -> list[Piece]:
    """Return the lines of the body, without the bylines in front of them."""
    return [
        Piece(
            item.line,
            item.line.text[item.lead.end if item.lead else 0 :].strip(),
            item.line.number in section.apart,
        )
        for item in section.items
        if item.role is Role.TEXT
    ]


def _unite(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return all names in order, each once."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _measure_lines(section: Section) -> tuple[int, int]:
    numbers = [line.number for line in section.heading]
    first = min([*numbers, *(item.line.number for item in section.items)])
    return first, max([*numbers, *(item.last_number for item in section.items)])
