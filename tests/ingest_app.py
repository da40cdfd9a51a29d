"""Ingest's application put together around a publisher that is told what to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from fastapi import FastAPI
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
from tidings_ingest.rate_limit import RateLimit
from tidings_ingest.reading import read_body
from tidings_ingest.repeats import Repeats


@dataclass
class FakePublisher:
    """Keeps what it is given; ``outcome`` is what it says of each article.

    ``held`` has those under embargo with the time at which that ends, the others are ``published``.
    """

    published: list[Article] = field(default_factory=list)
    held: list[tuple[Article, datetime]] = field(default_factory=list)
    outcome: object = Ok("accepted")
    error: Exception | None = None

    async def publish(self, outgoing):
        if self.error:
            raise self.error
        for each in outgoing:
            if each.held_until is None:
                self.published.append(each.article)
            else:
                self.held.append((each.article, each.held_until))
        answer = self.outcome if callable(self.outcome) else lambda _: self.outcome
        return [answer(each.article) for each in outgoing]


@dataclass
class IngestApp:
    """The application with its parts within reach."""

    app: ASGIApp
    publisher: FakePublisher
    gate: Gate
    liveness: Liveness
    registry: CollectorRegistry


@contextmanager
def open_ingest_app(
    authentication: Authentication,
    rate_limit: RateLimit | None = None,
    add_routes: Callable[[FastAPI, Intake], None] = lambda app, intake: None,
) -> Iterator[IngestApp]:
    """Give the application as ``main`` wires it, without Kafka; its clock stands at ``NOW``.

    ``add_routes`` adds those of a part that is not always there.
    """
    registry, publisher, gate = CollectorRegistry(), FakePublisher(), Gate()
    metrics = StageMetrics("ingest", registry, version="test")
    liveness = Liveness(lambda: 0.0, 60)
    liveness.is_ready()
    with ThreadPoolExecutor(1) as readers:
        intake = Intake(
            read_body,
            publisher,
            authentication=authentication,
            gate=gate,
            memory=AnswerMemory(lambda: 0.0),
            repeats=Repeats(lambda: 0.0),
            rate_limit=rate_limit,
            readers=readers,
            clock=lambda: NOW,
            metrics=metrics,
            liveness=liveness,
        )
        yield IngestApp(
            build_app(intake, liveness, metrics, [partial(add_routes, intake=intake)]),
            publisher,
            gate,
            liveness,
            registry,
        )
