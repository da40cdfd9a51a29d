"""Find every place where known names stand, in one pass over the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tidings_enrich.tagging.folding import squeeze


def find_occurrences(body: str, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and name wherever one stands in ``body``, the longest of those that start.

    White space that a page put into a name does not hide it.
    """
    by_form = {squeeze(name)[0]: name for name in names}
    by_form.pop("", None)
    lengths: dict[str, set[int]] = {}
    for form in by_form:
        lengths.setdefault(form[0], set()).add(len(form))
    longest_first = {first: sorted(own, reverse=True) for first, own in lengths.items()}
    text, origins = squeeze(body)
    at = 0
    while at < len(text):
        step = 1
        for length in longest_first.get(text[at], ()):
            # Cut off at the end of the text, the stretch could be a shorter name.
            name = by_form.get(text[at : at + length]) if at + length <= len(text) else None
            if name is not None and not cuts_word(text, at, at + length):
                yield origins[at], origins[at + length - 1] + 1, name
                step = length
                break
        at += step


def cuts_word(text: str, start: int, end: int) -> bool:
    """Return whether the stretch begins or ends inside a Latin word or a number."""
    edges = ((start - 1, start), (end - 1, end))
    return any(
        left >= 0 and right < len(text) and _runs_on(text[left]) and _runs_on(text[right])
        for left, right in edges
    )


def _runs_on(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
