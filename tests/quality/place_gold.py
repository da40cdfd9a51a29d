"""Short articles with their places marked, and how what is resolved compares with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from tidings_enrich.places.homes import find_written_at, read_homes
from tidings_enrich.places.known import Setting
from tidings_enrich.places.mentions import Named
from tidings_enrich.places.resolver import resolve_places
from tidings_enrich.places.units import Gazetteer, Unit
from tidings_enrich.tagging.sentences import split_sentences

FOLDER = Path(__file__).parents[1] / "data" / "places"
OPEN = "?"
# Countries of the marks in Chinese articles, by a name that the gazetteer knows.
_COUNTRIES = {"FR": "法国", "US": "美国", "JP": "日本", "KR": "韩国", "GB": "英国", "RU": "俄罗斯"}
_COUNTRIES |= {"IN": "印度", "AU": "澳大利亚", "UA": "乌克兰", "SG": "新加坡", "MY": "马来西亚"}
_COUNTRIES |= {"PL": "波兰", "CA": "加拿大"}
_MARK = re.compile(r"\[\[(.+?)=(.+?)\]\]")


class PlaceArticle(NamedTuple):
    """A text, its marked mentions with offsets, what 我市 and the like mean, and where it is."""

    text: str
    marked: tuple[tuple[int, int, str], ...]
    pointed: dict[str, str]
    home: str | None
    dateline: str | None


class Tally(NamedTuple):
    """Counts of mentions: ``open`` ones were rightly left unresolved."""

    right: int
    wrong: int
    missed: int
    open: int

    @property
    def precision(self) -> float:
        """Return how many of the resolved were right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Return how many of those that can be told were resolved rightly."""
        return self.right / max(1, self.right + self.missed)


def read_gold(name: str) -> list[PlaceArticle]:
    """Return the articles of ``tests/data/places/<name>.yaml``."""
    rows = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return [
        PlaceArticle(
            *_unmark(row["text"]), row.get("deictic", {}), row.get("home"), row.get("dateline")
        )
        for row in rows
    ]


def _unmark(marked: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    text, at, mentions = "", 0, []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        mentions.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return text + marked[at:], tuple(mentions)


def name_unit(unit: Unit) -> str:
    """Return a unit as the marks write it: a path in China, FR, FR:Paris."""
    if unit.code:
        return unit.path
    return unit.country if len(unit.lineage) == 1 else f"{unit.country}:{unit.english}"


def compare(
    gold: Sequence[PlaceArticle], gazetteer: Gazetteer
) -> Iterator[tuple[str, str, str, str]]:
    """Yield text, mention, what is wanted and what was resolved ("?" for nothing)."""
    for article in gold:
        home = read_homes({"*": article.home}, gazetteer)["*"] if article.home else None
        found = resolve_places(
            article.text,
            [Named(start, end) for start, end, _ in article.marked],
            [each.start for each in split_sentences(article.text)],
            Setting(find_written_at(article.dateline, gazetteer), home),
            gazetteer,
        )
        at = {(each.start, each.end): name_unit(each.choice.unit) for each in found}
        wanted = {(start, end): path for start, end, path in article.marked}
        for words, path in article.pointed.items():
            start = article.text.index(words)
            wanted[start, start + len(words)] = path
        for place in sorted({*at, *wanted}):
            words = article.text[slice(*place)]
            yield article.text, words, wanted.get(place, OPEN), at.get(place, OPEN)


def tally(rows: Sequence[tuple[str, str, str, str]]) -> Tally:
    """Return the counts; a mention resolved wrongly is missed as well, unless none was wanted."""
    counts: Counter[str] = Counter()
    for _, _, wanted, said in rows:
        counts["right"] += wanted == said != OPEN
        counts["wrong"] += said not in (wanted, OPEN)
        counts["missed"] += wanted not in (said, OPEN)
        counts["open"] += wanted == said == OPEN
    return Tally(counts["right"], counts["wrong"], counts["missed"], counts["open"])


def list_wanted_paths(article: PlaceArticle, gazetteer: Gazetteer) -> set[str]:
    """Return the paths of everything that can be told in an article, as tags give them."""
    marks = {mark for _, _, mark in article.marked} | set(article.pointed.values())
    return {_find_path(mark, gazetteer) for mark in marks - {OPEN}}


def _find_path(mark: str, gazetteer: Gazetteer) -> str:
    country, _, town = mark.partition(":")
    if len(country) > 2:
        return mark
    found = [each.unit for each in gazetteer.find(town or _COUNTRIES.get(country, country))]
    return next((each.path for each in found if name_unit(each) == mark), mark)
