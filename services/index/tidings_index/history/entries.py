"""Which revisions of an article go to the history, with their words or without. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from tidings_index.documents import Document

Fields = Mapping[str, Any]

# What is left of a revision that a withdrawal emptied: that it was there, from whom, and when.
STUB_FIELDS: Final = (
    *("id", "revision", "status", "source", "feed"),
    *("published_at", "received_at", "indexed_at"),
)
WORD_FIELDS: Final = (
    *("url", "language", "kicker", "headline", "subhead", "byline", "dateline", "captions", "body"),
)
KEPT_FIELDS: Final = (*STUB_FIELDS, *WORD_FIELDS)
# Versions of an entry in Elasticsearch. A lower one never replaces a higher one, so that words that
# come late, from whomever, do not come back into an entry that was emptied.
WITH_WORDS: Final = 1
EMPTIED: Final = 2
# Nobody measures the age of an earlier revision.
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision of an article, with the fields that the history has of it."""

    id: str
    revision: int
    fields: Fields

    @property
    def is_withdrawal(self) -> bool:
        """Whether this revision took the article back."""
        return self.fields.get("status") == "withdrawn"

    @property
    def has_words(self) -> bool:
        """Whether there is anything that a withdrawal would take away."""
        return not self.is_withdrawal and "emptied_by" not in self.fields

    def empty(self, withdrawal: int) -> Entry:
        """Return the entry without words, as the withdrawal of this revision leaves it."""
        left = {name: self.fields[name] for name in STUB_FIELDS if name in self.fields}
        return Entry(self.id, self.revision, {**left, "emptied_by": withdrawal})

    def to_document(self) -> Document:
        """Return what is written to the history: the same entry always has the same id."""
        version = EMPTIED if "emptied_by" in self.fields else WITH_WORDS
        entry_id = f"{self.id}-{self.revision}"
        return Document(entry_id, version, orjson.dumps(self.fields), _LONG_AGO)


def read_entry(document: Fields) -> Entry:
    """Return the entry of a document of the index, or of one of the history."""
    names = (*KEPT_FIELDS, "emptied_by")
    kept = {name: document[name] for name in names if name in document}
    return Entry(document["id"], document["revision"], kept)


def plan_entries(
    indexed: Entry | None, arriving: Sequence[Entry], kept: Iterable[Entry]
) -> list[Entry]:
    """Return what to write to the history of one article before ``arriving`` is indexed.

    ``indexed`` is what the index has, ``kept`` what the history has. Every revision but the newest
    is kept, in whatever order they come; those before the last withdrawal without their words,
    the ones that are in the history already among them.
    """
    known = [] if indexed is None else [indexed]
    at_hand = {each.revision: each for each in (*known, *arriving)}
    newest = max(at_hand, default=0)
    before = {each.revision: each for each in kept}
    withdrawal = max(
        (each.revision for each in (*before.values(), *at_hand.values()) if each.is_withdrawal),
        default=-1,
    )
    with_words = {at: each for at, each in before.items() if each.has_words and at <= withdrawal}
    earlier = {at: each for at, each in at_hand.items() if at < newest}
    return [
        each.empty(withdrawal) if each.has_words and each.revision <= withdrawal else each
        for each in (with_words | earlier).values()
    ]


def find_touched(
    documents: Sequence[Document], indexed: Mapping[str, int]
) -> dict[str, list[Document]]:
    """Return the articles whose history changes, with what arrives of each, in order.

    ``indexed`` has the revision that the index has of each article that is in it.
    """
    arriving: dict[str, list[Document]] = {}
    for each in documents:
        arriving.setdefault(each.id, []).append(each)
    return {
        article_id: group
        for article_id, group in arriving.items()
        if any(each.is_withdrawn for each in group)
        or len({each.revision for each in group} | {indexed.get(article_id, group[0].revision)}) > 1
    }
