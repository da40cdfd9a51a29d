"""Markers settle exactly the letters that they name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tidings.dead_letter import Position
from tidings.dlq.letter import StoredMessage
from tidings.dlq.markers import MOST_OFFSETS, Marker, SettledLetters, read_marker, write_marker

TOPIC = "articles.raw.dlq"


def marker_at(offset, headers):
    return read_marker(StoredMessage(Position(TOPIC, 0, offset), None, b"", headers))


def settle(*markers):
    settled = SettledLetters()
    for offset, headers in markers:
        marker = marker_at(offset, headers)
        assert marker is not None
        settled.add(Position(TOPIC, 0, offset), marker)
    return lambda offset: settled.find(Position(TOPIC, 0, offset))


def test_neighbours_are_written_as_one_span():
    headers = dict(write_marker("replayed", [12, 3, 5, 4, 5]))
    assert headers == {"tidings-settled": b"replayed", "tidings-settled-offsets": b"3-5,12"}


@given(st.sets(st.integers(0, 300)))
def test_what_is_written_is_settled_and_nothing_else(offsets):
    find = settle((301, write_marker("purged", offsets)))
    assert {each for each in range(302) if find(each) == "purged"} == offsets


@given(st.lists(st.tuples(st.sampled_from(["replayed", "purged"]), st.sets(st.integers(0, 40)))))
def test_markers_that_overlap_settle_all_that_either_names(markers):
    find = settle(*((50 + n, write_marker(how, some)) for n, (how, some) in enumerate(markers)))
    expected = set().union(*(some for _, some in markers))
    assert {each for each in range(60) if find(each)} == expected


def test_another_partition_is_not_settled():
    settled = SettledLetters()
    settled.add(Position(TOPIC, 1, 9), Marker("purged", (range(5),)))
    assert settled.find(Position(TOPIC, 0, 2)) is None
    assert settled.find(Position(TOPIC, 1, 2)) == "purged"


def test_what_comes_after_a_marker_is_not_settled_by_it():
    find = settle((5, write_marker("purged", range(100))))
    assert find(4) == "purged"
    assert find(5) is None


def test_a_letter_is_no_marker():
    assert marker_at(5, (("tidings-reason", b"invalid"),)) is None


def test_a_damaged_marker_settles_what_can_be_read_of_it():
    damaged = (("tidings-settled", b"\xff"), ("tidings-settled-offsets", b"x,-,3-1,2,\xff,9-,-4"))
    marker = marker_at(50, damaged)
    assert marker is not None
    assert marker.offsets == (range(2, 3), range(9, 10))
    assert marker_at(50, (("tidings-settled", b"purged"),)) == Marker("purged", ())


def test_a_marker_of_scattered_letters_fits_in_the_headers():
    scattered = range(9_000_000_000, 9_000_000_000 + 2 * MOST_OFFSETS, 2)
    assert sum(len(value) for _, value in write_marker("replayed", scattered)) < 6_000


def test_neighbouring_batches_are_kept_as_one():
    settled = SettledLetters()
    for start in range(0, 100_000, MOST_OFFSETS):
        span = range(start, start + MOST_OFFSETS)
        settled.add(Position(TOPIC, 0, 200_000), Marker("replayed", (span,)))
    assert settled.find(Position(TOPIC, 0, 99_999)) == "replayed"
    assert len(settled._spans[TOPIC, 0]) == 1
