"""Become another program that the kernel kills when the one who started it dies (Linux).

    python -I -S tethered_exec.py PARENT_PID PROGRAM ARGUMENT…

It imports nothing of the project and no installed package, so that it takes 20 ms. Elsewhere than
on Linux it only becomes the program; there the next start cleans up what a crash left behind.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def main() -> None:
    """Tie this process to its parent, then become the program."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # It may have died before the line above took effect.
    if os.getppid() != parent:
        sys.exit("the supervisor has ended")
    try:
        os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
    except OSError as error:
        sys.exit(f"{command[0]} cannot be started: {error.strerror}")


if __name__ == "__main__":
    main()
