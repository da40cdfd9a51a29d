"""What a gazetteer adds to the names that networks propose in a sentence."""

from hypothesis import given
from hypothesis import strategies as st

from tidings_enrich.tagging.networks.combination import Rule, choose_names
from tidings_enrich.tagging.networks.gazetteer_vote import SUPPORT, PlaceNames
from tidings_enrich.tagging.tagger import NameSpan

COUNTRIES = {"印度", "乌拉圭"}
KNOWN = PlaceNames(
    COUNTRIES
    | {"得克萨斯州", "小店区", "合作", "阿姆斯特丹", "敖德萨", "基辅", "利沃夫", "克林顿"},
    COUNTRIES,
)
RULE = Rule((1.0,), {"person": 0.34, "place": 0.25, "organization": 0.25})


def choose(text, proposals, cuts=""):
    """Return what stands of proposals by words; ``cuts`` are the words of the text, cut by |."""
    sums = {
        (text.index(name), text.index(name) + len(name), kind): share
        for (name, kind), share in proposals.items()
    }
    words = cuts.split("|")
    borders = [len("".join(words[:at])) for at in range(len(words) + 1)]
    names = choose_names(KNOWN.support(text, borders if cuts else (), sums), RULE)
    settled = KNOWN.settle(text, names)
    return [(text[each.start : each.end], each.type) for each in settled]


def test_a_full_name_wins_over_a_part_that_the_networks_hold_likelier():
    proposals = {("得克萨斯州", "place"): 0.33, ("克萨斯州", "place"): 0.44}
    assert choose("登陆得克萨斯州", proposals) == [("得克萨斯州", "place")]


def test_a_division_that_no_network_proposes_is_found_between_borders_of_words():
    assert choose("小店区有序恢复", {}, "小店区|有序|恢复") == [("小店区", "place")]
    assert choose("大小店区分", {}, "大小|店|区分") == []


def test_a_word_of_two_characters_is_no_place_for_being_a_countys_name():
    assert choose("加强合作", {}, "加强|合作") == []


def test_a_long_name_without_an_ending_is_a_place_too():
    assert choose("在阿姆斯特丹签字", {}, "在|阿姆斯特|丹|签字") == [("阿姆斯特丹", "place")]
    assert choose("在敖德萨签字", {}, "在|敖德萨|签字") == []


def test_a_person_called_like_a_town_stays_one():
    assert choose("克林顿说", {("克林顿", "person"): 0.84}) == [("克林顿", "person")]


def test_in_a_list_of_places_all_are_places():
    proposals = {("基辅", "place"): 0.9, ("敖德萨", "person"): 0.7, ("利沃夫", "person"): 0.6}
    kinds = [kind for _, kind in choose("袭击基辅、敖德萨和利沃夫的", proposals)]
    assert kinds == ["place"] * 3
    told = {("敖德萨", "person"): 0.7, ("赫尔松", "person"): 0.6}
    assert [kind for _, kind in choose("敖德萨、赫尔松等城市", told)] == ["place"] * 2


def test_a_list_of_persons_is_one_though_two_of_them_are_called_like_towns():
    proposals = {("克林顿", "person"): 0.9, ("敖德萨", "person"): 0.7}
    assert [kind for _, kind in choose("克林顿、敖德萨出席", proposals)] == ["person"] * 2
    mixed = {**proposals, ("基辅", "place"): 0.9, ("葛松年", "person"): 0.9}
    found = choose("基辅、克林顿、敖德萨、葛松年", mixed)
    assert [kind for _, kind in found] == ["place", "person", "person", "person"]


def test_the_government_of_a_country_is_the_country():
    assert choose("印度政府说", {("印度政府", "organization"): 0.8}) == [("印度", "place")]
    proposals = {("山西省政府", "organization"): 0.8}
    assert choose("山西省政府说", proposals) == [("山西省政府", "organization")]


@given(st.text("印度政府、和小店区敖德萨", max_size=20), st.data())
def test_any_sentence_gives_names_in_order_that_never_overlap(text, data):
    ends = st.integers(0, len(text))
    stretches = st.tuples(ends, ends, st.sampled_from(["person", "place", "organization"]))
    proposed = data.draw(st.dictionaries(stretches, st.floats(0.05, 1), max_size=6))
    sums = {place: share for place, share in proposed.items() if place[0] < place[1]}
    supported = KNOWN.support(text, data.draw(st.sets(ends)), sums)
    assert supported.keys() >= sums.keys()
    assert all(sums.get(place, SUPPORT) <= each <= 1 for place, each in supported.items())
    names = KNOWN.settle(text, choose_names(supported, RULE))
    bounds = [edge for name in names for edge in (name.start, name.end)]
    assert bounds == sorted(bounds)


def test_without_a_gazetteer_the_names_stay_as_they_are():
    names = [NameSpan(0, 2, "place", 0.5), NameSpan(3, 5, "person", 0.5)]
    assert PlaceNames().settle("印度、基辅", names) == names
    assert PlaceNames().support("印度、基辅", [0, 2, 3, 5], {}) == {}
