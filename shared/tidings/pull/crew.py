"""The threads that pull: a few at a time, so that one slow feed does not hold up the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from tidings.pull.feed import Feed
from tidings.pull.outcome import Outcome, Unreachable

# Four at once with bodies of 15 MiB took 217 MB of memory in all; with usual feeds it is 60.
THREADS: Final = 4
# For a push that ingest is about to acknowledge. What is cut off is repeated at the next start.
STOP_GRACE_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Finished:
    """A round of ``feed`` is over."""

    feed: Feed
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class StopAsked:
    """Somebody wants us to end."""


Event = Finished | StopAsked


class StoppedError(Exception):
    """What was waited for is not wanted any more."""


class Crew(Protocol):
    """Who pulls the feeds that it is given, and tells when each is done."""

    def begin(self, feed: Feed) -> None:
        """Pull ``feed`` as soon as somebody is free."""
        ...

    def wait(self, seconds: float | None) -> Event | None:
        """Return what has happened next, None when nothing has within ``seconds``."""
        ...


class Pause:
    """A sleep that can be ended; the same for all threads."""

    def __init__(self) -> None:
        self._ended = threading.Event()

    def sleep(self, seconds: float) -> None:
        """Return after ``seconds``; raises StoppedError once ``end`` was called."""
        if self._ended.wait(seconds):
            raise StoppedError

    def end(self) -> None:
        """Wake whoever sleeps, and let nobody sleep any more."""
        self._ended.set()


class ThreadCrew:
    """Threads that call ``pull``; whatever it raises is the failure of that one feed."""

    def __init__(
        self, pull: Callable[[Feed], Outcome], pause: Pause, threads: int = THREADS
    ) -> None:
        self._pull = pull
        self._pause = pause
        self._jobs: SimpleQueue[Feed | None] = SimpleQueue()
        # A SimpleQueue may be put to by a signal handler, in the middle of a get.
        self._events: SimpleQueue[Event] = SimpleQueue()
        # Daemons, so that a server that sends a byte now and then cannot keep us from ending.
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for each in self._threads:
            each.start()

    def begin(self, feed: Feed) -> None:
        """Pull ``feed`` as soon as a thread is free."""
        self._jobs.put(feed)

    def wait(self, seconds: float | None) -> Event | None:
        """Return what has happened next, None when nothing has within ``seconds``."""
        try:
            return self._events.get(timeout=seconds)
        except Empty:
            return None

    def ask_to_stop(self) -> None:
        """Let ``wait`` return StopAsked; may be called by a signal handler."""
        self._events.put(StopAsked())

    def close(self) -> None:
        """Let threads finish what they have begun, for a while."""
        self._pause.end()
        for _ in self._threads:
            self._jobs.put(None)
        give_up = time.monotonic() + STOP_GRACE_S
        for each in self._threads:
            each.join(max(0.0, give_up - time.monotonic()))

    def _work(self) -> None:
        while (feed := self._jobs.get()) is not None:
            try:
                outcome = self._pull(feed)
            except StoppedError:
                return
            except Exception as error:
                outcome = Unreachable(f"{type(error).__name__}: {error}")
            self._events.put(Finished(feed, outcome))
