"""What ``tidings tag --compare`` shows of tags that differ, for a terminal. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tidings.terminal import printable
from tidings_enrich.tag_comparison import (
    HOWS,
    ArticleChange,
    How,
    TagChange,
    count_changes,
)

_SIGNS: Final[dict[How, tuple[str, str]]] = {
    "gained": ("+", "green"),
    "lost": ("-", "red"),
    "changed": ("~", "yellow"),
}
# A sentence is shown so far as it tells which one it is.
_MOST_SHOWN: Final = 40


def render_changes(changes: Sequence[ArticleChange]) -> RenderableType:
    """Return each article's changes, a line a tag, and a table of how many there are."""
    lines: list[RenderableType] = []
    for each in changes:
        only = {"before": "  only in the first", "after": "  only in the second", None: ""}
        head = f"article {each.number}  {each.headline}".rstrip() + only[each.only_in]
        lines.append(Text(printable(head, keep=""), "bold"))
        lines.extend(render_tag(tag) for tag in each.tags)
        lines.append(Text())
    return Group(*lines, render_counts(count_changes(changes)))


def render_tag(tag: TagChange) -> Text:
    """Return the line for a tag that differs."""
    sign, style = _SIGNS[tag.how]
    name = "  ".join(_shorten(each) for each in tag.identity)
    differs = "; ".join(_list_differences(tag)) if tag.how == "changed" else ""
    line = Text(f"  {sign} {tag.kind}  ", style).append(printable(name, keep=""))
    return line.append(printable(f"  {differs}" if differs else "", keep=""), "dim")


def _list_differences(tag: TagChange) -> Iterator[str]:
    if len(tag.before) == len(tag.after) == 1:
        (before,), (after,) = tag.before, tag.after
        for field in dict.fromkeys((*before, *after)):
            if before.get(field) != after.get(field):
                yield f"{field} {_show(before.get(field))} → {_show(after.get(field))}"
        return
    yield f"{_show(tag.before)} → {_show(tag.after)}"


def _show(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _shorten(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def render_counts(counts: Mapping[str, Mapping[How, int]]) -> Table:
    """Return a table of how many tags differ, a row for each kind of which some do."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("tags")
    for how in HOWS:
        table.add_column(how, justify="right", style=_SIGNS[how][1])
    for kind, row in counts.items():
        if any(row.values()):
            table.add_row(kind, *(str(row[how]) for how in HOWS))
    return table
