"""Which tags differ between two answers of ``tidings tag --json``. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

How = Literal["gained", "lost", "changed"]
HOWS: Final[tuple[How, ...]] = ("gained", "lost", "changed")
# What makes two tags of a kind the same tag; all else that is said of it can change.
IDENTITY: Final[dict[str, tuple[str, ...]]] = {
    "persons": ("name",),
    "organizations": ("name",),
    "places": ("name",),
    "known": ("type", "name"),
    "locations": ("name",),
    "times": ("text",),
    "quantities": ("text",),
    "events": ("type", "sentence"),
    "topics": ("code",),
}


class NoTagsError(ValueError):
    """The value is not what ``tidings tag --json`` prints."""


class TagChange(NamedTuple):
    """A tag that one answer has and the other has not, or not in the same way.

    ``before`` and ``after`` are what each says of it, beside its identity; they differ only where
    it ``changed``, and are empty where nothing more is said.
    """

    kind: str
    how: How
    identity: tuple[str, ...]
    before: tuple[dict[str, Any], ...] = ()
    after: tuple[dict[str, Any], ...] = ()


class ArticleChange(NamedTuple):
    """An article whose tags differ: its number in the answer that has it, from 1."""

    number: int
    headline: str
    only_in: Literal["before", "after"] | None
    tags: tuple[TagChange, ...]


def compare_answers(before: object, after: object) -> list[ArticleChange]:
    """Return the articles whose tags differ, in the order of ``after``, those gone at the end.

    Articles are the same that have the same body, else the same headline. Raises NoTagsError.
    """
    old, new = _list_articles(before), _list_articles(after)
    pairs = _pair(old, new)
    changes = [
        _compare(number, old[pairs[number]] if number in pairs else None, article)
        for number, article in enumerate(new)
    ]
    gone = [_compare(n, each, None) for n, each in enumerate(old) if n not in pairs.values()]
    return [each for each in (*changes, *gone) if each.tags or each.only_in]


def compare_tags(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[TagChange, ...]:
    """Return which tags differ in two answers about one article."""
    return tuple(tag for kind in IDENTITY for tag in _compare_kind(kind, before, after))


def count_changes(changes: Iterable[ArticleChange]) -> dict[str, dict[How, int]]:
    """Return for each kind of tag how many were gained, lost and changed."""
    counts = Counter((tag.kind, tag.how) for each in changes for tag in each.tags)
    return {kind: {how: counts[kind, how] for how in HOWS} for kind in IDENTITY}


def describe_change(change: ArticleChange) -> dict[str, Any]:
    """Return a change as plain values."""
    return {**change._asdict(), "tags": [describe_tag_change(each) for each in change.tags]}


def describe_tag_change(tag: TagChange) -> dict[str, Any]:
    """Return the change of a tag as plain values."""
    return {**tag._asdict(), "identity": dict(zip(IDENTITY[tag.kind], tag.identity, strict=True))}


def _list_articles(answer: object) -> list[Mapping[str, Any]]:
    articles = answer.get("articles") if isinstance(answer, dict) else None
    if not isinstance(articles, list):
        raise NoTagsError('no object with a list as its "articles"')
    for number, article in enumerate(articles, start=1):
        if not isinstance(article, dict) or not isinstance(article.get("events"), list):
            raise NoTagsError(f"article {number} has no tags")
    return articles


def _pair(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Return for places in ``new`` the places of the same articles in ``old``."""
    pairs: dict[int, int] = {}
    for field in ("body", "headline"):
        free: defaultdict[Any, list[int]] = defaultdict(list)
        for place in sorted(set(range(len(old))) - set(pairs.values()), reverse=True):
            free[old[place].get(field)].append(place)
        for place, article in enumerate(new):
            words = article.get(field)
            if place not in pairs and words and free[words]:
                pairs[place] = free[words].pop()
    return pairs


def _compare(
    place: int, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> ArticleChange:
    tags = compare_tags(old or {}, new or {})
    shown = new or old or {}
    only_in: Literal["before", "after"] | None = None
    if old is None or new is None:
        only_in = "after" if old is None else "before"
    return ArticleChange(place + 1, str(shown.get("headline") or ""), only_in, tags)


def _compare_kind(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[TagChange]:
    before, after = _group(kind, old.get(kind)), _group(kind, new.get(kind))
    for identity in dict.fromkeys((*after, *before)):
        was, now = before.get(identity), after.get(identity)
        if was == now:
            continue
        how: How = "gained" if was is None else "lost" if now is None else "changed"
        yield TagChange(kind, how, identity, tuple(was or ()), tuple(now or ()))


def _group(kind: str, tags: object) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Return what is said of each tag; a time that stands in a text twice says two things."""
    grouped: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for tag in tags if isinstance(tags, list) else ():
        said = tag if isinstance(tag, dict) else {"name": tag}
        identity = tuple(str(said.get(field)) for field in IDENTITY[kind])
        more = {name: value for name, value in said.items() if name not in IDENTITY[kind]}
        if more not in grouped[identity]:
            grouped[identity].append(more)
    return dict(grouped)
