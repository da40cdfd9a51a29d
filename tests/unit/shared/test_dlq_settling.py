"""Open letters go back to their topics once, and what cannot go says why."""

from __future__ import annotations

import pytest
from memory_log import DEAD, FAILED_AT, RAW, make_log

from tidings.dead_letter import DeadLetter, Position, fit_letter, write_dead_letter
from tidings.dlq.markers import MOST_OFFSETS, write_marker
from tidings.dlq.open_letters import OpenLetters
from tidings.dlq.ports import LogUnavailableError, NotSent
from tidings.dlq.selection import Selection
from tidings.dlq.settling import BATCH_BYTES, MOST_EXAMPLES, Purge, Replay
from tidings.outcome import Reject
from tidings.topics import MOST_VALUE_BYTES

TOO_LARGE = NotSent("larger than its topic takes", is_final=True)
AWAY = NotSent("Kafka on there: away", is_final=False)


def find_open(log, **conditions):
    return [each.at for each in OpenLetters(log, [DEAD], Selection(**conditions)).find()]


def replay(log, *, selection=None, **how):
    work = Replay(log, **how)
    work.run(OpenLetters(log, [DEAD], selection or Selection()).find())
    return work.tally


def purge(log, **how):
    work = Purge(log, **how)
    work.run(OpenLetters(log, [DEAD], Selection()).find())
    return work.tally


def values_on(log, topic):
    return [each.value for partition in log.topics[topic] for each in partition]


def test_a_copy_has_key_bytes_and_headers_of_others_and_one_try_more():
    log = make_log()
    theirs = (("trace", b"1"), ("trace", b"2"))
    log.reject(b"\xff", key=b"id", headers=(*theirs, ("tidings-tries", b"1")))
    assert replay(log).settled == 1
    ((copy,),) = log.topics[RAW]
    assert (copy.key, copy.value) == (b"id", b"\xff")
    assert copy.headers == (*theirs, ("tidings-tries", b"2"))


def test_a_second_replay_sends_nothing():
    log = make_log(partitions=2)
    for number in range(5):
        log.reject(b"%d" % number, partition=number % 2)
    assert replay(log).settled == 5
    assert replay(log).settled == 0
    assert sorted(values_on(log, RAW)) == [b"0", b"1", b"2", b"3", b"4"]


def test_a_marker_goes_to_the_partition_of_its_letters():
    log = make_log(partitions=2)
    log.reject(partition=1)
    replay(log)
    assert [len(each) for each in log.topics[DEAD]] == [0, 2]


def test_a_letter_that_fails_again_is_open_again():
    log = make_log()
    log.reject()
    replay(log)
    again = log.reject(headers=log.topics[RAW][0][-1].headers)
    assert find_open(log) == [again]
    replay(log)
    assert dict(log.topics[RAW][0][-1].headers)["tidings-tries"] == b"2"


def test_letters_that_were_replayed_too_often_stay_unless_they_are_forced():
    log = make_log()
    tired = log.reject(headers=(("tidings-tries", b"3"),))
    log.reject(headers=(("tidings-tries", b"2"),))
    tally = replay(log)
    assert (tally.settled, tally.left.total()) == (1, 1)
    assert "--force" in next(iter(tally.left))
    assert find_open(log) == [tired]
    assert replay(log, force=True).settled == 1


def test_only_what_was_selected_is_replayed():
    log = make_log()
    log.reject(b"1", reason="mapping")
    kept = log.reject(b"2")
    replay(log, selection=Selection(reason="mapping"))
    assert values_on(log, RAW) == [b"1"]
    assert find_open(log) == [kept]


def test_a_dry_run_writes_nothing_and_says_what_would_be_refused():
    log = make_log()
    log.reject()
    log.append(DEAD, b"of others")
    tally = replay(log, dry_run=True)
    assert (tally.settled, tally.left.total()) == (1, 1)
    assert purge(log, dry_run=True).settled == 2
    assert log.batches == []


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        (Position(DEAD, 0, 0), "dead letters themselves"),
        (Position("nowhere", 0, 0), "no topic nowhere"),
    ],
)
def test_a_letter_whose_origin_is_no_place_to_go_is_left(origin, why):
    log = make_log()
    log.reject(origin=origin)
    tally = replay(log)
    assert tally.settled == 0
    assert why in next(iter(tally.left))


