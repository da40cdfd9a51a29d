"""Small real processes that stand for servers, stages and tasks."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tidings_local.process_table import ProcessSpec

# With SIGTERM blocked first, so that a stop that comes at once is noted too.
SERVER = """
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
def note(what):
    with open(sys.argv[2], "a") as diary:
        diary.write(f"{sys.argv[1]} {what}\\n")
note("up")
open(sys.argv[3], "w").close()
signal.sigwait({signal.SIGTERM})
note("down")
"""
STUBBORN = SERVER.replace("signal.sigwait({signal.SIGTERM})", "signal.pause()")
TASK = """
import sys
with open(sys.argv[2], "a") as diary:
    diary.write(f"{sys.argv[1]} ran\\n")
sys.exit(int(sys.argv[4]))
"""


class Cast:
    """Makes specs of processes that write a diary of what happens to them, in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._diary = folder / "diary"

    @property
    def diary(self) -> list[str]:
        return self._diary.read_text().splitlines() if self._diary.exists() else []

    def server(self, name: str, after: tuple[str, ...] = (), stop_rank: int = 0) -> ProcessSpec:
        return self._spec(name, SERVER, after=after, stop_rank=stop_rank)

    def stubborn(self, name: str, stop_rank: int = 0) -> ProcessSpec:
        return self._spec(name, STUBBORN, stop_rank=stop_rank)

    def task(self, name: str, after: tuple[str, ...] = (), status: int = 0) -> ProcessSpec:
        return self._spec(name, TASK, str(status), probed=False, after=after)

    def _spec(self, name, code, *arguments, probed=True, after=(), stop_rank=0) -> ProcessSpec:
        flag = self.folder / f"{name}.ready"
        command = (sys.executable, "-I", "-S", "-c", code, name, str(self._diary), str(flag))
        return ProcessSpec(
            name,
            (*command, *arguments),
            (lambda: None if flag.exists() else "no flag yet") if probed else None,
            after=after,
            stop_rank=stop_rank,
        )


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    return Cast(tmp_path)


@pytest.fixture
def sleeper() -> Iterator[psutil.Process]:
    """Give a process that runs until somebody ends it."""
    started = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", "import signal; signal.pause()"],
        stdin=subprocess.DEVNULL,
    )
    # Reaped by nobody else: psutil and this fixture both wait for it.
    yield psutil.Process(started.pid)
    started.send_signal(signal.SIGKILL)
    started.wait()
