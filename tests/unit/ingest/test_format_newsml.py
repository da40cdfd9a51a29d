"""NewsML-G2 becomes drafts, in the order of the package where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.article import Caption
from tidings.draft import Draft
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.reading import read_body

EXAMPLE = Path(__file__).parents[3] / "examples" / "feeds" / "harbour-agency.newsml.xml"
TEXT = "<contentSet><inlineData contenttype='text/plain'>text</inlineData></contentSet>"

PACKAGE = "<packageItem guid='p'><groupSet root='r'>{}</groupSet></packageItem>"


def item(
    meta: str = "", content: str = TEXT, kind: str = "text", guid: str = "a", about: str = ""
) -> str:
    return (
        f"<newsItem guid='{guid}'><itemMeta><itemClass qcode='ninat:{kind}'/>{meta}</itemMeta>"
        f"<contentMeta>{about}</contentMeta>{content}</newsItem>"
    )


def read(*items: str) -> Reading:
    inside = "".join(items)
    message = (
        "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>"
        f"<itemSet>{inside}</itemSet></newsMessage>"
    )
    return read_body(message.encode(), "application/vnd.iptc.g2.newsmessage+xml")


def read_one(*items: str) -> Draft:
    (draft,) = read(*items).drafts
    return draft


def test_an_example_message_arrives_in_the_order_of_its_package():
    reading = read_body(EXAMPLE.read_bytes(), "application/vnd.iptc.g2.newsmessage+xml")
    storm, talks = reading.drafts

    assert (reading.format, reading.notes) == ("newsml-g2", ())
    assert talks.publisher_id == "urn:newsml:harbour.example:20210504:t1"
    assert (talks.headline, talks.byline) == ("Union and city agree to talk", ("Ana Ruiz",))
    assert talks.body.count("\n") == 1
    assert talks.dateline == "Osterby"
    assert talks.published_at.isoformat() == "2021-05-04T07:00:00+02:00"
    assert talks.modified_at.isoformat() == "2021-05-04T08:30:00.002000+02:00"
    assert [each.kind for each in talks.labels] == ["organization", "subject"]
    assert storm.byline == ("Bo Lindqvist",)
    assert storm.embargoed_until.isoformat() == "2021-05-04T12:00:00+02:00"


def test_an_item_alone_is_a_document_too():
    body = item().replace("<newsItem ", "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' ")

    assert read_body(body.encode(), None).drafts[0].publisher_id == "a"


def test_a_canceled_item_withdraws_its_article():
    draft = read_one(item("<pubStatus qcode='stat:canceled'/>", content=""))

    assert (draft.status, draft.publisher_id) == ("withdrawn", "a")


def test_a_withheld_item_is_named_and_the_others_go_on():
    reading = read(item("<pubStatus qcode='stat:withheld'/>"), item(guid="b"))

    assert reading.items[0] == Problem("newsItem 1, pubStatus", "the publisher withholds it")
    assert [each.publisher_id for each in reading.drafts] == ["b"]


def test_the_captions_of_pictures_are_those_of_the_one_article():
    about = "<description role='drol:caption'>The pier.</description><by>Mira Sand</by>"
    reading = read(item(), item(kind="picture", guid="p", content="", about=about))

    assert reading.drafts[0].captions == (Caption(text="The pier.", photographer="Mira Sand"),)
    assert len(reading.items) == 1


def test_pictures_beside_several_articles_are_left_out_and_that_is_told():
    reading = read(item(), item(guid="b"), item(kind="picture", guid="p"))

    assert len(reading.items) == 2
    assert reading.notes == ("1 of 3: not text, and left out",)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "there is no newsItem in it"),
        ([item(kind="picture")], "of the kind 'picture'"),
        ([PACKAGE.format("<group id='r'><itemRef residref='x'/></group>")], "send them inline"),
    ],
)  # fmt: skip
def test_a_message_without_text_is_refused_in_words(items, words):
    with pytest.raises(UnreadableError) as refused:
        read(*items)

    assert refused.value.status == 422
    assert words in refused.value.problem.detail


def test_a_text_that_stands_elsewhere_is_not_fetched_but_named():
    remote = "<contentSet><remoteContent href='http://127.0.0.1:9/'/></contentSet>"

    assert read(item(content=remote)).items[0].where == "newsItem 1, contentSet"


def test_groups_that_refer_to_each_other_end():
    groups = (
        "<group id='r'><groupRef idref='s'/><itemRef residref='b'/></group>"
        "<group id='s'><groupRef idref='r'/><itemRef residref='a'/></group>"
    )
    reading = read(item(), item(guid="b"), PACKAGE.format(groups))

    assert [each.publisher_id for each in reading.drafts] == ["b", "a"]


def test_the_first_rendition_with_text_is_taken():
    content = (
        "<contentSet><inlineXML><x xmlns='urn:empty'/></inlineXML>"
        "<inlineData contenttype='image/png'>iVBORw0KGgo=</inlineData>"
        "<inlineData contenttype='text/html'>&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;</inlineData>"
        "</contentSet>"
    )

    assert read_one(item(content=content)).body == "a\nb"


def test_the_description_stands_for_a_text_that_is_not_there():
    reading = read(item(content="", about="<description>short</description>"))

    assert reading.drafts[0].body == "short"
    assert reading.notes == ("1 of 1: without its full text, the description was taken",)


def test_content_of_another_vocabulary_is_no_text_and_that_is_told():
    scores = (
        "<contentSet><inlineXML><sports-content><team>Osterby</team><score>3</score>"
        "</sports-content></inlineXML></contentSet>"
    )
    reading = read(item(content=scores, about="<headline>Osterby 3, Linjiang 2</headline>"))

    assert (reading.drafts[0].headline, reading.drafts[0].body) == ("Osterby 3, Linjiang 2", "")
    assert reading.notes == ("1 of 1: with content that is no text, it was left out",)


@pytest.mark.parametrize("space", [" xmlns='http://www.w3.org/1999/xhtml'", ""])
def test_a_header_above_the_text_repeats_what_the_metadata_say(space):
    content = (
        f"<contentSet><inlineXML><html{space}><head><title>Quay closed</title></head><body><header>"
        "<ul><li>Harbour</li></ul><h1>Quay closed</h1></header><section><p>Osterby closed it.</p>"
        "</section></body></html></inlineXML></contentSet>"
    )
    draft = read_one(item(content=content))

    assert (draft.headline, draft.body) == ("Quay closed", "Osterby closed it.")


def test_markup_that_is_said_to_be_plain_text_is_markup():
    content = "<contentSet><inlineData contenttype='text/plain'>{}</inlineData></contentSet>"
    marked = read_one(item(content=content.format("&lt;p>one&lt;/p>&lt;p>two&lt;/p>")))
    plain = read_one(item(content=content.format("a &lt; b and c > d")))

    assert (marked.body, plain.body) == ("one\ntwo", "a < b and c > d")


@pytest.mark.parametrize(
    ("dateline", "shown"), [("2031-05-04 08:00:00 GMT+00:00", "Osterby"), ("Linjiang", "Linjiang")]
)
def test_a_time_is_no_dateline(dateline, shown):
    about = f"<dateline>{dateline}</dateline><located><name>Osterby</name></located>"

    assert read_one(item(about=about)).dateline == shown


def test_a_subject_may_be_a_main_concept_with_facets():
    about = "<subject><mainConcept><name>sailing</name></mainConcept></subject>"

    assert [each.name for each in read_one(item(about=about)).labels] == ["sailing"]


def test_a_byline_is_without_its_comma_and_a_subhead_is_no_second_headline():
    about = (
        "<headline>Quay closed</headline><headline role='hr:sub'>Quay closed</headline>"
        "<by>Ana Ruiz,</by>"
    )
    draft = read_one(item(about=about))

    assert (draft.byline, draft.subhead) == (("Ana Ruiz",), None)
