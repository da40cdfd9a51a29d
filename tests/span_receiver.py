"""A collector of OpenTelemetry on loopback: keeps the spans that stages send it as OTLP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from webhook_receiver import Receiver, receive_hooks

PATH = "/v1/traces"


@dataclass(frozen=True)
class ReceivedSpan:
    """One span; ``links`` are trace and span ids, ids are hex."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    links: tuple[tuple[str, str], ...]
    attributes: dict[str, Any]
    status: str


@dataclass(frozen=True)
class Collector:
    receiver: Receiver

    @property
    def url(self) -> str:
        return self.receiver.url("")

    @property
    def raw(self) -> bytes:
        return b"".join(each.body for each in self.receiver.hooks)

    def spans(self) -> list[ReceivedSpan]:
        return [
            _read(_attributes(of.resource)["service.name"], span)
            for each in self.receiver.at(PATH)
            for of in ExportTraceServiceRequest.FromString(each.body).resource_spans
            for scope in of.scope_spans
            for span in scope.spans
        ]


@contextmanager
def collect_spans() -> Iterator[Collector]:
    """Give a running collector."""
    with receive_hooks() as receiver:
        receiver.always[PATH] = 200
        yield Collector(receiver)


def _read(service: str, span: Any) -> ReceivedSpan:
    return ReceivedSpan(
        service,
        span.name,
        span.trace_id.hex(),
        span.span_id.hex(),
        span.parent_span_id.hex(),
        tuple((each.trace_id.hex(), each.span_id.hex()) for each in span.links),
        _attributes(span),
        span.status.message,
    )


def _attributes(of: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in of.attributes}
