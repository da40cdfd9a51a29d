"""What became of the posts of one watch since it was last noted. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tidings_index.watch.entry import MOST_ERROR_CHARACTERS, Watch


@dataclass(slots=True)
class Tally:
    """Counts to be added, and the latest moments."""

    delivered: int = 0
    failed: int = 0
    dead_letters: int = 0
    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    error: str | None = None
    is_gone: bool = False

    def note_delivery(self, now: datetime) -> None:
        """Count a post that was taken; whatever was wrong before is over."""
        self.delivered += 1
        self.delivered_at = now
        self.error = None

    def note_failure(self, now: datetime, error: str) -> None:
        """Count a post that was not taken."""
        self.failed += 1
        self.failed_at = now
        self.error = error[:MOST_ERROR_CHARACTERS]

    def add_to(self, watch: Watch) -> Watch:
        """Return the watch with all of it."""
        told = self.delivered_at or self.failed_at or self.error
        changes = {
            "delivered": watch.delivered + self.delivered,
            "failed": watch.failed + self.failed,
            "dead_letters": watch.dead_letters + self.dead_letters,
            "delivered_at": self.delivered_at or watch.delivered_at,
            "failed_at": self.failed_at or watch.failed_at,
            "error": self.error if told else watch.error,
            "state": "gone" if self.is_gone else watch.state,
        }
        return watch.model_copy(update=changes)
