"""What any version has written stays readable: each kept message, by the code of today."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from contract.messages.record import describe, find_changed
from contract.messages.samples import ACTIVITY, DELIVERY, MODELS, STORY
from contract.messages.shape import list_objects, list_parts
from contract.messages.stored import find_newest, list_files, read_stored
from enrich_process import QuickTagger
from index_parts import make_record
from memory_log import MemoryLog

from tidings.article import SCHEMA_VERSION, Article
from tidings.dead_letter import Position
from tidings.decoding import decode_message
from tidings.dlq.letter import StoredMessage, read_letter
from tidings.dlq.markers import read_marker
from tidings.feeds.topic import read_records
from tidings.outcome import Reject
from tidings.tags import TaggedArticle
from tidings_enrich.enrichment import Enriched, Record, Rejected, enrich_records
from tidings_enrich.stories.book import StoryBook
from tidings_enrich.stories.record import StoryRecord
from tidings_index.burial import write_letter
from tidings_index.intake import Item, Refusal, take_record
from tidings_index.watch.book import Book
from tidings_index.watch.book_reading import note_read
from tidings_index.watch.delivery_topic import Read
from tidings_ingest.embargo.release_time import read_release_time, read_revision

NOW = datetime(2031, 5, 5, tzinfo=UTC)
AT = Position("articles.raw", 2, 17)
HOW_TO_KEEP = (
    "is not kept yet. Give each new field a value in tests/contract/messages/samples.py, run "
    "PYTHONPATH=tests .venv/bin/python -m contract.messages.record 0NN-what-was-added, and look at "
    "Upgrading in docs/operations.md: who reads it is upgraded first. Never change a kept file."
)


def each_kept(name):
    """Parametrize by every file whose name fits."""
    files = list_files(name)
    assert files
    return pytest.mark.parametrize(
        "kept",
        [read_stored(each) for each in files],
        ids=[f"{each.parent.name}/{each.stem}" for each in files],
    )


def kept_with_models():
    pairs = [
        (read_stored(path), MODELS[path.stem.partition("-")[0]], f"{path.parent.name}/{path.stem}")
        for path in list_files()
        if path.stem.partition("-")[0] in MODELS
    ]
    return pytest.mark.parametrize(
        ("kept", "model"), [each[:2] for each in pairs], ids=[each[2] for each in pairs]
    )


def holds_all(ours, theirs):
    """Tell whether each field of ``theirs`` has the same value in ``ours``, at every depth."""
    if isinstance(theirs, dict):
        return all(name in ours and holds_all(ours[name], each) for name, each in theirs.items())
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(holds_all, ours, theirs))
    return ours == theirs


def enrich(value):
    record = Record(AT, b"k", value)
    return enrich_records([record], QuickTagger(), pipeline="today", now=NOW)[0]


@kept_with_models()
def test_every_field_of_a_kept_message_is_read_as_it_was_written(kept, model):
    message = decode_message(kept.value, model)
    assert not isinstance(message, Reject), message
    assert holds_all(json.loads(message.to_bytes()), kept.fields)


@each_kept("raw*")
def test_enrich_takes_every_raw_article_that_was_ever_written(kept):
    result = enrich(kept.value)
    assert isinstance(result, Enriched)
    assert result.key == kept.key
    sent = json.loads(result.value)["article"]
    assert holds_all(sent | {"lineage": kept.fields["lineage"]}, kept.fields)


@each_kept("enriched-withdrawn")
def test_index_makes_a_stub_of_every_withdrawal_that_was_ever_written(kept):
    item = take_record(make_record(1, kept.value), NOW)
    assert isinstance(item, Item)
    assert item.document.is_withdrawn
    assert "headline" not in json.loads(item.document.body)


@each_kept("enriched")
def test_index_makes_a_document_of_every_tagged_article_that_was_ever_written(kept):
    item = take_record(make_record(1, kept.value), NOW)
    assert isinstance(item, Item)
    assert (item.document.id, item.document.revision) == (
        kept.fields["article"]["id"],
        kept.fields["article"]["revision"],
    )
    fields = json.loads(item.document.body)
    for entity in kept.fields["tags"]["entities"]:
        filtered = fields[
            {"person": "persons", "place": "places"}.get(entity["type"], "organizations")
        ]
        assert entity.get("canonical", entity["name"]) in filtered
    for span in fields["entities"][0]["mentions"]:
        assert fields["body"][span["start"] : span["end"]] == span["text"]


@each_kept("letter*")
def test_every_dead_letter_that_was_ever_written_tells_why_and_where_from(kept):
    letter = read_letter(
        StoredMessage(Position(kept.topic, 0, 5), kept.key, kept.value, kept.headers)
    )
    told = dict(kept.headers)
    assert (letter.stage, letter.reason, letter.detail) == tuple(
        told[f"tidings-{each}"].decode() for each in ("stage", "reason", "detail")
    )
    assert letter.origin == Position(kept.topic.removesuffix(".dlq"), 2, 17)
    assert letter.failed_at == datetime.fromisoformat(told["tidings-failed-at"].decode())
    assert (letter.key, letter.value, letter.tries) == (kept.key, kept.value, 1)
    assert letter.edited_from == ("articles.raw.dlq:0:3" if "tidings-edited-from" in told else None)


@each_kept("marker*")
def test_every_marker_that_was_ever_written_settles_its_letters(kept):
    marker = read_marker(StoredMessage(Position(kept.topic, 0, 20), None, kept.value, kept.headers))
    assert marker is not None
    assert (marker.how, marker.offsets) == ("replayed", (range(3, 6), range(12, 13)))


@each_kept("embargoed*")
def test_every_article_that_was_ever_held_goes_out_in_its_time(kept):
    told = dict(kept.headers)
    assert read_release_time(kept.headers, 0) == int(told["tidings-release-at"])
    assert read_revision(kept.headers) == kept.fields["revision"]
    assert isinstance(enrich(kept.value), Enriched)


@each_kept("activity*")
def test_what_was_ever_counted_of_a_feed_counts(kept):
    log = MemoryLog().create(kept.topic)
    log.append(kept.topic, kept.value, key=kept.key)
    read = read_records(log, kept.topic)
    assert read.unreadable == 0
    assert [each.key() for each in read.records] == [kept.key]
    assert read.records[0].accepted == ACTIVITY.accepted


@each_kept("story*")
def test_an_article_stays_in_the_story_that_was_ever_told_of_it(kept):
    book = StoryBook(10, 1_000)
    book.add(kept.key.decode(), StoryRecord.from_bytes(kept.value), 0, 1)
    story = book.find(kept.key.decode())
    assert story is not None
    assert (story.id, story.nearest) == (STORY.story_id, STORY.near_duplicate_of)


@each_kept("offer*")
def test_a_delivery_that_was_ever_offered_waits(kept):
    book = Book()
    note_read(book, Read(0, kept.key, kept.value, kept.headers))
    assert book.is_waiting(DELIVERY)


@each_kept("end-*")
def test_a_delivery_that_was_ever_ended_is_over(kept):
    book = Book()
    note_read(book, Read(0, kept.key, kept.value, kept.headers))
    assert book.is_known(DELIVERY)
    assert not book.is_waiting(DELIVERY)


@pytest.mark.parametrize("name", ["raw", "enriched"])
def test_a_message_of_a_later_schema_is_a_dead_letter_with_its_bytes(name):
    later = json.dumps(find_newest()[name].fields | {"schema_version": SCHEMA_VERSION + 1}).encode()
    if name == "raw":
        rejected = enrich(later)
        assert isinstance(rejected, Rejected)
        assert (rejected.reject.reason, rejected.record.value) == ("unknown_schema", later)
    else:
        refusal = take_record(make_record(1, later), NOW)
        assert isinstance(refusal, Refusal)
        assert (refusal.reject.reason, write_letter(refusal, NOW).value) == (
            "unknown_schema",
            later,
        )


@pytest.mark.parametrize(("name", "model"), [("raw", Article), ("enriched", TaggedArticle)])
def test_a_stage_of_the_version_before_names_each_field_that_it_does_not_know(name, model):
    """Today's stage beside a message of tomorrow is what yesterday's is beside one of today."""
    message = find_newest()[name].fields
    for path in list_objects(message):
        changed = json.loads(json.dumps(message))
        place = changed
        for step in path:
            place = place[step]
        place["of_tomorrow"] = 1
        refused = decode_message(json.dumps(changed).encode(), model)
        assert isinstance(refused, Reject)
        assert refused.reason == "invalid"
        assert refused.detail.startswith(".".join(map(str, (*path, "of_tomorrow"))))


def test_every_field_of_every_message_is_kept():
    kept = {model: set() for model in MODELS.values()}
    for name, message in find_newest().items():
        if model := MODELS.get(name.partition("-")[0]):
            kept[model] |= describe(name, message)
    for model, parts in kept.items():
        missing = sorted(set(list_parts(model)) - parts)
        assert not missing, f"{model.__name__}: {missing} {HOW_TO_KEEP}"


def test_every_message_is_kept_as_it_is_written_today():
    changed = sorted(find_changed())
    assert not changed, f"{changed} {HOW_TO_KEEP}"
