"""No figure of quality falls unnoticed: each is held to the one that was recorded.

Whoever makes one worse on purpose records it: make quality RECORD=1, and says why in the commit.
"""

import pytest
from quality.figures import find_fallen, read_figures, select_own, write_figures
from quality.measurement import measure_own
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
