"""The topics that are found are those that a reader gave."""

import pytest
from quality.figures import read_figures
from quality.measurement import measure_topics
from quality.topic_gold import PAGE, SETS, add_scores, read_gold, render_total, write_table

from tidings_enrich.models.manifest import ModelsMissingError


def measure():
    try:
        return measure_topics()
    except ModelsMissingError as error:
        pytest.skip(str(error))


def test_there_is_gold_to_measure_on_and_no_article_is_in_two_sets():
    gold = [[each["body"] for each in read_gold(name)] for name in SETS]
    assert all(len(each) >= 25 for each in gold)
    assert len({body for each in gold for body in each}) == sum(map(len, gold))


def test_every_topic_of_the_first_level_was_asked_for_unseen():
    assert all(score.wanted for score in measure()["unseen"].values())


@pytest.mark.parametrize("name", SETS)
def test_most_topics_are_found_and_most_that_are_told_are_right(name):
    score = add_scores(measure()[name])
    assert score.recall >= 0.85
    assert score.precision >= (0.7 if name == "other" else 0.9)


def test_the_table_of_the_documentation_has_the_recorded_totals():
    recorded = read_figures()
    totals = [recorded[f"own topic articles, {name}, fast: topics"] for name in SETS]
    assert render_total(totals) in PAGE.read_text("utf-8")


def test_a_table_is_written_between_its_marks():
    page = "a\n<!-- figures -->\nold\n<!-- end of figures -->\nb\n"
    written = write_table(page, measure())
    assert written.startswith("a\n<!-- figures -->\n| topic |")
    assert "old" not in written
    assert written.endswith("<!-- end of figures -->\nb\n")
