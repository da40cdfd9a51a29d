"""When a ratio of a benchmark counts as worse than the recorded one."""

from __future__ import annotations

import pytest
from figures import Figure, Measurement
from recorded import find_limit, find_worse


def rate(*values: float, name: str = "rate") -> Figure:
    return Figure(name, list(values), 0.9)


def delay(*values: float) -> Figure:
    return Figure("delay", list(values), 11, most=True)


@pytest.mark.parametrize(
    ("recorded", "measured", "is_worse"),
    [
        (rate(1.0), rate(0.86), False),
        (rate(1.0), rate(0.84), True),
        (rate(1.0), rate(2.0), False),
        (rate(0.7, 1.0, 1.1), rate(0.71), False),
        (rate(0.7, 1.0, 1.1), rate(0.69), True),
        (rate(0.95, 1.0, 1.5), rate(0.84), True),
        (delay(10.0), delay(11.4), False),
        (delay(10.0), delay(11.6), True),
        (delay(10.0), delay(1.0), False),
        (delay(9.0, 10.0, 14.0), delay(13.9), False),
        (delay(9.0, 10.0, 14.0), delay(14.1), True),
    ],
)
def test_a_ratio_is_worse_beyond_15_per_cent_or_beyond_the_recorded_spread(
    recorded, measured, is_worse
):
    assert bool(find_worse([recorded], [measured])) is is_worse


def test_the_middle_of_the_turns_is_compared_not_the_worst_of_them():
    assert not find_worse([rate(1.0)], [rate(0.2, 0.9, 1.0)])


def test_the_line_of_a_worse_ratio_names_what_was_measured_recorded_and_wanted():
    assert find_worse([rate(1.0)], [rate(0.5)]) == {
        "rate": "0.50 ×, recorded 1.00 ×; at least 0.85 × is wanted"
    }
    assert find_worse([delay(10.0)], [delay(12.0)]) == {
        "delay": "12.00 ×, recorded 10.00 ×; at most 11.50 × is wanted"
    }


def test_a_ratio_that_is_on_one_side_only_does_not_pass_unseen():
    assert find_worse([rate(1.0), delay(10.0)], [rate(1.0), rate(1.0, name="new")]) == {
        "delay": "recorded, but not measured",
        "new": "measured, but not recorded",
    }


def test_the_limit_of_a_figure_that_was_measured_once_is_15_per_cent():
    assert find_limit(rate(2.0)) == pytest.approx(1.7)
    assert find_limit(delay(2.0)) == pytest.approx(2.3)


def test_a_measurement_is_read_as_it_was_written(tmp_path):
    written = Measurement.now("Ratios", [rate(1.0, 1.1), delay(10.0)])
    written.write(tmp_path / "new" / "ratios.json")
    assert Measurement.read(tmp_path / "new" / "ratios.json") == written


def test_a_measurement_tells_the_code_the_day_and_the_machine():
    told = Measurement.now("Ratios", [])
    assert told.revision
    assert len(told.date) == len("2031-11-03")
    assert {"processor", "cores", "load", "python", "kafka-python"} <= told.environment.keys()
