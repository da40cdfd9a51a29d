"""Kicker, headline and subhead are told apart, and from what only looks like them."""

from __future__ import annotations

import pytest

from tidings_ingest.page import split_page

BODY = "本报讯（记者 顾晚晴）临江大桥昨日建成通车，两岸群众前来观看。"


def heading_of(*lines, body=BODY):
    (draft,) = split_page("\n".join([*lines, body]))
    return draft.kicker, draft.headline, draft.subhead


@pytest.mark.parametrize(
    ("lines", "kicker", "headline", "subhead"),
    [
        (["大桥建成通车"], None, "大桥建成通车", None),
        (
            ["周明远在调研时强调", "抓好安全 抓好质量"],
            "周明远在调研时强调",
            "抓好安全 抓好质量",
            None,
        ),
        (["大桥建成通车", "——全长12.6公里"], None, "大桥建成通车", "——全长12.6公里"),
        (
            ["市委召开会议", "大桥建成通车", "——全长12.6公里", "——投资38亿元"],
            "市委召开会议",
            "大桥建成通车",
            "——全长12.6公里 ——投资38亿元",
        ),
        (["一桥飞架南北", "天堑今变通途"], None, "一桥飞架南北 天堑今变通途", None),
        (["江城“口袋", "公园”受欢迎"], None, "江城“口袋 公园”受欢迎", None),
        (
            ["市委召开会议", "一桥飞架南北", "天堑今变通途", "周明远出席并讲话"],
            "市委召开会议",
            "一桥飞架南北 天堑今变通途",
            "周明远出席并讲话",
        ),
        (["【街谈巷议】", "让大桥更安全"], "【街谈巷议】", "让大桥更安全", None),
        (["大桥何时通车？"], None, "大桥何时通车？", None),
        (["大桥今日通车！"], None, "大桥今日通车！", None),
    ],
)
@pytest.mark.parametrize("gap", [0, 1])
def test_a_heading_is_sorted_in_printed_order(lines, kicker, headline, subhead, gap):
    spaced = "\n".join(line + "\n" * gap for line in lines)

    assert heading_of(*spaced.split("\n")) == (kicker, headline, subhead)


@pytest.mark.parametrize(
    ("lines", "kicker", "headline", "subhead"),
    [
        (["River bridge opens"], None, "River bridge opens", None),
        (
            ["Bridge Opens a Month Early", "Ferry service ends after a century of crossings"],
            None,
            "Bridge Opens a Month Early",
            "Ferry service ends after a century of crossings",
        ),
        (["TRANSPORT", "River bridge opens early"], "TRANSPORT", "River bridge opens early", None),
        (["Storm Knocks Out Power", "To Thousands in Valley"], None,
         "Storm Knocks Out Power To Thousands in Valley", None),
        (["City opens the new bridge after years of", "argument over its cost"], None,
         "City opens the new bridge after years of argument over its cost", None),
    ],
)  # fmt: skip
def test_an_english_heading_has_a_deck_below_the_headline(lines, kicker, headline, subhead):
    body = "By Jane Doe\n\nThe bridge was opened on Tuesday."

    assert heading_of(*lines, body=body) == (kicker, headline, subhead)


def test_a_deck_that_is_a_sentence_is_the_subhead():
    body = "By Jane Doe\n\nPeople had waited for it for years."
    lines = ("River bridge opens", "", "The crossing now takes ten minutes.", "")

    assert heading_of(*lines, body=body)[1:] == (
        "River bridge opens",
        "The crossing now takes ten minutes.",
    )


