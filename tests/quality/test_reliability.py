"""Confidences say how often tags are right: the table, and a bound on what was not fitted to."""

import pytest
from quality.calibrate import find_doubt, find_share, fit_curve
from quality.figures_page import PAGE
from quality.judging import EVAL, judge_names
from quality.measurement import KINDS, read_tagger
from quality.reliability import Judged, fill_bins, find_error, render
from quality.reliability_page import SHOWN_HALF, write_reliability

from tidings_enrich.models.manifest import ModelsMissingError

# Names of the half that the curves were not fitted to are off by 0.02 and 0.04 on average.
MOST_OFF = 0.06


@pytest.mark.skipif(not EVAL.is_dir(), reason="the shared sentences are not beside this checkout")
@pytest.mark.parametrize("kind", KINDS)
def test_names_are_right_about_as_often_as_their_confidence_says(kind):
    try:
        names = list(judge_names(read_tagger(kind), SHOWN_HALF))
    except ModelsMissingError as error:
        pytest.skip(str(error))
    assert len(names) > 1000
    assert find_error([Judged(each.confidence, each.right) for each in names]) <= MOST_OFF


def test_tags_of_like_confidence_share_a_bin():
    judged = [Judged(0.5, False), Judged(0.55, True), Judged(0.6, False), Judged(1.0, True)]
    bins = fill_bins(judged)
    assert [each.count for each in bins] == [1, 2, 0, 0, 0, 1]
    assert bins[1] == (2, pytest.approx(0.575), 0.5)


def test_the_error_is_nought_where_as_many_are_right_as_was_said_and_grows_with_what_is_not():
    assert find_error([Judged(0.75, right) for right in (True, True, True, False)]) == 0
    assert find_error([Judged(0.75, False)] * 4) == 0.75
    assert find_error([]) == 0


def test_a_curve_meets_the_shares_that_it_is_fitted_to():
    judged = [Judged(0.3, at < 30) for at in range(100)] + [
        Judged(0.9, at < 90) for at in range(100)
    ]
    curve = fit_curve(judged)
    assert curve.at(0.3) == pytest.approx(0.3, abs=0.02)
    assert curve.at(0.9) == pytest.approx(0.9, abs=0.02)


def test_a_set_without_errors_leaves_some_doubt():
    assert find_share([True] * 8) == 0.9
    assert fit_curve([Judged(0.5, True)] * 50).at(0.5) < 1
    assert 0 < find_doubt([Judged(0.9, True)] * 180) == pytest.approx(0.1)


def test_a_table_is_written_between_its_marks():
    page = "a\n<!-- reliability -->\nold\n<!-- end of reliability -->\nb\n"
    sets = {"names": [Judged(0.95, True)]}
    table = "".join(f"{line}\n" for line in render(sets))
    assert "| names |  |  |  |  |  | 0.95 → 1.00 (1) | 1 | 0.050 |\n" in table
    assert write_reliability(page, sets) == page.replace("old\n", table)


def test_the_documentation_has_the_table():
    assert "<!-- reliability -->\n| tags |" in PAGE.read_text("utf-8")
