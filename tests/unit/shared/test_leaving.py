"""A process that hangs is left in time, and one that ends is not held up."""

from __future__ import annotations

import subprocess
import sys

HANGS = "import time; from tidings.leaving import leave_after; leave_after(0.1); time.sleep(3600)"
ENDS = "from tidings.leaving import leave_after; leave_after(3600)"
# Starting Python takes a second; the rest is for a busy machine.
SOON_S = 60


def run(code):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=False, capture_output=True, timeout=SOON_S)


def test_what_hangs_is_left_with_a_line_of_the_log_and_status_0():
    done = run(HANGS)
    assert done.returncode == 0
    assert b"left before everything was closed" in done.stdout


def test_who_ends_by_itself_waits_for_nothing():
    done = run(ENDS)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
