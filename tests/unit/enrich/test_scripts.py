"""Traditional text as simplified, and the way back to every offset."""

import pytest
from dictionary_tagger import DictionaryTagger
from effort import measure_cpu
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.scripts import (
    CHARACTERS,
    convert_to_simplified,
    has_traditional,
    read_table,
    simplify_name,
)
from tidings_enrich.tagging.simplifying_tagger import SimplifyingTagger

PHRASES = st.sampled_from(
    [
        *("網際網路", "計程車", "乾淨", "乾隆", "頭髮", "資訊", "伊利諾"),
        *("賴思穎", "瞭解", "主機板", "SQL隱碼攻擊", "\ud800"),
    ]
)
TEXTS = st.lists(st.one_of(PHRASES, st.text(max_size=3)), max_size=20).map("".join)


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("乾淨", "干净"),
        ("皇后", "皇后"),
        ("頭髮", "头发"),
        ("發生", "发生"),
        ("乾隆", "乾隆"),
        ("瞭解與瞭望", "了解与瞭望"),
        ("著名", "著名"),
        ("計程車", "出租车"),
        ("網際網路", "互联网"),
        ("已经简化", "已经简化"),
    ],
)
def test_phrases_decide_where_a_character_has_two_simplified_forms(text, simplified):
    assert convert_to_simplified(text).text == simplified


def test_a_phrase_of_another_length_is_all_of_it_and_what_stands_beside_it_is_itself():
    shown = convert_to_simplified("在網際網路上說")
    assert shown.text == "在互联网上说"
    assert [shown.find_start(at) for at in range(6)] == [0, 1, 1, 1, 5, 6]
    assert [shown.find_end(at) for at in range(7)] == [0, 1, 5, 5, 5, 6, 7]
    assert [shown.keeps_border(at) for at in range(7)] == [
        True,
        True,
        False,
        False,
        True,
        True,
        True,
    ]


@given(TEXTS)
def test_pieces_map_back_to_the_text_that_they_were_made_of(text):
    shown = convert_to_simplified(text)
    at = written = 0
    for start, end, begin, stop in [*shown.pieces, (len(text), len(text), len(shown.text), None)]:
        assert start - at == begin - written
        assert end - start == 0 or shown.find_start(begin) == start
        assert end - start == 0 or shown.find_end(stop) == end
        at, written = end, stop


@given(TEXTS)
def test_every_stretch_of_the_new_text_lies_in_the_old_one_in_the_same_order(text):
    shown = convert_to_simplified(text)
    starts = [shown.find_start(at) for at in range(len(shown.text) + 1)]
    ends = [shown.find_end(at) for at in range(len(shown.text) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert (ends[0], starts[-1]) == (0, len(text))
    assert all(start < end for start, end in zip(starts, ends[1:], strict=False))


@given(TEXTS)
def test_a_simplified_name_is_as_long_as_the_name_and_stays_as_it_is_the_second_time(text):
    name = simplify_name(text)
    assert len(name) == len(text)


@given(st.text(st.characters(max_codepoint=0x2FFF)))
def test_text_that_is_not_chinese_is_left_as_it_is(text):
    assert not has_traditional(text)
    assert convert_to_simplified(text) == (text, ())


def test_names_are_told_by_the_offsets_of_the_traditional_text():
    tagger = SimplifyingTagger(DictionaryTagger(person=["赖思颖"], organization=["互联网协会"]))
    sentence = "計程車裡，賴思穎打給網際網路協會。"
    (reading,) = tagger.read([sentence])
    assert [sentence[each.start : each.end] for each in reading.names] == ["賴思穎", "網際網路協會"]


def test_two_names_in_one_phrase_of_another_length_do_not_overlap():
    tagger = SimplifyingTagger(DictionaryTagger(person=["互联"], place=["网上"]))
    (reading,) = tagger.read(["網際網路上"])
    assert [each[:2] for each in reading.names] == [(0, 4)]


def test_rows_that_change_the_length_are_only_those_of_taiwans_words():
    assert all(
        len(old) == len(new) for old, new in read_table((*CHARACTERS, "TSPhrases.txt")).items()
    )


@pytest.mark.parametrize("unit", ["網際網路的計程車", "乾", "乾乾淨淨", "下拉式", "abc "])
def test_the_time_is_that_of_the_text(unit):
    short, long = (measure_cpu(lambda n=n: convert_to_simplified(unit * n)) for n in (4000, 16000))
    assert long < 10 * max(short, 0.004)
