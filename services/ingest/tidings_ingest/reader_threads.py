"""Threads for what takes long: reading, unpacking, checking signatures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Final, TypeVar, TypeVarTuple

from tidings_ingest.guards import BusyError

# The longest page takes four seconds, and others may be waiting for the same threads.
READ_WITHIN_S: Final = 20.0
# To hand work to a thread and wait for it costs 0.1 ms, and while the lock is wanted by both up to
# 5 ms. An article in 8 KiB of JSON is read in 0.3 ms.
QUICK_BYTES: Final = 8 * 1024
# Beyond these it is a batch, or has markup to take out: 8 KiB of either can take 20 ms.
QUICK_OBJECTS: Final = 32
QUICK_TAGS: Final = 32
Result = TypeVar("Result")
Given = TypeVarTuple("Given")


class ReaderThreads:
    """Runs work in the threads of ``executor`` for one event loop."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    async def run(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        """Return what ``work`` does; raises what it raises, or BusyError when that is late."""
        loop = asyncio.get_running_loop()
        try:
            running = loop.run_in_executor(self._executor, work, *given)
            return await asyncio.wait_for(running, READ_WITHIN_S)
        except TimeoutError:
            raise BusyError("others' long pages are being read") from None


def is_quick(body: bytes, content_type: str | None) -> bool:
    """Return whether to read ``body`` takes less than it would to hand it to a thread."""
    return (
        len(body) <= QUICK_BYTES
        and content_type is not None
        and content_type.lower().startswith("application/json")
        and body.count(b"{") <= QUICK_OBJECTS
        and body.count(b"<") <= QUICK_TAGS
    )
