"""Packed request bodies: gzip, deflate and zstd, with a limit on what comes out. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol, TypeVar

import zstandard

from tidings.reading import Problem, UnreadableError

# A second one is what a proxy adds that packs what is packed.
MOST_ENCODINGS: Final = 2
# Programs that pack in parallel begin a new member about every 64 KB: these hold 64 MB.
MOST_MEMBERS: Final = 1_000
_STEP: Final = 64 * 1024
# zstd cannot be told where to stop. One of its blocks takes 4 bytes and can unpack to 128 KiB: 32
# of them, 4 MiB, is what can come out beyond the limit before it is noticed.
_ZSTD_STEP: Final = 128
# The largest window that the format recommends to expect of a receiver; it costs that memory.
_MOST_WINDOW: Final = 8 * 1024 * 1024


def unpack(body: bytes, encoding: str, most: int) -> bytes:
    """Return ``body`` unpacked as the value of a Content-Encoding says, the last one first.

    Raises UnreadableError: 400 for what is not packed so, 413 for what has more than ``most`` bytes
    at any step, 415 for an encoding that we do not know.
    """
    names = [name for each in encoding.split(",") if (name := each.strip().lower())]
    names = [name for name in names if name != "identity"]
    if len(names) > MOST_ENCODINGS:
        raise _refuse(415, f"at most {MOST_ENCODINGS} encodings are taken")
    for name in names:
        if name not in UNPACKERS:
            known = ", ".join(each for each in UNPACKERS if not each.startswith("x-"))
            raise _refuse(415, f"{name[:40]!r} is not taken; we take {known}")
    for name in reversed(names):
        body = _unpack_one(body, name, most)
    return body


def _unpack_one(body: bytes, name: str, most: int) -> bytes:
    unpacked = bytearray()
    try:
        for piece in UNPACKERS[name](body):
            unpacked += piece
            if len(unpacked) > most:
                raise _refuse(413, f"unpacked, the body has more than {most} bytes")
    except (zlib.error, zstandard.ZstdError, EOFError) as error:
        raise _refuse(400, f"the body is not {name}: {str(error)[:100]}") from None
    return bytes(unpacked)


class _Unpacker(Protocol):
    """What zlib and zstandard have in common: it unpacks one member, and knows where that ends."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


_Member = TypeVar("_Member", bound=_Unpacker)


def _unpack_gzip(body: bytes) -> Iterator[bytes]:
    def begin() -> zlib._Decompress:
        return zlib.decompressobj(zlib.MAX_WBITS | 16)

    return _unpack_members(body, begin, _inflate, _STEP)


def _unpack_deflate(body: bytes) -> Iterator[bytes]:
    """Unpack a zlib stream, which the standard means, or a bare one, which some send."""
    # The first four bits of a zlib stream are 8, and its first two bytes a multiple of 31.
    named = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    bits = zlib.MAX_WBITS if named else -zlib.MAX_WBITS
    return _unpack_members(body, lambda: zlib.decompressobj(bits), _inflate, _STEP, most=1)


def _unpack_zstd(body: bytes) -> Iterator[bytes]:
    context = zstandard.ZstdDecompressor(max_window_size=_MOST_WINDOW)

    def decompress(unpacker: zstandard.ZstdDecompressionObj, taken: bytes) -> Iterator[bytes]:
        yield unpacker.decompress(taken)

    return _unpack_members(body, context.decompressobj, decompress, _ZSTD_STEP)


def _inflate(unpacker: zlib._Decompress, taken: bytes) -> Iterator[bytes]:
    full = True
    while (taken or full) and not unpacker.eof:
        piece = unpacker.decompress(taken, _STEP)
        taken = unpacker.unconsumed_tail
        # Then more can be waiting inside, although everything was taken in.
        full = len(piece) == _STEP
        yield piece


def _unpack_members(
    body: bytes,
    begin: Callable[[], _Member],
    decompress: Callable[[_Member, bytes], Iterator[bytes]],
    step: int,
    most: int = MOST_MEMBERS,
) -> Iterator[bytes]:
    """Yield what is in one member after the other, taking in ``step`` bytes at a time."""
    position = members = 0
    while position < len(body):
        members += 1
        if members > most:
            raise EOFError("there is more behind its end")
        unpacker = begin()
        while not unpacker.eof:
            taken = body[position : position + step]
            if not taken:
                raise EOFError("it ends too soon")
            position += len(taken)
            yield from decompress(unpacker, taken)
        position -= len(unpacker.unused_data)


UNPACKERS: Final[Mapping[str, Callable[[bytes], Iterator[bytes]]]] = {
    "gzip": _unpack_gzip,
    "x-gzip": _unpack_gzip,
    "deflate": _unpack_deflate,
    "zstd": _unpack_zstd,
}


def _refuse(status: int, detail: str) -> UnreadableError:
    return UnreadableError(status, Problem("Content-Encoding", detail))
