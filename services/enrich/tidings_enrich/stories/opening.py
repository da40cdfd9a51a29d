"""The stories of a stage, from its settings."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from tidings.metrics import StageMetrics
from tidings.settings import KafkaSettings
from tidings.topics import DAY_MS
from tidings_enrich.settings import EnrichSettings
from tidings_enrich.stories.book import StoryBook
from tidings_enrich.stories.keeper import StoryKeeper
from tidings_enrich.stories.story import NoStories, StoryTelling
from tidings_enrich.stories.topic import StoryTopic


@asynccontextmanager
async def open_stories(
    settings: EnrichSettings,
    kafka: KafkaSettings,
    metrics: StageMetrics,
    clock: Callable[[], datetime],
) -> AsyncIterator[StoryTelling]:
    """Give what tells stories, as soon as it knows those of the last days or cannot."""
    if settings.stories_most_articles == 0:
        yield NoStories()
        return
    book = StoryBook(settings.stories_most_articles, int(settings.stories_days * DAY_MS))
    topic = StoryTopic(kafka, settings.stories_topic)
    keeper = StoryKeeper(book, topic, metrics, clock, time.monotonic)
    reading = asyncio.create_task(keeper.run())
    try:
        await keeper.await_start()
        yield keeper
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await topic.close()
