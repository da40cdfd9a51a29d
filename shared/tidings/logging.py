"""Structured logs: JSON lines, or colours on a terminal. Article text is never logged."""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog


def configure_logging(stage: str, log_format: Literal["json", "console"], level: str) -> None:
    """Send everything to standard error, the libraries' own logs too, each line with ``stage``.

    Values are escaped by the renderers, so a headline with line breaks or terminal codes stays
    one harmless line.
    """
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=True)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
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
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # Both report each reconnect and each request at info, which drowns the stage's own lines.
    for chatty in ("kafka", "aiokafka", "elastic_transport", "faust", "mode", "httpx"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
    structlog.contextvars.bind_contextvars(stage=stage)
