"""What became of the articles: acknowledged − (searchable ∪ dead-lettered) = lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the index: its ``_id``, and the headline, which has the article's number."""

    id: str
    headline: str


@dataclass(frozen=True, slots=True)
class Account:
    """Numbers of acknowledged articles; ids of those that are nowhere; headlines found twice."""

    acknowledged: int
    searchable: int
    dead_lettered: int
    lost: tuple[str, ...]
    duplicates: tuple[str, ...]

    @property
    def is_settled(self) -> bool:
        """Whether each acknowledged article was found, and each once."""
        return not self.lost and not self.duplicates


def draw_account(
    acknowledged: Mapping[str, Collection[str]],
    documents: Iterable[Document],
    dead_lettered: Set[str],
) -> Account:
    """Compare what was acknowledged with what is there.

    ``acknowledged`` has for each headline the ids that it was answered with. Two ids for one
    article are a duplicate as soon as both have a document. What was not acknowledged may be there.
    """
    found = list(documents)
    ids = {each.id for each in found}
    answered = {each for ids_of_one in acknowledged.values() for each in ids_of_one}
    counts = Counter(each.headline for each in found)
    return Account(
        acknowledged=len(acknowledged),
        searchable=len(answered & ids),
        dead_lettered=len(answered & dead_lettered),
        lost=tuple(sorted(answered - ids - dead_lettered)),
        duplicates=tuple(sorted(headline for headline, count in counts.items() if count > 1)),
    )
