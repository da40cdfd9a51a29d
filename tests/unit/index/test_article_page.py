"""The page of one article."""

from __future__ import annotations

import io
import json

from index_parts import BODY, NOW, TAGS, make_tagged
from rich.console import Console

from tidings.article import Caption, Label, Lineage
from tidings.tags import Known, Tags
from tidings_index.article_page import read_tags, render_article
from tidings_index.documents import build_document


def fields_of(tags=TAGS, **fields):
    return json.loads(build_document(make_tagged(1, tags, **fields), NOW).body)


def render(fields, color=None, width=100):
    written = io.StringIO()
    console = Console(
        file=written, width=width, highlight=False, color_system=color, force_terminal=bool(color)
    )
    console.print(render_article(fields))
    return written.getvalue()


def test_the_page_shows_every_part_of_the_article():
    shown = render(
        fields_of(
            kicker="本市新闻",
            subhead="过江五分钟",
            byline=("周小禾",),
            dateline="渡口镇电",
            captions=(Caption(text="大桥夜景", photographer="陈木"),),
            lineage=Lineage(page="page-7", lines=(3, 9), pipeline="enrich 1"),
        )
    )
    for words in (
        *("本市新闻", "第1篇：临江大桥", "过江五分钟", "周小禾", "渡口镇电", "大桥夜景", "陈木"),
        *("page-7", "3 – 9", "enrich 1", "example-gazette", f"{1:032x}"),
        *BODY.split("\n"),
    ):
        assert words in shown


def test_persons_have_their_offices_and_events_their_evidence():
    shown = render(fields_of())
    assert "局长 (临江市水务局)" in shown
    for words in ("opening", "planned", "who 临江市水务局", "to whom 临江大桥", "where 临江市"):
        assert words in shown
    assert "when 12月1日 (2031-12-01)" in shown
    assert "person  organization  place  event" in shown


def test_names_of_the_users_list_have_their_links_and_their_entry():
    known = Known(lexicon="0badcafe", where="people.csv:12", links=("wikidata:Q42",), watch=True)
    first, *others = TAGS.entities
    tags = TAGS.model_copy(
        update={"entities": (first.model_copy(update={"known": known}), *others)}
    )
    shown = render(fields_of(tags))
    assert "wikidata:Q42 watched (people.csv:12)" in shown
    assert "known" not in render(fields_of())


def test_places_have_their_paths_and_what_decided():
    shown = render(fields_of())
    for words in ("which place", "云岭省/临江市", "990100", "same_sentence 临江", "0.90"):
        assert words in shown


def test_topics_have_both_names_and_what_told_them():
    shown = render(fields_of(), width=140)
    for words in (
        "经济门类",
        "products and services",
        "medtop:20000209",
        "0.62",
        "大桥 ×2, opening",
    ):
        assert words in shown


def test_an_article_indexed_before_there_were_topics_is_shown_without():
    fields = fields_of()
    del fields["topic_evidence"]
    assert read_tags(fields) == TAGS.model_copy(update={"topics": ()})


def test_names_are_coloured_where_they_stand():
    assert "\x1b[1;36m周明远\x1b[0m" in render(fields_of(), color="standard")


def test_no_word_is_cut_on_a_narrow_terminal():
    shown = "".join(render(fields_of(), width=30).split())
    assert "…" not in shown
    assert "".join(BODY.split("\n")[0].split()) in shown
    assert f"{1:032x}" in shown


def test_the_publishers_labels_stand_with_what_it_says_and_give_a_terminal_no_orders():
    names = (("subject", "交通"), ("subject", "\x1b[2J桥梁"), ("place", "渡口镇"))
    labels = [Label(kind=kind, name=name) for kind, name in names]
    shown = render(fields_of(Tags(), labels=labels), color="truecolor")
    for words in ("label subject", "交通; ", "桥梁", "label place", "渡口镇"):
        assert words in shown
    assert "\x1b[2J" not in shown


def test_an_article_without_tags_has_no_tables():
    shown = render(fields_of(Tags()))
    assert "events" not in shown
    assert "mentions" not in shown


def test_a_withdrawn_article_says_so():
    shown = render(fields_of(status="withdrawn"))
    assert "withdrawn" in shown
    assert BODY[:6] not in shown
    assert f"{1:032x}" in shown


def test_the_tags_of_a_document_are_those_that_were_indexed():
    assert read_tags(fields_of()) == TAGS


def test_tags_of_another_version_hide_no_text():
    fields = fields_of() | {"entities": [{"kind": "person"}]}
    shown = render(fields)
    assert BODY.split("\n")[0] in shown
    assert "another version" in shown


def test_text_of_others_gives_a_terminal_no_orders_and_is_no_markup():
    hostile = "\x1b[2J\u202e[bold]x[/bold]"
    shown = render(
        fields_of(Tags(), body=hostile, headline=hostile, byline=(hostile,)), color="truecolor"
    )
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert shown.count("[bold]x[/bold]") == 3
