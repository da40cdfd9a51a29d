"""The articles of the raw topic are tagged anew, and what differs from the index is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from memory_log import MemoryLog
from rich.console import Console

from tidings.article import Article
from tidings.dlq.letter import StoredMessage
from tidings.dlq.selection import SelectionError
from tidings.outcome import Reject
from tidings.shadow import IndexedTags
from tidings.tags import Entity, Span, Tags, Title
from tidings_enrich.retag.command import read_since
from tidings_enrich.retag.report import render_tally
from tidings_enrich.retag.retagging import Retagging, retag_topic
from tidings_enrich.retag.tally import SAMPLES, Tally

NOW = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
RAW = "raw"
BODY = "渡口镇的桥修好了，镇长周明远说。"


def span(text):
    return Span(start=BODY.index(text), end=BODY.index(text) + len(text), text=text)


def entity(kind, name, *titles):
    offices = tuple(Title(name=each) for each in titles)
    return Entity(type=kind, name=name, titles=offices, mentions=(span(name),))


PLACE = entity("place", "渡口镇")
PERSON = entity("person", "周明远")
OFFICER = entity("person", "周明远", "镇长")
BEFORE = Tags(entities=(PLACE, PERSON))
AFTER = Tags(entities=(OFFICER, entity("organization", "渡口")))


class Tagger:
    """Finds ``AFTER`` in everything, but fails on an article that says so."""

    lexicon = None

    def __init__(self):
        self.tagged = []

    def tag(self, articles):
        if any("读不了" in each.body for each in articles):
            raise ValueError("no")
        self.tagged += [each.id for each in articles]
        return [AFTER for _ in articles]

    def hold(self):
        return self

    def reads_names(self, language):
        return True


class Index:
    """What is indexed, by id, and what is written."""

    def __init__(self, indexed, refuse=()):
        self.indexed = indexed
        self.refuse = refuse
        self.written = []

    def find_tags(self, ids):
        return {each: self.indexed[each] for each in ids if each in self.indexed}

    def write(self, articles):
        self.written += articles
        return {each: Reject("mapping", "no") for each in self.refuse}


def make_article(number, revision=1, body=BODY):
    return Article(
        id=f"{number:032x}",
        revision=revision,
        content_hash="",
        source="example-gazette",
        headline=f"第{number}篇",
        body=body,
        received_at=NOW,
    )


def push(log, article):
    return log.append(RAW, article.to_bytes(), key=article.id.encode())


def retag(log, index, *, writes=True, since=None):
    steps = []
    work = Retagging(Tagger(), index, pipeline="new", clock=lambda: NOW, writes=writes)
    retag_topic(log, log.measure(RAW), since, work, steps.append)
    return work.tally, sum(steps)


def one_article(tags=BEFORE):
    log = MemoryLog().create(RAW)
    article = make_article(1)
    return log, article, Index({article.id: IndexedTags(push(log, article), tags)})


def test_tags_that_would_be_gained_lost_and_changed_are_counted_by_kind():
    log, _, index = one_article()
    tally, _ = retag(log, index)
    assert (tally.compared, tally.changed) == (1, 1)
    counts = {kind: row for kind, row in tally.count_kinds().items() if any(row.values())}
    assert counts == {
        "persons": {"gained": 0, "lost": 0, "changed": 1},
        "organizations": {"gained": 1, "lost": 0, "changed": 0},
        "places": {"gained": 0, "lost": 1, "changed": 0},
    }


def test_an_article_with_the_same_tags_has_not_changed():
    log, _, index = one_article(AFTER)
    tally, _ = retag(log, index)
    assert (tally.compared, tally.changed, tally.samples) == (1, 0, {})


def test_what_is_tagged_anew_is_written_with_its_revision_and_the_code_that_tagged_it():
    log, article, index = one_article()
    retag(log, index)
    (written,) = index.written
    assert (written.article.id, written.article.revision) == (article.id, article.revision)
    assert written.article.lineage.pipeline == "new"
    assert (written.tags, written.enriched_at) == (AFTER, NOW)


def test_an_article_that_is_tagged_anew_stays_in_its_story():
    log = MemoryLog().create(RAW)
    article = make_article(1)
    indexed = IndexedTags(push(log, article), BEFORE, "a" * 32, "b" * 32)
    index = Index({article.id: indexed})
    retag(log, index)
    (written,) = index.written
    assert (written.story_id, written.near_duplicate_of) == ("a" * 32, "b" * 32)


def test_nothing_is_written_where_only_the_differences_are_asked_for():
    log, _, index = one_article()
    tally, _ = retag(log, index, writes=False)
    assert tally.changed == 1
    assert index.written == []


def test_only_the_message_that_the_document_came_from_is_tagged():
    log = MemoryLog().create(RAW)
    push(log, make_article(1, revision=1))
    origin = push(log, make_article(1, revision=2))
    push(log, make_article(1, revision=2))
    push(log, make_article(2))
    log.append(RAW, b"{")
    index = Index({f"{1:032x}": IndexedTags(origin, BEFORE)})
    tally, offsets = retag(log, index)
    assert [each.article.revision for each in index.written] == [2]
    assert (tally.compared, tally.passed_over, offsets) == (1, 4, 5)


def test_articles_from_before_the_time_that_was_asked_for_are_left_out():
    log, _, index = one_article()
    messages = log.topics[RAW][0]
    messages[0] = replace(messages[0], written_at=NOW - timedelta(hours=2))
    assert isinstance(messages[0], StoredMessage)
    tally, offsets = retag(log, index, since=NOW - timedelta(hours=1))
    assert (tally.compared, offsets) == (0, 1)
    tally, _ = retag(log, index, since=NOW - timedelta(hours=3))
    assert tally.compared == 1


def test_what_cannot_be_tagged_or_written_is_counted_and_stops_no_other():
    log = MemoryLog().create(RAW)
    indexed = {}
    for number, body in enumerate([BODY, "读不了", BODY]):
        article = make_article(number, body=body)
        indexed[article.id] = IndexedTags(push(log, article), BEFORE)
    tally, _ = retag(log, Index(indexed, refuse=[f"{2:032x}"]))
    assert tally.compared == 2
    assert tally.refused == {"tagger_failed": 1, "mapping": 1}


def test_a_tally_remembers_a_few_samples_of_each_change_however_many_there_are():
    tally = Tally()
    for number in range(50):
        tally.compare(make_article(number), BEFORE, AFTER)
    assert tally.count_kinds()["places"]["lost"] == 50
    assert {len(each) for each in tally.samples.values()} == {SAMPLES}
    samples = tally.describe()["samples"]
    assert [each["kind"] for each in samples[::SAMPLES]] == ["persons", "organizations", "places"]
    sample = samples[0]
    assert (sample["id"], sample["headline"]) == (f"{0:032x}", "第0篇")
    assert set(sample) >= {"kind", "how", "identity", "before", "after"}


def test_hostile_headlines_are_harmless_on_a_terminal():
    tally = Tally()
    article = make_article(1).model_copy(update={"headline": "\x1b[2J[red]"})
    tally.compare(article, BEFORE, AFTER)
    console = Console(width=120, file=StringIO())
    console.print(render_tally(tally))
    said = console.file.getvalue()
    assert "\x1b" not in said
    assert "[red]" in said
    assert "1 of 1 articles would have other tags" in said


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12h", NOW - timedelta(hours=12)),
        ("now-7d", NOW - timedelta(days=7)),
        ("2031-05-01", datetime(2031, 5, 1, tzinfo=UTC)),
    ],
)
def test_since_is_a_time_or_how_long_ago(text, moment):
    assert read_since(text, NOW) == moment


def test_since_refuses_what_is_neither():
    with pytest.raises(SelectionError, match="yesterday is no time"):
        read_since("yesterday", NOW)
