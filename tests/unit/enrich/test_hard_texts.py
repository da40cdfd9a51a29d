"""Texts that no newspaper prints: tags or none, every offset right, and time by their length."""

from datetime import UTC, datetime
from itertools import islice, product

import pytest
from effort import measure_cpu

from tidings.article import Article
from tidings_enrich.cli import TaggerKind, load_tagging
from tidings_enrich.tagging.names.entities import find_entities
from tidings_enrich.tagging.names.mentions import Mention
from tidings_enrich.tagging.names.place_parts import find_inner_places
from tidings_enrich.tagging.networks.combination import Rule, choose_names
from tidings_enrich.tagging.sentences import split_sentences

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰",
)
TEXTS = {
    "empty": "",
    "spaces": " \n\u3000" * 2_000,
    "one line": "市长王伟昨天在北京主持召开会议" * 700,
    "emoji": "😀会议👨‍👩‍👧‍👦在北京举行🎉" * 300,
    "right to left": "اجتماع في بكين \u202e会议在北京举行\u202c" * 200,
    "markup": "<p>市长<b>王伟</b>在<a href='x'>北京</a>开会</p>" * 200,
    "halves of surrogate pairs": "会议\ud800在北京\udfff举行。" * 300,
    "quotation marks": "“" * 8_000,
    "brackets": "（" * 4_000 + "）" * 4_000,
    "dots of foreign names": "甲·" * 4_000,
    "offices": "副" * 4_000 + "市长王伟",
    "ranges without end": "2021年至" * 1_500,
}


def list_names(count):
    return ["".join(each) for each in islice(product(SURNAMES, GIVEN, GIVEN), count)]


CROWDS = {
    "a list of persons": lambda count: "市领导" + "、".join(list_names(count)) + "出席会议。",
    "a body each": lambda count: "，".join(f"{name}集团有限公司" for name in list_names(count)),
    "a place each": lambda count: "，".join(f"{name}县城" for name in list_names(count)),
    "one sentence": lambda count: "新华社北京电美国总统访问英国" * count,
}


@pytest.fixture(scope="module")
def tagging():
    return load_tagging(TaggerKind.FAST)


def article(body):
    return Article(
        id="0" * 32,
        revision=0,
        content_hash="",
        source="gazette",
        language="zh",
        body=body,
        received_at=NOW,
    )


def list_spans(tags):
    yield from (mention for entity in tags.entities for mention in entity.mentions)
    yield from (mention for place in tags.locations for mention in place.mentions)
    yield from (time.span for time in tags.times)
    yield from (quantity.span for quantity in tags.quantities)
    yield from (span for event in tags.events for span in (event.trigger, event.sentence))


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
def test_any_text_has_tags_or_none_and_every_offset_is_right(tagging, body):
    (tags,) = tagging.tag([article(body)])
    assert all(body[span.start : span.end] == span.text for span in list_spans(tags))


# With work by the square of the names it would be 25 times as long.
@pytest.mark.parametrize("crowd", CROWDS.values(), ids=CROWDS)
def test_a_crowd_of_names_takes_time_by_its_length(tagging, crowd):
    few, many = article(crowd(400)), article(crowd(2_000))
    tagging.tag([few])
    short, long = (measure_cpu(lambda each=each: tagging.tag([each])) for each in (few, many))
    assert long < 12 * short


# Marks that end no sentence, one after the other: 64 times as long with work by their square.
@pytest.mark.parametrize("mark", ["A. ", "Mr. J. ", ".) ", "?!"])
def test_a_text_of_marks_is_cut_into_sentences_in_time_by_its_length(mark):
    def split(count):
        return measure_cpu(lambda: split_sentences(mark * count))

    split(100)
    assert split(16_000) < 24 * split(2_000)


# Networks take the whole of such a text for one name.
def test_a_name_without_end_is_none_and_takes_time_by_its_length():
    def find(count):
        body = "第1" * count
        return find_entities(body, [Mention(0, len(body), "organization")])

    assert find(16_000) == []
    short, long = (measure_cpu(lambda each=each: find(each)) for each in (2_000, 16_000))
    assert long < 24 * short


# Every unit lies in all before it: each told for each of those, it would be 2,000,000.
def test_in_a_row_of_units_each_place_is_found_once():
    row = [Mention(start, start + 3, "place") for start in range(0, 6_000, 3)]
    text = "北京市" * len(row)
    assert find_inner_places(text, row) == []
    assert find_inner_places(text, row[:1]) == row[1:]


# 8 times as many stretches: 64 times as long with work by their square.
def test_names_are_chosen_from_many_stretches_in_time_by_their_number():
    rule = Rule((1.0,), {"person": 0.5, "place": 0.5, "organization": 0.5})

    def choose(count):
        sums = {(at, at + 3, "person"): 0.5 + at % 7 / 20 for at in range(count)}
        return measure_cpu(lambda: choose_names(sums, rule))

    choose(100)
    assert choose(16_000) < 24 * choose(2_000)
