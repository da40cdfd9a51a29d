"""A list of hits: exact for programs, harmless and pleasant for people."""

from __future__ import annotations

import io

from index_parts import hits_of
from rich.console import Console

from tidings_index.hits import MATCH_STYLE, describe_hits, paint_matches, render_hits


def make_hit(number=1, highlight=None, **fields):
    source = {
        "id": f"{number:032x}",
        "headline": "临江大桥通车",
        "source": "example-gazette",
        "published_at": "2031-05-04T09:30:00+00:00",
        "persons": ["周明远"],
        "organizations": ["临江市水务局"],
        "places": ["临江市"],
        "event_types": ["opening"],
        **fields,
    }
    hit = {"_id": f"{number:032x}", "_score": 1.5, "_source": source}
    return hit | ({"highlight": highlight} if highlight else {})


def render(answer, width=100, color=None):
    written = io.StringIO()
    console = Console(
        file=written, width=width, highlight=False, color_system=color, force_terminal=bool(color)
    )
    console.print(render_hits(answer))
    return written.getvalue()


def test_nothing_found_is_a_total_of_none():
    assert describe_hits(hits_of()) == {"total": 0, "hits": []}
    assert render(hits_of()).strip() == "No article matches."


def test_a_hit_for_programs_has_every_field_whether_the_article_has_it_or_not():
    (hit,) = describe_hits(hits_of(make_hit()))["hits"]
    assert hit["id"] == f"{1:032x}"
    assert hit["score"] == 1.5
    assert hit["persons"] == ["周明远"]
    assert hit["kicker"] is hit["near_duplicate_of"] is None
    assert hit["topics"] == []
    assert hit["labels"] == {}
    assert hit["highlights"] == []


def test_labels_for_programs_stand_by_kind():
    (hit,) = describe_hits(hits_of(make_hit(labels={"subject": ["交通"]})))["hits"]
    assert hit["labels"] == {"subject": ["交通"]}


def test_the_total_counts_what_is_not_shown():
    assert describe_hits(hits_of(make_hit(), total=12))["total"] == 12
    assert "12 articles, the first 1 shown" in render(hits_of(make_hit(), total=12))
    assert render(hits_of(make_hit())).rstrip().endswith("1 article")


def test_highlights_for_programs_are_plain_and_each_once():
    marked = {"body": ["过\x02大桥\x03", "过\x02大桥\x03"], "headline": ["临江\x02大桥\x03通车"]}
    (hit,) = describe_hits(hits_of(make_hit(highlight=marked)))["hits"]
    assert hit["highlights"] == ["临江大桥通车", "过大桥"]


def test_a_match_of_single_characters_is_highlighted_too():
    marked = {"body.characters": ["修\x02桥\x03"], "headline.characters": ["\x02桥\x03"]}
    (hit,) = describe_hits(hits_of(make_hit(highlight=marked)))["hits"]
    assert hit["highlights"] == ["桥", "修桥"]


def test_a_match_is_coloured():
    painted = paint_matches("过\x02大桥\x03去")
    assert painted.plain == "过大桥去"
    assert [(each.start, each.end, str(each.style)) for each in painted.spans] == [
        (1, 3, MATCH_STYLE)
    ]


def test_marks_that_do_not_match_break_nothing():
    assert paint_matches("\x03a\x02b\x02c").plain == "abc"


def test_a_hit_shows_headline_source_day_tags_and_snippet():
    shown = render(hits_of(make_hit(highlight={"body": ["过\x02大桥\x03去"]})))
    for words in (
        "临江大桥通车",
        "example-gazette",
        "2031-05-04 09:30",
        "周明远",
        "opening",
        "过大桥去",
    ):
        assert words in shown
    assert f"{1:032x}" in shown


def test_many_tags_are_cut_and_the_rest_counted():
    shown = render(hits_of(make_hit(persons=[f"人{n}" for n in range(8)])))
    assert "人4" in shown
    assert "人5" not in shown
    assert "+3" in shown


def test_an_article_without_a_headline_and_a_date_is_shown():
    shown = render(hits_of(make_hit(headline=None, published_at=None, received_at="2031-05-05T01")))
    assert "(no headline)" in shown
    assert "2031-05-05" in shown


def test_text_of_others_gives_a_terminal_no_orders_and_is_no_markup():
    hostile = "\x1b[2J\u202e[bold]x[/bold]"
    shown = render(
        hits_of(make_hit(headline=hostile, source=hostile, persons=[hostile])), color="truecolor"
    )
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert "[bold]x[/bold]" in shown


def test_a_line_has_no_white_space_at_its_end_that_a_script_would_trip_over():
    assert all(len(line) < 100 for line in render(hits_of(make_hit())).splitlines())
