"""Bytes to text: as declared, as marked, as UTF-8, or as the statistics say. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from tidings.reading import Problem, UnreadableError
from tidings_ingest.formats.charsets import CODECS, GUESSED, MARKS, SAYING_NOTHING, SINGLE_BYTE

# The statistics need no more, and take 10 ms for it.
SAMPLE_BYTES: Final = 64 * 1024
# Text with more than one fault for ten characters beyond ASCII was never in that encoding.
CHARACTERS_FOR_A_FAULT: Final = 10
CHARACTERS_FOR_CERTAINTY: Final = 8
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and notes for the sender on what had to be done."""

    text: str
    notes: tuple[str, ...] = ()


def decode_text(body: bytes, charset: str | None) -> Decoded:
    """Return the text of ``body``; ``charset`` is the label that was declared, in any letter case.

    Raises UnreadableError: 415 for a label that we do not know, 422 where no encoding fits.
    """
    label = (charset or "").strip().strip("\"'").lower()
    declared = CODECS.get(label)
    if label and declared is None and label not in SAYING_NOTHING:
        raise UnreadableError(415, Problem("Content-Type", f"unknown charset {label[:40]!r}"))
    for mark, codec in MARKS:
        if body.startswith(mark):
            if decoded := _decode_as(body[len(mark) :], codec, declared):
                return decoded
            raise _refuse(codec)
    if declared is not None and not _is_surely_utf_8(body, declared):
        decoded = _decode_as(body, declared, declared)
        if decoded is not None:
            return decoded
    return _detect(body, declared)


def _detect(body: bytes, declared: str | None) -> Decoded:
    """Return the text in the encoding that fits best: UTF-8 where it can be, else by statistics."""
    if decoded := _decode_as(body, "utf-8", declared):
        return decoded
    best = from_bytes(_take_sample(body), cp_isolation=list(GUESSED)).best()
    # The statistics are strict; one bad byte hides the encoding that most of our senders use.
    for codec in dict.fromkeys((*(() if best is None else (best.encoding,)), "gb18030")):
        if decoded := _decode_as(body, codec, declared):
            return decoded
    raise _refuse(declared)


def _is_surely_utf_8(body: bytes, declared: str) -> bool:
    """Return whether ``body`` cannot have been written in another encoding than UTF-8.

    Servers declare ISO 8859-1 or GB 2312 for everything. A letter of a single byte before another
    one that is no letter makes no word; of two-byte encodings each character fits by chance one
    time in seven, so eight do one time in five million.
    """
    if body.isascii() or declared.startswith("utf"):
        return False
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii >= (1 if declared in SINGLE_BYTE else CHARACTERS_FOR_CERTAINTY)


def _take_sample(body: bytes) -> bytes:
    """Return the first whole lines, for half a character at the end would mislead."""
    sample = body[:SAMPLE_BYTES]
    end = sample.rfind(b"\n") + 1
    return sample[:end] if end and len(body) > SAMPLE_BYTES else sample


def _decode_as(body: bytes, codec: str, declared: str | None) -> Decoded | None:
    """Return the text as ``codec`` reads it; None where that leaves too much unread."""
    try:
        return Decoded(body.decode(codec), _note_encoding(codec, declared))
    except UnicodeDecodeError as error:
        text = body.decode(codec, "replace")
        replaced = text.count(REPLACEMENT)
        beyond_ascii = len(text) - len(text.encode("ascii", "ignore")) - replaced
        if replaced * CHARACTERS_FOR_A_FAULT > beyond_ascii:
            return None
        faults = "fault" if replaced == 1 else "faults"
        note = (
            f"{replaced} {faults} in {codec}, the first at byte {error.start}, replaced by U+FFFD"
        )
        return Decoded(text, (*_note_encoding(codec, declared), note))


def _note_encoding(codec: str, declared: str | None) -> tuple[str, ...]:
    if codec == "utf-8" and declared in (None, codec):
        return ()
    if declared is None:
        return (f"read as {codec}",)
    return () if declared == codec else (f"declared as {declared}, read as {codec}",)


def _refuse(codec: str | None) -> UnreadableError:
    said = f" It was said to be {codec}." if codec else ""
    detail = f"the encoding was not recognised; send UTF-8, or name the charset.{said}"
    return UnreadableError(422, Problem("body", detail))
