"""Posts deliveries, several at a time, one to each receiver.

The order that loses none, round after round:

1. read the topic of deliveries on: what waits, and what is over;
2. post what is due, from other threads;
3. of what can never be posted write a dead letter, and wait for the acknowledgement;
4. write to the topic what became of each post: over, or to be tried again, and when.

A crash between 2 and 4 posts the same once more, under the same ``webhook-id``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from tidings.metrics import DEAD_LETTERS, DELIVERIES, RETRIES, WAITING_DELIVERIES, StageMetrics
from tidings_index.ports import DeadLetterBox
from tidings_index.watch.answers import Delivered, Failed, Gone
from tidings_index.watch.book import MOST_WAITING, Book, Waiting
from tidings_index.watch.book_reading import note_read
from tidings_index.watch.entry import Watch
from tidings_index.watch.notebook import Notebook
from tidings_index.watch.ports import Deliveries, Post, Submit, Watches
from tidings_index.watch.post import Posted
from tidings_index.watch.rota import Rota, find_unwanted
from tidings_index.watch.schedule import RETRY_AFTER_S
from tidings_index.watch.settlement import UNDELIVERABLE, Settlement, settle

# A receiver that hangs takes one of them for 15 s; the sockets and buffers of 16 are 2 MB.
MOST_AT_ONCE: Final = 16
READ_WAIT_S: Final = 0.2
# While something is under way: a receiver that answers at once gets 30 posts a second.
BUSY_WAIT_S: Final = 0.02
OUTCOMES: Final = ("delivered", "failed", "dead_letter", "dropped")
log = structlog.get_logger()


class Courier:
    """For one thread; ``partitions`` are those whose deliveries are this worker's.

    ``clock`` returns the time in UTC, ``fraction`` something random in [0, 1).
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts are wired in one place
        self,
        topic: Deliveries,
        box: DeadLetterBox,
        watches: Watches,
        post: Post,
        threads: Submit,
        book: Book,
        *,
        partitions: Callable[[], frozenset[int]],
        clock: Callable[[], datetime],
        metrics: StageMetrics,
        retry_after_s: Sequence[float] = RETRY_AFTER_S,
        fraction: Callable[[], float] = random.random,
    ) -> None:
        self._topic = topic
        self._box = box
        self._watches = watches
        self._post = post
        self._threads = threads
        self._book = book
        self._partitions = partitions
        self._clock = clock
        self._metrics = metrics
        self._retry_after_s = retry_after_s
        self._fraction = fraction
        self._notebook = Notebook(watches, clock)
        self._in_flight: dict[str, tuple[Waiting, Future[Posted]]] = {}
        self._unwritten: list[Settlement] = []
        self._rota = Rota()
        metrics.start_at_zero(DELIVERIES, "outcome", OUTCOMES)
        metrics.start_at_zero(DEAD_LETTERS, "reason", (UNDELIVERABLE,))

    def run_once(self) -> None:
        """Do one round; raises kafka.errors.KafkaError, and the next round makes up for it."""
        wait_s = BUSY_WAIT_S if self._in_flight else READ_WAIT_S
        for each in self._topic.read(wait_s):  # 1
            note_read(self._book, each)
        self._settle()
        if self._topic.is_read:
            self._unwritten += self._drop_surplus()
            self._start_due()  # 2
        self._settle()
        self._metrics.gauge(WAITING_DELIVERIES).set(len(self._book))
        self._notebook.write_if_due()

    def end(self) -> None:
        """Write what is known; a post still under way is made again after the next start."""
        self._settle()
        self._notebook.write()

    def _settle(self) -> None:
        """Write what became of posts; while Kafka takes nothing, nothing new is posted."""
        self._unwritten += self._harvest()
        self._write()  # 3, 4

    def _start_due(self) -> None:
        now, watches = self._clock(), self._watches.read()
        taken = {each.waiting.name for each in self._unwritten} | self._in_flight.keys()
        found = self._book.find_due(now, self._partitions())
        due = [each for each in found if each.name not in taken]
        gone = {
            each.id
            for each in watches.values()
            if each.state == "gone" or self._notebook.is_gone(each.id)
        }
        unwanted = find_unwanted(due, watches, gone, now)
        self._unwritten += [
            Settlement(each, end="dropped", why="nobody wants it") for each in unwanted
        ]
        busy = gone | {waiting.offer.watch for waiting, _ in self._in_flight.values()}
        free = MOST_AT_ONCE - len(self._in_flight)
        for each in self._rota.choose(due, watches, busy, free, now):
            self._start(each, watches[each.offer.watch])

    def _start(self, waiting: Waiting, watch: Watch) -> None:
        body = waiting.offer.body.encode()
        posting = self._threads.submit(partial(self._post, watch, waiting.name, body))
        self._in_flight[waiting.name] = (waiting, posting)

    def _harvest(self) -> list[Settlement]:
        done = [name for name, (_, posting) in self._in_flight.items() if posting.done()]
        found = [self._in_flight.pop(name) for name in done]
        # Another worker may have posted it meanwhile, after a rebalance.
        return [
            self._judge(waiting, posting.result())
            for waiting, posting in found
            if self._book.is_waiting(waiting.name)
        ]

    def _judge(self, waiting: Waiting, posted: Posted) -> Settlement:
        now, watch_id, verdict = self._clock(), waiting.offer.watch, posted.verdict
        tally = self._notebook.tally(watch_id)
        match verdict:
            case Delivered():
                tally.note_delivery(now)
            case Gone():
                tally.note_failure(now, "the receiver answered 410 Gone: nothing more is posted")
                tally.is_gone = True
                log.warning("a watch is over", watch=waiting.offer.watch_name)
            case Failed(reason, detail, rest_s):
                tally.note_failure(now, detail)
                self._metrics.counter(DELIVERIES, outcome="failed").inc()
                self._metrics.counter(RETRIES, reason=reason).inc()
                if rest_s is not None:
                    self._rota.rest(watch_id, now, rest_s)
        return settle(waiting, verdict, now, self._fraction(), self._retry_after_s)

    def _drop_surplus(self) -> list[Settlement]:
        if len(self._book) <= MOST_WAITING:
            return []
        taken = {each.waiting.name for each in self._unwritten} | self._in_flight.keys()
        return [
            Settlement(each, end="dead_letter", why=f"{MOST_WAITING:,} before it wait already")
            for each in self._book.find_surplus(self._partitions())
            if each.name not in taken
        ]

    def _write(self) -> None:
        """Write all that is settled; whatever is not acknowledged stays for the next round."""
        if not self._unwritten:
            return
        now = self._clock()
        letters = [each.write_letter(self._topic.name, now) for each in self._unwritten]
        if any(letters):
            self._box.put([each for each in letters if each is not None])  # 3
        self._topic.write(
            [message for each in self._unwritten for message in each.write_messages(now)]
        )  # 4
        written, self._unwritten = self._unwritten, []
        self._count(written)

    def _count(self, written: Iterable[Settlement]) -> None:
        for each in written:
            waiting = each.waiting
            if each.again is not None:
                self._book.note_offer(
                    Waiting(waiting.name, each.again, waiting.offset, waiting.headers)
                )
                continue
            self._book.note_end(waiting.name)
            self._metrics.counter(DELIVERIES, outcome=each.end or "").inc()
            if each.end == "dead_letter":
                self._metrics.counter(DEAD_LETTERS, reason=UNDELIVERABLE).inc()
                self._notebook.tally(waiting.offer.watch).dead_letters += 1
                # Not the detail: it can quote what a receiver said.
                log.error(
                    "dead letter", watch=waiting.offer.watch_name, article=waiting.offer.article
                )
