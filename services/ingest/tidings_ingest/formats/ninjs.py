"""ninjs 1.x to 3.x, IPTC's news in JSON: names differ in letter case, number and shape. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tidings.article import Caption
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.bylines import read_names
from tidings_ingest.formats.captions import read_credit
from tidings_ingest.formats.drafting import Found, Kind, Remarks, build_draft
from tidings_ingest.formats.json_fields import Fields
from tidings_ingest.formats.markup import Marked, read_line
from tidings_ingest.formats.ninjs_text import find_text, find_texts
from tidings_ingest.formats.versions import order_version

NAME: Final = "ninjs"
ONLY_DESCRIPTION: Final = "without its full text, the description was taken"
_LABELS: Final[tuple[tuple[Kind, tuple[str, ...]], ...]] = (
    ("subject", ("subject", "subjects")),
    ("person", ("person", "people")),
    ("organization", ("organisation", "organisations")),
    ("place", ("place", "places")),
)
_NINJS_ONLY: Final = frozenset(
    ("body_html", "body_text", "body_xhtml", "pubstatus", "versioncreated")
)
# No article without a text of their own.
_MEDIA: Final = frozenset(("audio", "event", "graphic", "picture", "planning", "video"))


def is_ninjs(values: Mapping[str, Any]) -> bool:
    """Return whether an object is ninjs: ``uri`` is the one field that it must have.

    Superdesk, which many newsrooms write with, has ``guid`` for it.
    """
    return "uri" in values or ("guid" in values and not _NINJS_ONLY.isdisjoint(values))


def read_ninjs(values: Mapping[str, Any]) -> Reading:
    """Return the one article of a ninjs object.

    Raises UnreadableError (422) naming the field that is wrong, and for what the publisher
    withholds.
    """
    remarks = Remarks()
    fields = Fields(values)
    status = fields.text("pubstatus").rpartition(":")[2].lower()
    if status == "withheld":
        raise UnreadableError(422, Problem("pubstatus", "the publisher withholds it"))
    uri = fields.text("uri", "guid").strip()
    if not uri:
        raise UnreadableError(422, Problem("uri", "it is empty"))
    body = find_text(fields, "body", "bodies")
    headlines = find_texts(fields, "headline", "headlines")
    withdrawn = status in ("canceled", "cancelled")
    if not body.body and not withdrawn:
        body = _take_description(fields, remarks)
    published = fields.moment(
        remarks, "firstpublished", "firstcreated", "published", "contentcreated"
    )
    changed = fields.moment(remarks, "versioncreated")
    found = Found(
        publisher_id=uri,
        url=uri,
        language=fields.text("language"),
        kicker=_pick(headlines, "kicker", "overline"),
        headline=_pick(headlines, "main", "headline", "") or _first(headlines),
        subhead=_pick(headlines, "subtitle", "subheadline", "sub"),
        byline=read_names([fields.text("byline", "by")]),
        dateline=fields.text("dateline", "located"),
        captions=[*body.captions, *(_read_caption(each) for each in _list_pictures(fields))],
        body=body.body,
        labels=_list_labels(fields),
        published_at=published or changed,
        modified_at=order_version(fields.text("version"), changed, published),
        embargoed_until=fields.moment(remarks, "embargoed", "embargoeduntil"),
        withdrawn=withdrawn,
    )
    return Reading(NAME, (build_draft(found),), tuple(remarks))


def _take_description(fields: Fields, remarks: Remarks) -> Marked:
    kind = fields.text("type").lower()
    if kind in _MEDIA:
        detail = f"an item of the type {kind} without a body is no article"
        raise UnreadableError(422, Problem("type", detail))
    description = find_text(fields, "description", "descriptions")
    if description.body:
        remarks[ONLY_DESCRIPTION] += 1
    return description


def _pick(headlines: Mapping[str, str], *roles: str) -> str:
    return next((headlines[role] for role in roles if role in headlines), "")


def _first(headlines: Mapping[str, str]) -> str:
    return next(iter(headlines.values()), "")


def _list_pictures(fields: Fields) -> list[Fields]:
    return [
        each
        for each in fields.objects("associations")
        if each.text("type").lower() in ("", "graphic", "picture", "video")
    ]


def _read_caption(picture: Fields) -> Caption:
    described = find_texts(picture, "description", "descriptions")
    text = _pick(described, "caption", "main", "text", "") or _first(described)
    return read_credit(text, read_line(picture.text("byline", "by")))


def _list_labels(fields: Fields) -> list[tuple[Kind, str]]:
    named: list[tuple[Kind, str]] = [
        (kind, each.text("name", "literal"))
        for kind, names in _LABELS
        for each in fields.objects(*names)
    ]
    return named + [("subject", each) for each in fields.texts("keywords")]
