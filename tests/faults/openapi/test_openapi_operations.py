"""Every operation of ingest keeps to what /openapi.json says of it, whatever it is sent."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from ingest_app import open_ingest_app
from ingest_keys import NOW, add_bearer
from prometheus_client import CollectorRegistry
from served_app import serve_app
from websub_subscriptions import subscribe_active
from whereabouts_parts import MemoryRoad, make_article

from tidings.metrics import StageMetrics
from tidings_ingest.article_desk import ArticleDesk
from tidings_ingest.article_routes import add_article_routes
from tidings_ingest.authentication import KeyCheck
from tidings_ingest.guards import Gate
from tidings_ingest.inquiry import MOST_AT_ONCE, Inquiry
from tidings_ingest.keys.key_ring import KeyRing
from tidings_ingest.keys.key_watch import read_keys
from tidings_ingest.protocol import ImpatientProtocol
from tidings_ingest.repeats import Repeats
from tidings_ingest.websub.routes import add_websub_routes
from tidings_ingest.websub.store import SubscriptionStore
from tidings_ingest.websub.subscription_file import change_subscriptions

HERE = Path(__file__).parent
SCHEMATHESIS = str(Path(sys.executable).with_name("st"))
# schemathesis.toml names it as well, and the id of the article.
SUBSCRIPTION = "s" * 43


@pytest.fixture
def ingest(tmp_path):
    """Give the address of ingest with every route, an article on its road, and a key."""
    keys, subscriptions = tmp_path / "keys.json", tmp_path / "websub.json"
    token = add_bearer(keys, "gazette")
    ring = KeyRing(read_keys(keys))
    check = KeyCheck(lambda: ring, lambda: NOW)
    with change_subscriptions(subscriptions) as kept:
        kept.append(subscribe_active(id=SUBSCRIPTION))

    def add_routes(app, intake):
        add_article_routes(app, make_desk(check, asker, intake))
        store = SubscriptionStore(subscriptions, time.monotonic)
        add_websub_routes(app, store, intake, lambda: NOW)

    with (
        ThreadPoolExecutor(1) as asker,
        open_ingest_app(check, add_routes=add_routes) as opened,
        serve_app(opened.app, http=ImpatientProtocol) as url,
    ):
        yield url, token


def make_desk(check, asker, intake):
    road = MemoryRoad()
    road.push(make_article())
    pushed = intake._publisher.published

    def find(article_id, budget):
        while pushed:
            road.push(pushed.pop(0))
        return road.locator.find(article_id, budget)

    return ArticleDesk(
        Inquiry(find, asker, Gate(MOST_AT_ONCE), lambda: 0.0),
        intake._publisher,
        authentication=check,
        rate_limit=None,
        repeats=Repeats(lambda: 0.0),
        metrics=StageMetrics("ingest", CollectorRegistry(), version="test"),
        clock=lambda: NOW,
    )


def test_every_operation_keeps_to_its_description(ingest, tmp_path):
    url, token = ingest
    command = [
        SCHEMATHESIS,
        "--config-file",
        str(HERE / "schemathesis.toml"),
        "run",
        f"{url}/openapi.json",
        "--header",
        f"Authorization: Bearer {token}",
    ]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
