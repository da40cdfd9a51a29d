"""Request lines: other versions, methods and protocols, and paths that lead elsewhere."""

from __future__ import annotations

from faults.hostile.attack import Attack, requests


def get(target: bytes, method: bytes = b"GET", version: bytes = b"HTTP/1.1") -> tuple[bytes]:
    head = b"%b %b %b\r\nHost: ingest.example\r\nConnection: close\r\n\r\n"
    return (head % (method, target, version),)


WEBSOCKET = (
    b"GET /v1/articles HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\n"
    b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
REQUEST_LINES: list[Attack] = requests(
    (
        ("megabyte-target", "a path of a megabyte", 431, "head",
         lambda: (b"GET /", *(b"a" * 50_000 for _ in range(20)))),
        ("http-09", "HTTP/0.9", 505, "request line", lambda: (b"GET /\r\n\r\n",)),
        ("http-2", "the preface of HTTP/2", 400, "request line",
         lambda: (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",)),
        ("version-2", "HTTP/2.0 in a request line", 505, "request line",
         lambda: get(b"/v1/articles", version=b"HTTP/2.0")),
        ("version-9", "HTTP/9.9", 400, "request line",
         lambda: get(b"/v1/articles", version=b"HTTP/9.9")),
        ("tls", "TLS on the port without it", 400, "request line",
         lambda: (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(60),)),
        ("garbage", "bytes that are nothing", 400, "request line",
         lambda: (b"\0\xff garbage \r\n\r\n",)),
        ("small-method", "a method in small letters", 400, "request line",
         lambda: get(b"/v1/articles", b"get")),
        ("trace", "TRACE", 405, "method", lambda: get(b"/v1/articles", b"TRACE")),
        ("connect", "CONNECT to another host", 405, "request line",
         lambda: get(b"metadata.example:80", b"CONNECT")),
        ("asterisk", "OPTIONS *", 404, "path", lambda: get(b"*", b"OPTIONS")),
        ("absolute", "the address of another host as target", 404, "path",
         lambda: get(b"http://metadata.example/latest")),
        ("traversal", "a path that climbs", 404, "path",
         lambda: get(b"/v1/../../../../etc/passwd")),
        ("escaped-traversal", "a path that climbs, escaped", 404, "path",
         lambda: get(b"/docs/%2e%2e/%2e%2e/etc/passwd")),
        ("twice-escaped-traversal", "a path that climbs, escaped twice", 404, "path",
         lambda: get(b"/docs/%252e%252e%252fetc/passwd")),
        ("escaped-nul", "an escaped NUL in the path", 404, "path",
         lambda: get(b"/docs%00.html")),
        ("bad-escape", "an escape that is none in the path", 404, "path",
         lambda: get(b"/docs%zz%c0%af")),
        ("escaped-lines", "escaped line breaks in the path", 404, "path",
         lambda: get(b"/x%0d%0aSet-Cookie:%20a=b")),
        ("slash", "a slash too many: nobody is led elsewhere", 404, "path",
         lambda: get(b"/healthz/")),
        ("raw-path", "bytes beyond ASCII in the path", 400, "request line",
         lambda: get(b"/\xff\xfe")),
        ("blank-path", "a blank in the path", 400, "request line", lambda: get(b"/a b")),
        ("id-traversal", "an id that climbs", 404, "path", lambda: get(b"/v1/articles/../../x")),
        ("escaped-id-traversal", "an id that climbs, escaped", 404, "path",
         lambda: get(b"/v1/articles/..%2f..%2fetc%2fpasswd")),
        ("id-nul", "a NUL in an id", 422, "id", lambda: get(b"/v1/articles/%00")),
        ("id-lines", "line breaks behind an id", 422, "id",
         lambda: get(b"/v1/articles/" + b"0" * 32 + b"%0d%0aX-A:%20b", b"DELETE")),
        ("id-line-feed", "a line feed behind an id, which is an end for some patterns", 422, "id",
         lambda: get(b"/v1/articles/" + b"0" * 32 + b"%0a")),
        ("id-query", "a query in place of an id", 422, "id",
         lambda: get(b'/v1/articles/%7B%22match_all%22%3A%7B%7D%7D')),
        ("id-digits", "an id of digits of another script", 422, "id",
         lambda: get(b"/v1/articles/" + b"%d9%a1" * 32)),
        ("long-path-id", "an id of 50,000 characters", 422, "id",
         lambda: get(b"/v1/articles/" + b"0" * 50_000)),
        ("id-of-others", "another method at an id", 405, "method",
         lambda: get(b"/v1/articles/" + b"0" * 32, b"PUT")),
        ("websocket", "a wish for a WebSocket", 405, "method", lambda: (WEBSOCKET,)),
    )
)  # fmt: skip
