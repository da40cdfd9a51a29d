"""The trace of the request at hand: log lines, problems and exemplars name it without being told.

A context variable: each request has a task of its own, so that none sees another's. Threads of
a pool start without it; what they need of it is handed to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from tidings.tracing.context import TraceContext

_CURRENT: Final[ContextVar[TraceContext | None]] = ContextVar("tidings_trace", default=None)


@contextmanager
def within_trace(context: TraceContext) -> Iterator[None]:
    """Let ``context`` be the current one until the block ends."""
    token = _CURRENT.set(context)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def read_trace() -> TraceContext | None:
    """Return the current context; None outside of a request."""
    return _CURRENT.get()


def read_trace_id() -> str | None:
    """Return the id of the current trace; None outside of a request."""
    current = _CURRENT.get()
    return None if current is None else current.trace_id


def write_exemplar(trace_id: str | None) -> dict[str, str] | None:
    """Return the labels of an exemplar, None where there is no trace to name."""
    return None if trace_id is None else {"trace_id": trace_id}
