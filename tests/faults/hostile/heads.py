"""Headers: doubled, endless, malformed, and those that mean two things."""

from __future__ import annotations

from faults.hostile.attack import Attack, post, requests

BODY = '{"headline":"渡口镇的桥修好了"}'.encode()
TYPE = ("Content-Type", "application/json")
START = b"POST /v1/articles?source=gazette HTTP/1.1\r\n"
HEAD = START + b"Host: ingest.example\r\nContent-Type: application/json\r\n"


def double(name: str, first: str, second: str) -> tuple[bytes]:
    others = () if name == TYPE[0] else (TYPE,)
    return (post(BODY, [*others, (name, first), (name, second)]),)


def lengths(*lines: bytes, body: bytes = BODY) -> tuple[bytes]:
    return (HEAD + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body,)


def headed(*more: tuple[str, str]) -> tuple[bytes]:
    return (post(BODY, [TYPE, *more]),)


HEADS: list[Attack] = requests(
    (
        ("two-types", "Content-Type twice", 400, "Content-Type",
         lambda: double("Content-Type", "application/json", "text/plain")),
        ("two-authorizations", "Authorization twice", 400, "Authorization",
         lambda: double("Authorization", "Bearer a", "Bearer b")),
        ("two-idempotency-keys", "Idempotency-Key twice", 400, "Idempotency-Key",
         lambda: double("Idempotency-Key", "a", "b")),
        ("two-encodings", "Content-Encoding twice", 400, "Content-Encoding",
         lambda: double("Content-Encoding", "identity", "gzip")),
        ("two-hosts", "Host twice", 400, "Host", lambda: double("Host", "a", "b")),
        ("no-host", "no Host", 400, "Host",
         lambda: (START + b"Connection: close\r\nContent-Length: 0\r\n\r\n",)),
        ("long-idempotency-key", "an Idempotency-Key of 10,000 characters", 422, "Idempotency-Key",
         lambda: (post(BODY, [TYPE, ("Idempotency-Key", "k" * 10_000)]),)),
        ("negative-length", "a negative Content-Length", 400, "Content-Length",
         lambda: lengths(b"Content-Length: -1")),
        ("plus-length", "a Content-Length with a sign", 400, "Content-Length",
         lambda: lengths(b"Content-Length: +5")),
        ("hex-length", "a Content-Length in hexadecimal", 400, "Content-Length",
         lambda: lengths(b"Content-Length: 0x10")),
        ("huge-length", "a Content-Length of 30 digits", 400, "Content-Length",
         lambda: lengths(b"Content-Length: " + b"9" * 30)),
        ("empty-length", "an empty Content-Length", 400, "Content-Length",
         lambda: lengths(b"Content-Length:")),
        ("two-lengths", "two different Content-Lengths", 400, "Content-Length",
         lambda: lengths(b"Content-Length: 5", b"Content-Length: 6")),
        ("same-lengths", "the same Content-Length twice", 400, "Content-Length",
         lambda: lengths(b"Content-Length: 5", b"Content-Length: 5")),
        ("list-length", "a list as Content-Length", 400, "Content-Length",
         lambda: lengths(b"Content-Length: 5, 5")),
        ("length-and-chunks", "Content-Length and Transfer-Encoding", 400, "Content-Length",
         lambda: lengths(b"Content-Length: 5", b"Transfer-Encoding: chunked")),
        ("chunks-and-length", "Transfer-Encoding and Content-Length", 400, "Content-Length",
         lambda: lengths(b"Transfer-Encoding: chunked", b"Content-Length: 5")),
        ("unknown-transfer", "a Transfer-Encoding that is not chunked", 400, "Transfer-Encoding",
         lambda: lengths(b"Transfer-Encoding: xchunked")),
        ("packed-transfer", "gzip as Transfer-Encoding", 400, "Transfer-Encoding",
         lambda: lengths(b"Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n")),
        ("two-transfers", "Transfer-Encoding twice", 400, "Transfer-Encoding",
         lambda: lengths(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked")),
        ("hidden-transfer", "a blank before the colon of Transfer-Encoding", 400, "headers",
         lambda: lengths(b"Transfer-Encoding : chunked")),
        ("odd-blank", "a vertical tab before chunked", 400, "headers",
         lambda: lengths(b"Transfer-Encoding:\x0bchunked")),
        ("folded", "a header that goes on in the next line", 400, "headers",
         lambda: lengths(b"X-A: a", b" b")),
        ("bare-return", "a carriage return inside of a header", 400, "headers",
         lambda: lengths(b"X-A: a\rContent-Length: 5")),
        ("bare-feeds", "line feeds without carriage returns", 400, "request line",
         lambda: (b"POST /v1/articles HTTP/1.1\nHost: a\n\n",)),
        ("header-nul", "a NUL in a header", 400, "headers", lambda: lengths(b"X-A: a\0b")),
        ("no-colon", "a header without a colon", 400, "headers", lambda: lengths(b"nothing")),
        ("no-name", "a header without a name", 400, "headers", lambda: lengths(b": a")),
        ("header-flood", "20,000 headers", 431, "head",
         lambda: (HEAD, *(b"X-%d: aaaaaaaa\r\n" % each for each in range(20_000)))),
        ("megabyte-header", "a header of a megabyte", 431, "head",
         lambda: (HEAD, b"X-A: ", *(b"a" * 50_000 for _ in range(20)))),
        ("smuggled-upgrade", "a request in a body, behind a wish for HTTP/2: it stays a body",
         400, "line 1, column 1", lambda: lengths(
            b"Connection: Upgrade, HTTP2-Settings, close", b"Upgrade: h2c", b"HTTP2-Settings: a",
            b"Content-Length: 46", body=b"DELETE /v1/articles/a HTTP/1.1\r\nHost: a\r\n\r\naaa")),
        ("underscored-length", "a Content-Length as Python writes numbers", 400, "Content-Length",
         lambda: lengths(b"Content-Length: 1_0")),
        ("identity-transfer", "identity as Transfer-Encoding, and a length", 400, "Content-Length",
         lambda: lengths(b"Transfer-Encoding: identity", b"Content-Length: 5")),
        ("list-transfer", "chunked twice in one Transfer-Encoding", 400, "Transfer-Encoding",
         lambda: lengths(b"Transfer-Encoding: chunked, chunked", body=b"0\r\n\r\n")),
        ("chunks-of-1.0", "chunks in HTTP/1.0, which has none", 400, "Transfer-Encoding",
         lambda: (HEAD.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",)),
        ("key-bytes", "bytes beyond ASCII in Idempotency-Key: they are a key like others", 202, "",
         lambda: headed(("Idempotency-Key", "\xff\x80"))),
        ("long-authorization", "a key of 50,000 characters", 202, "",
         lambda: headed(("Authorization", "Bearer " + "a" * 50_000))),
        ("range", "a wish for 10,000 parts of the answer: it is whole", 202, "",
         lambda: headed(("Range", "bytes=" + ",".join(["0-"] * 10_000)))),
        ("method-override", "a wish that POST be DELETE: it is POST", 202, "",
         lambda: headed(("X-HTTP-Method-Override", "DELETE"), ("X-Method-Override", "DELETE"))),
        ("forwarded", "a wish to be somebody else, at another path: nothing heeds it", 202, "",
         lambda: headed(("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", "a"),
                        ("X-Original-URL", "/docs"), ("Forwarded", "for=127.0.0.1"))),
        ("unknown-expectation", "an expectation that is none", 202, "",
         lambda: headed(("Expect", "a-pony"))),
    )
)  # fmt: skip
HEADS += requests(
    (
        ("smuggled-body", "a request behind a body: its own answer comes after the first", 400,
         "line 1, column 1", lambda: (
            HEAD + b"Content-Length: 1\r\n\r\nxGET /healthz HTTP/1.1\r\nHost: a\r\n"
            b"Connection: close\r\n\r\n",)),
    ),
    then=200,
)  # fmt: skip
# Whoever announces so much is listened to for a while, for they may read only after they wrote.
HEADS += requests(
    (
        ("gigabyte", "a body that is said to have a gigabyte", 413, "body",
         lambda: lengths(b"Content-Length: 1000000000")),
        ("bad-expectation", "Expect: 100-continue with a body that is too large", 413, "body",
         lambda: lengths(b"Expect: 100-continue", b"Content-Length: 1000000000", body=b"")),
    ),
    waits=True,
)  # fmt: skip
