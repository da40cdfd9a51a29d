"""Names that begin with what somebody types, in either script. Pure.

The index keeps a name as it is tagged. So what is typed becomes a pattern with all characters that
are one for a search at each of its places: [桥橋], and both cases of a letter.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, get_args

from tidings.search.variants import list_rules
from tidings.search.word_queries import Clause
from tidings_desk.answers import NameKind, Suggestion
from tidings_desk.requests import SEARCH_WITHIN

# No name that is typed this far has more than one continuation; Elasticsearch takes 1,000
# characters of a pattern, and a class has 20 at most.
MOST_TYPED: Final = 40
MOST_SUGGESTIONS: Final = 10
_FIELDS: Final[Mapping[NameKind, str]] = {
    "person": "persons",
    "organization": "organizations",
    "place": "places",
}
_LONGEST_PATTERN: Final = 900
_OPERATORS: Final = frozenset('.?+*|{}[]()"\\#@&<>~^-$')


def build_suggest(typed: str) -> Clause:
    """Return the request for the names of each kind that begin with ``typed``."""
    pattern = write_pattern(typed)
    return {
        "query": {"bool": {"must_not": [{"term": {"status": "withdrawn"}}]}},
        "size": 0,
        "track_total_hits": False,
        "timeout": SEARCH_WITHIN,
        "aggs": {
            kind: {"terms": {"field": field, "include": pattern, "size": MOST_SUGGESTIONS}}
            for kind, field in _FIELDS.items()
        },
    }


def read_suggestions(answer: Mapping[str, Any]) -> list[Suggestion]:
    """Return the names, those of most articles first, whatever their kind."""
    found = [
        Suggestion(kind=kind, name=each["key"], count=each["doc_count"])
        for kind in get_args(NameKind)
        for each in answer["aggregations"][kind]["buckets"]
    ]
    return sorted(found, key=lambda each: -each.count)[:MOST_SUGGESTIONS]


def write_pattern(typed: str) -> str:
    """Return the regular expression of Elasticsearch for all that begins with ``typed``.

    >>> write_pattern("5桥")
    '5[桥橋].*'
    """
    pattern = ""
    for character in unicodedata.normalize("NFKC", typed).lstrip()[:MOST_TYPED]:
        pattern += _write_place(character)
        if len(pattern) > _LONGEST_PATTERN:
            break
    return f"{pattern}.*"


def _write_place(character: str) -> str:
    cases = {character.lower(), character.upper(), character}
    wanted = {each for case in cases if len(case) == 1 for each in _list_variants(case)}
    written = sorted(_escape(each) for each in wanted)
    return written[0] if len(written) == 1 else f"[{''.join(written)}]"


def _list_variants(character: str) -> frozenset[str]:
    same, classes = _read_classes()
    return classes.get(same.get(character, character), frozenset()) | {character}


def _escape(character: str) -> str:
    return f"\\{character}" if character in _OPERATORS else character


@cache
def _read_classes() -> tuple[Mapping[str, str], Mapping[str, frozenset[str]]]:
    """Return what stands for each character, and what each of those stands for."""
    same = dict(rule.split("=>") for rule in list_rules())
    classes: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for old, new in same.items():
        classes[new] |= {old, new}
    return same, classes
