"""The tags of real models against articles that a person has read.

The figures stand a little under what was measured, so that a rule that spoils others is noticed.
"""

import json
from pathlib import Path

import pytest
from quality.tag_scores import FIELDS, build_article, score_tags

from tidings_enrich.models.build import find_models_dir
from tidings_enrich.models.manifest import ModelsMissingError
from tidings_enrich.tagging.article_tagger import ArticleTagger
from tidings_enrich.tagging.events.codebook import load_codebook
from tidings_enrich.tagging.load import load_tagger

ROOT = Path(__file__).parents[2]
OWN = sorted((ROOT / "tests" / "data" / "articles").glob("*.json"))
PAGE = ROOT.parent / "shared" / "gold" / "taiyuan_2022-11-28.json"
LEAST_OWN = {
    "accurate": dict(zip(FIELDS, (0.97, 0.97, 0.94, 0.90, 0.97, 0.97), strict=True)),
    "fast": dict(zip(FIELDS, (0.92, 0.92, 0.90, 0.85, 0.97, 0.97), strict=True)),
}
LEAST_PAGE = {
    "accurate": dict.fromkeys(FIELDS, 0.99),
    "fast": dict(zip(FIELDS, (0.95, 0.83, 0.95, 0.99, 0.99, 0.99), strict=True)),
}


@pytest.fixture(scope="module", params=["accurate", "fast"])
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def tagging(kind):
    try:
        return ArticleTagger(load_tagger(kind, find_models_dir()), load_codebook())
    except ModelsMissingError as error:
        pytest.skip(str(error))


def measure(tagging, readings):
    articles = [build_article(number, each) for number, each in enumerate(readings)]
    return score_tags(list(zip(readings, tagging.tag(articles), strict=True)))


def find_short(scores, least):
    return {name: scores[name] for name in FIELDS if scores[name].f1 < least[name]}


def test_own_articles_of_many_kinds_are_tagged_as_a_person_reads_them(tagging, kind):
    scores = measure(tagging, [json.loads(each.read_text("utf-8")) for each in OWN])
    assert find_short(scores, LEAST_OWN[kind]) == {}


@pytest.mark.skipif(not PAGE.exists(), reason="the real page is not part of the repository")
def test_a_real_page_is_tagged_as_a_person_reads_it(tagging, kind):
    scores = measure(tagging, json.loads(PAGE.read_text("utf-8"))["articles"])
    assert find_short(scores, LEAST_PAGE[kind]) == {}


def test_there_are_articles_to_measure():
    assert len(OWN) >= 8
