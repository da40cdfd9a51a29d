"""Mend the borders of names that a model found: run them on to their endings, join their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from tidings_enrich.tagging.folding import WIDE
from tidings_enrich.tagging.names.mentions import (
    Mention,
    ends_speech,
    find_part_end,
    is_unbroken,
    keep_longest,
)
from tidings_enrich.tagging.names.title_words import find_title_start
from tidings_enrich.tagging.word_lists import alternate, load_words

_SIGNS = " \n\t,.;:!?()\"'“”‘’《》〈〉「」『』、。·-~*#|/"
# 上海三家医院 are no one hospital.
_COUNTED = re.compile(r"[\d一二两三四五六七八九十百千万多几数][家所个座名]")


class _Endings(NamedTuple):
    far: re.Pattern[str]
    near: re.Pattern[str]
    zone: re.Pattern[str]
    own_site: re.Pattern[str]
    bracket: re.Pattern[str]
    organization: tuple[str, ...]
    site: tuple[str, ...]
    units: tuple[str, ...]
    levels: frozenset[str]


@cache
def _build_endings() -> _Endings:
    bodies, places = load_words("organizations"), load_words("places")
    return _Endings(
        far=re.compile(rf"[{WIDE}]{{0,12}}?{alternate(bodies['far_endings'])}"),
        near=re.compile(
            rf"(?!{alternate(bodies['plain_endings'])})[{WIDE}]{{0,4}}?"
            rf"{alternate(bodies['near_endings'])}(?![生员门长])"
        ),
        zone=re.compile(rf"[{WIDE}]{{0,6}}?{alternate(places['zones'])}"),
        own_site=re.compile(rf"[{WIDE}]?{alternate(places['own_sites'])}"),
        bracket=re.compile(
            rf"\([{WIDE}]{{2,8}}\)[{WIDE}]{{0,8}}?{alternate(bodies['bracket_endings'])}"
        ),
        organization=tuple(bodies["organization_endings"]),
        site=tuple(places["sites"]),
        units=tuple(places["units"]),
        levels=frozenset(bodies["levels"]),
    )


def mend_mentions(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Return the names of folded ``text`` with better borders, none overlapping, in order."""
    trimmed = [each for each in (_trim(text, mention) for mention in mentions) if each]
    joined = _join_neighbours(text, keep_longest(trimmed))
    extended = [_extend(text, mention) for mention in joined]
    return [_retype(text, each) for each in keep_longest(extended)]


def _trim(text: str, mention: Mention) -> Mention | None:
    start, end = mention.start, mention.end
    while start < end and text[start] in _SIGNS:
        start += 1
    while end > start and text[end - 1] in _SIGNS:
        end -= 1
    if mention.type == "person":
        start = _skip_title(text, start, end)
    return mention._replace(start=start, end=end) if end > start else None


def _skip_title(text: str, start: int, end: int) -> int:
    """Return ``start``, or where an office ends that reaches into the name: 董事[长梁舟]."""
    for at in range(start + 1, min(start + 5, end - 1)):
        began = find_title_start(text, at)
        if began is not None and (began < start or at - began > 1):
            return at
    return start


def _join_neighbours(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Join what touches: a place or body with the body behind it, the parts of a foreign name."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last is None:
            joined.append(mention)
        elif last.end == mention.start and last.type != "person" and mention.type == "organization":
            joined[-1] = Mention(last.start, mention.end, "organization")
        elif last.end + 1 == mention.start and text[last.end] == "·":
            joined[-1] = Mention(last.start, mention.end, "person")
        else:
            joined.append(mention)
    return joined


def _extend(text: str, mention: Mention) -> Mention:
    endings = _build_endings()
    start, end, kind = mention
    if kind == "person":
        while text.startswith("·", end) and (after := find_part_end(text, end + 1)):
            end = after
        return Mention(start, end, kind)
    name = text[start:end]
    for pattern in (endings.bracket, endings.far, endings.near):
        if pattern is not endings.bracket and name.endswith(endings.organization):
            continue
        match = pattern.match(text, end)
        if match and _belongs(text, match):
            return _extend_left(text, Mention(start, match.end(), "organization"))
    if kind == "place" and not name.endswith((*endings.site, *endings.units)):
        match = endings.zone.match(text, end) or endings.own_site.match(text, end)
        if match and _belongs(text, match):
            return Mention(start, match.end(), "place")
    return _extend_left(text, Mention(start, end, kind))


def _belongs(text: str, match: re.Match[str]) -> bool:
    """Return whether the words up to an ending are all of the name."""
    words = match.group()
    if words.startswith("("):
        return True
    return is_unbroken(text, match.start(), match.end()) and not _COUNTED.search(words)


def _extend_left(text: str, mention: Mention) -> Mention:
    """Take in 省, 市 or 县 before a body: 市[疾控中心]."""
    before = mention.start - 1
    if (
        mention.type == "organization"
        and before >= 0
        and text[before] in _build_endings().levels
        and ends_speech(text, before)
    ):
        return mention._replace(start=before)
    return mention


def _retype(text: str, mention: Mention) -> Mention:
    """Call a site a place and a company no place, whatever the model said."""
    endings = _build_endings()
    name = text[mention.start : mention.end]
    if mention.type == "organization" and name.endswith(endings.site):
        return mention._replace(type="place")
    if name.endswith(("队", "俱乐部")):
        return mention._replace(type="organization")
    if mention.type == "place" and (
        name.endswith(("公司", "集团", "大学", "医院", "委员会", "管委会", "工业园"))
    ):
        return mention._replace(type="organization")
    return mention
