"""What docs/formats.md promises of every format: times, titles, characters, languages, nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from xml.sax.saxutils import escape

import pytest
from format_writers import WRITERS, Sent

from tidings.article import Article
from tidings.draft import Draft, identify_draft
from tidings.formats import FORMATS
from tidings.reading import UnreadableError
from tidings_ingest.reading import read_body

RECEIVED = datetime(2031, 5, 4, 12, tzinfo=UTC)
RECEIVED_MS = 1_935_662_400_000
BRIDGE = Sent("urn:n:1", "https://n.example/1", "Bridge opens", ("The bridge is open again.",))
# These say in the document itself that a title is plain text.
PLAIN_TITLES = ("atom", "nitf", "ndjson")

each_format = pytest.mark.parametrize("name", WRITERS)


def read(name: str, sent: Sent) -> Draft:
    content_type, write = WRITERS[name]
    (draft,) = read_body(write([sent]).encode(), content_type).drafts
    return draft


def identify(draft: Draft) -> Article:
    return identify_draft(draft, source="gazette", received_at=RECEIVED)


@each_format
def test_a_time_keeps_the_offset_that_it_was_written_with(name):
    zone = timezone(timedelta(hours=5, minutes=45))
    published = datetime(2031, 5, 4, 8, 30, tzinfo=zone)

    read_back = read(name, replace(BRIDGE, published_at=published)).published_at
    assert (read_back, read_back.utcoffset()) == (published, zone.utcoffset(None))


@each_format
def test_an_article_without_a_time_has_none_and_counts_from_its_receipt(name):
    article = identify(read(name, BRIDGE))

    assert article.published_at is None
    assert article.revision == RECEIVED_MS
    assert article.newest_moment() == RECEIVED


@each_format
def test_a_time_in_the_future_stays_but_makes_no_revision_later_than_the_receipt(name):
    future = datetime(2041, 5, 4, 8, tzinfo=UTC)
    article = identify(read(name, replace(BRIDGE, published_at=future, modified_at=future)))

    assert article.published_at == future
    assert article.revision == RECEIVED_MS


@each_format
def test_references_in_a_title_are_resolved_once_and_tags_go_where_it_may_have_markup(name):
    title = "<b>R&amp;D</b> &eacute; &#8211; &amp;lt; a &lt; b"
    content_type, write = WRITERS[name]
    inside = escape(title) if "xml" in content_type else title
    document = write([replace(BRIDGE, headline="HEADLINE")]).replace("HEADLINE", inside)
    (draft,) = read_body(document.encode(), content_type).drafts

    assert draft.headline == (title if name in PLAIN_TITLES else "R&D é – &lt; a < b")


@each_format
def test_marks_and_white_space_in_a_line_leave_single_blanks_in_titles(name):
    headline = "Bridge\u202e \u3000 of\u00a0 Lin\u2067jiang \u2069 \u202c x"

    assert read(name, replace(BRIDGE, headline=headline)).headline == (
        "Bridge of Lin\u2067jiang \u2069 x"
    )


@each_format
def test_overrides_and_unpaired_marks_go_from_the_text(name):
    paragraphs = ("file\u202egnp.exe \u2067open", "left\u202c\u2069 \u2067שלום\u2069")

    assert read(name, replace(BRIDGE, paragraphs=paragraphs)).body == (
        "filegnp.exe open\nleft \u2067שלום\u2069"
    )


# A NITF document has one article.
@pytest.mark.parametrize("name", [each for each in WRITERS if each != "nitf"])
def test_the_same_id_in_one_document_is_two_texts_of_one_article_in_their_order(name):
    content_type, write = WRITERS[name]
    later = replace(BRIDGE, paragraphs=("The bridge is closed again.",))
    first, second = map(identify, read_body(write([BRIDGE, later]).encode(), content_type).drafts)

    assert first.id == second.id
    assert (first.body, second.body) == (BRIDGE.paragraphs[0], later.paragraphs[0])


@pytest.mark.parametrize(
    "media_type", [each for form in FORMATS for each in form.media_types] + [None]
)
@pytest.mark.parametrize("body", [b"", b"\xef\xbb\xbf", b" \r\n\t "])
def test_a_body_of_nothing_is_refused_as_empty_whatever_it_is_called(media_type, body):
    with pytest.raises(UnreadableError) as refused:
        read_body(body, media_type)

    assert refused.value.status == 422
    assert "empty" in refused.value.problem.detail


LANGUAGES = {
    "en": "The mayor of the city opened the new bridge on Sunday, a year late.",
    "de": "Der Bürgermeister hat am Sonntag die neue Brücke eröffnet, ein Jahr zu spät.",
    "zh-Hans": "临江大桥昨日正式通车，三百名市民步行过江。",
}


@each_format
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_language_is_declared_it_is_recognised(name, language):
    content_type, write = WRITERS[name]
    said = LANGUAGES[language]
    document = write([replace(BRIDGE, headline=said, paragraphs=(said,))])
    for declared in (
        "<language>en</language>", "<dc:language>en</dc:language>", " xml:lang='en'",
        '"language": "en", ', '"language":"en",',
    ):  # fmt: skip
        document = document.replace(declared, "")
    (draft,) = read_body(document.encode(), content_type).drafts

    assert draft.language == language


@each_format
def test_a_declared_language_is_never_doubted(name):
    assert read(name, replace(BRIDGE, paragraphs=(LANGUAGES["de"],))).language == "en"
