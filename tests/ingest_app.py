"""Ingest's application put together around a publisher that is told what to answer."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from ingest_keys import NOW
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp

from tidings.article import Article
from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.outcome import Ok
from tidings_ingest.authentication import Authentication
from tidings_ingest.guards import Gate
from tidings_ingest.http import build_app
from tidings_ingest.idempotency import AnswerMemory
from tidings_ingest.intake import Intake
from tidings_ingest.reading import read_body


@dataclass
class FakePublisher:
    """Keeps what it is given; ``outcome`` is what it says of each article."""

    published: list[Article] = field(default_factory=list)
    outcome: object = Ok("accepted")
    error: Exception | None = None

    async def publish(self, articles):
        if self.error:
            raise self.error
        self.published += articles
        return [self.outcome(each) if callable(self.outcome) else self.outcome for each in articles]


@dataclass
class IngestApp:
    """The application with its parts within reach."""

    app: ASGIApp
    publisher: FakePublisher
    gate: Gate
    liveness: Liveness
    registry: CollectorRegistry


@contextmanager
def open_ingest_app(authentication: Authentication) -> Iterator[IngestApp]:
    """Give the application as ``main`` wires it, without Kafka; its clock stands at ``NOW``."""
    registry, publisher, gate = CollectorRegistry(), FakePublisher(), Gate()
    liveness = Liveness(lambda: 0.0, 60)
    liveness.is_ready()
    with ThreadPoolExecutor(1) as readers:
        intake = Intake(
            read_body,
            publisher,
            authentication=authentication,
            gate=gate,
            memory=AnswerMemory(lambda: 0.0),
            readers=readers,
            clock=lambda: NOW,
            metrics=StageMetrics("ingest", registry, version="test"),
            liveness=liveness,
        )
        yield IngestApp(build_app(intake, liveness), publisher, gate, liveness, registry)
