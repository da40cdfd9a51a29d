"""What the rules make of the English names that a model found, with one that knows a few."""

import re
from itertools import pairwise

import pytest
from dictionary_tagger import DictionaryTagger
from effort import measure_cpu
from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.english.entities import find_english_entities
from tidings_enrich.tagging.english.titles import add_english_titles
from tidings_enrich.tagging.names.mentions import Mention

FRAGMENTS = st.one_of(
    st.sampled_from(["Jane Roe", "Roe", "Mayor ", "Korva", "Calder Bank", "(CB)", "KORVA - "]),
    st.sampled_from(["’s ", "'s", " the ", "The ", ", chief executive of ", ", ", ". ", "\n"]),
    st.sampled_from([" said ", " in ", "Dr. ", "U.S.", "By ", "é", "😀", "市长", "张实为", "("]),
    st.text(max_size=2),
)
TEXTS = st.lists(FRAGMENTS, max_size=30).map("".join)
KNOWN = {
    "person": ["Jane Roe", "Roe", "Mayor Jane Roe"],
    "organization": ["Calder Bank", "the Calder Bank", "Calder Bank (CB"],
    "place": ["Korva", "KORVA - Jane"],
}


def find(body, staff=(), **names):
    (reading,) = DictionaryTagger(**names).read([body])
    found = [Mention(each.start, each.end, each.type) for each in reading.names]
    return add_english_titles(body, find_english_entities(body, found, staff=staff))


def names_of(body, kind, **names):
    return [each.name for each in find(body, **names) if each.type == kind]


def mentions_of(body, name, **names):
    (entity,) = (each for each in find(body, **names) if each.name == name)
    return [each.text for each in entity.mentions]


def titles_of(body, **names):
    return {
        each.name: [(title.name, title.organization) for title in each.titles]
        for each in find(body, **names)
        if each.type == "person"
    }


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ("the Court of Appeal", "Court of Appeal"),
        ("Calder Bank's", "Calder Bank"),
        ("Calder Bank’s", "Calder Bank"),
        ("Ashby Rovers 4-3", "Ashby Rovers"),
        ("Studio 40", "Studio 40"),
        ("World Health Council (WHC", "World Health Council"),
    ],
)
def test_articles_possessives_scores_and_brackets_are_no_part_of_a_name(found, name):
    body = f"On Monday {found}) won."
    assert names_of(body, "organization", organization=[found])[0] == name


@pytest.mark.parametrize("front", ["Mr ", "Dr. ", "Sir ", "Mayor ", "Deputy Prime Minister "])
def test_honorifics_and_offices_are_no_part_of_a_name(front):
    assert names_of(f"So {front}Jane Roe left.", "person", person=[f"{front}Jane Roe"]) == [
        "Jane Roe"
    ]


def test_a_name_found_once_is_found_in_the_whole_article():
    body = "Calder Bank fell. The shares of Calder\nBank recovered. McCalder Bank did not."
    found = find_english_entities(body, [Mention(0, 11, "organization")])
    assert [each.text for each in found[0].mentions] == ["Calder Bank", "Calder\nBank"]


def test_a_surname_alone_is_the_person_named_before():
    body = "Jane Roe spoke. “No,” Roe said. Mr Roe’s sister, Anna Roe, had left."
    assert mentions_of(body, "Jane Roe", person=["Jane Roe"]) == ["Jane Roe", "Roe", "Roe"]


def test_a_surname_of_two_persons_is_nobodys():
    body = "Jane Roe and Tom Roe spoke. Then Roe left."
    found = find(body, person=["Jane Roe", "Tom Roe"])
    assert [each.name for each in found] == ["Jane Roe", "Tom Roe"]


def test_a_surname_that_is_a_common_word_too_is_left_alone():
    body = "Jane Street spoke. The street was wet. Street lights went out."
    assert mentions_of(body, "Jane Street", person=["Jane Street"]) == ["Jane Street"]


@pytest.mark.parametrize("found", [["Lin Zhongwei"], ["Lin Zhongwei", "Lin"]])
def test_a_chinese_name_is_known_by_its_first_part(found):
    body = "Lin Zhongwei opened the plant. Lin thanked the workers. Zhongwei is a city."
    assert mentions_of(body, "Lin Zhongwei", person=found) == ["Lin Zhongwei", "Lin"]


def test_a_western_given_name_before_a_chinese_surname_is_none():
    body = "Amy Li spoke. Li left. Amy did not."
    assert mentions_of(body, "Amy Li", person=["Amy Li"]) == ["Amy Li", "Li"]


def test_an_acronym_in_brackets_stands_for_the_name_before_it():
    body = "The North Sea Trust (NST) met. The NST will pay. NSTX will not."
    names = {"organization": ["North Sea Trust"]}
    assert mentions_of(body, "North Sea Trust", **names) == ["North Sea Trust", "NST", "NST"]


