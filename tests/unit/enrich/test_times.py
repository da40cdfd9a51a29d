"""Time expressions and the days they stand for, in news of Tuesday, 29 November 2022."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.times.expressions import find_times

TODAY = date(2022, 11, 29)


def read(body, day=TODAY):
    return [(each.span.text, each.start, each.end) for each in find_times(body, day)]


def days(body, day=TODAY):
    """Return the one time expression of ``body`` as a text and its days."""
    ((text, start, end),) = read(body, day)
    return text, start if start == end else f"{start}/{end}"


@pytest.mark.parametrize(
    ("body", "text", "value"),
    [
        ("会议11月28日举行", "11月28日", "2022-11-28"),
        ("2021年3月5日成立", "2021年3月5日", "2021-03-05"),
        ("二〇二一年三月十五日", "二〇二一年三月十五日", "2021-03-15"),
        ("２０２１年３月", "２０２１年３月", "2021-03-01/2021-03-31"),
        ("2021-11-03发布", "2021-11-03", "2021-11-03"),
        ("2020年", "2020年", "2020-01-01/2020-12-31"),
        ("昨（28）日下午", "昨（28）日下午", "2022-11-28"),
        ("昨日", "昨日", "2022-11-28"),
        ("明天上午", "明天上午", "2022-11-30"),
        ("今年上半年", "今年上半年", "2022-01-01/2022-06-30"),
        ("前三季度", "前三季度", "2022-01-01/2022-09-30"),
        ("去年12月下旬", "去年12月下旬", "2021-12-21/2021-12-31"),
        ("今年年底", "今年年底", "2022-12-01/2022-12-31"),
        ("2021年底", "2021年底", "2021-12-01/2021-12-31"),
        ("本月底", "本月底", "2022-11-26/2022-11-30"),
        ("上月", "上月", "2022-10-01/2022-10-31"),
        ("上周五", "上周五", "2022-11-25"),
        ("周五", "周五", "2022-11-25"),
        ("下周一上午", "下周一上午", "2022-12-05"),
        ("3月至5月", "3月至5月", "2022-03-01/2022-05-31"),
        ("1-10月", "1-10月", "2022-01-01/2022-10-31"),
        ("11月28日至30日", "11月28日至30日", "2022-11-28/2022-11-30"),
        ("2019年至2021年", "2019年至2021年", "2019-01-01/2021-12-31"),
        ("上午10时30分许", "上午10时30分许", "2022-11-29T10:30"),
        ("28日晚上8点半", "28日晚上8点半", "2022-11-28T20:30"),
        ("上午9点到下午5点", "上午9点到下午5点", "2022-11-29T09:00/2022-11-29T17:00"),
        ("27日0时—24时", "27日0时—24时", "2022-11-27T00:00/2022-11-28T00:00"),
        ("11月28日（星期一）上午", "11月28日（星期一）上午", "2022-11-28"),
        ("今年以来", "今年以来", "2022-01-01/2022-11-29"),
        ("近三年来", "近三年来", "2019-11-29/2022-11-29"),
        ("三天前", "三天前", "2022-11-26"),
        ("“十四五”期间", "“十四五”期间", "2021-01-01/2025-12-31"),
        ("on Nov. 3, 2021", "Nov. 3, 2021", "2021-11-03"),
        ("on 3 November", "3 November", "2022-11-03"),
        ("on Monday", "Monday", "2022-11-28"),
        ("he said yesterday", "yesterday", "2022-11-28"),
        ("in March 2022", "March 2022", "2022-03-01/2022-03-31"),
    ],
)
def test_a_time_expression_is_worked_out_from_the_day_of_the_news(body, text, value):
    assert days(body) == (text, value)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("疫情发生以来，", "疫情发生以来"),
        ("经过连日来的攻坚", "连日来"),
        ("每日调度", "每日"),
        ("日前，", "日前"),
        ("目前正在", "目前"),
        ("自入秋以来", "入秋以来"),
        ("在展会期间", "展会期间"),
        ("春节期间", "春节期间"),
        ("20世纪80年代", "20世纪80年代"),
        ("2月30日", "2月30日"),
    ],
)
def test_what_names_no_day_is_found_and_left_open(body, text):
    assert read(body) == [(text, None, None)]


@pytest.mark.parametrize(
    "body",
    [
        "提出三点意见",
        "当日清、全面清",
        "三日清",
        "历时8年",
        "期限3个月",
        "He may march on",
        "13月",
        "",
    ],
)
def test_what_only_looks_like_a_time_is_none(body):
    assert read(body) == []


def test_a_day_without_a_month_is_of_the_date_before_it():
    assert read("10月25日开幕，28日闭幕。")[1] == ("28日", "2022-10-28", "2022-10-28")


def test_the_same_day_and_the_next_are_counted_from_the_date_before_them():
    found = read("10月25日开幕。当天下午休会，次日凌晨2时复会。")
    assert [start for _, start, _ in found] == ["2022-10-25", "2022-10-25", "2022-10-26T02:00"]


def test_a_year_that_was_named_holds_to_the_end_of_its_sentence():
    found = read("2019年3月到任，5月离开。6月回来。")
    assert [start for _, start, _ in found] == ["2019-03-01", "2019-05-01", "2022-06-01"]


def test_a_month_far_ahead_was_last_year_s():
    assert days("12月28日", date(2023, 1, 5))[1] == "2022-12-28"


@pytest.mark.parametrize("day", [date.min, date.max, date(2024, 2, 29)])
def test_the_ends_of_the_calendar_break_nothing(day):
    body = (
        "昨日、明天、去年、明年、下月、上周五、近九千年来、12月28日24时、未来9999年来、今年2月29日"
    )
    assert read(body, day)


PIECES = [
    "0",
    "1",
    "12",
    "28",
    "2021",
    "十四五",
    "以来",
    "期间",
    "上午",
    *"年月日时点分:-至()昨今周五",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_gives_times_in_order_that_stand_in_it(body):
    end = 0
    for time in find_times(body, TODAY):
        assert time.span.start >= end
        end = time.span.end
        assert body[time.span.start : end] == time.span.text
        for value in (time.start, time.end):
            assert value is None or date.fromisoformat(value[:10])
