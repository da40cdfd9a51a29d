"""The marked pages and sentences are what they say: read, whole, and halved by chance."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from marked_gold.halves import split_halves
from marked_gold.marks import NAMES, read_marks
from marked_gold.pages import FOLDER, read_page, read_pages
from marked_gold.sentences import FOLDER as SENTENCES
from marked_gold.sentences import LANGUAGES, read_entries, read_entry, read_sentences
from quality.marked_events import Tally, add_events

from tidings.tags import Event, Span
from tidings_enrich.tagging.events.codebook import load_codebook

HALVES = ("seen", "unseen")
PAGES = [page for half in HALVES for page in read_pages(half)]
ARTICLES = [article for page in PAGES for article in page.articles]
SENTENCE_MARKS = [each for half in HALVES for each in read_sentences(half)]
STATUSES = {"occurred", "ongoing", "planned", "demanded", "denied"}


def test_every_mark_stands_where_it_says():
    for body, marks in [
        *((each.body, each.marks) for each in ARTICLES),
        *((each.body, each.marks) for each in SENTENCE_MARKS),
    ]:
        assert all(body[each.start : each.end] == each.text for each in marks)
        assert not re.search(r"\[\[|\]\]|[␣¬]", body)


def test_every_event_is_of_a_type_of_the_codebook_and_its_roles_stand_in_the_text():
    types = {each.name for each in load_codebook().types}
    for each in [*ARTICLES, *SENTENCE_MARKS]:
        for event in each.events:
            assert event.type in types
            assert event.status in STATUSES
            words = [word for role in (event.roles or {}).values() for word in role]
            assert [word for word in words if word not in each.body] == []


def test_sentences_have_every_type_twice_every_status_and_many_have_no_event():
    events = [event for each in SENTENCE_MARKS for event in each.events if not event.optional]
    counted = Counter(each.type for each in events)
    assert {each.name for each in load_codebook().types} == set(counted)
    assert min(counted.values()) >= 2
    assert {each.status for each in events} == STATUSES
    assert sum(bool(each.events) for each in SENTENCE_MARKS) >= 150
    assert sum(not each.events for each in SENTENCE_MARKS) >= 40


def test_pages_are_in_both_scripts_and_english_and_have_all_kinds_of_tags():
    languages = Counter(each.fields["language"] for each in PAGES)
    assert languages["zh-Hans"] >= 6
    assert min(languages["zh-Hant"], languages["en"]) >= 3
    kinds = {mark.kind for each in ARTICLES for mark in each.marks}
    assert {*NAMES, "TIME", "QTY"} <= kinds
    assert all(name in each.body for each in ARTICLES for name in each.titles)


def test_values_of_times_are_days_or_stretches_of_them():
    for article in ARTICLES:
        for mark in article.marks:
            if mark.kind == "TIME" and mark.value:
                assert [date.fromisoformat(each[:10]) for each in mark.value.split("/")]


def test_a_name_that_is_marked_once_is_marked_wherever_it_stands():
    for article in ARTICLES:
        marked = {at for mark in article.marks for at in range(mark.start, mark.end)}
        for mark in article.marks:
            if mark.kind in NAMES:
                found = re.finditer(re.escape(mark.text), article.body)
                assert [each.span() for each in found if each.start() not in marked] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_chance_alone_decided_which_sentences_are_unseen(language):
    halves = [read_entries((SENTENCES / f"{half}.marked").read_text("utf-8")) for half in HALVES]
    seen, unseen = ([e for e in half if e.startswith(f"{language}|")] for half in halves)
    assert split_halves([*unseen, *seen]) == (seen, unseen)


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_chance_alone_decided_which_pages_are_unseen(language):
    seen, unseen = (
        [page.name for page in read_pages(half) if page.fields["language"] == language]
        for half in HALVES
    )
    assert split_halves([*unseen, *seen]) == (seen, unseen)


def test_a_page_has_the_lines_that_are_printed_and_its_articles_the_words_without_marks():
    page = read_page(
        "a",
        "!|language: zh\n.|甲报\nA|\nh|山洪\nP|[[BYLINE （记者 乙）=乙]][[LOC 丙\n"
        "c|桥。[[CREDIT 乙 摄=乙]]\n-|县]]下␣雨\n\n@|NATURAL_DISASTER: place=丙县\n".replace(
            "下␣雨", "[[NATURAL_DISASTER:ongoing 下␣雨]]"
        ),
    )
    (article,) = page.articles
    assert page.text == "甲报\n山洪\n（记者 乙）丙\n桥。乙 摄\n县下 雨\n\n"
    assert article.body == "丙县下雨"
    assert article.gold["byline"] == ["乙"]
    assert article.gold["captions"] == [{"text": "桥。", "photographer": "乙"}]
    assert article.gold["lines"] == [2, 5]
    assert [(each.kind, each.start, each.end) for each in article.marks] == [
        ("LOC", 0, 2),
        ("NATURAL_DISASTER", 2, 4),
    ]
    (event,) = article.events
    assert (event.status, event.roles) == ("ongoing", {"place": ("丙县",)})


def test_marks_of_one_type_in_a_sentence_are_one_event_and_the_first_leads():
    sentence = read_entry("en|A [[ACCIDENT? crash]] was a [[ACCIDENT:denied hoax]].")
    (event,) = sentence.events
    assert [each.text for each in event.triggers] == ["crash", "hoax"]
    assert not event.optional
    assert event.status == "denied"


@pytest.mark.parametrize("source", ["[[PER 甲", "[[PER 甲[[ORG 乙]]]]", "[[PER ]]乙"])
def test_a_mark_that_cannot_be_one_is_refused(source):
    with pytest.raises(ValueError, match="mark"):
        read_marks(source)


def test_a_line_of_no_known_kind_and_a_note_without_an_event_are_refused():
    with pytest.raises(ValueError, match="kind"):
        read_page("a", "!|language: zh\nA|\nx|甲\n")
    with pytest.raises(ValueError, match="no event"):
        read_entry("zh|甲走了。\n@|DEATH: target=甲")


def test_events_are_scored_by_type_and_sentence_and_roles_by_their_words():
    sentence = read_entry(
        "zh|甲县[[DEATH 逝世]]，乙[[RESCUE? 救]]，丙[[AWARD 获奖]]。\n@|AWARD: actor=丙"
    )
    whole = Span(start=0, end=len(sentence.body), text=sentence.body)

    def find(kind, word, actors=()):
        at = sentence.body.index(word)
        trigger = Span(start=at, end=at + len(word), text=word)
        return Event(
            type=kind,
            code="X",
            status="planned",
            trigger=trigger,
            sentence=whole,
            actors=actors,
            confidence=1,
        )

    found = [find("AWARD", "获奖", ("丙某",)), find("RESCUE", "救"), find("STRIKE", "获奖")]
    tally = Tally()
    add_events(tally, sentence.events, found)
    assert {what: tuple(score) for what, score in tally.scores().items()} == {
        "events": (1, 2, 2),
        "status": (0, 1, 1),
        "trigger": (1, 1, 1),
        "roles": (1, 1, 1),
    }


def test_the_halves_are_in_folders_of_their_own():
    assert {path.parent.name for path in FOLDER.glob("*/*.page")} == set(HALVES)
