"""One request from its body to its answer, in the order in which it gets dearer.

1. a place at the gate;
2. a key that has requests left, or the headers of a signature;
3. the body, counted while it comes, its signature, and what it holds if it is packed;
4. an answer that was already given to the same request;
5. articles with their identity, in a thread, so that a long page holds up no other request;
6. articles on the topic, acknowledged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import datetime

from tidings.liveness import Liveness
from tidings.metrics import BATCH, IN_FLIGHT, ITEMS, RETRIES, STEP, StageMetrics
from tidings.reading import Problem, Reader, Reading, UnreadableError
from tidings_ingest.acceptance import (
    Accepted,
    Item,
    Origin,
    Rejected,
    UnacknowledgedError,
    accept_items,
    find_candidate,
)
from tidings_ingest.answers import answer_push, name_status
from tidings_ingest.article_size import TooLarge
from tidings_ingest.authentication import (
    FORBIDDEN,
    AccessDeniedError,
    Authentication,
    ForeignSource,
)
from tidings_ingest.feed_activity.port import NO_ACTIVITY, Activity
from tidings_ingest.feed_activity.push_note import PushNote, note_at_end
from tidings_ingest.formats.drafting import MOST_ITEMS
from tidings_ingest.guards import Gate, Ticket
from tidings_ingest.idempotency import AnswerMemory, name_request, take_fingerprint
from tidings_ingest.ports import Publisher
from tidings_ingest.push import Push
from tidings_ingest.rate_limit import RateLimit
from tidings_ingest.reader_threads import ReaderThreads, is_quick
from tidings_ingest.reception import Reception
from tidings_ingest.repeats import Repeats
from tidings_ingest.sending import Candidate

# What was read, and of each item what could be sent or what is wrong with it.
Found = tuple[Reading, list[Candidate | Problem]]


class Intake:
    """Takes requests; ``clock`` returns the time in UTC."""

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        reader: Reader,
        publisher: Publisher,
        *,
        authentication: Authentication,
        gate: Gate,
        memory: AnswerMemory,
        repeats: Repeats,
        readers: Executor,
        clock: Callable[[], datetime],
        metrics: StageMetrics,
        liveness: Liveness,
        activity: Activity = NO_ACTIVITY,
        rate_limit: RateLimit | None = None,
    ) -> None:
        self._reader = reader
        self._publisher = publisher
        self._gate = gate
        self._memory = memory
        self._repeats = repeats
        self._threads = ReaderThreads(readers)
        self._reception = Reception(authentication, rate_limit, self._threads, metrics)
        self._clock = clock
        self._metrics = metrics
        self._liveness = liveness
        self._activity = activity

    @property
    def asks_for_key(self) -> bool:
        """Whether a request without a key is refused."""
        return self._reception.asks_for_key

    async def take(self, push: Push) -> bytes:
        """Return the JSON of the answer; every article that it accepts is acknowledged.

        Raises UnreadableError when nothing can be taken, AccessDeniedError when the sender may not
        push it, RateLimitedError when they have pushed too much, UnacknowledgedError when something
        may not be on the topic, BusyError when there is no room.
        """
        received_at = self._clock()
        with self._gate.admit() as ticket, self._counted():  # 1
            try:
                with note_at_end(self._activity) as note:
                    return await self._take(push, ticket, received_at, note)
            except AccessDeniedError:
                self._metrics.counter(ITEMS, outcome="unauthorized").inc()
                raise
            except UnreadableError:
                self._metrics.counter(ITEMS, outcome="rejected").inc()
                raise

    async def _take(
        self, push: Push, ticket: Ticket, received_at: datetime, note: PushNote
    ) -> bytes:
        body, origin = await self._reception.receive(push, ticket, received_at, note)  # 2, 3
        key = name_request(push.headers, origin.caller)
        if key is None:
            return await self._work(push, body, origin, note)
        content_type = push.headers.get("content-type", "")
        asked = (content_type, push.source or "", push.feed or "")
        before = self._memory.begin(key, take_fingerprint(body, *map(str.encode, asked)))  # 4
        if before is not None:
            note.items = ()
            return before
        answer = None
        try:
            answer = await self._work(push, body, origin, note)
        finally:
            self._memory.finish(key, answer)
        return answer

    async def _work(self, push: Push, body: bytes, origin: Origin, note: PushNote) -> bytes:
        with self._metrics.histogram(STEP, step="read").time():
            content_type = push.headers.get("content-type")
            reading, found = await self._read(body, content_type, origin)  # 5
        items = note.items = await self._accept(found)  # 6
        problems = [each.problem for each in items if isinstance(each, Rejected)]
        if problems and len(problems) == len(items):
            if all(isinstance(each, ForeignSource) for each in problems):
                raise AccessDeniedError(FORBIDDEN, *dict.fromkeys(problems))
            is_size = all(isinstance(each, TooLarge) for each in problems)
            raise UnreadableError(413 if is_size else 422, *dict.fromkeys(problems))
        for each in items:
            self._metrics.counter(ITEMS, outcome=name_outcome(each)).inc()
        return answer_push(reading, items)

    async def _read(self, body: bytes, content_type: str | None, origin: Origin) -> Found:
        if is_quick(body, content_type):
            return self._find_candidates(body, content_type, origin)
        return await self._threads.run(self._find_candidates, body, content_type, origin)

    def _find_candidates(self, body: bytes, content_type: str | None, origin: Origin) -> Found:
        reading = self._reader(body, content_type)
        if len(reading.items) > MOST_ITEMS:
            detail = f"{len(reading.items)} articles, and at most {MOST_ITEMS} are taken at once"
            raise UnreadableError(413, Problem("body", detail))
        return reading, [find_candidate(each, origin) for each in reading.items]

    async def _accept(self, found: Sequence[Candidate | Problem]) -> list[Item]:
        self._metrics.histogram(BATCH).observe(len(found))
        in_flight = self._metrics.gauge(IN_FLIGHT)
        in_flight.inc(len(found))
        try:
            with self._metrics.histogram(STEP, step="publish").time():
                return await accept_items(found, self._publisher, self._repeats)
        except UnacknowledgedError as error:
            self._metrics.counter(RETRIES, reason="unacknowledged").inc(error.missing)
            raise
        finally:
            in_flight.dec(len(found))

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Tell the liveness that there is work; its end is progress, whatever the answer."""
        self._liveness.has_backlog(self._gate.requests)
        try:
            yield
        finally:
            self._liveness.made_progress()
            self._liveness.has_backlog(self._gate.requests - 1)


def name_outcome(item: Item) -> str:
    """Return the outcome that the metrics count for an item."""
    if isinstance(item, Rejected) and isinstance(item.problem, ForeignSource):
        return "unauthorized"
    if isinstance(item, Accepted) and item.held_until is not None:
        return "held"
    return name_status(item)
