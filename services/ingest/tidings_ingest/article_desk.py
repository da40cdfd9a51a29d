"""One article asked after or taken back, by those whose it is.

1. a key, and a request left for it;
2. where the article is; another source's article is answered as one that nobody knows;
3. to take it back: a message on the road like every other, acknowledged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime

from tidings.metrics import ITEMS, RETRIES, StageMetrics
from tidings.outcome import Ok, Reject, Retry
from tidings.reading import Problem, Reading, UnreadableError
from tidings.tracing.current import read_trace_id
from tidings.whereabouts.answer import ArticleAnswer
from tidings.whereabouts.findings import Whereabouts
from tidings_ingest.acceptance import Accepted, UnacknowledgedError
from tidings_ingest.answers import answer_push
from tidings_ingest.authentication import (
    UNAUTHORIZED,
    AccessDeniedError,
    Authentication,
    Caller,
)
from tidings_ingest.inquiry import Inquiry
from tidings_ingest.ports import Outgoing, Publisher
from tidings_ingest.rate_limit import RateLimit, RateLimitedError
from tidings_ingest.repeats import Repeats, take_version
from tidings_ingest.sending import Candidate, send_new
from tidings_ingest.withdrawal import find_withdrawal, write_withdrawal


class UnknownArticleError(Exception):
    """No article of the sender has this id."""


class ArticleDesk:
    """Answers and withdraws; ``clock`` returns the time in UTC."""

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        inquiry: Inquiry,
        publisher: Publisher,
        *,
        authentication: Authentication,
        rate_limit: RateLimit | None,
        repeats: Repeats,
        metrics: StageMetrics,
        clock: Callable[[], datetime],
    ) -> None:
        self._inquiry = inquiry
        self._publisher = publisher
        self._authentication = authentication
        self._rate_limit = rate_limit
        self._repeats = repeats
        self._metrics = metrics
        self._clock = clock

    @property
    def asks_for_key(self) -> bool:
        """Whether a request without a key is refused."""
        return self._authentication.asks_for_key

    async def tell(
        self, article_id: str, headers: Mapping[str, str], added: MutableMapping[str, str]
    ) -> ArticleAnswer:
        """Return where the article is; ``added`` gets header fields for the answer.

        Raises AccessDeniedError, RateLimitedError, UnknownArticleError, and what Inquiry raises.
        """
        caller = self._admit(headers, added)  # 1
        return ArticleAnswer.tell(article_id, await self._find(article_id, caller))  # 2

    async def withdraw(
        self, article_id: str, headers: Mapping[str, str], added: MutableMapping[str, str]
    ) -> bytes:
        """Return the JSON of a PushAnswer: the withdrawal is acknowledged.

        Raises what ``tell`` raises, and UnacknowledgedError when it may not be on the topic.
        """
        received_at = self._clock()
        caller = self._admit(headers, added)  # 1
        where = await self._find(article_id, caller)  # 2
        article = find_withdrawal(article_id, where)
        if article is None:
            article = write_withdrawal(article_id, where, received_at, read_trace_id())
            if article is None:
                raise UnknownArticleError
            candidate = Candidate(Outgoing(article), take_version(article))
            (outcome,) = await send_new([candidate], self._publisher, self._repeats)  # 3
            match outcome:
                case Ok():
                    self._metrics.counter(ITEMS, outcome="accepted").inc()
                case Retry():
                    self._metrics.counter(RETRIES, reason="unacknowledged").inc()
                    raise UnacknowledgedError(1, 1)
                case Reject(_, detail):
                    raise UnreadableError(422, Problem("article", detail))
        return answer_push(Reading("withdrawal", ()), [Accepted(article)])

    def _admit(self, headers: Mapping[str, str], added: MutableMapping[str, str]) -> Caller:
        claim = self._authentication.admit(headers, None)
        if not isinstance(claim, Caller):
            detail = "a Bearer key is needed here; a signature is over a body"
            raise AccessDeniedError(UNAUTHORIZED, Problem("Authorization", detail))
        if self._rate_limit is not None and claim.key is not None:
            try:
                added.update(self._rate_limit.spend(claim.key).describe())
            except RateLimitedError as error:
                added.update(error.allowance.describe())
                raise
        return claim

    async def _find(self, article_id: str, caller: Caller) -> Whereabouts:
        where = await self._inquiry.find(article_id)
        is_theirs = caller.source is None or (
            where is not None and where.sources == {caller.source}
        )
        if where is None or not is_theirs:
            raise UnknownArticleError
        return where
