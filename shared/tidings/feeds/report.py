"""What the ``feeds`` commands show on a terminal, wide or narrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tidings.feeds.shares import Share
from tidings.feeds.state import FeedState
from tidings.feeds.totals import Totals
from tidings.feeds.wording import word_age, word_duration, word_part, write_name

# Lines of one kind under the table; a thousand feeds with rejections are for --json.
MOST_NOTES: Final = 20
# Feeds named beside one that has the same articles, and the part from which on they are.
MOST_SHARES: Final = 3
LEAST_PART: Final = 0.05
# A name of which less can be seen is not recognised; rich sets two columns apart by 2.
NAME_CHARACTERS: Final = 14
GAP: Final = 2
# The columns that go first when a terminal is too narrow for all; --json has everything.
_DISPENSABLE: Final = ("held", "unchanged", "pushes", "newest", "accepted", "rejected")


def render_list(states: Sequence[FeedState], now: datetime, width: int) -> RenderableType:
    """Return the table of feeds, and under it what is to be said of single ones."""
    if not states:
        return Text("no feeds: nothing was pushed yet, or nothing that was asked for")
    silent = "bold yellow"
    columns = {
        "last push": [
            Text(word_age(each.last_push, now), silent if each.is_silent else "") for each in states
        ],
        "newest": [Text(word_age(each.newest_published_at, now)) for each in states],
        **_count([each.period for each in states], "accepted", "unchanged", "held", "rejected"),
    }
    table = _lay_out("feed", [write_name(each.name) for each in states], columns, width)
    notes = [
        *_cut(Text("silent    ", "yellow") + each for each in _note_silent(states)),
        *_cut(Text("rejected  ", "red") + each for each in _note_rejected(states)),
        *_cut(Text("shared    ", "cyan") + each for each in _note_shares(states)),
    ]
    return Group(table, *([Text(), *notes] if notes else []))


def render_feed(state: FeedState, now: datetime, width: int) -> RenderableType:
    """Return all about one feed: what is known, day by day, and why items were rejected."""
    title = write_name(state.name)
    title.stylize("bold")
    parts: list[RenderableType] = [title, _write_facts(state, now)]
    parts += [_write_share(each) for each in state.shares[:MOST_SHARES]]
    if state.days:
        days = sorted(state.days, reverse=True)
        counts = _count(
            [state.days[day] for day in days],
            *("pushes", "accepted", "unchanged", "held", "rejected"),
        )
        parts += [Text(), _lay_out("day", [Text(day.isoformat()) for day in days], counts, width)]
    for reason in state.period.sort_reasons():
        parts.append(Text(f"\n{reason.count:,} rejected: ", "red") + write_name(reason.where))
        said = Text(f"{reason.last_at:%Y-%m-%d %H:%M}  ", "dim") + write_name(reason.sample)
        parts.append(Padding(said, (0, 0, 0, 2)))
    return Group(*parts)


def _write_facts(state: FeedState, now: datetime) -> Text:
    longest = state.longest_pause
    known = "not known yet" if longest is None else word_duration(longest)
    facts = Text(f"last push {word_age(state.last_push, now)} ago, longest pause {known}")
    if state.is_silent:
        facts += Text("; silent", "bold yellow")
    if state.newest_published_at is not None:
        facts.append(f"\nnewest article: {word_age(state.newest_published_at, now)}")
    if state.indexed is not None:
        facts.append(f"\nin the index: {state.indexed.articles:,}")
    return facts


def _write_share(share: Share) -> Text:
    counted = f" ({share.common:,} of {share.of:,})"
    return Text(f"{word_part(share.part)} also in ") + write_name(share.name) + Text(counted)


def _count(rows: Sequence[Totals], *names: str) -> dict[str, list[Text]]:
    return {
        name: [
            _write_count(int(getattr(row, name)), "red" if name == "rejected" else "")
            for row in rows
        ]
        for name in names
    }


def _write_count(number: int, style: str) -> Text:
    return Text(f"{number:,}", style if number else "dim")


def _lay_out(
    first: str, names: Sequence[Text], columns: Mapping[str, Sequence[Text]], width: int
) -> Table:
    """Return a table of as many ``columns`` as ``width`` has room for beside the names."""
    widths = {
        header: max(len(header), *(each.cell_len for each in cells)) + GAP
        for header, cells in columns.items()
    }
    room = width - min(NAME_CHARACTERS, max(each.cell_len for each in names))
    for header in _DISPENSABLE:
        if sum(widths.values()) > room:
            widths.pop(header, None)
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(first, overflow="fold")
    for header in widths:
        table.add_column(header, justify="right", no_wrap=True)
    for position, name in enumerate(names):
        table.add_row(name, *(columns[header][position] for header in widths))
    return table


def _note_silent(states: Sequence[FeedState]) -> Iterator[Text]:
    for each in states:
        if each.is_silent and each.longest_pause is not None:
            quiet, usual = word_duration(each.quiet_for), word_duration(each.longest_pause)
            yield write_name(each.name) + Text(f": for {quiet}; its longest pause was {usual}")


def _note_rejected(states: Sequence[FeedState]) -> Iterator[Text]:
    for each in states:
        reasons = each.period.sort_reasons()
        if reasons:
            listed = Text(", ").join(
                write_name(reason.where) + Text(f" {reason.count:,}") for reason in reasons
            )
            yield write_name(each.name) + Text(": ") + listed


def _note_shares(states: Sequence[FeedState]) -> Iterator[Text]:
    for each in states:
        for share in each.shares[:MOST_SHARES]:
            if share.part >= LEAST_PART:
                yield write_name(each.name) + Text(": ") + _write_share(share)


def _cut(notes: Iterator[Text]) -> list[Text]:
    listed = list(notes)
    more = len(listed) - MOST_NOTES
    return listed if more <= 0 else [*listed[:MOST_NOTES], Text(f"and {more:,} more: --json")]