def test_a_part_of_a_bodys_name_stands_for_it_whatever_the_model_took_it_for():
    body = "Kestrel Photonics fell. Kestrel's chief executive left."
    names = {"organization": ["Kestrel Photonics"], "person": ["Kestrel"]}
    assert mentions_of(body, "Kestrel Photonics", **names) == ["Kestrel Photonics", "Kestrel"]


def test_a_town_is_no_short_form_of_a_body_that_is_named_after_it():
    names = {"organization": ["Korva City Council"], "place": ["Korva"]}
    body = "Korva City Council met in Korva."
    assert mentions_of(body, "Korva", **names) == ["Korva"]


def test_words_of_a_name_and_before_it_settle_its_type():
    wrong = {"person": ["Lindauer", "Free Valley"], "place": ["Calder Bank"]}
    body = "The chipmaker Lindauer and the opposition party Free Valley owe Calder Bank money."
    assert names_of(body, "organization", **wrong) == ["Lindauer", "Free Valley", "Calder Bank"]


def test_an_office_beside_a_name_makes_it_a_persons():
    wrong = ["Ines Varga", "Carmen Quispe", "Kestrel Photonics"]
    body = (
        "Ines Varga, an oceanographer who mapped the deep, died. Peru's health minister, Carmen "
        "Quispe, left. Kestrel Photonics, the owner of the mill, closed it."
    )
    assert names_of(body, "person", organization=wrong) == ["Ines Varga", "Carmen Quispe"]
    assert names_of(body, "organization", organization=wrong) == ["Kestrel Photonics"]


def test_what_stands_behind_in_is_no_person():
    body = "She lives in Stonehaven, near Turku, and went to Korva."
    assert names_of(body, "place", person=["Stonehaven", "Turku", "Korva"]) == [
        "Stonehaven",
        "Turku",
        "Korva",
    ]


def test_a_town_in_capitals_before_a_story_is_the_town():
    body = "KORVA - Nine people left.\nThe road to Korva is closed."
    found = find(body, organization=["KORVA - Nine"], place=["Korva"])
    assert [(each.name, each.type, len(each.mentions)) for each in found] == [("Korva", "place", 2)]


def test_those_who_wrote_the_story_are_no_persons_of_it():
    body = "Jane Roe spoke to Dora Whitlock.\nReporting by Ann Lee and Tom Moss; editing by Jo Bly"
    found = find(body, ["DORA  WHITLOCK"], person=["Jane Roe", "Dora Whitlock", "Ann Lee"])
    assert [each.name for each in found] == ["Jane Roe"]


@pytest.mark.parametrize(
    ("body", "title", "organization"),
    [
        ("Mayor Jane Roe spoke.", "Mayor", None),
        ("Gov. Jane Roe spoke.", "Gov.", None),
        ("Jane Roe, an oceanographer whose charts they use, left.", "oceanographer", None),
        ("Former deputy prime minister Jane Roe spoke.", "Former deputy prime minister", None),
        ("Jane Roe, the company's chief executive, left.", "chief executive", None),
        ("Calder Bank’s chief executive, Jane Roe, left.", "chief executive", "Calder Bank"),
        ("Jane Roe, Calder Bank's director, left.", "director", "Calder Bank"),
        (
            "Jane Roe, a former head of the Calder Bank, left.",
            "former head of the Calder Bank",
            "Calder Bank",
        ),
        ("The Calder Bank spokeswoman Jane Roe left.", "Calder Bank spokeswoman", "Calder Bank"),
        ("President Jane Roe of Korva left.", "President", "Korva"),
        ("It was Jane Roe, 61, who left.", None, None),
        ("They told the mayor, Jane Roe said.", None, None),
    ],
)
def test_offices_are_titles_with_the_body_where_they_are_held(body, title, organization):
    names = {"person": ["Jane Roe"], "organization": ["Calder Bank"], "place": ["Korva"]}
    wanted = [(title, organization)] if title else []
    assert titles_of(body, **names) == {"Jane Roe": wanted}


@given(TEXTS)
def test_any_text_gives_mentions_that_stand_where_they_say(body):
    spans = [span for each in find(body, **KNOWN) for span in each.mentions]
    assert all(body[span.start : span.end] == span.text for span in spans)
    ordered = sorted((span.start, span.end) for span in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(ordered))


@pytest.mark.parametrize(
    "unit",
    [
        "Mayor Jane Roe, {n} chief executive of the Calder Bank (CB), left Korva. ",
        "Judge {n} Jane Roe, ",
        "Person N{n} Roe{n}, ",
        "KORVA",
        ", the ",
    ],
)
def test_the_time_is_that_of_the_text(unit):
    bodies = ["".join(unit.format(n=n) for n in range(count)) for count in (100, 400)]
    found = [
        [Mention(*match.span(), "person") for match in re.finditer("Jane Roe|N\\d+ Roe\\d+", body)]
        for body in bodies
    ]

    def work(at):
        entities = find_english_entities(bodies[at], found[at])
        return add_english_titles(bodies[at], entities)

    short, long = (measure_cpu(lambda at=at: work(at)) for at in (0, 1))
    assert long < 12 * max(short, 0.002)
