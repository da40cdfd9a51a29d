"""The whole road of one article: where it is, and the messages by which it came there.

Where the newest revision is tells where most of its messages are. A document tells the raw one
alone, so the enriched one is searched from the end of its topic back; and what is in no place any
more, such as the article of a purged dead letter, is searched on both topics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, assert_never

from tidings.dead_letter import Position
from tidings.decoding import decode_message
from tidings.dlq.letter import StoredMessage
from tidings.dlq.ports import Stretch
from tidings.outcome import Reject
from tidings.tags import TaggedArticle, Tags
from tidings.whereabouts.budget import Budget
from tidings.whereabouts.facts import read_value
from tidings.whereabouts.findings import InDeadLetters, InIndex, OnItsWay, Whereabouts
from tidings.whereabouts.messages import find_partition, read_at, read_key
from tidings.whereabouts.ports import Topics
from tidings.whereabouts.road import RoadSettings

# A tenth of a second of reading; most articles that somebody asks after are of today.
STEP: Final = 2_000


@dataclass(frozen=True, slots=True)
class Search:
    """A message that can be anywhere on ``topic``, of this revision, of any where it is None."""

    topic: str
    revision: int | None = None


Place = Position | Search | None
"""Where to look for a message; None where there is none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A message of the article; ``message`` is None where its topic does not hold it any more."""

    at: Position
    message: StoredMessage | None


@dataclass(frozen=True, slots=True)
class Trace:
    """``raw`` and ``enriched`` are of the newest revision; None where there is nothing to tell."""

    id: str
    where: Whereabouts | None
    raw: Passage | None
    enriched: Passage | None

    @property
    def is_known(self) -> bool:
        """Whether anything of the article was found."""
        return self.where is not None or self.raw is not None or self.enriched is not None

    def read_tags(self) -> Tags | None:
        """Return the tags on the enriched message, None where there is none that can be read."""
        if self.enriched is None or self.enriched.message is None:
            return None
        tagged = decode_message(self.enriched.message.value, TaggedArticle)
        return None if isinstance(tagged, Reject) else tagged.tags


def plan_trace(where: Whereabouts | None, road: RoadSettings) -> tuple[Place, Place]:
    """Return where the raw and the enriched message of the newest revision are. Pure."""
    raw, enriched = road.enrich_input_topic, road.index_topic
    if where is None:
        return Search(raw), Search(enriched)
    match where.newest:
        case OnItsWay(facts, state, at):
            raw_at = {"held": None, "accepted": at, "enriched": facts.raw_at}[state]
            return raw_at, at if state == "enriched" else None
        case InDeadLetters(facts, origin=at):
            is_from = None if at is None else at.topic
            return at if is_from == raw else facts.raw_at, at if is_from == enriched else None
        case InIndex(facts):
            return facts.raw_at, Search(enriched, facts.revision)
        case _:
            assert_never(where.newest)


class Tracer:
    """Follows one article; ``advance`` is told how many offsets more were searched."""

    def __init__(
        self, topics: Topics, article_id: str, budget: Budget, advance: Callable[[int], None]
    ) -> None:
        self._topics = topics
        self._id = article_id
        self._key = article_id.encode("ascii")
        self._budget = budget
        self._advance = advance

    def trace(self, where: Whereabouts | None, road: RoadSettings) -> Trace:
        """Return the trace; raises UnavailableError, and SpentError when it takes too long."""
        raw, enriched = (self._pass_by(each) for each in plan_trace(where, road))
        return Trace(self._id, where, raw, enriched)

    def count_offsets(self, where: Whereabouts | None, road: RoadSettings) -> int:
        """Return how many offsets the searches pass where nothing is found; raises the same."""
        searched = map(self._find_stretch, plan_trace(where, road))
        return sum(each.end - each.start for each in searched if each is not None)

    def _pass_by(self, place: Place) -> Passage | None:
        match place:
            case Position():
                found = read_at(self._topics, place, self._budget)
                # A topic that was made anew has others' messages in the places of old ones.
                return Passage(place, found if found and found.key == self._key else None)
            case Search():
                last = self._search(place)
                return None if last is None else Passage(last.at, last)
            case None:
                return None
            case _:
                assert_never(place)

    def _find_stretch(self, place: Place) -> Stretch | None:
        if not isinstance(place, Search):
            return None
        return find_partition(self._topics.measure(place.topic, self._budget), self._key)

    def _search(self, search: Search) -> StoredMessage | None:
        """Return the newest such message, searched step by step from the end back."""
        partition = self._find_stretch(search)
        end = 0 if partition is None else partition.end
        while partition is not None and end > partition.start:
            step = replace(partition, start=max(partition.start, end - STEP), end=end)
            found = [
                each
                for each in read_key(self._topics, step, self._key, self._budget)
                if search.revision is None or read_value(each.value).revision == search.revision
            ]
            self._advance(end - step.start)
            if found:
                self._advance(step.start - partition.start)
                return found[-1]
            end = step.start
        return None
