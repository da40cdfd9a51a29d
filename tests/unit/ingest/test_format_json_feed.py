"""A JSON Feed of either version becomes drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tidings.article import Caption, Label
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.reading import read_body

EXAMPLE = Path(__file__).parents[3] / "examples" / "feeds" / "island-notes.jsonfeed"


def read(*items: object, content_type: str | None = "application/feed+json", **feed) -> Reading:
    feed = {"version": "https://jsonfeed.org/version/1", "items": items, **feed}
    body = json.dumps(feed)
    return read_body(body.encode(), content_type)


def test_an_example_feed_arrives_with_everything_that_it_says():
    reading = read_body(EXAMPLE.read_bytes(), "application/feed+json")
    harbour, school = reading.drafts

    assert (reading.format, reading.notes) == ("json-feed", ())
    assert harbour.publisher_id == harbour.url == "https://island.example/2031/harbour"
    assert harbour.headline == "Harbour of Sandholm reopens & fishing resumes"
    assert harbour.body.count("\n") == 1
    assert harbour.captions == (Caption(text="Boats leave the harbour.", photographer="Mira Sand"),)
    assert harbour.byline == ("Ana Ruiz",)
    assert harbour.labels == tuple(
        Label(kind="subject", name=each) for each in ("fishing", "harbours")
    )
    assert harbour.published_at.isoformat() == "2031-05-04T07:00:00+02:00"
    assert harbour.modified_at.isoformat() == "2031-05-04T09:00:00+02:00"
    assert (school.publisher_id, school.byline) == ("17", ("Island Notes newsroom",))
    assert school.body.count("\n") == 1


@pytest.mark.parametrize("content_type", [None, "application/json", "application/feed+json"])
def test_a_feed_is_recognised_by_its_version(content_type):
    assert read({"id": "1", "title": "a"}, content_type=content_type).format == "json-feed"


@pytest.mark.parametrize("version", ["1.0", "1.1", 1.1])
def test_a_feed_whose_version_is_only_a_number_is_recognised_by_its_items(version):
    assert read({"id": "1", "title": "a"}, version=version).format == "json-feed"


def test_version_1_0_has_one_author():
    (draft,) = read({"id": "1", "title": "a", "author": {"name": "Ana Ruiz"}}).drafts

    assert draft.byline == ("Ana Ruiz",)


def test_plain_text_stays_what_it_is():
    (draft,) = read({"id": "1", "content_text": "1 <b> 2 &amp; 3"}).drafts

    assert draft.body == "1 <b> 2 &amp; 3"


def test_an_address_is_resolved_and_an_external_one_stands_in():
    items = ({"id": "1", "title": "a", "url": "/1"}, {"id": "2", "title": "b", "external_url": "x"})
    reading = read(*items, home_page_url="https://n.example/")

    assert [each.url for each in reading.drafts] == ["https://n.example/1", "https://n.example/x"]


def test_the_summary_stands_for_a_text_that_is_not_there():
    reading = read({"id": "1", "summary": "short"}, {"id": "2", "content_text": "long"})

    assert [each.body for each in reading.drafts] == ["short", "long"]
    assert reading.notes == ("1 of 2: without its full text, the summary was taken",)


def test_a_bad_item_is_named_and_the_others_go_on():
    reading = read({"id": "1"}, {"id": "2", "title": []}, {"id": "3", "title": "c"})

    assert [each.where for each in reading.items if isinstance(each, Problem)] == [
        "item 1, body", "item 2, items[1].title",
    ]  # fmt: skip
    assert [each.publisher_id for each in reading.drafts] == ["3"]


@pytest.mark.parametrize(
    ("items", "status"), [([], 422), (["a"], 422), ([{"title": "a"}] * 1_001, 413)]
)
def test_a_feed_without_items_or_with_too_many_is_refused(items, status):
    with pytest.raises(UnreadableError) as refused:
        read(*items)

    assert refused.value.status == status
