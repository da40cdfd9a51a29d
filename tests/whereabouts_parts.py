"""Servers in memory for ``tidings.whereabouts``: topics with commits, an index, and a budget."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from memory_log import MemoryLog

from tidings.article import Article, Lineage
from tidings.dead_letter import Position, write_dead_letter
from tidings.dlq.markers import write_marker
from tidings.outcome import Reject
from tidings.tags import TaggedArticle, Tags
from tidings.topics import EMBARGOED, ENRICHED, ENRICHED_DLQ, RAW, RAW_DLQ
from tidings.whereabouts.budget import Budget
from tidings.whereabouts.facts import read_value
from tidings.whereabouts.findings import InIndex
from tidings.whereabouts.locator import Locator
from tidings.whereabouts.road import RoadSettings

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
ID = "0" * 31 + "7"


def make_article(revision=1, **changed):
    told = {
        "id": ID,
        "revision": revision,
        "content_hash": f"hash-{revision}",
        "source": "gazette",
        "feed": "front",
        "headline": "临江大桥通车",
        "body": "昨日通车。",
        "received_at": NOW,
    }
    return Article(**told | changed)


def make_budget(messages=1_000, seconds=2.0, clock=lambda: 0.0):
    return Budget(clock, seconds, messages)


@dataclass
class MemoryTopics:
    """``before`` is called before each call of the port; ``log`` holds the topics."""

    log: MemoryLog = field(default_factory=MemoryLog)
    committed: dict = field(default_factory=dict)
    before: object = lambda: None
    calls: list = field(default_factory=list)

    def measure(self, topic, budget):
        self._count("measure", topic)
        return self.log.measure(topic)

    def find_committed(self, group, topic, partition, budget):
        self._count("committed", topic)
        return self.committed.get((topic, partition))

    def read(self, stretch, budget):
        self._count("read", stretch.topic)
        for each in self.log.read(stretch):
            budget.count_message()
            yield each

    def _count(self, what, topic):
        self.before()
        self.calls.append((what, topic))


@dataclass
class MemoryDocuments:
    topics: MemoryTopics
    found: InIndex | None = None

    def find(self, article_id):
        self.topics._count("get", "index")
        return self.found if article_id == ID else None


class MemoryRoad:
    """The whole road, on which one article is moved by hand; one partition a topic."""

    def __init__(self):
        self.topics = MemoryTopics()
        for each in (EMBARGOED, RAW, ENRICHED, RAW_DLQ, ENRICHED_DLQ):
            self.topics.log.create(each.name)
        self.documents = MemoryDocuments(self.topics)
        road = RoadSettings().describe_road()
        self.locator = Locator(self.topics, self.documents, road)

    def find(self, budget=None, article_id=ID):
        return self.locator.find(article_id, budget or make_budget())

    def append(self, topic, article, headers=()):
        key = article.id.encode()
        return self.topics.log.append(topic.name, article.to_bytes(), key=key, headers=headers)

    def commit(self, topic):
        (stretch,) = self.topics.log.measure(topic.name)
        self.topics.committed[topic.name, 0] = stretch.end

    def push(self, article):
        return self.append(RAW, article)

    def enrich(self, article, at=None, tags=None):
        """Put it on the enriched topic; what is on the raw one is committed by ``commit``."""
        came = trace(article, at)
        tagged = TaggedArticle(article=came, tags=tags or Tags(), enriched_at=NOW)
        return self.topics.log.append(ENRICHED.name, tagged.to_bytes(), key=article.id.encode())

    def index(self, article, at=None):
        before = self.documents.found
        if before is None or before.facts.revision <= article.revision:
            facts = read_value(trace(article, at).to_bytes())
            self.documents.found = InIndex(facts, "articles-1", NOW)

    def reject(self, article, at=None, topic=RAW_DLQ, detail="why", **changed):
        at = at or Position(RAW.name, 0, 0)
        stage = "enrich" if topic is RAW_DLQ else "index"
        letter = write_dead_letter(
            stage,
            Reject("tagger_failed", detail),
            at,
            **{"key": article.id.encode(), "value": article.to_bytes(), "failed_at": NOW} | changed,
        )
        return self.topics.log.append(
            topic.name, letter.value, key=letter.key, headers=letter.headers
        )

    def settle(self, *positions, topic=RAW_DLQ):
        headers = write_marker("replayed", [each.offset for each in positions])
        self.topics.log.append(topic.name, headers=headers)


def trace(article, at):
    if at is None:
        return article
    place = {"topic": at.topic, "partition": at.partition, "offset": at.offset}
    return article.model_copy(update={"lineage": Lineage(**place)})
