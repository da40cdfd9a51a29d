"""What a page prints around its articles is no part of them; it tells when the page appeared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tidings_ingest.page import split_page

CHINA = timezone(timedelta(hours=8))
ARTICLE = "临江大桥建成通车\n本报讯（记者 顾晚晴）临江大桥昨日建成通车，两岸群众前来观看。\n"
BODY = "临江大桥昨日建成通车，两岸群众前来观看。"


@pytest.mark.parametrize(
    "printed",
    [
        "2026年11月4日 星期三 第03版 要闻",
        "临江日报 2026年11月4日 星期三 农历丙午年九月廿六",
        "临江日报",
        "03版 要闻",
        "A05",
        "- 3 -",
        "第3页 共8页",
        "要闻",
        "◆民生新闻",
        "责编 叶闻笛 美编 甘小满 电话：0700-5550142",
        "责任编辑：叶闻笛  版式设计：甘小满",
        "新闻热线：0700-5550142  邮箱：news@example.com",
        "国内统一连续出版物号 CN 99-0099  邮发代号 99-99",
        "总第12345期 今日8版",
        "上一版  下一版",
        "版权所有 临江日报社 未经授权不得转载",
        "THE RIVERSIDE HERALD   Tuesday, November 3, 2026   A3",
        "Page 3",
        "要 闻",
        "广 告",
        "公益广告　节约用水 从我做起",
        "Ａ０１要闻",
        "03 / 要闻",
        "综合·03",
        "版面：要闻",
        "责 编 ： 叶闻笛",
        "总第 1234 期",
        "第12345号",
        "2026 年 11 月 4 日 星期三",
        "2026年11月4日 星 期 三 第 01 版",
        "二〇二六年十一月四日 星期三 第一版",
        "２０２６年１１月４日　星期三　第３版",
        "中華民國一一五年十一月四日 星期三 A8 港聞",
    ],
)
def test_headers_and_footers_belong_to_no_article(printed):
    (below,) = split_page(f"{printed}\n\n{ARTICLE}")
    assert (below.headline, below.body, below.lines) == ("临江大桥建成通车", BODY, (3, 4))
    assert below.page == printed

    if printed != "临江日报":
        (above,) = split_page(f"{ARTICLE}\n{printed}\n")
        assert (above.body, above.lines) == (BODY, (1, 2))


@pytest.mark.parametrize("printed", ["3", "第3版", "2026年11月4日 星期三 第03版"])
def test_a_sentence_is_healed_around_furniture(printed):
    (draft,) = split_page(f"大桥通车\n昨日，大桥建\n\n{printed}\n\n成通车，群众前来观看。\n")

    assert draft.body == "昨日，大桥建成通车，群众前来观看。"


@pytest.mark.parametrize("jump", ["（下转第二版）", "\n（下转2版）", "\n下转A3版", "（完）"])
def test_a_jump_to_another_page_is_no_part_of_the_text(jump):
    assert split_page(ARTICLE.strip() + jump)[0].body == BODY


def test_text_resumed_from_another_page_is_an_article_without_its_headline():
    first, second = split_page(f"{ARTICLE}（上接第一版）会议还听取了汇报。\n")

    assert first.body == BODY
    assert (second.headline, second.body) == (None, "会议还听取了汇报。")


@pytest.mark.parametrize(
    "sentence",
    [
        "读者可拨打热线反映问题。",
        "全市推进第3版规划编制，完善制度。",
        "他出生于1975年11月4日。",
        "零售业持续回暖，商场客流增长。",
        "第12号台风来袭",
        "3体育馆",
    ],
)
def test_a_sentence_that_holds_what_headers_hold_stays(sentence):
    assert split_page(f"{ARTICLE}{sentence}\n")[0].body == f"{BODY}\n{sentence}"


def test_the_date_below_a_signature_stays():
    page = f"{ARTICLE}市政府公告如下，请市民周知。\n临江市人民政府\n2026年11月4日\n"

    assert split_page(page)[0].body.endswith("临江市人民政府\n2026年11月4日")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("2026年11月4日 星期三 第03版", datetime(2026, 11, 4, tzinfo=CHINA)),
        ("二〇二六年十一月十四日 第一版", datetime(2026, 11, 14, tzinfo=CHINA)),
        ("中華民國一一五年十一月四日 星期三", datetime(2026, 11, 4, tzinfo=CHINA)),
        ("2026-11-04 第03版", datetime(2026, 11, 4, tzinfo=CHINA)),
        ("Tuesday, November 3, 2026   A3", datetime(2026, 11, 3, tzinfo=UTC)),
        ("2026年13月40日 星期三 第03版", None),
        ("11月4日 星期三 第03版", None),
        ("第03版 要闻", None),
    ],
)
def test_a_full_date_in_the_header_is_when_the_page_appeared(header, expected):
    assert split_page(f"{header}\n{ARTICLE}")[0].published_at == expected


def test_a_dateline_with_a_year_tells_it_where_no_header_does():
    page = "临江大桥通车\n本报讯（记者 顾晚晴）2026年11月3日，大桥建成通车。\n"

    assert split_page(page)[0].published_at == datetime(2026, 11, 3, tzinfo=CHINA)


def test_each_page_of_a_text_has_its_own_date():
    page = f"2026年11月4日 第1版\n{ARTICLE}\f2026年11月5日 第1版\n{ARTICLE}"

    assert [each.published_at.day for each in split_page(page)] == [4, 5]


@pytest.mark.parametrize(
    "jump",
    [
        "（下转第２版）",
        "（下转 第2版）",
        "（ 下转 第 ２ 版 ）",
        "（下轉A2版）",
        "（下转第二、三版）",
        "（下转第2-3版）",
        "（文轉A2版）",
        "【下转第2版】",
        "→下转第2版",
        "下转第2版",
        "See BRIDGE on A2",
        "(Continued on Page 2A)",
    ],
)
@pytest.mark.parametrize("gap", ["", " ", "\n"])
def test_a_jump_in_any_print_is_no_part_of_the_text(jump, gap):
    (draft,) = split_page(f"临江大桥通车\n本报讯 昨日，大桥通车，两岸群众前来观看。{gap}{jump}")

    assert draft.body == "昨日，大桥通车，两岸群众前来观看。"


@pytest.mark.parametrize(
    "resumed",
    [
        "（上接第１版）",
        "（上接 第 1 版）",
        "【上接A1版】",
        "◀◀上接第1版",
        "（上接第1、2版）",
        "BRIDGE, from A1",
        "Continued from Page 1A",
    ],
)
@pytest.mark.parametrize("gap", ["", " ", "\n"])
def test_what_says_where_a_text_began_is_no_part_of_it(resumed, gap):
    text = "要坚持人民至上，抓好落实。"
    closed = resumed[-1] in "）】"
    (draft,) = split_page(f"{resumed}{gap if gap or closed else ' '}{text}")

    assert (draft.headline, draft.body) == (None, text)


@pytest.mark.parametrize(
    "end", ["他的工作已由办公室转接。", "影片的拷贝共有三版", "Visitors turn to the left"]
)
def test_a_sentence_about_turning_is_no_jump(end):
    (draft,) = split_page(f"临江大桥通车\n本报讯 昨日，大桥通车。{end}")

    assert draft.body == f"昨日，大桥通车。{end}"
