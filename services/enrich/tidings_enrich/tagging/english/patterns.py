"""The words of the rules for English names, as patterns over text with plain apostrophes."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tidings_enrich.tagging.word_lists import alternate, flatten, load_words

# Each is as long as what it stands for, so that offsets stay.
_PLAIN = str.maketrans("’‘ʼ´\u00a0\u2009\u202f–—", "''''   --")
# The longest title that a sentence puts before a name, with the body in it.
LONGEST_TITLE = 80
_NO_CALLING = r"(?:of|the|and|or|who|with|said|says|told|that|in|at|to|from|on|was|is)\b"


class Patterns(NamedTuple):
    """What stands before, behind and inside of English names."""

    honorific: re.Pattern[str]
    honorific_before: re.Pattern[str]
    title_at_start: re.Pattern[str]
    title_before: re.Pattern[str]
    title_behind: re.Pattern[str]
    kind_of_body: re.Pattern[str]
    body_word: re.Pattern[str]
    head_of_body: re.Pattern[str]
    place_ending: re.Pattern[str]
    before_place: re.Pattern[str]
    article: re.Pattern[str]
    title_between: re.Pattern[str]
    title_after: re.Pattern[str]
    modifiers: frozenset[str]
    staff: re.Pattern[str]
    no_names: frozenset[str]
    chinese_surnames: frozenset[str]


def make_plain(text: str) -> str:
    """Return ``text`` with one kind of apostrophe, space and dash; as long as ``text``."""
    return text.translate(_PLAIN)


@cache
def build_patterns() -> Patterns:
    """Return the patterns; compiled once."""
    words = load_words("english")
    modifier = rf"(?:{alternate(words['modifiers'])}[\s-]+|{alternate(['ex-', 'vice-'])})"
    heads = rf"(?:{alternate(flatten(words['heads']))}|[a-z]+(?:ologist|ographer))(?!\w)"
    title = rf"(?i:\b{modifier}*{heads})"
    honorific = rf"(?:{alternate(words['honorifics'])}\b\.?\s+)"
    calling = rf"(?:(?!{_NO_CALLING})[a-z][a-z-]+\s+){{0,2}}"
    owner = r"(?:(?:[Tt]he\s+)?(?:[\w.-]+\s+){0,3}[\w.-]+'s?\s+)"
    return Patterns(
        honorific=re.compile(rf"{honorific}+"),
        honorific_before=re.compile(rf"\b{honorific}$"),
        title_at_start=re.compile(rf"(?:{title}\s+)+(?=\w)"),
        title_before=re.compile(rf"(?P<title>{title})(?P<comma>,)?\s+{honorific}*$"),
        title_behind=re.compile(
            rf",\s+(?:an?\s+|[Tt]he\s+|(?:its|his|her|their)\s+|{owner})?(?:\d+-year-old\s+)?"
            rf"(?P<title>{calling}{title})(?P<of>\s+(?:of|at|for)\s+(?:the\s+)?)?"
        ),
        kind_of_body=re.compile(rf"\b{alternate(words['kinds_of_body'])}\s+$"),
        body_word=re.compile(
            rf"\b{alternate(words['body_words'])}\b|\s{alternate(words['body_endings'])}$"
        ),
        head_of_body=re.compile(rf"(?i:{alternate(words['heads_of_bodies'])})$"),
        place_ending=re.compile(rf"\s{alternate(words['place_endings'])}$"),
        before_place=re.compile(
            rf"\b(?:(?i:{alternate(words['before_places'])})|{alternate(words['motions'])}\s+to"
            r"|[Ff]rom\s+[A-Z][\w-]+\s+to)\s+$"
        ),
        article=re.compile(r"\b[Tt]he\s+$"),
        title_between=re.compile(rf"\s+{title}\s+$"),
        title_after=re.compile(rf"\s+{title}\b"),
        modifiers=frozenset(words["modifiers"]),
        staff=re.compile(rf"(?:^|\n|[.;(]\s*)(?i:{alternate(words['staff'])})\s+$"),
        no_names=frozenset(words["no_names"]),
        chinese_surnames=frozenset(words["chinese_surnames"]),
    )
