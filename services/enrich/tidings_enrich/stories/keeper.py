"""The book of stories beside the road: read from its topic, and added to, by one worker.

For each batch, while the tagger works:

1. propose a story for each article, by what has been read up to now;
2. write the proposals to the topic, and wait for the acknowledgement of all replicas;
3. wait until they were read back, in the one order that all workers read;
4. tell what came out, and write it again where it is not what was proposed.

Nothing of this may hold up the road. Whatever fails or takes too long costs a batch
``SETTLE_WITHIN_S`` at most, and the next ones nothing for ``REST_S``: their proposals are told as
they are, from what was read last, and written nowhere. A worker that has not read the topic to its
end tells nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Final

import structlog
from pydantic import TypeAdapter

from tidings.article import Article, ArticleId
from tidings.metrics import STORIES, STORY_WINDOW, StageMetrics
from tidings_enrich.stories.book import Sketched, StoryBook
from tidings_enrich.stories.record import StoryRecord
from tidings_enrich.stories.sketch import sketch_text
from tidings_enrich.stories.story import Story, Told
from tidings_enrich.stories.topic import StoryTopic

# A round trip takes 10 ms where the broker is well, and a batch is tagged meanwhile.
SETTLE_WITHIN_S: Final = 2.0
REST_S: Final = 10.0
# A full window of 100,000 records at 0.2 ms takes 20 s; for longer articles wait for no good.
READ_WITHIN_S: Final = 30.0
_ARTICLE_ID: Final = TypeAdapter(ArticleId)
log = structlog.get_logger()

Proposals = Mapping[str, StoryRecord]


class StoryKeeper:
    """Tells stories to the thread that tags; all else happens on the loop that ``run`` is on.

    ``clock`` is UTC, ``monotonic`` counts seconds.
    """

    def __init__(
        self,
        book: StoryBook,
        topic: StoryTopic,
        metrics: StageMetrics,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._book = book
        self._topic = topic
        self._metrics = metrics
        self._clock = clock
        self._monotonic = monotonic
        self._rests_until = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> None:
        """Read the topic until cancelled; an outage is waited out."""
        self._loop = asyncio.get_running_loop()
        async for offset, at_ms, key, value in self._topic.follow():
            self._read(offset, at_ms, key, value)

    async def await_start(self) -> None:
        """Return when the topic was read to its end, cannot be read, or takes too long."""
        try:
            await asyncio.wait_for(self._topic.first_look.wait(), READ_WITHIN_S)
        except TimeoutError:
            log.warning("articles are tagged without stories until their topic is read")

    def begin(self, articles: Sequence[Article]) -> Callable[[], Told]:
        """Begin to look for the stories of a batch; what is returned waits for them."""
        newest: dict[str, Article] = {}
        for each in articles:
            if each.id not in newest or each.revision >= newest[each.id].revision:
                newest[each.id] = each
        try:
            sketched = [_sketch(each) for each in newest.values()]
            if self._loop is None:
                return dict
            telling = asyncio.run_coroutine_threadsafe(self._tell(sketched), self._loop)
        except Exception:
            log.exception("no stories were told")
            return dict
        return lambda: _wait(telling)

    async def _tell(self, articles: Sequence[Sketched]) -> Told:
        if not self._topic.is_read:
            self._count(articles, "unavailable")
            return {}
        now_ms = int(self._clock().timestamp() * 1000)
        proposed = {each.id: self._book.propose(each, now_ms) for each in articles}  # 1
        proposals = {name: record for name, record in proposed.items() if record is not None}
        settled = await self._settle(proposals)
        told = {each.id: story for each in articles if (story := self._book.find(each.id))}
        for name, record in proposals.items():
            # What was not read back is told as it was proposed.
            told.setdefault(name, Story(record.story_id, record.near_duplicate_of))
        self._count([each for each in articles if each.id not in told], "without")
        for name, story in told.items():
            outcome = "first" if story.nearest is None else "joined"
            kept = name not in proposals or settled
            self._metrics.counter(STORIES, outcome=outcome if kept else "unsettled").inc()
        return told

    async def _settle(self, proposals: Proposals) -> bool:
        """Write proposals and wait until they were read; return whether that is so."""
        if not proposals:
            return True
        if self._monotonic() < self._rests_until:
            return False
        try:
            async with asyncio.timeout(SETTLE_WITHIN_S):
                last = await self._topic.write(proposals)  # 2
                await self._topic.await_read(last)  # 3
        except Exception as error:
            self._rests_until = self._monotonic() + REST_S
            log.warning("stories are not settled", reason=type(error).__name__)
            return False
        self._correct(proposals)  # 4
        return True

    def _correct(self, proposals: Proposals) -> None:
        corrected = {name: self._book.correct(name, each) for name, each in proposals.items()}
        self._topic.send({name: each for name, each in corrected.items() if each is not None})

    def _read(self, offset: int, at_ms: int, key: bytes | None, value: bytes | None) -> None:
        try:
            name = _ARTICLE_ID.validate_python((key or b"").decode("ascii"))
            self._book.add(name, StoryRecord.from_bytes(value or b""), offset, at_ms)
        except ValueError as error:
            # Damaged, or of a newer version: no copy joins it, and nobody else is harmed.
            log.warning("a story record was passed over", offset=offset, reason=str(error)[:200])
        self._metrics.gauge(STORY_WINDOW).set(len(self._book))

    def _count(self, articles: Sequence[Sketched], outcome: str) -> None:
        self._metrics.counter(STORIES, outcome=outcome).inc(len(articles))


def _sketch(article: Article) -> Sketched:
    is_there = article.status == "published"
    return Sketched(article.id, article.revision, sketch_text(article.body) if is_there else None)


def _wait(telling: Future[Told]) -> Told:
    try:
        # The loop has its own deadline; this is for one that does not turn any more.
        return telling.result(2 * SETTLE_WITHIN_S)
    except Exception:
        log.exception("no stories were told")
        return {}
