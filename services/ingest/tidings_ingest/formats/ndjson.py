"""NDJSON: a batch with one JSON of any form in each line. Pure."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Final

from tidings.draft import Draft
from tidings.formats import NDJSON
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.drafting import MOST_ITEMS, Remarks
from tidings_ingest.formats.json_forms import parse_json_form

# RFC 7464 sets one before each text; software that writes such sequences says NDJSON too.
_RECORD_SEPARATOR: Final = b"\x1e"


def parse_ndjson(body: bytes, charset: str | None) -> Reading:
    """Return the articles of all lines; a bad line is a Problem that names its number.

    Blank lines are skipped, and counted. Raises UnreadableError: 413 for more than 1,000 lines or
    articles, 422 for none.
    """
    lines = _cut_lines(body)
    items: list[Draft | Problem] = []
    notes = Remarks()
    for number, line in lines:
        try:
            reading = parse_json_form(line, charset)
        except UnreadableError as error:
            items.append(_place(error.problem, number))
            continue
        items.extend(
            _place(each, number) if isinstance(each, Problem) else each for each in reading.items
        )
        notes.update(reading.notes)
        _check_number(len(items), "articles")
    return Reading(NDJSON.name, tuple(items), tuple(_count(*each) for each in notes.items()))


def _cut_lines(body: bytes) -> list[tuple[int, bytes]]:
    # Some writers leave a blank line after each; with more than that they are not even cut.
    _check_number(body.count(b"\n") // 2, "lines")
    cut = body.removeprefix(BOM_UTF8).split(b"\n")
    lines = [(number, line.strip().lstrip(_RECORD_SEPARATOR)) for number, line in enumerate(cut, 1)]
    full = [(number, line) for number, line in lines if line]
    if not full:
        raise UnreadableError(422, Problem("body", "the body is empty"))
    _check_number(len(full), "lines")
    return full


def _check_number(count: int, what: str) -> None:
    if count > MOST_ITEMS:
        detail = f"more than {MOST_ITEMS} {what}; send them in several requests"
        raise UnreadableError(413, Problem("body", detail))


def _place(problem: Problem, number: int) -> Problem:
    """Return a problem of a line with the number of that line in the batch."""
    where = problem.where.removeprefix("line 1, ")
    return Problem(f"line {number}, {where}", problem.detail)


def _count(note: str, lines: int) -> str:
    return note if lines == 1 else f"{note} ({lines} lines)"
