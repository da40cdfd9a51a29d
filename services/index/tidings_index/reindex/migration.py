"""Build a new index beside the present one, and put it in its place; nothing is lost on the way.

The order that makes it safe:

1. note the offsets that the index stage has committed: what lies before them is in the old index;
2. refresh the old index and copy it;
3. read the topic from the noted offsets to its end, again until little came meanwhile;
4. look at the old index, read once more, check that the new one has all that was seen, and read
   what came meanwhile;
5. close the old index to writers: the index stage waits, and commits nothing;
6. read the topic to its end: whatever the index stage has written stands before that;
7. compare, and swap the alias: the index stage writes what it holds into the new index.

A crash before 7 leaves the old index in its place. A second start goes on from what the new index
says of itself, and opens the old one first if it was closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from elasticsearch import Elasticsearch

from tidings.bars import Advance, BeginBar
from tidings_index.documents import Document
from tidings_index.reindex.filling import Filler
from tidings_index.reindex.indices import Indices, SwapUnknownError
from tidings_index.reindex.landscape import ReindexError
from tidings_index.reindex.pages import MarkReader
from tidings_index.reindex.patient_writer import Refused
from tidings_index.reindex.report import Report
from tidings_index.reindex.verification import Lack, Mark, find_lacks


class Migration:
    """Fills a new index and swaps it in; what it raises leaves the old index in its place."""

    def __init__(
        self, client: Elasticsearch, indices: Indices, filler: Filler, begin_bar: BeginBar
    ) -> None:
        self._client = client
        self._indices = indices
        self._filler = filler
        self._begin_bar = begin_bar
        self._source = filler.build.source

    def fill(self) -> None:
        """Copy what is to be copied, and read the topic to its end."""
        self.copy()  # 2
        self._filler.catch_up()  # 3

    def copy(self) -> None:
        """Copy what is to be copied and is not yet."""
        self._open_source()
        if self._filler.build.needs_copy():
            self._filler.copy()

    def _open_source(self) -> None:
        """Open the old index to writers, where an earlier start had closed it and was killed."""
        if self._filler.build.is_blocking:
            self._indices.unblock(self._source)
            self._filler.save(is_blocking=False)

    @property
    def name(self) -> str:
        """The name of the new index."""
        return self._filler.name

    def write_over(self, documents: Sequence[Document]) -> list[Refused]:
        """Write documents in the place of their copies; return those that are refused."""
        return self._filler.write_over(documents)

    def mark_tagged(self) -> None:
        """Note that a shadow index has all its tags."""
        self._filler.save(is_tagged=True)

    def swap(self) -> Report:
        """Check the new index and put it in the place of the old one; return what was done."""
        filler, report = self._filler, self._filler.report
        self._verify()  # 4
        filler.catch_up()
        with self._closing():  # 5
            filler.read_round()  # 6
            report.old_documents = self._indices.count(self._source)
            report.documents = self._indices.count(filler.name)
            self._compare()
            self._indices.swap(self._source, filler.name)  # 7
        report.copied = filler.build.copied
        return report

    def _verify(self) -> None:
        total = self._indices.count(self._source)
        old = MarkReader(self._client, self._source)
        # What is in the old index as it is seen there, is on the topic as it is now.
        self._filler.read_round()
        self._indices.refresh(self._filler.name)
        new = MarkReader(self._client, self._filler.name)
        advance = self._begin_bar("checking", total)
        seen = _count(old.read(), advance)
        with_times = not self._filler.build.keeps_tags()
        self._fail_on(find_lacks(seen, new.read(), with_times=with_times))

    def _compare(self) -> None:
        """Check what came after the last look: what was refused, and how many there are."""
        refused = list(self._filler.report.refused)
        marks = [
            sorted(self._indices.find_marks(each, refused))
            for each in (self._source, self._filler.name)
        ]
        self._fail_on(find_lacks(*marks, with_times=False))
        new, old = self._filler.report.documents, self._filler.report.old_documents
        if new < old:
            raise ReindexError(f"{self._filler.name} has {new} documents, {self._source} {old}")

    def _fail_on(self, lacks: Iterable[Lack]) -> None:
        if words := self._filler.report.describe_lacks(lacks):
            raise ReindexError(words)

    @contextmanager
    def _closing(self) -> Iterator[None]:
        """Close the old index while this lasts, and open it again if it stays in its place."""
        self._filler.save(is_blocking=True)
        try:
            self._indices.block(self._source)
            yield
        except SwapUnknownError:
            raise
        except BaseException:
            self._indices.unblock(self._source)
            self._filler.save(is_blocking=False)
            raise


def _count(marks: Iterable[Mark], advance: Advance) -> Iterator[Mark]:
    for each in marks:
        yield each
        advance(1)
