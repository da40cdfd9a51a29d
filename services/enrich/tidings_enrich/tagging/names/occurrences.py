"""Find every place where known names stand, in one pass over the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tidings_enrich.tagging.folding import squeeze
from tidings_enrich.tagging.phrase_scan import CharacterScan, Hit


def find_occurrences(body: str, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and name wherever one stands in ``body``, the longest of those that start.

    White space that a page put into a name does not hide it.
    """
    by_form = {squeeze(name)[0]: name for name in names}
    by_form.pop("", None)
    text, origins = squeeze(body)
    free_from = 0
    for hit in sorted(CharacterScan(by_form.items()).find(text), key=_begin_and_reach):
        if hit.start >= free_from and not cuts_word(text, hit.start, hit.end):
            yield origins[hit.start], origins[hit.end - 1] + 1, hit.payload
            free_from = hit.end


def _begin_and_reach(hit: Hit[str]) -> tuple[int, int]:
    return hit.start, -hit.end


def cuts_word(text: str, start: int, end: int) -> bool:
    """Return whether the stretch begins or ends inside a Latin word or a number."""
    edges = ((start - 1, start), (end - 1, end))
    return any(
        left >= 0 and right < len(text) and _runs_on(text[left]) and _runs_on(text[right])
        for left, right in edges
    )


def _runs_on(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
