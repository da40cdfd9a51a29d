"""Run the ``tidings`` command as a user does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from tidings.cli import build_app

TIDINGS = Path(sys.executable).with_name("tidings")
# A push waits 60 s for its articles; the rest is the start of Python on a busy machine.
COMMAND_DEADLINE_S = 120


@dataclass(frozen=True)
class Finished:
    """What a command printed and how it ended."""

    exit_code: int
    stdout: str
    stderr: str

    def json(self) -> Any:
        return json.loads(self.stdout)


def run_tidings(data_dir: Path, *arguments: str, stdin: bytes | None = None) -> Finished:
    done = subprocess.run(
        [TIDINGS, *arguments],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        timeout=COMMAND_DEADLINE_S,
        env={**os.environ, "TIDINGS_DATA_DIR": str(data_dir), "NO_COLOR": "1", "COLUMNS": "120"},
        check=False,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


def invoke_tidings(
    *arguments: str, status: int = 0, columns: int = 80, stdin: str | None = None
) -> Result:
    """Run a command in this process, beside servers that a test has put in the place of others."""
    environment = {
        "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": "there:9092",
        "TIDINGS_ELASTICSEARCH_URL": "http://there:9200",
        "COLUMNS": str(columns),
    }
    done = CliRunner().invoke(build_app(), arguments, input=stdin, env=environment)
    assert done.exit_code == status, done.output
    if not isinstance(done.exception, SystemExit | None):
        raise done.exception
    return done
