"""One request from its body to its answer, in the order in which it gets dearer.

1. a place at the gate;
2. the body, counted while it comes;
3. an answer that was already given to the same key;
4. drafts, in a thread, so that a long page holds up no other request;
5. articles on the topic, acknowledged.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tidings.liveness import Liveness
from tidings.metrics import BATCH, IN_FLIGHT, ITEMS, RETRIES, STEP, StageMetrics
from tidings.reading import Reader, Reading, UnreadableError
from tidings_ingest.acceptance import (
    Accepted,
    Item,
    Origin,
    Rejected,
    UnacknowledgedError,
    accept_items,
)
from tidings_ingest.answers import answer_push
from tidings_ingest.guards import BusyError, Gate, Ticket, collect_body
from tidings_ingest.idempotency import AnswerMemory, take_fingerprint
from tidings_ingest.ports import Publisher

# The longest page takes four seconds, and others may be waiting for the same threads.
READ_WITHIN_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Push:
    """A request to take articles: its headers in lower case, its body in pieces."""

    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]
    source: str | None
    feed: str | None


class Intake:
    """Takes requests; ``clock`` returns the time in UTC."""

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        reader: Reader,
        publisher: Publisher,
        *,
        gate: Gate,
        memory: AnswerMemory,
        readers: Executor,
        clock: Callable[[], datetime],
        metrics: StageMetrics,
        liveness: Liveness,
    ) -> None:
        self._reader = reader
        self._publisher = publisher
        self._gate = gate
        self._memory = memory
        self._readers = readers
        self._clock = clock
        self._metrics = metrics
        self._liveness = liveness

    async def take(self, push: Push) -> bytes:
        """Return the JSON of the answer; every article that it accepts is acknowledged.

        Raises UnreadableError when nothing can be taken, UnacknowledgedError when something may
        not be on the topic, BusyError when there is no room.
        """
        received_at = self._clock()
        with self._gate.admit() as ticket, self._counted():  # 1
            try:
                return await self._take(push, ticket, received_at)
            except UnreadableError:
                self._metrics.counter(ITEMS, outcome="rejected").inc()
                raise

    async def _take(self, push: Push, ticket: Ticket, received_at: datetime) -> bytes:
        with self._metrics.histogram(STEP, step="receive").time():
            body = await collect_body(push.chunks, push.headers, ticket)  # 2
        key = push.headers.get("idempotency-key")
        if key is None:
            return await self._work(push, body, received_at)
        content_type = push.headers.get("content-type", "")
        asked = (content_type, push.source or "", push.feed or "")
        before = self._memory.begin(key, take_fingerprint(body, *map(str.encode, asked)))  # 3
        if before is not None:
            return before
        answer = None
        try:
            answer = await self._work(push, body, received_at)
        finally:
            self._memory.finish(key, answer)
        return answer

    async def _work(self, push: Push, body: bytes, received_at: datetime) -> bytes:
        reading = await self._read(body, push.headers.get("content-type"))  # 4
        origin = Origin(received_at, push.source, push.feed)
        items = await self._accept(reading, origin)  # 5
        problems = [each.problem for each in items if isinstance(each, Rejected)]
        if problems and len(problems) == len(items):
            raise UnreadableError(422, *dict.fromkeys(problems))
        for each in items:
            outcome = "accepted" if isinstance(each, Accepted) else "rejected"
            self._metrics.counter(ITEMS, outcome=outcome).inc()
        return answer_push(reading, items)

    async def _read(self, body: bytes, content_type: str | None) -> Reading:
        with self._metrics.histogram(STEP, step="read").time():
            loop = asyncio.get_running_loop()
            reading = loop.run_in_executor(self._readers, self._reader, body, content_type)
            try:
                return await asyncio.wait_for(reading, READ_WITHIN_S)
            except TimeoutError:
                raise BusyError("others' long pages are being read") from None

    async def _accept(self, reading: Reading, origin: Origin) -> list[Item]:
        count = len(reading.items)
        self._metrics.histogram(BATCH).observe(count)
        in_flight = self._metrics.gauge(IN_FLIGHT)
        in_flight.inc(count)
        try:
            with self._metrics.histogram(STEP, step="publish").time():
                return await accept_items(reading.items, origin, self._publisher)
        except UnacknowledgedError as error:
            self._metrics.counter(RETRIES, reason="unacknowledged").inc(error.missing)
            raise
        finally:
            in_flight.dec(count)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Tell the liveness that there is work; its end is progress, whatever the answer."""
        self._liveness.has_backlog(self._gate.requests)
        try:
            yield
        finally:
            self._liveness.made_progress()
            self._liveness.has_backlog(self._gate.requests - 1)
