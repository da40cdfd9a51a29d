"""The loop that finds what is to be posted.

The order that loses nothing, for each batch:

1. collect messages that are on their way to the index, as a group of its own;
2. wait until a search finds their articles, or it is certain that none ever will;
3. compare them with each watch, by a search for their ids;
4. put what matches on the topic of deliveries, and wait for the acknowledgement;
5. commit the offsets.

The courier posts, so no receiver holds this up. A crash anywhere repeats work: the same article and
watch make the same delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

import structlog

from tidings.liveness import Liveness
from tidings.metrics import BATCH, IN_FLIGHT, ITEMS, STEP, StageMetrics
from tidings_index.ports import Inbox
from tidings_index.records import Record
from tidings_index.watch.arrival import LOOK_EVERY_S, look_for
from tidings_index.watch.book import Book
from tidings_index.watch.delivery import name_delivery
from tidings_index.watch.entry import Watch
from tidings_index.watch.index_search import Compared, IndexSearch, UnavailableError
from tidings_index.watch.notebook import Notebook
from tidings_index.watch.notice import Notice, read_notices
from tidings_index.watch.offers import build_ends, build_offers
from tidings_index.watch.ports import Deliveries, Watches

# While a server is away; short enough that it is noticed within a second.
TRY_AGAIN_AFTER_S: Final = 1.0
log = structlog.get_logger()


class WatchWorker:
    """Takes messages to deliveries; ``stopping`` is asked between any two tries.

    ``waiting_for`` is what the worker needs and does not have, None while it can work.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts are wired in one place
        self,
        inbox: Inbox,
        index: IndexSearch,
        find_committed: Callable[[Collection[int]], dict[int, int]],
        watches: Watches,
        topic: Deliveries,
        book: Book,
        *,
        clock: Callable[[], datetime],
        metrics: StageMetrics,
        liveness: Liveness,
        stopping: Callable[[], bool],
    ) -> None:
        self.waiting_for: str | None = None
        self._inbox = inbox
        self._index = index
        self._find_committed = find_committed
        self._watches = watches
        self._topic = topic
        self._book = book
        self._clock = clock
        self._metrics = metrics
        self._liveness = liveness
        self._stopping = stopping
        self._refused: set[str] = set()

    def run_once(self) -> bool:
        """Take one batch through the steps; return whether there was one.

        Raises kafka.errors.KafkaError when the deliveries cannot be written; nothing is committed
        then.
        """
        records = self._inbox.collect()  # 1
        if not records:
            return False
        self._metrics.histogram(BATCH).observe(len(records))
        self._metrics.gauge(IN_FLIGHT).set(len(records))
        try:
            if not self._take(records):
                return True
            with self._metrics.histogram(STEP, step="commit").time():
                self._inbox.commit(records)  # 5
        finally:
            self._metrics.gauge(IN_FLIGHT).set(0)
        self._liveness.made_progress()
        return True

    def _take(self, records: Sequence[Record]) -> bool:
        """Do the steps 2 to 4; False when told to stop before they were done."""
        watches = self._list_active()
        if not watches:
            self._metrics.counter(ITEMS, outcome="unwatched").inc(len(records))
            return True
        notices = read_notices(records)
        names = [name_delivery(watch.id, each) for each in notices.withdrawn for watch in watches]
        if ends := build_ends(filter(self._book.is_waiting, names), self._clock()):
            self._topic.write(ends)
        with self._metrics.histogram(STEP, step="await_index").time():
            arrived = self._await_arrival(notices.published)  # 2
        if arrived is None:
            return False
        if arrived:
            # Anew: one that was added while the index was waited for gets these articles.
            watches = self._list_active()
            compared = self._compare(watches, [each.id for each in arrived])  # 3
            if compared is None:
                return False
            self._offer(compared, {each.id: each for each in arrived})  # 4
        self._metrics.counter(ITEMS, outcome="compared").inc(len(arrived))
        return True

    def _list_active(self) -> list[Watch]:
        return [each for each in self._watches.read().values() if each.state == "active"]

    def _await_arrival(self, notices: Sequence[Notice]) -> list[Notice] | None:
        arrived: list[Notice] = []
        coming = list(notices)
        while coming:
            try:
                look = look_for(coming, self._index, self._find_committed)
            except UnavailableError as error:
                if not self._await_elasticsearch(error):
                    return None
            else:
                self.waiting_for = None
                arrived += look.arrived
                self._metrics.counter(ITEMS, outcome="not_indexed").inc(len(look.absent))
                coming = list(look.coming)
                if coming:
                    self._inbox.wait(LOOK_EVERY_S, self._stopping)
            if coming and self._stopping():
                return None
            # Of a partition that has gone to another worker nothing is committed here.
            kept = {each.at for each in self._inbox.keep_owned([each.record for each in coming])}
            coming = [each for each in coming if each.record.at in kept]
        return arrived

    def _compare(self, watches: Sequence[Watch], ids: Sequence[str]) -> list[Compared] | None:
        while True:
            try:
                with self._metrics.histogram(STEP, step="compare").time():
                    compared = self._index.compare(watches, ids)
            except UnavailableError as error:
                if not self._await_elasticsearch(error):
                    return None
            else:
                self.waiting_for = None
                return compared

    def _offer(self, compared: Sequence[Compared], notices: Mapping[str, Notice]) -> None:
        for each in compared:
            if each.refusal is not None:
                self._report_refusal(each)
        offers = build_offers(compared, notices, self._book.is_known, self._clock())
        if offers:
            with self._metrics.histogram(STEP, step="offer").time():
                self._topic.write(offers)

    def _report_refusal(self, compared: Compared) -> None:
        """Say once that a search cannot be made, which worked when the watch was added."""
        if compared.watch.id in self._refused:
            return
        self._refused.add(compared.watch.id)
        log.error("a watch is refused", watch=compared.watch.name, reason=compared.refusal)
        notebook = Notebook(self._watches, self._clock)
        told = f"Elasticsearch refuses the search: {compared.refusal}"
        notebook.tally(compared.watch.id).note_failure(self._clock(), told)
        notebook.write()

    def _await_elasticsearch(self, error: UnavailableError) -> bool:
        """Wait a while, in the group; False when told to stop."""
        self.waiting_for = f"elasticsearch ({error})"
        log.warning("elasticsearch does not answer", reason=str(error))
        self._inbox.wait(TRY_AGAIN_AFTER_S, self._stopping)
        return not self._stopping()
