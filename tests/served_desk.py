"""The desk over an index with given articles, for those who look at its page."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry
from served_app import serve_app

from tidings.metrics import StageMetrics
from tidings.search.elastic import connect
from tidings.settings import ElasticsearchSettings
from tidings.tags import TaggedArticle
from tidings_desk.archive import Archive
from tidings_desk.http import build_app
from tidings_desk.settings import DeskSettings
from tidings_index.bulk import BulkWriter
from tidings_index.documents import build_document
from tidings_index.provisioning import create_index


@contextmanager
def serve_desk(url: str, articles: Sequence[TaggedArticle], now: datetime) -> Iterator[str]:
    """Index the articles in the Elasticsearch at ``url``; give the address of the desk."""
    settings = ElasticsearchSettings(url=url, alias=f"desk-{uuid.uuid4().hex[:8]}")
    with connect(settings) as client:
        name = create_index(client, settings)
        assert name is not None
        documents = [build_document(each, now) for each in articles]
        BulkWriter(client, settings.alias, 500, 10**6).write(documents)
        client.indices.refresh(index=name)
        archive = Archive(client, settings.alias)
        metrics = StageMetrics("desk", CollectorRegistry(), version="test")
        try:
            with serve_app(build_app(archive, DeskSettings(), metrics)) as address:
                yield address
        finally:
            client.indices.delete(index=name)
