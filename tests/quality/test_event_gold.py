"""How well events are found in articles whose events were marked by hand.

The articles of ``tests/data/events`` were marked before the codebook was tuned on them, so these
figures say that nothing broke, not how the matcher does on a new subject. Those of ``unseen`` came
in three rounds, each scored before the codebook learned from it: it found 41, 57 and 80 of 100
events in them, and 0 to 6 of 100 events that it found were wrong.
"""

from __future__ import annotations

import json

import pytest
from event_articles import FOLDER, MarkedArticle, read_articles, read_event, score

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


@needs_real_page
def test_events_of_a_real_page_are_found_and_no_others():
    result = score(read_real_page())
    assert result.f1 >= 0.97
    assert result.same_status / result.matched >= 0.9
    assert result.same_trigger / result.matched >= 0.97


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
