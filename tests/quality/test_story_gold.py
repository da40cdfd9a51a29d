"""The pairs by which stories are measured, and how the bounds were chosen on one half of them."""

from __future__ import annotations

from collections import Counter

import pytest
from quality.story_pairs import EDITS, find_half, list_pairs, read_originals
from quality.story_scores import is_found, score_pairs

from tidings_enrich.stories import sketch, window

HALF_CHOSEN_ON = 0


@pytest.fixture(scope="module")
def halves():
    return [list(list_pairs(half)) for half in (0, 1)]


def test_every_edit_changes_a_text_and_is_made_the_same_way_each_time(halves):
    for half, pairs in enumerate(halves):
        assert pairs == list(list_pairs(half))
        changed = Counter(each.edit for each in pairs if each.same and each.one != each.other)
        originals = sum(find_half(each.name) == half for each in read_originals())
        assert set(changed) == set(EDITS)
        assert min(changed.values()) >= 0.9 * originals


def test_no_text_is_in_both_halves(halves):
    one, other = ({text for pair in half for text in (pair.one, pair.other)} for half in halves)
    assert not one & other
    assert min(len(one), len(other)) > 100


def test_there_are_strangers_that_look_alike_in_both_halves(halves):
    for pairs in halves:
        kinds = Counter(each.edit for each in pairs if not each.same)
        assert kinds["alike and strangers"] >= 5
        assert kinds["other numbers"] >= 5
        assert kinds["strangers"] >= 200


@pytest.mark.parametrize("likeness", [0.5, 0.6, 0.7])
def test_no_higher_bound_of_likeness_does_better_on_the_half_that_it_was_chosen_on(
    halves, likeness, monkeypatch
):
    pairs = [each for each in halves[HALF_CHOSEN_ON] if each.edit != "strangers"]
    chosen = score_pairs(pairs).f1
    monkeypatch.setattr(window, "LEAST_LIKENESS", likeness)
    assert score_pairs(pairs).f1 < chosen


def test_without_the_numbers_reports_on_one_form_would_be_copies(halves, monkeypatch):
    pairs = [each for each in halves[HALF_CHOSEN_ON] if each.edit == "other numbers"]
    assert not any(map(is_found, pairs))
    monkeypatch.setattr(sketch, "LEAST_COMMON_NUMBERS", 0)
    assert all(map(is_found, pairs))
