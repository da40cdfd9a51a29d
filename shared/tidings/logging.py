"""Structured logs: JSON lines, or colours on a terminal. Article text is never logged."""

from __future__ import annotations

import logging
import sys
import time
from typing import Literal

import structlog
from structlog.types import EventDict

from tidings.log_repeats import RepeatFilter
from tidings.tracing.current import read_trace_id

# They report each reconnect and each request at info, which drowns the stage's own lines.
CHATTY = (
    "kafka",
    "aiokafka",
    "elastic_transport",
    "faust",
    "mode",
    "httpx",
    "opentelemetry",
    "urllib3",
)


def configure_logging(stage: str, log_format: Literal["json", "console"], level: str) -> None:
    """Send everything to standard error, the libraries' own logs too, each line with ``stage``.

    Whatever is logged stays one harmless line, a headline with line breaks or terminal codes too;
    only the traceback of an exception has lines of its own on the console.
    """

    def name_stage(_logger: object, _method: str, event: EventDict) -> EventDict:
        # Not a context variable: the threads of the libraries start with an empty context.
        return {"stage": stage, **event}

    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        name_stage,
        name_trace,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderers: list[structlog.types.Processor] = (
        [structlog.processors.JSONRenderer(ensure_ascii=True)]
        if log_format == "json"
        else [escape_values, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
            foreign_pre_chain=shared,
        )
    )
    handler.addFilter(RepeatFilter(CHATTY, time.monotonic))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def name_trace(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Add the trace of the request at hand, unless the line names one itself."""
    trace_id = read_trace_id()
    return event if trace_id is None else {"trace_id": trace_id, **event}


def escape_values(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Escape what a terminal would obey: controls, line breaks, marks that turn the direction.

    A traceback keeps its line breaks.
    """
    return {
        key: _escape(value, keep="\n" if key == "exception" else "")
        if isinstance(value, str)
        else value
        for key, value in event.items()
    }


def _escape(text: str, keep: str) -> str:
    return "".join(
        each
        if each.isprintable() or each in keep
        else each.encode("unicode_escape").decode("ascii")
        for each in text
    )
