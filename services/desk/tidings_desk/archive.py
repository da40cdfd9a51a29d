"""The articles behind one alias, for reading only: searches, and documents by their ids."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError

from tidings.search.elastic import INDEX_MISSING, read_reason
from tidings.search.word_queries import Clause

# A search takes milliseconds; whoever looks at a page gives up after ten seconds anyway.
REQUEST_TIMEOUT_S: Final = 10
# A node that was restarted is back within seconds; an index is made by hand.
SERVER_BACK_AFTER_S: Final = 5
INDEX_BACK_AFTER_S: Final = 30
# Searches that go on beside those of their pages; further ones begin when one of them is done.
MOST_BESIDE: Final = 16
_OVERLOADED: Final = frozenset((429, 502, 503, 504))

Fields = dict[str, Any]


class UnavailableError(Exception):
    """Elasticsearch gives no answer now; the message is one line without addresses."""

    def __init__(self, reason: str, back_after_s: int = SERVER_BACK_AFTER_S) -> None:
        super().__init__(reason)
        self.back_after_s = back_after_s


class RefusedError(Exception):
    """Elasticsearch cannot do what was asked; the message is its own reason."""


class Archive:
    """Asks with one client, from several threads; every call may raise UnavailableError.

    It needs the privilege ``read`` on the alias and no other.
    """

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client = client.options(request_timeout=REQUEST_TIMEOUT_S, max_retries=0)
        self._alias = alias
        self._beside = ThreadPoolExecutor(MOST_BESIDE, "search")

    def search(self, request: Clause, viewer: str = "") -> Fields:
        """Return the answer, a whole one; raises RefusedError too.

        The same ``viewer`` is answered by the same copies of the shards, whose scores can differ.
        """
        try:
            answer = dict(
                self._client.search(
                    index=self._alias,
                    body=request,
                    allow_partial_search_results=False,
                    preference=f"desk-{hashlib.sha256(viewer.encode()).hexdigest()[:12]}",
                )
            )
        except (ApiError, TransportError) as error:
            raise self._explain(error) from error
        if answer.get("timed_out"):
            raise UnavailableError("the search took too long; fewer words or filters may help")
        return answer

    def begin_search(self, request: Clause, viewer: str = "") -> Future[Fields]:
        """Search beside what the caller does meanwhile; the result is that of ``search``."""
        return self._beside.submit(self.search, request, viewer)

    def find(self, article_id: str) -> Fields | None:
        """Return the document with this id, ``{"_index", "_source"}``; None without one."""
        try:
            # By its id a document is found before the next refresh makes it searchable.
            return dict(self._client.get(index=self._alias, id=article_id))
        except NotFoundError as error:
            if error.error == INDEX_MISSING:
                raise self._explain(error) from error
            return None
        except (ApiError, TransportError) as error:
            raise self._explain(error) from error

    def find_missing(self) -> str | None:
        """Return what is missing before anything can be answered, None when nothing is."""
        try:
            self.search({"size": 0, "track_total_hits": False, "terminate_after": 1})
        except (UnavailableError, RefusedError) as error:
            return f"an index to search: {error}"
        return None

    def _explain(self, error: ApiError | TransportError) -> UnavailableError | RefusedError:
        if isinstance(error, TransportError):
            return UnavailableError(f"Elasticsearch does not answer ({type(error).__name__})")
        if error.error == INDEX_MISSING:
            reason = f"there is no index {self._alias}; `tidings provision` creates it"
            return UnavailableError(reason, INDEX_BACK_AFTER_S)
        if isinstance(error, BadRequestError):
            return RefusedError(read_reason(error))
        if error.meta.status in _OVERLOADED:
            return UnavailableError("Elasticsearch has too much to do, or a part of it is missing")
        reason = f"Elasticsearch refuses the desk ({error.meta.status}); look at its API key"
        return UnavailableError(reason, INDEX_BACK_AFTER_S)
