"""The document of an article in Elasticsearch, found by its id before any refresh."""

from __future__ import annotations

from typing import Any, Final

import httpx

from tidings.elastic_connection import build_headers, build_tls_context
from tidings.settings import ElasticsearchSettings
from tidings.whereabouts.facts import FIELDS, read_fields, read_moment
from tidings.whereabouts.findings import InIndex
from tidings.whereabouts.ports import UnavailableError

SERVER: Final = "Elasticsearch"
# By its id a document is found in milliseconds.
ANSWER_WITHIN_S: Final = 2.0


class IndexedDocuments:
    """The documents behind one alias, over connections that live as long as the process asks."""

    def __init__(
        self, settings: ElasticsearchSettings, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._settings = settings
        self._client = httpx.Client(
            headers=build_headers(settings),
            timeout=ANSWER_WITHIN_S,
            transport=transport,
            verify=build_tls_context(settings) or True,
            # The address of a server of one's own is not for a proxy.
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def find(self, article_id: str) -> InIndex | None:
        """Return the document with this id as it is now; raises UnavailableError."""
        fields = self.fetch(article_id, (*FIELDS, "indexed_at"))
        if fields is None:
            return None
        source = fields["_source"]
        return InIndex(read_fields(source), fields["_index"], read_moment(source.get("indexed_at")))

    def fetch(self, article_id: str, names: tuple[str, ...]) -> dict[str, Any] | None:
        """Return ``{"_index", "_source"}`` with the fields named; raises UnavailableError."""
        url, alias = self._settings.url, self._settings.alias
        where = f"on {url}"
        try:
            answer = self._client.get(
                f"{url.rstrip('/')}/{alias}/_doc/{article_id}",
                params={"_source_includes": ",".join(names)},
            )
            told = answer.json()
            if answer.is_success and isinstance(told["_source"], dict):
                return {"_index": str(told["_index"]), "_source": told["_source"]}
            if answer.status_code == httpx.codes.NOT_FOUND and told.get("found") is False:
                return None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnavailableError(SERVER, f"{where}: {type(error).__name__}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            detail = f"{where}: what answers there is no Elasticsearch"
            raise UnavailableError(SERVER, detail) from error
        if answer.status_code == httpx.codes.NOT_FOUND:
            detail = f"{where}: no index {alias}; `tidings provision` creates it"
            raise UnavailableError(SERVER, detail)
        raise UnavailableError(SERVER, f"{where}: HTTP status {answer.status_code}")
