"""One article to read on a terminal, its tags in colour and with their evidence. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from tidings.painting import STYLES, paint_body, paint_legend
from tidings.tags import Event, Tags
from tidings.terminal import printable
from tidings_index.lookup import Fields
from tidings_index.tag_tables import tabulate_entities, tabulate_locations, tabulate_topics

# Beside the articles' own words, what tells where it comes from, in the order of the road.
ORIGIN_FIELDS: Final = (
    *("id", "status", "source", "feed", "url", "language", "story_id", "near_duplicate_of"),
    *("published_at", "received_at", "enriched_at", "indexed_at"),
)


def render_article(fields: Fields) -> RenderableType:
    """Return the page of an indexed article; a withdrawn one has no words left to show."""
    tags = read_tags(fields)
    if fields.get("status") == "withdrawn":
        words: list[RenderableType] = [_paint(_tell_withdrawal(fields), "yellow")]
    else:
        words = list(_render_words(fields, tags or Tags()))
    if tags is None:
        words.append(Text("Its tags are of another version and cannot be shown.", "yellow"))
    return Group(*words, *_render_tables(tags or Tags()), _render_origin(fields))


def read_tags(fields: Fields) -> Tags | None:
    """Return the tags that an indexed article carries, None where they are of another version."""
    try:
        told = {key: fields[key] for key in Tags.model_fields if key in fields}
        # ``topics`` of a document lists names alone, and one of an earlier version has no evidence.
        return Tags.model_validate(told | {"topics": fields.get("topic_evidence", ())})
    except ValidationError:
        return None


def _tell_withdrawal(fields: Fields) -> str:
    # A stub's time of receipt is that of the withdrawal.
    when = str(fields.get("received_at", ""))[:19].replace("T", " ")
    at = f" on {when} UTC" if when else ""
    return f"Its publisher has withdrawn this article{at}."


def _render_words(fields: Fields, tags: Tags) -> Iterator[RenderableType]:
    for name, style in (("kicker", "dim"), ("headline", "bold"), ("subhead", "italic")):
        if fields.get(name):
            yield _paint(fields[name], style)
    about = [*fields.get("byline", ()), *filter(None, [fields.get("dateline")])]
    if about:
        yield _paint(" · ".join(about), "dim")
    yield Text()
    yield paint_body(fields.get("body", ""), tags)
    yield Text()
    for caption in fields.get("captions", ()):
        credit = f" ({caption['photographer']})" if caption.get("photographer") else ""
        yield _paint(f"▣ {caption['text']}{credit}", "italic")
    if fields.get("captions"):
        yield Text()
    if tags.entities or tags.events:
        yield paint_legend()
        yield Text()


def _render_tables(tags: Tags) -> Iterator[RenderableType]:
    kinds = (("person", "persons"), ("organization", "organizations"), ("place", "places"))
    for kind, heading in kinds:
        found = [each for each in tags.entities if each.type == kind]
        if found:
            yield tabulate_entities(found, heading, STYLES[kind])
            yield Text()
    if tags.locations:
        yield tabulate_locations(tags.locations)
        yield Text()
    if tags.topics:
        yield tabulate_topics(tags.topics)
        yield Text()
    if tags.events:
        yield Text("events", "bold")
        yield from (_render_event(each) for each in tags.events)
        yield Text()


def _render_event(event: Event) -> RenderableType:
    what = _paint(event.type, STYLES["event"]).append(f"  {event.status}", "dim")
    known = (
        ("who", ", ".join(event.actors)),
        ("to whom", ", ".join(event.targets)),
        ("where", event.place),
        ("when", _describe_time(event)),
    )
    facts = [
        Text(f"{label} ", "dim").append(_paint(value, "not dim")) for label, value in known if value
    ]
    lines = [Text("  ").join(facts)] if facts else []
    evidence = Padding(Group(*lines, _paint_sentence(event)), (0, 0, 0, 2), expand=False)
    return Padding(Group(what, evidence), (0, 0, 0, 1), expand=False)


def _paint_sentence(event: Event) -> Text:
    text, trigger = event.sentence.text, event.trigger
    start, end = trigger.start - event.sentence.start, trigger.end - event.sentence.start
    if not 0 <= start <= end <= len(text):
        return _paint(text)
    return Text.assemble(
        _paint(text[:start]), _paint(text[start:end], STYLES["event"]), _paint(text[end:])
    )


def _describe_time(event: Event) -> str:
    if event.time is None:
        return ""
    bounds = dict.fromkeys(filter(None, (event.time.start, event.time.end)))
    return event.time.span.text + (f" ({' – '.join(bounds)})" if bounds else "")


def _render_origin(fields: Fields) -> Table:
    table = Table.grid(Column(), Column(overflow="fold"), padding=(0, 2))
    lineage = dict(fields.get("lineage", {}))
    if lines := lineage.pop("lines", None):
        lineage["lines"] = " – ".join(str(each) for each in lines)
    said = {name: fields.get(name) for name in ORIGIN_FIELDS}
    labels = {f"label {kind}": "; ".join(names) for kind, names in fields.get("labels", {}).items()}
    for name, value in {**said, **labels, **lineage}.items():
        if value is not None:
            table.add_row(Text(name, "dim"), _paint(str(value)))
    return table


def _paint(text: str, style: str = "") -> Text:
    return Text(printable(text), style)
