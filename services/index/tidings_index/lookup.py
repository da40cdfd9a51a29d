"""What a reader asks of the index, and the one line that says why there is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from tidings.identity import ID_HEX_DIGITS
from tidings.search.elastic import INDEX_MISSING, connect, read_reason
from tidings.search.queries import Search, build_prefix_request, build_request
from tidings.search.word_queries import MOST_CHARACTERS
from tidings.settings import ElasticsearchSettings
from tidings_index.history.entries import read_entry
from tidings_index.history.provisioning import name_history_alias
from tidings_index.history.revision_list import Revisions, join_revisions

# A search takes milliseconds; whoever waits at a prompt gives up after ten seconds anyway.
REQUEST_TIMEOUT_S: Final = 10
# Six digits tell some thousand articles apart; fewer would only make long lists.
FEWEST_HEX_DIGITS: Final = 6
MOST_CANDIDATES: Final = 10
_ID_OR_PREFIX: Final = re.compile(rf"[0-9a-f]{{{FEWEST_HEX_DIGITS},{ID_HEX_DIGITS}}}")

Fields = dict[str, Any]
"""A document as it was indexed: field names and their values, as JSON has them."""


class LookupFailedError(Exception):
    """There is no answer; the message is one line and names what was asked."""


class ArticleIndex:
    """The articles behind one alias, for reading only."""

    def __init__(self, client: Elasticsearch, settings: ElasticsearchSettings) -> None:
        self._client = client.options(request_timeout=REQUEST_TIMEOUT_S, max_retries=0)
        self._settings = settings

    def search(self, search: Search, size: int) -> Fields:
        """Return the answer of Elasticsearch as it came; raises LookupFailedError.

        So it does for a query of more than ``MOST_CHARACTERS``.
        """
        if (length := len(search.words)) > MOST_CHARACTERS:
            raise LookupFailedError(
                f"the query has {length:,} characters; {MOST_CHARACTERS} are the most"
            )
        return self._ask(build_request(search, size))

    def find_articles(self, id_or_prefix: str) -> list[Fields]:
        """Return the articles whose id is, or starts with, ``id_or_prefix``; ten at most.

        Raises LookupFailedError, also for what can be no id.
        """
        wanted = id_or_prefix.strip().lower()
        if not _ID_OR_PREFIX.fullmatch(wanted):
            raise LookupFailedError(
                f"{id_or_prefix!r} is no article id: {FEWEST_HEX_DIGITS} to {ID_HEX_DIGITS} "
                "hexadecimal digits are"
            )
        if len(wanted) == ID_HEX_DIGITS:
            return self._get(wanted)
        answer = self._ask(build_prefix_request(wanted, MOST_CANDIDATES))
        return [hit["_source"] for hit in answer["hits"]["hits"]]

    def list_revisions(self, article: Fields, size: int) -> Revisions:
        """Return an indexed article with the newest ``size`` of those before it.

        Raises LookupFailedError.
        """
        request = {
            "query": {"term": {"id": article["id"]}},
            "sort": [{"revision": "desc"}],
            "size": size,
            "track_total_hits": True,
        }
        found = self._ask(request, name_history_alias(self._settings.alias))["hits"]
        kept = [read_entry(hit["_source"]) for hit in found["hits"]]
        return join_revisions(read_entry(article), kept, found["total"]["value"])

    def _get(self, article_id: str) -> list[Fields]:
        # By its id a document is found before the next refresh makes it searchable.
        try:
            answer = self._client.get(index=self._settings.alias, id=article_id)
        except NotFoundError as error:
            if error.error == INDEX_MISSING:
                raise self._explain(error) from error
            return []
        except (ApiError, TransportError) as error:
            raise self._explain(error) from error
        return [answer["_source"]]

    def _ask(self, request: Fields, alias: str | None = None) -> Fields:
        try:
            return dict(self._client.search(index=alias or self._settings.alias, body=request))
        except (ApiError, TransportError) as error:
            raise self._explain(error, alias) from error

    def _explain(
        self, error: ApiError | TransportError, asked: str | None = None
    ) -> LookupFailedError:
        url, alias = self._settings.url, asked or self._settings.alias
        if isinstance(error, TransportError):
            return LookupFailedError(
                f"Elasticsearch does not answer on {url} ({type(error).__name__})"
            )
        if error.error == INDEX_MISSING:
            return LookupFailedError(f"no index {alias} on {url}; `tidings provision` creates it")
        return LookupFailedError(
            f"Elasticsearch on {url} refuses ({error.meta.status}): {read_reason(error)}"
        )


@contextmanager
def open_articles(settings: ElasticsearchSettings) -> Iterator[ArticleIndex]:
    """Give the articles for a while; raises LookupFailedError for an address that is none."""
    try:
        client = connect(settings)
    except ValueError as error:
        raise LookupFailedError(f"{settings.url} is no address: {error}") from error
    with client:
        yield ArticleIndex(client, settings)
