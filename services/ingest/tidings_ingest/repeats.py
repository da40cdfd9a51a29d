"""Which articles are on the road as they stand, so that a repeat need not be sent again.

An article is remembered when Kafka has acknowledged it, and only then; after one whose fate is not
known, nothing is the same. So the worst that can happen is that something is sent twice, which
makes no second document. What another ingest takes is not seen here: where it took a change, and
the first text comes back to this one, that would be answered as unchanged. Therefore nothing is
trusted for longer than an hour after it was sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from struct import Struct
from typing import Final

from tidings.article import Article
from tidings.identity import derive_revision

# A feed shows its last 10 to 100 articles each time: 1,000 feeds with 65 each.
MOST_ARTICLES: Final = 65_536
TRUSTED_FOR_S: Final = 3_600.0
# Digest, revision, the publisher's own time, and when it was sent. With its key (48 bytes), the
# head of a bytes object and its place in the table a row takes 190 bytes, so all of them 12 MB.
_ROW: Final = Struct("<16sqqd")
_DIGEST_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Version:
    """What a repeat is compared by.

    ``digest`` covers all that the publisher says, ``revision`` and ``modified`` are milliseconds
    since 1970; ``modified`` is the publisher's own word, -1 when it gave none.
    """

    id: str
    digest: bytes
    revision: int
    modified: int = -1

    def covers(self, later: Version) -> bool:
        """Return whether ``later`` says the same, and the publisher does not call it newer."""
        is_newer = later.modified > max(self.revision, self.modified)
        return self.digest == later.digest and not is_newer


def take_version(
    article: Article, modified_at: datetime | None = None, held_until: datetime | None = None
) -> Version:
    """Return the version that ``article`` is; the page it stood on and its feed make no other."""
    told = (
        article.id,
        article.content_hash,
        article.url,
        article.language,
        article.dateline,
        article.published_at and article.published_at.isoformat(),
        held_until and held_until.isoformat(),
        *(each.photographer for each in article.captions),
        # In any order: some feeds give them in another one each time.
        *sorted((each.kind, each.name) for each in article.labels),
    )
    digest = hashlib.blake2b(repr(told).encode(), digest_size=_DIGEST_BYTES).digest()
    modified = -1 if modified_at is None else derive_revision(modified_at, modified_at)
    return Version(article.id, digest, article.revision, modified)


@dataclass(slots=True)
class _Way:
    """One id on its way in some requests, and the newest that may have come to the topic."""

    requests: int = 0
    newest: Version | None = None


class Repeats:
    """Remembers versions by id; for one event loop. ``clock`` returns monotonic seconds.

    Two generations of half the rows each: when the young one is full it becomes the old one, so
    that forgetting costs nothing and at least the last half of ``most_articles`` is remembered.
    """

    def __init__(self, clock: Callable[[], float], most_articles: int = MOST_ARTICLES) -> None:
        self._clock = clock
        self._most_young = most_articles // 2
        self._young: dict[int, bytes] = {}
        self._old: dict[int, bytes] = {}
        self._under_way: dict[str, _Way] = {}

    def find_same(self, version: Version) -> int | None:
        """Return the revision under which ``version`` is on the road, None when it has to be sent.

        It has to be while the same id is on its way, and when the publisher calls it newer.
        """
        found = None if version.id in self._under_way else self._read(version.id)
        if found is None:
            return None
        known, sent_at = found
        is_trusted = self._clock() - sent_at < TRUSTED_FOR_S
        return known.revision if is_trusted and known.covers(version) else None

    def begin(self, ids: Iterable[str]) -> None:
        """Note that a request is about to send these; ``finish`` has to follow for the same."""
        for each in set(ids):
            self._under_way.setdefault(each, _Way()).requests += 1

    def finish(
        self, ids: Iterable[str], acknowledged: Sequence[Version], unknown: Sequence[Version] = ()
    ) -> None:
        """Note what was ``acknowledged``, in the order of sending, and what may be there or not."""
        last: dict[str, Version] = {}
        for version in (*acknowledged, *map(_blot_out, unknown)):
            before = last.get(version.id)
            if before is None or version.revision >= before.revision:
                last[version.id] = version
        for version in last.values():
            way = self._under_way[version.id]
            if way.newest is None or version.revision > way.newest.revision:
                way.newest = version
            elif version.revision == way.newest.revision and version.digest != way.newest.digest:
                # From two requests at once: which of them came to the topic first, nobody knows.
                way.newest = _blot_out(version)
        for each in set(ids):
            way = self._under_way[each]
            way.requests -= 1
            if way.requests == 0:
                del self._under_way[each]
                self._settle(way.newest)

    def _settle(self, newest: Version | None) -> None:
        if newest is None:
            return
        found = self._read(newest.id)
        if found is None or newest.revision >= found[0].revision:
            self._write(newest)

    def _write(self, version: Version) -> None:
        key = _shorten(version.id)
        if len(self._young) >= self._most_young and key not in self._young:
            self._old, self._young = self._young, {}
        self._young[key] = _ROW.pack(
            version.digest, version.revision, version.modified, self._clock()
        )

    def _read(self, article_id: str) -> tuple[Version, float] | None:
        key = _shorten(article_id)
        row = self._young.get(key) or self._old.get(key)
        if row is None:
            return None
        digest, revision, modified, sent_at = _ROW.unpack(row)
        return Version(article_id, digest, revision, modified), sent_at


def _blot_out(version: Version) -> Version:
    """Return a version that nothing is the same as, but that older ones still do not replace."""
    return replace(version, digest=bytes(_DIGEST_BYTES))


def _shorten(article_id: str) -> int:
    """Return 64 of an id's 128 bits; the digest has it all, so a collision costs one sending."""
    return int(article_id[:16], 16)
