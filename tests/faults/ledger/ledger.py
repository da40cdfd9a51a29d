"""What was acknowledged, written down by several threads at once."""

from __future__ import annotations

import threading
from collections import defaultdict


class Ledger:
    """The next number to be pushed, the ids that each headline was answered with, odd answers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0
        self._ids: defaultdict[str, set[str]] = defaultdict(set)
        self._order: list[str] = []
        self._unexpected: list[str] = []

    def take_number(self) -> int:
        """Return a number that nobody else has."""
        with self._lock:
            self._next += 1
            return self._next

    def acknowledge(self, headline: str, article_id: str) -> None:
        """Write down what was answered ``accepted`` or ``unchanged``."""
        with self._lock:
            if article_id not in self._ids[headline]:
                self._ids[headline].add(article_id)
                self._order.append(article_id)

    def note_unexpected(self, answer: str) -> None:
        """Write down an answer that a good article should never get."""
        with self._lock:
            self._unexpected.append(answer)

    def __len__(self) -> int:
        """Return how many ids were acknowledged."""
        return len(self._order)

    def find_after(self, count: int) -> str | None:
        """Return the id that was acknowledged next after ``count`` others, None as yet."""
        with self._lock:
            return self._order[count] if count < len(self._order) else None

    def copy_ids(self) -> dict[str, frozenset[str]]:
        """Return the ids of each headline as of now."""
        with self._lock:
            return {headline: frozenset(ids) for headline, ids in self._ids.items()}

    def copy_unexpected(self) -> tuple[str, ...]:
        """Return the odd answers as of now."""
        with self._lock:
            return tuple(self._unexpected)
