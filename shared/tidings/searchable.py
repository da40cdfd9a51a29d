"""Wait until pushed articles can be found by a search."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import httpx

from tidings.push_client import PushedItem

# The whole road takes two seconds; a minute is a stage that was restarted meanwhile.
WAIT_S: Final = 60.0
LOOK_EVERY_S: Final = 0.2
# Under the 10,000 hits that an index gives at once by default.
MOST_IDS: Final = 1_000


class SearchableWait:
    """Asks Elasticsearch for articles by id; ``clock`` and ``sleep`` are in seconds."""

    def __init__(
        self,
        client: httpx.Client,
        alias: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._alias = alias
        self._clock = clock
        self._sleep = sleep

    def wait(
        self,
        items: Sequence[tuple[PushedItem, float]],
        on_found: Callable[[int], None],
        wait_s: float = WAIT_S,
    ) -> list[PushedItem]:
        """Return the items in their order, with their seconds where a search finds them in time.

        With each item comes when it was sent, by the clock; ``on_found`` is told how many more
        were found. While Elasticsearch does not answer, nothing is found.
        """
        found: dict[int, PushedItem] = {}
        waiting = {n for n, (item, _) in enumerate(items) if item.is_on_its_way}
        give_up = self._clock() + wait_s
        while waiting:
            revisions = self._find({items[n][0].id for n in waiting})
            now = self._clock()
            for n in sorted(waiting):
                item, sent_at = items[n]
                if revisions.get(item.id, -1) >= (item.revision or 0):
                    found[n] = item.found_after(now - sent_at)
            on_found(len(waiting & found.keys()))
            waiting -= found.keys()
            if now >= give_up:
                break
            if waiting:
                self._sleep(LOOK_EVERY_S)
        return [found.get(n, item) for n, (item, _) in enumerate(items)]

    def _find(self, ids: Iterable[str | None]) -> dict[str | None, int]:
        """Return the revision of each article that a search finds."""
        wanted = sorted(each for each in ids if each)
        revisions: dict[str | None, int] = {}
        for start in range(0, len(wanted), MOST_IDS):
            some = wanted[start : start + MOST_IDS]
            query: dict[str, Any] = {
                "query": {"bool": {"filter": {"terms": {"id": some}}}},
                "_source": ["id", "revision"],
                "size": len(some),
            }
            try:
                answer = self._client.post(f"/{self._alias}/_search", json=query)
                hits = answer.raise_for_status().json()["hits"]["hits"]
            except (httpx.HTTPError, ValueError, KeyError):
                continue
            revisions |= {hit["_source"]["id"]: hit["_source"]["revision"] for hit in hits}
        return revisions
