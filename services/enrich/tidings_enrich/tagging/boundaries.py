"""Mend the borders of names that a model found: run them on to their endings, join their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tidings_enrich.tagging.folding import WIDE, is_wide
from tidings_enrich.tagging.mentions import (
    Mention,
    ends_speech,
    is_unbroken,
    keep_longest,
)
from tidings_enrich.tagging.title_words import find_title_start
from tidings_enrich.tagging.word_lists import alternate, load_words

_SIGNS = " \n\t,.;:!?()\"'“”‘’《》〈〉「」『』、。·-~*#|/"
# 上海三家医院 are no one hospital.
_COUNTED = re.compile(r"[\d一二两三四五六七八九十百千万多几数][家所个座名]")
_GIVEN_NAME = re.compile(rf"[{WIDE}]{{1,6}}(?:·[{WIDE}]{{1,6}})*")


class _Endings(NamedTuple):
    far: re.Pattern[str]
    near: re.Pattern[str]
    zone: re.Pattern[str]
    bracket: re.Pattern[str]
    organization: tuple[str, ...]
    site: tuple[str, ...]
    units: tuple[str, ...]
    inner: re.Pattern[str]
    levels: frozenset[str]


@cache
def _build_endings() -> _Endings:
    bodies, places = load_words("organizations"), load_words("places")
    return _Endings(
        far=re.compile(rf"[{WIDE}]{{0,12}}?{alternate(bodies['far_endings'])}"),
        near=re.compile(rf"[{WIDE}]{{0,4}}?{alternate(bodies['near_endings'])}"),
        zone=re.compile(rf"[{WIDE}]{{0,6}}?{alternate(places['zones'])}"),
        bracket=re.compile(
            rf"\([{WIDE}]{{2,8}}\)[{WIDE}]{{0,8}}?{alternate(bodies['bracket_endings'])}"
        ),
        organization=tuple(bodies["organization_endings"]),
        site=tuple(places["sites"]),
        units=tuple(places["units"]),
        inner=re.compile(
            rf"[{WIDE}]{{2,6}}?(?:{alternate((*places['zones'], *places['spots']))}"
            rf"|{alternate(places['units'])}(?![长委府级内民]))"
        ),
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
    """Return ``start``, or where an office ends that reaches into the name: 董事[长孙波]."""
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
        if text.startswith("·", end) and (rest := _GIVEN_NAME.match(text, end + 1)):
            while not is_unbroken(text, end + 1, rest.end()) and "·" not in rest.group():
                shorter = _GIVEN_NAME.match(text, end + 1, rest.end() - 1)
                if shorter is None:
                    return mention
                rest = shorter
            end = rest.end()
        return Mention(start, end, kind)
    name = text[start:end]
    for pattern in (endings.bracket, endings.far, endings.near):
        if pattern is not endings.bracket and name.endswith(endings.organization):
            continue
        match = pattern.match(text, end)
        if match and _belongs(text, match):
            return _extend_left(text, Mention(start, match.end(), "organization"))
    if kind == "place" and not name.endswith((*endings.site, *endings.units)):
        match = endings.zone.match(text, end)
        if match and _belongs(text, match):
            return Mention(start, match.end(), "place")
    return _extend_left(text, Mention(start, end, kind))


def find_inner_places(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the places named behind the unit that they lie in: 青芦区[梧桐里社区]."""
    endings = _build_endings()
    found: list[Mention] = []
    waiting = [each for each in mentions if each.type == "place"]
    for place in waiting:
        match = endings.inner.match(text, place.end)
        if (
            match
            and text.endswith(endings.units, place.start, place.end)
            and is_unbroken(text, place.end, match.end())
        ):
            found.append(Mention(*match.span(), "place"))
            waiting.append(found[-1])
    return found


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


def find_nested_sites(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Return the sites that bodies are named after: 会展中心 in 会展中心方舱医院."""
    sites = _build_endings().site
    nested: list[Mention] = []
    for mention in mentions:
        if mention.type != "organization" or not is_wide(text[mention.start]):
            continue
        name = text[mention.start : mention.end]
        ends = [name.find(site) + len(site) for site in sites if name.find(site) > 1]
        fitting = [end for end in ends if end + 2 <= len(name) and "(" not in name[:end]]
        if fitting:
            end = mention.start + max(fitting)
            nested.append(Mention(mention.start, end, "place"))
    return nested


def split_units(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Cut 江宁省临江市 into its units, each a place of its own."""
    cut: list[Mention] = []
    for mention in mentions:
        ends = [mention.start]
        if mention.type == "place":
            name = text[mention.start : mention.end]
            ends += [
                mention.start + match.end()
                for match in _UNITS.finditer(name)
                if match.end() < len(name) - 1
            ]
        ends.append(mention.end)
        cut += [mention._replace(start=one, end=two) for one, two in pairwise(ends)]
    return cut


_UNITS = re.compile(
    rf"[{WIDE}]{{2,7}}?(?:省|自治区|特别行政区|市|自治州|地区|区|县|旗|镇|乡|街道)(?=[{WIDE}]{{2}})"
)
