"""Bulks that are with Elasticsearch, each in a thread of a small pool."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from prometheus_client import Histogram

from tidings.outcome import Ok, Outcome, Retry
from tidings.topics import ENRICHED
from tidings.tracing.messaging import open_processing
from tidings.tracing.spans import NO_SPANS, Spans
from tidings_index.documents import Document
from tidings_index.ports import Sink

INDEXED = Ok("indexed")


class BulkThreads:
    """Writes to ``sink`` from up to ``most`` threads; one thread sends and awaits.

    ``seconds`` takes how long each bulk was away. ``on_indexed`` is told what was written, at once
    and by the thread that wrote it. Each bulk is a span with links to the messages of ``topic``.
    """

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        sink: Sink,
        most: int,
        *,
        seconds: Histogram,
        on_indexed: Callable[[Sequence[Document]], None],
        topic: str = ENRICHED.name,
        spans: Spans = NO_SPANS,
    ) -> None:
        self._sink = sink
        self._seconds = seconds
        self._on_indexed = on_indexed
        self._topic = topic
        self._spans = spans
        self._threads = ThreadPoolExecutor(most, "bulk")
        self._out: tuple[Future[list[Outcome]], ...] = ()

    def send(self, documents: Sequence[Document]) -> Future[list[Outcome]]:
        """Begin to write; what becomes of each document is the result, or what the sink raised."""
        flight = self._threads.submit(self._write, documents)
        self._out = (*(each for each in self._out if not each.done()), flight)
        return flight

    def await_any(self, flights: Collection[Future[list[Outcome]]], seconds: float) -> bool:
        """Return whether one of ``flights`` has come back, within so many seconds."""
        return bool(wait(flights, seconds, FIRST_COMPLETED).done)

    def is_empty(self) -> bool:
        """Return whether nothing is being written now; any thread may ask."""
        return all(each.done() for each in self._out)

    def close(self) -> None:
        """Wait for what is being written: nobody else may begin with its articles before."""
        self._threads.shutdown()

    def _write(self, documents: Sequence[Document]) -> list[Outcome]:
        carried = (each.context for each in documents)
        span = open_processing(self._spans, self._topic, carried, len(documents))
        with span as bulk, self._seconds.time():
            outcomes = self._sink.write(documents)
            bulk.note({"db.system.name": "elasticsearch", "db.operation.name": "bulk"})
            if again := next((each for each in outcomes if isinstance(each, Retry)), None):
                bulk.fail(again.reason)
        indexed = [
            document
            for document, outcome in zip(documents, outcomes, strict=True)
            if outcome == INDEXED
        ]
        if indexed:
            self._on_indexed(indexed)
        return outcomes
