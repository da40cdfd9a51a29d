"""All rooms of the examination, of every package that is installed, each on its own."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import entry_points
from typing import Final

from tidings.doctor.finding import Examine, Finding, Place, note_unchecked

GROUP: Final = "tidings.checks"
# From what everything stands on to what stands on it; others come after.
ORDER: Final = ("machine", "local", "models", "keys", "kafka", "elasticsearch", "stages")


def find_rooms() -> dict[str, Examine]:
    """Return what the installed packages examine, by name, in the order in which it is told."""
    found = {point.name: point for point in entry_points(group=GROUP)}
    names = [*(each for each in ORDER if each in found), *sorted(set(found) - set(ORDER))]
    return {name: found[name].load() for name in names}


def examine_all(rooms: Mapping[str, Examine], place: Place) -> list[Finding]:
    """Return the findings of every room, in their order; a room that fails is a finding itself."""
    with ThreadPoolExecutor(max(1, len(rooms)), "room") as pool:
        found = pool.map(lambda each: _examine(each, rooms[each], place), rooms)
        return [finding for findings in found for finding in findings]


def _examine(name: str, examine: Examine, place: Place) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(examine(place))
    except Exception as error:
        # Whatever it was: the others go on, and what was found before counts.
        words = " ".join(str(error).split())[:300]
        found.append(note_unchecked(name, f"{type(error).__name__}: {words}"))
    return found