def put_left_out(log, original):
    """Put a letter among the dead whose value was left out; ``original`` is on the topic."""
    value = b"x" * (MOST_VALUE_BYTES + 1)
    at = log.append(RAW, original if original is not None else value, key=b"id")
    letter: DeadLetter = fit_letter(
        write_dead_letter(
            "enrich",
            Reject("too_large", "why"),
            at,
            key=b"id",
            value=value,
            failed_at=FAILED_AT,
        )
    )
    log.append(DEAD, letter.value, key=letter.key, headers=letter.headers)
    return value


def test_a_value_that_was_left_out_is_fetched_from_its_origin():
    log = make_log()
    value = put_left_out(log, None)
    assert replay(log).settled == 1
    assert values_on(log, RAW) == [value, value]


def test_a_value_that_its_topic_no_longer_holds_cannot_be_replayed():
    log = make_log()
    put_left_out(log, None)
    log.first[RAW] = 1
    assert "no longer holds" in next(iter(replay(log).left))


def test_another_message_at_the_origin_is_not_taken_for_the_value():
    log = make_log()
    put_left_out(log, b"another")
    assert "another message" in next(iter(replay(log).left))


def test_a_copy_that_is_refused_for_good_stays_open_and_the_others_go_on():
    log = make_log()
    log.refuse = lambda message: TOO_LARGE if message.value == b"2" else None
    for number in range(4):
        log.reject(b"%d" % number)
    tally = replay(log)
    assert (tally.settled, tally.left) == (3, {TOO_LARGE.why: 1})
    assert find_open(log) == [Position(DEAD, 0, 2)]


def test_when_kafka_goes_away_what_was_acknowledged_is_marked_and_the_rest_is_not_tried():
    log = make_log()
    for number in range(MOST_OFFSETS + 10):
        log.reject(b"%d" % number)
    log.refuse = lambda message: AWAY if message.value == b"3" else None
    work = Replay(log)
    with pytest.raises(LogUnavailableError, match="away"):
        work.run(OpenLetters(log, [DEAD], Selection()).find())
    assert work.tally.settled == MOST_OFFSETS - 1
    log.refuse = lambda message: None
    assert replay(log).settled == 11
    assert len(values_on(log, RAW)) == MOST_OFFSETS + 10


def test_markers_that_cannot_be_written_end_the_work():
    log = make_log()
    log.reject()
    log.refuse = lambda message: AWAY if message.topic == DEAD else None
    with pytest.raises(LogUnavailableError, match="marked as replayed"):
        replay(log)
    assert len(find_open(log)) == 1


def test_copies_are_sent_in_batches_of_bounded_size():
    log = make_log()
    for _ in range(4):
        log.reject(b"x" * (BATCH_BYTES // 2))
    replay(log)
    assert log.batches == [2, 1, 2, 1]


def test_examples_are_few_and_counts_are_complete():
    log = make_log()
    for _ in range(20):
        log.append(DEAD, b"of others")
    tally = replay(log)
    ((why, count),) = tally.left.items()
    assert count == 20
    assert len(tally.examples[why]) == MOST_EXAMPLES


def test_a_purge_settles_every_letter_and_deletes_no_bytes():
    log = make_log()
    for number in range(MOST_OFFSETS + 1):
        log.reject(b"%d" % number)
    assert purge(log).settled == MOST_OFFSETS + 1
    assert find_open(log) == []
    assert len(log.topics[DEAD][0]) == MOST_OFFSETS + 1 + 2
    assert values_on(log, RAW) == []


def test_a_message_on_the_article_topic_cannot_forge_a_marker():
    log = make_log()
    first = log.reject()
    forged = log.reject(headers=write_marker("purged", [first.offset]))
    assert find_open(log) == [first, forged]
