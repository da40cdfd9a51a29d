"""Where a feed is at home, and where an article was written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tidings_enrich.places.abroad import settle_abroad
from tidings_enrich.places.settling import choose_highest, prefer
from tidings_enrich.places.units import Candidate, Form, Gazetteer, Level, Unit
from tidings_enrich.tagging.folding import WIDE, fold

# The key of TIDINGS_HOME_REGIONS for every source that it does not name.
ANY_SOURCE = "*"
_LONGEST_DATELINE = 80
_LONGEST_NAME = 9
_AGENCIES = re.compile(r"新华社|新华网|中新社|中新网|中央社|法新社|路透社|美联社|本报|记者|特派员")
_LATIN = re.compile(r"[^\W\d_]+(?:[ .'’-]{1,2}[^\W\d_]+){0,3}")
_RUN = re.compile(rf"[{WIDE}]{{2,}}")


class UnknownRegionError(ValueError):
    """A home region is no place of the gazetteer, or several; the message names it."""


def read_homes(regions: Mapping[str, str], gazetteer: Gazetteer) -> dict[str, Unit]:
    """Return the unit of each source from paths such as 山西省/太原市, 太原 or 法国.

    Raises UnknownRegionError.
    """
    return {source: _read_home(source, path, gazetteer) for source, path in regions.items()}


def _read_home(source: str, path: str, gazetteer: Gazetteer) -> Unit:
    parts = [each for each in path.split("/") if each]
    found = list(prefer(gazetteer.find(parts[-1]))) if parts else []
    for above in parts[:-1]:
        ids = {each.unit.id for each in gazetteer.find(above)}
        found = [each for each in found if not ids.isdisjoint(each.unit.lineage[:-1])]
    exact = [each for each in found if each.unit.path == path] or found
    if len(exact) != 1:
        wrong = "is several places" if exact else "is no place of the gazetteer"
        raise UnknownRegionError(f"the home region of {source}, {path!r}, {wrong}")
    return exact[0].unit


def find_written_at(dateline: str | None, gazetteer: Gazetteer) -> Unit | None:
    """Return the place in a dateline: 太原 in 新华社太原11月28日电, London in LONDON (Reuters)."""
    text = _AGENCIES.sub(" ", fold((dateline or "")[:_LONGEST_DATELINE]))
    for run in _RUN.finditer(text):
        found = _find_first(run.group(), gazetteer)
        if found:
            return found
    for words in _LATIN.finditer(text):
        found = _choose(gazetteer.find(words.group()))
        if found:
            return found
    return None


def _find_first(run: str, gazetteer: Gazetteer) -> Unit | None:
    for start in range(len(run) - 1):
        for end in range(min(len(run), start + _LONGEST_NAME), start + 1, -1):
            found = [
                each for each in gazetteer.find(run[start:end]) if _is_plain(each, end - start)
            ]
            chosen = _choose(found)
            if chosen:
                return chosen
    return None


def _is_plain(found: Candidate, length: int) -> bool:
    """Return whether a piece of a longer text can be this place: no county by two characters."""
    return (found.form is Form.FULL and length >= 3) or found.unit.level != Level.COUNTY


def _choose(found: Sequence[Candidate]) -> Unit | None:
    left = prefer(found)
    if not left:
        return None
    if len(left) == 1:
        return left[0].unit
    choice = choose_highest(left, narrowed=False) or settle_abroad(left, (), by_size=True)
    return choice.unit if choice else None
