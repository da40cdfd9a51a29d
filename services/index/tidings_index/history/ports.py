"""What the archive asks of the index and of the history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from tidings.outcome import Outcome
from tidings_index.history.entries import Entry


class UnansweredError(Exception):
    """There is no answer now; ``outcome`` is what becomes of the articles that were asked after."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


class Lookup(Protocol):
    """Questions about articles by id; each may raise UnansweredError."""

    def find_revisions(self, ids: Collection[str]) -> dict[str, int]:
        """Return the revision of each article that is indexed, searchable yet or not."""
        ...

    def read_indexed(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Return the same articles with what the history keeps of them."""
        ...

    def list_kept(self, ids: Sequence[str]) -> dict[str, list[Entry]]:
        """Return all that the history has of these articles, its words left out."""
        ...
