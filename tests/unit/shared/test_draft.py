"""A draft becomes an article whose identity is the publisher's where there is one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tidings.article import Caption, Label
from tidings.draft import Draft, describe_draft, identify_draft

NOON = datetime(2022, 11, 28, 12, tzinfo=UTC)
DRAFT = Draft(
    kicker="市防汛会议要求",
    headline="守住江堤",
    byline=("周小禾",),
    captions=(Caption(text="江堤上的灯", photographer="何一舟"),),
    body="本报讯 昨日召开会议。",
    page="第03版",
    lines=(3, 9),
)


def identify(draft: Draft, **other: str):
    return identify_draft(draft, **{"source": "river-daily", "received_at": NOON, **other})


def test_an_article_keeps_every_word_and_where_it_stood():
    article = identify(DRAFT)

    assert (article.kicker, article.headline, article.body) == (
        DRAFT.kicker,
        DRAFT.headline,
        DRAFT.body,
    )
    assert article.captions == DRAFT.captions
    assert (article.lineage.page, article.lineage.lines) == ("第03版", (3, 9))


def test_the_same_words_of_the_same_source_are_the_same_article_whenever_they_come():
    later = identify_draft(DRAFT, source="river-daily", received_at=NOON + timedelta(hours=1))

    assert later.id == identify(DRAFT).id
    assert later.content_hash == identify(DRAFT).content_hash
    assert identify(DRAFT, source="hill-daily").id != later.id


def test_the_publishers_own_id_decides_before_the_url_and_the_url_before_the_words():
    by_url = DRAFT.model_copy(update={"url": "https://news.example/1"})
    by_id = by_url.model_copy(update={"publisher_id": "a-1"})
    reworded = {"headline": "守住江堤（更正）"}

    assert identify(by_url).id == identify(by_url.model_copy(update=reworded)).id
    assert identify(by_id).id == identify(by_id.model_copy(update={"url": None})).id
    assert len({identify(each).id for each in (DRAFT, by_url, by_id)}) == 3


def test_a_change_of_a_caption_alone_is_another_content():
    other = DRAFT.model_copy(update={"captions": (Caption(text="江堤上的人"),)})

    assert identify(other).content_hash != identify(DRAFT).content_hash


def test_the_revision_is_when_the_publisher_changed_it_and_never_after_the_receipt():
    early, late = NOON - timedelta(minutes=1), NOON + timedelta(days=1)
    at = int(NOON.timestamp() * 1000)

    def revise(moment: datetime | None) -> int:
        return identify(DRAFT.model_copy(update={"modified_at": moment})).revision

    assert [revise(early), revise(late), revise(None)] == [at - 60_000, at, at]


def test_what_is_printed_of_a_draft_has_the_keys_of_a_page():
    shown = describe_draft(DRAFT)

    assert shown["lines"] == [3, 9]
    assert shown["captions"] == [{"text": "江堤上的灯", "photographer": "何一舟"}]
    assert {"kicker", "headline", "subhead", "byline", "dateline", "body"} <= set(shown)


def test_an_embargo_stays_with_the_draft_and_changes_no_identity():
    held = DRAFT.model_copy(update={"embargoed_until": NOON})

    assert Draft.from_bytes(held.to_bytes()) == held
    assert identify(held) == identify(DRAFT)


def test_the_publishers_labels_go_with_the_article_and_change_neither_id_nor_hash():
    labels = (Label(kind="place", name="临江市"), Label(kind="subject", name="防汛"))
    labelled = DRAFT.model_copy(update={"labels": labels})

    assert Draft.from_bytes(labelled.to_bytes()) == labelled
    assert identify(labelled).labels == labels
    assert identify(labelled).model_copy(update={"labels": ()}) == identify(DRAFT)
