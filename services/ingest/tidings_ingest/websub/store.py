"""The subscriptions for the running stage: looked up at each request, changed one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tidings.private.watch import FileWatch
from tidings_ingest.websub.subscription import Subscription
from tidings_ingest.websub.subscription_file import change_subscriptions, read_subscriptions

Change = Callable[[Subscription], Subscription | None]
"""Returns what a subscription becomes, None to forget it."""


class SubscriptionStore:
    """Subscriptions by id; ``clock`` returns monotonic seconds. For any number of threads.

    Makes the file where there is none. Raises PrivateFileError when it cannot be read or written.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        with change_subscriptions(path):
            pass
        self._watch = FileWatch(path, clock, _read_by_id, "subscriptions")

    def read(self) -> Mapping[str, Subscription]:
        """Return the subscriptions, as they were a second ago at most; changes of ours count."""
        return self._watch.read()

    def change(self, subscription_id: str, change: Change) -> Subscription | None:
        """Change what the file has now, on the disk before this returns, and return the result.

        None when it was forgotten, by ``change`` or before. It can take ten seconds, where a
        command holds the lock, so it is nothing for an event loop. Raises PrivateFileError.
        """
        after: Subscription | None = None
        with change_subscriptions(self._path) as entries:
            for position, each in enumerate(entries):
                if each.id == subscription_id:
                    after = change(each)
                    entries[position : position + 1] = [] if after is None else [after]
                    break
        self._watch.read_now()
        return after


def _read_by_id(path: Path) -> dict[str, Subscription]:
    return {each.id: each for each in read_subscriptions(path)}
