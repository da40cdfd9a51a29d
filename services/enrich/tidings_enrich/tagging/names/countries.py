"""Countries by one character each: 访韩, and 中美 or 中日韩, which are two and three."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from tidings_enrich.tagging.names.mentions import Mention, ends_speech
from tidings_enrich.tagging.word_lists import alternate, load_words

# 中日韩朝 is as long as such a row gets; 美俄英法中 is a list of the five powers.
_LONGEST = 5


class _Words(NamedTuple):
    countries: Mapping[str, str]
    in_rows: frozenset[str]
    beside: Mapping[str, Mapping[str, str]]
    wholes: frozenset[str]
    row: re.Pattern[str]


@cache
def _load_words() -> _Words:
    places = load_words("places")
    countries: dict[str, str] = places["countries"]
    beside: dict[str, dict[str, str]] = places["countries_beside"]
    signs = "".join(sorted(countries.keys() - set(places["in_no_row"])))
    behind = alternate(places["behind_countries"])
    return _Words(
        countries,
        frozenset(signs) | beside.keys(),
        beside,
        frozenset(places["no_country_rows"]),
        re.compile(rf"(?P<row>[{signs}]{{2,{_LONGEST}}})(?={behind})"),
    )


def find_country_rows(text: str) -> list[Mention]:
    """Return the rows of countries that the words behind them give away: [英法德]三国."""
    return [
        Mention(*match.span("row"), "place")
        for match in _load_words().row.finditer(text)
        if ends_speech(text, match.start())
    ]


def split_countries(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Cut a row of countries of folded ``text`` into its countries: 中美 are 中 and 美."""
    words, cut = _load_words(), list[Mention]()
    for mention in mentions:
        name = text[mention.start : mention.end]
        if mention.type == "place" and _is_row(name, words):
            cut += (Mention(at, at + 1, "place") for at in range(mention.start, mention.end))
        else:
            cut.append(mention)
    return cut


def _is_row(name: str, words: _Words) -> bool:
    return 2 <= len(name) <= _LONGEST and name not in words.wholes and set(name) <= words.in_rows


def name_countries(text: str, mentions: Iterable[Mention]) -> dict[Mention, str]:
    """Return the mentions of one sign that stand for a country or region, with its full name.

    What stands beside it counts: 澳 is 澳大利亚, but 澳门 in 港澳; 巴 is 巴勒斯坦 in 巴以.
    """
    words = _load_words()
    named: dict[Mention, str] = {}
    for each in mentions:
        sign = text[each.start : each.end]
        around = text[max(0, each.start - 1) : each.start], text[each.end : each.end + 1]
        beside = (words.beside.get(sign, {}).get(other) for other in around if other)
        name = next(filter(None, beside), None) or words.countries.get(sign)
        if each.type == "place" and len(sign) == 1 and name:
            named[each] = name
    return named
