"""XML that grows, that is deep or wide, and that is none."""

from __future__ import annotations

from faults.hostile.attack import Attack, bodies

ITEM = "<item><guid>%s</guid><title>%s</title></item>"
RSS = '%s<rss version="2.0"><channel>%s</channel></rss>'


def feed(before: str = "", inside: str = ITEM % ("1", "a")) -> bytes:
    return (RSS % (before, inside)).encode()


def make_laughs() -> bytes:
    entities = ['<!ENTITY e0 "ha">']
    entities += [f'<!ENTITY e{each} "{f"&e{each - 1};" * 10}">' for each in range(1, 10)]
    return feed(f"<!DOCTYPE rss [{''.join(entities)}]>", ITEM % ("1", "&e9;"))


def make_quadratic() -> bytes:
    entity = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 100_000}">]>'
    return feed(entity, ITEM % ("1", "&a;" * 10_000))


XML: list[Attack] = bodies(
    "application/rss+xml",
    (
        ("laughs", "a billion laughs: entities made of entities", 422, "DOCTYPE", make_laughs),
        ("quadratic", "one long entity 10,000 times", 422, "DOCTYPE", make_quadratic),
        ("deep-xml", "elements 10,000 deep", 422, "body",
         lambda: feed("", "<a>" * 10_000 + "</a>" * 10_000)),
        ("open-xml", "a million elements that nobody closes", 413, "body",
         lambda: feed("", "<a>" * 10**6)),
        ("many-attributes", "an element of 500,000 attributes", 413, "body",
         lambda: feed("", "<a " + " ".join(f'b{each}=""' for each in range(500_000)) + "/>")),
        ("many-names", "50,000 names of spaces in each other's elements", 202, "",
         lambda: feed("", "".join(f'<n{n}:a xmlns:n{n}="urn:{n}"/>' for n in range(50_000))
                      + ITEM % ("1", "a"))),
        ("long-tag-name", "an element whose name has a megabyte", 202, "",
         lambda: feed("", f"<{'a' * 10**6}/>" + ITEM % ("1", "a"))),
        ("many-categories", "an item of 100,000 categories", 413, "body",
         lambda: feed("", "<item><guid>1</guid><title>a</title>"
                      + "<category>a</category>" * 100_000 + "</item>")),
        ("many-instructions", "200,000 instructions for processing", 413, "body",
         lambda: feed("", "<?a b?>" * 200_000 + ITEM % ("1", "a"))),
        ("two-roots", "a second feed behind the first", 400, "line 1, column *",
         lambda: feed() * 2),
        ("deep-escaped", "escaped markup 100,000 deep in an item", 202, "",
         lambda: feed("", "<item><guid>1</guid><title>a</title><description>"
                      + "&lt;div&gt;" * 100_000 + "</description></item>")),
        ("1001-items", "a feed of 1,001 items", 413, "item",
         lambda: feed("", "".join(ITEM % (each, "a") for each in range(1_001)))),
        ("xml-references", "nothing but ampersands", 202, "",
         lambda: feed("", ITEM % ("1", "&" * 400_000))),
        ("xml-nul", "a NUL in XML", 400, "body", lambda: feed("", ITEM % ("1", "a\0b"))),
        ("nul-reference", "a reference to NUL", 400, "line 1, column *",
         lambda: feed("", ITEM % ("1", "a&#0;b"))),
        ("unclosed-cdata", "CDATA without an end", 400, "line 1, column *",
         lambda: feed("", ITEM % ("1", "<![CDATA[" + "]" * 10**6))),
        ("unclosed-comment", "a comment without an end", 400, "line 1, column *",
         lambda: feed("", "<!--" + "-" * 10**6)),
        ("unknown-xml-encoding", "an encoding that nobody knows", 415, "XML declaration",
         lambda: feed('<?xml version="1.0" encoding="utf-7"?>')),
        ("wrong-xml-encoding", "bytes that are none of the encoding", 422, "body",
         lambda: feed('<?xml version="1.0" encoding="utf-8"?>', "")
         + bytes(range(128, 256)) * 8),
        ("another-document", "XML that is no feed", 422, "body",
         lambda: b'<soap:Envelope xmlns:soap="urn:soap"/>'),
        ("html-entities", "entities of HTML that nobody declared", 202, "",
         lambda: feed("", ITEM % ("1", "&eacute;&notaword;"))),
    ),
)  # fmt: skip
