"""A stage that works in threads, as a process: its log, its signals and its exit status."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from typing import Final

import structlog

from tidings.configuration.checking import WrongSettingError, refuse_settings
from tidings.leaving import leave_after
from tidings.logging import configure_logging
from tidings.settings import StageSettings

# Whoever stops the stage waits 20 s before it kills. A bulk or a post that hangs for longer than
# this is left uncommitted, and the next worker repeats it.
LEAVE_AFTER_S: Final = 15.0
log = structlog.get_logger()


def run_threaded_stage(
    stage: str, settings: StageSettings, run: Callable[[threading.Event], None]
) -> None:
    """Configure the log, and call ``run`` with what SIGTERM and SIGINT set.

    Exit status 1 when the stage cannot go on, 2 when a setting is wrong.
    """
    configure_logging(stage, settings.log_format, settings.log_level)
    stopping = threading.Event()

    def ask_to_stop(*_: object) -> None:
        stopping.set()
        leave_after(LEAVE_AFTER_S)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    try:
        run(stopping)
    except WrongSettingError as error:
        refuse_settings(str(error))
    except Exception as error:
        log.error("stopped", reason=f"{type(error).__name__}: {error}")
        sys.exit(1)
    log.info("ended")
