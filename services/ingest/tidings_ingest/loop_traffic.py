"""Between an event loop and a thread: many at a time, for each waking costs a system call.

Under load the requests of one turn of the loop go over together, and so do the answers that came
meanwhile. With one request at a time nothing waits for a second.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

Given = TypeVar("Given")


class Outbox(Generic[Given]):
    """Gathers what one turn of the loop gives, and hands it over with the next."""

    def __init__(self, hand_over: Callable[[list[Given]], None]) -> None:
        self._hand_over = hand_over
        self._gathered: list[Given] = []

    def put(self, given: Given) -> None:
        """Hand over soon; to be called on the loop."""
        if not self._gathered:
            asyncio.get_running_loop().call_soon(self._send)
        self._gathered.append(given)

    def _send(self) -> None:
        gathered, self._gathered = self._gathered, []
        self._hand_over(gathered)


class Inbox:
    """Wakes those who wait on ``loop``, from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._arrived: deque[asyncio.Future[None]] = deque()
        self._is_awake = False

    def open(self) -> asyncio.Future[None]:
        """Return a future that ``announce`` settles; to be called on the loop."""
        return self._loop.create_future()

    def announce(self, waiting: asyncio.Future[None]) -> None:
        """Settle ``waiting`` soon."""
        self._arrived.append(waiting)
        if not self._is_awake:
            # Set before the loop empties the box: what comes later is either seen or wakes again.
            self._is_awake = True
            # Of a loop that is closed nobody waits any more.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._settle)

    def _settle(self) -> None:
        self._is_awake = False
        while self._arrived:
            settle_once(self._arrived.popleft())


def settle_once(waiting: asyncio.Future[None]) -> None:
    """Settle ``waiting`` unless it is settled or cancelled."""
    if not waiting.done():
        waiting.set_result(None)
