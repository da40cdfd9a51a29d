"""Offices as they are printed before and behind names."""

import pytest
from dictionary_tagger import DictionaryTagger
from hypothesis import given
from hypothesis import strategies as st

from tidings.tags import Entity, Span, Title
from tidings_enrich.tagging.names.entities import find_entities
from tidings_enrich.tagging.names.mentions import Mention
from tidings_enrich.tagging.names.titles import add_titles

KNOWN = {
    "person": ["葛松年", "陶意清", "唐以宁", "科瓦奇", "石小满"],
    "organization": ["江宁大学", "青芦新区管委会", "远航造船"],
    "place": ["诺维亚", "临江市"],
}


def read(body):
    """Return the offices of each person of ``body`` by name."""
    ((spans, _),) = DictionaryTagger(**KNOWN).read([body])
    entities = add_titles(body, find_entities(body, [Mention(*span[:3]) for span in spans]))
    return {
        each.name: [(title.name, title.organization) for title in each.titles]
        for each in entities
        if each.type == "person"
    }


def printed(body):
    return {name: [title for title, _ in titles] for name, titles in read(body).items()}


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("省委常委、市委书记葛松年讲话。", ["省委常委", "市委书记"]),
        ("省政府副秘书长、青芦新区管委会主任葛松年。", ["省政府副秘书长", "青芦新区管委会主任"]),
        ("据江宁大学文学院教授葛松年介绍。", ["江宁大学文学院教授"]),
        ("诺维亚总统葛松年到访。", ["诺维亚总统"]),
        ("会议由常务副市长葛松年主持。", ["常务副市长"]),
        ("市委书记兼市长葛松年到会。", ["市委书记", "市长"]),
        ("临江市原副市长葛松年受审。", ["临江市原副市长"]),
        ("市长 葛松年到会。", ["市长"]),
        ("19岁小将葛松年夺冠。", ["小将"]),
        ("学生代表、2030级博士生葛松年发言。", ["学生代表", "博士生"]),
        ("葛松年总书记指出。", ["总书记"]),
        ("葛松年市长来了。", ["市长"]),
        ("葛松年主任医师来了。", ["主任医师"]),
        ("葛松年主持会议。", []),
        ("书记处的葛松年。", []),
        ("葛松年利用担任水利局局长、石埠县县长等职务的便利。", ["水利局局长", "石埠县县长"]),
        ("会议任命葛松年为临江市副市长。", ["临江市副市长"]),
        ("会议免去葛松年的教育局局长职务。", ["教育局局长"]),
        ("葛松年曾任远航造船总经理。", ["远航造船总经理"]),
        ("葛松年担任比赛的解说。", []),
        ("曾任水利局局长的葛松年到会。", ["水利局局长"]),
        ("葛松年（远航造船董事长）表示。", ["远航造船董事长"]),
        ("葛松年，男，45岁，临江市副市长。", ["临江市副市长"]),
        ("葛松年，市长陶意清到会。", []),
        ("葛松年是江宁大学教授。", ["江宁大学教授"]),
        ("葛松年是受欢迎的教授。", []),
        ("导演：葛松年", ["导演"]),
        ("館長暨教授葛松年致詞。", ["館長", "教授"]),
        ("鸟类学家葛松年来了。", ["鸟类学家"]),
        ("标本制作师葛松年来了。", ["标本制作师"]),
        ("一名船员葛松年获救。", []),
        ("保安葛松年报警。", ["保安"]),
    ],
)
def test_a_person_holds_the_offices_that_are_printed(body, titles):
    assert printed(body)["葛松年"] == titles


def test_an_office_names_the_body_where_it_is_held():
    assert read("省政府副秘书长、青芦新区管委会主任葛松年到会，厅长陶意清缺席。") == {
        "葛松年": [("省政府副秘书长", "省政府"), ("青芦新区管委会主任", "青芦新区管委会")],
        "陶意清": [("厅长", None)],
    }


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("市领导葛松年、陶意清、唐以宁参加。", ["市领导", "市领导", "市领导"]),
        ("副主任葛松年、陶意清和唐以宁参加。", ["副主任", "副主任", "副主任"]),
    ],
)
def test_an_office_of_several_people_is_shared_by_the_list_behind_it(body, titles):
    assert [title for own in printed(body).values() for title in own] == titles


def test_an_office_that_one_holds_alone_is_not_shared():
    assert printed("市长葛松年、陶意清到会。") == {"葛松年": ["市长"], "陶意清": []}


def test_each_of_a_list_keeps_an_office_of_his_own():
    body = "县委书记葛松年、县长陶意清、镇长唐以宁发言。"
    assert printed(body) == {"葛松年": ["县委书记"], "陶意清": ["县长"], "唐以宁": ["镇长"]}


def test_the_next_person_s_office_is_nobody_else_s():
    assert printed("葛松年书记陶意清") == {"葛松年": [], "陶意清": ["书记"]}


def test_a_short_form_of_an_office_is_not_held_beside_the_long_one():
    body = "临江市水利局局长葛松年到会。局长葛松年发言。葛局长说。"
    assert printed(body) == {"葛松年": ["临江市水利局局长"]}


def test_who_is_no_person_has_no_office():
    place = Entity(type="place", name="青芦", mentions=(Span(start=2, end=4, text="青芦"),))
    assert add_titles("市长青芦", [place]) == [place]


def test_an_office_counts_once_however_often_it_is_printed():
    body = "市长葛松年来了。市长葛松年走了。"
    ((spans, _),) = DictionaryTagger(**KNOWN).read([body])
    (person,) = add_titles(body, find_entities(body, [Mention(*span[:3]) for span in spans]))
    assert person.titles == (Title(name="市长"),)


@given(st.lists(st.sampled_from(["葛松年", "陶意清", *"、，。兼副市长书记任为的免去担局 \n"])))
def test_titles_are_read_from_any_text(parts):
    for titles in read("".join(parts)).values():
        assert len(set(titles)) == len(titles)


def test_a_mention_by_surname_and_office_gives_the_office():
    assert printed("葛松年来了。葛书记讲话。") == {"葛松年": ["书记"]}


def test_a_list_of_offices_that_were_held_belongs_to_the_person_behind_it():
    body = "陶意清到会，曾任水利局局长的葛松年现任临江市市长。"
    assert printed(body) == {"陶意清": [], "葛松年": ["水利局局长", "临江市市长"]}
