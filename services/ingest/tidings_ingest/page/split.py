"""A newspaper page as text becomes articles.

1. cut the text into physical lines and set the page's furniture apart;
2. read what each line is by itself: caption, byline, text;
3. find where each article begins;
4. of each article sort the heading, collect the names and heal the body.

Each step keeps with what it decides why it did (``explanation`` shows it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tidings.draft import Draft
from tidings_ingest.page.articles import Page
from tidings_ingest.page.furniture import find_furniture, find_headers
from tidings_ingest.page.healing import find_compounds
from tidings_ingest.page.language import detect_language
from tidings_ingest.page.layout import Layout
from tidings_ingest.page.lines import Line, read_lines
from tidings_ingest.page.roles import read_items
from tidings_ingest.page.sections import Section, cut_sections

# Beyond a month of a daily's pages (30 days of 16 pages of 100 lines) a text is no page. Reading a
# line takes up to 0.1 ms, so that the longest page takes 5 s.
MOST_LINES: Final = 50_000


@dataclass(frozen=True, slots=True)
class PageCut:
    """The decisions on a page: its furniture by line number with why, and its sections."""

    page: Page
    furniture: Mapping[int, str]
    sections: Sequence[Section]


def split_page(text: str) -> tuple[Draft, ...]:
    """Return the articles of a page in printed order; none for text without a visible character.

    Takes any text with any line endings and never raises. Work grows linearly with the length.
    """
    lines = read_lines(text)
    if len(lines) > MOST_LINES:
        return (_keep_whole(lines),)
    cut = cut_page(text, lines)
    return tuple(cut.page.draft(section) for section in cut.sections if not section.names_page)


def cut_page(text: str, lines: Sequence[Line]) -> PageCut:
    """Return what is decided on the lines of ``text`` before the articles are written."""
    furniture = find_furniture(lines)
    layout = Layout([line for line in lines if line.number not in furniture])
    sections = cut_sections(read_items(lines, furniture, layout), layout)
    printed = [line for line in lines if line.number in furniture]
    page = Page(layout, find_headers(printed), find_compounds(text))
    return PageCut(page, furniture, sections)


def _keep_whole(lines: Sequence[Line]) -> Draft:
    """Return a text of too many lines as one article without a headline, each line a paragraph."""
    body = "\n".join(line.text for line in lines)
    return Draft(
        language=detect_language(body), body=body, lines=(lines[0].number, lines[-1].number)
    )
