"""Marks of writing direction turn nothing beyond their line, in whatever format they come."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_ingest.formats.direction import settle_direction
from tidings_ingest.reading import read_body

OPENING, CLOSING = "\u202a\u202b\u2066\u2067\u2068", "\u202c\u2069"
MARKS = OPENING + CLOSING + "\u202d\u202e"


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("plain", "plain"),
        ("\u2067שלום\u2069 x", "\u2067שלום\u2069 x"),
        ("\u202bשלום\u202c x", "\u202bשלום\u202c x"),
        ("a\u200eb\u200fc\u061cd", "a\u200eb\u200fc\u061cd"),
        ("gnp\u202eexe", "gnpexe"),
        ("a\u202eb\u202cc", "abc"),
        ("a\u2067b", "ab"),
        ("a\u2069b\u202c", "ab"),
        ("a\u2067b\nc\u2069", "ab\nc"),
        ("\u2067a\u202bb\u2069c\u202c", "\u2067ab\u2069c"),
        ("\u202ba\u2067b\u202cc\u2069d\u202c", "\u202ba\u2067bc\u2069d\u202c"),
        ("\u2067a\u202eb\u202cc\u2069", "\u2067abc\u2069"),
    ],
)
def test_marks_stay_in_pairs_within_a_line_and_overrides_go(text, settled):
    assert settle_direction(text) == settled


@given(st.text(MARKS + "a\n", max_size=60))
def test_what_is_left_is_balanced_in_each_line_and_every_letter_is_still_there(text):
    settled = settle_direction(text)

    for line in settled.split("\n"):
        depth = 0
        for each in line:
            depth += (each in OPENING) - (each in CLOSING)
            assert depth >= 0
        assert depth == 0
    assert [each for each in settled if each not in MARKS] == [
        each for each in text if each not in MARKS
    ]
    assert settle_direction(settled) == settled


HOSTILE = "Bridge\u202e of\x1b[31m Lin\u2067jiang\x07"
SAFE = "Bridge of[31m Linjiang"
BODIES = {
    "application/json": json.dumps({"headline": HOSTILE, "body": f"{HOSTILE}\n{HOSTILE}"}),
    "application/feed+json": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": "1", "title": HOSTILE, "content_text": f"{HOSTILE}\n{HOSTILE}"}],
        }
    ),
    "application/rss+xml": (
        f"<rss><channel><item><title>{HOSTILE}</title>"
        f"<description>{HOSTILE}&lt;br>{HOSTILE}</description></item></channel></rss>"
    ),
    "application/nitf+xml": (
        f"<nitf><body><body.head><hedline><hl1>{HOSTILE}</hl1></hedline></body.head><body.content>"
        f"<p>{HOSTILE}</p><p>{HOSTILE}</p></body.content></body></nitf>"
    ),
}


@pytest.mark.parametrize("content_type", BODIES)
def test_controls_and_overrides_reach_no_article_in_any_format(content_type):
    (draft,) = read_body(BODIES[content_type].encode(), content_type).drafts

    assert (draft.headline, draft.body) == (SAFE, f"{SAFE}\n{SAFE}")


def test_controls_and_overrides_reach_no_article_of_a_page():
    page = (
        "临江大桥通车\n\n本报讯(记者 周小禾)昨日，临江\u202e大桥\x07通车，三百名市民到场，"
        "渡口的轮渡将于月底停航，北岸的引道六月完工，届时夜间也可以通行。\n"
    )
    (draft,) = read_body(page.encode(), "text/plain").drafts

    assert "临江大桥通车" in draft.body
