"""Colour a body by its tags, for a terminal. Pure: a rich text comes out, nothing is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

from rich.text import Text

from tidings.tags import Span, Tags, Topic
from tidings.terminal import printable

# Without colours (NO_COLOR) bold and underline are what is left to tell a tag from the text.
STYLES: Final[Mapping[str, str]] = {
    "person": "bold cyan",
    "organization": "bold magenta",
    "place": "bold green",
    "event": "underline yellow",
}


def paint_body(body: str, tags: Tags) -> Text:
    """Return ``body`` with its persons, organisations, places and event triggers coloured.

    Where tags overlap, the shorter one shows and an event's trigger is on top. A span that lies
    outside of ``body`` is left out. What a terminal would obey is shown as an escape.
    """
    painted = [(STYLES[each.type], span) for each in tags.entities for span in each.mentions]
    painted.sort(key=lambda each: each[1].start - each[1].end)
    painted += [(STYLES["event"], each.trigger) for each in tags.events]
    painted = [(style, span) for style, span in painted if span.start < span.end <= len(body)]
    text, places = _lay_out(body, [span for _, span in painted])
    for style, span in painted:
        text.stylize(style, places[span.start], places[span.end])
    return text


def tell_signs(topic: Topic) -> str:
    """Return what tells of a topic in one line, with how often where more than once: 火灾 ×2."""
    return ", ".join(
        each.name.lstrip("=") + (f" ×{each.times}" if each.times > 1 else "")
        for each in topic.signs
    )


def paint_legend() -> Text:
    """Return one line that names each colour in itself."""
    return Text("  ").join(Text(name, style) for name, style in STYLES.items())


def _lay_out(body: str, spans: Iterable[Span]) -> tuple[Text, dict[int, int]]:
    """Return the text for a terminal, and where each edge of a span stands in it."""
    edges = {0, len(body)}.union(*((each.start, each.end) for each in spans))
    text = Text()
    places = {0: 0}
    for start, end in pairwise(sorted(edges)):
        text.append(printable(body[start:end]))
        places[end] = len(text)
    return text, places
