"""Times of feeds are read with their offset, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_ingest.formats.moments import read_moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2031-05-04T08:00:00+08:00", "2031-05-04T08:00:00+08:00"),
        ("2031-05-04T08:00:00.25Z", "2031-05-04T08:00:00.250000+00:00"),
        ("2031-05-04t08:00:00z", "2031-05-04T08:00:00+00:00"),
        ("2031-05-04 08:00:00 +0800", "2031-05-04T08:00:00+08:00"),
        ("20310504T080000+0800", "2031-05-04T08:00:00+08:00"),
        ("20310504T080000Z", "2031-05-04T08:00:00+00:00"),
        ("2031-05-04T08:00", "2031-05-04T08:00:00+00:00"),
        ("2031-05-04", "2031-05-04T00:00:00+00:00"),
        ("Sun, 04 May 2031 08:00:00 +0800", "2031-05-04T08:00:00+08:00"),
        ("Sun, 04 May 2031 08:00:00 GMT", "2031-05-04T08:00:00+00:00"),
        ("4 May 31 08:00 EST", "2031-05-04T08:00:00-05:00"),
        ("Sun,  4 May 2031 08:00:00 CEST", "2031-05-04T08:00:00+02:00"),
        ("Sun, 04 May 2031 08:00:00 -0000", "2031-05-04T08:00:00+00:00"),
        ("Sun, 04 May 2031", "2031-05-04T00:00:00+00:00"),
        ("2031年5月4日", "2031-05-04T00:00:00+08:00"),
        ("2031年5月4日 18:30", "2031-05-04T18:30:00+08:00"),
        ("2031年5月4日星期日18时30分", "2031-05-04T18:30:00+08:00"),
        ("Sunday, May 4, 2031 6:30 PM", "2031-05-04T18:30:00+00:00"),
        ("May 4, 2031 12:05 a.m.", "2031-05-04T00:05:00+00:00"),
        ("Sun, 04 May 2031 08:00:00 +08:00", "2031-05-04T08:00:00+08:00"),
        ("Sun, 04 May 2031 08:00:00 UTC+8", "2031-05-04T08:00:00+08:00"),
        ("Sun, 04 May 2031 08:00:00 GMT-0330", "2031-05-04T08:00:00-03:30"),
        ("Sun, 04 May 2031 08:00:00 +0800 (CST)", "2031-05-04T08:00:00+08:00"),
        ("Sun, 04 May 2031 08:00:00 (EST)", "2031-05-04T08:00:00-05:00"),
        ("Sun May 04 2031 08:00:00 GMT+0800 (China Standard Time)", "2031-05-04T08:00:00+08:00"),
    ],
)
def test_the_forms_that_feeds_use_are_read(text, moment):
    assert read_moment(text).isoformat() == moment


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "So, 04 Mai 2031 08:00:00 +0200", "Вс, 04 май 2031 08:00:00 +0300",
     "1935679800", "May 4, 2031 13:30 PM", "2031年5月4日 25:00",
     "Sun, 04 May 2031 08:00:00 IST", "2031-02-30", "04/05/2031", "1" * 5_000,
     "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "2031-05-04T25:00:00Z"],
)  # fmt: skip
def test_what_names_no_certain_moment_is_none(text):
    assert read_moment(text) is None


@settings(deadline=None)
@given(st.text(max_size=60) | st.text("0123456789-+:TZ ,MayGMT", max_size=40))
def test_any_text_is_a_moment_with_an_offset_or_none(text):
    moment = read_moment(text)

    assert moment is None or moment.utcoffset() is not None
