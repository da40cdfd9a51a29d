"""A tag is coloured exactly where it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from tidings.painting import STYLES, paint_body, paint_legend
from tidings.tags import Entity, Event, Span, Tags

BODY = "临江市水务局局长周明远宣布临江大桥通车。"


def span(text, body=BODY, start=None):
    start = body.index(text) if start is None else start
    return Span(start=start, end=start + len(text), text=text)


def entity(kind, text):
    return Entity(type=kind, name=text, mentions=(span(text),))


def event(trigger):
    return Event(
        type="OPENING",
        code="1",
        status="occurred",
        trigger=trigger,
        sentence=span(BODY),
        confidence=1,
    )


def pieces(text: Text) -> list[tuple[str, str]]:
    return [(text.plain[each.start : each.end], str(each.style)) for each in text.spans]


def test_each_kind_of_tag_has_its_colour():
    tags = Tags(
        entities=(entity("person", "周明远"), entity("place", "临江大桥")),
        events=(event(span("通车")),),
    )
    painted = paint_body(BODY, tags)
    assert painted.plain == BODY
    assert sorted(pieces(painted)) == sorted(
        [
            ("周明远", STYLES["person"]),
            ("临江大桥", STYLES["place"]),
            ("通车", STYLES["event"]),
        ]
    )


def test_a_place_within_an_organisation_shows_in_its_own_colour():
    tags = Tags(entities=(entity("place", "临江市"), entity("organization", "临江市水务局")))
    shown = paint_body(BODY, tags)
    assert [text for text, _ in pieces(shown)] == ["临江市水务局", "临江市"]


def test_a_tag_outside_of_the_body_is_left_out():
    outside = Entity(type="person", name="x", mentions=(Span(start=90, end=92, text="周明"),))
    across = Entity(type="person", name="x", mentions=(Span(start=18, end=40, text="周明"),))
    turned = Entity(type="person", name="x", mentions=(Span(start=5, end=2, text="周明"),))
    assert pieces(paint_body(BODY, Tags(entities=(outside, across, turned)))) == []


def test_the_legend_names_each_kind():
    assert paint_legend().plain.split() == list(STYLES)


def test_a_body_gives_a_terminal_no_orders_and_its_colours_stay_in_place():
    body = "\x1b[2J周明远\u202e来了"
    tags = Tags(
        entities=(Entity(type="person", name="周明远", mentions=(span("周明远", body),)),),
    )
    painted = paint_body(body, tags)
    assert painted.plain == "\\x1b[2J周明远\\u202e来了"
    assert pieces(painted) == [("周明远", STYLES["person"])]


@given(st.text(alphabet="临江市a😀\n", max_size=40), st.data())
def test_what_is_coloured_is_what_was_tagged(body, data):
    drawn = data.draw(
        st.lists(st.tuples(st.integers(0, len(body)), st.integers(0, len(body))), max_size=6)
    )
    spans = [span(body[start:end], body, start) for start, end in drawn if start < end]
    tags = Tags(entities=[Entity(type="person", name="n", mentions=(each,)) for each in spans])
    painted = paint_body(body, tags)
    assert painted.plain == body
    assert sorted(text for text, _ in pieces(painted)) == sorted(each.text for each in spans)
