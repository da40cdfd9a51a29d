"""What is said of each line is what the splitter decided, and every line is told of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tidings_ingest.page.explanation import explain_page

PAGE = """\
临江日报 2026年11月4日 星期三 第01版
综合新闻
周明远在调研时强调
抓好安全 抓好质量
——大桥明年通车
新华社武汉11月3日电（记者 顾晚晴）周明远昨日调研大桥建设，走进监控中
大桥。  陶一川 摄
心，看望值班人员。（下转第2版）

市图书馆新馆试运行 首日迎客八千人
昨日，市图书馆新馆开始试运行，首日接待读者八千余人次，新馆位于滨江路。
场次  日期  人数
1  11月1日  8000
读者说好。（陶一川）
"""


def labels_of(text):
    return {each.number: each.finding.labels for each in explain_page(text)}


def test_each_kind_of_line_has_its_label():
    assert labels_of(PAGE) == {
        1: ("page header",),
        2: ("furniture",),
        3: ("kicker",),
        4: ("headline",),
        5: ("subhead",),
        6: ("dateline", "byline", "body"),
        7: ("caption",),
        8: ("body", "jump line"),
        9: ("blank",),
        10: ("headline",),
        11: ("body",),
        12: ("table",),
        13: ("table",),
        14: ("body", "byline"),
    }


def test_a_line_says_which_rule_decided_and_on_what():
    why = {each.number: each.finding.why for each in explain_page(PAGE)}

    assert why[1].endswith("next to nothing else: 2026年11月4日, 第01版")
    assert why[6] == "begins with a dateline: 新华社武汉11月3日电（记者 顾晚晴）"
    assert why[8] == "the sentence above is not over; at its end: （下转第2版）"


def test_a_heading_without_a_byline_shows_the_signs_and_their_sum():
    (line,) = [each for each in explain_page(PAGE) if each.number == 10]

    assert line.verdict.begins
    assert line.verdict.score == sum(weight for weight, _ in line.verdict.signs) >= 3
    assert (2, "clauses side by side") in line.verdict.signs


def test_a_line_that_is_no_heading_says_what_it_lacks():
    lines = explain_page(
        f"大桥通车\n{'两岸群众前来观看，现场十分热闹。' * 3}\n夜色\n江上灯火通明。\n"
    )
    verdict = lines[2].verdict

    assert not verdict.begins
    assert verdict.score < 3
    assert (-6, "too short for a headline") in verdict.signs


@given(st.text(st.sampled_from("桥大甲，。：（）记者摄  \n\n1第版电讯社月日—A."), max_size=300))
def test_every_line_of_any_text_is_told_of_once_and_with_a_reason(text):
    lines = explain_page(text)

    assert [each.number for each in lines] == [*range(1, len(lines) + 1)]
    assert all(each.finding.labels and each.finding.why for each in lines)
    assert all((each.finding.labels == ("blank",)) is (not each.text) for each in lines)
