"""Numbers with their units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.tags import Span
from tidings_enrich.tagging.numerals import read_number
from tidings_enrich.tagging.quantities import find_quantities


def read(body):
    return [(each.span.text, each.value, each.unit) for each in find_quantities(body)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("第120次", 120, "次"),
        ("第十四届", 14, "届"),
        ("16GW", 16, "GW"),
        ("3.5万吨", 35_000, "吨"),
        ("３．５亿元", 350_000_000, "CNY"),
        ("1.2万亿元", 1_200_000_000_000, "CNY"),
        ("1,234,567元", 1_234_567, "CNY"),
        ("47亿美元", 4_700_000_000, "USD"),
        ("两个百分点", 2, "百分点"),
        ("百分之三", 3, "%"),
        ("23.7%", 23.7, "%"),
        ("三分之二", 2 / 3, "1"),
        ("12.6公里", 12.6, "公里"),
        ("5千克", 5, "千克"),
        ("112.6万", 1_126_000, None),
        ("三日", 3, "日"),
        ("零下6℃", -6, "℃"),
        ("500余名", 500, "名"),
        ("200多万元", 2_000_000, "CNY"),
        ("五百二十万吨", 5_200_000, "吨"),
        ("一公里", 1, "公里"),
        ("$4.2 million", 4_200_000, "USD"),
        ("12 percent", 12, "percent"),
        ("3,000 people", 3_000, "people"),
    ],
)
def test_a_quantity_has_its_value_and_its_unit(text, value, unit):
    ((found, number, named),) = read(f"，{text}，")
    assert (found, named) == (text, unit)
    assert number == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("数百人", "人"),
        ("3至5公里", "公里"),
        ("30-50厘米", "厘米"),
        ("12比10", "比"),
        ("三四天", "天"),
    ],
)
def test_a_hint_a_range_and_a_score_have_no_one_value(text, unit):
    assert read(f"，{text}，") == [(text, None, unit)]


@pytest.mark.parametrize(
    "body",
    [
        "一个人",
        "第一位",
        "28日",
        "G20",
        "5G",
        "N型",
        "千家万户",
        "四个意识",
        "2030级",
        "十分",
        "编号112233",
        "",
    ],
)
def test_what_counts_nothing_is_no_quantity(body):
    assert read(body) == []


def test_what_is_part_of_a_name_or_a_time_is_no_quantity():
    body = "第三中学有3个班"
    assert [q.span.text for q in find_quantities(body, [Span(start=0, end=4, text=body[:4])])] == [
        "3个"
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,000", 3_000),
        ("二十八", 28),
        ("两百", 200),
        ("一百五", 150),
        ("一百零五", 105),
        ("一万五", 15_000),
        ("十五", 15),
        ("一万亿", 10**12),
        ("二〇二一", 2021),
        ("三点五亿", 350_000_000),
        ("3百万", 3_000_000),
        ("1.5 billion", 1_500_000_000),
        ("三四", None),
        ("", None),
        ("年", None),
        ("点五", None),
    ],
)
def test_a_number_is_read_in_any_of_its_forms(text, value):
    assert read_number(text) == (None if value is None else pytest.approx(value))


@given(st.text(alphabet="零一二两三十百千万亿点0123456789.,", max_size=30))
def test_any_run_of_numerals_is_read_or_refused(text):
    read_number(text)
    for quantity in find_quantities(text + "元"):
        assert quantity.value is None or quantity.value >= 0


@given(st.text(max_size=60))
def test_quantities_stand_in_the_text_in_order(body):
    end = 0
    for quantity in find_quantities(body):
        assert quantity.span.start >= end
        end = quantity.span.end
        assert body[quantity.span.start : end] == quantity.span.text
