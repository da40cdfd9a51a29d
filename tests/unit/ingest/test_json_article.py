"""One JSON article becomes a draft, and whatever is wrong with it gets an exact answer."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.article import Caption
from tidings.formats import MOST_BODY_BYTES
from tidings.reading import Reading, UnreadableError
from tidings_ingest.formats.json_article import parse_json
from tidings_ingest.formats.json_text import parse_object

FULL = {
    "id": "a-1",
    "url": "https://news.example/1",
    "source": "临江日报",
    "feed": "front-page",
    "language": "zh-Hans",
    "kicker": "市防汛会议要求",
    "headline": "守住\n江堤",
    "subhead": "三万人上堤",
    "byline": "周小禾",
    "dateline": "临江11月3日电",
    "captions": ["江堤上的灯", {"text": "桥", "photographer": "何一舟"}],
    "body": ["第一段。", "第二段。"],
    "published_at": "2031-05-04T08:00:00+08:00",
    "modified_at": "2031-05-04T01:00:00.5Z",
    "embargoed_until": "2031-05-05T08:00:00+08:00",
}


def parse(**fields) -> Reading:
    return parse_json(json.dumps(fields).encode(), None)


def refuse(body: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        parse_json(body, None)
    return refused.value


def test_every_field_that_a_feed_may_set_arrives():
    (draft,) = parse(**FULL).drafts

    assert (draft.publisher_id, draft.url, draft.source, draft.feed) == (
        "a-1", "https://news.example/1", "临江日报", "front-page",
    )  # fmt: skip
    assert (draft.kicker, draft.headline, draft.subhead) == (
        "市防汛会议要求", "守住 江堤", "三万人上堤",
    )  # fmt: skip
    assert (draft.byline, draft.dateline) == (("周小禾",), "临江11月3日电")
    assert draft.captions == (Caption(text="江堤上的灯"), Caption(text="桥", photographer="何一舟"))
    assert draft.body == "第一段。\n第二段。"
    assert draft.published_at.isoformat() == "2031-05-04T08:00:00+08:00"
    assert draft.modified_at.microsecond == 500_000
    assert draft.embargoed_until.isoformat() == "2031-05-05T08:00:00+08:00"
    assert draft.language == "zh-Hans"


def test_paragraphs_are_separated_by_one_line_feed_however_they_were_written():
    assert parse(body=" a \r\n\r\nb\r\n\n c").drafts[0].body == "a\nb\nc"


def test_null_is_a_field_that_is_not_there():
    assert parse(headline="a", body=None, url=None, captions=None).drafts[0].headline == "a"


def test_a_withdrawal_needs_no_text_but_says_what_it_takes_back():
    assert parse(id="a-1", status="withdrawn").drafts[0].status == "withdrawn"
    assert refuse(b'{"status":"withdrawn"}').problem.where == "id"


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        (b"", 422, "body"),
        (b" \n", 422, "body"),
        (b"{", 400, "line 1, column 2"),
        (b'{"body":"a"} x', 400, "line 1, column 14"),
        (b"[1]", 422, "body"),
        (b"null", 422, "body"),
        (b'"a"', 422, "body"),
        (b"{}", 422, "body"),
        (b'{"headline":" ","body":[]}', 422, "body"),
        (b'{"head":1}', 422, "head"),
        (b'{"headline":1}', 422, "headline"),
        (b'{"headline":"a","headline":"b"}', 400, "headline"),
        (b'{"captions":[{"text":"a","text":"b"}]}', 400, "text"),
        (b'{"body":NaN}', 400, "body"),
        (b'{"body":-Infinity}', 400, "body"),
        (b'{"body":1e999}', 422, "body"),
        (b'{"body":' + b"1" * 5_000 + b"}", 400, "body"),
        (b"[" * 10_000, 400, "body"),
        (b'{"body":' * 10_000 + b"1" + b"}" * 10_000, 400, "body"),
        ('{"body":"临"}'.encode("gb18030"), 400, "body"),
        (b'{"body":"\xed\xa0\x80"}', 400, "body"),
        (b'{"body":"a\\u0000"}', 422, "body"),
        (b'{"body":["\\ud800"]}', 422, "body"),
        (b'{"id":"\\ud800","body":"a"}', 422, "id"),
        (b'{"byline":["\\udfff"],"body":"a"}', 422, "byline.0"),
        (b'{"captions":["\\ud800"],"body":"a"}', 422, "captions"),
        (b'{"\\ud800":1}', 422, "\\ud800"),
        (b'{"body":[1]}', 422, "body"),
        (b'{"body":{}}', 422, "body"),
        (b'{"captions":"a","body":"a"}', 422, "captions"),
        (b'{"captions":[{"credit":"a"}],"body":"a"}', 422, "captions"),
        (b'{"url":"javascript:alert(1)","body":"a"}', 422, "url"),
        (b'{"source":"a b","body":"a"}', 422, "source"),
        (b'{"feed":"../x","body":"a"}', 422, "feed"),
        (b'{"language":"1","body":"a"}', 422, "language"),
        (b'{"status":"deleted","id":"1"}', 422, "status"),
        (b'{"published_at":"2031-05-04","body":"a"}', 422, "published_at"),
        (b'{"published_at":"2031-05-04T08:00:00","body":"a"}', 422, "published_at"),
        (b'{"published_at":"2031-02-30T08:00:00Z","body":"a"}', 422, "published_at"),
        (b'{"modified_at":1700000000,"body":"a"}', 422, "modified_at"),
    ],
)  # fmt: skip
def test_bad_json_gets_its_status_and_the_place(body, status, where):
    refused = refuse(body)

    assert (refused.status, refused.problem.where) == (status, where)


def nest(depth):
    """Return an object whose lists and objects lie ``depth`` deep, itself the first."""
    lists, objects = (depth - 1) // 2, (depth - 1) - (depth - 1) // 2
    return b'{"a":' + b'{"a":' * objects + b"[" * lists + b"]" * lists + b"}" * objects + b"}"


def test_json_may_nest_32_deep_and_no_deeper():
    assert parse_object(nest(32))
    for depth in (33, 400, 100_000):
        refused = refuse(nest(depth))
        assert (refused.status, refused.problem.where) == (400, "body")
        assert "more than 32" in refused.problem.detail


def test_many_things_beside_each_other_are_not_deep():
    assert parse_object(b'{"a":[' + b'{"a":[]},' * 1_000 + b"{}]}")


def test_brackets_in_a_text_do_not_nest():
    assert parse_object(b'{"headline":"' + b"[{" * 1_000 + b'"}')


def test_every_wrong_field_is_named_at_once_without_its_value():
    refused = refuse(json.dumps({"url": "secret", "source": "a b", "language": "?"}).encode())

    assert {each.where for each in refused.problems} == {"url", "source", "language"}
    assert "secret" not in str(refused)


@pytest.mark.parametrize(
    "body",
    [
        b"[" + b"[]," * (MOST_BODY_BYTES // 3) + b"[]]",
        b"{" + b'"a":{},' * (MOST_BODY_BYTES // 7) + b'"a":1}',
        b"{" + b",".join(b'"%d":1' % n for n in range(150_000)) + b"}",
        b'{"captions":[' + b'"a",' * (MOST_BODY_BYTES // 4) + b'"a"]}',
        b'{"body":"' + b"\\n" * (MOST_BODY_BYTES // 2) + b'"}',
        b"[" * MOST_BODY_BYTES,
    ],
    ids=["lists", "repeated", "fields", "captions", "line breaks", "depth"],
)
def test_a_hostile_body_costs_little(body):
    started = time.process_time()

    assert refuse(body).status in (400, 422)
    # Each takes under half a second of one core; reading 16 MiB of good text takes as long.
    assert time.process_time() - started < 5


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_end_in_another_error(body):
    with suppress(UnreadableError):
        parse_json(body, None)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(FULL)), JSON_VALUES))
def test_whatever_stands_in_a_field_is_taken_or_refused_and_can_be_sent_on(fields):
    with suppress(UnreadableError):
        (draft,) = parse_json(json.dumps(fields).encode(), None).drafts
        assert draft.to_bytes()
