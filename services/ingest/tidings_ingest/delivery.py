"""The messages of one sender on their way, settled one by one from the producer's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
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

    It is settled from any thread. Once every message has its outcome ``announce`` is called, in
    whatever thread that is; it has to be quick.
    """

    def __init__(
        self, messages: Sequence[Message], deadline: float, announce: Callable[[], None]
    ) -> None:
        self.messages = messages
        self.deadline = deadline
        self._announce = announce
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
        self._announce()

    def settle_rest(self, outcome: Published) -> None:
        """Note the same about every message that has no outcome yet."""
        for position in range(len(self.messages)):
            self.settle(position, outcome)

    def read_outcomes(self) -> list[Published]:
        """Return what is known of each message."""
        with self._lock:
            return [UNKNOWN if each is None else each for each in self._outcomes]
