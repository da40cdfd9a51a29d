"""How faust is set, and where its consumer begins to read."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

import faust
from faust.transport.drivers.aiokafka import Consumer, Transport
from faust.types import TP, ConsumerT

from tidings.kafka_connection import build_tls_context
from tidings.settings import KafkaSettings
from tidings.topics import MAX_MESSAGE_BYTES
from tidings_enrich.settings import EnrichSettings

# A worker that was killed is missed after this; three heartbeats fit in, so that two may be late.
# They come from the event loop, and the tagger works beside it on a thread.
SESSION_TIMEOUT_S: Final = 10.0
HEARTBEAT_S: Final = 3.0
# Time for the others to come to a rebalance; each answers within a heartbeat.
REBALANCE_TIMEOUT_S: Final = 30.0
# More than the session, or faust refuses to start.
REQUEST_TIMEOUT_S: Final = 30.0
# The next poll waits for a batch when the buffers are full: 1 MiB, which the accurate tagger reads
# at 17,400 characters a second in 60 s, or one message, of 16 MiB at most. Sends that wait for a
# broker hold it up too; an outage of an hour must not end the membership, or each would be followed
# by a rebalance.
MAX_POLL_INTERVAL_S: Final = 3600.0
# The worker commits after each batch; faust's own timer must not commit beside it.
NO_TIMER_S: Final = 24 * 3600.0
# Per partition and fetch. A single larger message still comes: the broker sends at least one.
FETCH_BYTES: Final = 1024 * 1024
# Records that faust holds before the intake. At 16 MiB, the largest there can be, that is 128 MiB.
FAUST_BUFFER: Final = 8


class SeekingConsumer(Consumer):
    """Begins where the group has committed, or at the start of a partition where it has not.

    After a rebalance faust drops what it had fetched before and seeks back; to offset 0 and where
    nothing is committed it does not, and the first messages of a partition would never come.
    """

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self._starts: dict[TP, tuple[int, int]] = {}

    def find_start(self, place: TP, generation: int) -> int | None:
        """Return the offset from which the group reads on in its ``generation``; None: unknown."""
        known = self._starts.get(place)
        return known[1] if known is not None and known[0] == generation else None

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek in all partitions that are assigned; return the committed offsets."""
        generation = self.app.consumer_generation_id
        committed = await super().seek_to_committed()
        firsts = await self.earliest_offsets(*committed)
        # None where nothing is committed; and retention may have removed what was never read.
        starts = {each: max(first, committed[each] or 0) for each, first in firsts.items()}
        await self.seek_wait({each: at for each, at in starts.items() if at == firsts[each]})
        self._starts = {each: (generation, start) for each, start in starts.items()}
        return committed


class SeekingTransport(Transport):
    """Has consumers that seek as said above."""

    Consumer: ClassVar[type[ConsumerT]] = SeekingConsumer


def build_app(settings: EnrichSettings, kafka: KafkaSettings) -> Any:  # noqa: ANN401 - no types
    """Return the faust app: no web server, no tables, no topics of its own, acks from all."""
    app = faust.App(
        settings.enrich_group,
        broker=";".join(f"kafka://{each}" for each in kafka.bootstrap_servers.split(",")),
        broker_credentials=build_credentials(kafka),
        autodiscover=False,
        broker_commit_interval=NO_TIMER_S,
        broker_commit_livelock_soft_timeout=NO_TIMER_S,
        broker_heartbeat_interval=HEARTBEAT_S,
        broker_max_poll_interval=MAX_POLL_INTERVAL_S,
        broker_max_poll_records=settings.batch_articles,
        broker_rebalance_timeout=REBALANCE_TIMEOUT_S,
        broker_request_timeout=REQUEST_TIMEOUT_S,
        broker_session_timeout=SESSION_TIMEOUT_S,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=FETCH_BYTES,
        # Faust makes this folder, by default where it is started, and nothing comes into it.
        datadir=Path(tempfile.gettempdir()) / f"{settings.enrich_group}-data",
        key_serializer="raw",
        processing_guarantee="at_least_once",
        producer_acks=-1,
        producer_max_request_size=MAX_MESSAGE_BYTES,
        producer_request_timeout=REQUEST_TIMEOUT_S,
        store="memory://",
        stream_buffer_maxsize=FAUST_BUFFER,
        stream_wait_empty=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        value_serializer="raw",
        web_enabled=False,
    )
    app.transport = SeekingTransport(app.conf.broker_consumer, app)
    return app


def build_credentials(kafka: KafkaSettings) -> Any:  # noqa: ANN401
    """Return what faust takes in place of ``build_connection``; None where nobody asks."""
    context = build_tls_context(kafka)
    if kafka.sasl_password is not None:
        return faust.SASLCredentials(
            username=kafka.sasl_username,
            password=kafka.sasl_password.get_secret_value(),
            mechanism=kafka.sasl_mechanism,
            ssl_context=context,
        )
    return None if context is None else faust.SSLCredentials(context)
