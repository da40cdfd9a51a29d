"""The forms that a place's name takes: as one key for all spellings, and without its suffix."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tidings_enrich.tagging.folding import WIDE, fold

_HAN = re.compile(rf"[{WIDE}·()]+")
_MARKS = re.compile(r"[\u0300-\u036f'`ʼ’‘.]")
_GAPS = re.compile(r"[\s_-]+")
_OF_A_PEOPLE = re.compile(r"自治(?=[州县旗]$)")
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|[省市州盟县区旗])$")


def make_key(name: str) -> str:
    """Return what all spellings of a name share: 臺北 and 台北, Xi’an and XI'AN, São and Sao."""
    folded = fold(name)
    if is_chinese(folded):
        return "".join(folded.split())
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", folded))
    return _GAPS.sub(" ", plain).strip().casefold()


def is_chinese(name: str) -> bool:
    """Return whether nothing but Chinese characters stand in a folded name."""
    return _HAN.fullmatch("".join(name.split())) is not None


def shorten_unit(name: str, peoples: Iterable[str]) -> list[str]:
    """Return the shorter names of a Chinese unit: 延边 and 延边州 for 延边朝鲜族自治州.

    ``peoples`` are the names that autonomous units carry, with and without 族. A name of one
    character (城区 without 区) is none.
    """
    stem = _SUFFIX.sub("", name)
    if "自治" not in name:
        return [stem] if len(stem) >= 2 and stem != name else []
    bare = _strip_peoples(stem, tuple(peoples))
    suffix = _OF_A_PEOPLE.sub("", name)[-1]
    return [bare, bare + suffix] if len(bare) >= 2 else []


def _strip_peoples(stem: str, peoples: tuple[str, ...]) -> str:
    while len(stem) > 2:
        people = next((each for each in peoples if stem.endswith(each)), None)
        if people is None or len(stem) - len(people) < 2:
            return stem
        stem = stem[: -len(people)]
    return stem
