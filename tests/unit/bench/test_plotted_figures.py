"""The pictures and tables of kept measurements."""

from __future__ import annotations

from xml.etree import ElementTree

import plot
import pytest
from bars import draw_bars
from figures import Figure, Measurement

MACHINE = {"cores": "2", "processor": "Abacus", "memory": "8 GB", "python": "3.11", "load": "0.1"}
FIGURES = [
    Figure("a : <b>", [0.4, 0.5, 0.6], 1.0),
    Figure("delay", [9.0], 3, "ms", most=True),
    Figure("rebalances", [0], 0, "", most=True),
]
MEASUREMENT = Measurement("Sums", "abc1234", "2031-11-03", MACHINE, FIGURES)


def find_bars(measurement: Measurement) -> list[ElementTree.Element]:
    drawn = ElementTree.fromstring(draw_bars(measurement))
    return [each for each in drawn.iter() if each.get("class") in {"held", "missed"}]


def test_a_bar_is_as_long_as_the_figure_is_of_its_target():
    half, same = (Figure("x", [value], 10.0) for value in (5.0, 10.0))
    widths = [
        float(each.attrib["width"])
        for each in find_bars(Measurement("Sums", "abc", "2031-11-03", MACHINE, [half, same]))
    ]
    assert widths[1] == pytest.approx(2 * widths[0])


def test_a_bar_far_beyond_the_target_stays_in_the_picture():
    [bar] = find_bars(
        Measurement("Sums", "abc", "2031-11-03", MACHINE, [Figure("x", [90_000.0], 1.0)])
    )
    assert float(bar.attrib["width"]) < 720


def test_what_missed_its_target_looks_and_reads_so():
    assert [each.get("class") for each in find_bars(MEASUREMENT)] == ["missed", "missed"]
    assert "9.00 ms, ≤ 3 ms, missed" in draw_bars(MEASUREMENT)


def test_a_name_is_text_in_the_picture():
    assert "a : &lt;b&gt;" in draw_bars(MEASUREMENT)


def test_each_kept_measurement_gets_its_picture_and_its_table(tmp_path):
    for folder in ("bench/measured", "docs/images"):
        (tmp_path / folder).mkdir(parents=True)
    MEASUREMENT.write(tmp_path / "bench/measured/sums.json")
    page = tmp_path / "docs/performance.md"
    page.write_text("before\n<!-- measured -->\nold\n<!-- end of measured -->\nafter\n")
    assert plot.main(tmp_path) == 0
    assert (tmp_path / "docs/images/bench-sums.svg").read_text() == draw_bars(MEASUREMENT)
    text = page.read_text()
    assert text.startswith("before\n<!-- measured -->\n### Sums\n")
    assert "old" not in text
    assert "| a : <b> | 0.50 × | 0.40 – 0.60 | ≥ 1 × |" in text
    assert "Revision abc1234, 2031-11-03; 2 cores of Abacus" in text
    assert text.endswith("<!-- end of measured -->\nafter\n")


def test_nothing_is_drawn_where_nothing_was_measured(tmp_path, capsys):
    assert plot.main(tmp_path) == 1
    assert "nothing is kept" in capsys.readouterr().out
