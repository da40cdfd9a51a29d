"""NewsML-G2: a message, a news item, or a package whose items are in the same message. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tidings.draft import Draft
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.drafting import Remarks, build_draft, read_each
from tidings_ingest.formats.newsml_item import find_caption, find_item, name_kind
from tidings_ingest.formats.newsml_package import order_items

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME: Final = "newsml-g2"


def read_newsml(root: Element) -> Reading:
    """Return the articles of a message, in the order of its packages where it has any.

    Pictures and films are no articles; where there is one article, their captions are its. Raises
    UnreadableError: 413 for too many items, 422 for none with text.
    """
    items = [root] if root.tag == "newsItem" else root.findall("itemSet/newsItem")
    packages = [root] if root.tag == "packageItem" else root.findall("itemSet/packageItem")
    ordered, missing = order_items(items, packages)
    articles = [each for each in ordered if name_kind(each) in ("", "text", "composite")]
    media = [each for each in ordered if name_kind(each) not in ("", "text", "composite")]
    if not articles:
        raise UnreadableError(422, Problem("newsItem", _say_what_is_there(media, missing)))
    captions = [find_caption(each) for each in media] if len(articles) == 1 else []

    def read(item: Element, remarks: Remarks) -> Draft:
        found = find_item(item, remarks)
        found.captions = [*found.captions, *captions]
        return build_draft(found)

    became, notes = read_each(articles, read, "newsItem")
    if media and not captions:
        notes = (*notes, f"{len(media)} of {len(ordered)}: not text, and left out")
    if missing:
        notes = (*notes, f"{len(missing)} referenced items are not in the message")
    return Reading(NAME, became, notes)


def _say_what_is_there(media: list[Element], missing: list[str]) -> str:
    if media:
        return f"none of the items is text; the first is of the kind {name_kind(media[0])[:40]!r}"
    if missing:
        return "the package refers to items that are not in the message; send them inline"
    return "there is no newsItem in it"
