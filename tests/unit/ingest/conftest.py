"""Ingest put together around a publisher that is told what to answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from ingest_keys import NOW
from prometheus_client import CollectorRegistry

from tidings.article import Article
from tidings.liveness import Liveness
from tidings.metrics import StageMetrics
from tidings.outcome import Ok
from tidings_ingest.authentication import OpenDoor
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
class Ingest:
    """The application with its parts within reach."""

    client: httpx.AsyncClient
    publisher: FakePublisher
    gate: Gate
    liveness: Liveness
    registry: CollectorRegistry
    keys: Path

    async def push(self, body, content_type="application/json", **params):
        headers = {} if content_type is None else {"Content-Type": content_type}
        headers |= params.pop("headers", {})
        return await self.client.post(
            "/v1/articles", content=body, headers=headers, params={"source": "gazette", **params}
        )

    def count(self, name, **labels):
        return self.registry.get_sample_value(name, {"stage": "ingest", **labels}) or 0


def open_door(keys):
    return OpenDoor()


@pytest.fixture
def door():
    """Decide who may push, given the path of a keys file; a test module can have another."""
    return open_door


@pytest.fixture
async def ingest(tmp_path, door):
    keys = tmp_path / "keys.json"
    registry, publisher, gate = CollectorRegistry(), FakePublisher(), Gate()
    liveness = Liveness(lambda: 0.0, 60)
    liveness.is_ready()
    with ThreadPoolExecutor(1) as readers:
        intake = Intake(
            read_body,
            publisher,
            authentication=door(keys),
            gate=gate,
            memory=AnswerMemory(lambda: 0.0),
            readers=readers,
            clock=lambda: NOW,
            metrics=StageMetrics("ingest", registry, version="test"),
            liveness=liveness,
        )
        transport = httpx.ASGITransport(build_app(intake, liveness), raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as client:
            yield Ingest(client, publisher, gate, liveness, registry, keys)
