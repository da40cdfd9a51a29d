"""Markup becomes what a reader sees: paragraphs and captions, whatever state it is in."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.article import Caption
from tidings_ingest.formats.drafting import Found, build_draft
from tidings_ingest.formats.markup import read_line, read_markup

SIZE = 256 * 1024


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one<p>two", "one\ntwo"),
        ("one<br>two<br/><br>three", "one\ntwo\nthree"),
        ("<div><div>one</div>two</div>three", "one\ntwo\nthree"),
        ("<h2>one</h2>two<ul><li>three<li>four</ul>", "one\ntwo\nthree\nfour"),
        ("<blockquote>one</blockquote>two", "one\ntwo"),
        ("<p>one <b>bold</b>, <a href='x'>link</a>.</p>", "one bold, link."),
        ("<p>  one\n  two </p>", "one two"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<table><tr><td>a<td>b<tr><th>c<td>d</table>", "a b\nc d"),
        ("one<script>if (a < b) x('<p>no</p>')</script><style>p{}</style> two", "one two"),
        ("<!-- no --><p>one<!-- no --> two", "one two"),
        ("<ruby>临<rp>(</rp><rt>lín</rt><rp>)</rp></ruby>江", "临江"),
        ("<p>AT&amp;T &lt;b&gt; &eacute;&#8211;&#x4e34;&nbsp;x</p>", "AT&T <b> é–临 x"),
        ("<noscript><img></noscript><iframe>no</iframe><p>one", "one"),
        ("<p>one</p><iframe src='x'><p>two</p>", "one\ntwo"),
        ("<p>one</p><iframe src='x'/><video>no</video><p>two</p>", "one\ntwo"),
        ("one <object data='x'><object>two</object> three", "one two three"),
        ("<P CLASS=x>one</P>", "one"),
        ("plain &amp; simple\r\n\r\nsecond", "plain & simple\nsecond"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a\x00b<p>c\x85d", "a\ufffdb\nc d"),
        ("", ""),
    ],
)
def test_blocks_are_paragraphs_and_the_rest_is_part_of_a_sentence(markup, body):
    assert read_markup(markup).body.replace("\ufffd", "") == body.replace("\ufffd", "")


@pytest.mark.parametrize(
    ("markup", "caption"),
    [
        ("<figure><img><figcaption>The bridge</figcaption></figure>", Caption(text="The bridge")),
        (
            "<figcaption>The <b>new</b> bridge<i class='credit'>Photo: Bo Li</i></figcaption>",
            Caption(text="The new bridge", photographer="Bo Li"),
        ),
        (
            "<div><img><p class='x wp-caption-text'>江堤上的灯。周小禾 摄</p></div>",
            Caption(text="江堤上的灯。", photographer="周小禾"),
        ),
    ],
)
def test_captions_are_set_apart_with_who_took_the_picture(markup, caption):
    marked = read_markup(f"<p>before</p>{markup}<p>after</p>")

    assert marked.body == "before\nafter"
    assert marked.captions == (caption,)


def test_half_a_surrogate_pair_does_no_harm():
    assert "\ud800" not in read_markup("<p>a\ud800b").body


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * (SIZE // 5),
        "<b><p>" * (SIZE // 6),
        "<figcaption>a</figcaption>" * (SIZE // 26),
        "<" * SIZE,
        "<!--" * (SIZE // 4),
        "<a " * (SIZE // 3),
        "&" * SIZE,
        "<p>&#" + "9" * SIZE,
        "<p class='" + "a " * (SIZE // 2) + "'>",
        "<script><" * (SIZE // 9),
        "<td>" * (SIZE // 4),
        "<pre>" + "\n" * SIZE,
    ],
    ids=lambda markup: markup[:12],
)
def test_a_lot_of_anything_is_read_in_linear_time(markup):
    started = time.process_time()
    read_markup(markup)
    read_line(markup)

    # Each takes under half a second of one core.
    assert time.process_time() - started < 5


@settings(deadline=None)
@given(st.text(st.characters(), max_size=80) | st.text("<>&;/pbr!-=\"' a#x", max_size=80))
def test_any_text_ends_in_paragraphs_that_a_draft_can_carry(markup):
    marked = read_markup(markup)
    found = Found(headline=read_line(markup) or "a", body=marked.body, captions=marked.captions)

    assert build_draft(found).to_bytes()
    assert all(line == line.strip() != "" for line in marked.body.split("\n") if marked.body)
