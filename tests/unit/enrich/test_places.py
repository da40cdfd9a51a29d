"""Which place a name means is decided by what stands around it, or left open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from effort import measure_cpu
from hypothesis import given
from hypothesis import strategies as st
from small_gazetteer import SmallGazetteer

from tidings.article import Article
from tidings.tags import Entity, Span
from tidings_enrich.places.homes import UnknownRegionError, find_written_at, read_homes
from tidings_enrich.places.known import Setting
from tidings_enrich.places.locator import PlaceLocator
from tidings_enrich.places.mentions import Named
from tidings_enrich.places.resolver import resolve_places
from tidings_enrich.tagging.sentences import split_sentences

NOW = datetime(2031, 9, 1, tzinfo=UTC)
GAZETTEER = SmallGazetteer()
NAMES = sorted({name for name, _ in GAZETTEER.names}, key=lambda name: (-len(name), name))
WORDS = st.sampled_from(
    [*NAMES, "，", "。", "；", "我市", "全省", "的", ", ", "\n", "桥", "\ud800", "𠮷"]
)
TEXTS = st.lists(WORDS | st.text(max_size=3), max_size=30).map("".join)


def find_named(text, names=NAMES):
    """Return every known name of ``text`` as a tagger would, the longest first."""
    found, at = [], 0
    while at < len(text):
        name = next((each for each in names if text.startswith(each, at)), "")
        if name:
            found.append(Named(at, at + len(name)))
        at += len(name) or 1
    return found


def resolve(text, named=None, dateline=None, home=None):
    setting = Setting(
        find_written_at(dateline, GAZETTEER),
        read_homes({"*": home}, GAZETTEER)["*"] if home else None,
    )
    starts = [each.start for each in split_sentences(text)]
    return resolve_places(text, named or find_named(text), starts, setting, GAZETTEER)


def list_paths(text, **around):
    """Return each name that is resolved with its path, and the rule that decided."""
    return [
        (each.name, each.choice.unit.path, each.choice.rule) for each in resolve(text, **around)
    ]


@pytest.mark.parametrize(
    ("text", "name", "path", "rule"),
    [
        ("沈阳市和平区起火。", "和平区", "辽宁省/沈阳市/和平区", "inside_neighbour"),
        ("沈阳今冬供暖，和平区管网换新。", "和平区", "辽宁省/沈阳市/和平区", "same_sentence"),
        ("沈阳开会。和平区出席。", "和平区", "辽宁省/沈阳市/和平区", "same_article"),
        ("吉林丰收。", "吉林", "吉林省", "highest"),
        ("吉林市降雪。", "吉林市", "吉林省/吉林市", "only_one"),
        ("延边冷面。", "延边", "吉林省/延边朝鲜族自治州", "only_one"),
        ("太原入冬。", "太原", "山西省/太原市", "only_one"),
        ("He flew to Paris.", "Paris", "法国/巴黎", "population"),
        ("From London to Cambridge.", "Cambridge", "英国/剑桥", "same_sentence"),
    ],
)
def test_each_rule_decides_where_it_should(text, name, path, rule):
    assert (name, path, rule) in list_paths(text)


@pytest.mark.parametrize(
    "text",
    ["和平区降温。", "朝阳区降雪。", "朝阳的秋天很短。", "通州区修路。", "Cambridge was quiet."],
)
def test_what_nothing_decides_stays_open(text):
    assert list_paths(text) == []


def test_a_county_without_its_suffix_is_surer_where_its_city_is_named():
    alone = resolve("小店换了新路灯。", named=[Named(0, 2)])[0].choice
    beside = resolve("太原小雪，小店换了新路灯。", named=[Named(0, 2), Named(5, 7)])[1].choice
    assert (alone.unit, alone.rule) == (beside.unit, "only_one")
    assert alone.confidence < 0.7 < beside.confidence


def test_between_two_cities_of_one_sentence_no_district_is_guessed():
    found = dict(pair[:2] for pair in list_paths("沈阳、天津两地都有和平区。"))
    assert "和平区" not in found


def test_one_name_can_mean_two_places_in_one_article():
    found = list_paths("沈阳，和平区起火；天津，和平区停电。")
    assert [path for name, path, _ in found if name == "和平区"] == [
        "辽宁省/沈阳市/和平区",
        "天津市/和平区",
    ]


def test_a_name_of_several_parts_means_the_innermost():
    text = "辽宁沈阳和平区"
    found = list_paths(text, named=[Named(0, len(text))])
    assert found == [(text, "辽宁省/沈阳市/和平区", "inside_neighbour")]


def test_a_body_named_after_a_place_says_where_the_others_are():
    text = "沈阳公安局通报，和平区发生盗窃。"
    found = list_paths(text, named=[Named(0, 5, is_place=False), Named(8, 11)])
    assert found == [("和平区", "辽宁省/沈阳市/和平区", "same_sentence")]


@pytest.mark.parametrize(
    ("body", "place"),
    [("沈阳市公安局", "沈阳市"), ("辽宁沈阳和平区法院", "辽宁沈阳和平区"), ("太原市", "太原市")],
)
def test_the_division_that_a_body_is_named_after_is_a_place_of_the_article(body, place):
    named = [Named(0, len(body), is_place=body == place)]
    assert [each.name for each in resolve(body + "通报。", named=named)] == [place]


def test_a_place_that_is_named_inside_of_a_body_is_there_once():
    named = [Named(0, 3), Named(0, 6, is_place=False)]
    assert [(each.start, each.end) for each in resolve("沈阳市公安局通报。", named=named)] == [
        (0, 3)
    ]


def test_a_body_with_the_short_name_of_a_city_is_not_in_it():
    assert resolve("沈阳合作组织开会。", named=[Named(0, 6, is_place=False)]) == []


@pytest.mark.parametrize("around", [{"home": "辽宁省/沈阳市"}, {"dateline": "新华社沈阳1月2日电"}])
def test_home_and_dateline_decide_what_the_text_leaves_open(around):
    assert list_paths("和平区降温。", **around)[0][1] == "辽宁省/沈阳市/和平区"


@pytest.mark.parametrize(
    ("text", "around", "path"),
    [
        ("我市开会。", {"home": "山西省/太原市/小店区"}, "山西省/太原市"),
        ("我省开会。", {"home": "山西省/太原市/小店区"}, "山西省"),
        ("本区开会。", {"home": "山西省/太原市/小店区"}, "山西省/太原市/小店区"),
        ("全省开会。", {"dateline": "本报太原1月2日讯"}, "山西省"),
        ("我市开会。", {"home": "太原", "dateline": "新华社北京3月4日电"}, "山西省/太原市"),
        ("全市开会。", {"home": "太原", "dateline": "新华社北京3月4日电"}, "北京市"),
    ],
)
def test_words_that_point_at_a_place_mean_the_home_or_where_it_was_written(text, around, path):
    assert [(each.name, each.choice.unit.path) for each in resolve(text, **around)] == [
        (text[:2], path)
    ]


def test_all_of_a_city_means_the_one_that_its_sentence_names():
    found = list_paths("沈阳市通报，全市新增两例。", home="山西省/太原市")
    assert found[-1] == ("全市", "辽宁省/沈阳市", "reference")


def test_all_of_a_city_means_the_one_whose_body_speaks():
    text = "沈阳市公安局通报，全市新增两例。"
    found = list_paths(text, named=[Named(0, 6, is_place=False)], home="山西省/太原市")
    assert found[-1] == ("全市", "辽宁省/沈阳市", "reference")


@pytest.mark.parametrize("text", ["我市开会。", "我县开会。"])
def test_pointing_words_without_a_home_stay_open(text):
    assert list_paths(text) == []
    assert list_paths("我县开会。", home="山西省/太原市") == []


@pytest.mark.parametrize("text", ["全市场下跌。", "安全区划定。", "日本市场回暖。", "全区域覆盖。"])
def test_words_that_only_look_like_pointing_are_none(text):
    assert list_paths(text, home="山西省/太原市/小店区") == []


def test_traditional_characters_and_other_spellings_are_the_same_name():
    assert list_paths("瀋陽降溫。", named=[Named(0, 2)])[0][1] == "辽宁省/沈阳市"
    assert GAZETTEER.find("PARIS") == GAZETTEER.find("Paris")


@pytest.mark.parametrize("wrong", ["和平区", "哪里", "", "/", "山西省/和平区"])
def test_a_home_that_is_no_place_or_several_is_refused_by_name(wrong):
    with pytest.raises(UnknownRegionError, match="the home region of gazette"):
        read_homes({"gazette": wrong}, GAZETTEER)


@pytest.mark.parametrize(
    ("dateline", "path"),
    [
        ("新华社太原11月28日电", "山西省/太原市"),
        ("本报北京讯 记者李明", "北京市"),
        ("LONDON, Nov 28 (Reuters)", "英国/伦敦"),
        ("本报讯", None),
        (None, None),
    ],
)
def test_a_dateline_says_where_an_article_was_written(dateline, path):
    found = find_written_at(dateline, GAZETTEER)
    assert (found.path if found else None) == path


@given(TEXTS)
def test_whatever_the_text_every_place_stands_in_it_and_is_one_that_the_name_can_mean(text):
    for each in resolve(text, dateline=text, home="山西省/太原市"):
        words = text[each.start : each.end]
        assert words
        assert 0 <= each.choice.confidence <= 1
        if each.choice.rule != "reference":
            assert each.choice.unit in [found.unit for found in GAZETTEER.find(words)]


@pytest.mark.parametrize("joint", ["、", "。", "；", "", "，全市"])
def test_time_grows_no_faster_than_the_text(joint):
    def measure(count):
        text = joint.join(["和平区", "沈阳", "朝阳", "天津"] * count)
        named = find_named(text)
        return measure_cpu(lambda: resolve(text, named=named))

    # Eight times the text; sixty-four times the time if it were the square.
    assert measure(400) < 8 * 3 * measure(50) + 0.05


def test_a_country_of_one_character_is_looked_up_by_its_name():
    entities = [
        Entity(type="place", name=name, mentions=(Span(start=at, end=at + 1, text=sign),))
        for at, (name, sign) in enumerate((("北京", "京"), ("天津", "津")))
    ]
    article = Article(
        id="0" * 32, revision=1, content_hash="", source="s", body="京津开会。", received_at=NOW
    )
    found = PlaceLocator(GAZETTEER, {}).locate(article, entities, [0])
    assert [(each.name, each.path) for each in found] == [("北京", "北京市"), ("天津", "天津市")]
    assert [span.text for each in found for span in each.mentions] == ["京", "津"]
