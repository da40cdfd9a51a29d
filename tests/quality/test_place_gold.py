"""What names of places are resolved to, against short articles that a person has read.

The figures stand a little under what was measured, so that a rule that spoils others is noticed.
"""

from datetime import UTC, datetime

import pytest
from quality.place_gold import compare, list_wanted_paths, read_gold, tally

from tidings.article import Article
from tidings_enrich.models.build import find_models_dir
from tidings_enrich.models.manifest import ModelsMissingError
from tidings_enrich.places.gazetteer import open_gazetteer
from tidings_enrich.places.locator import PlaceLocator
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.folding import is_wide
from tidings_enrich.tagging.load import load_tagger

DAY = datetime(2031, 9, 1, 4, 0, tzinfo=UTC)

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


def tag_paths(tagger, gazetteer, gold, number):
    """Return the paths of one article's places as the enrich stage tags them."""
    locator = PlaceLocator(gazetteer, {"*": gold.home} if gold.home else {})
    article = Article(
        id=f"{number:032x}",
        revision=1,
        content_hash="",
        source="example-gazette",
        language="zh",
        dateline=gold.dateline,
        body=gold.text,
        received_at=DAY,
    )
    (tags,) = ArticleTagger(tagger, load_codebook(), locator).tag([article])
    for each in tags.locations:
        assert all(gold.text[span.start : span.end] == span.text for span in each.mentions)
    return {each.path for each in tags.locations}


@pytest.mark.parametrize("name", sorted(LEAST_TAGGED))
def test_the_places_of_chinese_articles_are_found_as_well_as_resolved(tagger, gazetteer, name):
    right = said = wanted = 0
    for number, gold in enumerate(read_gold(name)):
        if is_wide(gold.text[0]):
            known = list_wanted_paths(gold, gazetteer)
            found = tag_paths(tagger, gazetteer, gold, number)
            right, said, wanted = right + len(known & found), said + len(found), wanted + len(known)
    precision, recall = LEAST_TAGGED[name]
    assert right / said >= precision
    assert right / wanted >= recall


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
