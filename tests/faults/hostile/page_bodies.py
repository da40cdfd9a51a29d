"""Pages and texts: deep, endless and binary."""

from __future__ import annotations

from faults.hostile.attack import Attack, Bait, bodies, post

WORDS = "昨日，渡口镇的桥修好了，三百名市民到场。" * 20


def article(inside: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article>{inside}</article></body></html>".encode()


PAGES: list[Attack] = bodies(
    "text/html",
    (
        ("deep-page", "a million elements in each other", 413, "body",
         lambda: article("<div>" * 10**6 + WORDS)),
        ("less-deep-page", "30,000 elements in each other", 422, "body",
         lambda: article("<div>" * 30_000 + WORDS)),
        ("many-scripts", "30,000 scripts", 422, "body", lambda: article("<script>" * 30_000)),
        ("long-page", "a page of ten million characters", 413, "body",
         lambda: article("a" * 10**7)),
        ("binary-page", "a picture as a page", 415, "body",
         lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100),
        ("deep-tables", "10,000 tables in each other", 422, "body",
         lambda: article("<table><tr><td>" * 10_000 + WORDS)),
        ("open-attribute", "an attribute without an end", 422, "body",
         lambda: article('<a href="' + WORDS * 1_000)),
        ("open-comment", "200,000 comments without an end", 413, "body",
         lambda: article("<!--" * 200_000 + WORDS)),
        ("many-attributes-page", "an element of 200,000 attributes", 413, "body",
         lambda: article(f"<p>{WORDS}</p><a {' '.join(f'b{each}' for each in range(200_000))}>")),
        ("far-references", "references to characters that there are none of", 202, "",
         lambda: article(f"<p>{WORDS}</p>" + "<p>&#x110000;&#xD800;&#0;&#99999999;</p>" * 1_000)),
        ("misnested", "formatting that ends in another order, 2,000 times", 202, "",
         lambda: article(f"<p>{WORDS}</p>" + "<b><i><p></b></i>" * 2_000)),
        ("svg", "scripts in drawings and formulas", 202, "",
         lambda: article(f"<p>{WORDS}</p><svg><script>a()</script><foreignObject>"
                         "<math><mtext><script>a()</script>")),
        ("no-article", "a page without an article", 422, "body", lambda: article("")),
        ("many-authors", "10,000 names of authors", 202, "",
         lambda: article(f"<p>{WORDS}</p>", '<meta name="author" content="a b; c d">' * 10_000)),
        ("deep-linked-data", "linked data 10,000 lists deep", 202, "",
         lambda: article(f"<p>{WORDS}</p>", '<script type="application/ld+json">'
                         + "[" * 10_000 + "]" * 10_000 + "</script>")),
        ("long-date", "a date of a million digits", 202, "",
         lambda: article(f'<p>{WORDS}</p><time datetime="{"1" * 10**6}">',
                         f'<meta property="article:published_time" content="{"2" * 10**6}">')),
        ("linked-data", "linked data made of nothing but names", 202, "",
         lambda: article(f"<p>{WORDS}</p>", '<script type="application/ld+json">{'
                         + '"author":' * 100_000 + "</script>")),
    ),
)  # fmt: skip
PAGES += bodies(
    "text/plain",
    (
        ("line-of-a-mebibyte", "one line as long as an article may be", 202, "",
         lambda: b"The bridge is open again, said the mayor of the town on Monday. "[:64] * 16_000),
        ("100000-lines", "100,000 lines", 422, "body", lambda: "桥\n".encode() * 100_000),
        ("long-text", "one line as long as an article may not be", 413, "article",
         lambda: "桥".encode() * 1_000_000),
        ("many-text-lines", "60,000 lines", 422, "body", lambda: "桥\n".encode() * 60_000),
        ("text-nul", "a NUL in a text", 415, "body", "桥\0桥".encode),
        ("empty", "nothing at all", 422, "body", lambda: b""),
        ("no-encoding", "bytes that are text in no encoding", 422, "body",
         lambda: b"\x80\xff\xfe\x81\xff" * 100),
        ("executable", "a program as a text", 415, "body",
         lambda: b"\x7fELF\x02\x01\x01" + bytes(99)),
    ),
)  # fmt: skip


def _lead_away(bait: Bait) -> bytes:
    head = (
        f'<base href="{bait.url}"><meta http-equiv="refresh" content="0;url={bait.url}">'
        f'<link rel="canonical" href="{bait.url}"><script src="{bait.url}"></script>'
    )
    return article(f'<p>{WORDS}</p><img src="{bait.url}"><iframe src="{bait.url}">', head)


PAGES.append(
    Attack(
        "leading-page", "a page that leads elsewhere: nothing is fetched", 202, "",
        lambda bait: (post(_lead_away(bait), [("Content-Type", "text/html")]),),
    )
)  # fmt: skip
