"""What the hubs' pushes leave behind in the subscriptions file: the last one, the last refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from tidings.private.reading import PrivateFileError
from tidings_ingest.authentication import AccessDeniedError
from tidings_ingest.websub.store import SubscriptionStore
from tidings_ingest.websub.subscription import MOST_ERROR_CHARACTERS, Subscription

# Each note is a file written to the disk; a minute is near enough for a person who looks.
NOTE_EVERY: Final = timedelta(minutes=1)
log = structlog.get_logger()


class Traffic:
    """Notes pushes, one a minute and subscription; ``clock`` returns the time in UTC."""

    def __init__(self, store: SubscriptionStore, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._noted: dict[tuple[str, bool], datetime] = {}

    async def note_taken(self, subscription: Subscription) -> None:
        """Note that something was taken just now."""

        def change(current: Subscription) -> Subscription:
            return current.change(last_push_at=now)

        now = self._clock()
        if self._is_due(subscription, now, taken=True):
            await self._keep(subscription, change)

    async def note_refused(self, subscription: Subscription, error: AccessDeniedError) -> None:
        """Note that something was refused, and log it."""

        def change(current: Subscription) -> Subscription:
            told = f"push refused at {now:%Y-%m-%d %H:%M} UTC: {error}"
            return current.change(error=told[:MOST_ERROR_CHARACTERS])

        now = self._clock()
        if self._is_due(subscription, now, taken=False):
            named = {"source": subscription.source, "feed": subscription.feed}
            log.warning("websub push refused", reason=str(error), **named)
            await self._keep(subscription, change)

    def _is_due(self, subscription: Subscription, now: datetime, *, taken: bool) -> bool:
        noted = self._noted.get((subscription.id, taken))
        if noted is not None and now - noted < NOTE_EVERY:
            return False
        self._noted[subscription.id, taken] = now
        return True

    async def _keep(
        self, subscription: Subscription, change: Callable[[Subscription], Subscription]
    ) -> None:
        try:
            await asyncio.to_thread(self._store.change, subscription.id, change)
        except PrivateFileError as error:
            # What was pushed is safe all the same.
            log.error("websub push not noted", reason=str(error))
