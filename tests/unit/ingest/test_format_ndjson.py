"""A batch is read line by line; a bad line says which it is and stops nobody."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.formats import MOST_BODY_BYTES
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.reading import read_body

EXAMPLE = Path(__file__).parents[3] / "examples" / "feeds" / "mixed-batch.ndjson"


def read(body: bytes) -> Reading:
    return read_body(body, "application/x-ndjson")


def refuse(body: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        read(body)
    return refused.value


def test_an_example_batch_has_an_article_in_each_line_whatever_its_form():
    bridge, buses, recalled = read(EXAMPLE.read_bytes()).drafts

    assert (bridge.publisher_id, bridge.source) == ("batch-1", "临江日报")
    assert buses.headline == "Bus drivers accept the offer"
    assert recalled.status == "withdrawn"


@pytest.mark.parametrize(
    ("content_type", "name"),
    [
        ("application/x-ndjson", "ndjson"),
        ("application/ndjson; charset=utf-8", "ndjson"),
        ("application/jsonl", "ndjson"),
        (None, "ndjson"),
    ],
)
def test_a_batch_is_recognised(content_type, name):
    assert read_body(EXAMPLE.read_bytes(), content_type).format == name


def test_one_json_over_several_lines_is_no_batch():
    body = b'{"headline": "a",\n "captions": [{"text": "b"},\n {"text": "c"}]\n}'

    assert read_body(body, None).format == "json"


def test_a_feed_in_a_line_gives_all_its_items():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"title": "a"}, {"title": "b"}],
    }

    assert [each.headline for each in read(json.dumps(feed).encode()).drafts] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (b"{", "line 3, column 2"),
        (b"\xff", "line 3, body"),
        (b"[]", "line 3, body"),
        (b"1", "line 3, body"),
        (b'{"head": 1}', "line 3, head"),
        (b'{"uri": "a"}', "line 3, body"),
        (b"[" * 10_000, "line 3, body"),
        (b'{"headline": "a\\u0000"}', "line 3, headline"),
    ],
)
def test_a_bad_line_is_named_by_its_number_and_the_others_go_on(line, where):
    good = b'{"headline": "a"}'
    reading = read(b"\n".join((good, b"", line, good)))

    assert [each.where for each in reading.items if isinstance(each, Problem)] == [where]
    assert len(reading.drafts) == 2


@pytest.mark.parametrize("between", [b"\n", b"\r\n", b"\n\n", b"\n\x1e"])
def test_lines_end_in_any_way(between):
    good = b'{"headline": "a"}'

    assert len(read(b"\xef\xbb\xbf" + between.join((good, good)) + b"\n").drafts) == 2


def test_a_thousand_lines_are_taken_and_no_more():
    good = b'{"headline": "a"}\n'

    assert len(read(good * 1_000).drafts) == 1_000
    assert refuse(good * 1_001).status == 413


def test_the_articles_of_all_lines_are_counted_together():
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "a"}] * 600}

    assert refuse(b"\n".join([json.dumps(feed).encode()] * 2)).status == 413


@pytest.mark.parametrize("body", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_batch_is_refused(body):
    assert refuse(body).status == 422


@pytest.mark.parametrize("body", [b"\n" * MOST_BODY_BYTES, b"{\n" * (MOST_BODY_BYTES // 2)])
def test_a_hostile_batch_costs_little(body):
    started = time.process_time()

    assert refuse(body).status in (413, 422)
    assert time.process_time() - started < 5


@settings(deadline=None)
@given(st.lists(st.binary(max_size=20) | st.sampled_from([b'{"headline":"a"}', b'{"uri":"a"}'])))
def test_no_bytes_end_in_another_error(lines):
    with suppress(UnreadableError):
        assert read(b"\n".join(lines)).items
