"""Each example is read as its name says and as it looks, and docs/formats.md shows them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tidings.formats import FORMATS, find_by_media_type, find_by_path
from tidings_ingest.reading import SAYING_NOTHING, read_body

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted((ROOT / "examples" / "feeds").iterdir())
PAGE = ROOT / "examples" / "pages" / "riverside.txt"
DOCUMENTATION = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
SHOWN = re.findall(
    r"@examples/feeds/(\S+)\s+(?:\\\n\s+)?--header 'Content-Type: ([^']+)'", DOCUMENTATION
)
# What each is recognised as, and how many articles it has.
FORMAT_NAMES = {
    "bridge.html": ("html", 1),
    "ferry.json": ("json", 1),
    "harbour-agency.newsml.xml": ("newsml-g2", 2),
    "harbour-agency.nitf.xml": ("nitf", 1),
    "hill-post.atom": ("atom", 2),
    "island-notes.jsonfeed": ("json-feed", 2),
    "lake-agency.ninjs.json": ("ninjs", 1),
    "lake-agency.ninjs1.json": ("ninjs", 1),
    "mill-lane.rss": ("rss", 2),
    "mixed-batch.ndjson": ("ndjson", 3),
    "river-daily.rss": ("rss", 2),
    "riverside.txt": ("text", 3),
    "valley-wire.rdf": ("rss", 1),
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_the_same_articles_whoever_says_what_it_is(example):
    body = example.read_bytes()
    named = read_body(body, find_by_path(example).media_types[0])

    assert named.items == named.drafts != ()
    assert read_body(body, None) == named
    assert all(draft.to_bytes() for draft in named.drafts)


@pytest.mark.parametrize("content_type", [None, "", "application/octet-stream"])
@pytest.mark.parametrize("example", [*EXAMPLES, PAGE], ids=lambda path: path.name)
async def test_the_answer_says_as_what_an_example_was_recognised(ingest, example, content_type):
    answer = await ingest.push(example.read_bytes(), content_type)

    items = answer.json()["items"]
    assert answer.status_code == 202
    assert (answer.json()["format"], len(items)) == FORMAT_NAMES[example.name]
    assert {each["status"] for each in items} == {"accepted"}


def test_the_documentation_shows_each_example_with_a_type_that_is_taken():
    assert {name for name, _ in SHOWN} == {path.name for path in EXAMPLES}
    named = {media_type for _, media_type in SHOWN} - SAYING_NOTHING
    assert None not in set(map(find_by_media_type, named))


def test_the_documentation_names_the_type_of_each_format():
    assert [each.name for each in FORMATS if each.media_types[0] not in DOCUMENTATION] == [
        "newsml-g2"
    ]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("\n<!-- a comment --> <rss><channel><item><title>a</title></item></channel></rss>", "rss"),
        ("<?xml version='1.0'?><!DOCTYPE nitf><nitf><head><title>a</title></head></nitf>", "nitf"),
        ("<!doctype html><html><title>a</title><p>The bridge at Riverside is open again.", "html"),
        ("<本报讯>临江大桥昨日通车，三百名市民到场。", "text"),
        ("<3 is a heart, and this line is the text of an article.", "text"),
    ],
)
def test_what_begins_like_a_format_is_read_as_it(body, name):
    assert read_body(body.encode(), None).format == name
