"""What taking articles in needs of the world: somewhere to put them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tidings.article import Article
from tidings.outcome import Ok, Reject, Retry

Published = Ok | Reject | Retry
"""Ok: acknowledged by all replicas. Reject: never possible. Retry: not known to be there."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An article on its way, and until when it is held back; None lets it go at once."""

    article: Article
    held_until: datetime | None = None


class Publisher(Protocol):
    """Where articles are put: on the road, or where those under embargo wait."""

    async def publish(self, outgoing: Sequence[Outgoing]) -> list[Published]:
        """Return what became of each article, in their order, within ``publisher.DEADLINE_S``."""
        ...
