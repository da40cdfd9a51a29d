"""Texts in other encodings than they say, in none, and in those that hide something."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_LE, BOM_UTF32_LE

from faults.hostile.attack import Attack, bodies
from faults.hostile.page_bodies import WORDS, article
from faults.hostile.xml_bodies import ITEM, feed

JSON = '{"headline":"渡口镇的桥修好了"}'
XML_16 = '<?xml version="1.0" encoding="utf-16"?>'

ENCODINGS: list[Attack] = bodies(
    "text/plain; charset=utf-8",
    (
        ("gb-as-utf-8", "GB 18030 that is said to be UTF-8: it is read, with a note", 202, "",
         lambda: WORDS.encode("gb18030")),
        ("utf-16-as-utf-8", "UTF-16 that is said to be UTF-8, with its mark", 202, "",
         lambda: WORDS.encode("utf-16")),
        ("utf-32-as-utf-8", "UTF-32 that is said to be UTF-8, with its mark", 202, "",
         lambda: WORDS.encode("utf-32")),
        ("odd-utf-16", "UTF-16 that ends within a character", 202, "",
         lambda: WORDS.encode("utf-16")[:-1]),
        ("overlong-text", "overlong UTF-8 of a NUL and a slash in a text", 202, "",
         lambda: WORDS.encode() + b"\xc0\x80\xc0\xaf"),
        ("text-surrogates", "half a surrogate pair in a text", 202, "",
         lambda: WORDS.encode() + b"\xed\xa0\x80"),
        ("beyond-unicode", "characters beyond Unicode", 202, "",
         lambda: WORDS.encode() + b"\xf4\x90\x80\x80"),
        ("only-marks", "nothing but byte-order marks", 422, "body", lambda: BOM_UTF8 * 300_000),
        ("mark-of-another", "the mark of UTF-32 before a text in UTF-8", 422, "body",
         lambda: BOM_UTF32_LE + WORDS.encode() + b"aaa"),
        ("every-byte", "each byte there is, again and again", 415, "body",
         lambda: bytes(range(256)) * 4_000),
        ("no-encoding-at-all", "a megabyte of bytes that stand for nothing", 422, "body",
         lambda: b"\x80\xff\x81\xfe" * 250_000),
    ),
)  # fmt: skip
ENCODINGS += bodies(
    "text/plain; charset=iso-2022-jp",
    (
        ("escape-sequences", "escapes between character sets and nothing else", 422, "body",
         lambda: b"\x1b$B\x1b(B" * 150_000),
    ),
)  # fmt: skip
ENCODINGS += bodies(
    "application/json; charset=utf-7",
    (
        ("json-charset", "JSON that is said to be in UTF-7", 202, "", JSON.encode),
    ),
)  # fmt: skip
ENCODINGS += bodies(
    "application/json",
    (
        ("json-mark", "a byte-order mark before JSON", 202, "", lambda: BOM_UTF8 + JSON.encode()),
        ("json-marks", "two byte-order marks before JSON", 400, "line 1, column 1",
         lambda: BOM_UTF8 * 2 + JSON.encode()),
        ("json-utf-32", "JSON in UTF-32", 400, "body", lambda: JSON.encode("utf-32")),
        ("json-gb", "JSON in GB 18030", 400, "body", lambda: JSON.encode("gb18030")),
    ),
)  # fmt: skip
ENCODINGS += bodies(
    "application/rss+xml",
    (
        ("xml-utf-16", "XML in UTF-16 with its mark", 202, "",
         lambda: (XML_16 + feed("", ITEM % ("1", "a")).decode()).encode("utf-16")),
        ("xml-false-mark", "XML in UTF-8 behind the mark of UTF-16", 400, "line 1, column *",
         lambda: BOM_UTF16_LE + feed()),
        ("xml-utf-32", "XML in UTF-32: it is read", 202, "",
         lambda: (XML_16.replace("16", "32") + feed().decode()).encode("utf-32")),
        ("xml-ebcdic", "XML in EBCDIC", 400, "line 1, column *",
         lambda: (XML_16.replace("utf-16", "cp037") + feed().decode()).encode("cp037")),
        ("xml-codec", "a codec of Python as encoding of XML", 415, "XML declaration",
         lambda: feed('<?xml version="1.0" encoding="unicode_escape"?>')),
        ("xml-overlong", "an overlong angle bracket in XML", 202, "",
         lambda: feed("", ITEM % ("1", "a@")).replace(b"@", b"\xc0\xbcscript>")),
    ),
)  # fmt: skip
ENCODINGS += bodies(
    "text/html; charset=utf-8",
    (
        ("page-gb", "a page in GB 18030 that is said to be UTF-8", 202, "",
         lambda: article(f"<p>{WORDS}</p>").decode().encode("gb18030")),
        ("page-false-meta", "a page that says of itself that it is in UTF-7", 202, "",
         lambda: article(f"<p>{WORDS}</p>", '<meta charset="utf-7">+ADw-script+AD4-')),
        ("page-overlong", "overlong UTF-8 of angle brackets in a page", 202, "",
         lambda: article(f"<p>{WORDS}@</p>").replace(b"@", b"\xc0\xbcscript\xc0\xbe")),
        ("page-nul", "NULs within the names of elements of a page", 415, "body",
         lambda: article(f"<p>{WORDS}</p><scr\0ipt>a</scr\0ipt>")),
    ),
)  # fmt: skip
