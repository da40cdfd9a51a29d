"""The revisions of one article: for programs as JSON, for people as a list to read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tidings.terminal import printable
from tidings_index.history.differences import Change, Line, compare_revisions
from tidings_index.history.entries import Entry

STYLES: Final = {"-": "red", "+": "green", " ": "dim", "…": "dim"}
# What changed within a line; without colours the underline is left.
CHANGED: Final = "bold underline"


@dataclass(frozen=True, slots=True)
class Revisions:
    """What there is of an article, the oldest first, the indexed one last; ``total`` with those
    that are left out before the first."""

    id: str
    total: int
    entries: tuple[Entry, ...]


def join_revisions(current: Entry, kept: Sequence[Entry], total_kept: int) -> Revisions:
    """Return the revisions in their order; one that is indexed is not listed a second time."""
    earlier = sorted((each for each in kept if each.revision < current.revision), key=_by_revision)
    unlisted = total_kept - len(kept)
    return Revisions(current.id, unlisted + len(earlier) + 1, (*earlier, current))


def describe_revisions(revisions: Revisions) -> dict[str, Any]:
    """Return ``{"id", "total", "revisions"}``, the oldest revision first.

    Each has its fields and ``changes`` against the one before: a list of fields with the lines of
    a comparison, of which the first character is the sign. It is null where one of the two has no
    words.
    """
    pairs = [(None, revisions.entries[0]), *pairwise(revisions.entries)]
    return {
        "id": revisions.id,
        "total": revisions.total,
        "revisions": [
            {**entry.fields, "changes": _describe_changes(before, entry)} for before, entry in pairs
        ],
    }


def render_revisions(revisions: Revisions) -> RenderableType:
    """Return the list: when each revision came, and what it changed."""
    parts: list[RenderableType] = []
    before: Entry | None = None
    left_out = revisions.total - len(revisions.entries)
    if left_out:
        parts.append(Text(f"{left_out:,} earlier revisions are not shown\n", "dim"))
    for entry in revisions.entries:
        parts += [
            _render_heading(entry),
            Padding(Group(*_render(before, entry)), (0, 0, 1, 2), expand=False),
        ]
        before = entry
    return Group(*parts)


def _by_revision(entry: Entry) -> int:
    return entry.revision


def _has_words(*entries: Entry | None) -> bool:
    return all(each is not None and each.has_words for each in entries)


def _describe_changes(before: Entry | None, entry: Entry) -> list[dict[str, Any]] | None:
    if before is None or not _has_words(before, entry):
        return None
    return [
        {"field": each.field, "lines": [f"{line.sign} {line.text}" for line in each.lines]}
        for each in compare_revisions(before.fields, entry.fields)
    ]


def _render_heading(entry: Entry) -> Text:
    when = str(entry.fields.get("received_at", ""))[:19].replace("T", " ")
    status = str(entry.fields.get("status", ""))
    return Text.assemble(
        (f"revision {entry.revision}", "bold"),
        (f"  {printable(when, keep='')}  ", "dim"),
        (printable(status, keep=""), "yellow" if entry.is_withdrawal else "green"),
    )


def _render(before: Entry | None, entry: Entry) -> Iterator[RenderableType]:
    if entry.is_withdrawal:
        yield Text("Its publisher withdrew the article; its words were taken away.", "yellow")
    elif not entry.has_words:
        by = entry.fields["emptied_by"]
        yield Text(f"Its words were taken away by the withdrawal, revision {by}.", "yellow")
    elif before is None or not before.has_words:
        yield Text(printable(entry.fields.get("headline") or "(no headline)", keep=""))
    else:
        changes = compare_revisions(before.fields, entry.fields)
        if not changes:
            yield Text("The words are the same.", "dim")
        for each in changes:
            yield from _render_change(each)


def _render_change(change: Change) -> Iterator[RenderableType]:
    yield Text(change.field, "cyan")
    yield from map(_render_line, change.lines)


def _render_line(line: Line) -> Text:
    text = Text(f"{line.sign} ", STYLES[line.sign])
    for piece, is_changed in line.pieces:
        text.append(printable(piece, keep=""), CHANGED if is_changed else "")
    return text
