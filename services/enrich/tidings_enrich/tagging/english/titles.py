"""The offices that an English text gives to persons, before or behind their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tidings.tags import Entity, Title
from tidings_enrich.tagging.english.patterns import (
    LONGEST_TITLE,
    Patterns,
    build_patterns,
    make_plain,
)
from tidings_enrich.tagging.english.types import print_name

# Nobody holds more; each is compared with each.
MOST_TITLES = 20
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_OWNED = re.compile(r"'s?\s+$")
_GAP = re.compile(r"\s+$")
_COMMON = re.compile(r"[a-z]+(?=\s*[,.;:)]|$)")
_CLOSED = re.compile(r"\s*(?:[,.;:)-]|$|(?:who|whose|from|based|and)\b)")


class EnglishTitleReader:
    """Reads the offices in one English body, whose entities are known."""

    def __init__(self, body: str, entities: Sequence[Entity]) -> None:
        self._text = make_plain(body)
        self._patterns: Patterns = build_patterns()
        bodies = [
            (span, entity.name)
            for entity in entities
            if entity.type != "person"
            for span in entity.mentions
        ]
        self._starting = {span.start: (span.end, name) for span, name in bodies}
        self._ending = {span.end: (span.start, name) for span, name in bodies}

    def read(self, person: Entity) -> tuple[Title, ...]:
        """Return the offices of a person in order, none twice and none that shortens another."""
        titles: dict[str, Title] = {}
        for span in person.mentions:
            if len(titles) >= MOST_TITLES:
                break
            for title in (*self._read_before(span.start, span.end), *self._read_behind(span.end)):
                titles.setdefault(title.name.casefold(), title)
        return tuple(
            title
            for name, title in titles.items()
            if not any(other != name and name in other for other in titles)
        )

    def _read_before(self, start: int, end: int) -> Iterator[Title]:
        """Yield the office before a name: Mayor X; Y's chief executive, X; the Y coach X."""
        floor = max(0, start - LONGEST_TITLE)
        match = self._patterns.title_before.search(self._text, floor, start)
        if match is None or (match["comma"] and not _CLOSED.match(self._text, end)):
            return
        head, tail = match.span("title")
        gap = (_OWNED.search(self._text, floor, head), _GAP.search(self._text, floor, head))
        for space, joined in zip(gap, (False, True), strict=True):
            if space and (known := self._ending.get(space.start())):
                begin = known[0] if joined else head
                yield Title(name=print_name(self._text[begin:tail]), organization=known[1])
                return
        of = _OF.match(self._text, end)
        held = self._starting.get(of.end()) if of else None
        name = print_name(self._text[head:tail])
        yield Title(name=name, organization=held[1] if held else None)

    def _read_behind(self, end: int) -> Iterator[Title]:
        """Yield the office behind a name: X, chief executive of Y; X, the company's director."""
        match = self._patterns.title_behind.match(self._text, end)
        if match is None:
            return
        head, tail = match.span("title")
        held = self._starting.get(match.end()) if match["of"] else None
        common = _COMMON.match(self._text, match.end()) if match["of"] else None
        if held:
            tail = held[0]
        elif common:
            tail = common.end()
        elif match["of"] is None and not _CLOSED.match(self._text, tail):
            return
        owner = self._ending.get(self._find_owner(end, head))
        organization = held[1] if held else owner[1] if owner else None
        yield Title(name=print_name(self._text[head:tail]), organization=organization)

    def _find_owner(self, end: int, head: int) -> int:
        owned = _OWNED.search(self._text, end, head)
        return owned.start() if owned else -1


def add_english_titles(body: str, entities: Sequence[Entity]) -> list[Entity]:
    """Return ``entities`` with the offices that an English ``body`` prints for each person.

    ``name`` is as printed, with the body behind it (head of the Harbour Board) or right before it
    (Porto Claro coach); ``organization`` is that body, or the one whose office it is.
    """
    reader = EnglishTitleReader(body, entities)
    return [
        entity.model_copy(update={"titles": reader.read(entity)})
        if entity.type == "person"
        else entity
        for entity in entities
    ]
