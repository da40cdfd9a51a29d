"""What enrich sends: tagged articles and dead letters, each with the trace of its message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from tidings.dead_letter import fit_letter, write_dead_letter
from tidings.tracing.context import find_trace_id, read_context, write_context
from tidings_enrich.enrichment import Enriched, Rejected

STAGE: Final = "enrich"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send: to which topic, and what."""

    topic: str
    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


def write_result(enriched: Enriched, topic: str) -> Outgoing:
    """Return the message of a tagged article; of the headers only the trace is carried on."""
    carried = write_context(read_context(enriched.record.headers))
    return Outgoing(topic, enriched.key, enriched.value, carried)


def write_letter(rejected: Rejected, topic: str, failed_at: datetime) -> Outgoing:
    """Return the dead letter of a record, which keeps its headers, and log why it is one."""
    record = rejected.record
    # The detail may quote the message; it stands in the dead letter alone.
    log.error(
        "dead letter",
        reason=rejected.reject.reason,
        partition=record.at.partition,
        offset=record.at.offset,
        trace_id=find_trace_id(record.headers),
    )
    letter = write_dead_letter(
        STAGE,
        rejected.reject,
        record.at,
        key=record.key,
        value=record.value or b"",
        failed_at=failed_at,
        headers=record.headers,
    )
    fitting = fit_letter(letter)
    return Outgoing(topic, fitting.key, fitting.value, fitting.headers)
