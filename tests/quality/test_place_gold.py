"""What names of places are resolved to, against short articles that a person has read.

The figures stand a little under what was measured, so that a rule that spoils others is noticed.
"""

import pytest
from quality.place_gold import compare, read_gold, tally
from quality.tagged_places import score_tagged_places

from tidings_enrich.models.build import find_models_dir
from tidings_enrich.models.manifest import ModelsMissingError
from tidings_enrich.places.gazetteer import open_gazetteer
from tidings_enrich.tagging.load import load_tagger

# Least precision and recall of each file of tests/data/places.
LEAST = {
    "seen": (0.99, 0.99),
    "unseen": (0.99, 0.99),
    "hard": (0.98, 0.98),
    "long": (0.96, 0.97),
}


# The same of the places of a whole article, as the accurate tagger finds their names.
LEAST_TAGGED = {
    "seen": (0.98, 0.87),
    "unseen": (0.98, 0.81),
    "hard": (0.94, 0.81),
    "long": (0.96, 0.73),
}


@pytest.fixture(scope="module")
def tagger():
    try:
        return load_tagger("accurate", find_models_dir())
    except ModelsMissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def gazetteer():
    try:
        return open_gazetteer(find_models_dir())
    except ModelsMissingError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", sorted(LEAST))
def test_places_are_resolved_as_a_person_reads_them(gazetteer, name):
    counted = tally(list(compare(read_gold(name), gazetteer)))
    precision, recall = LEAST[name]
    assert counted.precision >= precision
    assert counted.recall >= recall


@pytest.mark.parametrize("name", sorted(LEAST_TAGGED))
def test_the_places_of_chinese_articles_are_found_as_well_as_resolved(tagger, gazetteer, name):
    counted = score_tagged_places(read_gold(name), tagger, gazetteer)
    precision, recall = LEAST_TAGGED[name]
    assert counted.precision >= precision
    assert counted.recall >= recall


def test_there_are_enough_mentions_to_measure():
    for name, least in (("seen", 90), ("unseen", 90), ("hard", 90), ("long", 80)):
        assert sum(len(each.marked) for each in read_gold(name)) >= least


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("雁塔區", "陕西省/西安市/雁塔区"),
        ("下城区", "浙江省/杭州市/下城区"),
        ("Xiaodian", "山西省/太原市/小店区"),
        ("雅加达", "印度尼西亚/雅加达"),
    ],
)
def test_the_gazetteer_that_set_up_built_knows_what_is_and_what_was(gazetteer, name, path):
    assert [each.unit.path for each in gazetteer.find(name)] == [path]
