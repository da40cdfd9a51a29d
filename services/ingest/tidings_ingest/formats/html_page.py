"""A web page with one article: trafilatura finds its text, ``html_head`` the rest. Pure."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from tidings.formats import HTML
from tidings.reading import Problem, Reading, UnreadableError
from tidings_ingest.formats.binary import is_wide, recognise_binary
from tidings_ingest.formats.charsets import CODECS
from tidings_ingest.formats.crowded_tags import MOST_ATTRIBUTES, has_crowded_tag
from tidings_ingest.formats.drafting import Found, build_draft
from tidings_ingest.formats.encoding import decode_text
from tidings_ingest.formats.html_head import find_head
from tidings_ingest.formats.markup import Collector, Marked, feed_inside
from tidings_ingest.formats.plain import tidy_line
from tidings_ingest.page.bylines import read_byline
from tidings_ingest.page.folding import fold

if TYPE_CHECKING:
    from configparser import ConfigParser

# Trafilatura takes 100 microseconds for an element. Pages of newspapers have up to about 10,000
# tags; these are 4 seconds at worst.
MOST_TAGS: Final = 40_000
# Scripts are most of a page's characters; the largest pages of newspapers have about 3 million.
MOST_CHARACTERS: Final = 4_000_000
# Browsers read over a NUL. Programs and pictures have one in ten bytes, UTF-16 one in two.
BYTES_FOR_A_NUL: Final = 1_000
# A brief in Chinese has 30; what is shorter is a button or a notice.
LEAST_CHARACTERS: Final = 25
# As in browsers, which look at the first 1,024 bytes; some pages have more before it.
_LOOKED_AT: Final = 4_096
_CHARSET: Final = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{1,40})", re.I
)
# Trafilatura's names of what our collector calls otherwise.
_TAGS: Final = {
    "cell": "td", "head": "h2", "item": "li", "lb": "br", "list": "ul", "quote": "blockquote",
    "row": "tr",
}  # fmt: skip
# A byline stands above the text, after the headline and a line of date.
_LINES_ABOVE: Final = 3


def parse_html(body: bytes, charset: str | None) -> Reading:
    """Return the article of a page.

    Raises UnreadableError: 413 for a page with too much in it, 415 for an unknown charset and for
    what is no text, 422 for one that is empty or has no article, such as a front page.
    """
    if not body.removeprefix(BOM_UTF8).strip():
        raise UnreadableError(422, Problem("body", "the page is empty"))
    body, notes = _drop_nuls(body)
    if what := recognise_binary(body):
        raise UnreadableError(415, Problem("body", f"the body is binary ({what}), not a page"))
    decoded = decode_text(body, charset or _read_charset(body))
    if len(decoded.text) > MOST_CHARACTERS or decoded.text.count("<") > MOST_TAGS:
        raise UnreadableError(413, Problem("body", "too many tags or characters for one article"))
    if has_crowded_tag(decoded.text):
        detail = f"a tag with more than {MOST_ATTRIBUTES} attributes"
        raise UnreadableError(413, Problem("body", detail))
    page = _parse(decoded.text)
    text = None if page is None else _extract(page)
    if page is None or text is None:
        raise UnreadableError(422, Problem("body", "no article was found in the page"))
    found = find_head(page)
    _fill(found, text, _find_captions(page))
    return Reading(HTML.name, (build_draft(found),), (*notes, *decoded.notes))


def _drop_nuls(body: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a page without NULs where they are few, for then they are a fault and no picture."""
    nuls = body.count(b"\0")
    if nuls == 0 or nuls * BYTES_FOR_A_NUL > len(body) or is_wide(body):
        return body, ()
    return body.replace(b"\0", b""), (f"{nuls} NUL characters, left out",)


def _read_charset(body: bytes) -> str | None:
    found = _CHARSET.search(body[:_LOOKED_AT])
    label = found.group(1).decode().lower() if found else ""
    # One that we do not know, and one that cannot have been read byte by byte, say nothing.
    return label if label in CODECS and not label.startswith("utf-16") else None


def _parse(text: str) -> Any:  # noqa: ANN401 (lxml has no types)
    # As bytes, so that a declaration in the page does not decide again.
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _extract(page: Any) -> Marked | None:  # noqa: ANN401
    # Imported when the first page comes: it takes half a second.
    from trafilatura import bare_extraction  # noqa: PLC0415

    try:
        document = bare_extraction(deepcopy(page), include_comments=False, config=_configure())
    except Exception:
        # It guesses, on pages made by anybody, and documents none of the errors that it ends in.
        return None
    if document is None or isinstance(document, dict) or document.body is None:
        return None
    for element in document.body.iter(*_TAGS):
        element.tag = _TAGS[element.tag]
    collector = Collector()
    feed_inside(document.body, collector)
    marked = collector.close()
    return marked if len(marked.body) >= LEAST_CHARACTERS else None


@cache
def _configure() -> ConfigParser:
    from trafilatura.settings import DEFAULT_CONFIG  # noqa: PLC0415

    config: ConfigParser = deepcopy(DEFAULT_CONFIG)
    # Its 250 characters are three English sentences, and eight Chinese ones.
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "60"
    # Its alarm works in the main thread only; MOST_TAGS bounds the time.
    config["DEFAULT"]["EXTRACTION_TIMEOUT"] = "0"
    return config


def _find_captions(page: Any) -> Marked:  # noqa: ANN401
    """Return the captions inside of the article; of the whole page where none is marked."""
    collector = Collector()
    for holder in page.xpath("(//article | //main | //body)[1]"):
        feed_inside(holder, collector)
    return collector.close()


def _fill(found: Found, text: Marked, pictured: Marked) -> None:
    """Put text and captions into ``found``, each of them once."""
    found.captions = pictured.captions
    shown = {tidy_line(found.headline), *(each.text for each in pictured.captions)}
    lines = [line for line in text.body.split("\n") if line not in shown]
    for position, line in enumerate(lines[:_LINES_ABOVE]):
        byline = read_byline(fold(line))
        if byline is not None and byline.names:
            found.byline = found.byline or byline.names
            del lines[position]
            break
    found.body = "\n".join(lines)
