"""What changed between two revisions is shown where it changed, and long texts stay affordable."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_index.history.differences import (
    MOST_LINES,
    MOST_PIECES,
    compare_revisions,
)

TEXTS = st.text("ab 桥水\n", max_size=60)


def lines_of(before, after):
    (change,) = compare_revisions({"body": before}, {"body": after})
    assert change.field == "body"
    return change.lines


def show(lines):
    return ["".join([line.sign, *(f"[{t}]" if m else t for t, m in line.pieces)]) for line in lines]


def test_what_is_the_same_is_not_told():
    assert (
        compare_revisions({"headline": "a", "revision": 1}, {"headline": "a", "revision": 2}) == []
    )


def test_characters_of_chinese_and_words_of_english_are_marked_where_they_changed():
    assert show(lines_of("三百名市民步行过江。", "四百名市民步行过江。")) == [
        "-[三]百名市民步行过江。",
        "+[四]百名市民步行过江。",
    ]
    assert show(lines_of("The bridge opens today", "The bridge opened today")) == [
        "-The bridge [opens] today",
        "+The bridge [opened] today",
    ]


def test_one_paragraph_around_a_change_is_shown_and_the_others_are_left_out():
    before = ["一", "二", "三", "四", "五"]
    assert show(lines_of("\n".join(before), "一\n二\n三\n新段落\n四\n五")) == [
        *("…", " 三", "+新段落", " 四", "…"),
    ]


def test_another_sentence_is_not_marked_word_by_word():
    assert show(lines_of("大桥今日通车", "Readers meet writers")) == [
        "-大桥今日通车",
        "+Readers meet writers",
    ]


def test_fields_come_in_the_order_of_reading_and_lists_a_line_each():
    before = {"byline": ["周小禾"], "captions": [{"text": "夜景", "photographer": "陈木"}]}
    after = {"byline": ["周小禾", "李川"], "captions": [], "headline": "新"}
    changes = compare_revisions(before, after)
    assert [each.field for each in changes] == ["headline", "byline", "captions"]
    assert show(changes[1].lines) == [" 周小禾", "+李川"]
    assert show(changes[2].lines) == ["-夜景 (陈木)"]


def test_a_text_too_long_to_compare_is_replaced_as_a_whole():
    before = "\n".join(map(str, range(MOST_LINES + 1)))
    lines = lines_of(before, before + "\nx")
    assert [each.sign for each in lines].count("-") == MOST_LINES + 1
    long = "水 " * MOST_PIECES
    assert show(lines_of(long, long + "x")) == [f"-{long}", f"+{long}x"]


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_every_changed_line_of_both_texts_is_told_in_order(before, after):
    changes = compare_revisions({"body": before}, {"body": after})
    if before == after:
        assert changes == []
        return
    for sign, text in (("-", before), ("+", after)):
        told = [each.text for each in changes[0].lines if each.sign in {sign, " "}]
        lines = iter(text.split("\n"))
        assert all(each in lines for each in told)
