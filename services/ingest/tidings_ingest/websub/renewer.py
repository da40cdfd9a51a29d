"""Subscriptions kept alive by a thread of its own, in the order that loses no verification.

1. what the file says now, and what is to be done about it;
2. for a renewal: the feed, which may have moved to another address or hub;
3. the subscription as asked for, on the disk, for the hub may verify before it answers;
4. the request;
5. on a failure: why, and when the next try is due.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final, assert_never

import structlog

from tidings.metrics import RETRIES, StageMetrics
from tidings.private.reading import PrivateFileError
from tidings.web.unexpected import name_place
from tidings_ingest.websub.gauges import show_subscriptions
from tidings_ingest.websub.hub import HubError, Hubs
from tidings_ingest.websub.schedule import Ask, Forget, Rest, begin_asking, note_failure, plan
from tidings_ingest.websub.store import SubscriptionStore
from tidings_ingest.websub.subscription import Subscription

# As fast as a command's change counts anywhere else.
LOOK_EVERY_S: Final = 1.0
log = structlog.get_logger()


class Renewer:
    """Does what is due; ``clock`` returns the time in UTC, ``chance`` a number from 0 to 1."""

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        store: SubscriptionStore,
        hubs: Hubs,
        callback_base: str,
        *,
        metrics: StageMetrics,
        clock: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._store = store
        self._hubs = hubs
        self._callback_base = callback_base
        self._metrics = metrics
        self._clock = clock
        self._chance = chance
        self._look_every_s = look_every_s
        self._trouble: str | None = None
        self._ended = threading.Event()

    def __enter__(self) -> Renewer:
        threading.Thread(target=self._run, name="websub", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def look(self) -> None:
        """Do what is due now."""
        trouble = None
        for each in self._store.read().values():
            try:
                self._tend(each)
            except PrivateFileError as error:
                trouble = str(error)
            if self._ended.is_set():
                return
        self._note_trouble(trouble)
        show_subscriptions(self._store.read().values(), self._clock(), self._metrics)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self.look()
            except Exception as error:
                # What went wrong may go right the next time, and nobody else renews.
                self._note_trouble(f"{type(error).__name__} at {name_place(error)}")
            self._ended.wait(self._look_every_s)

    def _tend(self, subscription: Subscription) -> None:
        action = plan(subscription, self._clock())  # 1
        match action:
            case Rest():
                return
            case Forget():
                self._store.change(subscription.id, self._forget)
            case Ask():
                self._ask(subscription, action)
            case _:
                assert_never(action)

    def _forget(self, subscription: Subscription) -> Subscription | None:
        if plan(subscription, self._clock()) != Forget():
            return subscription
        log.info("websub subscription dropped", **_name(subscription))
        return None

    def _ask(self, subscription: Subscription, action: Ask) -> None:
        moved = self._look_where(subscription) if action.renews else {}  # 2
        is_due = False

        def begin(current: Subscription) -> Subscription:
            nonlocal is_due
            # A command may have changed it since.
            is_due = plan(current, self._clock()) == action
            if not is_due:
                return current
            return begin_asking(current, self._clock(), self._chance()).change(**moved)

        asked = self._store.change(subscription.id, begin)  # 3
        if asked is None or not is_due:
            return
        log.info("websub hub asked", mode=action.mode, tries=asked.tries, **_name(asked))
        try:
            self._hubs.ask(asked, action.mode, f"{self._callback_base}{asked.id}")  # 4
        except HubError as error:
            self._fail(asked, str(error))  # 5

    def _look_where(self, subscription: Subscription) -> dict[str, object]:
        """Return what has to change because the feed has moved; nothing when it cannot be read."""
        try:
            found = self._hubs.find(subscription.url, allow_private=subscription.allow_private)
        except HubError as error:
            log.warning("websub feed not read", reason=str(error), **_name(subscription))
            return {}
        moved: dict[str, object] = {}
        if found.topic != subscription.topic:
            moved["topic"] = found.topic
        if set(found.hubs) != set(subscription.hubs):
            moved["hubs"] = found.hubs
        if moved:
            log.info("websub feed moved", changed=sorted(moved), **_name(subscription))
        return moved

    def _fail(self, asked: Subscription, reason: str) -> None:
        now = self._clock()
        self._store.change(asked.id, lambda each: note_failure(each, reason, now, self._chance()))
        self._metrics.counter(RETRIES, reason="websub_hub").inc()
        log.warning("websub hub refused", reason=reason, tries=asked.tries, **_name(asked))

    def _note_trouble(self, trouble: str | None) -> None:
        if trouble is not None and trouble != self._trouble:
            log.error("websub subscriptions not kept up", reason=trouble)
        self._trouble = trouble


def _name(subscription: Subscription) -> dict[str, str | None]:
    """Return what a log line calls it: neither the secret nor the way to its callback."""
    return {"source": subscription.source, "feed": subscription.feed}
