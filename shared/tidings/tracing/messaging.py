"""Spans about messages as OpenTelemetry's conventions want them: names and attributes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Literal

from tidings.tracing.context import TraceContext
from tidings.tracing.spans import Attributes, Span, Spans

Operation = Literal["send", "process"]


def name_operation(operation: Operation, topic: str) -> str:
    """Return the name of a span."""
    return f"{operation} {topic}"


def describe_messages(operation: Operation, topic: str, count: int) -> Attributes:
    """Return the attributes of a span about ``count`` messages of ``topic``."""
    return {
        "messaging.system": "kafka",
        "messaging.operation.name": operation,
        "messaging.operation.type": operation,
        "messaging.destination.name": topic,
        "messaging.batch.message_count": count,
    }


def open_processing(
    spans: Spans, topic: str, carried: Iterable[TraceContext | None], count: int
) -> AbstractContextManager[Span]:
    """Begin the span of ``count`` messages that are worked on together, linked to each of them."""
    return spans.open(
        name_operation("process", topic),
        "consumer",
        links=carried,
        attributes=describe_messages("process", topic, count),
    )
