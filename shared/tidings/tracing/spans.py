"""What a stage tells of its work as spans, and what stands in where nobody wants any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final, Literal, Protocol, Self

from tidings.tracing.context import TraceContext, begin_trace

Kind = Literal["server", "producer", "consumer"]
Attributes = Mapping[str, str | int]


class Span(Protocol):
    """One piece of work; it ends with the block that it was opened for."""

    @property
    def context(self) -> TraceContext:
        """Where in which trace it is; what comes of it carries this on."""
        ...

    def rename(self, name: str) -> None:
        """Give it the name that is known only at its end."""
        ...

    def note(self, attributes: Attributes) -> None:
        """Add attributes, under the names of OpenTelemetry's conventions."""
        ...

    def fail(self, reason: str) -> None:
        """Mark it as failed; ``reason`` quotes no article."""
        ...


class Spans(Protocol):
    """Where spans go."""

    def open(
        self,
        name: str,
        kind: Kind,
        *,
        parent: TraceContext | None = None,
        links: Iterable[TraceContext | None] = (),
        attributes: Attributes | None = None,
    ) -> AbstractContextManager[Span]:
        """Begin a span; without ``parent`` it begins a trace.

        ``links`` are the contexts of the messages that are worked on together. An error that
        leaves the block marks the span as failed, by its type alone.
        """
        ...

    def close(self) -> None:
        """Send what is left, within a moment."""
        ...


class UnrecordedSpan:
    """A span that nobody records: the trace is that of its parent, unchanged."""

    __slots__ = ("context",)

    def __init__(self, context: TraceContext) -> None:
        self.context = context

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let errors pass."""

    def rename(self, name: str) -> None:
        """Forget it."""

    def note(self, attributes: Attributes) -> None:
        """Forget them."""

    def fail(self, reason: str) -> None:
        """Forget it."""


class NoSpans:
    """Records nothing; there is a trace all the same, so that its id can be told."""

    def open(
        self,
        name: str,  # noqa: ARG002 - as the port has them
        kind: Kind,  # noqa: ARG002
        *,
        parent: TraceContext | None = None,
        links: Iterable[TraceContext | None] = (),  # noqa: ARG002
        attributes: Attributes | None = None,  # noqa: ARG002
    ) -> UnrecordedSpan:
        """Return one that is not recorded."""
        return UnrecordedSpan(parent or begin_trace())

    def close(self) -> None:
        """Nothing is left to send."""


NO_SPANS: Final = NoSpans()
