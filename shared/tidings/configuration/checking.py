"""The check that every stage makes first: it goes on, or says in one message why not."""

from __future__ import annotations

import os
import sys
from typing import Final, NoReturn

import structlog

from tidings.configuration.declaration import (
    Declaration,
    find_declarations,
    list_known_names,
)
from tidings.configuration.problems import describe_unknown, find_problems, find_unknown
from tidings.logging import configure_logging

# Other than 1, which says that the stage could not start or go on: a restart changes nothing here.
WRONG_SETTINGS: Final = 2


class WrongSettingError(Exception):
    """A setting names what is not there, or one is missing; the message names its variable."""


def check_settings(declaration: Declaration) -> None:
    """Return when the settings of the stage are right; else log why not and exit with 2.

    Variables that nothing reads are a warning. To be called before the settings are read.
    """
    problems = find_problems(declaration)
    # The log's own settings may be among the wrong ones.
    asked = os.environ.get("TIDINGS_LOG_FORMAT", "").lower()
    configure_logging(declaration.stage, "console" if asked == "console" else "json", "warning")
    known = list_known_names([declaration, *find_declarations().values()])
    for sentence in describe_unknown(find_unknown(os.environ, known)):
        structlog.get_logger().warning("unknown variable", reason=sentence)
    if problems:
        refuse_settings("; ".join(problems))


def refuse_settings(reason: str) -> NoReturn:
    """Log why the stage does not start with these settings, and exit with 2."""
    structlog.get_logger().error("wrong settings", reason=reason, see="tidings config show")
    sys.exit(WRONG_SETTINGS)
