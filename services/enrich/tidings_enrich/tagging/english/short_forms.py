"""Which full name of an English text a short one stands for: a surname, an acronym, a part."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tidings.tags import EntityType

_BRACKETED = re.compile(r"(?:'s?)?\s*\(\s*(?:the\s+)?(?P<acronym>[A-Z][A-Z&-]{1,9})\s*\)")
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "de", "la"))


class Name(NamedTuple):
    """A name as printed, and what kind it is."""

    text: str
    kind: EntityType


def find_full_names(names: Mapping[str, EntityType]) -> dict[str, Name]:
    """Return for each short name the one longer name of the text that it stands for.

    A surname or, as Chinese names have it in front, the first part of a name stands for the one
    person who has it; the first or last words of a body's name, and its initials, for the body. A
    name that could stand for two keeps to itself, and a place is nobody's short form.
    """
    longer: dict[str, list[Name]] = defaultdict(list)
    for text, kind in names.items():
        words = text.split()
        if kind == "person" and len(words) > 1:
            for short in {words[0], words[-1]}:
                longer[short].append(Name(text, kind))
        elif kind == "organization" and len(words) > 1:
            for short in _shorten_body(words):
                longer[short].append(Name(text, kind))
    full: dict[str, Name] = {}
    for short in names:
        found = _choose(short, longer.get(short, ()))
        if found is not None and names[short] != "place":
            full[short] = found
    return full


def _choose(short: str, found: Iterable[Name]) -> Name | None:
    """Return the one full name; of persons those count first whose surname it is."""
    candidates = list(found)
    behind = [each for each in candidates if each.kind == "person" and each.text.endswith(short)]
    candidates = behind if len(behind) == 1 else candidates
    return candidates[0] if len(candidates) == 1 else None


def _shorten_body(words: list[str]) -> set[str]:
    shorts = {" ".join(words[:n]) for n in range(1, len(words))}
    shorts |= {" ".join(words[n:]) for n in range(1, len(words))}
    return {each for each in shorts if each[0].isupper()} | {write_initials(words)}


def write_initials(words: Iterable[str]) -> str:
    """Return WHO for the words of World Health Organization."""
    return "".join(each[0] for each in words if each.lower() not in _SMALL)


def read_acronym(text: str, end: int) -> tuple[int, int] | None:
    """Return where the acronym stands in brackets behind a name: European Union (EU)."""
    match = _BRACKETED.match(text, end)
    return match.span("acronym") if match else None
