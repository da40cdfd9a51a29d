"""The days and times that a search takes."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_desk.moments import check_moment


@pytest.mark.parametrize(
    "text", ["2031", "2031-05", "2031-05-04", "now", "now-7d", "now-1M/d", "now+2h-30m/h"]
)
def test_days_months_years_and_what_is_counted_from_now_stay_as_they_are(text):
    assert check_moment(text) == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2031-05-04T09:30Z", "2031-05-04T09:30:00+00:00"),
        ("2031-05-04T09:30", "2031-05-04T09:30:00+00:00"),
        ("2031-05-04 09:30:15", "2031-05-04T09:30:15+00:00"),
        ("2031-05-04T09:30+08:00", "2031-05-04T01:30:00+00:00"),
        ("2031-05-04T09:59:59.999Z", "2031-05-04T09:59:59.999000+00:00"),
    ],
)
def test_a_time_is_in_utc_where_it_does_not_say_otherwise(text, moment):
    assert check_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2031-02-30", "2031-13", "20310504", "2031-W18-1", "31-05-04"),
        *("2031-05-04T25:00", "2031-05-04T09", "now-7", "now-7d||/M", "2031-05-04||+1M"),
        *("0001-01-01T00:00+08:00", "1896012300000", "２０３１-05-04", "2031-05-04\n"),
    ],
)
def test_what_is_no_moment_is_refused_with_what_would_be_one(text):
    with pytest.raises(ValueError, match="now-7d"):
        check_moment(text)


@given(st.text(max_size=30))
def test_whatever_is_typed_it_is_a_moment_or_refused(text):
    with suppress(ValueError):
        assert check_moment(text)
