"""A duration is a number and a unit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tidings.durations import parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("5m", 300), ("12h", 43_200), ("10d", 864_000), (" 0s ", 0)],
)
def test_a_duration_is_a_number_and_a_unit(text, seconds):
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "d", "-1d", "1.5h", "5 m", "٣d", "1w", "9999999d"])
def test_anything_else_is_an_error_that_shows_how_to_write_one(text):
    with pytest.raises(ValueError, match="write 90s, 5m, 12h or 10d"):
        parse_duration(text)
