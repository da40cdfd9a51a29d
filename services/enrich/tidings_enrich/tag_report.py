"""What ``tidings tag`` shows of an article and its tags, as JSON or for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from tidings.draft import Draft, describe_draft
from tidings.painting import STYLES, paint_body, paint_legend, tell_signs
from tidings.tags import Entity, EntityType, Event, Location, Quantity, Tags, Time, Topic
from tidings.terminal import printable

_HEADINGS: dict[EntityType, str] = {
    "person": "persons",
    "organization": "organizations",
    "place": "places",
}


def describe_tagged(draft: Draft, tags: Tags) -> dict[str, Any]:
    """Return one article with its tags as plain values, names instead of offsets."""
    return {**describe_draft(draft), **describe_tags(tags)}


def describe_tags(tags: Tags) -> dict[str, Any]:
    """Return tags as plain values, names instead of offsets."""
    return {
        "persons": [
            {"name": each.name, "titles": [title.name for title in each.titles]}
            for each in tags.entities
            if each.type == "person"
        ],
        "organizations": list(tags.names("organization")),
        "places": list(tags.names("place")),
        "names": [_describe_name(each) for each in tags.entities],
        "known": [
            {"name": each.name, "type": each.type, **each.known.model_dump(mode="json")}
            for each in tags.entities
            if each.known
        ],
        "locations": [_describe_location(each) for each in tags.locations],
        "times": [_describe_time(each) for each in tags.times],
        "quantities": [
            {"text": each.span.text, "value": each.value, "unit": each.unit}
            for each in tags.quantities
        ],
        "events": [describe_event(each) for each in tags.events],
        "topics": [_describe_topic(each) for each in tags.topics],
    }


def _describe_name(entity: Entity) -> dict[str, Any]:
    return entity.model_dump(mode="json", include={"name", "type", "confidence", "source"})


def _describe_time(time: Time) -> dict[str, str | None]:
    iso = time.start if time.start == time.end else None
    return {"text": time.span.text, "start": time.start, "end": time.end, "iso": iso}


def _describe_topic(topic: Topic) -> dict[str, Any]:
    return topic.model_dump(mode="json", exclude={"signs": {"__all__": {"first"}}})


def _describe_location(location: Location) -> dict[str, Any]:
    return location.model_dump(mode="json", exclude={"mentions"})


def describe_event(event: Event) -> dict[str, Any]:
    """Return an event as plain values, words instead of offsets."""
    return {
        "type": event.type,
        "code": event.code,
        "trigger": event.trigger.text,
        "sentence": event.sentence.text,
        "actors": list(event.actors),
        "targets": list(event.targets),
        "place": event.place,
        "time": event.time.span.text if event.time else None,
        "status": event.status,
        "confidence": event.confidence,
    }


def render_tagged(draft: Draft, tags: Tags) -> RenderableType:
    """Return one article for a terminal, names and triggers in colour, and a table of its tags."""
    heads = ((draft.kicker, "dim"), (draft.headline, "bold"), (draft.subhead, "italic"))
    parts: list[RenderableType] = [_paint(words, style) for words, style in heads if words]
    parts.append(paint_body(draft.body, tags))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for kind, words in _list_rows(tags):
        table.add_row(kind, words)
    if table.row_count:
        parts += [Text(), paint_legend(), table]
    where = f"lines {draft.lines[0]}-{draft.lines[1]}" if draft.lines else ""
    return Panel(Group(*parts), title=where or None, title_align="left", border_style="dim")


def _list_rows(tags: Tags) -> Iterator[tuple[str, Text]]:
    for kind, heading in _HEADINGS.items():
        label = heading
        for entity in tags.entities:
            if entity.type == kind:
                yield label, _paint_entity(entity)
                label = ""
    for heading, lines in (
        ("where", map(_paint_location, tags.locations)),
        ("times", map(_paint_time, tags.times)),
        ("quantities", map(_paint_quantity, tags.quantities)),
        ("events", map(_paint_event, tags.events)),
        ("topics", map(_paint_topic, tags.topics)),
    ):
        label = heading
        for line in lines:
            yield label, line
            label = ""


def _paint_entity(entity: Entity) -> Text:
    line = _paint(entity.name, STYLES[entity.type])
    offices = "、".join(title.name for title in entity.titles)
    return line.append(printable(f"  {offices}" if offices else "")).append(
        f"  ×{len(entity.mentions)}{_tell_sure(entity)}{_tell_known(entity)}", "dim"
    )


def _tell_sure(entity: Entity) -> str:
    """Return how sure a name is; nothing where the user's own list says so."""
    return (
        f"  {entity.confidence:.2f}" if entity.confidence is not None and not entity.known else ""
    )


def _tell_known(entity: Entity) -> str:
    if entity.known is None:
        return ""
    told = " ".join((entity.known.where, *entity.known.links))
    return printable(f"  {told}{'  watched' if entity.known.watch else ''}")


def _paint_location(location: Location) -> Text:
    why = f"{location.rule} {location.because or ''}".rstrip()
    line = _paint(location.name, STYLES["place"]).append(printable(f"  {location.path}"))
    return line.append(printable(f"  {why}  {location.confidence:.2f}"), "dim")


def _paint_time(time: Time) -> Text:
    days = " to ".join(dict.fromkeys(filter(None, (time.start, time.end))))
    return _paint(time.span.text).append(f"  {days}", "dim")


def _paint_quantity(quantity: Quantity) -> Text:
    value = "" if quantity.value is None else f"{quantity.value:,.15g}"
    return _paint(quantity.span.text).append(printable(f"  {value} {quantity.unit or ''}"), "dim")


def _paint_event(event: Event) -> Text:
    known = (*event.actors, "→" if event.targets else "", *event.targets, event.place)
    line = _paint(f"{event.trigger.text}", STYLES["event"]).append(f"  {event.type}")
    line.append(f"  {event.status}  {event.confidence:.2f}  ", "dim")
    return line.append(printable(" ".join(each for each in known if each), keep=""))


def _paint_topic(topic: Topic) -> Text:
    line = _paint(f"{topic.zh}  {topic.en}  {topic.code}")
    return line.append(printable(f"  {topic.score:.2f}  {tell_signs(topic)}", keep=""), "dim")


def _paint(words: str, style: str = "") -> Text:
    return Text(printable(words), style)
