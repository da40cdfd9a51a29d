"""What follows for a delivery from what became of its post, as messages and dead letters. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from tidings.dead_letter import DeadLetter, Position, write_dead_letter
from tidings.outcome import Reject
from tidings_index.watch.answers import Delivered, Failed, Gone, Verdict
from tidings_index.watch.book import Waiting
from tidings_index.watch.delivery import End, Ended, Offer, write_end_key, write_key
from tidings_index.watch.delivery_topic import Written
from tidings_index.watch.schedule import plan_retry

STAGE: Final = "watch"
UNDELIVERABLE: Final = "undeliverable"


@dataclass(frozen=True, slots=True)
class Settlement:
    """How it goes on: ``again`` is the next offer, or it is over by ``end``, with a letter or not.

    ``why`` is what was wrong, for a person.
    """

    waiting: Waiting
    again: Offer | None = None
    end: End | None = None
    why: str = ""

    def write_messages(self, now: datetime) -> list[Written]:
        """Return what goes to the topic."""
        name = self.waiting.name
        if self.again is not None:
            return [Written(write_key(name), self.again.to_bytes(), self.waiting.headers)]
        if self.end is None:
            return []
        # The body is needed no more; compaction takes it away.
        ended = Written(write_end_key(name), Ended(end=self.end, at=now).to_bytes())
        return [ended, Written(write_key(name), None)]

    def write_letter(self, topic: str, now: datetime) -> DeadLetter | None:
        """Return the dead letter, None without; replayed, it is posted at once and tried anew."""
        if self.end != "dead_letter":
            return None
        offer = self.waiting.offer
        fresh = offer.model_copy(update={"tries": 0, "due_at": offer.offered_at})
        return write_dead_letter(
            STAGE,
            Reject(UNDELIVERABLE, self.why),
            Position(topic, 0, self.waiting.offset),
            key=write_key(self.waiting.name),
            value=fresh.to_bytes(),
            failed_at=now,
            headers=self.waiting.headers,
        )


def settle(
    waiting: Waiting,
    verdict: Verdict,
    now: datetime,
    fraction: float,
    retry_after_s: Sequence[float],
) -> Settlement:
    """Return how a delivery goes on after a post; ``fraction`` is random in [0, 1)."""
    match verdict:
        case Delivered():
            return Settlement(waiting, end="delivered")
        case Gone():
            return Settlement(waiting, end="dropped", why="the receiver answered 410 Gone")
        case Failed(_, detail):
            tries = waiting.offer.tries + 1
            due_at = plan_retry(now, tries, fraction, retry_after_s)
            if due_at is not None:
                return Settlement(waiting, again=waiting.offer.delay(due_at), why=detail)
            why = f"to {waiting.offer.watch_name}: not taken in {tries} tries; the last: {detail}"
            return Settlement(waiting, end="dead_letter", why=why)
        case _:
            assert_never(verdict)
