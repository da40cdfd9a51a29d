"""Connect to Elasticsearch, and read why it refuses.

For the services that have its client; what else is in this package needs none.
"""

from __future__ import annotations

from typing import Final

from elasticsearch import ApiError, Elasticsearch

from tidings.settings import ElasticsearchSettings

INDEX_MISSING: Final = "index_not_found_exception"
# An answer of Elasticsearch can quote the whole query.
MOST_REASON_CHARACTERS: Final = 300


def connect(settings: ElasticsearchSettings) -> Elasticsearch:
    """Return a client; nothing is sent before its first use."""
    key = settings.api_key.get_secret_value() if settings.api_key else None
    return Elasticsearch(settings.url, api_key=key)


def read_reason(error: ApiError) -> str:
    """Return the innermost reason that an error answer gives, as one line that is not too long."""
    cause = error.body.get("error", {}) if isinstance(error.body, dict) else {}
    if isinstance(cause, dict) and cause.get("root_cause"):
        cause = cause["root_cause"][0]
    reason = str(error.message)
    while isinstance(cause, dict):
        reason = str(cause.get("reason") or reason)
        cause = cause.get("caused_by")
    return " ".join(reason.split())[:MOST_REASON_CHARACTERS]
