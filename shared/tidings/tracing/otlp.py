"""Spans by OpenTelemetry's SDK, sent as OTLP over HTTP: the only file that knows the SDK.

Where to and how many is told by the variables that OpenTelemetry names (``OTEL_*``); the SDK reads
them itself. Work on many messages is one span with a link to each of them, as its conventions have
it. Because few tools find a span by what it links to, each message's own trace gets a span of the
same name and time beside it, which links back: so one trace shows the whole road of an article.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Final, Self

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    Tracer,
    set_span_in_context,
)

from tidings.tracing.context import TraceContext
from tidings.tracing.spans import Attributes, Kind

KINDS: Final = {
    "server": SpanKind.SERVER,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
}
# A bulk has 500 articles by default; the SDK would keep 128 links.
MOST_LINKS: Final = 1_024
# Stages have 2 s left of the 20 s after which whoever stops them kills: 18 s are ingest's own.
CLOSE_WITHIN_S: Final = 1.5


class OtlpSpans:
    """Sends the spans of one stage from a thread of the SDK's; a full queue drops spans."""

    def __init__(self, stage: str, version: str) -> None:
        named = {"service.namespace": "tidings", "service.version": version}
        if not os.environ.get("OTEL_SERVICE_NAME"):
            named["service.name"] = f"tidings-{stage}"
        limit = None if os.environ.get("OTEL_SPAN_LINK_COUNT_LIMIT") else MOST_LINKS
        # Not the global one: what libraries would tell of themselves is not asked for.
        self._provider = TracerProvider(
            resource=Resource.create(named),
            shutdown_on_exit=False,
            span_limits=SpanLimits(max_links=limit),
        )
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("tidings", version)

    def open(
        self,
        name: str,
        kind: Kind,
        *,
        parent: TraceContext | None = None,
        links: Iterable[TraceContext | None] = (),
        attributes: Attributes | None = None,
    ) -> OtlpSpan:
        """Begin a span."""
        messages = [each for each in links if each is not None]
        return OtlpSpan(self._tracer, name, KINDS[kind], parent, messages, attributes or {})

    def close(self) -> None:
        """Send what is left; a collector that does not answer is not waited for."""
        closing = threading.Thread(target=self._provider.shutdown, name="spans", daemon=True)
        closing.start()
        closing.join(CLOSE_WITHIN_S)


class OtlpSpan:
    """One span; ``messages`` are the contexts that it links to."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a span is made of
        self,
        tracer: Tracer,
        name: str,
        kind: SpanKind,
        parent: TraceContext | None,
        messages: Sequence[TraceContext],
        attributes: Attributes,
    ) -> None:
        self._tracer = tracer
        self._name = name
        self._kind = kind
        self._counted = Counter(messages)
        self._attributes = dict(attributes)
        self._span = tracer.start_span(
            name,
            _enter(parent),
            kind,
            dict(attributes),
            [Link(_convert(each)) for each in self._counted],
        )
        found = self._span.get_span_context()
        self.context = TraceContext(
            f"{found.trace_id:032x}", f"{found.span_id:016x}", found.trace_flags.sampled
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End it; the words of an error may quote an article, so its type is all that is told."""
        if kind is not None:
            self.fail(kind.__name__)
        self._span.end()
        began, ended = (getattr(self._span, each, None) for each in ("start_time", "end_time"))
        for context, count in self._counted.items():
            if not context.is_sampled:
                continue
            self._tracer.start_span(
                self._name,
                _enter(context),
                self._kind,
                {**self._attributes, "messaging.batch.message_count": count},
                [Link(self._span.get_span_context())],
                start_time=began,
            ).end(ended)

    def rename(self, name: str) -> None:
        """Give it the name that is known only at its end."""
        self._span.update_name(name)

    def note(self, attributes: Attributes) -> None:
        """Add attributes."""
        self._span.set_attributes(dict(attributes))

    def fail(self, reason: str) -> None:
        """Mark it as failed."""
        self._span.set_status(Status(StatusCode.ERROR, reason))


def _enter(parent: TraceContext | None) -> Context:
    # An empty one, so that no span of a library is taken for the parent.
    if parent is None:
        return Context()
    return set_span_in_context(NonRecordingSpan(_convert(parent)), Context())


def _convert(context: TraceContext) -> SpanContext:
    flags = TraceFlags(TraceFlags.SAMPLED if context.is_sampled else TraceFlags.DEFAULT)
    return SpanContext(
        int(context.trace_id, 16), int(context.span_id, 16), is_remote=True, trace_flags=flags
    )
