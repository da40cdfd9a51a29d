"""The list of an article's revisions: the oldest first, what each changed, and what was taken."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from tidings_index.history.entries import Entry
from tidings_index.history.revision_list import (
    describe_revisions,
    join_revisions,
    render_revisions,
)

ID = f"{1:032x}"
HOSTILE = "\x1b]0;x\x07\u202e[bold]"


def entry(revision, **fields):
    given = {
        "id": ID,
        "revision": revision,
        "status": "published",
        "received_at": f"2031-05-04T12:00:{revision:02}+00:00",
    }
    return Entry(ID, revision, {**given, **fields})


def render(revisions, color=None):
    written = io.StringIO()
    console = Console(
        file=written, width=100, highlight=False, color_system=color, force_terminal=bool(color)
    )
    console.print(render_revisions(revisions))
    return written.getvalue()


CORRECTED = join_revisions(
    entry(3, headline="四百名市民过江", body="一\n二"),
    [entry(2, headline="三百名市民过江", body="一\n二"), entry(1, headline="大桥通车", body="一")],
    2,
)


def test_each_revision_has_its_time_and_what_it_changed():
    assert [line.rstrip() for line in render(CORRECTED).splitlines()] == [
        "revision 1  2031-05-04 12:00:01  published",
        "  大桥通车",
        "",
        "revision 2  2031-05-04 12:00:02  published",
        "  headline",
        "  - 大桥通车",
        "  + 三百名市民过江",
        "  body",
        "    一",
        "  + 二",
        "",
        "revision 3  2031-05-04 12:00:03  published",
        "  headline",
        "  - 三百名市民过江",
        "  + 四百名市民过江",
        "",
    ]


def test_on_a_terminal_what_changed_is_coloured():
    shown = render(CORRECTED, color="truecolor")
    assert "\x1b[1;4;31m三\x1b[0m" in shown
    assert "\x1b[1;4;32m四\x1b[0m" in shown


def test_scripts_get_the_fields_and_the_lines_that_changed():
    told = describe_revisions(CORRECTED)
    assert (told["id"], told["total"]) == (ID, 3)
    assert [each["revision"] for each in told["revisions"]] == [1, 2, 3]
    assert [each["changes"] for each in told["revisions"]][::2] == [
        None,
        [{"field": "headline", "lines": ["- 三百名市民过江", "+ 四百名市民过江"]}],
    ]
    assert told["revisions"][1]["headline"] == "三百名市民过江"
    json.dumps(told)


def test_an_article_without_another_revision_is_shown_alone():
    assert (
        render(join_revisions(entry(1, headline="大桥"), [], 0)).splitlines()[1].rstrip()
        == "  大桥"
    )


def test_what_was_withdrawn_says_so_and_by_what():
    stub = entry(3, status="withdrawn")
    revisions = join_revisions(stub, [entry(1, emptied_by=3), entry(2, emptied_by=3)], 2)
    shown = render(revisions)
    assert shown.count("taken away by the withdrawal, revision 3") == 2
    assert "Its publisher withdrew the article" in shown
    assert [each["changes"] for each in describe_revisions(revisions)["revisions"]] == [None] * 3


def test_what_is_published_again_is_not_compared_with_what_was_taken():
    again = entry(5, headline="大桥")
    revisions = join_revisions(again, [entry(3, status="withdrawn"), entry(1, emptied_by=3)], 2)
    assert render(revisions).splitlines()[-2].strip() == "大桥"


def test_an_entry_of_what_is_indexed_is_not_listed_twice_and_what_is_left_out_is_counted():
    revisions = join_revisions(entry(3), [entry(3), entry(2)], 9)
    assert [each.revision for each in revisions.entries] == [2, 3]
    assert revisions.total == 9
    assert "7 earlier revisions are not shown" in render(revisions)


@pytest.mark.parametrize("field", ["headline", "body", "status", "received_at"])
def test_hostile_words_do_no_harm_to_a_terminal(field):
    revisions = join_revisions(
        entry(2, **{field: HOSTILE}), [entry(1, **{field: f"{HOSTILE}\x9b"})], 1
    )
    shown = render(revisions)
    assert not any(each in shown for each in ("\x1b", "\u202e", "\x9b"))
