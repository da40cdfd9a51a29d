"""The topics are read no further than needed, and to their end as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from memory_log import DEAD, make_log

from tidings.dead_letter import Position
from tidings.dlq.letter import read_letter
from tidings.dlq.open_letters import MissingTopicError, OpenLetters, read_one
from tidings.dlq.selection import Selection


def test_letters_named_by_position_are_read_from_there_on():
    log = make_log()
    for number in range(100):
        log.reject(b"%d" % number)
    named = Position(DEAD, 0, 95)
    letters = OpenLetters(log, [DEAD], Selection(positions=frozenset([named])))
    assert [each.at for each in letters.find()] == [named]
    assert log.readings[DEAD] == 2 * 5


def test_what_arrives_meanwhile_is_left_for_the_next_time():
    log = make_log()
    log.reject()
    letters = OpenLetters(log, [DEAD], Selection())
    log.reject()
    assert len(list(letters.find())) == 1


def test_reading_is_told_up_to_the_end_also_where_offsets_are_missing():
    log = make_log()
    for _ in range(10):
        log.reject()
    told = []
    letters = OpenLetters(log, [DEAD], Selection(), told.append)
    log.first[DEAD] = 4  # the retention takes some away meanwhile
    assert len(list(letters.find())) == 6
    assert sum(told) == 2 * letters.count_offsets() == 20


def test_a_topic_that_is_not_there_is_named():
    with pytest.raises(MissingTopicError, match=r"nowhere\.dlq"):
        OpenLetters(make_log(), ["nowhere.dlq"], Selection())


def test_one_message_is_read_where_it_stands():
    log = make_log()
    at = log.reject(b"1")
    found = read_one(log, at)
    assert found is not None
    assert read_letter(found).value == b"1"
    for gone in (replace(at, offset=1), replace(at, partition=7), replace(at, topic="nowhere")):
        assert read_one(log, gone) is None
