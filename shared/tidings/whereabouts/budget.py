"""What one question may cost: a time and a number of messages."""

from __future__ import annotations

from collections.abc import Callable


class SpentError(Exception):
    """The question could not be answered within its budget; the message says which end it met."""


class Budget:
    """Counts down from ``seconds`` by ``clock``, in monotonic seconds, and from ``messages``."""

    def __init__(self, clock: Callable[[], float], seconds: float, messages: int) -> None:
        self._clock = clock
        self._seconds = seconds
        self._messages = messages
        self._until = clock() + seconds
        self._left = messages

    def left_ms(self) -> int:
        """Return the milliseconds left, at least one; raises SpentError when there is none."""
        left = self._until - self._clock()
        if left <= 0:
            raise SpentError(f"not all could be read within {self._seconds:g} s")
        return max(1, int(left * 1000))

    def count_message(self) -> None:
        """Count a message that was read; raises SpentError when there were too many."""
        if self._left <= 0:
            raise SpentError(f"not all could be read within {self._messages:,} messages")
        self._left -= 1
