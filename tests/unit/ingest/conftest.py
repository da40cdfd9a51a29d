"""Ingest's application behind a client."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from ingest_app import FakePublisher, open_ingest_app
from prometheus_client import CollectorRegistry

from tidings.liveness import Liveness
from tidings_ingest.authentication import OpenDoor
from tidings_ingest.guards import Gate


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
def rate_limit():
    """Let keys make requests without limit; a test module can have another."""


@pytest.fixture
async def ingest(tmp_path, door, rate_limit):
    keys = tmp_path / "keys.json"
    with open_ingest_app(door(keys), rate_limit) as opened:
        transport = httpx.ASGITransport(opened.app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as client:
            yield Ingest(
                client, opened.publisher, opened.gate, opened.liveness, opened.registry, keys
            )
