"""Words as clauses of a query."""

from __future__ import annotations

import pytest

from tidings.search.word_queries import (
    CHARACTER_FIELDS,
    MOST_COVERED,
    NAME_FIELDS,
    Word,
    build_musts,
    build_shoulds,
    has_lone_character,
    read_words,
)


def musts_of(typed):
    return build_musts(read_words(typed))


def matches_of(typed):
    return [each["multi_match"] for each in musts_of(typed)]


def phrases_of(typed):
    shoulds = build_shoulds(read_words(typed))
    return [each["multi_match"]["query"] for each in shoulds if "multi_match" in each]


@pytest.mark.parametrize(
    ("word", "lone"),
    [
        ("桥", True),
        ("第3号", True),
        ("大桥", False),
        ("bridge", False),
        ("临江A区", True),
        ("临江A区域", False),
        ("", False),
    ],
)
def test_a_character_without_a_neighbour_makes_no_pair(word, lone):
    assert has_lone_character(word) is lone


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        ("  临江 大桥　bridge ", [("临江", False), ("大桥", False), ("bridge", False)]),
        ('a "b c" d', [("a", False), ("b c", True), ("d", False)]),
        ("“临江大桥”通车", [("临江大桥", True), ("通车", False)]),
        ('never "closed', [("never", False), ("closed", False)]),
        ('""', []),
        ('"', []),
    ],
)
def test_white_space_parts_words_and_quotation_marks_hold_them(typed, words):
    assert read_words(typed) == [Word(*each) for each in words]


def test_words_must_all_occur_and_together_count_more():
    (match,) = matches_of(" 临江 大桥 ")
    assert match["query"] == "临江 大桥"
    assert match["operator"] == "and"
    assert phrases_of(" 临江 大桥 ") == ["临江 大桥"]


def test_a_word_with_a_lone_character_is_looked_for_character_by_character():
    characters, pairs = matches_of("第3号 简讯")
    assert (characters["query"], characters["type"]) == ("第3号", "phrase")
    assert characters["fields"] == CHARACTER_FIELDS
    assert pairs["query"] == "简讯"


def test_what_is_quoted_is_looked_for_as_it_stands():
    (match,) = matches_of('"临江大桥今日通车"')
    assert (match["query"], match["type"]) == ("临江大桥今日通车", "phrase")


def test_of_a_long_word_each_character_stands_beside_one_of_its_neighbours():
    (cover,) = musts_of("疫苗接种")
    asked = [
        [clause["multi_match"]["query"]]
        if "multi_match" in clause
        else [each["multi_match"]["query"] for each in clause["bool"]["should"]]
        for clause in cover["bool"]["filter"]
    ]
    assert asked == [["疫苗"], ["疫苗", "苗接"], ["苗接", "接种"], ["接种"]]
    assert cover["bool"]["must"]["multi_match"]["query"] == "疫苗接种"


def test_of_a_word_in_two_scripts_only_what_is_long_is_covered():
    cover, rest = musts_of("AI芯片产业园5G")
    assert cover["bool"]["must"]["multi_match"]["query"] == "芯片产业园"
    assert rest["multi_match"]["query"] == "AI 5G"


def test_of_a_pasted_paragraph_most_pairs_of_each_long_word_are_enough():
    *sentences, rest = matches_of("桥梁已经通车 " * MOST_COVERED + "bridge")
    assert {each["minimum_should_match"] for each in sentences} == {"75%"}
    assert rest["operator"] == "and"


def test_each_long_word_counts_more_where_it_stands_together():
    assert phrases_of("临江大桥 通车") == ["临江大桥 通车", "临江大桥"]
    assert phrases_of("临江大桥") == ["临江大桥"]


def test_a_word_that_is_a_whole_tagged_name_counts_more():
    terms = [each["term"] for each in build_shoulds(read_words("李明")) if "term" in each]
    assert [next(iter(each)) for each in terms] == list(NAME_FIELDS)


def test_no_words_ask_for_nothing():
    assert build_musts([]) == build_shoulds([]) == []
