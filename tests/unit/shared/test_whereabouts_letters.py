"""The directory of open dead letters reads on, forgets what is settled, and stays small."""

from __future__ import annotations

from dataclasses import replace

import pytest
from whereabouts_parts import ID, NOW, MemoryRoad, make_article, make_budget

from tidings.dead_letter import Position, fit_letter, write_dead_letter
from tidings.outcome import Reject
from tidings.topics import MOST_VALUE_BYTES, RAW, RAW_DLQ
from tidings.whereabouts.budget import SpentError
from tidings.whereabouts.letters import MOST_OF_AN_ARTICLE, LetterDirectory


@pytest.fixture
def road():
    return MemoryRoad()


@pytest.fixture
def directory(road):
    return LetterDirectory(road.topics, (RAW_DLQ.name,), most_letters=10)


def find(directory, article_id=ID):
    return directory.find(article_id, make_budget())


def other(number):
    return make_article(id=f"{number + 100:032x}")


def test_a_letter_tells_why_and_where_it_came_from(road, directory):
    at = road.reject(make_article(5), Position(RAW.name, 3, 42))
    (letter,) = find(directory)
    assert (letter.at, letter.stage, letter.reason, letter.detail) == (
        at,
        "enrich",
        "tagger_failed",
        "why",
    )
    assert (letter.origin, letter.failed_at) == (Position(RAW.name, 3, 42), NOW)
    assert (letter.facts.revision, letter.facts.source) == (5, "gazette")
    assert find(directory, "f" * 32) == []


def test_a_settled_letter_does_not_count_also_when_it_is_settled_later(road, directory):
    first, second = road.reject(make_article(1)), road.reject(make_article(2))
    assert len(find(directory)) == 2
    road.settle(first)
    assert [each.at for each in find(directory)] == [second]
    road.settle(second)
    assert find(directory) == []


def test_a_marker_over_millions_of_offsets_settles_what_is_known(road, directory):
    first = road.reject(make_article())
    headers = [("tidings-settled", b"purged"), ("tidings-settled-offsets", b"0-999999999999")]
    road.topics.log.append(RAW_DLQ.name, headers=headers)
    assert first
    assert find(directory) == []


def test_a_question_reads_only_what_came_since_the_last(road, directory):
    for number in range(5):
        road.reject(other(number))
    find(directory)
    before = road.topics.log.readings[RAW_DLQ.name]
    road.reject(make_article())
    assert len(find(directory)) == 1
    # The new letter, and itself again because it was asked for.
    assert road.topics.log.readings[RAW_DLQ.name] == before + 2


def test_a_question_that_ends_early_leaves_what_it_read(road, directory):
    for number in range(8):
        road.reject(other(number))
    road.reject(make_article())
    with pytest.raises(SpentError):
        directory.find(ID, make_budget(messages=5))
    assert len(directory.find(ID, make_budget(messages=5))) == 1


def test_beyond_the_bound_nothing_is_called_unknown_until_letters_are_settled(road, directory):
    positions = [road.reject(other(number)) for number in range(12)]
    assert len(find(directory, other(11).id)) == 1
    for article_id in (ID, other(0).id):
        with pytest.raises(SpentError, match="settle"):
            find(directory, article_id)
    road.settle(*positions[4:])
    with pytest.raises(SpentError):
        find(directory)
    assert find(directory) == []
    assert len(find(directory, other(0).id)) == 1


def test_letters_that_fell_off_the_topic_and_a_topic_made_anew_are_forgotten(road, directory):
    road.reject(make_article(1))
    kept = road.reject(make_article(2))
    assert len(find(directory)) == 2
    road.topics.log.first[RAW_DLQ.name] = 1
    assert [each.at for each in find(directory)] == [kept]
    road.topics.log.first.clear()
    road.topics.log.create(RAW_DLQ.name)
    assert find(directory) == []
    road.reject(make_article(3))
    assert [each.facts.revision for each in find(directory)] == [3]


def test_of_an_article_that_fails_again_and_again_the_newest_letters_are_told(road, directory):
    for revision in range(8):
        road.reject(make_article(revision))
    told = [each.facts.revision for each in find(directory)]
    assert told == list(range(8))[-MOST_OF_AN_ARTICLE:]


def test_a_value_that_was_left_out_is_read_where_it_stands(road, directory):
    article = make_article(body="x" * (MOST_VALUE_BYTES + 1))
    at = road.push(article)
    letter = write_dead_letter(
        "enrich",
        Reject("too_large", "why"),
        at,
        key=ID.encode(),
        value=article.to_bytes(),
        failed_at=NOW,
    )
    letter = fit_letter(letter)
    assert letter.value == b""
    for _ in range(2):
        road.topics.log.append(RAW_DLQ.name, letter.value, key=letter.key, headers=letter.headers)
    first, _ = find(directory)
    assert first.facts.source == "gazette"
    messages = road.topics.log.topics[RAW.name][0]
    messages[0] = replace(messages[0], key=b"another")
    assert find(directory)[0].facts.source is None


def test_what_has_no_id_for_a_key_is_passed_over(road, directory):
    road.reject(make_article(), key=None)
    road.reject(make_article(), key=b"k")
    road.reject(make_article(), key=b"k" * 10_000)
    assert find(directory) == []
