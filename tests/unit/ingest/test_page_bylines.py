"""Who wrote an article is found in every form in which papers print it."""

from __future__ import annotations

import pytest

from tidings_ingest.page import split_page

HEADLINE = "临江大桥建成通车"
BODY = "临江大桥昨日建成通车，两岸群众前来观看。"


def split_one(*lines):
    (draft,) = split_page("\n".join(lines))
    return draft


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("本报讯(记者 顾晚晴 陶一川)", ("顾晚晴", "陶一川")),
        ("本报讯（记者 顾晚晴、陶一川）", ("顾晚晴", "陶一川")),
        ("本报讯（记者顾晚晴 通讯员陶一川）", ("顾晚晴", "陶一川")),
        ("本报讯（全媒体记者 顾晚晴 实习生 陶一川）", ("顾晚晴", "陶一川")),
        ("本报讯（记者 李　明 王小红）", ("李明", "王小红")),
        ("本报讯（记者 李大明王小红）", ("李大明", "王小红")),
        ("本报讯（记者 买买提·艾力）", ("买买提·艾力",)),
        ("本报讯 记者顾晚晴报道：", ("顾晚晴",)),
        ("（记者 顾晚晴）", ("顾晚晴",)),
        ("【记者顾晚晴／临江报道】", ("顾晚晴",)),
        ("本报讯 ", ()),
        ("临江晚报讯（记者顾晚晴）", ("顾晚晴",)),
        ("本 报 讯（记者 顾晚晴）", ("顾晚晴",)),
        ("〔記者張大明／台北報導〕", ("張大明",)),
        ("〔 記者 張大明 / 台北 報導 〕", ("張大明",)),
        ("記者張大明／台北報導", ("張大明",)),
        ("【記者張大明台北報導】", ("張大明",)),
        ("〔駐美特派記者張大明／華盛頓報導〕", ("張大明",)),
        ("〔特派記者張大明／東京二十一日報導〕", ("張大明",)),
        ("〔記者張 大明、李小華／台北報導〕", ("張大明", "李小華")),
        ("本报记者 顾晚晴　", ("顾晚晴",)),
        ("本报讯 记者 顾晚晴 通讯员 陶一川　　", ("顾晚晴", "陶一川")),
        ("本报记者　顾晚晴  ", ("顾晚晴",)),
    ],
)
def test_a_byline_in_front_of_the_text_is_no_part_of_it(printed, names):
    draft = split_one(HEADLINE, printed + BODY)

    assert (draft.headline, draft.byline, draft.body) == (HEADLINE, names, BODY)


@pytest.mark.parametrize(
    ("printed", "names", "dateline"),
    [
        ("新华社武汉11月3日电（记者顾晚晴、陶一川）", ("顾晚晴", "陶一川"), "新华社武汉11月3日电"),
        ("新华社武汉11月3日电 ", (), "新华社武汉11月3日电"),
        ("据新华社武汉11月3日电（记者顾晚晴）", ("顾晚晴",), "据新华社武汉11月3日电"),
        ("据新华社电 ", (), "据新华社电"),
        ("中新网武汉11月3日电 (记者 顾晚晴)", ("顾晚晴",), "中新网武汉11月3日电"),
        ("（中央社記者張大明海汀3日電）", ("張大明",), "中央社記者張大明海汀3日電"),
        ("新华社北京7月21日电 题：", (), "新华社北京7月21日电"),
        ("新华社北京７月２１日电（记者 顾晚晴）", ("顾晚晴",), "新华社北京７月２１日电"),
        ("新华社北京 7月 21日电 （记者 顾晚晴）", ("顾晚晴",), "新华社北京7月21日电"),
        ("新 华 社 北 京 7 月 21 日 电 ", (), "新华社北京7月21日电"),
        ("据新华社 ", (), "据新华社"),
        ("据新华社消息 ", (), "据新华社消息"),
        ("据央视新闻　", (), "据央视新闻"),
        ("综合新华社电 ", (), "综合新华社电"),
        ("央广网北京7月21日消息（记者顾晚晴）", ("顾晚晴",), "央广网北京7月21日消息"),
    ],
)
def test_an_agency_gives_its_dateline_and_its_reporters(printed, names, dateline):
    draft = split_one(HEADLINE, printed + BODY)

    assert (draft.byline, draft.dateline, draft.body) == (names, dateline, BODY)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("本报记者 顾晚晴", ("顾晚晴",)),
        ("本报记者顾晚晴 陶一川 摄影报道", ("顾晚晴", "陶一川")),
        ("本报记者 顾晚晴 通讯员 陶一川", ("顾晚晴", "陶一川")),
        ("记者 顾晚晴 文/图", ("顾晚晴",)),
        ("文/顾晚晴 图/陶一川", ("顾晚晴", "陶一川")),
        ("文／图　本报记者　顾晚晴", ("顾晚晴",)),
        ("□ 顾晚晴", ("顾晚晴",)),
        ("■本报记者 顾晚晴", ("顾晚晴",)),
        ("（记者 顾晚晴）", ("顾晚晴",)),
        ("顾晚晴 陶一川", ("顾晚晴", "陶一川")),
        ("本报记者 顾晚晴 武汉报道", ("顾晚晴",)),
        ("本报评论员", ("本报评论员",)),
        ("By Jane Doe", ("Jane Doe",)),
        ("By JANE DOE and JOHN ROE, Staff Writer", ("JANE DOE", "JOHN ROE")),
        ("By Jane Doe in Wuhan and John Roe in Linjiang", ("Jane Doe", "John Roe")),
    ],
)
def test_a_byline_stands_below_the_headline(printed, names):
    draft = split_one(HEADLINE, printed, BODY)

    assert (draft.headline, draft.byline, draft.body) == (HEADLINE, names, BODY)


