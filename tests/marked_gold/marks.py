"""Text with marks in it, such as ``[[PER 梅雨生]]``, as the body and the page have it.

A mark is ``[[KIND text]]``, ``[[KIND text=value]]``, with ``?`` after the kind where a reader may
tag it or not, and for events ``:status`` (``[[RESCUE:planned 撤離]]``; occurred where none stands).
A kind is one of ``NAMES``, TIME, QTY, a type of event, or one of ``LEFT_OUT``: words that are on
the page but not in the body. ``␣`` is a stray space of the page, ``¬`` a hyphen at a line's end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

NAMES = {"PER": "person", "ORG": "organization", "LOC": "place"}
LEFT_OUT = frozenset({"BYLINE", "DATELINE", "CREDIT", "OUT"})
_TOKEN = re.compile(
    r"\[\[(?P<kind>[A-Z_]+)(?P<optional>\?)?(?::(?P<status>[a-z]+))? "
    r"|(?P<close>(?:=(?P<value>[^\[\]]*))?\]\])"
    r"|(?P<layout>[\n␣¬])"
)


@dataclass(frozen=True)
class Mark:
    """A stretch of the body in code points, or of the page for what is left out of the body."""

    kind: str
    start: int
    end: int
    text: str
    value: str | None
    optional: bool
    status: str

    def move(self, by: int) -> Mark:
        """Return the mark where its text stands after ``by`` more characters."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True)
class MarkedText:
    """A paragraph: as the page prints it, as the body has it, and its marks in order."""

    page: str
    body: str
    marks: tuple[Mark, ...]


def read_marks(source: str, joint: str = "") -> MarkedText:
    """Return a marked text; ``joint`` stands in the body where a line of the page ends.

    Raises ValueError for a mark that is not closed, is empty, or stands in another one.
    """
    page, body, marks, at = [""], [""], list[Mark](), 0
    opened: re.Match[str] | None = None
    began = ("", "")

    def add(text: str) -> None:
        page[0] += text
        if opened is None or opened["kind"] not in LEFT_OUT:
            body[0] += text if body[0] else text.lstrip()

    for token in _TOKEN.finditer(source):
        add(source[at : token.start()])
        at = token.end()
        if token["layout"]:
            page[0] += {"␣": " ", "¬": "-"}.get(token["layout"], token["layout"])
            broken = token["layout"] == "\n" and not source[: token.start()].endswith("¬")
            body[0] += joint if broken and body[0] and not body[0].endswith(" ") else ""
        elif token["kind"]:
            if opened is not None:
                raise ValueError(f"a mark in a mark: {source[opened.start() : at]}")
            opened, began = token, (page[0], body[0])
        elif opened is None:
            add(token.group())
        else:
            marks.append(_close(opened, token["value"], began, page[0], body[0]))
            opened = None
    add(source[at:])
    if opened is not None:
        raise ValueError(f"a mark that does not end: {source[opened.start() :]}")
    return MarkedText(page[0], body[0].rstrip(), tuple(marks))


def _close(
    opened: re.Match[str], value: str | None, began: tuple[str, str], page: str, body: str
) -> Mark:
    before, after = (began[0], page) if opened["kind"] in LEFT_OUT else (began[1], body)
    if before == after:
        raise ValueError(f"an empty mark: {opened.group()}")
    return Mark(
        kind=opened["kind"],
        start=len(before),
        end=len(after),
        text=after[len(before) :],
        value=value,
        optional=bool(opened["optional"]),
        status=opened["status"] or "occurred",
    )
