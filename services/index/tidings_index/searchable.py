"""Measure how old an article is when a search first finds it.

A bulk answer says that a document is safe, not that it can be found: that takes a refresh. So
after each bulk one of its documents is looked for until a search returns it. All documents of the
bulk became visible to searches with the same refresh of their shard, so one stands for all.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from prometheus_client import Histogram

from tidings_index.documents import Document

# A tenth of the refresh interval: the error that polling adds to the figure.
LOOK_EVERY_S = 0.1
# A document that was deleted by hand is never found; an outage is waited out.
MOST_LOOKS = 6_000
# Bulks whose documents nobody could find yet; the oldest are given up beyond this.
MOST_BULKS = 1_000
REQUEST_TIMEOUT_S = 5


@dataclass(frozen=True, slots=True)
class Bulk:
    """What was written together: one document to look for, and when each was received."""

    id: str
    revision: int
    received_at: tuple[datetime, ...]


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
        self._ended = threading.Event()

    def add(self, documents: Sequence[Document]) -> None:
        """Watch for the last of ``documents``, which were just indexed."""
        last = documents[-1]
        received = tuple(each.received_at for each in documents)
        self._bulks.append(Bulk(last.id, last.revision, received))

    def __enter__(self) -> SearchableWatch:
        threading.Thread(target=self._run, name="searchable", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.wait(LOOK_EVERY_S):
            while self._bulks:
                self._watch(self._bulks.popleft())

    def _watch(self, bulk: Bulk) -> None:
        for _ in range(MOST_LOOKS):
            if self._is_found(bulk):
                now = self._clock()
                for received_at in bulk.received_at:
                    self._ages.observe(max(0.0, (now - received_at).total_seconds()))
                return
            if self._ended.wait(LOOK_EVERY_S):
                return

    def _is_found(self, bulk: Bulk) -> bool:
        newer = {"range": {"revision": {"gte": bulk.revision}}}
        query = {"bool": {"filter": [{"ids": {"values": [bulk.id]}}, newer]}}
        try:
            return bool(self._client.count(index=self._alias, query=query)["count"])
        except (ApiError, TransportError):
            return False
