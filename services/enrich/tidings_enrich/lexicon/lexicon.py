"""All names of the user's lexicon, ready to be looked for in one pass over a text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tidings.tags import EntityType, Known
from tidings_enrich.lexicon.entry import LexiconEntry, Placed
from tidings_enrich.tagging.folding import squeeze
from tidings_enrich.tagging.names.occurrences import cuts_word
from tidings_enrich.tagging.surrogates import drop_surrogates, replace_surrogates
from tidings_enrich.yaml_document import DataFileError

# One sign is part of too many other words.
SHORTEST = 2


class Record(NamedTuple):
    """What is kept of an entry, and where it stands: a fifth of the memory of the entry."""

    name: str
    kind: EntityType
    links: tuple[str, ...]
    watch: bool
    where: str


class LexiconHit(NamedTuple):
    """A name of the lexicon where it stands: code points of the body, and its record."""

    start: int
    end: int
    record: Record


class Lexicon:
    """Finds names by Aho and Corasick: the time is that of the text, however many names there are.

    White space that a page put into a name does not hide it, nor does the other Chinese script or
    the width of signs. Names in Latin letters are found as they are written and as whole words.
    """

    def __init__(self, placed: Iterable[Placed]) -> None:
        """Compile the entries; raises DataFileError where two of them share a name."""
        self._by_form: dict[str, Record] = {}
        digest = hashlib.sha256()
        self._size = 0
        for each in placed:
            self._add(each)
            self._size += 1
            digest.update(_write(each.entry))
        self.version = digest.hexdigest()[:8]
        """Eight hex digits that change with what the lexicon says."""
        self._forms = list(self._by_form)
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.LeftmostLongest)

    @property
    def name(self) -> str:
        """Name what the lexicon says, for the lineage of each article."""
        return f"lexicon {self.version}"

    def __len__(self) -> int:
        """Return how many entries there are."""
        return self._size

    def _add(self, placed: Placed) -> None:
        where, entry = placed
        record = Record(entry.name, entry.kind, entry.links, entry.watch, where)
        for name in (entry.name, *entry.aliases):
            form = drop_surrogates(squeeze(name)[0])
            if len(form) < SHORTEST:
                raise DataFileError(f"{where}: {entry.name}: {name!r} is too short to look for")
            other = self._by_form.setdefault(form, record)
            if other is not record:
                raise DataFileError(f"{where}: {entry.name}: {name} is a name of {other.where} too")

    def find(self, body: str) -> list[LexiconHit]:
        """Return the names in ``body`` in order, never overlapping: the longest of each place."""
        squeezed, origins = squeeze(body)
        text = replace_surrogates(squeezed)
        return [
            LexiconHit(origins[start], origins[end - 1] + 1, self._by_form[self._forms[at]])
            for at, start, end in self._automaton.find_matches_as_indexes(text)
            if not cuts_word(text, start, end)
        ]

    def find_record(self, kind: EntityType, name: str) -> Record | None:
        """Return the record of this kind that has ``name`` as one of its names."""
        record = self._by_form.get(squeeze(name)[0])
        return record if record and record.kind == kind else None

    def describe(self, record: Record) -> Known:
        """Return what a tag says of the record that it goes by."""
        return Known(
            lexicon=self.version, where=record.where, links=record.links, watch=record.watch
        )


def _write(entry: LexiconEntry) -> bytes:
    parts = (entry.kind, str(entry.watch), entry.name, *entry.aliases, "", *entry.links, "")
    return "\n".join(parts).encode("utf-8", "surrogatepass")
