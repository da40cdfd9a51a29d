"""XML that would have something else read: a file, an address, another document."""

from __future__ import annotations

from collections.abc import Callable

from faults.hostile.attack import Attack, Bait, post
from faults.hostile.xml_bodies import ITEM, RSS


def xxe(name: str, what: str, build: Callable[[Bait], str], *, status: int = 422) -> Attack:
    """Return an attack that would have something read: the bait is at an address or in a file."""
    return Attack(
        name, what, status, "DOCTYPE" if status == 422 else "",
        lambda bait: (post(build(bait).encode(), [("Content-Type", "application/rss+xml")]),),
    )  # fmt: skip


def entity(declaration: str, inside: str = ITEM % ("1", "&a;")) -> str:
    return RSS % (f"<!DOCTYPE rss [{declaration}]>", inside)


KNOWN = "-//Netscape Communications//DTD RSS 0.91//EN"
LINKS = (
    '<item><guid>1</guid><title>a</title><link>@</link><enclosure url="@"/>'
    '<description>&lt;img src="@">&lt;iframe src="@">a</description></item>'
)
ENTITIES: list[Attack] = [
    xxe("xxe-file", "an entity that is a file",
        lambda bait: entity(f'<!ENTITY a SYSTEM "file://{bait.path}">')),
    xxe("xxe-http", "an entity that is an address",
        lambda bait: entity(f'<!ENTITY a SYSTEM "{bait.url}">')),
    xxe("xxe-parameter", "a parameter entity that is an address",
        lambda bait: entity(f'<!ENTITY % a SYSTEM "{bait.url}"> %a;')),
    xxe("xxe-dtd", "a DTD at an address",
        lambda bait: RSS % (f'<!DOCTYPE rss SYSTEM "{bait.url}">', ITEM % ("1", "a"))),
    xxe("xxe-public", "a DTD under a public name of its own, at an address",
        lambda bait: RSS % (f'<!DOCTYPE rss PUBLIC "-//X//X//EN" "{bait.url}">',
                            ITEM % ("1", "a"))),
    xxe("xxe-known", "a known DTD at another address: it is not fetched",
        lambda bait: RSS % (f'<!DOCTYPE rss PUBLIC "{KNOWN}" "{bait.url}">', ITEM % ("1", "a")),
        status=202),
    xxe("xinclude", "XInclude of a file and of an address: it is an element like others",
        lambda bait: RSS % ("", ITEM % ("1", "a") + (
            '<x:include xmlns:x="http://www.w3.org/2001/XInclude" parse="text" '
            f'href="file://{bait.path}"/><x:include '
            f'xmlns:x="http://www.w3.org/2001/XInclude" href="{bait.url}"/>')), status=202),
    xxe("stylesheet", "a stylesheet and a schema at an address: they are not fetched",
        lambda bait: f'<?xml-stylesheet href="{bait.url}"?>' + RSS.replace(
            "<rss", '<rss xmlns:s="http://www.w3.org/2001/XMLSchema-instance" '
            f's:schemaLocation="urn:a {bait.url}"') % ("", ITEM % ("1", "a")), status=202),
    xxe("links", "links, pictures and enclosures at an address: they are not fetched",
        lambda bait: RSS % ("", LINKS.replace("@", bait.url)), status=202),
]  # fmt: skip
