"""LAC's word cutter, and texts as tokens."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.networks.tokens import CharacterTokeniser, WordTokeniser
from tidings_enrich.tagging.networks.word_cutter import WordCutter

WORDS = ("大桥", "江大桥", "大桥头", "临江", "临江大桥", "桥", "头")
TOTAL = 1000
LETTERS = st.text("临江大桥头a1", max_size=7)


def score(words):
    return sum(math.log(len(each)) - math.log(TOTAL) for each in words)


def cut_every_way(text):
    if not text:
        yield []
    for end in range(1, len(text) + 1):
        if end == 1 or text[:end] in WORDS:
            for rest in cut_every_way(text[end:]):
                yield [text[:end], *rest]


def test_fewer_words_win_and_of_equally_many_those_of_like_length():
    assert WordCutter(WORDS, TOTAL).cut("临江大桥甲") == ["临江大桥", "甲"]
    assert WordCutter(WORDS, TOTAL).cut("临江大桥头") == ["临江", "大桥头"]


def test_of_equal_cuts_the_one_with_the_longer_first_word_wins():
    assert WordCutter(["甲乙", "乙丙"], TOTAL).cut("甲乙丙") == ["甲乙", "丙"]


def test_runs_of_letters_and_digits_are_joined_and_full_width_ones_are_not():
    assert WordCutter(WORDS, TOTAL).cut("在H7N9大桥ＡＢ") == ["在", "H7N9", "大桥", "Ａ", "Ｂ"]


def test_a_list_without_words_cuts_into_characters():
    assert WordCutter([], TOTAL).cut("临江") == ["临", "江"]
    assert WordCutter(WORDS, TOTAL).cut("") == []


@given(LETTERS)
def test_no_other_way_to_cut_has_a_higher_score(text):
    cut = WordCutter(WORDS, TOTAL)._cut_into_words(text)
    assert math.isclose(score(cut), max(map(score, cut_every_way(text))), abs_tol=1e-9)


@given(st.text(max_size=40))
def test_the_words_together_are_the_text(text):
    assert "".join(WordCutter(WORDS, TOTAL).cut(text)) == text


@given(st.one_of(LETTERS, st.text(max_size=40)))
def test_tokens_cover_the_text_without_a_hole(text):
    vocabulary = {"临江大桥": 5, "头": 6, "a1": 7, "桥": 8}
    words = WordTokeniser(WordCutter(WORDS, TOTAL), vocabulary, 9)
    for tokeniser in (words, CharacterTokeniser(vocabulary, 9)):
        ids, bounds, borders = tokeniser.read(text)
        assert len(bounds) == len(ids) + 1
        assert (bounds[0], bounds[-1]) == (0, len(text))
        assert set(borders) <= set(bounds)
        for number, (start, end) in zip(ids, pairwise(bounds), strict=True):
            assert number == vocabulary.get(text[start:end], 9)


def test_a_word_that_the_vocabulary_lacks_is_read_character_by_character():
    tokeniser = WordTokeniser(WordCutter(WORDS, TOTAL), {"临江": 1, "大": 2, "桥": 3}, 9)
    assert tokeniser.read("临江大桥甲") == ([9, 9, 2, 3, 9], [0, 1, 2, 3, 4, 5], [0, 4, 5])
    assert tokeniser.read("临江桥头") == ([1, 3, 9], [0, 2, 3, 4], [0, 2, 3, 4])
