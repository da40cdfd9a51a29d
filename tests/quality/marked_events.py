"""How events that were found compare with marked ones: type, status, trigger and roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from marked_gold.events import ROLES, GoldEvent
from page_comparison import normalise
from quality.tag_scores import Score

from tidings.tags import Event

_WHATS = ("events", "status", "trigger", "roles")


class Tally:
    """Adds up what was right, said and wanted, by what was looked at."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, what: str, right: int, said: int, wanted: int) -> None:
        """Add counts to those of ``what``."""
        for at, each in enumerate((right, said, wanted)):
            self._counts[what][at] += each

    def scores(self) -> dict[str, Score]:
        """Return the score of each thing, in the order in which they came first."""
        return {what: Score(*counts) for what, counts in self._counts.items()}


def add_events(tally: Tally, gold: Sequence[GoldEvent], said: Sequence[Event]) -> None:
    """Count events by type and sentence, and of those found the status, trigger and roles."""
    for what in _WHATS:
        tally.add(what, 0, 0, 0)
    tally.add("events", 0, 0, sum(not each.optional for each in gold))
    for event in said:
        mark = next((each for each in gold if _is_same(each, event)), None)
        if mark is None:
            tally.add("events", 0, 1, 0)
            continue
        tally.add("events", not mark.optional, not mark.optional, 0)
        if not mark.optional:
            tally.add("status", event.status == mark.status, 1, 1)
            spans = [(each.start, each.end) for each in mark.triggers]
            at = event.trigger
            hit = any(at.start < end and start < at.end for start, end in spans)
            tally.add("trigger", hit, 1, 1)
            if mark.roles is not None:
                _add_roles(tally, mark.roles, event)


def _is_same(mark: GoldEvent, event: Event) -> bool:
    inside = event.sentence.start <= mark.triggers[0].start < event.sentence.end
    return mark.type == event.type and inside


def _add_roles(tally: Tally, wanted: dict[str, tuple[str, ...]], event: Event) -> None:
    said = {
        "actor": event.actors,
        "target": event.targets,
        "place": (event.place,) if event.place else (),
        "time": (event.time.span.text,) if event.time else (),
    }
    for role in ROLES:
        meant, found = [*map(normalise, wanted.get(role, ()))], [*map(normalise, said[role])]
        right = sum(any(each in other or other in each for other in meant) for each in found)
        tally.add("roles", min(right, len(meant)), len(found), len(meant))
