"""The thread that copies articles to the road once their embargo is over.

The order that keeps them safe, round after round:

1. collect what is new on the held topic, and note offset and time of each message;
2. wait for the earliest time;
3. read the messages whose time has come, copy them, and wait for the acknowledgements;
4. commit the lowest offset that is not yet released.

A crash or a rebalance only repeats copies: the same id and revision, no second document.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, assert_never

import structlog

from tidings.metrics import HELD, ITEMS, RETRIES, StageMetrics
from tidings.outcome import Ok, Reject, Retry
from tidings_ingest.delivery import Message
from tidings_ingest.embargo.held_message import StoredMessage
from tidings_ingest.embargo.held_offsets import HeldOffsets
from tidings_ingest.embargo.ports import Claim, HeldTopic, HeldTopicError
from tidings_ingest.embargo.release_time import count_ms, remove_hold
from tidings_ingest.ports import Published

# The longest that a clock which was set, or a stop, can go unnoticed.
LOOK_EVERY_S: Final = 0.5
# After something did not work; Kafka elects a new leader within seconds.
TRY_AGAIN_AFTER_S: Final = 2.0
# What is copied between two looks at the group: at 5 KB each 1 MB, acknowledged within 0.1 s.
MOST_AT_ONCE: Final = 200
# At 160 bytes each 32 MB. What comes after that is not looked at before there is room: it may be
# late, it is never early.
MOST_HELD: Final = 200_000
log = structlog.get_logger()

Copy = Callable[[Sequence[Message]], list[Published]]


class Releaser:
    """Releases what ``open_topic`` gives, through ``copy``, to ``topic``.

    ``clock`` returns the time in UTC, ``open_topic`` raises HeldTopicError.
    """

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        open_topic: Callable[[], HeldTopic],
        copy: Copy,
        topic: str,
        *,
        clock: Callable[[], datetime],
        metrics: StageMetrics,
        stopping: threading.Event,
    ) -> None:
        self._open_topic = open_topic
        self._copy = copy
        self._topic = topic
        self._clock = clock
        self._metrics = metrics
        self._stopping = stopping
        self._claims: frozenset[Claim] = frozenset()
        self._held: dict[int, HeldOffsets] = {}
        self._uncommitted: set[int] = set()
        self._trouble: str | None = None

    def run(self) -> None:
        """Go on until ``stopping`` is set, whatever happens to Kafka."""
        while not self._stopping.is_set():
            try:
                held_topic = self._open_topic()
            except HeldTopicError as error:
                self._report(str(error))
            else:
                self._run_with(held_topic)
            self._stopping.wait(TRY_AGAIN_AFTER_S)

    def _run_with(self, held_topic: HeldTopic) -> None:
        self._follow(held_topic, frozenset())
        try:
            while not self._stopping.is_set():
                if not self.run_once(held_topic):
                    self._stopping.wait(TRY_AGAIN_AFTER_S)
        except HeldTopicError as error:
            self._report(str(error))
        except Exception as error:
            # Without this thread every embargo would last for ever.
            log.exception("the releaser begins again", reason=type(error).__name__)
        finally:
            held_topic.close()

    def run_once(self, held_topic: HeldTopic) -> bool:
        """Do one round of the four steps; return False when something is to be tried again."""
        is_full = sum(map(len, self._held.values())) >= MOST_HELD
        messages = held_topic.collect(self._choose_wait(), is_full=is_full)  # 1, 2
        begun = self._follow(held_topic, held_topic.claims())
        for each in messages:
            if each.partition not in begun:
                self._held[each.partition].note(each)
        now = count_ms(self._clock())
        goes_well = True
        for partition, held in self._held.items():
            offsets = held.take_due(now, MOST_AT_ONCE)
            if offsets:
                goes_well &= self._release(held_topic, partition, offsets)  # 3
        self._tell_held()
        return self._commit(held_topic) and goes_well  # 4

    def _choose_wait(self) -> float:
        if any(each.due for each in self._held.values()):
            return 0.0
        times = [each.next_release for each in self._held.values()]
        now = count_ms(self._clock())
        waits = [(each - now) / 1000 for each in times if each is not None]
        return max(0.0, min(LOOK_EVERY_S, *waits)) if waits else LOOK_EVERY_S

    def _follow(self, held_topic: HeldTopic, claims: frozenset[Claim]) -> frozenset[int]:
        """Forget partitions that went away, and begin with new ones where they were left.

        Returns those that were begun: what was collected of them before comes once more.
        """
        kept = {each.partition for each in claims & self._claims}
        self._held = {at: held for at, held in self._held.items() if at in kept}
        self._uncommitted &= kept
        self._claims = frozenset(each for each in claims if each.partition in kept)
        new = claims - self._claims
        for each in sorted(new, key=lambda claim: claim.partition):
            self._held[each.partition] = HeldOffsets(held_topic.begin(each.partition))
            self._claims |= {each}
        return frozenset(each.partition for each in new)

    def _release(self, held_topic: HeldTopic, partition: int, offsets: Sequence[int]) -> bool:
        """Release some of what is due; return whether all that was tried went well."""
        held = self._held[partition]
        stored = held_topic.fetch(partition, offsets)
        going: list[StoredMessage] = []
        for offset, message in stored.items():
            if message is not None and held.is_current(message.held):
                going.append(message)
                continue
            held.release(offset, None if message is None else message.held)
            self._uncommitted.add(partition)
            self._count("lost" if message is None else "replaced")
            if message is None:
                log.error("a held message is gone", partition=partition, offset=offset)
        outcomes = self._copy([self._readdress(each) for each in going]) if going else []
        settled = [
            self._settle(held, message, outcome)
            for message, outcome in zip(going, outcomes, strict=True)
        ]
        return bool(stored) and all(settled)

    def _readdress(self, message: StoredMessage) -> Message:
        return Message(self._topic, message.held.key, message.value, remove_hold(message.headers))

    def _settle(self, held: HeldOffsets, message: StoredMessage, outcome: Published) -> bool:
        at = message.held
        match outcome:
            case Ok():
                held.release(at.offset, at)
                self._uncommitted.add(at.partition)
                self._count("released")
                self._trouble = None
                return True
            case Reject(reason, detail):
                log.error(
                    "cannot be released", partition=at.partition, offset=at.offset, why=detail
                )
            case Retry(reason):
                self._report(reason)
            case _:
                assert_never(outcome)
        self._metrics.counter(RETRIES, reason=reason).inc()
        held.postpone(at.offset)
        return False

    def _commit(self, held_topic: HeldTopic) -> bool:
        marks = {each: self._held[each].mark() for each in sorted(self._uncommitted)}
        if marks and held_topic.commit(marks):
            self._uncommitted.clear()
        return not self._uncommitted

    def _tell_held(self) -> None:
        due = sum(each.due for each in self._held.values())
        every = sum(map(len, self._held.values()))
        self._metrics.gauge(HELD, state="due").set(due)
        self._metrics.gauge(HELD, state="waiting").set(every - due)

    def _count(self, outcome: str) -> None:
        self._metrics.counter(ITEMS, outcome=outcome).inc()

    def _report(self, reason: str) -> None:
        if reason != self._trouble:
            self._trouble = reason
            log.warning("nothing can be released", reason=reason)
