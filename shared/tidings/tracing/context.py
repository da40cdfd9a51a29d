"""Where in a trace something happens, as W3C Trace Context writes it. Pure but for new ids."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

HEADER: Final = "traceparent"
# Of version 00. A later one may have more behind these, and says so with a hyphen.
_LENGTH: Final = 55
_FORM: Final = re.compile(rb"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_SAMPLED: Final = 0x01
_NO_TRACE: Final = "0" * 32
_NO_SPAN: Final = "0" * 16

Headers = Iterable[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class TraceContext:
    """``trace_id`` has 32 hex digits, ``span_id`` 16; neither is all zeros.

    ``is_sampled`` says that whoever began the trace has its spans recorded.
    """

    trace_id: str
    span_id: str
    is_sampled: bool = False

    def to_header(self) -> str:
        """Return the value of the header."""
        return f"00-{self.trace_id}-{self.span_id}-{int(self.is_sampled):02x}"


def begin_trace() -> TraceContext:
    """Return the beginning of a trace that nobody records."""
    return TraceContext(os.urandom(16).hex(), os.urandom(8).hex())


def parse_traceparent(raw: bytes) -> TraceContext | None:
    """Return what a header's value says; None for one that is not valid, whatever it is."""
    head, rest = raw[:_LENGTH], raw[_LENGTH : _LENGTH + 1]
    if _FORM.fullmatch(head) is None or rest not in {b"", b"-"}:
        return None
    text = head.decode("ascii")
    version, trace_id, span_id = text[:2], text[3:35], text[36:52]
    if version == "ff" or (version == "00" and rest):
        return None
    if trace_id == _NO_TRACE or span_id == _NO_SPAN:
        return None
    return TraceContext(trace_id, span_id, bool(int(text[53:], 16) & _SAMPLED))


def find_context(values: Sequence[bytes]) -> TraceContext | None:
    """Return what the only value of the header says; of two nobody knows which is meant."""
    first, *more = values or (b"",)
    return None if more else parse_traceparent(first)


def read_context(headers: Headers) -> TraceContext | None:
    """Return the context that the headers of a message carry."""
    return find_context([value for name, value in headers if name == HEADER])


def find_trace_id(headers: Headers) -> str | None:
    """Return the id of the trace that the headers of a message carry."""
    context = read_context(headers)
    return None if context is None else context.trace_id


def write_context(context: TraceContext | None) -> tuple[tuple[str, bytes], ...]:
    """Return the headers of a message that carry ``context``."""
    return () if context is None else ((HEADER, context.to_header().encode("ascii")),)
