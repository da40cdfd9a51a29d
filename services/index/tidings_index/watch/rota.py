"""Whose turn it is: one post to a receiver at a time, and every receiver in turn. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from tidings_index.watch.book import Waiting
from tidings_index.watch.entry import Watch
from tidings_index.watch.schedule import plan_rest

# One of a watch that is not in the file: after this it was removed, and not just forgotten when the
# stage was started with another file.
FORGET_AFTER: Final = timedelta(days=1)


class Rota:
    """Remembers who was served when, and which receivers have asked to be left alone."""

    def __init__(self) -> None:
        self._served: dict[str, datetime] = {}
        self._rests: dict[str, datetime] = {}

    def rest(self, watch_id: str, now: datetime, seconds: float) -> None:
        """Leave a receiver alone for as long as it has asked for."""
        self._rests[watch_id] = plan_rest(now, seconds)

    def choose(
        self,
        due: Iterable[Waiting],
        watches: Mapping[str, Watch],
        busy: Collection[str],
        most: int,
        now: datetime,
    ) -> list[Waiting]:
        """Return up to ``most`` deliveries to post now, none to those who are ``busy``.

        Whoever was served longest ago comes first: slow receivers do not fill every place.
        """
        first: dict[str, Waiting] = {}
        for each in due:
            watch_id = each.offer.watch
            is_wanted = watch_id in watches and watch_id not in busy
            if is_wanted and self._rests.get(watch_id, now) <= now:
                first.setdefault(watch_id, each)
        never = now - timedelta(days=365)
        chosen = sorted(first, key=lambda each: self._served.get(each, never))[: max(0, most)]
        self._served |= dict.fromkeys(chosen, now)
        return [first[each] for each in chosen]


def find_unwanted(
    due: Iterable[Waiting], watches: Mapping[str, Watch], gone: Collection[str], now: datetime
) -> list[Waiting]:
    """Return what nobody wants any more: of receivers that are gone, and of removed watches."""
    return [
        each
        for each in due
        if each.offer.watch in gone
        or (each.offer.watch not in watches and now - each.offer.due_at > FORGET_AFTER)
    ]
