"""Cut a body into sentences that keep their offsets."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

CLOSERS = "”’」』》）)\"'】]"
# A Chinese sentence ends at its mark with the closing quotes after it; an English one at a mark
# that white space and a capital, a digit or an opening quote follow; either one at a line break.
_END = re.compile(
    rf"[。！？!?…]+[{re.escape(CLOSERS)}]*"
    rf"|\.[{re.escape(CLOSERS)}]*(?=\s+[A-Z0-9“\"‘'])"
    r"|\n+"
)
# A mark after these is part of the word: "Mr. Li", "U.S. Senate".
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Rep|Lt|Col|Sgt|St|Jr|Sr|No|vs|[A-Z])\.$"
)
# No more than this is looked at before a mark, or a text of initials takes the square of its time.
_LONGEST_ABBREVIATION = len("Prof")


class Sentence(NamedTuple):
    """A sentence of the body: ``body[start:end] == text``, no white space at its ends."""

    start: int
    end: int
    text: str


def split_sentences(body: str) -> list[Sentence]:
    """Return the sentences in order; together they hold every character that is no white space."""
    sentences: list[Sentence] = []
    start = 0
    for mark in _END.finditer(body):
        at = mark.start()
        near = max(start, at - _LONGEST_ABBREVIATION)
        if mark.group().startswith(".") and _ABBREVIATION.search(body, near, at + 1):
            continue
        _append_trimmed(sentences, body, start, mark.end())
        start = mark.end()
    _append_trimmed(sentences, body, start, len(body))
    return sentences


def cuts_words(borders: Container[int], start: int, end: int) -> bool:
    """Tell whether a stretch is the end of one word and the beginning of another: 应(急救)援.

    ``borders`` are where words begin and end. One word cut is not enough: 中指|出 is how a cutter
    may read 发言中指出.
    """
    return (
        start not in borders
        and end not in borders
        and any(border in borders for border in range(start + 1, end))
    )


def _append_trimmed(sentences: list[Sentence], body: str, start: int, end: int) -> None:
    text = body[start:end]
    stripped = text.strip()
    if stripped:
        begin = start + text.index(stripped)
        sentences.append(Sentence(begin, begin + len(stripped), stripped))
