"""The desk on real servers, with articles made for its page, and a browser to look at it with."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
import uuid

import pytest
import uvicorn
from desk_articles import ARTICLES, NOW
from prometheus_client import CollectorRegistry
from stack_fixtures import servers, wait_until  # noqa: F401 - pytest finds fixtures by these names

from tidings.metrics import StageMetrics
from tidings.search.elastic import connect
from tidings.settings import ElasticsearchSettings
from tidings_desk.archive import Archive
from tidings_desk.http import build_app
from tidings_desk.settings import DeskSettings
from tidings_index.bulk import BulkWriter
from tidings_index.documents import build_document
from tidings_index.provisioning import create_index

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser():
    """Give the path of a browser; without one these tests are skipped, but never by CI."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing = "no browser: install Debian's chromium, or name one in CHROMIUM"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return found


@pytest.fixture(scope="session")
def desk(servers):  # noqa: F811
    """Give the address of a desk over an index with ARTICLES."""
    servers.start()
    settings = ElasticsearchSettings(
        url=servers.elasticsearch_url, alias=f"desk-{uuid.uuid4().hex[:8]}"
    )
    with connect(settings) as client:
        name = create_index(client, settings)
        documents = [build_document(each, NOW) for each in ARTICLES]
        BulkWriter(client, settings.alias, 500, 10**6).write(documents)
        client.indices.refresh(index=name)
        app = build_app(
            Archive(client, settings.alias),
            DeskSettings(),
            StageMetrics("desk", CollectorRegistry(), version="test"),
        )
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
            serving = threading.Thread(target=asyncio.run, args=(server.serve([listening]),))
            serving.start()
            wait_until(lambda: server.started, 10, "the desk")
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            server.should_exit = True
            serving.join(10)
        client.indices.delete(index=name)
