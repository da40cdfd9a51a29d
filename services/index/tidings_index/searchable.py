"""Measure how old an article is when a search first finds it.

A bulk answer says that a document is safe, not that it can be found: that takes a refresh. So
after each bulk one of its documents is looked for until a search returns it. All documents of the
bulk became visible to searches with the same refresh of their shard, so one stands for all.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from prometheus_client import Histogram

from tidings.tracing.current import write_exemplar
from tidings_index.documents import Document

# A tenth of the refresh interval: the error that polling adds to the figure.
LOOK_EVERY_S: Final = 0.1
# A document that was deleted by hand is never found; ten minutes wait out an outage.
GIVE_UP_AFTER: Final = timedelta(minutes=10)
# Documents asked for together, and bulks remembered; the oldest are given up beyond this. With 500
# articles each, and 190 bytes for the time and the trace of one, that is 10 MB.
MOST_BULKS: Final = 100
REQUEST_TIMEOUT_S: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Bulk:
    """What was written together: one document to look for, and of each when it was received.

    ``received`` has with each time the id of its trace. No two are equal.
    """

    id: str
    revision: int
    received: tuple[tuple[datetime, str | None], ...]
    written_at: datetime


class SearchableWatch:
    """Watches bulks from a thread of its own and observes the ages of their articles in seconds."""

    def __init__(
        self,
        client: Elasticsearch,
        alias: str,
        ages: Histogram,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client.options(request_timeout=REQUEST_TIMEOUT_S, max_retries=0)
        self._alias = alias
        self._ages = ages
        self._clock = clock
        self._bulks: deque[Bulk] = deque(maxlen=MOST_BULKS)
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def add(self, documents: Sequence[Document]) -> None:
        """Watch for the last of ``documents``, which were just indexed."""
        last = documents[-1]
        received = tuple(
            (each.received_at, each.context.trace_id if each.context else None)
            for each in documents
        )
        with self._lock:
            self._bulks.append(Bulk(last.id, last.revision, received, self._clock()))

    def __enter__(self) -> SearchableWatch:
        threading.Thread(target=self._run, name="searchable", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def look(self) -> None:
        """Ask once for all bulks that are watched, and be done with those that are found."""
        with self._lock:
            watched = list(self._bulks)
        if not watched:
            return
        found = self._find({each.id for each in watched})
        now = self._clock()
        done: set[Bulk] = set()
        for bulk in watched:
            if found.get(bulk.id, -1) >= bulk.revision:
                for received_at, trace_id in bulk.received:
                    seconds = max(0.0, (now - received_at).total_seconds())
                    self._ages.observe(seconds, write_exemplar(trace_id))
                done.add(bulk)
            elif now - bulk.written_at > GIVE_UP_AFTER:
                done.add(bulk)
        with self._lock:
            left = [each for each in self._bulks if each not in done]
            self._bulks = deque(left, maxlen=MOST_BULKS)

    def _run(self) -> None:
        while not self._ended.wait(LOOK_EVERY_S):
            self.look()

    def _find(self, ids: Collection[str]) -> dict[str, int]:
        """Return the revision of each document that a search returns; none while it cannot."""
        try:
            answer = self._client.search(
                index=self._alias,
                query={"ids": {"values": sorted(ids)}},
                source_includes=["revision"],
                size=len(ids),
            )
        except (ApiError, TransportError):
            return {}
        return {hit["_id"]: hit["_source"]["revision"] for hit in answer["hits"]["hits"]}
