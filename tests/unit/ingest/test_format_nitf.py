"""A NITF document becomes a draft with everything that its head and body say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.article import Caption, Label
from tidings.draft import Draft
from tidings.reading import UnreadableError
from tidings_ingest.reading import read_body

EXAMPLE = Path(__file__).parents[3] / "examples" / "feeds" / "harbour-agency.nitf.xml"


def read(
    docdata: str = "", head: str = "", content: str = "<p>text</p>", status: str = ""
) -> Draft:
    document = (
        f"<nitf><head><docdata management-status='{status}'>{docdata}</docdata></head><body>"
        f"<body.head>{head}</body.head><body.content>{content}</body.content></body></nitf>"
    )
    (draft,) = read_body(document.encode(), "application/nitf+xml").drafts
    return draft


def test_an_example_document_arrives_with_everything_that_it_says():
    reading = read_body(EXAMPLE.read_bytes(), "application/nitf+xml")
    (draft,) = reading.drafts

    assert (reading.format, reading.notes) == ("nitf", ())
    assert draft.publisher_id == "harbour-2031-0504-7"
    assert (draft.headline, draft.subhead) == (
        "Ferry crews strike in Osterby", "Mayor asks for talks",
    )  # fmt: skip
    assert draft.byline == ("Ana Ruiz", "Bo Lindqvist")
    assert draft.dateline == "OSTERBY, May 4"
    assert draft.body.count("\n") == 3
    assert draft.captions == (
        Caption(text="Passengers wait at the closed pier.", photographer="Mira Sand"),
    )
    assert draft.published_at.isoformat() == "2031-05-04T06:00:00+02:00"
    assert draft.modified_at.isoformat() == "2031-05-04T07:15:00+02:00"
    assert Label(kind="person", name="Karin Holt") in draft.labels
    assert draft.language == "en"


@pytest.mark.parametrize("status", ["canceled", "cancelled"])
def test_a_canceled_document_withdraws_its_article(status):
    draft = read("<doc-id id-string='a'/>", content="", status=status)

    assert (draft.status, draft.publisher_id) == ("withdrawn", "a")


def test_a_withheld_document_is_refused():
    with pytest.raises(UnreadableError) as refused:
        read(status="withheld")

    assert (refused.value.status, refused.value.problem.where) == (422, "management-status")


def test_the_release_of_an_embargoed_document_is_its_embargo_and_else_its_publication():
    release = "<date.release norm='20310504T120000Z'/>"
    held, open_ = read(release, status="embargoed"), read(release, status="usable")

    assert (held.embargoed_until, open_.embargoed_until) == (open_.published_at, None)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<byline>By Ana Ruiz<byttl>Agency</byttl></byline>", ("Ana Ruiz",)),
        (
            "<byline><person>Ana Ruiz</person>, <person>Bo Li</person></byline>",
            ("Ana Ruiz", "Bo Li"),
        ),
        ("<byline>Ana Ruiz</byline><byline>Bo Li</byline>", ("Ana Ruiz", "Bo Li")),
        ("<byline><byttl>Harbour Agency</byttl></byline>", ("Harbour Agency",)),
    ],
)
def test_a_byline_is_its_people_without_their_jobs(byline, names):
    assert read(head=byline).byline == names


def test_a_time_for_machines_is_no_dateline():
    dateline = "<dateline><story.date norm='{0}'>{0}</story.date></dateline>"
    draft = read(head=dateline.format("20310504T080000+0200"))

    assert draft.dateline is None
    assert draft.published_at.isoformat() == "2031-05-04T08:00:00+02:00"


def test_the_abstract_stands_for_a_text_that_is_not_there():
    document = (
        "<nitf><body><body.head><abstract><p>one</p></abstract></body.head>"
        "<body.content/></body></nitf>"
    )
    reading = read_body(document.encode(), None)

    assert reading.drafts[0].body == "one"
    assert reading.notes == ("without its full text, the abstract was taken",)


def test_tables_lists_and_quotes_are_paragraphs():
    content = (
        "<block><p>a</p><bq><block><p>b</p></block></bq></block><ul><li>c</li></ul>"
        "<table><tr><td>d</td><td>e</td></tr></table>"
    )

    assert read(content=content).body == "a\nb\nc\nd e"


def test_the_namespace_of_nitf_makes_no_difference():
    body = EXAMPLE.read_bytes()
    named = body.replace(b"<nitf>", b'<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">')

    assert read_body(named, None).drafts == read_body(body, None).drafts
