"""The releaser on real Kafka, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Final

from tidings.metrics import StageMetrics
from tidings.settings import KafkaSettings
from tidings_ingest.embargo.kafka_topic import KafkaHeldTopic
from tidings_ingest.embargo.releaser import Copy, Releaser
from tidings_ingest.settings import IngestSettings

# A round takes half a second, and leaving the group two. One that waits for Kafka is left behind:
# it has committed nothing that is not released.
END_WITHIN_S: Final = 3.0


@contextmanager
def release_in_time(
    kafka: KafkaSettings,
    settings: IngestSettings,
    copy: Copy,
    metrics: StageMetrics,
    clock: Callable[[], datetime],
) -> Iterator[None]:
    """Release held articles as long as the context lasts."""
    stopping = threading.Event()
    releaser = Releaser(
        partial(KafkaHeldTopic, kafka, settings.embargo_topic, settings.embargo_group),
        copy,
        settings.ingest_topic,
        clock=clock,
        metrics=metrics,
        stopping=stopping,
    )
    thread = threading.Thread(target=releaser.run, name="embargo", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(END_WITHIN_S)
