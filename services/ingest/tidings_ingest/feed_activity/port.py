"""Where intake tells what became of a push, once a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from tidings.reading import Problem
from tidings_ingest.acceptance import Item, Origin


class Activity(Protocol):
    """Keeps account of what feeds push. Its calls return at once and raise nothing."""

    def note_items(self, origin: Origin, items: Sequence[Item]) -> None:
        """Note what became of each item; none is a request that was answered as it was before."""
        ...

    def note_refusal(self, origin: Origin, problems: Sequence[Problem]) -> None:
        """Note a request of which nothing could be read."""
        ...


class NoActivity:
    """Keeps no account."""

    def note_items(self, origin: Origin, items: Sequence[Item]) -> None:
        """Do nothing."""

    def note_refusal(self, origin: Origin, problems: Sequence[Problem]) -> None:
        """Do nothing."""


NO_ACTIVITY: Final = NoActivity()
