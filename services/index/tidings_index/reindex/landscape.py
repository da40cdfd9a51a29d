"""Which indices there are, and what they are to each other. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tidings_index.provisioning import read_version
from tidings_index.reindex.build import Build, read_build


class ReindexError(Exception):
    """It cannot be done; the message is one line, and says what can."""


@dataclass(frozen=True, slots=True)
class FoundIndex:
    """An index: its ``_meta``, and whether it stands behind the alias or behind the next one's."""

    name: str
    meta: dict[str, Any]
    is_live: bool = False
    is_next: bool = False

    @property
    def version(self) -> int:
        """The version of its mapping."""
        return read_version({"_meta": self.meta})

    @property
    def build(self) -> Build | None:
        """How far it is, while it is built."""
        return read_build(self.meta)


@dataclass(frozen=True, slots=True)
class Landscape:
    """All indices of an alias; ``live`` is the one that is searched, ``next`` one being built."""

    alias: str
    live: FoundIndex
    next: FoundIndex | None
    old: tuple[FoundIndex, ...]
    following: int

    def name_next(self, version: int) -> str:
        """Return the name of a new index with a mapping of ``version``."""
        return f"{self.alias}-v{version}-{self.following:06d}"


def name_next_alias(alias: str) -> str:
    """Return the alias under which an index can be searched and written before it is swapped in."""
    return f"{alias}-next"


def survey(alias: str, found: Sequence[FoundIndex]) -> Landscape:
    """Return what the indices ``found`` are to each other.

    Old ones have a lower number than the live one. Raises ReindexError where the alias, or that of
    the next index, stands for none or for several.
    """
    live = [each for each in found if each.is_live]
    following = [each for each in found if each.is_next]
    if not live:
        raise ReindexError(f"no index {alias}; `tidings provision` creates it")
    for name, several in ((alias, live), (name_next_alias(alias), following)):
        if len(several) > 1:
            listed = ", ".join(each.name for each in several)
            raise ReindexError(f"the alias {name} stands for several indices: {listed}")
    numbers = {each.name: _read_number(alias, each.name) for each in found}
    least = numbers[live[0].name]
    old = tuple(
        each
        for each in found
        if not (each.is_live or each.is_next) and 0 < numbers[each.name] < least
    )
    return Landscape(
        alias, live[0], following[0] if following else None, old, max(numbers.values()) + 1
    )


def _read_number(alias: str, name: str) -> int:
    """Return the number at the end of a name such as articles-v6-000002; 0 for other names."""
    form = re.fullmatch(rf"{re.escape(alias)}-v\d+-(\d{{6}})", name, re.ASCII)
    return int(form[1]) if form else 0
