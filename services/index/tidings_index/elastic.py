"""Connect to Elasticsearch."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from tidings.settings import ElasticsearchSettings


def connect(settings: ElasticsearchSettings) -> Elasticsearch:
    """Return a client; nothing is sent before its first use."""
    key = settings.api_key.get_secret_value() if settings.api_key else None
    return Elasticsearch(settings.url, api_key=key)
