"""The names of elements, whichever of its many addresses a namespace goes by. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
RDF_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
# A namespace without "http://" and a closing "/", to how our paths write it. Elements of the
# formats themselves need no prefix, for no format uses two of these namespaces.
_PREFIXES: Final = {
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "cyber.law.harvard.edu/rss": "",
    "iptc.org/std/nar/2006-10-01": "",
    "iptc.org/std/nitf/2006-10-18": "",
    "www.w3.org/2005/atom": "{atom}",
    "purl.org/atom/ns#": "{atom}",
    "purl.org/atompub/tombstones/1.0": "{at}",
    "purl.org/rss/1.0/modules/content": "{content}",
    "purl.org/dc/elements/1.1": "{dc}",
    "purl.org/dc/elements/1.0": "{dc}",
    "purl.org/dc/terms": "{dcterms}",
    "search.yahoo.com/mrss": "{media}",
    "www.itunes.com/dtds/podcast-1.0.dtd": "{itunes}",
    "www.w3.org/1999/xhtml": "{xhtml}",
    "www.w3.org/1999/02/22-rdf-syntax-ns#": "{rdf}",
}
# Each version of RSS of that house had its own.
_USERLAND: Final = "backend.userland.com/rss"


def shorten_name(name: str) -> str:
    """Return a name as our paths write it: ``item``, ``{dc}creator``; a foreign one as it is."""
    if not name.startswith("{"):
        return name
    namespace, _, local = name[1:].partition("}")
    bare = namespace.lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    prefix = "" if bare.startswith(_USERLAND) else _PREFIXES.get(bare)
    return name if prefix is None else f"{prefix}{local}"


def find_namespace(prefix: str) -> str:
    """Return the namespace that feeds mostly mean by a prefix, else one that nobody else uses."""
    known = (bare for bare, short in _PREFIXES.items() if short == f"{{{prefix}}}")
    return next((f"http://{bare}" for bare in known), f"urn:undeclared:{prefix}")


def get_text(element: Element | None) -> str:
    """Return all text in ``element`` without the blanks around it; empty where there is none."""
    return "" if element is None else "".join(element.itertext()).strip()


def find_text(parent: Element, *paths: str) -> str:
    """Return the first text that is found at one of ``paths``."""
    return next(
        (text for path in paths for each in parent.iterfind(path) if (text := get_text(each))), ""
    )
