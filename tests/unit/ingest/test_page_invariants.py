"""Whatever the text: a page is split without an error, and nothing is made up."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tidings_ingest.page import split_page

# What pages are made of, so that random pages meet every rule.
LINES = st.sampled_from(
    [
        "",
        "　　",
        "临江大桥建成通车 两岸百姓告别轮渡",
        "沈怀谷在调研时强调",
        "——全长12.6公里",
        "本报讯（记者 顾晚晴 陶一川）11月3日，大桥通车。",
        "新华社武汉11月3日电（记者顾晚晴）大桥",
        "本报记者 顾晚晴",
        "（顾晚晴）",
        "会议指出，要抓好落实，",
        "不断取得新的成效。",
        "　　他说，桥通了。",
        "首批车辆驶过大桥。  陶一川 摄",
        "陶一川 摄",
        "图为大桥。",
        "临江日报 2026年11月4日 星期三 第01版",
        "要闻",
        "（下转第二版）",
        "（上接第一版）会议指出，",
        "一、总体要求",
        "问：桥何时通车？",
        "姓名  年龄  住址",
        "By Jane Doe and JOHN ROE, Staff Writer",
        "LINJIANG, Nov 3 (Agency) — The bridge was opened to traf-",
        "fic on Tuesday.",
        "Ships pass.  Photo by Jane Doe",
        "3",
    ]
)
PAGES = st.lists(LINES, max_size=14).map("\n".join)
TEXTS = (
    st.text()
    | st.text("。，：（）() \n\r\f\u2028\x00本报讯记者摄电版By—.\ud800", max_size=60)
    | PAGES
)

# How fast the machine is says nothing about the page.
RUNS = settings(max_examples=150, deadline=None)


def visible(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@given(TEXTS)
@example("\ud800")
@example("\x00\n\x00")
@example("（）")
@example("——")
@RUNS
def test_no_character_is_made_up(text):
    articles = split_page(text)
    parts = [
        part or ""
        for each in articles
        for part in (
            each.kicker,
            each.headline,
            each.subhead,
            each.body,
            *each.byline,
            *(caption.text for caption in each.captions),
        )
    ]
    shown = re.sub("[\ud800-\udfff]", "\ufffd", text)
    makers = [c.photographer for each in articles for c in each.captions if c.photographer]

    assert set("".join(makers)) - {"、"} <= set(shown)
    assert visible("".join(parts)) <= visible(shown)


@given(TEXTS)
@RUNS
def test_articles_are_in_order_apart_and_inside_the_page(text):
    ends = 0
    for each in split_page(text):
        first, last = each.lines
        assert ends < first <= last <= len(text) + 1
        ends = last


@given(TEXTS)
@RUNS
def test_paragraphs_are_trimmed_and_never_empty(text):
    for each in split_page(text):
        paragraphs = each.body.split("\n") if each.body else []
        assert all(part and part == part.strip() for part in paragraphs)
        assert each.model_dump_json()


@given(PAGES)
@RUNS
def test_the_kind_of_line_ending_makes_no_difference(page):
    expected = split_page(page)

    for ending in ("\r\n", "\r", "\f", "\u2028"):
        assert split_page(page.replace("\n", ending)) == expected


@pytest.mark.parametrize("text", ["", " \n\t\r\n　\n", "\x00\x00", "\ufeff\n\u200b"])
def test_a_page_without_a_visible_character_has_no_article(text):
    assert split_page(text) == ()
