"""No figure of quality falls unnoticed: each is held to the one that was recorded.

Whoever makes one worse on purpose records it: make quality RECORD=1, and says why in the commit.
"""

import pytest
from quality.figures import find_fallen, read_figures, select_own, write_figures
from quality.figures_page import PAGE, render_tables, write_tables
from quality.measurement import ARTICLES, PAGES, measure_own
from quality.shared_gold import SHARED, measure_shared
from quality.tag_scores import Score

from tidings_enrich.models.manifest import ModelsMissingError


def measure(measurement):
    try:
        return dict(measurement())
    except ModelsMissingError as error:
        pytest.skip(str(error))


def test_no_figure_on_the_own_gold_has_fallen():
    recorded = select_own(read_figures())
    measured = measure(measure_own)
    assert find_fallen(recorded, measured) == {}
    assert set(measured) == set(recorded)
    assert all(score.wanted for score in measured.values())


def test_there_is_gold_to_measure_on():
    assert len(ARTICLES) >= 20
    assert len(PAGES) >= 50


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared gold is not beside this checkout")
def test_no_figure_on_the_shared_gold_has_fallen():
    measured = measure(measure_shared)
    assert find_fallen(read_figures(), measured) == {}
    assert set(measured) <= set(read_figures())


def test_a_figure_has_fallen_that_is_more_than_a_hundredth_below():
    recorded = dict.fromkeys(("a", "b", "c", "unmeasured"), Score(90, 100, 100))
    measured = {"a": Score(88, 100, 100), "b": Score(89, 99, 100), "c": Score(95, 100, 100)}
    assert find_fallen(recorded, measured) == {"a": "0.8800, recorded 0.9000"}


def test_figures_that_are_written_read_back_the_same(tmp_path):
    figures = {"own pages: split exactly": Score(3, 4, 5), "无: persons": Score(0, 0, 0)}
    write_figures(tmp_path / "new" / "figures.json", figures, "abc")
    assert read_figures(tmp_path / "new" / "figures.json") == figures


def test_the_tables_of_the_documentation_are_the_recorded_figures():
    page = PAGE.read_text("utf-8")
    assert render_tables(read_figures()) in page
    assert write_tables(page, read_figures()) == page


def test_what_is_measured_in_the_same_things_shares_a_table():
    figures = {"own a: x": Score(1, 1, 1), "own b: x": Score(1, 2, 4), "own c: y": Score(0, 0, 0)}
    assert render_tables(figures) == (
        "| measured on | x |\n|---|---|\n| own a | 1.000 |\n| own b | 0.333 (0.50/0.25) |\n"
        "\n| measured on | y |\n|---|---|\n| own c | 1.000 |\n"
    )
