"""Bodies that are packed, and become more than they seem."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable

import zstandard
from faults.hostile.attack import Attack, post

from tidings.formats import MOST_BODY_BYTES

ARTICLE = '{"headline":"渡口镇的桥修好了"}'.encode()
ZEROS = 4 * MOST_BODY_BYTES
WHERE = "Content-Encoding"


def make_bomb() -> bytes:
    return gzip.compress(bytes(ZEROS), mtime=0)


def make_nested_bomb() -> bytes:
    return gzip.compress(make_bomb(), mtime=0)


def make_archive(body: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("article.json")
        archive.writestr(entry, body, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def make_zstd_bomb() -> bytes:
    return zstandard.ZstdCompressor().compress(bytes(ZEROS))


def make_wide_zstd() -> bytes:
    # Its window is 2 GiB: whoever unpacks it would have to keep so much.
    settings = zstandard.ZstdCompressionParameters(window_log=31, compression_level=1)
    return zstandard.ZstdCompressor(compression_params=settings).compressobj().compress(b"") or (
        b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\x00\x00"
    )


def make_lying_zstd() -> bytes:
    # Frame header with a content size of eight bytes: an exbibyte, and one empty last block.
    return b"\x28\xb5\x2f\xfd\xc0\x00" + (2**60).to_bytes(8, "little") + b"\x01\x00\x00"


def make_false_zstd() -> bytes:
    packed = bytearray(zstandard.compress(ARTICLE))
    packed[5] += 1
    return bytes(packed)


def make_long_name() -> bytes:
    packed = gzip.compress(ARTICLE, mtime=0)
    return packed[:3] + b"\x08" + packed[4:10] + b"a" * 10_000_000 + b"\0" + packed[10:]


def make_bare_bomb() -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(bytes(ZEROS)) + packer.flush()


def make_members() -> bytes:
    return gzip.compress(b"", mtime=0) * 100_000


def make_wrong_length() -> bytes:
    return gzip.compress(ARTICLE, mtime=0)[:-4] + b"\xff\xff\xff\x7f"


def make_wrong_checksum() -> bytes:
    packed = gzip.compress(ARTICLE, mtime=0)
    return packed[:-8] + b"\0\0\0\0" + packed[-4:]


ROWS: tuple[tuple[str, str, int, str, str, Callable[[], bytes]], ...] = (
    ("gzip-bomb", "gzip that unpacks to four times the limit", 413, WHERE, "gzip", make_bomb),
    (
        "deflate-bomb", "deflate that unpacks to four times the limit", 413, WHERE, "deflate",
        lambda: zlib.compress(bytes(ZEROS)),
    ),
    ("zstd-bomb", "zstd that unpacks to four times the limit", 413, WHERE, "zstd", make_zstd_bomb),
    (
        "nested-bomb", "a bomb packed once more, with both encodings named", 413, WHERE,
        "gzip, gzip", make_nested_bomb,
    ),
    (
        "hidden-bomb", "a bomb packed once more, with one encoding named", 400, "body", "gzip",
        make_nested_bomb,
    ),
    ("three-encodings", "three encodings on each other", 415, WHERE, "gzip, gzip, zstd", make_bomb),
    (
        "many-encodings", "an encoding ten thousand times", 415, WHERE,
        ", ".join(["gzip"] * 10_000), lambda: ARTICLE,
    ),
    ("zstd-window", "zstd that wants a window of gigabytes", 400, WHERE, "zstd", make_wide_zstd),
    ("zstd-length", "zstd that says it unpacks to an exbibyte, and is empty", 422, "body", "zstd",
     make_lying_zstd),
    ("zstd-false-length", "zstd that says it unpacks to more than it does", 400, WHERE, "zstd",
     make_false_zstd),
    ("zstd-skipped", "zstd of 100,000 frames that are to be skipped", 400, WHERE, "zstd",
     lambda: b"\x50\x2a\x4d\x18\0\0\0\0" * 100_000),
    ("zstd-dictionary", "zstd that needs a dictionary of the sender", 400, WHERE, "zstd",
     lambda: b"\x28\xb5\x2f\xfd\x21\x07\x01\x09\0\0a"),
    ("zstd-truncated", "zstd that is cut off", 400, WHERE, "zstd",
     lambda: zstandard.compress(ARTICLE)[:-4]),
    ("gzip-name", "gzip whose file name has ten megabytes", 202, "", "gzip", make_long_name),
    ("bare-deflate-bomb", "a bare deflate stream that unpacks to four times the limit", 413, WHERE,
     "deflate", make_bare_bomb),
    ("deflate-trailing", "a second stream behind the end of deflate", 400, WHERE, "deflate",
     lambda: zlib.compress(ARTICLE) * 2),
    ("mixed-bomb", "a bomb of zstd, packed once more by gzip", 413, WHERE, "zstd, gzip",
     lambda: gzip.compress(make_zstd_bomb(), mtime=0)),
    ("many-members", "gzip of 100,000 empty members", 400, WHERE, "gzip", make_members),
    (
        "truncated", "gzip that is cut off", 400, WHERE, "gzip",
        lambda: gzip.compress(ARTICLE, mtime=0)[:-9],
    ),
    (
        "trailing", "garbage behind the end of gzip", 400, WHERE, "gzip",
        lambda: gzip.compress(ARTICLE, mtime=0) + b"garbage",
    ),
    ("wrong-length", "gzip with a wrong length", 400, WHERE, "gzip", make_wrong_length),
    ("wrong-checksum", "gzip with a wrong checksum", 400, WHERE, "gzip", make_wrong_checksum),
    ("not-packed", "a body that is not packed as it says", 400, WHERE, "gzip", lambda: ARTICLE),
    ("empty-packed", "nothing at all, said to be gzip", 422, "body", "gzip", lambda: b""),
    (
        "zip-as-gzip", "a ZIP archive in place of gzip", 400, WHERE, "gzip",
        lambda: make_archive(ARTICLE),
    ),
    ("unknown-encoding", "an encoding that is not taken", 415, WHERE, "br", lambda: ARTICLE),
    ("encoding-path", "an encoding that is no name", 415, WHERE, "../../gzip", lambda: ARTICLE),
)  # fmt: skip


def _build(name: str, encoding: str, build: Callable[[], bytes]) -> bytes:
    headers = (("Content-Type", "application/json"), ("Content-Encoding", encoding))
    return post(build(), headers)


PACKED = [
    Attack(
        name, what, status, where,
        lambda _, name=name, encoding=encoding, build=build: (_build(name, encoding, build),),
    )
    for name, what, status, where, encoding, build in ROWS
]  # fmt: skip
PACKED += [
    Attack(
        "zip-bomb", "a ZIP bomb as a page of text", 415, "body",
        lambda _: (post(make_archive(bytes(ZEROS)), [("Content-Type", "text/plain")]),),
    ),
    Attack(
        "gzip-unsaid", "gzip without a word about it", 400, "body",
        lambda _: (post(gzip.compress(ARTICLE, mtime=0)),),
    ),
]  # fmt: skip
