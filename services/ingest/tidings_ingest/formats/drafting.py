"""What a format found becomes a draft that every later stage can carry, or says why not. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar
from urllib.parse import urljoin, urlsplit

from tidings.article import Caption, Label, LabelKind
from tidings.draft import Draft
from tidings.reading import Problem, UnreadableError
from tidings_ingest.formats.article_fields import MOST_BYLINES, MOST_CAPTIONS, MOST_URL_CHARACTERS
from tidings_ingest.formats.plain import tidy_body, tidy_line
from tidings_ingest.page.language import detect_language

# A feed repeats its last 10 to 100 items; an agency's backlog of a day fits.
MOST_ITEMS: Final = 1_000
# As for JSON articles.
MOST_ID_CHARACTERS: Final = 1_000
# Agencies give an article up to about 50.
MOST_LABELS: Final = 1_000
# As long as a keyword of the index; what is longer is a text and no label.
MOST_LABEL_CHARACTERS: Final = 500
_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x1f\x7f\ud800-\udfff]+\Z", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}\Z")

Kind = LabelKind
Remarks = Counter[str]
_Item = TypeVar("_Item")


@dataclass(slots=True)
class Found:
    """One article as it stood in a feed; what was not found is empty."""

    publisher_id: str = ""
    url: str = ""
    language: str = ""
    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    dateline: str = ""
    body: str = ""
    byline: Sequence[str] = ()
    captions: Sequence[Caption] = ()
    labels: list[tuple[Kind, str]] = field(default_factory=list)
    published_at: datetime | None = None
    modified_at: datetime | None = None
    embargoed_until: datetime | None = None
    withdrawn: bool = False


def build_draft(found: Found) -> Draft:
    """Return ``found`` as a draft; raises UnreadableError (422) naming what is wrong with it.

    An address that is none, a language that is no tag, and a label that is a text are left out.
    """
    publisher_id = tidy_line(found.publisher_id)
    if len(publisher_id) > MOST_ID_CHARACTERS:
        raise _refuse("id", f"more than {MOST_ID_CHARACTERS} characters")
    headline, body = tidy_line(found.headline), tidy_body(found.body)
    subhead = tidy_line(found.subhead)
    url = read_address(found.url)
    if found.withdrawn:
        if not publisher_id and url is None:
            raise _refuse("id", "a withdrawal names the article by id or address")
    elif not headline and not body:
        raise _refuse("body", "neither headline nor body has any text")
    return Draft(
        publisher_id=publisher_id or None,
        url=url,
        language=read_language(found.language) or detect_language(f"{headline}\n{body}"),
        kicker=tidy_line(found.kicker) or None,
        headline=headline or None,
        # Agencies repeat the headline where they have no other line.
        subhead=subhead if subhead and subhead != headline else None,
        byline=_check_number("byline", _unique(map(tidy_line, found.byline)), MOST_BYLINES),
        dateline=tidy_line(found.dateline) or None,
        captions=_check_number("captions", _tidy_captions(found.captions), MOST_CAPTIONS),
        body=body,
        published_at=found.published_at,
        modified_at=found.modified_at,
        embargoed_until=found.embargoed_until,
        labels=_check_number("labels", _tidy_labels(found.labels), MOST_LABELS),
        status="withdrawn" if found.withdrawn else "published",
    )


def read_each(
    items: Sequence[_Item], read: Callable[[_Item, Remarks], Draft], name: str
) -> tuple[tuple[Draft | Problem, ...], tuple[str, ...]]:
    """Return what each of ``items`` became, and notes on how many of them had what done to them.

    A bad item is a Problem whose ``where`` begins with ``name`` and its number. Raises
    UnreadableError: 413 for too many items, 422 for none.
    """
    if not items:
        raise _refuse("body", f"there is no {name} in it")
    if len(items) > MOST_ITEMS:
        detail = f"{len(items)} of them, and at most {MOST_ITEMS} are taken at once"
        raise UnreadableError(413, Problem(name, detail))
    remarks = Remarks()
    became: list[Draft | Problem] = []
    for number, item in enumerate(items, start=1):
        try:
            became.append(read(item, remarks))
        except UnreadableError as error:
            became.append(Problem(f"{name} {number}, {error.problem.where}", error.problem.detail))
    notes = tuple(f"{count} of {len(items)}: {remark}" for remark, count in remarks.items())
    return tuple(became), notes


def read_address(text: str, base: str = "") -> str | None:
    """Return an absolute http(s) address, resolved against ``base``; None for anything else."""
    address = text.strip()
    if not address or len(address) > MOST_URL_CHARACTERS:
        return None
    try:
        if not _ADDRESS.match(address):
            address = urljoin(base[:MOST_URL_CHARACTERS], address)
        named = _ADDRESS.match(address) and urlsplit(address).hostname
    except ValueError:
        return None
    return address if named and len(address) <= MOST_URL_CHARACTERS else None


def read_language(text: str) -> str:
    """Return a BCP 47 tag, also of ``zh_CN``; empty for anything else, and for ``und``."""
    tag = text.strip().replace("_", "-")
    return tag if _LANGUAGE.match(tag) and tag.lower() != "und" else ""


def _tidy_captions(captions: Iterable[Caption]) -> tuple[Caption, ...]:
    tidied = (
        Caption(text=tidy_line(each.text), photographer=tidy_line(each.photographer or "") or None)
        for each in captions
    )
    return _unique(each for each in tidied if each.text)


def _tidy_labels(labels: Iterable[tuple[Kind, str]]) -> tuple[Label, ...]:
    tidied = ((kind, tidy_line(name)) for kind, name in labels)
    return tuple(
        Label(kind=kind, name=name)
        for kind, name in _unique(tidied)
        if 0 < len(name) <= MOST_LABEL_CHARACTERS
    )


def _unique(values: Iterable[_Item]) -> tuple[_Item, ...]:
    return tuple(each for each in dict.fromkeys(values) if each)


def _check_number(where: str, values: tuple[_Item, ...], most: int) -> tuple[_Item, ...]:
    if len(values) > most:
        raise _refuse(where, f"more than {most} of them")
    return values


def _refuse(where: str, detail: str) -> UnreadableError:
    return UnreadableError(422, Problem(where, detail))
