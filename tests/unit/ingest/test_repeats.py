"""What is on the road as it stands is not sent again, and whatever might have changed is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.article import Caption, Label
from tidings.draft import Draft, identify_draft
from tidings_ingest.repeats import TRUSTED_FOR_S, Repeats, Version, take_version

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
ID = "0123456789abcdef" * 2


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def repeats(clock):
    return Repeats(clock)


def version(text, revision=1_000, modified=-1, article_id=ID):
    return Version(article_id, text.encode().ljust(16), revision, modified)


def send(repeats, *versions, unknown=()):
    ids = [each.id for each in (*versions, *unknown)]
    repeats.begin(ids)
    repeats.finish(ids, versions, unknown)


def test_only_what_was_acknowledged_is_remembered(repeats):
    repeats.begin([ID])
    assert repeats.find_same(version("x")) is None
    repeats.finish([ID], [version("x")])
    assert repeats.find_same(version("x", 2_000)) == 1_000


def test_what_was_refused_leaves_what_was_there_before(repeats):
    send(repeats, version("x"))
    repeats.begin([ID])
    repeats.finish([ID], [])
    assert repeats.find_same(version("x")) == 1_000


def test_a_text_that_comes_back_after_another_is_sent(repeats):
    send(repeats, version("x", 1))
    send(repeats, version("y", 2))
    assert repeats.find_same(version("x", 3)) is None
    assert repeats.find_same(version("y", 3)) == 2


def test_a_text_that_comes_back_after_one_of_unknown_fate_is_sent(repeats):
    send(repeats, version("x", 1))
    send(repeats, unknown=[version("y", 2)])
    assert repeats.find_same(version("x", 3)) is None


def test_an_older_one_that_comes_late_does_not_hide_one_of_unknown_fate(repeats):
    send(repeats, unknown=[version("y", 2)])
    send(repeats, version("x", 1))
    assert repeats.find_same(version("x", 3)) is None


def test_nothing_is_unchanged_while_its_id_is_on_its_way(repeats):
    send(repeats, version("x", 1))
    repeats.begin([ID])
    assert repeats.find_same(version("x", 3)) is None


def test_an_older_revision_that_comes_late_does_not_replace_a_newer_one(repeats):
    send(repeats, version("new", 2_000, 2_000))
    send(repeats, version("old", 1_000, 1_000))
    assert repeats.find_same(version("new", 2_000, 2_000)) == 2_000
    assert repeats.find_same(version("old", 1_000, 1_000)) is None


def test_what_the_publisher_calls_newer_is_sent(repeats):
    send(repeats, version("x", 1_000, 1_000))
    assert repeats.find_same(version("x", 1_001, 1_001)) is None
    assert repeats.find_same(version("x", 1_000, 1_000)) == 1_000
    assert repeats.find_same(version("x", 999, 999)) == 1_000


def test_a_publisher_with_a_clock_ahead_of_ours_does_not_make_each_repeat_newer(repeats):
    send(repeats, version("x", 1_000, 9_000))
    assert repeats.find_same(version("x", 2_000, 9_000)) == 1_000
    send(repeats, version("y", 3_000))
    assert repeats.find_same(version("x", 4_000, 9_000)) is None


def test_nothing_is_trusted_for_more_than_an_hour_since_it_was_sent(repeats, clock):
    send(repeats, version("x"))
    clock.now = TRUSTED_FOR_S - 1
    assert repeats.find_same(version("x")) == 1_000
    clock.now = TRUSTED_FOR_S
    assert repeats.find_same(version("x")) is None


def test_the_last_half_is_remembered_and_never_more_than_the_whole(clock):
    repeats = Repeats(clock, most_articles=8)
    versions = [version("x", article_id=f"{n:016x}" * 2) for n in range(100)]
    for at, each in enumerate(versions):
        send(repeats, each)
        known = [other for other in versions if repeats.find_same(other) is not None]
        assert len(known) <= 8
        assert set(versions[max(0, at - 3) : at + 1]) <= set(known)


def test_of_two_requests_at_once_the_newer_revision_is_remembered(repeats):
    repeats.begin([ID])
    repeats.begin([ID])
    repeats.finish([ID], [version("new", 2)])
    assert repeats.find_same(version("new", 3)) is None
    repeats.finish([ID], [version("old", 1)])
    assert repeats.find_same(version("new", 3)) == 2


def test_of_two_requests_at_once_with_equal_revisions_none_is_trusted(repeats):
    repeats.begin([ID])
    repeats.begin([ID])
    repeats.finish([ID], [version("x")])
    repeats.finish([ID], [version("y")])
    assert repeats.find_same(version("x")) is None
    assert repeats.find_same(version("y")) is None


def test_of_equal_revisions_in_one_request_the_later_is_remembered(repeats):
    send(repeats, version("x"), version("y"))
    assert repeats.find_same(version("y")) == 1_000


TEXTS = st.sampled_from("xyz")
FATES = st.sampled_from(("acknowledged", "lost", "unknown but there", "refused"))


@given(st.lists(st.tuples(TEXTS, st.sampled_from((-1, 3, 7)), FATES), max_size=30))
def test_what_is_called_unchanged_is_what_the_index_would_keep(pushes):
    """Against a model of the road: the later of the highest revision is what can be found."""
    repeats, receipts, on_the_road = Repeats(lambda: 0.0), count(10), []
    for text, modified, fate in pushes:
        pushed = version(text, next(receipts) if modified < 0 else modified, modified)
        found = max(on_the_road, key=lambda each: each.revision, default=None)
        if on_the_road:
            found = [each for each in on_the_road if each.revision == found.revision][-1]
        if repeats.find_same(pushed) is not None:
            would_be = found if pushed.revision < found.revision else pushed
            assert would_be.digest == found.digest
            continue
        repeats.begin([ID])
        if fate in {"acknowledged", "unknown but there"}:
            on_the_road.append(pushed)
        acknowledged = [pushed] if fate == "acknowledged" else []
        unknown = [pushed] if fate in {"lost", "unknown but there"} else []
        repeats.finish([ID], acknowledged, unknown)


LABELS = (Label(kind="place", name="临江"), Label(kind="subject", name="交通"))
DRAFT = Draft(
    publisher_id="a-1",
    headline="临江大桥通车",
    body="昨日通车。",
    captions=(Caption(text="大桥", photographer="周小禾"),),
    labels=LABELS,
    published_at=NOW,
)


def take(draft=DRAFT, at=NOW, held_until=None, **changed):
    article = identify_draft(
        draft.model_copy(update=changed), source="gazette", received_at=at, feed=None
    )
    return take_version(article, draft.modified_at, held_until)


@pytest.mark.parametrize(
    "changed",
    [
        {"headline": "临江大桥通车了"},
        {"body": "昨日通车。 "},
        {"status": "withdrawn"},
        {"captions": (Caption(text="大桥", photographer="高林"),)},
        {"published_at": NOW - timedelta(days=1)},
        {"language": "zh"},
        {"dateline": "临江"},
        {"url": "https://gazette.example/1"},
        {"publisher_id": "a-2"},
        {"labels": (Label(kind="subject", name="交通"),)},
        {"labels": (*LABELS, Label(kind="subject", name="桥"))},
        {"labels": (Label(kind="subject", name="临江"), LABELS[1])},
    ],
)
def test_whatever_the_publisher_says_otherwise_is_another_version(changed):
    assert take(**changed).digest != take().digest


def test_labels_in_another_order_make_no_other_version():
    assert take(labels=LABELS[::-1]).digest == take().digest


def test_an_embargo_that_is_changed_or_lifted_is_another_version():
    embargoes = (None, NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    assert len({take(held_until=each).digest for each in embargoes}) == 3


def test_page_lines_and_time_of_receipt_make_no_other_version():
    later = take(at=NOW + timedelta(hours=1), lines=(3, 9), page="front")
    assert later.digest == take().digest
    assert later.revision > take().revision


def test_the_publishers_own_time_is_kept_as_it_is():
    assert take().modified == -1
    ahead = DRAFT.model_copy(update={"modified_at": NOW + timedelta(days=1)})
    assert take(ahead).modified == take().revision + 86_400_000
