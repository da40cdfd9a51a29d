"""Media RSS: the words under the pictures of an item, and who took them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tidings.article import Caption
from tidings_ingest.formats.captions import read_credit
from tidings_ingest.formats.markup import read_line
from tidings_ingest.formats.xml_names import find_text, get_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DESCRIPTION: Final = "{media}description"


def read_captions(item: Element) -> list[Caption]:
    """Return the captions of an item's pictures; what describes a film is its text, no caption.

    A description or a credit of the item or of a group stands for each picture without its own.
    """
    found: list[Caption] = []
    for holder in (item, *item.iterfind("{media}group")):
        shared = find_text(holder, DESCRIPTION)
        credit = _find_credit(holder)
        for content in holder.iterfind("{media}content"):
            if _is_picture(content):
                text = read_line(find_text(content, DESCRIPTION) or shared)
                found.append(read_credit(text, _find_credit(content) or credit))
    return found


def _is_picture(content: Element) -> bool:
    kind = content.get("medium") or content.get("type") or "image"
    return kind.startswith("image")


def _find_credit(holder: Element) -> str:
    every = holder.findall("{media}credit")
    of_photos = [each for each in every if each.get("role", "").lower().startswith("photo")]
    return get_text(next(iter(of_photos or every), None))
