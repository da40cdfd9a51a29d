"""Round after round: each feed at its own time, whatever becomes of the others."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from enum import Enum

from tidings.pull.crew import Crew, Finished, StopAsked
from tidings.pull.feed import Feed
from tidings.pull.outcome import Outcome, is_failure
from tidings.pull.schedule import count_failures, plan_next

Report = Callable[[Feed, Outcome, float | None], None]
"""Told of each round: the feed, what became of it, and the seconds until its next round."""


class Ending(Enum):
    """Why there is no further round."""

    STOPPED = "somebody asked for it"
    DONE = "each feed had its round"
    FAILED = "each feed had its round, and something is not where it should be"


def run_rounds(  # noqa: PLR0913 - time and chance are arguments
    feeds: Sequence[Feed],
    crew: Crew,
    *,
    every_s: float | None,
    clock: Callable[[], float],
    draw: Callable[[], float],
    report: Report,
) -> Ending:
    """Pull each feed at once, and then every ``every_s`` seconds; once, where that is None.

    ``clock`` is in seconds; ``draw`` gives random fractions in [0, 1).
    """
    # The number keeps feeds apart that are due at the same time, in their order.
    due = [(clock(), number) for number in range(len(feeds))]
    numbers = {feed: number for number, feed in enumerate(feeds)}
    failures = [0] * len(feeds)
    at_work, ending = 0, Ending.DONE
    while due or at_work:
        while due and due[0][0] <= clock():
            crew.begin(feeds[heapq.heappop(due)[1]])
            at_work += 1
        match crew.wait(max(0.0, due[0][0] - clock()) if due else None):
            case StopAsked():
                return Ending.STOPPED
            case Finished(feed, outcome):
                at_work -= 1
                number = numbers[feed]
                failures[number] = count_failures(failures[number], outcome)
                if is_failure(outcome):
                    ending = Ending.FAILED
                wait_s = None
                if every_s is not None:
                    wait_s = plan_next(
                        outcome, every_s=every_s, failures=failures[number], fraction=draw()
                    )
                if wait_s is not None:
                    heapq.heappush(due, (clock() + wait_s, number))
                report(feed, outcome, wait_s)
            case None:
                pass
    return ending
