"""The events of a marked body: the marks of one type in one sentence are one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marked_gold.marks import LEFT_OUT, NAMES, Mark

from tidings_enrich.tagging.sentences import split_sentences

ROLES = ("actor", "target", "place", "time")
_NO_EVENT = {*NAMES, *LEFT_OUT, "TIME", "QTY"}


@dataclass(frozen=True)
class Note:
    """What a line ``@|TYPE: actor=…; target=…`` says, and where the paragraph before it is."""

    type: str
    roles: dict[str, tuple[str, ...]]
    start: int
    end: int


@dataclass(frozen=True)
class GoldEvent:
    """One event of a sentence; the first trigger is the one a reader takes, the others will do.

    It is optional where each of its triggers is. ``roles`` are None where nothing is said of them.
    """

    type: str
    triggers: tuple[Mark, ...]
    roles: dict[str, tuple[str, ...]] | None

    @property
    def optional(self) -> bool:
        """Tell whether it counts neither way."""
        return all(each.optional for each in self.triggers)

    @property
    def status(self) -> str:
        """Return the status of the first trigger that is not optional, else of the first."""
        wanted = (each for each in self.triggers if not each.optional)
        return next(wanted, self.triggers[0]).status


def read_note(content: str, start: int, end: int) -> Note:
    """Return what a note says; several names in a role have ``、`` between them."""
    kind, _, rest = content.partition(": ")
    pairs = (each.partition("=") for each in rest.split("; "))
    roles = {role: tuple(words.split("、")) for role, _, words in pairs}
    if set(roles) - set(ROLES):
        raise ValueError(f"no such role: {content}")
    return Note(kind, roles, start, end)


def group_events(body: str, marks: Sequence[Mark], notes: Iterable[Note]) -> list[GoldEvent]:
    """Return the events in order; raises ValueError for a note that no event is left for."""
    sentences = split_sentences(body)
    grouped: defaultdict[tuple[int, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.kind not in _NO_EVENT:
            at = next(n for n, each in enumerate(sentences) if mark.start < each.end)
            grouped[at, mark.kind].append(mark)
    left = list(notes)
    events = []
    for (_, kind), triggers in grouped.items():
        first = triggers[0].start
        note = next((n for n in left if n.type == kind and n.start <= first < n.end), None)
        if note is not None:
            left.remove(note)
        events.append(GoldEvent(kind, tuple(triggers), note.roles if note else None))
    if left:
        raise ValueError(f"no event for {left[0]}")
    return events
