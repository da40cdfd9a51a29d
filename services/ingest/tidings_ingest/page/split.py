"""A newspaper page as text becomes articles.

1. cut the text into physical lines and set the page's furniture apart;
2. read what each line is by itself: caption, byline, text;
3. find where each article begins;
4. of each article sort the heading, collect the names and heal the body.
"""

from __future__ import annotations

from tidings.draft import Draft
from tidings_ingest.page.articles import Page
from tidings_ingest.page.furniture import find_headers
from tidings_ingest.page.healing import find_compounds
from tidings_ingest.page.lines import read_lines
from tidings_ingest.page.roles import read_items, set_apart_furniture
from tidings_ingest.page.sections import cut_sections


def split_page(text: str) -> tuple[Draft, ...]:
    """Return the articles of a page in printed order; none for text without a visible character.

    Takes any text with any line endings and never raises. Work grows linearly with the length.
    """
    lines = read_lines(text)
    furniture, layout = set_apart_furniture(lines)
    sections = cut_sections(read_items(lines, furniture, layout), layout)
    printed = [line for line in lines if line.number in furniture]
    page = Page(layout, find_headers(printed), find_compounds(text))
    return tuple(page.draft(section) for section in sections)
