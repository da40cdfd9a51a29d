"""From names that a model found in single sentences to the entities of an article."""

import pytest
from dictionary_tagger import DictionaryTagger
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.names.entities import find_entities
from tidings_enrich.tagging.names.mentions import Mention


def find(body, *, staff=(), **known):
    ((spans, _),) = DictionaryTagger(**known).read([body])
    return find_entities(body, [Mention(*span[:3]) for span in spans], staff=staff)


def names(body, kind, **known):
    return [each.name for each in find(body, **known) if each.type == kind]


def mentions(entity):
    return [(each.start, each.text) for each in entity.mentions]


def test_a_name_found_once_is_searched_in_the_whole_article():
    found = find_entities("葛松年来了。葛松年走了。", [Mention(0, 3, "person")])
    assert [mentions(each) for each in found] == [[(0, "葛松年"), (6, "葛松年")]]


def test_white_space_of_the_page_does_not_hide_a_name():
    found = find_entities("葛松年来了。葛松\n年走了，葛 松 年。", [Mention(0, 3, "person")])
    assert [(each.name, len(each.mentions)) for each in found] == [("葛松年", 3)]


def test_a_name_of_two_characters_set_wide_is_one_name():
    assert names("出席的有葛松年、季　明、温如玉。", "person", person=["葛松年"])[1] == "季明"


def test_a_surname_with_an_office_is_the_one_person_of_that_surname():
    (person,) = find("葛松年讲话。葛书记强调安全。", person=["葛松年"])
    assert mentions(person) == [(0, "葛松年"), (6, "葛书记")]


def test_a_surname_that_two_persons_share_names_neither():
    found = find("葛松年、葛晚晴到会。葛书记强调安全。", person=["葛松年", "葛晚晴"])
    assert [len(each.mentions) for each in found] == [1, 1]


def test_the_rest_of_a_list_of_persons_is_found_behind_the_first():
    body = "市领导唐以宁、司徒岚、沈砚清参加。"
    assert names(body, "person", person=["唐以宁"]) == ["唐以宁", "司徒岚", "沈砚清"]


def test_an_office_is_no_part_of_a_name():
    assert names("集团董事长梁舟到会。", "person", person=["长梁舟"]) == ["梁舟"]


@pytest.mark.parametrize("body", ["领导干部要带头。", "青年教师宿舍翻新。", "代表江宁，出战。"])
def test_words_behind_an_office_are_no_names(body):
    assert names(body, "person") == []


def test_the_last_name_of_a_foreigner_is_the_whole_name_again():
    (person,) = find("总统安德烈·科瓦奇到访。科瓦奇说。", person=["安德烈·科瓦奇", "科瓦奇"])
    assert person.name == "安德烈·科瓦奇"
    assert len(person.mentions) == 2


@pytest.mark.parametrize(
    "body",
    ["（记者 葛松年）", "本报记者葛松年、陶意清报道", "图为大桥。葛松年 摄", "通讯员：葛松年"],
)
def test_those_who_report_are_no_persons_of_the_story(body):
    assert names(body, "person", person=["葛松年", "陶意清"]) == []


def test_those_of_the_byline_are_no_persons_of_the_story():
    assert find("葛松年说。", person=["葛松年"], staff=["葛 松年"]) == []


@pytest.mark.parametrize(
    ("body", "known", "expected"),
    [
        ("走进临江远航造船有限公司。", "临江远航", "临江远航造船有限公司"),
        ("星河（临江）科技工业园投产。", "星河", "星河（临江）科技工业园"),
        ("由市疾控中心发布。", "疾控中心", "市疾控中心"),
        ("江宁果品集团说。", "江宁", "江宁果品集团"),
    ],
)
def test_a_body_has_its_whole_name(body, known, expected):
    assert names(body, "organization", organization=[known]) == [expected]


def test_a_place_and_the_body_behind_it_are_one_body():
    found = find("青芦新区管委会主任到会。", place=["青芦新区"], organization=["管委会"])
    assert [(each.name, each.type) for each in found] == [
        ("青芦新区", "place"),
        ("青芦新区管委会", "organization"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("省委、省政府要求。", ["省委", "省政府"]),
        ("主持召开市防汛抗旱指挥部第12次会议。", ["市防汛抗旱指挥部"]),
        ("省委专题会议暨省安全生产委员会会议召开。", ["省委", "省安全生产委员会"]),
        ("赶到市海上搜救中心指挥救援。", ["市海上搜救中心"]),
        ("据外交部消息。", ["外交部"]),
        ("市委书记、市政府副秘书长到场。", []),
        ("财政部门和市民中心。", []),
    ],
)
def test_bodies_are_known_by_their_names_alone(body, expected):
    assert names(body, "organization") == expected


