"""Markup to paragraphs and captions: HTML as text or as elements, and NITF's body. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree  # type: ignore[import-untyped]

from tidings.article import Caption
from tidings_ingest.formats.article_fields import MOST_CAPTIONS
from tidings_ingest.formats.captions import read_credit
from tidings_ingest.formats.markup_embeds import drop_unclosed
from tidings_ingest.formats.markup_tags import ROLES, Role, find_role_of_class
from tidings_ingest.formats.plain import resolve_references, tidy_body, tidy_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ANY_TAG: Final = re.compile("<[A-Za-z/!?]")
# Only tags that systems leave in a headline, so that "a<b and c>d" stays what it is.
_INLINE: Final = re.compile(
    r"</?(?:a|abbr|applet|b|big|blink|br|cite|code|div|em|embed|font|frame|frameset|h[1-6]|i|iframe"
    r"|img|link|mark|meta|object|p|q|s|script|small|span|strong|style|sub|sup|svg|u)\b[^<>]*>",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(
    r"<(b|em|i|span|strong|sub|sup|u)(?: [^<>]*)?>([^<>]*)</\1>", re.IGNORECASE
)
_COUNTED: Final = frozenset((Role.DROPPED, Role.CAPTION, Role.CREDIT, Role.PRESERVED))


@dataclass(frozen=True, slots=True)
class Marked:
    """What a reader sees of marked-up text: paragraphs separated by line feeds, and captions."""

    body: str = ""
    captions: tuple[Caption, ...] = ()


class Collector:
    """Takes the events of a parser, and keeps the text in paragraphs and captions.

    As lxml's parser target it never sees a tree, so that neither depth nor size is a matter.
    """

    def __init__(self) -> None:
        self._open: list[Role | None] = []
        self._dropped = self._in_caption = self._in_credit = self._preserved = 0
        self._text: list[str] = []
        self._credit: list[str] = []
        self._paragraphs: list[str] = []
        self._captions: list[tuple[str, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element; its role is by the tag, or by a class that publishing systems use."""
        role = ROLES.get(tag.rpartition("}")[2].lower())
        if role in (None, Role.BLOCK) and (names := attributes.get("class")):
            role = find_role_of_class(names) or role
        self._open.append(role)
        if role in _COUNTED:
            self._count(role, 1)
        if role in (Role.BLOCK, Role.BREAK, Role.CAPTION, Role.PRESERVED):
            self._end_paragraph(within_caption=self._in_caption > (role is Role.CAPTION))

    def data(self, text: str) -> None:
        """Take text of the element that was begun last."""
        if not self._dropped:
            (self._credit if self._in_credit else self._text).append(text)

    def end(self, _tag: str) -> None:
        """End the element that was begun last."""
        role = self._open.pop() if self._open else None
        if role is Role.CELL:
            self._text.append(" ")
        elif role is Role.CREDIT and self._in_credit == 1:
            self._end_credit()
        elif role in (Role.BLOCK, Role.CAPTION, Role.PRESERVED):
            self._end_paragraph(within_caption=self._in_caption > 0)
        if role in _COUNTED:
            self._count(role, -1)

    def comment(self, _text: str) -> None:
        """Leave a comment out."""

    def pi(self, _target: str, _data: str | None = None) -> None:
        """Leave a processing instruction out."""

    def close(self) -> Marked:
        """Return what was collected."""
        self._end_paragraph(within_caption=False)
        # One more than an article may have is enough to be refused.
        found = self._captions[: MOST_CAPTIONS + 1]
        captions = (read_credit(text, credit) for text, credit in found)
        return Marked("\n".join(self._paragraphs), tuple(captions))

    def _count(self, role: Role | None, by: int) -> None:
        self._dropped += by * (role is Role.DROPPED)
        self._in_caption += by * (role is Role.CAPTION)
        self._in_credit += by * (role is Role.CREDIT)
        self._preserved += by * (role is Role.PRESERVED)

    def _end_paragraph(self, *, within_caption: bool) -> None:
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        text = tidy_body(text) if self._preserved else tidy_line(text)
        if text and within_caption:
            self._captions.append((tidy_line(text), ""))
        elif text:
            self._paragraphs.append(text)

    def _end_credit(self) -> None:
        credit = tidy_line("".join(self._credit))
        self._credit.clear()
        if self._in_caption:
            self._end_paragraph(within_caption=True)
        if self._captions and not self._captions[-1][1]:
            self._captions[-1] = (self._captions[-1][0], credit)


def read_markup(text: str) -> Marked:
    """Return what a reader sees of HTML in any state; text without a tag keeps its lines."""
    if not _ANY_TAG.search(text):
        return Marked(tidy_body(resolve_references(text)))
    parser = etree.HTMLParser(target=Collector(), no_network=True, huge_tree=True)
    parser.feed(drop_unclosed(text).encode("utf-8", "replace").decode())
    marked: Marked = parser.close()
    return marked


def read_elements(*elements: Element) -> Marked:
    """Return what a reader sees in elements that are already parsed: XHTML, or NITF."""
    collector = Collector()
    for element in elements:
        collector.start("div", {})
        feed_inside(element, collector)
        collector.end("div")
    return collector.close()


def feed_inside(element: Element, collector: Collector) -> None:
    """Give ``collector`` what is in an element of a document whose depth is bounded."""
    collector.data(element.text or "")
    for child in element:
        # The tag of a comment is a function.
        if isinstance(child.tag, str):
            collector.start(child.tag, child.attrib)
            feed_inside(child, collector)
            collector.end(child.tag)
        collector.data(child.tail or "")


def read_line(text: str) -> str:
    """Return a headline or a name in one line, without the markup and references in it."""
    marked = _INLINE.search(text) is not None
    line = tidy_line(read_markup(text).body if marked else resolve_references(text))
    # Escaped once too often, as feeds often do. A tag alone may be what the headline is about.
    return tidy_line(_PAIR.sub(r"\2", line)) if "<" in line else line
