"""The wires of one road, which run in a thread of their own: ``with open_wires(…) as wires``."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from faults.ledger.wire import State, Wire

# Nothing that is asked of a wire takes longer than one turn of its loop.
ANSWER_WITHIN_S = 10.0


class Wires:
    """Wires by name, for callers of any thread."""

    def __init__(self, wires: Mapping[str, Wire], loop: asyncio.AbstractEventLoop) -> None:
        self._wires = wires
        self._loop = loop

    def port(self, name: str) -> int:
        """Return the port that one of them listens on."""
        return self._wires[name].port

    def bend(self, name: str, state: State) -> None:
        """Put one of them into a state."""
        self._run(self._wires[name].bend(state))

    def start(self) -> None:
        """Let all of them listen."""
        for each in self._wires.values():
            self._run(each.start())

    def stop(self) -> None:
        """Reset what is open."""
        for each in self._wires.values():
            self._run(each.stop())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(ANSWER_WITHIN_S)


@contextmanager
def open_wires(upstreams: Mapping[str, int]) -> Iterator[Wires]:
    """Give a wire to each port of ``upstreams``."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="wires", daemon=True)
    thread.start()
    wires = Wires({name: Wire(port) for name, port in upstreams.items()}, loop)
    try:
        wires.start()
        yield wires
    finally:
        wires.stop()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(ANSWER_WITHIN_S)
