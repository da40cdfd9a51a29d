"""What taking articles in needs of the world: somewhere to put them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tidings.article import Article
from tidings.outcome import Ok, Reject, Retry

Published = Ok | Reject | Retry
"""Ok: acknowledged by all replicas. Reject: never possible. Retry: not known to be there."""


class Publisher(Protocol):
    """Where articles are put."""

    async def publish(self, articles: Sequence[Article]) -> list[Published]:
        """Return what became of each article, in their order, within ``publisher.DEADLINE_S``."""
        ...
