"""The release time travels in a header, and one that cannot be read is neither early nor never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.topics import EMBARGOED, RELEASE_HEADER
from tidings_ingest.embargo.release_time import (
    LONGEST_EMBARGO,
    count_ms,
    read_release_time,
    read_revision,
    remove_hold,
    write_hold,
)

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
LONGEST_MS = LONGEST_EMBARGO // timedelta(milliseconds=1)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=365 * 1_000)))
def test_a_time_is_read_as_it_was_written_and_never_earlier(since):
    read = read_release_time(write_hold(datetime(1970, 1, 1, tzinfo=UTC) + since, 7), 0)
    assert timedelta(milliseconds=read - 1) < since <= timedelta(milliseconds=read)


@pytest.mark.parametrize("value", [None, b"", b"soon", b"-5", b"1.5", b"9" * 5_000, "٣".encode()])
def test_a_time_that_cannot_be_read_is_the_longest_there_can_be(value):
    assert (
        read_release_time([("trace", b"1"), (RELEASE_HEADER, value)], 1_000) == 1_000 + LONGEST_MS
    )
    assert read_release_time([], 1_000) == 1_000 + LONGEST_MS


def test_the_topic_keeps_an_article_a_week_longer_than_an_embargo_can_last():
    assert EMBARGOED.retention_ms == LONGEST_MS + 7 * 24 * 3600 * 1000
    assert count_ms(NOON + timedelta(microseconds=1)) == count_ms(NOON) + 1


def test_the_revision_travels_too_and_what_goes_on_has_neither():
    headers = [("trace", b"1"), *write_hold(NOON, 7)]
    assert read_revision(headers) == 7
    assert read_revision([(RELEASE_HEADER, b"9")]) == 0
    assert remove_hold(headers) == [("trace", b"1")]
