"""Keep the text of an article before a later one takes its place. Pure but for its ports.

The order that loses no text, for each bulk:

1. look which articles of the bulk are indexed already, in one request for all of them;
2. of those that are there in another revision, and of those that are withdrawn, write every
   revision but the newest to the history;
3. write the documents whose history is acknowledged.

A repeat finds the same and writes the same entries again. An article whose history cannot be
written now is not written either: the index keeps the text before until it is safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

import orjson

from tidings.outcome import Ok, Outcome, Reject
from tidings_index.documents import Document
from tidings_index.history.entries import Entry, find_touched, plan_entries, read_entry
from tidings_index.history.ports import Lookup, UnansweredError
from tidings_index.ports import Sink

# Texts that are read at once. One of 1 MiB, the longest, takes up to 6 MB of JSON.
MOST_ARTICLES: Final = 10
# What is collected before it is written; with the last texts that were read, all that is held.
GOOD_BYTES: Final = 2_000_000

Arriving = Mapping[str, Sequence[Document]]
"""Documents of one bulk by article, in their order."""


class ArchivingSink:
    """Writes to ``sink`` what it is given, and before that to ``history`` what it replaces."""

    def __init__(self, sink: Sink, history: Sink, lookup: Lookup) -> None:
        self._sink = sink
        self._history = history
        self._lookup = lookup

    def write(self, documents: Sequence[Document]) -> list[Outcome]:
        """Return one outcome a document, in order; that of its history where that is not Ok."""
        try:
            indexed = self._lookup.find_revisions({each.id for each in documents})  # 1
        except UnansweredError as error:
            return [error.outcome] * len(documents)
        held_up = self._keep(find_touched(documents, indexed), indexed)  # 2
        safe = [each for each in documents if each.id not in held_up]
        written = iter(self._sink.write(safe) if safe else ())  # 3
        return [held_up[each.id] if each.id in held_up else next(written) for each in documents]

    def _keep(self, articles: Arriving, indexed: Mapping[str, int]) -> dict[str, Outcome]:
        """Return the outcome of each article whose history is not safe."""
        unclear = [each for each, group in articles.items() if _needs_history(each, group, indexed)]
        try:
            kept = self._lookup.list_kept(unclear) if unclear else {}
        except UnansweredError as error:
            return dict.fromkeys(articles, error.outcome)
        held_up: dict[str, Outcome] = {}
        waiting: list[tuple[str, Document]] = []
        for some in _cut(articles):
            try:
                there = self._lookup.read_indexed([each for each in some if each in indexed])
            except UnansweredError as error:
                held_up |= dict.fromkeys(some, error.outcome)
                continue
            entries = _plan(some, there, kept)
            waiting += [(each.id, each.to_document()) for each in entries]
            if sum(len(each.body) for _, each in waiting) >= GOOD_BYTES:
                held_up |= self._write_history(waiting)
                waiting = []
        return held_up | self._write_history(waiting)

    def _write_history(self, waiting: Sequence[tuple[str, Document]]) -> dict[str, Outcome]:
        outcomes = self._history.write([each for _, each in waiting]) if waiting else []
        # Ok is stale, too: a late text of an entry that was emptied.
        return {
            article_id: _name_history(outcome)
            for (article_id, _), outcome in zip(waiting, outcomes, strict=True)
            if not isinstance(outcome, Ok)
        }


def _plan(
    articles: Arriving, there: Mapping[str, Entry], kept: Mapping[str, Sequence[Entry]]
) -> list[Entry]:
    return [
        entry
        for article_id, group in articles.items()
        for entry in plan_entries(
            there.get(article_id),
            [read_entry(orjson.loads(each.body)) for each in group],
            kept.get(article_id, ()),
        )
    ]


def _needs_history(
    article_id: str, arriving: Sequence[Document], indexed: Mapping[str, int]
) -> bool:
    """Return whether a withdrawal is at hand, or a revision comes late: one may be in between."""
    known = indexed.get(article_id, 0)
    return any(each.is_withdrawn or each.revision < known for each in arriving)


def _name_history(outcome: Outcome) -> Outcome:
    if isinstance(outcome, Reject):
        return Reject(outcome.reason, f"the text before it cannot be kept: {outcome.detail}")
    return outcome


def _cut(articles: Arriving) -> Iterator[Arriving]:
    rest = iter(articles.items())
    while some := dict(islice(rest, MOST_ARTICLES)):
        yield some
