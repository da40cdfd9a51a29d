"""Tell what is no text, so that the answer can say what was sent."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE
from typing import Final

# The first bytes of what is most often sent by mistake.
SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"(\xb5/\xfd", "zstd data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
# More controls than this among the bytes is no text, even where each byte decodes.
MOST_CONTROL_SHARE: Final = 0.02
# Escape is not among them: some encodings switch with it.
_CONTROLS: Final = bytes((*range(9), 11, *range(14, 27), *range(28, 32), 127))


def recognise_binary(body: bytes) -> str | None:
    """Return what ``body`` is when its first bytes or its control characters say so."""
    for start, what in SIGNATURES:
        if body.startswith(start):
            return what
    if is_wide(body):
        return None
    if (offset := body.find(b"\0")) >= 0:
        return f"a NUL at byte {offset}"
    controls = len(body) - len(body.translate(None, _CONTROLS))
    return f"{controls} control characters" if controls > len(body) * MOST_CONTROL_SHARE else None


def is_wide(body: bytes) -> bool:
    """Return whether a mark says UTF-16 or UTF-32, in which NUL bytes are part of the text."""
    return body.startswith((BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_BE))
