"""What ``tidings retag`` shows on a terminal. Pure."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from tidings.terminal import printable
from tidings_enrich.retag.tally import Tally
from tidings_enrich.tag_comparison_report import render_counts, render_tag


def render_tally(tally: Tally) -> RenderableType:
    """Return samples of each kind of change, a table of how many there are, and the totals."""
    lines: list[RenderableType] = []
    for each in tally.list_samples():
        head = printable(f"    {each.article_id}  {each.headline}", keep="")
        lines += [render_tag(each.tag), Text(head, "dim")]
    if lines:
        lines += [Text(), render_counts(tally.count_kinds()), Text()]
    refused = "".join(f", {number} {reason}" for reason, number in sorted(tally.refused.items()))
    total = f"{tally.changed} of {tally.compared} articles would have other tags{refused}"
    return Group(*lines, Text(total, "bold"))
