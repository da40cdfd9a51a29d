"""Documents hold what travelled, and the mapping has a place for all of it."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from index_messages import tagged_articles
from index_parts import BODY, NOW, make_record, make_tagged

from tidings.article import Label
from tidings.tags import Entity, Known, Span, Tags
from tidings_index.documents import build_document
from tidings_index.intake import Item, Refusal, take_record
from tidings_index.provisioning import read_schema


def fields_of(tagged):
    return json.loads(build_document(tagged, NOW).body)


def list_unmapped(value, mapping, path=""):
    """Yield the paths for which a strict mapping has no place."""
    if mapping.get("enabled") is False or mapping.get("type") == "geo_point":
        return
    for name, inner in value.items():
        here = f"{path}.{name}"
        if name not in mapping.get("properties", {}):
            yield here
            continue
        for each in inner if isinstance(inner, list) else [inner]:
            if isinstance(each, dict):
                yield from list_unmapped(each, mapping["properties"][name], here)


@settings(max_examples=200, deadline=None)
@given(tagged_articles())
def test_the_mapping_has_a_place_for_every_field_of_every_article(tagged):
    mappings = read_schema()["mappings"]
    assert mappings["dynamic"] == "strict"
    assert list(list_unmapped(fields_of(tagged), mappings)) == []


def test_the_filters_list_each_name_once_in_order():
    fields = fields_of(make_tagged())
    assert fields["persons"] == ["周明远"]
    assert fields["organizations"] == ["临江市水务局"]
    assert fields["places"] == ["临江市", "临江大桥"]
    assert fields["event_types"] == ["opening"]


def test_an_article_is_in_the_story_that_it_joined_and_else_in_its_own():
    first = make_tagged(1)
    assert fields_of(first)["story_id"] == first.article.id
    assert "near_duplicate_of" not in fields_of(first)
    copy = make_tagged(2).model_copy(
        update={"story_id": first.article.id, "near_duplicate_of": "b" * 32}
    )
    assert fields_of(copy)["story_id"] == first.article.id
    assert fields_of(copy)["near_duplicate_of"] == "b" * 32


def test_topics_are_listed_by_code_and_by_name_with_the_broader_one():
    fields = fields_of(make_tagged())
    assert fields["topic_codes"] == ["medtop:20000209", "medtop:04000000"]
    assert fields["topics"] == ["products and services", "economy, business and finance"]
    assert fields["topics_zh"] == ["经济门类", "经济、商业和金融"]
    (evidence,) = fields["topic_evidence"]
    assert [each["name"] for each in evidence["signs"]] == ["大桥", "opening"]
    assert fields_of(make_tagged(tags=Tags()))["topics"] == []


def test_a_name_in_traditional_characters_is_filtered_by_its_canonical_form():
    span = Span(start=0, end=3, text="周明遠")
    person = Entity(type="person", name="周明遠", canonical="周明远", mentions=(span,))
    fields = fields_of(make_tagged(tags=Tags(entities=(person,))))
    assert fields["persons"] == ["周明远"]
    assert (fields["entities"][0]["name"], fields["entities"][0]["canonical"]) == (
        "周明遠",
        "周明远",
    )


def test_names_that_somebody_waits_for_are_a_filter_of_their_own():
    tagged = make_tagged()
    assert fields_of(tagged)["watched"] == []
    known = Known(lexicon="3f9a01c7", where="people.csv:2", links=("wikidata:Q1",), watch=True)
    entities = tuple(
        each.model_copy(update={"known": known.model_copy(update={"watch": each.type == "person"})})
        for each in tagged.tags.entities
    )
    tags = tagged.tags.model_copy(update={"entities": entities})
    fields = fields_of(tagged.model_copy(update={"tags": tags}))
    assert fields["watched"] == ["周明远"]
    assert fields["entities"][0]["known"]["links"] == ["wikidata:Q1"]


def test_a_place_is_found_by_every_region_that_it_lies_in():
    fields = fields_of(make_tagged())
    assert fields["location_paths"] == ["云岭省", "云岭省/临江市", "法国"]
    assert fields["countries"] == ["CN", "FR"]
    assert fields["location_points"] == [{"lat": 31.5, "lon": 112.25}]


def test_the_publishers_labels_stand_by_kind_apart_from_the_tags():
    labels = [("place", "渡口镇"), ("subject", "交通"), ("subject", "桥梁")]
    fields = fields_of(make_tagged(labels=[Label(kind=kind, name=name) for kind, name in labels]))
    assert fields["labels"] == {"place": ["渡口镇"], "subject": ["交通", "桥梁"]}
    assert fields["places"] == ["临江市", "临江大桥"]
    assert "labels" not in fields_of(make_tagged())


def test_articles_of_two_feeds_with_the_same_text_can_be_found_by_it():
    ours, theirs = (
        fields_of(make_tagged(number, source=source, headline=source, byline=(source,), body=body))
        for number, source, body in [(1, "gazette", BODY), (2, "hill-post", f"  {BODY}\n")]
    )
    assert ours["body_hash"] == theirs["body_hash"]
    assert "body_hash" not in fields_of(make_tagged(body="图片新闻"))


def test_the_evidence_still_stands_in_the_body():
    fields = fields_of(make_tagged())
    for entity in fields["entities"]:
        for each in entity["mentions"]:
            assert fields["body"][each["start"] : each["end"]] == each["text"]


def test_times_are_in_utc_whatever_the_feed_wrote():
    east = timezone(timedelta(hours=20))
    fields = fields_of(make_tagged(published_at=datetime(2031, 5, 4, 8, tzinfo=east)))
    assert fields["published_at"] == "2031-05-03T12:00:00+00:00"
    assert fields["indexed_at"] == NOW.isoformat()


def test_a_withdrawn_article_keeps_none_of_its_words():
    label = Label(kind="subject", name="交通")
    withdrawn = make_tagged(status="withdrawn", published_at=NOW, labels=(label,))
    document = build_document(withdrawn, NOW)
    fields = json.loads(document.body)
    assert fields["status"] == "withdrawn"
    assert fields["source"] == "example-gazette"
    assert fields["published_at"] == NOW.isoformat()
    assert "body_hash" not in fields
    assert "labels" not in fields
    for words in (BODY[:10], "周明远", "opening", "临江", "交通"):
        assert words not in document.body.decode()


def test_a_document_has_the_id_and_the_revision_of_its_article():
    document = build_document(make_tagged(7), NOW)
    assert (document.id, document.revision) == (f"{7:032x}", 7)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\xff\xfe", "undecodable"),
        (b"", "undecodable"),
        (b'{"schema_version": 77}', "unknown_schema"),
        (b'{"schema_version": 1}', "invalid"),
    ],
)
def test_a_message_that_cannot_be_read_is_refused(raw, reason):
    refusal = take_record(make_record(1, raw), NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.reject.reason == reason


def test_a_time_before_the_calendar_begins_is_refused_and_not_a_crash():
    first = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8)))
    raw = make_tagged(published_at=first).to_bytes()
    refusal = take_record(make_record(1, raw), NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.reject.reason == "invalid"


def test_a_number_longer_than_json_carries_is_refused_and_not_a_crash():
    raw = make_tagged().to_bytes().replace(b'"start":0', b'"start":' + b"1" * 25)
    assert isinstance(take_record(make_record(1, raw), NOW), Refusal)


@settings(max_examples=50, deadline=None)
@given(tagged_articles())
def test_every_article_that_enrich_can_send_becomes_a_document(tagged):
    assert isinstance(take_record(make_record(1, tagged.to_bytes()), NOW), Item)


def test_the_oldest_article_is_still_in_the_calendar():
    fields = fields_of(make_tagged(published_at=datetime(1, 1, 1, tzinfo=UTC)))
    assert fields["published_at"] == "0001-01-01T00:00:00+00:00"


def test_a_document_holds_no_more_than_its_body():
    tagged = make_tagged(body="市长王伟说话。" * 300)
    build_document(tagged, NOW)
    tracemalloc.start()
    try:
        documents = [build_document(tagged, NOW) for _ in range(50)]
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 1.5 * sum(len(each.body) for each in documents)
