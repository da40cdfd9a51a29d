"""The judged queries asked of a real Elasticsearch, as ``tidings search`` asks it."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from elasticsearch import Elasticsearch
from quality.relevance import DAY, DEPTH, read_articles, read_queries, score_query
from stack_fixtures import choose_free_base

from tidings.endpoints import default_cache_dir
from tidings.search.queries import Search
from tidings.settings import ElasticsearchSettings
from tidings_index.bulk import BulkWriter
from tidings_index.documents import build_document
from tidings_index.lookup import ArticleIndex
from tidings_index.provisioning import create_index
from tidings_local.ports import choose_ports
from tidings_local.process_table import list_endpoints, list_servers
from tidings_local.servers import Server


def measure_relevance(url: str) -> dict[str, float]:
    """Return nDCG@10 of each query; the index that it takes is removed again."""
    settings = ElasticsearchSettings(url=url, alias=f"relevance-{uuid.uuid4().hex}")
    with Elasticsearch(url, request_timeout=60) as client:
        name = create_index(client, settings)
        assert name is not None
        try:
            _fill(client, settings.alias)
            return _score(ArticleIndex(client, settings))
        finally:
            client.indices.delete(index=name)


def _fill(client: Elasticsearch, alias: str) -> None:
    documents = [build_document(each, DAY) for each in read_articles().values()]
    BulkWriter(client, alias, 500, 10**7).write(documents)
    client.indices.refresh(index=alias)


def _score(articles: ArticleIndex) -> dict[str, float]:
    return {
        query.words: score_query(query, _find(articles, query.words)) for query in read_queries()
    }


def _find(articles: ArticleIndex, words: str) -> list[str]:
    answer = articles.search(Search(words=words), DEPTH)
    return [hit["_id"] for hit in answer["hits"]["hits"]]


@contextmanager
def run_elasticsearch() -> Iterator[str]:
    """Give the address of an Elasticsearch that is started for this and stopped afterwards."""
    ports = choose_ports(choose_free_base())
    with tempfile.TemporaryDirectory() as folder:
        specs = list_servers(Path(folder), default_cache_dir(), ports)
        spec = next(each for each in specs if each.name == "elasticsearch")
        server = Server(spec, Path(folder) / "elasticsearch.log")
        server.start()
        try:
            yield list_endpoints(ports)["elasticsearch_url"]
        finally:
            server.stop()
