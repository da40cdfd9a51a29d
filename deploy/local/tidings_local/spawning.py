"""Start a process of the stack, and end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tidings_local import tethered_exec
from tidings_local.process_log import rotate_log
from tidings_local.process_table import ProcessSpec

# A stage finishes its work in flight within 20 s of SIGTERM; the servers need under 2 s.
STOP_GRACE_S = 20.0


def spawn_process(spec: ProcessSpec, log: Path) -> subprocess.Popen[bytes]:
    """Start ``spec`` with its output appended to ``log``.

    It gets a session of its own, so that Ctrl-C in the terminal reaches the supervisor alone, and
    it dies with this process; call it from a thread that stays (the kernel watches the thread).
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    rotate_log(log)
    tether = (sys.executable, "-I", "-S", tethered_exec.__file__, str(os.getpid()))
    with log.open("ab") as output:
        return subprocess.Popen(
            (*tether, *spec.command),
            env={**os.environ, **spec.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it has started, by force, and wait for it."""
    # Unreaped, it keeps its number, so that no other group can have it.
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
