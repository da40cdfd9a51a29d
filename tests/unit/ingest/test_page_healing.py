"""Broken lines become the paragraphs that were written."""

from __future__ import annotations

import textwrap

import pytest

from tidings_ingest.page import split_page

SENTENCES = [
    "会议指出，今年以来全市交通建设取得明显成效，新改建农村公路320公里，大桥建成通车。",
    "会议强调，要把安全放在第一位，加强日常巡查和养护，落实各项责任，确保群众出行平安。",
    "会议要求，各部门要密切配合，及时解决建设中的困难和问题，推动项目早日建成。",
]
ENGLISH = """
The new river bridge opened to traffic on Monday, a month ahead of schedule, ending a ferry
service that had carried commuters for more than a century.

City officials expect forty thousand vehicles a day by the end of the year, and a toll will
be charged from January until the loan has been repaid in full.
"""
PARAGRAPHS = [" ".join(each.split()) for each in ENGLISH.split("\n\n")]


def wrap(text, width):
    return [text[at : at + width] for at in range(0, len(text), width)]


def body_of(lines):
    (draft,) = split_page("\n".join(lines))
    return draft.body.split("\n")


@pytest.mark.parametrize("width", [12, 15, 18, 22, 30])
@pytest.mark.parametrize("gap", [[], [""]])
def test_indented_paragraphs_of_any_column_are_healed(width, gap):
    lines = [
        line for text in SENTENCES for each in wrap(f"　　{text}", width) for line in (each, *gap)
    ]

    assert body_of(["大桥通车", *gap, *lines]) == SENTENCES


@pytest.mark.parametrize("width", [15, 18, 22, 30])
def test_paragraphs_that_blank_lines_part_are_healed(width):
    lines = [line for text in SENTENCES for line in ("", *wrap(text, width))]

    assert body_of(["大桥通车", *lines]) == SENTENCES


@pytest.mark.parametrize("width", [50, 60, 70])
@pytest.mark.parametrize("gap", [[], [""]])
def test_english_paragraphs_are_healed_with_spaces(width, gap):
    lines = [line for text in PARAGRAPHS for line in (*gap, *textwrap.wrap(text, width))]

    assert body_of(["River bridge opens", "By Jane Doe", *lines]) == PARAGRAPHS


@pytest.mark.parametrize("cut", range(8, 40, 3))
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_a_sentence_broken_anywhere_is_healed(cut, gap):
    text = SENTENCES[0] + SENTENCES[1]
    page = f"大桥通车\n\n本报讯（记者 顾晚晴）{text[:cut]}{gap}{text[cut:]}\n\n{SENTENCES[2]}\n"
    (draft,) = split_page(page)

    assert draft.body == f"{text}\n{SENTENCES[2]}"


@pytest.mark.parametrize(
    ("above", "below", "healed"),
    [
        ("The ferry ser-", "vice has ended.", "The ferry service has ended."),
        ("The ferry", "service has ended.", "The ferry service has ended."),
        ("大桥全长12", "34米，昨日通车。", "大桥全长1234米，昨日通车。"),
        ("大桥全长12.", "6公里，昨日通车。", "大桥全长12.6公里，昨日通车。"),
        ("大桥全长12", ".6公里，昨日通车。", "大桥全长12.6公里，昨日通车。"),
        ("投资增长1", "2.5%，昨日公布。", "投资增长12.5%，昨日公布。"),
        ("大桥通过GPS", "监测系统验收。", "大桥通过GPS监测系统验收。"),
        ("他说：“桥", "通了。”", "他说：“桥通了。”"),
    ],
)
def test_words_are_joined_as_their_script_joins_them(above, below, healed):
    assert body_of(["大桥建成通车", "——通车侧记", f"昨日，{above}", below]) == [f"昨日，{healed}"]


def test_a_hyphen_that_the_page_also_prints_inside_a_line_is_kept():
    broken = ["The four-lane bridge is open. It is the first four-", "lane one."]

    assert body_of(["Bridge opens", "By Jane Doe", *broken]) == [
        "The four-lane bridge is open. It is the first four-lane one."
    ]


def test_questions_answers_and_points_of_a_list_are_paragraphs():
    lines = ["问：桥通了吗？", "答：通了。", "需要的材料如下：", "1.身份证；", "2.照片。"]

    assert body_of(["大桥何时通车？", "本报记者 顾晚晴", *lines]) == lines


def test_cross_headings_are_paragraphs():
    lines = [SENTENCES[0], "建设者的坚守", SENTENCES[1], "群众的期盼", SENTENCES[2]]

    assert body_of(["大桥通车", "本报记者 顾晚晴", *lines]) == lines


@pytest.mark.parametrize("gap", [" ", "  ", "　", "\t", " | "])
def test_the_rows_of_a_table_are_paragraphs(gap):
    rows = [("名次", "代表队", "金", "银"), ("1", "临江", "12", "8"), ("2", "武汉", "11", "10")]
    table = [gap.join(row) for row in rows]
    page = ["奖牌榜", "本报讯 比赛结束，奖牌榜如下：", *table, "比赛今日继续进行。"]
    (draft,) = split_page("\n".join(page))

    assert draft.body.split("\n") == ["比赛结束，奖牌榜如下：", *table, "比赛今日继续进行。"]


@pytest.mark.parametrize(
    "line", ["2 年 11 月 3 日", "共 12 人 8 个", "他说 3 加 4 得 7，", "第 3 名 4"]
)
def test_a_sentence_with_spaces_around_its_numbers_is_no_table(line):
    (draft,) = split_page(f"大桥通车\n本报讯 市民昨日在大桥上看到\n{line}\n大桥建成通车。")

    assert draft.body == f"市民昨日在大桥上看到{line}大桥建成通车。"


def as_printed(text):
    return text


def in_half_width(text):
    return text.translate(str.maketrans("，：（）", ",:()"))


def in_full_width(text):
    return "".join(chr(ord(each) + 0xFEE0) if each.isdigit() else each for each in text)


@pytest.mark.parametrize("spell", [as_printed, in_half_width, in_full_width])
@pytest.mark.parametrize(
    "mark", ["indent", "narrow indent", "blank line", "nothing", "blank lines"]
)
# 18 is left out: there a paragraph fills its last line, so that without a mark nobody can tell.
@pytest.mark.parametrize("width", [12, 17, 24, 40])
def test_paragraphs_are_found_by_whatever_marks_them(width, mark, spell):
    indent = {"indent": "　　", "narrow indent": "    "}.get(mark, "")
    lines = ["大桥建成通车"]
    for number, text in enumerate(SENTENCES):
        lines += [""] if mark == "blank line" else []
        first = width if indent == "　　" or not indent else width + 2
        printed = f"{indent}{'' if number else '本报讯（记者 顾晚晴）'}{text}"
        lines += [printed[:first], *wrap(printed[first:], width)]
    (draft,) = split_page(spell(("\n\n" if mark == "blank lines" else "\n").join(lines)))

    assert draft.byline == ("顾晚晴",)
    assert draft.body.split("\n") == [spell(text) for text in SENTENCES]
