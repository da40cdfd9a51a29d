"""Spans about messages as OpenTelemetry's conventions want them: names and attributes. Pure."""

from __future__ import annotations

from typing import Literal

from tidings.tracing.spans import Attributes

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
