"""What a search found: for programs as JSON, for people as a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tidings.painting import STYLES
from tidings.search.queries import HIGHLIGHT_END, HIGHLIGHT_START
from tidings.terminal import printable
from tidings_index.lookup import Fields

# What every hit has in JSON, null or empty where the article has none.
SINGLE_FIELDS: Final = (
    *("headline", "kicker", "subhead", "source", "feed", "url", "language"),
    *("published_at", "received_at", "status", "story_id", "near_duplicate_of"),
)
LIST_FIELDS: Final = ("persons", "places", "organizations", "event_types", "topics", "topics_zh")
TAG_STYLES: Final = (
    ("persons", STYLES["person"]),
    ("organizations", STYLES["organization"]),
    ("places", STYLES["place"]),
    ("event_types", STYLES["event"]),
)
# The first few tell what an article is about; a list of hits is for choosing one.
MOST_TAGS_OF_A_KIND: Final = 5
MATCH_STYLE: Final = "bold black on yellow"
_MARK = re.compile(f"[{HIGHLIGHT_START}{HIGHLIGHT_END}]")


def describe_hits(answer: Fields) -> dict[str, Any]:
    """Return ``{"total", "hits"}`` of a search answer, each hit flat and its highlights plain."""
    return {
        "total": answer["hits"]["total"]["value"],
        "hits": [_describe_hit(hit) for hit in answer["hits"]["hits"]],
    }


def render_hits(answer: Fields) -> RenderableType:
    """Return the hits as a list to read, with the total at its end."""
    found = answer["hits"]
    total = found["total"]["value"]
    if not total:
        return Text("No article matches.", "dim")
    shown = len(found["hits"])
    end = f"{total} article{'' if total == 1 else 's'}" + (
        f", the first {shown} shown" if shown < total else ""
    )
    return Group(*(_render_hit(hit) for hit in found["hits"]), Text(end, "dim"))


def list_fragments(hit: Fields, field: str) -> list[str]:
    """Return the highlighted fragments of a field, its marks in place, each one once.

    A word of one character matches in the field's ``characters`` only.
    """
    highlight = hit.get("highlight", {})
    found = highlight.get(field) or highlight.get(f"{field}.characters") or []
    return list(dict.fromkeys(found))


def paint_matches(marked: str, style: str = "") -> Text:
    """Return a text from Elasticsearch with its marks turned into colour."""
    painted = Text(style=style)
    for piece, is_match in _cut_at_marks(marked):
        painted.append(printable(piece, keep=""), MATCH_STYLE if is_match else "")
    return painted


def _cut_at_marks(marked: str) -> Iterator[tuple[str, bool]]:
    is_match, start = False, 0
    for mark in _MARK.finditer(marked):
        yield marked[start : mark.start()], is_match
        is_match, start = mark.group() == HIGHLIGHT_START, mark.end()
    yield marked[start:], is_match


def _describe_hit(hit: Fields) -> dict[str, Any]:
    source = hit["_source"]
    fragments = list_fragments(hit, "headline") + list_fragments(hit, "body")
    return {
        "id": hit["_id"],
        "score": hit["_score"],
        **{name: source.get(name) for name in SINGLE_FIELDS},
        **{name: source.get(name, []) for name in LIST_FIELDS},
        "labels": source.get("labels", {}),
        "highlights": [_MARK.sub("", each) for each in fragments],
    }


def _render_hit(hit: Fields) -> RenderableType:
    source = hit["_source"]
    headline = list_fragments(hit, "headline") or [source.get("headline") or "(no headline)"]
    when = source.get("published_at") or source.get("received_at") or ""
    where = Text("  ").join(
        [
            Text(printable(source.get("source", ""), keep="")),
            Text(str(when)[:16].replace("T", " ")),
            Text(hit["_id"]),
        ]
    )
    where.stylize("dim")
    lines: list[Text] = [where]
    if tags := _render_tags(source):
        lines.append(tags)
    lines += [paint_matches(_join_lines(each)) for each in list_fragments(hit, "body")]
    heading = paint_matches(_join_lines(headline[0]), "bold")
    return Group(heading, Padding(Group(*lines), (0, 0, 1, 2), expand=False))


def _render_tags(source: Fields) -> Text:
    return Text(" · ").join(
        each for name, style in TAG_STYLES for each in _paint_names(source.get(name, []), style)
    )


def _paint_names(names: Sequence[str], style: str) -> list[Text]:
    painted = [Text(printable(name, keep=""), style) for name in names[:MOST_TAGS_OF_A_KIND]]
    left_out = len(names) - len(painted)
    return painted + ([Text(f"+{left_out}", style)] if left_out else [])


def _join_lines(text: str) -> str:
    return " ".join(text.split("\n"))
