"""How well events are found in articles whose events were marked by hand.

The articles of ``tests/data/events`` were marked before the codebook was tuned on them, so these
figures say that nothing broke, not how the matcher does on a new subject. Those of ``unseen`` came
in three rounds, each scored before the codebook learned from it: it found 41, 57 and 80 of 100
events in them, and 0 to 6 of 100 events that it found were wrong.
"""

from __future__ import annotations

import json

import pytest
import yaml
from event_articles import (
    FOLDER,
    MarkedArticle,
    read_articles,
    read_event,
    score,
    tag_events,
)

from tidings_enrich.models.build import find_models_dir
from tidings_enrich.models.manifest import ModelsMissingError
from tidings_enrich.tagging.load import load_tagger

WORD_BORDERS = FOLDER.parent / "word_borders/sentences.yaml"
REAL_PAGE = FOLDER.parents[3] / "shared/gold/taiyuan_2022-11-28.json"
needs_real_page = pytest.mark.skipif(
    not REAL_PAGE.exists(), reason="the marked newspaper page is not beside this checkout"
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_events_of_known_subjects_are_found_and_no_others(language):
    result = score(read_articles(FOLDER, language))
    assert result.precision >= 0.97
    assert result.recall >= 0.97


@pytest.mark.parametrize("language", ["zh", "en"])
def test_events_of_the_later_articles_are_found_and_no_others(language):
    result = score(read_articles(FOLDER / "unseen", language))
    assert result.precision >= 0.95
    assert result.recall >= 0.95


@pytest.mark.parametrize(("language", "least"), [("zh", 0.95), ("en", 0.9)])
@pytest.mark.parametrize("folder", [FOLDER, FOLDER / "unseen"], ids=["known", "later"])
def test_the_status_is_the_one_that_a_reader_gives(folder, language, least):
    result = score(read_articles(folder, language))
    assert result.same_status / result.matched >= least


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_trigger_is_one_that_a_reader_takes(language):
    result = score(read_articles(FOLDER, language))
    assert result.same_trigger / result.matched >= 0.97


def test_the_borders_of_words_cost_no_event_that_a_reader_marked(tagger):
    for folder in (FOLDER, FOLDER / "unseen"):
        articles = list(read_articles(folder, "zh"))
        without, with_borders = score(articles), score(articles, tagger)
        assert with_borders.right >= without.right
        assert with_borders.found <= without.found


@needs_real_page
def test_events_of_a_real_page_are_found_and_no_others():
    result = score(read_real_page())
    assert result.f1 >= 0.97
    assert result.same_status / result.matched >= 0.9
    assert result.same_trigger / result.matched >= 0.97


@pytest.fixture(scope="module")
def tagger():
    try:
        return load_tagger("fast", find_models_dir())
    except ModelsMissingError as error:
        pytest.skip(str(error))


def list_found(kind, tagger=None):
    rows = yaml.safe_load(WORD_BORDERS.read_text(encoding="utf-8"))[kind]
    return [
        each["trigger"]
        for each in rows
        if any(e.trigger.text == each["trigger"] for e in tag_events(each["text"], tagger=tagger))
    ]


def test_most_triggers_that_only_seem_to_stand_between_two_words_are_no_events(tagger):
    assert len(list_found("inside")) == 26
    assert len(list_found("inside", tagger)) <= 6


def test_no_trigger_that_is_a_word_is_lost_beside_words_that_look_like_others(tagger):
    before = list_found("whole")
    assert len(before) == 33
    assert set(before) <= set(list_found("whole", tagger))


def read_real_page() -> list[MarkedArticle]:
    """Return the articles of the page; its marked names stand for a tagger's."""
    page = json.loads(REAL_PAGE.read_text(encoding="utf-8"))
    return [
        MarkedArticle(
            body="\n".join(each["paragraphs"]),
            language=page["language"],
            names={
                "person": [person["name"] for person in each["persons"]],
                "organization": each["organizations"],
                "place": each["places"],
            },
            times=[time["text"] for time in each["times"]],
            events=tuple(read_event(event, event["sentence"]) for event in each["events"]),
        )
        for each in page["articles"]
    ]
