"""Bodies, places and roads that words around a name or in it give away."""

import pytest
from dictionary_tagger import DictionaryTagger

from tidings_enrich.tagging.names.entities import find_entities
from tidings_enrich.tagging.names.mentions import Mention
from tidings_enrich.tagging.names.person_ends import mend_person_ends
from tidings_enrich.tagging.names.roads import find_roads


def find(body, **known):
    ((spans, _),) = DictionaryTagger(person=["葛松年"], **known).read([body])
    found = find_entities(body, [Mention(*span[:3]) for span in spans])
    return {(each.name, each.type) for each in found if each.type != "person"}


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        ("署理運輸署署長葛松年到場。", "運輸署", "organization"),
        ("行政院長葛松年未出席。", "行政院", "organization"),
        ("南河市環保局長葛松年到場。", "南河市環保局", "organization"),
        ("灵犀智能CEO葛松年发文。", "灵犀智能", "organization"),
        ("蓝鲸队总教练葛松年说。", "蓝鲸队", "organization"),
        ("碧湖物业项目经理葛松年说。", "碧湖物业", "organization"),
        ("白花縣長葛松年會勘。", "白花縣", "place"),
        ("福林里里長葛松年說。", "福林里", "place"),
    ],
)
def test_an_office_gives_away_the_body_or_place_before_it(body, name, kind):
    assert find(body) == {(name, kind)}


@pytest.mark.parametrize(
    "body", ["公司CEO葛松年发文。", "球队主教练葛松年说。", "县长葛松年到会。", "院长葛松年到会。"]
)
def test_an_office_alone_gives_away_nothing(body):
    assert find(body) == set()


def test_a_place_before_the_name_of_a_body_is_part_of_it():
    found = find("南河市环保局长葛松年到场。", place=["南河市"])
    assert ("南河市环保局", "organization") in found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("村委会和丰收合作社各出资十万元。", {("丰收合作社", "organization")}),
        ("当地合作社出资十万元。", set()),
        ("一家专业合作社出资。", set()),
    ],
)
def test_a_kind_of_body_with_a_name_of_its_own_is_one(body, expected):
    assert find(body) == expected


@pytest.mark.parametrize(
    ("text", "roads"),
    [
        ("车辆行至京港澳高速驻马店段。", ["京港澳高速"]),
        ("常年跑兰新线。", ["兰新线"]),
        ("沿318国道走。", ["318国道"]),
        ("京津线上课程。", []),
        ("修建高速公路。", []),
    ],
)
def test_a_road_is_known_by_the_places_that_it_joins(text, roads):
    assert [text[each.start : each.end] for each in find_roads(text)] == roads


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("董事长魏哲家、总裁到会。", "魏哲", "魏哲家"),
        ("司机和妻子时春燕来了。", "春燕", "时春燕"),
        ("局长王伟案，开庭。", "王伟", "王伟"),
        ("魏哲家、王伟。", "魏哲", "魏哲"),
    ],
)
def test_a_name_cut_by_one_sign_is_whole_again(text, cut, whole):
    start = text.index(cut)
    (mended,) = mend_person_ends(text, [Mention(start, start + len(cut), "person")])
    assert text[mended.start : mended.end] == whole
