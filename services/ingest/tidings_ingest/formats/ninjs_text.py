"""The texts of ninjs: ``body_xhtml`` and its like in 1.x, ``bodies`` since 2.0. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tidings_ingest.formats.json_fields import Fields
from tidings_ingest.formats.markup import Marked, read_line, read_markup
from tidings_ingest.formats.plain import tidy_body

# Not the text itself, or not of the article.
_OTHER_ROLES: Final = frozenset(("caption", "summary", "abstract", "teaser", "social", "lead"))


def find_text(fields: Fields, name: str, listed: str) -> Marked:
    """Return the fullest rendition of a text: with markup, then the longest."""
    renditions = list(_list_renditions(fields, name, listed))
    main = [each for each in renditions if each[0] not in _OTHER_ROLES] or renditions
    read = [(is_markup, _read(text, is_markup)) for _, is_markup, text in main]
    fullest = max(read, key=lambda each: (bool(each[1].body), *_rank(each)), default=None)
    return Marked() if fullest is None else fullest[1]


def find_texts(fields: Fields, name: str, listed: str) -> dict[str, str]:
    """Return texts of one line by their roles, in their order; the first of a role counts."""
    found: dict[str, str] = {}
    for role, _, text in _list_renditions(fields, name, listed):
        if line := read_line(text):
            found.setdefault(role, line)
    return found


def _list_renditions(fields: Fields, name: str, listed: str) -> Iterator[tuple[str, bool, str]]:
    """Yield role, whether there is markup in it, and text of each rendition."""
    for each in fields.names():
        kind = each.removeprefix(f"{name}_")
        if each == name:
            yield "", False, fields.text(each)
        elif kind not in (each, "charcount", "wordcount"):
            yield kind, "html" in kind or "nitf" in kind, fields.text(each)
    for each_object in fields.objects(listed):
        kind = each_object.text("contenttype").lower()
        yield (
            each_object.text("role").rpartition(":")[2].lower(),
            "html" in kind or "xml" in kind,
            each_object.text("value"),
        )


def _read(text: str, is_markup: bool) -> Marked:
    return read_markup(text) if is_markup else Marked(tidy_body(text))


def _rank(read: tuple[bool, Marked]) -> tuple[bool, int]:
    is_markup, marked = read
    return is_markup, len(marked.body)
