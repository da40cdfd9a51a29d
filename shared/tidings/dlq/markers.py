"""Which letters are settled: replayed, edited or purged. Markers on the same topic say so.

A topic only grows, so a letter cannot be crossed out. A marker is a message without a value on the
partition of its letters; being younger than they are, it stays as long as any of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tidings.dead_letter import PREFIX, Position
from tidings.dlq.letter import Headers, StoredMessage, read_number

SETTLED: Final = f"{PREFIX}settled"
OFFSETS: Final = f"{PREFIX}settled-offsets"
# Scattered offsets of ten digits take 5.5 KB, well under what a broker allows for headers.
MOST_OFFSETS: Final = 500

How = Literal["replayed", "edited", "purged"]


@dataclass(frozen=True, slots=True)
class Marker:
    """Says of the letters at ``offsets`` of its partition how they were settled."""

    how: str
    offsets: tuple[range, ...]


def write_marker(how: How, offsets: Iterable[int]) -> Headers:
    """Return the headers of a marker: ``tidings-settled-offsets`` looks like ``3-7,12``."""
    spans = [
        str(each.start) if len(each) == 1 else f"{each.start}-{each.stop - 1}"
        for each in _join(sorted(set(offsets)))
    ]
    return ((SETTLED, how.encode("ascii")), (OFFSETS, ",".join(spans).encode("ascii")))


def read_marker(message: StoredMessage) -> Marker | None:
    """Return the marker, None when ``message`` is a letter.

    Spans that cannot be read, and what is not older than the marker, settle nothing.
    """
    told = dict(message.headers)
    if SETTLED not in told:
        return None
    how = (told[SETTLED] or b"").decode("utf-8", "replace")
    spans = (told.get(OFFSETS) or b"").decode("utf-8", "replace").split(",")
    return Marker(how, tuple(_read_spans(spans, message.at.offset)))


def _join(offsets: Iterable[int]) -> Iterator[range]:
    start = stop = -1
    for each in offsets:
        if each != stop:
            if start >= 0:
                yield range(start, stop)
            start = each
        stop = each + 1
    if start >= 0:
        yield range(start, stop)


def _read_spans(spans: Iterable[str], before: int) -> Iterator[range]:
    for span in spans:
        first_text, _, last_text = span.partition("-")
        first = read_number(first_text)
        last = read_number(last_text) if last_text else first
        if first is not None and last is not None and first <= last and first < before:
            yield range(first, min(last + 1, before))


class SettledLetters:
    """What the markers say together; grows with the gaps between settled letters, not with them."""

    def __init__(self) -> None:
        self._spans: dict[tuple[str, int], list[tuple[int, int, str]]] = {}
        self._is_sorted = True

    def add(self, at: Position, marker: Marker) -> None:
        """Take in the marker that stands at ``at``."""
        spans = self._spans.setdefault((at.topic, at.partition), [])
        for each in marker.offsets:
            if spans and spans[-1][1:] == (each.start, marker.how):
                spans[-1] = (spans[-1][0], each.stop, marker.how)
            else:
                spans.append((each.start, each.stop, marker.how))
        self._is_sorted = False

    def find(self, at: Position) -> str | None:
        """Return how the letter at ``at`` was settled, None while it is open."""
        if not self._is_sorted:
            self._sort()
        spans = self._spans.get((at.topic, at.partition), [])
        place = bisect_right(spans, at.offset, key=lambda span: span[0]) - 1
        if place < 0 or at.offset >= spans[place][1]:
            return None
        return spans[place][2]

    def _sort(self) -> None:
        """Order the spans and cut what overlaps, so that one look finds the only one."""
        for partition, spans in self._spans.items():
            apart: list[tuple[int, int, str]] = []
            end = 0
            for start, stop, how in sorted(spans):
                if max(start, end) < stop:
                    apart.append((max(start, end), stop, how))
                    end = stop
            self._spans[partition] = apart
        self._is_sorted = True
