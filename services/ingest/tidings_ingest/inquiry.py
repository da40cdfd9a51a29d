"""Questions after articles, asked of Kafka and Elasticsearch from a thread of its own.

One question after the other, and few at once: whoever asks cannot hold up those who push.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from typing import Final

from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings.whereabouts.budget import Budget
from tidings.whereabouts.findings import Whereabouts
from tidings.whereabouts.index_document import IndexedDocuments
from tidings.whereabouts.kafka_topics import KafkaTopics
from tidings.whereabouts.locator import Locator
from tidings.whereabouts.road import Road
from tidings_ingest.guards import BusyError, Gate

# What is asked is answered in tens of milliseconds; 2 s is as long as a person waits unasked.
BUDGET_S: Final = 2.0
# kafka-python reads 20,000 a second and more, and all of them keep the interpreter busy.
BUDGET_MESSAGES: Final = 20_000
MOST_AT_ONCE: Final = 4
# Four questions of 2 s, and a slow Elasticsearch after one of them.
ANSWER_WITHIN_S: Final = 10.0


class Inquiry:
    """Asks ``find`` in ``asker``, an executor of one thread; for one event loop."""

    def __init__(
        self,
        find: Callable[[str, Budget], Whereabouts | None],
        asker: Executor,
        gate: Gate,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find = find
        self._asker = asker
        self._gate = gate
        self._clock = clock

    async def find(self, article_id: str) -> Whereabouts | None:
        """Return where the article is, None when it is nowhere.

        Raises UnavailableError, SpentError when not everything could be looked through, and
        BusyError when others ask.
        """
        with self._gate.admit():
            loop = asyncio.get_running_loop()
            asking = loop.run_in_executor(self._asker, self._ask, article_id)
            try:
                return await asyncio.wait_for(asking, ANSWER_WITHIN_S)
            except TimeoutError:
                raise BusyError("the questions of others are being answered") from None

    def _ask(self, article_id: str) -> Whereabouts | None:
        return self._find(article_id, Budget(self._clock, BUDGET_S, BUDGET_MESSAGES))


@contextmanager
def open_inquiry(
    kafka: KafkaSettings, elasticsearch: ElasticsearchSettings, road: Road
) -> Iterator[Inquiry]:
    """Give the inquiry; it connects at the first question, whatever is away until then."""
    with ExitStack() as opened:
        topics = opened.enter_context(closing(KafkaTopics(kafka)))
        documents = opened.enter_context(closing(IndexedDocuments(elasticsearch)))
        locator = Locator(topics, documents, road)
        asker = opened.enter_context(ThreadPoolExecutor(1, "inquiry"))
        yield Inquiry(locator.find, asker, Gate(MOST_AT_ONCE))