@pytest.mark.parametrize(
    "inside",
    [
        "一、总体要求",
        "（一）加快建设",
        "建设提速",
        "1.本人身份证原件",
        "■温馨提示",
        "问：大桥何时通车？",
        "地点  时间  人数",
        "山把路藏起来\n我们把它找回来\n云把太阳藏起来\n我们把它唤出来\n风把歌带走\n雨把它送回来",
    ],
)
def test_what_stands_inside_an_article_begins_no_other(inside):
    page = f"大桥建成通车\n{BODY}\n{inside}\n大桥全长12.6公里，双向六车道，设计时速80公里。"
    (draft,) = split_page(page)

    assert draft.headline == "大桥建成通车"
    assert all(line in draft.body for line in inside.split("\n"))


def test_a_page_without_a_headline_is_one_article():
    (draft,) = split_page("昨日上午，临江市举行消防演练。\n五十名消防员参加。\n")

    assert (draft.headline, draft.lines) == (None, (1, 2))
    assert draft.body == "昨日上午，临江市举行消防演练。\n五十名消防员参加。"


def test_reports_with_bylines_and_without_headlines_are_articles_of_their_own():
    first, second = split_page(f"{BODY}\n本报讯（记者 陶一川）市图书馆新馆昨日开馆。")

    assert (first.headline, second.headline) == (None, None)
    assert (first.byline, second.byline) == (("顾晚晴",), ("陶一川",))


def test_short_reports_under_one_heading_are_one_article():
    page = "一周简讯\n■ 大桥昨日通车。（顾晚晴）\n■ 市图书馆新馆开馆。（陶一川）\n"
    (draft,) = split_page(page)

    assert draft.headline == "一周简讯"
    assert draft.body == "■ 大桥昨日通车。\n■ 市图书馆新馆开馆。"
    assert draft.byline == ("顾晚晴", "陶一川")


def test_an_editors_note_is_no_article_of_its_own():
    page = f"大桥建成通车\n编者按：今天起，本报推出系列报道。\n{BODY}"

    assert [each.headline for each in split_page(page)] == ["大桥建成通车"]


def test_an_english_headline_without_a_byline_stands_over_a_sentence_of_its_own():
    page = (
        "Bridge opens a month early\nBy Jane Doe\n"
        "The bridge was opened to traffic on Monday morning, a month ahead of\n"
        "schedule, after crews had worked through the winter and the spring on\n"
        "the last of its spans.\n"
        "County clinic to take first patients in fall\n"
        "A clinic for the children of the county will open its doors early in\n"
        "October, the board of health was told in a meeting that was held last\n"
        "week.\n"
    )
    assert [each.headline for each in split_page(page)] == [
        "Bridge opens a month early",
        "County clinic to take first patients in fall",
    ]


@pytest.mark.parametrize(
    "middle",
    [
        "根据协议，双方将在新能源、智慧物流等领\n域开展合作，首批项目年内落地。",
        "渡轮　　　　　两岛航线　　　　　停航\n列车　　　　　东部干线　　　　　停驶",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_page_that_begins_in_the_middle_of_an_article_has_no_headline_there(middle, gap):
    page = gap.join([*middle.split("\n"), "有关部门提醒市民留意公告。", "大桥建成通车", BODY])
    first, second = split_page(page)

    assert (first.headline, second.headline) == (None, "大桥建成通车")


def test_short_reports_begin_below_the_table_of_the_article_before_them():
    table = "代表团　　金牌　　银牌　　铜牌\n长吉市　　7　　5　　6\n我市　　3　　4　　2"
    page = f"大桥建成通车\n{BODY}\n前三名如下：\n{table}\n简讯\n●新馆开放。\n●合唱团招新。"
    first, second = split_page(page)

    assert first.body.endswith("我市　　3　　4　　2")
    assert (second.headline, second.byline) == ("简讯", ())


@pytest.mark.parametrize("heading", ["寻人启事", "招領啟事", "停水通知", "天氣"])
def test_a_column_that_stands_in_every_issue_needs_no_byline(heading):
    page = f"大桥建成通车\n\n{BODY}\n\n{heading}\n\n详情请看市政府网站，有疑问请来电。"

    assert [each.headline for each in split_page(page)] == ["大桥建成通车", heading]
