"""The messages of one request on their way, settled one by one from the producer's thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from tidings.outcome import Retry
from tidings_ingest.ports import Published

UNKNOWN = Retry("unacknowledged")


@dataclass(frozen=True, slots=True)
class Message:
    """Key and value as they go to the topic."""

    key: bytes
    value: bytes


class Delivery:
    """Collects the outcome of each message; ``deadline`` is in the publisher's monotonic seconds.

    It is made and waited for on the event loop and settled from any thread.
    """

    def __init__(self, messages: Sequence[Message], deadline: float) -> None:
        self.messages = messages
        self.deadline = deadline
        self._loop = asyncio.get_running_loop()
        self._settled = self._loop.create_future()
        self._lock = threading.Lock()
        self._outcomes: list[Published | None] = [None] * len(messages)
        self._missing = len(messages)

    @property
    def is_settled(self) -> bool:
        """Whether every message has its outcome."""
        return self._missing == 0

    def settle(self, position: int, outcome: Published) -> None:
        """Note what became of one message; the first word about it counts."""
        with self._lock:
            if self._outcomes[position] is not None:
                return
            self._outcomes[position] = outcome
            self._missing -= 1
            if self._missing:
                return
        try:
            self._loop.call_soon_threadsafe(self._wake)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more

    def settle_rest(self, outcome: Published) -> None:
        """Note the same about every message that has no outcome yet."""
        for position in range(len(self.messages)):
            self.settle(position, outcome)

    async def wait(self, seconds: float) -> list[Published]:
        """Return the outcomes once all are there; after ``seconds`` those missing are unknown."""
        await asyncio.wait((self._settled,), timeout=seconds)
        with self._lock:
            return [UNKNOWN if each is None else each for each in self._outcomes]

    def _wake(self) -> None:
        if not self._settled.done():
            self._settled.set_result(None)
