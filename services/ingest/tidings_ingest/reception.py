"""Who pushes, and what: nothing of a body is read for somebody who may not push it."""

from __future__ import annotations

from datetime import datetime

from tidings.metrics import RETRIES, STEP, StageMetrics
from tidings.tracing.current import read_trace_id
from tidings_ingest.acceptance import Origin
from tidings_ingest.authentication import Authentication, Caller
from tidings_ingest.feed_activity.push_note import PushNote
from tidings_ingest.guards import Ticket, collect_body
from tidings_ingest.packed_body import unpack_body
from tidings_ingest.push import Push
from tidings_ingest.rate_limit import RateLimit, RateLimitedError
from tidings_ingest.reader_threads import ReaderThreads


class Reception:
    """Lets senders in: by a key before the body is read, by a signature after it."""

    def __init__(
        self,
        authentication: Authentication,
        rate_limit: RateLimit | None,
        threads: ReaderThreads,
        metrics: StageMetrics,
    ) -> None:
        self._authentication = authentication
        self._rate_limit = rate_limit
        self._threads = threads
        self._metrics = metrics

    @property
    def asks_for_key(self) -> bool:
        """Whether a request without a key is refused."""
        return self._authentication.asks_for_key

    async def receive(
        self, push: Push, ticket: Ticket, received_at: datetime, note: PushNote
    ) -> tuple[bytes, Origin]:
        """Return the body, unpacked, and where it comes from; ``note`` learns that, too.

        Raises AccessDeniedError, RateLimitedError, UnreadableError and BusyError.
        """
        check = push.check or self._authentication
        claim = check.admit(push.headers, push.source)
        if isinstance(claim, Caller):
            note.origin = _find_origin(push, claim, received_at)
            self._spend_request(claim, push)
        with self._metrics.histogram(STEP, step="receive").time():
            body = await collect_body(push.chunks, push.headers, ticket)
        if not isinstance(claim, Caller):
            claim = await self._threads.run(claim.verify, body)
            self._spend_request(claim, push)
        encoding = push.headers.get("content-encoding", "")
        body = await unpack_body(body, encoding, ticket, self._threads)
        origin = note.origin = _find_origin(push, claim, received_at)
        return body, origin

    def _spend_request(self, caller: Caller, push: Push) -> None:
        """Take a request off the caller's key; raises RateLimitedError."""
        if self._rate_limit is None or caller.key is None:
            return
        try:
            allowance = self._rate_limit.spend(caller.key)
        except RateLimitedError as error:
            push.answer_headers.update(error.allowance.describe())
            self._metrics.counter(RETRIES, reason="rate_limited").inc()
            raise
        push.answer_headers.update(allowance.describe())


def _find_origin(push: Push, caller: Caller, received_at: datetime) -> Origin:
    return Origin(received_at, push.source, push.feed, caller, read_trace_id())
