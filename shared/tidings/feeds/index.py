"""What Elasticsearch knows of feeds: their newest articles, and whose texts are the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx

from tidings.feeds.shares import Shares, measure_shares
from tidings.feeds.state import IndexedFeed
from tidings.feeds.totals import FeedName

# Each request takes milliseconds to a second; there are ten at most.
REQUEST_TIMEOUT_S: Final = 10.0
# Under the 65,536 buckets that Elasticsearch gives in one answer.
PAGE_BUCKETS: Final = 10_000
# 50,000 texts are five pages, and enough to tell 1 % from 2 % among feeds of 1,000 articles.
MOST_TEXTS: Final = 50_000
_FEED_SOURCES: Final = (
    {"source": {"terms": {"field": "source"}}},
    {"feed": {"terms": {"field": "feed", "missing_bucket": True}}},
)
_PUBLISHED: Final = {"must_not": [{"term": {"status": "withdrawn"}}]}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Fields = dict[str, Any]


class IndexUnavailableError(Exception):
    """There is no answer; the message is one line and names the server."""


class FeedIndex:
    """The articles behind ``alias``; every call may raise IndexUnavailableError."""

    def __init__(self, client: httpx.Client, alias: str) -> None:
        self._client = client
        self._alias = alias

    def find_feeds(self) -> dict[FeedName, IndexedFeed]:
        """Return every feed of which there is an article."""
        newest = {
            "published": {"max": {"field": "published_at"}},
            "received": {"max": {"field": "received_at"}},
        }
        buckets = self._page({"bool": _PUBLISHED}, _FEED_SOURCES, newest)
        return {
            _name(each): IndexedFeed(
                each["doc_count"], _read_moment(each["published"]), _read_moment(each["received"])
            )
            for each in buckets
        }

    def find_shares(self, since: datetime) -> Shares:
        """Return which feeds share texts among the articles received from ``since`` on.

        Of more than ``MOST_TEXTS`` texts a part is looked at, the same for every feed: those whose
        hash is below a bound.
        """
        recent: list[Fields] = [
            {"range": {"received_at": {"gte": since.isoformat()}}},
            {"exists": {"field": "body_hash"}},
        ]
        query: Fields = {"bool": {**_PUBLISHED, "filter": recent}}
        articles = int(self._ask("_count", {"query": query})["count"])
        sampled = min(1.0, MOST_TEXTS / articles) if articles else 1.0
        if sampled < 1:
            bound = f"{int(sampled * 16**8):08x}"
            recent.append({"range": {"body_hash": {"lt": bound}}})
        sources = ({"body": {"terms": {"field": "body_hash"}}}, *_FEED_SOURCES)
        buckets = self._page(query, sources, {})
        rows = ((str(each["key"]["body"]), _name(each)) for each in buckets)
        return measure_shares(rows, sampled)

    def _page(self, query: Fields, sources: tuple[Fields, ...], inner: Fields) -> Iterator[Fields]:
        """Give all buckets, in the order of ``sources``."""
        composite: Fields = {"size": PAGE_BUCKETS, "sources": sources}
        while True:
            grouped = {"composite": composite, "aggs": inner}
            request = {"size": 0, "query": query, "aggs": {"rows": grouped}}
            found = self._ask("_search", request)["aggregations"]["rows"]
            yield from found["buckets"]
            if "after_key" not in found:
                return
            composite["after"] = found["after_key"]

    def _ask(self, what: str, request: Fields) -> Fields:
        server = f"Elasticsearch on {self._client.base_url}".rstrip("/")
        try:
            answer = self._client.post(
                f"/{self._alias}/{what}", json=request, timeout=REQUEST_TIMEOUT_S
            )
            if answer.status_code == httpx.codes.NOT_FOUND:
                raise IndexUnavailableError(
                    f"{server}: no index {self._alias}; `tidings provision` creates it"
                )
            told: Fields = answer.raise_for_status().json()
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise IndexUnavailableError(f"{server}: HTTP status {status}") from error
        except httpx.HTTPError as error:
            raise IndexUnavailableError(f"{server}: {type(error).__name__}") from error
        except ValueError as error:
            raise IndexUnavailableError(f"{server}: what answers there is none") from error
        return told


def _name(bucket: Fields) -> FeedName:
    return FeedName(bucket["key"]["source"], bucket["key"]["feed"])


def _read_moment(newest: Fields) -> datetime | None:
    """Read milliseconds since 1970; a year that Python cannot hold is as good as none."""
    try:
        return None if newest["value"] is None else _EPOCH + timedelta(milliseconds=newest["value"])
    except OverflowError:
        return None