def test_a_body_in_an_office_is_found():
    body = "捷运工程处处长潘慧如到场。"
    assert names(body, "organization", person=["潘慧如"]) == ["捷运工程处"]


def test_a_short_name_stands_for_the_one_long_name():
    body = "江宁船舶运输集团开工。船运集团介绍，管委会支持。青芦区管委会答复。"
    found = find(body, organization=["江宁船舶运输集团", "船运集团", "青芦区管委会", "管委会"])
    assert [(each.name, len(each.mentions)) for each in found] == [
        ("江宁船舶运输集团", 2),
        ("青芦区管委会", 2),
    ]


def test_a_short_name_that_fits_two_long_ones_stands_for_neither():
    body = "临江市教育局、北屿市教育局到会，教育局发言。"
    known = ["临江市教育局", "北屿市教育局", "教育局"]
    assert names(body, "organization", organization=known) == known[:2]


def test_a_place_without_its_unit_is_the_same_place():
    (place,) = find("临江市下雨。临江降温。", place=["临江市", "临江"])
    assert (place.name, len(place.mentions)) == ("临江市", 2)


def test_places_inside_each_other_are_places_of_their_own():
    body = "家住江宁省临江市青芦区梧桐里社区。"
    found = names(body, "place", place=["江宁省临江市青芦区"])
    assert found == ["江宁省", "临江市", "青芦区", "梧桐里社区"]


def test_a_site_that_a_body_is_named_after_is_a_place():
    found = find("走进临江会展中心方舱医院。", organization=["临江会展中心方舱医院"])
    assert [(each.name, each.type) for each in found] == [
        ("临江会展中心", "place"),
        ("临江会展中心方舱医院", "organization"),
    ]


def test_a_sign_that_stands_for_a_country_has_the_country_s_name():
    found = find_entities("他将访韩，韩语流利。", [Mention(3, 4, "place")])
    assert [(each.name, mentions(each)) for each in found] == [("韩国", [(3, "韩")])]


@pytest.mark.parametrize(("kind", "name"), [("place", "清"), ("place", "我市"), ("person", "书记")])
def test_what_models_take_for_names_is_none(kind, name):
    assert find(f"实现{name}零，{name}。", **{kind: [name]}) == []


def test_words_around_a_name_tell_what_it_names():
    found = find("在瑟兰首都会谈。董事长祁连山表示。", person=["瑟兰"], place=["祁连山"])
    assert [(each.name, each.type) for each in found] == [
        ("瑟兰", "place"),
        ("祁连山", "person"),
    ]


def test_traditional_characters_are_read_and_kept():
    (person,) = find("市長張實為說，張市長到場。", person=["張實為"])
    assert (person.name, len(person.mentions)) == ("張實為", 2)


@given(
    st.lists(st.sampled_from("葛松年书记市委、，。(青芦区)有限公司·管会 \n省长王"), max_size=40),
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.integers(0, 6),
            st.sampled_from(["person", "organization", "place"]),
        ),
        max_size=6,
    ),
)
def test_any_spans_over_any_text_give_sound_entities(characters, spans):
    body = "".join(characters)
    found = [
        Mention(min(start, len(body)), min(start + length, len(body)), kind)
        for start, length, kind in spans
    ]
    entities = find_entities(body, found)
    assert entities == find_entities(body, found)
    assert len({(each.type, each.name) for each in entities}) == len(entities)
    for entity in entities:
        for mention in entity.mentions:
            assert body[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("body", "row", "countries"),
    [
        ("中美两军将恢复会晤。", "中美", ["中国", "美国"]),
        ("俄乌冲突持续。", None, ["俄罗斯", "乌克兰"]),
        ("英法德三国发表声明。", None, ["英国", "法国", "德国"]),
        ("巴以停火。", None, ["巴勒斯坦", "以色列"]),
        ("港澳台同胞。", "港澳台", ["香港", "澳门", "台湾"]),
    ],
)
def test_countries_of_one_character_each_are_places_of_their_own(body, row, countries):
    found = find(body, place=[row] if row else [])
    assert [each.name for each in found] == countries
    assert [mentions(each) for each in found] == [[(at, body[at])] for at in range(len(countries))]


@pytest.mark.parametrize("name", ["巴西", "巴中", "朝日", "日本"])
def test_a_name_that_only_looks_like_a_row_of_countries_stays_whole(name):
    assert names(f"他来到{name}。", "place", place=[name]) == [name]


def test_a_team_is_no_person_though_a_champion_stands_before_it():
    assert names("卫冕冠军云岭队获胜。", "person", organization=["云岭队"]) == []


def test_a_countrys_team_is_a_body():
    assert names("中国女队夺冠。", "organization", place=["中国"]) == ["中国女队"]
