"""Connect to Elasticsearch, and read why it refuses.

For the services that have its client; what else is in this package needs none.
"""

from __future__ import annotations

from typing import Any, Final

from elastic_transport import NodeConfig, Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch
from urllib3 import HTTPSConnectionPool

from tidings.elastic_connection import build_headers, build_tls_context
from tidings.settings import ElasticsearchSettings

INDEX_MISSING: Final = "index_not_found_exception"
# An answer of Elasticsearch can quote the whole query.
MOST_REASON_CHARACTERS: Final = 300


def connect(settings: ElasticsearchSettings) -> Elasticsearch:
    """Return a client; nothing is sent before its first use."""
    context = build_tls_context(settings)
    tls: dict[str, Any] = {} if context is None else {"ssl_context": context}
    if settings.fingerprint is not None:
        tls["ssl_assert_fingerprint"] = settings.fingerprint
    return Elasticsearch(
        settings.url, headers=build_headers(settings), node_class=ChosenTrustNode, **tls
    )


class ChosenTrustNode(Urllib3HttpNode):
    """Trusts whom the context trusts.

    Without this the transport adds the authorities of certifi to those of a context that it is
    given, and they to ``ca_file``.
    """

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        if isinstance(self.pool, HTTPSConnectionPool):
            self.pool.ca_certs = None


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
