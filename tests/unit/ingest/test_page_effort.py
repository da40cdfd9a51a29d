"""The work that a page makes grows with its length and no faster, whatever is in it."""

from __future__ import annotations

import sys

import pytest

from tidings_ingest.page import split_page
from tidings_ingest.page.split import MOST_LINES

ARTICLE = (
    "2026年11月4日 星期三 第01版\n"
    "周明远在调研时强调\n"
    "抓好安全 抓好质量\n"
    "本报讯（记者 顾晚晴）昨日，周明远调研大桥建设，走进监控中\n"
    "大桥。  陶一川 摄\n"
    "心，看望值班人员。\n"
)


def count_calls(text):
    """Return how many functions a split calls: a measure of work that knows no clock."""
    calls = 0

    def count(_frame, event, _arg):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        split_page(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "piece",
    [
        ARTICLE,
        "临江大桥通车\n",
        "甲\n",
        "\n\n大桥通车。\n",
        "大桥。 陶一川 摄\n",
        "2026年11月4日 星期三 第01版\n",
        "本报讯（记者 顾晚\n",
        "日期  场次  人数\n",
        "By Jane Doe\n",
        "一、要求\n",
    ],
)
def test_twice_the_lines_make_twice_the_work(piece):
    once, twice = (count_calls(piece * (lines // piece.count("\n"))) for lines in (300, 600))

    assert twice < 2.2 * once


@pytest.mark.parametrize(
    "piece",
    ["临江大桥", "日报", "（", "bridge ", "a-", " ", "。", "1.", "本报讯", "记者", "/", "A.", "—"],
)
def test_ten_times_the_length_of_a_line_makes_ten_times_the_work_at_most(piece):
    short, long = count_calls(piece * 5_000), count_calls(piece * 50_000)

    assert long < 11 * short


def test_a_text_of_too_many_lines_for_a_page_is_kept_as_it_stands():
    lines = ["大桥建成通车"] * (MOST_LINES + 1)
    (draft,) = split_page("\n".join(lines))

    assert draft.body.split("\n") == lines
    assert (draft.headline, draft.lines) == (None, (1, len(lines)))
