"""One feed, one round.

The order that keeps an article safe:
1. read what is known of the feed;
2. ask its server for what is not that;
3. nothing new: done;
4. push the body as it is, which waits for an ingest that is away as ``tidings push`` does;
5. only when ingest has acknowledged it, keep what the server said of it.
A crash between any two of these repeats the round in full the next time, and a repeat makes no
second document. If 5 came before 4, the server would answer 304 to articles that nobody has.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from tidings.pull.document import Document, Found, fetch_document, read_document
from tidings.pull.feed import Feed
from tidings.pull.outcome import Delivered, NothingNew, Outcome, Undelivered
from tidings.pull.state import FeedState, StateFolder
from tidings.push_client import PushClient


def tell_time() -> datetime:
    """Return the time now."""
    return datetime.now(UTC)


class Puller:
    """Pulls feeds; may be used by several threads, each with a feed of its own."""

    def __init__(
        self,
        client: httpx.Client,
        pushing: PushClient,
        states: StateFolder,
        *,
        now: Callable[[], datetime] = tell_time,
    ) -> None:
        self._client = client
        self._pushing = pushing
        self._states = states
        self._now = now

    def pull(self, feed: Feed) -> Outcome:
        """Return what became of ``feed``; raises OSError when nothing can be kept of it."""
        known = self._states.read(feed)  # 1
        found = self._find(feed, known)  # 2
        if not isinstance(found, Document):
            return found  # 3
        if found.state.body_hash == known.body_hash:
            # Not every server says so; it may have a new name for the same, too.
            self._states.write(feed, found.state)
            return NothingNew(found.max_age_s, found.moved_to)
        pushed = self._pushing.push(feed.name, found.body, found.content_type, feed.params)  # 4
        if not pushed.is_acknowledged:
            return Undelivered(pushed)
        self._states.write(feed, found.state)  # 5
        return Delivered(pushed, found.max_age_s, found.moved_to)

    def _find(self, feed: Feed, known: FeedState) -> Found:
        if feed.is_file:
            return read_document(feed)
        return fetch_document(self._client, feed, known, self._now)
