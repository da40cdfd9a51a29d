"""Find roads and railways by the signs of the places that they join: 京港澳高速, 318国道."""

from __future__ import annotations

import re
from functools import cache

from tidings_enrich.tagging.names.mentions import Mention
from tidings_enrich.tagging.word_lists import alternate, load_words

# 京港澳, and 长深高速 has two; none joins more than four.
_MOST_SIGNS = 4


@cache
def _build_road() -> re.Pattern[str]:
    places = load_words("places")
    signs = places["road_signs"]
    return re.compile(
        rf"[{signs}]{{2,{_MOST_SIGNS}}}(?:{alternate(places['roads'])}|线(?![上下索路条性程缆人]))"
        rf"|(?<![\d.])[GS]?\d{{3}}(?:国道|省道)"
    )


def find_roads(text: str) -> list[Mention]:
    """Return the roads and railways of folded ``text``."""
    return [Mention(*match.span(), "place") for match in _build_road().finditer(text)]
