"""The messages of one sender on their way, settled one by one from the producer's thread."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from tidings.outcome import Retry
from tidings_ingest.ports import Published

UNKNOWN = Retry("unacknowledged")


@dataclass(frozen=True, slots=True)
class Message:
    """Key, value and headers as they go to ``topic``."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]] = field(default_factory=list)


class Delivery:
    """Collects the outcome of each message; ``deadline`` is in the publisher's monotonic seconds.

    It is settled from any thread, and waited for on an event loop or in a thread.
    """

    def __init__(self, messages: Sequence[Message], deadline: float) -> None:
        self.messages = messages
        self.deadline = deadline
        self._settled: concurrent.futures.Future[None] = concurrent.futures.Future()
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
        self._settled.set_result(None)

    def settle_rest(self, outcome: Published) -> None:
        """Note the same about every message that has no outcome yet."""
        for position in range(len(self.messages)):
            self.settle(position, outcome)

    async def wait(self, seconds: float) -> list[Published]:
        """Return the outcomes once all are there; after ``seconds`` those missing are unknown."""
        await asyncio.wait((asyncio.wrap_future(self._settled),), timeout=seconds)
        return self._read_outcomes()

    def wait_in_thread(self, seconds: float) -> list[Published]:
        """Return the same to a thread that has no event loop."""
        concurrent.futures.wait((self._settled,), timeout=seconds)
        return self._read_outcomes()

    def _read_outcomes(self) -> list[Published]:
        with self._lock:
            return [UNKNOWN if each is None else each for each in self._outcomes]
