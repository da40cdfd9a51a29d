"""Captions are taken out of the sentences that they stand in, and their credits out of them."""

from __future__ import annotations

import pytest

from tidings_ingest.page import split_page

HEAD = "临江大桥建成通车\n\n本报讯（记者 顾晚晴）"


def captions_of(text):
    (draft,) = split_page(text)
    return [(each.text, each.photographer) for each in draft.captions], draft.body


@pytest.mark.parametrize(
    ("printed", "text", "photographer"),
    [
        ("车辆驶过大桥。  陶一川 摄", "车辆驶过大桥。", "陶一川"),
        ("车辆驶过大桥。 陶一川摄", "车辆驶过大桥。", "陶一川"),
        ("车辆驶过大桥    陶一川 摄", "车辆驶过大桥", "陶一川"),
        ("车辆驶过大桥 陶一川 摄", "车辆驶过大桥", "陶一川"),
        ("车辆驶过大桥。本报记者 陶一川 摄", "车辆驶过大桥。", "陶一川"),
        ("车辆驶过大桥。新华社记者陶一川摄", "车辆驶过大桥。", "陶一川"),
        ("车辆驶过大桥。（陶一川 摄）", "车辆驶过大桥。", "陶一川"),
        ("车辆驶过大桥。 陶一川/摄", "车辆驶过大桥。", "陶一川"),
        ("车辆驶过大桥。 图/陶一川", "车辆驶过大桥。", "陶一川"),
        ("車輛駛過大橋。（記者張大明攝）", "車輛駛過大橋。", "張大明"),
        ("车辆驶过大桥。 李　明　摄", "车辆驶过大桥。", "李明"),
        ("车辆驶过大桥。 陶一川 王小红 摄", "车辆驶过大桥。", "陶一川、王小红"),
        ("图为车辆驶过大桥。", "图为车辆驶过大桥。", None),
        ("车辆驶过大桥。 新华社发", "车辆驶过大桥。", None),
        ("Cars cross the bridge. Photo by Jane Doe", "Cars cross the bridge.", "Jane Doe"),
        ("Cars cross the bridge.  Jane Doe / Agency", "Cars cross the bridge.", "Jane Doe"),
        ("Cars cross the bridge. (Jane Doe/Agency)", "Cars cross the bridge.", "Jane Doe"),
        ("Cars cross the bridge. Photo: Jane Doe", "Cars cross the bridge.", "Jane Doe"),
        ("车辆驶过大桥。 陶 一 川 摄", "车辆驶过大桥。", "陶一川"),
        ("车辆驶过大桥。( 陶一川　摄 )", "车辆驶过大桥。", "陶一川"),
        ("车辆驶过大桥。 新华社/路透", "车辆驶过大桥。", None),
        ("车辆驶过大桥。（受访者供图）", "车辆驶过大桥。", None),
        ("車輛駛過大橋。（美聯社）", "車輛駛過大橋。", None),
        ("車輛駛過大橋。（市政府提供）", "車輛駛過大橋。", None),
        ("車輛駛過大橋。（記者張大明翻攝）", "車輛駛過大橋。", "張大明"),
        ("Cars cross the bridge. (AP Photo/Jane Doe)", "Cars cross the bridge.", "Jane Doe"),
        ("Cars cross the bridge. REUTERS/Jane Doe", "Cars cross the bridge.", "Jane Doe"),
        ("Cars cross the bridge. [Photo/Xinhua]", "Cars cross the bridge.", None),
        ("Cars cross the bridge. Courtesy photo", "Cars cross the bridge.", None),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n\n"])
def test_the_sentence_around_a_caption_is_healed(printed, text, photographer, gap):
    page = f"{HEAD}昨日，大桥通车，市长走进监控中{gap}{printed}{gap}心，看望值班人员。"

    assert captions_of(page) == (
        [(text, photographer)],
        "昨日，大桥通车，市长走进监控中心，看望值班人员。",
    )


def test_two_captions_in_one_sentence_are_both_taken_out():
    page = f"{HEAD}昨日，大桥\n北岸。 陶一川 摄\n通车，市民\n南岸。 陶一川 摄\n纷纷前来。"

    assert captions_of(page) == (
        [("北岸。", "陶一川"), ("南岸。", "陶一川")],
        "昨日，大桥通车，市民纷纷前来。",
    )


def test_a_credit_below_its_caption_belongs_to_it():
    page = f"{HEAD}昨日，大桥通车。\n\n▲首批车辆驶过大桥。\n陶一川 摄\n\n市民前来观看。"

    assert captions_of(page)[0] == [("▲首批车辆驶过大桥。", "陶一川")]


def test_a_caption_of_several_lines_is_one():
    page = (
        "River bridge opens\n\nThe bridge opened on Monday.\n\n"
        "The first cars cross the bridge while\npeople watch. Photo by Jane Doe\n\n"
        "People had waited for it for years.\n"
    )

    assert captions_of(page) == (
        [("The first cars cross the bridge while people watch.", "Jane Doe")],
        "The bridge opened on Monday.\nPeople had waited for it for years.",
    )


def test_a_caption_above_the_headline_belongs_to_the_article_below_it():
    page = (
        "图书馆开馆\n本报讯（记者 顾晚晴）市图书馆昨日开馆，读者前来借书。\n"
        "车辆驶过临江大桥。 陶一川 摄\n"
        "临江大桥通车\n本报讯（记者 顾晚晴）临江大桥昨日通车，首批车辆驶过。\n"
    )
    library, bridge = split_page(page)

    assert library.captions == ()
    assert [each.text for each in bridge.captions] == ["车辆驶过临江大桥。"]
    assert (library.lines, bridge.lines) == ((1, 2), (3, 5))


def test_a_picture_with_nothing_but_its_caption_is_an_article():
    (draft,) = split_page("春耕正忙\n\n农民在田间插秧。 陶一川 摄\n")

    assert (draft.headline, draft.byline) == ("春耕正忙", ("陶一川",))
    assert (draft.body, draft.captions) == ("农民在田间插秧。", ())


@pytest.mark.parametrize(
    "sentence",
    [
        "影片在临江实景拍摄。",
        "他描绘了一张新蓝图。",
        "这些照片由市民李大明拍摄",
        "他热爱航空摄影。",
        "（本文由市政府提供并核实）",
        "The museum is known for its file photos.",
    ],
)
def test_a_sentence_about_pictures_is_no_caption(sentence):
    assert captions_of(f"{HEAD}昨日，大桥通车。\n{sentence}")[0] == []
