"""Find the persons that a model missed, and set aside the staff that wrote the story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from tidings_enrich.tagging.folding import WIDE
from tidings_enrich.tagging.names.mentions import (
    LONGEST_PART,
    Mention,
    Starts,
    find_left_edge,
    find_part_end,
)
from tidings_enrich.tagging.names.title_words import build_title_behind, find_title_start
from tidings_enrich.tagging.word_lists import alternate, flatten, load_words

_DOT = re.compile(rf"(?<=[{WIDE}]{{2}})·(?=[{WIDE}]{{2}})")


class _Patterns(NamedTuple):
    listed: re.Pattern[str]
    spaced: re.Pattern[str]
    staff_before: re.Pattern[str]
    staff_behind: re.Pattern[str]
    surname: re.Pattern[str]
    appointed: re.Pattern[str]
    speech: frozenset[str]
    introducing: tuple[str, ...]
    verbs: frozenset[str]


@cache
def _build_patterns() -> _Patterns:
    words = load_words("names")
    speech = frozenset(flatten(load_words("boundaries")["words"]))
    ending = (*speech, *words["behind_persons"])
    double, single = alternate(words["double_surnames"]), f"[{words['surnames']}]"
    surname = rf"(?:{double}|{single})"
    functions = "".join(sorted(set(load_words("boundaries")["characters"]) - set("和同")))
    given = rf"(?![{functions}])[{WIDE}](?:(?![{functions}])[{WIDE}])?"
    name = rf"(?!{alternate(words['no_persons'])})(?:{double}{given}|{single}{given})"
    return _Patterns(
        listed=re.compile(rf"(?P<name>{name})(?=[^{WIDE}]|$|[{functions}和]|{alternate(ending)})"),
        spaced=re.compile(rf"(?<![{WIDE}])(?P<name>{single}[ ]{{1,3}}[{WIDE}])(?![{WIDE}])"),
        staff_before=re.compile(rf"(?<![总主]){alternate(words['staff'])}[\s:/]*$"),
        staff_behind=re.compile(rf"\s*{alternate(words['staff_behind'])}(?![{WIDE}])"),
        surname=re.compile(surname),
        appointed=re.compile(rf"{alternate(words['appointing'])}(?P<name>{name})(?=[为的])"),
        speech=speech,
        introducing=tuple(words["introducing"]),
        verbs=frozenset(words["verbs_like_titles"]),
    )


def find_spaced_names(text: str) -> list[Mention]:
    """Return names of two characters that a page has set wide: 刘 伟."""
    return [
        Mention(*match.span("name"), "person") for match in _build_patterns().spaced.finditer(text)
    ]


def find_foreign_names(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return names in parts that no model found: 副首相[奥拉夫·丹内]."""
    known = Starts(mentions)
    given = {text[each.start : each.end] for each in mentions if each.type == "person"}
    found: list[Mention] = []
    for match in _DOT.finditer(text):
        dot = match.start()
        start = find_left_edge(text, dot, LONGEST_PART)
        start = next(
            (at for at in range(dot - 1, start, -1) if find_title_start(text, at) is not None),
            start,
        )
        lengths = range(2, LONGEST_PART + 1)
        end = next((dot + 1 + n for n in lengths if text[dot + 1 : dot + 1 + n] in given), None)
        end = end or find_part_end(text, dot + 1)
        if end is not None and dot - start > 1 and known.is_free(start, dot + 1):
            found.append(Mention(start, end, "person"))
    return found


def find_listed_persons(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return names behind an office or in a list behind another name, where no name is known."""
    known = Starts(mentions)
    listed, speech = _build_patterns().listed, _build_patterns().speech
    found: list[Mention] = []
    # Lists go on behind the names found in them, so the work list grows.
    waiting = [each.end for each in mentions if each.type == "person"]
    waiting += _find_title_ends(text)
    found += (
        Mention(*match.span("name"), "person")
        for match in _build_patterns().appointed.finditer(text)
        if known.is_free(*match.span("name"))
    )
    for at in waiting:
        start = at + text.startswith("、", at)
        if start == at and not _calls(text, at):
            continue
        match = listed.match(text, start)
        if match is None or match["name"] in speech or not known.is_free(*match.span("name")):
            continue
        if find_title_start(text, match.end("name")) is not None:
            continue
        found.append(Mention(*match.span("name"), "person"))
        waiting.append(match.end("name"))
    return found


def _find_title_ends(text: str) -> list[int]:
    """Return where offices end that are followed by a surname."""
    surname = _build_patterns().surname
    return [match.start() for match in surname.finditer(text) if _calls(text, match.start())]


def _calls(text: str, at: int) -> bool:
    """Return whether an office that is no verb, or a word such as 游客, ends here."""
    if text.endswith(_build_patterns().introducing, 0, at):
        return True
    start = find_title_start(text, at)
    return start is not None and text[start:at] not in _build_patterns().verbs


def find_staff(text: str, mentions: Iterable[Mention], staff: Iterable[str]) -> set[Mention]:
    """Return the mentions of those who wrote the story or took its pictures.

    ``staff`` are the names of byline and captions; others are known by 记者 before them, or 摄
    behind them, and by standing in a list with one of those.
    """
    patterns, names = _build_patterns(), {"".join(name.split()) for name in staff}
    found: set[Mention] = set()
    last: Mention | None = None
    for mention in sorted(mentions):
        if mention.type != "person":
            continue
        before = text[max(0, mention.start - 6) : mention.start]
        between = text[last.end : mention.start] if last else ""
        in_list = last in found and len(between) < 3 and not between.strip(" 、,")
        if (
            "".join(text[mention.start : mention.end].split()) in names
            or patterns.staff_before.search(before)
            or patterns.staff_behind.match(text, mention.end)
            or in_list
        ):
            found.add(mention)
        last = mention
    return found


def is_addressed(text: str, mention: Mention) -> bool:
    """Return whether a person's name is no more than a surname and an office: 葛书记."""
    surname = _build_patterns().surname.match(text, mention.start, mention.end)
    if mention.type != "person" or surname is None:
        return False
    title = build_title_behind().match(text, surname.end())
    return title is not None and title.end() == mention.end


def find_addressed(text: str, persons: Iterable[str]) -> list[tuple[Mention, str]]:
    """Return 葛书记 and the like with the one person of ``persons`` who has that surname."""
    by_surname: dict[str, set[str]] = {}
    for name in persons:
        match = _build_patterns().surname.match(name)
        if match and "·" not in name and len(name) > len(match.group()):
            by_surname.setdefault(match.group(), set()).add(name)
    found: list[tuple[Mention, str]] = []
    behind = build_title_behind()
    for match in _build_patterns().surname.finditer(text):
        names = by_surname.get(match.group(), set())
        title = behind.match(text, match.end())
        if title and len(names) == 1:
            mention = Mention(match.start(), title.end(), "person")
            found.append((mention, next(iter(names))))
    return found