@pytest.mark.parametrize(
    ("end", "names"),
    [
        ("（顾晚晴 陶一川）", ("顾晚晴", "陶一川")),
        ("（记者 顾晚晴）", ("顾晚晴",)),
        ("\n（顾晚晴）", ("顾晚晴",)),
        ("\n本报记者 顾晚晴", ("顾晚晴",)),
        (" 本报记者 顾晚晴", ("顾晚晴",)),
        ("（据新华社）", ()),
        ("顾晚晴（据新华社专特稿）", ("顾晚晴",)),
    ],
)
def test_a_byline_at_the_end_is_no_part_of_the_text(end, names):
    draft = split_one(HEADLINE, BODY + end)

    assert (draft.headline, draft.byline, draft.body) == (HEADLINE, names, BODY)


@pytest.mark.parametrize(
    "text",
    [
        "记者从市交通局获悉，临江大桥将于下月通车。",
        "本报记者在现场看到，大桥灯火通明。",
        "他说：“桥通了，回家近了（掌声）。”",
        "据新华社电影频道介绍，影片将在临江拍摄。",
        "据新华社报道，影片将在临江拍摄。",
        "据央视新闻消息，影片将在临江拍摄。",
        "新华社 记者走进临江 电影院里座无虚席。",
    ],
)
def test_a_sentence_about_reporters_is_no_byline(text):
    draft = split_one(HEADLINE, BODY, text)

    assert (draft.byline, draft.body) == ((), f"{BODY}\n{text}")


@pytest.mark.parametrize("headline", ["摄影展今日开幕", "记者节里话初心", "图书馆里度周末"])
def test_a_headline_about_reporters_or_pictures_is_no_byline(headline):
    draft = split_one(headline, f"本报讯（记者 顾晚晴）{BODY}")

    assert (draft.headline, draft.byline) == (headline, ("顾晚晴",))


def test_a_byline_that_the_column_breaks_is_read_as_one():
    draft = split_one(HEADLINE, "本报讯（全媒体记者 顾晚", "晴 通讯员", "陶一川）" + BODY)

    assert (draft.byline, draft.body) == (("顾晚晴", "陶一川"), BODY)


def test_the_date_that_a_report_begins_with_is_its_dateline_and_stays_in_the_text():
    draft = split_one(HEADLINE, f"本报讯（记者 顾晚晴）11月3日，{BODY}")

    assert draft.dateline == "11月3日"
    assert draft.body == f"11月3日，{BODY}"


def test_an_english_dateline_ends_at_its_dash():
    draft = split_one(
        "River bridge opens", "", "By Jane Doe", "",
        "LINJIANG, Nov 3 (Agency) — The bridge was opened on Tuesday.",
    )  # fmt: skip

    assert draft.dateline == "LINJIANG, Nov 3 (Agency)"
    assert draft.body == "The bridge was opened on Tuesday."


@pytest.mark.parametrize(
    "dateline",
    [
        "BEIJING, July 21 (Reuters)",
        "BEIJING (AP)",
        "ST. LOUIS (AP)",
        "SPRINGFIELD, Ill. (AP)",
        "LONDON, 21 July (Reuters)",
        "LONDON/PARIS, July 21 (Reuters)",
        "PARIS, July 21, 2026 (AFP)",
        "Beijing, July 21 (Reuters)",
        "Paris (AFP)",
        "SÃO PAULO (AP)",
        "(Reuters)",
    ],
)
@pytest.mark.parametrize("dash", [" - ", " -- ", " — ", "- ", " _ "])
def test_datelines_of_agencies_in_english_are_no_part_of_the_text(dateline, dash):
    body = "The bridge was opened on Tuesday after four years of work, officials said."
    draft = split_one("Linjiang Bridge Opens After Four Years", f"{dateline}{dash}{body}")

    wanted = "Reuters" if dateline == "(Reuters)" else dateline
    assert (draft.dateline, draft.body) == (wanted, body)


@pytest.mark.parametrize(
    "text",
    [
        "Linjiang Mayor (Zhou Mingyuan) - the first to cross - said he was proud.",
        "Officials from the province - three in all - were at the opening.",
    ],
)
def test_a_dash_in_an_english_sentence_ends_no_dateline(text):
    draft = split_one("Linjiang Bridge Opens After Four Years", text)

    assert (draft.dateline, draft.body) == (None, text)
