"""Marked sentences: one a line, ``zh|``, ``tw|`` or ``en|`` before it; ``@`` as in pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from marked_gold.events import GoldEvent, group_events, read_note
from marked_gold.marks import Mark, read_marks

FOLDER = Path(__file__).parents[1] / "data/sentences"
LANGUAGES = {"zh": "zh-Hans", "tw": "zh-Hant", "en": "en"}
# The Wednesday on which the sentences are news.
DAY = date(2030, 5, 15)


@dataclass(frozen=True)
class MarkedSentence:
    """A sentence that is a body of its own, and its events; ``language`` is zh, tw or en."""

    language: str
    body: str
    marks: tuple[Mark, ...]
    events: tuple[GoldEvent, ...]


def read_sentences(half: str) -> Iterator[MarkedSentence]:
    """Yield the sentences of a half, ``seen`` or ``unseen``, in the order of its file."""
    for entry in read_entries((FOLDER / f"{half}.marked").read_text(encoding="utf-8")):
        yield read_entry(entry)


def read_entries(source: str) -> list[str]:
    """Return each sentence with its notes, as lines; comments and empty lines are left out."""
    entries: list[str] = []
    for line in source.splitlines():
        if line.startswith("@|"):
            entries[-1] += f"\n{line}"
        elif line and not line.startswith("//"):
            entries.append(line)
    return entries


def read_entry(entry: str) -> MarkedSentence:
    """Return the sentence; raises ValueError for a mark or note that cannot be read."""
    first, *notes = entry.split("\n")
    language, _, source = first.partition("|")
    if language not in LANGUAGES:
        raise ValueError(f"a sentence of no known language: {entry}")
    read = read_marks(source)
    told = [read_note(each.removeprefix("@|"), 0, len(read.body)) for each in notes]
    events = group_events(read.body, read.marks, told)
    return MarkedSentence(language, read.body, read.marks, tuple(events))
