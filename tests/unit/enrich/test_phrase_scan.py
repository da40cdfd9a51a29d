"""Words are found where they stand, in a script with spaces and in one without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.phrase_scan import (
    CharacterScan,
    WordScan,
    cut_ending,
    list_irregular,
)

WORDS = st.lists(st.text("召开会议工作", min_size=1, max_size=4), max_size=8)


@given(WORDS, st.text("召开会议工作,。", max_size=40))
def test_every_place_of_every_word_is_found_and_no_other(words, text):
    found = {(hit.start, hit.end) for hit in CharacterScan([(w, None) for w in words]).find(text)}
    assert found == {
        (at, at + len(word))
        for word in words
        for at in range(len(text))
        if text.startswith(word, at)
    }


def test_what_is_no_character_hides_no_word_and_breaks_no_search():
    scan = CharacterScan([("会议", 1), ("会\ud800", 2)])
    assert [hit.payload for hit in scan.find("\udfff会议会\ud800")] == [1, 2]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("sign", "They signed it.", ["signed"]),
        ("sign", "A signal, a design.", []),
        ("go on strike", "Drivers going on strike", ["going on strike"]),
        ("=held", "He holds. She HELD.", ["HELD"]),
        ("strip", "It was stripped bare", ["stripped"]),
        ("take into custody", "Two were taken into custody", ["taken into custody"]),
        ("go bust", "The chain went bust", ["went bust"]),
        ("=take", "They took it", []),
        ("carry out", "They carried out a search", ["carried out"]),
        ("break ground", "break", []),
        ("", "anything", []),
    ],
)
def test_whole_words_are_found_with_their_endings(phrase, text, found):
    scan = WordScan([(phrase, None)])
    assert [text[hit.start : hit.end] for hit in scan.find(text)] == found


@given(st.text())
def test_no_text_breaks_the_search_for_words(text):
    for hit in WordScan([("sign", 1), ("=a", 2)]).find(text):
        assert 0 <= hit.start < hit.end <= len(text)


@given(st.text(max_size=12))
def test_cutting_an_ending_leaves_a_beginning_of_the_word(word):
    stem = cut_ending(list_irregular().get(word, word))
    assert cut_ending(word) == stem
    assert word in list_irregular() or word.startswith(stem.removesuffix("y"))


def test_each_irregular_form_is_of_one_verb_and_of_none_that_has_it_by_its_ending():
    for form, verb in list_irregular().items():
        assert form not in list_irregular().values()
        assert cut_ending(form) == cut_ending(verb)
