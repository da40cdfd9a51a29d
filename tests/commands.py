"""Run the ``tidings`` command as a user does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
