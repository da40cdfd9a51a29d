"""Offices that stand behind a person in brackets or between commas: 甲(市长), 甲,45岁,局长."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tidings.tags import Title
from tidings_enrich.tagging.folding import print_name
from tidings_enrich.tagging.names.appointments import LONGEST_OFFICE, Person
from tidings_enrich.tagging.names.mentions import find_left_edge
from tidings_enrich.tagging.names.title_bodies import skip_leading
from tidings_enrich.tagging.names.title_words import find_title_start
from tidings_enrich.tagging.word_lists import alternate, load_words

_PART = re.compile(rf"[^、,。;:!?\n()“”]{{1,{LONGEST_OFFICE}}}")


@cache
def _build_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_words("titles")
    fact = rf"(?:{alternate(words['particulars'])}|(?:现年|今年)?\d{{1,3}}岁|[^,。\n]{{2,12}}人)"
    return (
        re.compile(rf",(?:{fact},){{0,4}}"),
        re.compile(rf"{alternate(words['being'])}(?:一名|一位)?"),
    )


def read_appositions(
    body: str, text: str, persons: Sequence[Person]
) -> Iterator[tuple[str, Title]]:
    """Yield person and office for each office that stands behind a person in the same row.

    ``persons`` are start, end and name of each mention; ``text`` is the folded form of ``body``.
    Every part of a row must be an office from its first sign to its last: 甲,市长乙 gives nothing.
    """
    comma, being = _build_patterns()
    for _, end, name in persons:
        if text.startswith("(", end):
            close = ")"
            at = end + 1
        elif text.startswith((" ", "\u3000"), end):
            close = ",。;、\n"
            at = end + 1
        elif match := comma.match(text, end) or being.match(text, end):
            close = ",。;\n"
            at = match.end()
        else:
            continue
        yield from ((name, title) for title in _read_row(body, text, at, close))


def _read_row(body: str, text: str, at: int, close: str) -> Iterator[Title]:
    """Yield the offices from ``at``, when they go on to one of the signs ``close``."""
    titles: list[Title] = []
    while part := _PART.match(text, at):
        title = _read_office(body, text, *part.span())
        if title is None:
            break
        titles.append(title)
        at = part.end() + 1
    if titles and text[at - 1 : at] in (*close, ""):
        yield from titles


def _read_office(body: str, text: str, start: int, end: int) -> Title | None:
    head = find_title_start(text, end)
    if head is None or head < start:
        return None
    begin = skip_leading(text, start, head)
    if find_left_edge(text, head, head - begin) != begin:
        return None
    return Title(
        name=print_name(body[start:end]), organization=print_name(body[begin:head]) or None
    )
