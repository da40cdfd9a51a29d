"""Text as the rules read it: half-width signs, simplified characters, each still in its place."""

from __future__ import annotations

import re
from functools import cache

from tidings_enrich.tagging.scripts import CHARACTERS, read_table
from tidings_enrich.tagging.word_lists import load_words

# Full-width forms stand 0xFEE0 above their ASCII twins; the ideographic space is the odd one out.
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f", " ")
_DOTS = dict.fromkeys("•‧∙・⋅", "·")
_SIGNS = {**_FULL_WIDTH, **_SPACES, **_DOTS, "﹪": "%", "〜": "~", "–": "-", "—": "-"}
# To look for what changes first takes a tenth of the time of a translation that changes nothing.
_ANY_SIGN = re.compile(f"[{re.escape(''.join(_SIGNS))}]")

_GAPS = re.compile(r"\s+")

WIDE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
"""The inside of a character class: Chinese characters."""


def fold(text: str) -> str:
    """Return ``text`` in half-width signs and simplified characters; as long as ``text``."""
    return _ANY_SIGN.sub(_get_sign, simplify(text))


def _get_sign(match: re.Match[str]) -> str:
    return _SIGNS[match[0]]


def simplify(text: str) -> str:
    """Return ``text`` with simplified characters for traditional ones; as long as ``text``."""
    return text.translate(load_variants()) if _compile_variants().search(text) else text


@cache
def _compile_variants() -> re.Pattern[str]:
    """Return what stands for each variant; of the rare ones beyond U+FFFF, for all characters.

    A class of thousands of characters is looked up in a table up to there, and one by one beyond.
    """
    common = "".join(chr(each) for each in load_variants() if each <= 0xFFFF)
    return re.compile(f"[{common}\U00010000-\U0010ffff]")


@cache
def load_variants() -> dict[int, int | str]:
    """Return the simplified character for each traditional one, as str.translate takes them.

    A character alone decides, whatever stands around it, so that a name is folded in a text as it
    is by itself; scripts.py reads whole phrases.
    """
    known = {old: new for old, new in read_table(CHARACTERS).items() if old != new}
    more: dict[str, str] = load_words("characters")["variants"]
    return {ord(old): new for old, new in {**known, **more}.items()}


def is_wide(character: str) -> bool:
    """Return whether ``character`` is Chinese."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\uf900" <= character <= "\ufaff"
        or character == "〇"
    )


def squeeze(text: str) -> tuple[str, list[int]]:
    """Return folded ``text`` without the white space beside Chinese, and where each stood.

    The list gives the offset in ``text`` of each character that is left.
    """
    folded = fold(text)
    kept: list[str] = []
    origins: list[int] = []
    after = 0
    for gap in _GAPS.finditer(folded):
        start, end = gap.span()
        kept.append(folded[after:start])
        origins.extend(range(after, start))
        beside = folded[start - 1 : start] + folded[end : end + 1]
        if beside and not any(map(is_wide, beside)):
            kept.append(" ")
            origins.append(start)
        after = end
    kept.append(folded[after:])
    origins.extend(range(after, len(folded)))
    return "".join(kept), origins


def print_name(text: str) -> str:
    """Return a name as it is written without the white space that a page put into it."""
    parts = text.split()
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        beside = is_wide(joined[-1]) or is_wide(part[0])
        joined += part if beside else f" {part}"
    return joined
