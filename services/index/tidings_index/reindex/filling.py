"""Fill a new index: copy the old one, and read the topic as far as it goes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from elasticsearch import Elasticsearch

from tidings.bars import BeginBar
from tidings.dlq.ports import MessageLog
from tidings_index.documents import Document
from tidings_index.reindex.build import Build
from tidings_index.reindex.indices import Indices
from tidings_index.reindex.landscape import FoundIndex, ReindexError
from tidings_index.reindex.pages import read_documents
from tidings_index.reindex.patient_writer import Refused
from tidings_index.reindex.report import Report
from tidings_index.reindex.sinks import open_writers
from tidings_index.reindex.topic_reading import (
    find_stretches,
    read_round,
)

# What may be left to read when the index stage has to wait for it: a second or two.
FEW_MESSAGES: Final = 1_000
# Each takes as long as reading what came during the one before. Where it does not become less, more
# arrives than can be written.
MOST_ROUNDS: Final = 20
# So much work is repeated after a crash. To save is a change of the cluster's state.
SAVE_EVERY_S: Final = 5.0


class Filler:
    """Fills the index ``found``; ``build`` says how far it is, and is saved in it on the way.

    Raises ReindexError, what ``MessageLog`` raises, elasticsearch.ApiError and TransportError.
    """

    def __init__(  # noqa: PLR0913 - the parts are wired in one place
        self,
        client: Elasticsearch,
        indices: Indices,
        log: MessageLog,
        *,
        found: FoundIndex,
        build: Build,
        write_alias: str,
        history_alias: str,
        begin_bar: BeginBar,
    ) -> None:
        self.name = found.name
        self.build = build
        self.report = Report(new=found.name, old=build.source)
        self._client = client
        self._indices = indices
        self._log = log
        self._found = found
        self._begin_bar = begin_bar
        self._writer, self._over = open_writers(client, write_alias, history_alias, build)
        self._saved_at = time.monotonic()

    def copy(self) -> None:
        """Copy the old index, from where an earlier start was interrupted."""
        source = self.build.source
        # Counting refreshes: what was written before is among what is copied.
        advance = self._begin_bar(f"copying {source}", self._indices.count(source))
        advance(self.build.copied)
        for page in read_documents(self._client, source, self.build.copied_to):
            self.report.note_refused(self._over.write(page))
            advance(len(page))
            copied = self.build.copied + len(page)
            self.build = self.build.changed(copied=copied, copied_to=page[-1].id)
            self._save_now_and_then()
        self.save(is_copied=True)

    def write_over(self, documents: Sequence[Document]) -> list[Refused]:
        """Write documents in the place of those with the same revision; return those refused."""
        return self._over.write(documents)

    def catch_up(self) -> None:
        """Read the topic until little has come meanwhile."""
        for _ in range(MOST_ROUNDS):
            messages = self.read_round()
            self.save()
            if messages <= FEW_MESSAGES:
                return
        raise ReindexError(
            f"articles arrive as fast as they are written, {messages} of them while as many were: "
            "started again, it goes on"
        )

    def read_round(self) -> int:
        """Read the topic to where it ends now; return how many messages that were."""
        held = self._log.measure(self.build.topic)
        if not held:
            raise ReindexError(f"there is no topic {self.build.topic}")
        stretches = find_stretches(held, self.build.offsets)
        total = sum(each.end - each.start for each in stretches)
        advance = self._begin_bar(f"reading {self.build.topic}", total)
        for each in read_round(
            self._log, stretches, self.build.offsets, self._writer, lambda: datetime.now(UTC)
        ):
            self.build = self.build.changed(offsets=each.offsets)
            self.report.read += each.messages
            self.report.unreadable += each.unreadable
            self.report.note_refused(each.refused)
            advance(each.messages)
            self._save_now_and_then()
        return total

    def save(self, **fields: object) -> None:
        """Change fields of ``build`` and keep it in the index."""
        self.build = self.build.changed(**fields)
        self._indices.save(self._found, self.build)
        self._saved_at = time.monotonic()

    def _save_now_and_then(self) -> None:
        if time.monotonic() - self._saved_at > SAVE_EVERY_S:
            self.save()
