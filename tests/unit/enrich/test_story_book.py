"""The book of stories: whoever reads the topic comes to the same ones."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tidings_enrich.stories.book import Sketched, Story, StoryBook
from tidings_enrich.stories.record import StoryRecord
from tidings_enrich.stories.sketch import sketch_text

DAY = 86_400_000
TEXTS = [
    " ".join(f"{subject}{number} closed the {subject} road" for number in range(12))
    for subject in ("river", "market", "school", "harbour")
]
SKETCHES = [sketch_text(each) for each in TEXTS]
NAMES = [f"{number:032x}" for number in range(10)]


@dataclass
class Topic:
    """A topic of one partition, compacted or not."""

    records: list[tuple[int, str, bytes, int]] = field(default_factory=list)
    next_offset: int = 0

    def append(self, name, record, at_ms=0):
        self.records.append((self.next_offset, name, record.to_bytes(), at_ms))
        self.next_offset += 1

    def compact(self):
        newest = {name: offset for offset, name, _, _ in self.records}
        self.records = [each for each in self.records if newest[each[1]] == each[0]]

    def read(self, book):
        for offset, name, value, at_ms in self.records:
            if offset > book.read_up_to:
                book.add(name, StoryRecord.from_bytes(value), offset, at_ms)


def open_book(topic=None, capacity=100):
    book = StoryBook(capacity, 7 * DAY)
    if topic is not None:
        topic.read(book)
    return book


def tell(topic, book, name, text, *, revision=1, at_ms=0):
    """Let ``book`` propose, write it and read it back, as a worker does; return the story."""
    article = Sketched(NAMES[name], revision, None if text is None else SKETCHES[text])
    record = book.propose(article, at_ms)
    if record is not None:
        topic.append(NAMES[name], record, at_ms)
        topic.read(book)
    return book.find(NAMES[name])


@pytest.fixture
def topic():
    return Topic()


@pytest.fixture
def book():
    return open_book()


def test_the_first_article_gives_its_name_to_the_story_and_copies_join(topic, book):
    assert tell(topic, book, 1, 0) == Story(NAMES[1])
    assert tell(topic, book, 2, 0) == Story(NAMES[1], NAMES[1])
    assert tell(topic, book, 3, 1) == Story(NAMES[3])


def test_a_repeat_writes_nothing_and_has_the_same_story(topic, book):
    tell(topic, book, 1, 0)
    tell(topic, book, 2, 0)
    assert tell(topic, book, 2, 0) == Story(NAMES[1], NAMES[1])
    assert tell(topic, book, 1, 0) == Story(NAMES[1])
    assert topic.next_offset == 2


def test_a_later_revision_keeps_the_story_whatever_its_text_has_become(topic, book):
    tell(topic, book, 1, 0)
    tell(topic, book, 2, 0)
    tell(topic, book, 3, 1)
    assert tell(topic, book, 2, 1, revision=2) == Story(NAMES[1], NAMES[1])
    assert tell(topic, book, 1, 2, revision=2) == Story(NAMES[1])
    assert tell(topic, book, 4, 2) == Story(NAMES[1], NAMES[1])


def test_a_later_revision_keeps_the_story_whatever_came_while_it_was_written(topic):
    one, other = open_book(), open_book()
    tell(topic, one, 1, 0)
    topic.read(other)
    later = one.propose(Sketched(NAMES[1], 2, SKETCHES[1]), 0)
    tell(topic, other, 2, 1)
    topic.append(NAMES[1], later)
    for book in (one, other, open_book()):
        topic.read(book)
        assert book.find(NAMES[1]) == Story(NAMES[1])


def test_an_older_revision_that_comes_late_changes_nothing(topic, book):
    tell(topic, book, 1, 0, revision=5)
    assert tell(topic, book, 1, 1, revision=4) == Story(NAMES[1])
    assert topic.next_offset == 1


def test_a_short_article_has_no_story_until_it_has_grown(topic, book):
    assert tell(topic, book, 1, None) is None
    assert topic.next_offset == 0
    assert tell(topic, book, 1, 0, revision=2) == Story(NAMES[1])


def test_nothing_joins_a_withdrawn_article_and_those_that_had_stay(topic, book):
    tell(topic, book, 1, 0)
    tell(topic, book, 2, 0)
    tell(topic, book, 1, None, revision=2)
    assert tell(topic, book, 3, 0) == Story(NAMES[1], NAMES[2])
    tell(topic, book, 2, None, revision=2)
    tell(topic, book, 3, None, revision=2)
    assert tell(topic, book, 4, 0) == Story(NAMES[4])
    assert tell(topic, book, 1, 0, revision=3) == Story(NAMES[1])


def test_after_seven_days_a_copy_is_news_again(topic, book):
    tell(topic, book, 1, 0)
    assert tell(topic, book, 2, 0, at_ms=7 * DAY) == Story(NAMES[1], NAMES[1])
    assert tell(topic, book, 3, 1, at_ms=8 * DAY) == Story(NAMES[3])
    assert tell(topic, book, 4, 0, at_ms=8 * DAY) == Story(NAMES[1], NAMES[2])
    assert tell(topic, book, 5, 1, at_ms=16 * DAY) == Story(NAMES[5])


def test_two_workers_that_meet_copies_at_one_moment_agree(topic):
    one, other = open_book(), open_book()
    first = one.propose(Sketched(NAMES[1], 1, SKETCHES[0]), 0)
    second = other.propose(Sketched(NAMES[2], 1, SKETCHES[0]), 0)
    assert (first.story_id, second.story_id) == (NAMES[1], NAMES[2])
    topic.append(NAMES[2], second)
    topic.append(NAMES[1], first)
    for book in (one, other, open_book()):
        topic.read(book)
        assert book.find(NAMES[1]) == Story(NAMES[2], NAMES[2])
        assert book.find(NAMES[2]) == Story(NAMES[2])


def test_who_lost_a_race_writes_what_came_out_so_that_compaction_loses_nothing(topic):
    one, other = open_book(), open_book()
    lost = one.propose(Sketched(NAMES[1], 1, SKETCHES[0]), 0)
    topic.append(NAMES[2], other.propose(Sketched(NAMES[2], 1, SKETCHES[0]), 0))
    topic.append(NAMES[1], lost)
    topic.read(one)
    topic.append(NAMES[1], one.correct(NAMES[1], lost))
    tell(topic, other, 2, 0, revision=2)
    topic.compact()
    for book in (one, open_book(topic)):
        topic.read(book)
        assert book.find(NAMES[1]) == Story(NAMES[2], NAMES[2])
    assert other.correct(NAMES[2], topic_record(topic, 2)) is None


def topic_record(topic, name):
    return next(
        StoryRecord.from_bytes(value) for _, key, value, _ in topic.records if key == NAMES[name]
    )


def test_a_restart_keeps_the_stories_of_a_compacted_topic(topic, book):
    tell(topic, book, 1, 0)
    tell(topic, book, 2, 0)
    tell(topic, book, 1, 3, revision=2)
    topic.compact()
    again = open_book(topic)
    assert again.find(NAMES[2]) == Story(NAMES[1], NAMES[1])
    assert tell(topic, again, 3, 0) == Story(NAMES[1], NAMES[2])


def test_the_first_of_a_story_stays_the_first_when_it_is_written_again_after_its_copy(topic, book):
    repeat = book.propose(Sketched(NAMES[1], 1, SKETCHES[0]), 0)
    tell(topic, book, 1, 0)
    tell(topic, book, 2, 0)
    topic.append(NAMES[1], repeat)
    topic.compact()
    again = open_book(topic)
    assert again.find(NAMES[1]) == Story(NAMES[1])
    assert again.find(NAMES[2]) == Story(NAMES[1], NAMES[1])


def test_a_sketch_of_another_method_keeps_the_story_and_is_compared_with_nothing(topic, book):
    record = book.propose(Sketched(NAMES[1], 1, SKETCHES[0]), 0)
    topic.append(NAMES[1], record.model_copy(update={"method": "0.9", "sketch": "from before"}))
    topic.read(book)
    assert book.find(NAMES[1]) == Story(NAMES[1])
    assert tell(topic, book, 2, 0) == Story(NAMES[2])


def test_a_damaged_record_is_refused():
    with pytest.raises(ValidationError):
        StoryRecord.from_bytes(b'{"revision": 1}')
    record = StoryRecord(revision=1, story_id=NAMES[1], seen=-1, sketch="AAAA")
    with pytest.raises(ValueError, match="3 bytes"):
        open_book().add(NAMES[1], record, 0, 0)


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which worker
        st.sampled_from(("propose", "write", "read", "restart", "compact")),
        st.integers(0, 9),  # which article
        st.integers(0, 2),  # which revision of it
    ),
    max_size=50,
)


class Worker:
    """Proposes, writes, reads and corrects, each when it is told to."""

    def __init__(self, topic):
        self.topic = topic
        self.start()

    def restart(self):
        """Start anew; what a killed worker has written and not read is read by nobody else."""
        self.read()
        self.start()

    def start(self):
        self.book, self.proposed, self.written = open_book(self.topic), [], []

    def propose(self, name, revision):
        # Every fourth article has the same text; an article never changes its own.
        record = self.book.propose(Sketched(NAMES[name], revision, SKETCHES[name % 4]), 0)
        if record is not None:
            self.proposed.append((NAMES[name], record))

    def write(self):
        for each in self.proposed:
            self.topic.append(*each)
        self.written += self.proposed
        self.proposed = []

    def read(self):
        """Read to the end, and correct what was written; what is only proposed stays so."""
        self.topic.read(self.book)
        corrections = [(name, self.book.correct(name, record)) for name, record in self.written]
        self.written = []
        for name, record in corrections:
            if record is not None:
                self.topic.append(name, record)


@given(STEPS)
def test_whatever_happens_in_whatever_order_all_readers_agree_in_the_end(steps):
    topic = Topic()
    workers = [Worker(topic) for _ in range(3)]
    for number, step, name, revision in steps:
        worker = workers[number]
        if step == "propose":
            worker.propose(name, revision)
        elif step == "compact":
            for each in workers:
                each.read()
            topic.compact()
        else:
            {"write": worker.write, "read": worker.read, "restart": worker.restart}[step]()
    for worker in workers:
        worker.read()
    books = [*(each.book for each in workers), open_book(topic)]
    for book in books:
        topic.read(book)
    told = [{name: book.find(name) for name in NAMES} for book in books]
    assert all(each == told[0] for each in told)
    # One text, one story, and it is called by one of its own articles.
    for text in range(4):
        stories = {told[0][name].id for name in NAMES[text::4] if told[0][name]}
        assert len(stories) <= 1
        assert stories <= set(NAMES[text::4])
