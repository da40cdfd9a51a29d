"""Parameters of the address, and types and charsets that bodies are said to have."""

from __future__ import annotations

from faults.hostile.attack import Attack, post, requests
from faults.hostile.heads import BODY


def typed(content_type: str, body: bytes = BODY) -> tuple[bytes]:
    return (post(body, [("Content-Type", content_type)]),)


def query(text: str) -> tuple[bytes]:
    return (post(BODY, query=text),)


PARAMETERS: list[Attack] = requests(
    (
        ("query-lines", "line breaks in ?source=", 422, "source",
         lambda: query("source=a%0d%0aSet-Cookie:%20b=c")),
        ("query-controls", "controls of a terminal in ?feed=", 422, "feed",
         lambda: query("source=a&feed=%1b%5b2J")),
        ("query-turned", "a mark that turns the direction in ?source=", 422, "source",
         lambda: query("source=a%e2%80%aeb")),
        ("query-bytes", "no UTF-8 in ?source=", 422, "source", lambda: query("source=%ff%fe")),
        ("query-nul", "a NUL in ?source=", 422, "source", lambda: query("source=a%00b")),
        ("query-twice", "?source= twice", 422, "source", lambda: query("source=a&source=b")),
        ("query-long", "a ?source= of 50,000 characters", 422, "source",
         lambda: query("source=" + "a" * 50_000)),
        ("query-many", "10,000 parameters: those that nobody knows are nothing", 202, "",
         lambda: query("source=gazette&" + "&".join(f"a{each}" for each in range(9_000)))),
        ("type-unknown", "a type that is not taken", 415, "Content-Type",
         lambda: typed("image/png")),
        ("type-form", "a form", 415, "Content-Type",
         lambda: typed("multipart/form-data; boundary=" + "a" * 1_000)),
        ("type-empty", "a type that names none: the body is looked at", 202, "",
         lambda: typed(";;;=/,\"")),
        ("type-long", "a type of 50,000 characters", 415, "Content-Type",
         lambda: typed("a/" + "b" * 50_000)),
        ("type-parameters", "a type with 20,000 parameters", 202, "",
         lambda: typed("application/json" + ";a" * 20_000)),
        ("charset-unknown", "a charset that nobody knows", 415, "Content-Type",
         lambda: typed("text/plain; charset=klingon")),
        ("charset-codec", "a codec of Python that is no charset", 415, "Content-Type",
         lambda: typed("text/plain; charset=zlib_codec")),
        ("charset-slow", "a codec of Python that takes quadratic time", 415, "Content-Type",
         lambda: typed("text/plain; charset=idna", b"a" * 1_000_000)),
        ("charset-path", "a charset that is a path", 415, "Content-Type",
         lambda: typed("text/plain; charset=../../etc/passwd")),
        ("charset-utf-7", "UTF-7", 415, "Content-Type",
         lambda: typed("text/plain; charset=utf-7", b"+ADw-script+AD4-")),
        ("type-bare", "a type of one word", 415, "Content-Type", lambda: typed("json")),
        ("type-archive", "a ZIP archive", 415, "Content-Type",
         lambda: typed("application/zip", b"PK\3\4" + bytes(1_000))),
        ("type-lines", "a media type with a tab and a quote", 415, "Content-Type",
         lambda: typed('application/json\t"')),
    )
)  # fmt: skip
