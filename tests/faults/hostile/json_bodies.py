"""JSON that is deep, wide, ambiguous or none."""

from __future__ import annotations

from faults.hostile.attack import Attack, bodies

from tidings.formats import MOST_BODY_BYTES

BIG = MOST_BODY_BYTES - 1024
SMALL = 1_000_000
HEADLINE = b'{"headline":"%b"}'


def deepen(opening: bytes, closing: bytes) -> bytes:
    return b'{"captions":' + opening * 10_000 + closing * 10_000 + b"}"


JSON: list[Attack] = bodies(
    "application/json",
    (
        ("deep-lists", "lists 10,000 deep", 400, "body", lambda: deepen(b"[", b"]")),
        ("deep-objects", "objects 10,000 deep", 400, "body", lambda: deepen(b'{"a":', b"}")),
        ("deep-open", "a million brackets that nobody closes", 422, "body",
         lambda: b"[" * 1_000_000),
        ("a-million-fields", "an object of a million fields", 422, "body",
         lambda: b"{" + b",".join(b'"%d":0' % each for each in range(10**6)) + b"}"),
        ("long-name", "a field whose name has a megabyte", 422, "x" * 40 + "…",
         lambda: b'{"' + b"x" * SMALL + b'":1}'),
        ("twice", "a field that is there twice", 400, "headline",
         lambda: b'{"headline":"a","headline":"b"}'),
        ("twice-escaped", "a field that is there twice, once escaped", 400, "headline",
         lambda: b'{"headline":"a","\\u0068eadline":"b"}'),
        ("nan", "NaN for a number", 400, "body", lambda: b'{"headline":NaN}'),
        ("infinity", "infinity for a number", 400, "body", lambda: b'{"headline":-Infinity}'),
        ("huge-float", "a number beyond all numbers", 422, "headline",
         lambda: b'{"headline":1e999999999}'),
        ("long-number", "a number of a million digits", 400, "body",
         lambda: b'{"headline":' + b"9" * SMALL + b"}"),
        ("bad-utf-8", "bytes that are no UTF-8", 400, "body", lambda: HEADLINE % b"\xff\xfe\xfd"),
        ("overlong", "overlong UTF-8 of a slash", 400, "body", lambda: HEADLINE % b"\xc0\xaf"),
        ("raw-surrogate", "half a surrogate pair in UTF-8", 400, "body",
         lambda: HEADLINE % b"\xed\xa0\x80"),
        ("surrogate", "half a surrogate pair, escaped", 422, "headline",
         lambda: HEADLINE % b"\\ud800"),
        ("turned-surrogates", "a surrogate pair the wrong way round", 422, "headline",
         lambda: HEADLINE % b"\\udc00\\ud800"),
        ("nul", "a NUL, escaped", 422, "headline", lambda: HEADLINE % b"a\\u0000b"),
        ("raw-nul", "a NUL in the text", 400, "line 1, column 15", lambda: HEADLINE % b"a\0b"),
        ("utf-16", "JSON in UTF-16", 400, "body", lambda: '{"headline":"a"}'.encode("utf-16")),
        ("unclosed", "a text without an end, as long as a body may be", 400, "line 1, column 13",
         lambda: b'{"headline":"' + b"a" * BIG),
        ("backslashes", "nothing but backslashes in a text", 413, "article",
         lambda: b'{"id":"1","body":"' + b"\\" * (BIG // 2 * 2) + b'"}'),
        ("quotes", "nothing but escaped quotes in a text", 413, "article",
         lambda: b'{"id":"1","body":"' + b'\\"' * (BIG // 2) + b'"}'),
        ("escapes", "nothing but escaped controls in a text", 422, "body",
         lambda: b'{"id":"1","body":"' + b"\\u0001" * (BIG // 6) + b'"}'),
        ("no-object", "a list in place of an article", 422, "body", lambda: b"[]"),
        ("prototype", "fields that other languages obey", 422, "__proto__",
         lambda: b'{"__proto__":{"headline":"a"},"constructor":1}'),
        ("wrong-kind", "an object in place of an id", 422, "id",
         lambda: b'{"id":{"$gt":""},"headline":"a"}'),
        ("too-late", "a year that no calendar has", 422, "published_at",
         lambda: b'{"headline":"a","published_at":"99999-01-01T00:00:00Z"}'),
        ("long-date-text", "a date of a million digits, as text", 422, "published_at",
         lambda: b'{"headline":"a","published_at":"' + b"1" * SMALL + b'"}'),
        ("date-number", "a number for a date that is no moment", 422, "published_at",
         lambda: b'{"headline":"a","published_at":1e300}'),
        ("many-captions", "four million captions", 422, "captions",
         lambda: b'{"id":"c","headline":"a","captions":["a"' + b',"a"' * (BIG // 4 - 20) + b"]}"),
        ("many-bylines", "a million names of authors", 422, "byline",
         lambda: b'{"id":"b","headline":"a","byline":["a b"' + b',"a b"' * 10**6 + b"]}"),
        ("climbing-id", "an id that is a path", 202, "",
         lambda: b'{"id":"../../../../etc/passwd","headline":"a"}'),
        ("query-id", "an id that is a query of databases", 202, "",
         lambda: b'{"id":"1\' OR 1=1; --","headline":"${jndi:ldap://a}{{7*7}}%s%n"}'),
        ("long-id", "an id of a megabyte", 422, "id",
         lambda: b'{"headline":"a","id":"' + b"i" * SMALL + b'"}'),
        ("long-url", "an address of a megabyte", 422, "url",
         lambda: b'{"headline":"a","url":"http://a.example/' + b"u" * SMALL + b'"}'),
        ("file-url", "the address of a file", 422, "url",
         lambda: b'{"headline":"a","url":"file:///etc/passwd"}'),
        ("huge-exponent", "an exponent of a million digits", 422, "headline",
         lambda: b'{"headline":1e' + b"9" * SMALL + b"}"),
        ("leading-zeros", "a number that begins with zeros", 400, "line 1, column *",
         lambda: b'{"headline":0000001}'),
        ("apostrophes", "Python in place of JSON", 400, "line 1, column 2",
         lambda: b"{'headline':'a'}"),
        ("name-turned", "a source whose name turns the direction of writing", 422, "source",
         '{"headline":"a","source":"a\u202eb"}'.encode),
        ("name-controls", "a source with control characters", 422, "source",
         lambda: b'{"headline":"a","source":"a\\u001b[2J"}'),
        ("name-lines", "a source with line breaks", 422, "source",
         lambda: b'{"headline":"a","source":"a\\r\\nlevel=error"}'),
        ("script-url", "an address that would run in a browser", 422, "url",
         lambda: b'{"headline":"a","url":"javascript:alert(1)"}'),
        ("garbage-after", "a second value behind the first", 400, "line 1, column 17",
         lambda: b'{"headline":"a"}{"headline":"b"}'),
        ("comment", "comments in JSON", 400, "line 1, column 2", lambda: b'{/**/"headline":"a"}'),
    ),
)  # fmt: skip
JSON += bodies(
    "application/x-ndjson",
    (
        ("many-lines", "a million blank lines", 413, "body", lambda: b"\n" * 10**6),
        ("1001-lines", "1,001 lines", 413, "body", lambda: b'{"headline":"a"}\n' * 1_001),
        ("deep-lines", "a thousand lines, each 1,000 deep", 422, "line 1, body",
         lambda: (b"[" * 1_000 + b"]" * 1_000 + b"\n") * 1_000),
        ("bad-lines", "a thousand lines of nothing", 422, "line 1, column 1",
         lambda: b"nothing\n" * 1_000),
    ),
)  # fmt: skip
JSON += bodies(
    "application/feed+json",
    (
        ("many-items", "a feed of 1,001 items", 413, "item",
         lambda: b'{"version":"https://jsonfeed.org/version/1.1","title":"a","items":['
         + b",".join(b'{"id":"%d","content_text":"a"}' % each for each in range(1_001)) + b"]}"),
        ("many-tags", "more markup in a feed than any has", 413, "body",
         lambda: b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_html":"'
         + b"<p>" * (BIG // 3) + b'"}]}'),
        ("deep-tags", "200,000 elements in each other in one text", 202, "",
         lambda: b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"a",'
         b'"content_html":"' + b"<div>" * 200_000 + b'"}]}'),
    ),
)  # fmt: skip
