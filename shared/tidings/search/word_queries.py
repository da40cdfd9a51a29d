"""The words of a search as clauses of a query. Pure.

Han and kana are indexed in pairs of neighbours. So a word of two or three characters is there
where all its pairs are. A longer one is often several words written together (疫苗接种): there
it is enough that each of its characters stands beside one of its neighbours, so that no pair is
asked for that only the typing has made. Where it does stand together, the article counts more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

# The headline is what the article is about; the rest only mentions.
TEXT_FIELDS: Final = ("headline^4", "kicker^2", "subhead^2", "captions.text", "body")
PHRASE_FIELDS: Final = ("headline^8", "kicker^2", "subhead^2", "body^2")
CHARACTER_FIELDS: Final = ("headline.characters^4", "body.characters")
# A word that is a whole tagged name: 李明 is then not 李明华.
NAME_FIELDS: Final = ("persons.folded", "organizations.folded", "places.folded")
NAME_BOOST: Final = 4
FEWEST_COVERED: Final = 4
# More is a sentence that was pasted, and of its long words three quarters of the pairs are enough.
MOST_COVERED: Final = 40
# In five fields a pair costs 5 clauses and up to 8 more for phrases, and in a query that is covered
# 10 more: 40 times 23 or 200 times 13. A server of 1 GB with 25 threads takes 2,621.
MOST_CHARACTERS: Final = 200

Clause = dict[str, Any]
_PAIRED: Final = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PAIRED_RUN: Final = re.compile(f"{_PAIRED}+")
_COVERED_RUN: Final = re.compile(f"{_PAIRED}{{{FEWEST_COVERED},}}")
_WORD: Final = re.compile(r'"([^"]*)"|“([^”]*)”|([^\s"“]+|["“])')


class Word(NamedTuple):
    """What must occur: ``text``, as it stands where ``is_quoted``."""

    text: str
    is_quoted: bool


def read_words(typed: str) -> list[Word]:
    """Return the words that are typed: white space parts them, and quotation marks hold them.

    >>> read_words('bridge "临江 大桥"')
    [Word(text='bridge', is_quoted=False), Word(text='临江 大桥', is_quoted=True)]
    """
    found = (
        Word((straight or curly or bare).strip(), not bare)
        for straight, curly, bare in _WORD.findall(typed)
    )
    return [each for each in found if each.text not in {"", '"', "“"}]


def build_musts(words: Sequence[Word]) -> list[Clause]:
    """Return a clause for what must all occur, anywhere in an article."""
    find_run = _cover if sum(len(each.text) for each in words) <= MOST_COVERED else _match_most
    musts: list[Clause] = []
    plain: list[str] = []
    for word in words:
        # A lone character makes no pair, so its word is looked for character by character.
        if has_lone_character(word.text):
            musts.append(_match(word.text, CHARACTER_FIELDS, "phrase"))
        elif word.is_quoted:
            musts.append(_match(word.text, TEXT_FIELDS, "phrase"))
        else:
            musts += [find_run(run) for run in _COVERED_RUN.findall(word.text)]
            plain += _COVERED_RUN.sub(" ", word.text).split()
    if plain:
        # Each word somewhere: one may stand in the headline and another in the body.
        musts.append(_match(" ".join(plain), TEXT_FIELDS, "cross_fields", operator="and"))
    return musts


def build_shoulds(words: Sequence[Word]) -> list[Clause]:
    """Return a clause for each thing that lets an article count more."""
    if not words:
        return []
    together = [" ".join(each.text for each in words)]
    apart = [each.text for each in words if _COVERED_RUN.search(each.text)]
    phrases = dict.fromkeys(together + apart)
    names = [
        {"term": {field: {"value": word.text, "boost": NAME_BOOST}}}
        for word in words
        for field in NAME_FIELDS
    ]
    return [_match(each, PHRASE_FIELDS, "phrase") for each in phrases] + names


def has_lone_character(word: str) -> bool:
    """Return whether ``word`` has a Han or kana character that no other stands beside (第3号)."""
    return any(len(run) == 1 for run in _PAIRED_RUN.findall(word))


def _cover(run: str) -> Clause:
    """Return a clause that asks for each character of ``run`` beside one of its neighbours."""
    score = _match(run, TEXT_FIELDS, "cross_fields")
    return {"bool": {"must": score, "filter": [_match_any(each) for each in _list_pairs(run)]}}


def _match_most(run: str) -> Clause:
    return _match(run, TEXT_FIELDS, "cross_fields", minimum_should_match="75%")


def _list_pairs(run: str) -> Iterator[tuple[str, ...]]:
    """Yield for each character the pairs that it stands in; one of them is enough."""
    pairs = ["".join(each) for each in pairwise(run)]
    yield (pairs[0],)
    yield from pairwise(pairs)
    yield (pairs[-1],)


def _match_any(pairs: tuple[str, ...]) -> Clause:
    matches = [_match(each, TEXT_FIELDS, "best_fields") for each in pairs]
    return matches[0] if len(matches) == 1 else {"bool": {"should": matches}}


def _match(words: str, fields: Sequence[str], kind: str, **options: str) -> Clause:
    return {"multi_match": {"query": words, "fields": fields, "type": kind, **options}}
