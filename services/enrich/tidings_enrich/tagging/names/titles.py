"""Find the offices that persons hold, as printed before or behind their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tidings.tags import Entity, Title
from tidings_enrich.tagging.folding import fold, print_name
from tidings_enrich.tagging.names.appointments import read_appointments
from tidings_enrich.tagging.names.appositions import read_appositions
from tidings_enrich.tagging.names.mentions import find_left_edge
from tidings_enrich.tagging.names.title_words import (
    build_title_behind,
    find_calling_start,
    is_shared,
)

# The longest body before an office: 江宁省人民代表大会常务委员会法制工作委员会.
LONGEST_BODY = 30
_MEASURE = re.compile(r"\d{1,4}[级岁]$")
_LIST_SIGNS = ("、", "和", "及", "")


@dataclass(frozen=True, slots=True)
class _Held:
    """An office and where its printed form begins."""

    title: Title
    start: int


class TitleReader:
    """Reads the offices in one body, whose entities are known."""

    def __init__(self, body: str, entities: Sequence[Entity]) -> None:
        self._body = body
        self._text = fold(body)
        self._persons = sorted(
            (span.start, span.end, entity.name)
            for entity in entities
            if entity.type == "person"
            for span in entity.mentions
        )
        self._bodies_by_end: dict[int, tuple[int, str]] = {}
        self._bodies_by_start: dict[int, int] = {}
        for entity in entities:
            if entity.type == "person":
                continue
            for span in entity.mentions:
                longest = self._bodies_by_end.get(span.end)
                if longest is None or span.start < longest[0]:
                    self._bodies_by_end[span.end] = (span.start, entity.name)
                end = self._bodies_by_start.get(span.start, span.end)
                self._bodies_by_start[span.start] = max(end, span.end)

    def read_titles(self) -> Mapping[str, tuple[Title, ...]]:
        """Return the offices of each person by name, in order, none twice."""
        held: dict[str, dict[str, Title]] = {}
        last_end = -1
        last_titles: tuple[Title, ...] = ()
        for index, (start, end, name) in enumerate(self._persons):
            floor = self._persons[index - 1][1] if index else 0
            titles = tuple(each.title for each in reversed(list(self._read_before(start, floor))))
            between = self._text[max(last_end, 0) : start].strip()
            if not titles and between in _LIST_SIGNS:
                titles = tuple(each for each in last_titles[-1:] if is_shared(each.name))
            behind = [*self._read_behind(end, index), *self._read_inside(start, end, name)]
            for title in (*titles, *behind):
                held.setdefault(name, {}).setdefault(title.name, title)
            last_end, last_titles = end, titles
        for name, title in read_appointments(self._body, self._text, self._persons):
            held.setdefault(name, {}).setdefault(title.name, title)
        for name, title in read_appositions(self._body, self._text, self._persons):
            held.setdefault(name, {}).setdefault(title.name, title)
        return {name: _drop_short_forms(titles) for name, titles in held.items()}

    def _read_before(self, at: int, floor: int) -> Iterator[_Held]:
        """Yield the offices before a name, the nearest one first; none reaches before ``floor``."""
        end = self._skip_spaces(at, floor)
        end -= end > floor and self._text[end - 1] == ":"  # 导演:张三
        while True:
            held = self._read_one(end, floor)
            if held is None:
                return
            yield held
            end = self._skip_spaces(self._skip_measure(held.start, floor), floor)
            if end > floor and self._text[end - 1] in "、兼暨":
                end = self._skip_spaces(end - 1, floor)
            elif end == held.start:
                return

    def _skip_spaces(self, at: int, floor: int) -> int:
        while at > floor and self._text[at - 1] in " \u3000":
            at -= 1
        return at

    def _skip_measure(self, at: int, floor: int) -> int:
        """Return where the age or the year before an office begins: 19岁小将, 2030级博士生."""
        measure = _MEASURE.search(self._text, max(floor, at - 6), at)
        return measure.start() if measure else at

    def _read_one(self, end: int, floor: int) -> _Held | None:
        head = find_calling_start(self._text, end)
        if head is None or head < floor:
            return None
        start, organization = self._read_organization(head, floor)
        if self._text[start:head] == "级":
            start, organization = head, None
        name = print_name(self._body[start:end])
        return _Held(Title(name=name, organization=organization), start)

    def _read_organization(self, head: int, floor: int) -> tuple[int, str | None]:
        """Return where the body before an office begins, and its name."""
        edge = max(floor, find_left_edge(self._text, head, LONGEST_BODY))
        start = edge
        while True:  # an entity may hold signs at which plain words end: 国家发展和改革委员会
            before = [
                entity_start
                for entity_end, (entity_start, _) in self._near(start, head)
                if floor <= entity_start < start <= entity_end
            ]
            if not before:
                break
            start = min(before)
        inside = [at for at in range(start, head) if at in self._bodies_by_start]
        if inside and self._text[start : inside[0]] not in ("省", "市", "县", "区"):
            start = inside[0]
        if start == head:
            return head, None
        known = self._bodies_by_end.get(head)
        if known is not None and known[0] == start:
            return start, known[1]
        return start, print_name(self._body[start:head])

    def _near(self, start: int, head: int) -> Iterator[tuple[int, tuple[int, str]]]:
        for at in range(start, head + 1):
            if at in self._bodies_by_end:
                yield at, self._bodies_by_end[at]

    def _read_behind(self, end: int, index: int) -> Iterator[Title]:
        """Yield the office behind a name (张三市长), unless it is the next person's."""
        match = build_title_behind().match(self._text, end)
        following = self._persons[index + 1][0] if index + 1 < len(self._persons) else -1
        if match and match.end() != following:
            yield Title(name=match.group())

    def _read_inside(self, start: int, end: int, name: str) -> Iterator[Title]:
        """Yield the office of a mention that is a surname and an office: 葛书记."""
        office = build_title_behind().fullmatch(self._text, start + 1, end)
        if office and not self._body.startswith(name, start):
            yield Title(name=print_name(self._body[start + 1 : end]))


def _drop_short_forms(titles: Mapping[str, Title]) -> tuple[Title, ...]:
    """Return the offices without those that only shorten another: 书记 beside 临江市委书记."""
    return tuple(
        title
        for name, title in titles.items()
        if not any(other != name and other.endswith(name) for other in titles)
    )


def add_titles(body: str, entities: Sequence[Entity]) -> list[Entity]:
    """Return ``entities`` with the offices that ``body`` prints for each person.

    ``name`` is the full printed form (临江市水利局局长), ``organization`` the body in it.
    """
    titles = TitleReader(body, entities).read_titles()
    return [
        entity.model_copy(update={"titles": titles[entity.name]})
        if entity.type == "person" and entity.name in titles
        else entity
        for entity in entities
    ]
