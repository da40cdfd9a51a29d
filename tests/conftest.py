"""What holds for every test."""

from __future__ import annotations

import signal

import pytest
from xdist.scheduler import LoadScopeScheduling

from tidings.garbage import spare_what_stays

# The tests beside real servers, by what they share: servers alone, or a whole stack.
BESIDE = {
    "servers": ("tests/integration/", "tests/browser/"),
    "stack": ("tests/e2e/", "tests/faults/hostile/"),
}


class ServersTogether(LoadScopeScheduling):
    """Gives one process all tests that share servers, so that these are started once.

    The rest goes file by file to whoever is free: a test beside servers mostly waits.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        shared = (name for name, folders in BESIDE.items() if file.startswith(folders))
        return next(shared, file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ServersTogether:
    """Share the tests of ``--numprocesses`` out by what they need."""
    return ServersTogether(config, log)


def pytest_configure() -> None:
    """Let Ctrl-C reach what tests start: a shell that runs them in the background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Leave what the tests have loaded out of each collection of garbage: a tenth of their time."""
    spare_what_stays()
