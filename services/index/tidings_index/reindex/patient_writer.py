"""Write documents to a new index, and wait where Elasticsearch cannot take them now."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, assert_never

from tidings.outcome import Ok, Reject, Retry, Split, Stop
from tidings_index.backoff import draw_backoff
from tidings_index.documents import Document
from tidings_index.ports import Sink
from tidings_index.reindex.landscape import ReindexError

# A node that was restarted is back within half a minute. Beyond that somebody starts it again,
# and it goes on.
GIVE_UP_AFTER_S: Final = 60.0


class Refused(NamedTuple):
    """A document that the new index does not take, and why."""

    id: str
    revision: int
    reject: Reject


class PatientWriter:
    """Writes until each document is in, known older, or refused."""

    def __init__(
        self,
        sink: Sink,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sink = sink
        self._clock = clock
        self._sleep = sleep

    def write(self, documents: Sequence[Document]) -> list[Refused]:
        """Return what the index refuses; raises ReindexError after a minute without success."""
        refused: list[Refused] = []
        pending, tries = list(documents), 0
        give_up = self._clock() + GIVE_UP_AFTER_S
        while pending:
            outcomes = self._sink.write(pending)
            again: list[tuple[Document, str]] = []
            for document, outcome in zip(pending, outcomes, strict=True):
                match outcome:
                    case Ok():
                        pass
                    case Reject():
                        refused.append(Refused(document.id, document.revision, outcome))
                    case Retry(reason):
                        again.append((document, reason))
                    case Split(reason) | Stop(reason):
                        raise ReindexError(reason)
                    case _:
                        assert_never(outcome)
            if len(again) < len(pending):
                give_up = self._clock() + GIVE_UP_AFTER_S
            pending = [document for document, _ in again]
            if pending:
                if self._clock() > give_up:
                    raise ReindexError(
                        f"Elasticsearch takes nothing ({again[0][1]}); started again, it goes on"
                    )
                self._sleep(draw_backoff(tries, random.random()))  # noqa: S311 - spreads load
                tries += 1
        return refused
