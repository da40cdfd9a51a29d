"""What travels comes out as it went in, and what is not of the schema stays out."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tidings.article import LARGEST_WHOLE_NUMBER, Article, Caption, Label, Lineage
from tidings.tags import Entity, Event, Span, TaggedArticle, Tags

RECEIVED = datetime(2031, 5, 4, 3, 2, 1, tzinfo=UTC)
TEXTS = st.text(max_size=40)  # hypothesis makes no lone surrogates: UTF-8 cannot carry them
ARTICLES = st.builds(
    Article,
    id=st.text("0123456789abcdef", min_size=32, max_size=32),
    revision=st.integers(0, LARGEST_WHOLE_NUMBER),
    content_hash=TEXTS,
    source=TEXTS,
    headline=st.none() | TEXTS,
    byline=st.lists(TEXTS, max_size=3).map(tuple),
    captions=st.lists(st.builds(Caption, text=TEXTS), max_size=2).map(tuple),
    body=TEXTS,
    labels=st.lists(
        st.builds(Label, kind=st.sampled_from(["subject", "place"]), name=TEXTS), max_size=2
    ).map(tuple),
    published_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    received_at=st.datetimes(timezones=st.just(UTC)),
    lineage=st.builds(Lineage, offset=st.none() | st.integers(0, LARGEST_WHOLE_NUMBER)),
)


def make_article(**changed) -> Article:
    fields = {
        "id": "0" * 32,
        "revision": 1,
        "content_hash": "c",
        "source": "wire",
        "body": "Six barges reached Port Ellis.",
        "received_at": RECEIVED,
    }
    return Article(**(fields | changed))


def change_field(name: str, value: object) -> bytes:
    return json.dumps(json.loads(make_article().to_bytes()) | {name: value}).encode()


@given(ARTICLES)
def test_an_article_comes_out_as_it_went_in(article):
    assert Article.from_bytes(article.to_bytes()) == article


@given(ARTICLES)
def test_a_tagged_article_comes_out_as_it_went_in(article):
    span = Span(start=0, end=3, text="Six")
    tags = Tags(entities=(Entity(type="place", name="Port Ellis", mentions=(span,)),))
    tagged = TaggedArticle(article=article, tags=tags, enriched_at=RECEIVED)
    assert TaggedArticle.from_bytes(tagged.to_bytes()) == tagged


def test_an_article_without_labels_is_written_as_a_stage_that_knows_none_reads_it():
    tagged = TaggedArticle(article=make_article(), tags=Tags(), enriched_at=RECEIVED)
    assert "labels" not in json.loads(make_article().to_bytes())
    assert "labels" not in json.loads(tagged.to_bytes())["article"]


def test_an_article_that_is_like_no_other_is_written_as_a_stage_that_knows_no_stories_reads_it():
    tagged = TaggedArticle(article=make_article(), tags=Tags(), enriched_at=RECEIVED)
    assert not {"story_id", "near_duplicate_of"} & json.loads(tagged.to_bytes()).keys()
    copy = tagged.model_copy(update={"story_id": "a" * 32, "near_duplicate_of": "b" * 32})
    assert TaggedArticle.from_bytes(copy.to_bytes()) == copy


def test_a_name_says_how_sure_it_is_only_where_that_was_told():
    span = Span(start=0, end=3, text="Six")
    plain = Entity(type="place", name="Six", mentions=(span,))
    assert not {"confidence", "source"} & plain.model_dump(mode="json").keys()
    sure = plain.model_copy(update={"confidence": 0.0, "source": "rule"})
    dumped = sure.model_dump(mode="json")
    assert (dumped["confidence"], dumped["source"]) == (0.0, "rule")
    assert Entity.model_validate_json(sure.model_dump_json()) == sure
    assert Entity.model_validate_json(plain.model_dump_json()) == plain


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "0" * 31),
        ("id", "0" * 32 + "\n"),
        ("id", "G" * 32),
        ("revision", -1),
        ("revision", 10**30),
        ("schema_version", 2),
        ("status", "draft"),
        ("received_at", "2031-05-04T03:02:01"),
        ("lineage", {"lines": [0, 3]}),
        ("lineage", {"offset": 10**30}),
        ("labels", [{"kind": "mood", "name": "calm"}]),
        ("surprise", "a field of a newer schema"),
    ],
)
def test_what_breaks_the_schema_is_refused_by_the_name_of_the_field(field, value):
    with pytest.raises(ValidationError) as refused:
        Article.from_bytes(change_field(field, value))
    assert {each["loc"][0] for each in refused.value.errors()} == {field}


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[]", b'{"body": "\\ud800"}', b"null"])
def test_what_is_no_article_at_all_is_a_validation_error_too(raw):
    with pytest.raises(ValidationError):
        Article.from_bytes(raw)


def test_every_number_that_is_read_can_be_written_again():
    largest = Article.from_bytes(change_field("revision", LARGEST_WHOLE_NUMBER))
    assert Article.from_bytes(largest.to_bytes()).revision == LARGEST_WHOLE_NUMBER


def test_a_message_cannot_be_changed_on_its_way():
    with pytest.raises(ValidationError):
        make_article().headline = "Another one"


def test_the_newest_moment_is_the_publication_where_the_feed_gave_one():
    published = datetime(2031, 5, 1, tzinfo=UTC)
    assert make_article(published_at=published).newest_moment() == published
    assert make_article().newest_moment() == RECEIVED


def test_names_are_listed_once_in_the_order_of_first_mention():
    span = Span(start=0, end=3, text="Six")
    entities = tuple(
        Entity(type=kind, name=name, mentions=(span,))
        for kind, name in [
            ("person", "Bo"),
            ("place", "Port Ellis"),
            ("person", "Ada"),
            ("person", "Bo"),
        ]
    )
    assert Tags(entities=entities).names("person") == ("Bo", "Ada")
    assert Tags(entities=entities).names("organization") == ()


def test_an_entity_without_a_mention_is_no_entity():
    with pytest.raises(ValidationError, match="mentions"):
        Entity(type="person", name="Ada", mentions=())


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_a_confidence_is_a_number_from_0_to_1(confidence):
    span = Span(start=0, end=3, text="Six")
    with pytest.raises(ValidationError, match="confidence"):
        Event(
            type="protest",
            code="14",
            status="occurred",
            trigger=span,
            sentence=span,
            confidence=confidence,
        )
