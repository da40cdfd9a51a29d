"""Text of others does no harm on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.terminal import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\rb\x08c\x00", "a\\rb\\x08c\\x00"),
        ("\x9b31m", "\\x9b31m"),
        ("桥\u202eegdirb\u202c", "桥\\u202eegdirb\\u202c"),
        ("\u2066a\u2069\u200f", "\\u2066a\\u2069\\u200f"),
        ("line\u2028para\u2029", "line\\u2028para\\u2029"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(text, shown):
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text",
    ["临江市　大桥通车", "Ünïcode café", "[bold]no markup[/bold]", "two\nlines", "🚀 👍🏽", ""],
)
def test_ordinary_text_stays_as_it_is(text):
    assert printable(text) == text


def test_line_breaks_go_where_one_line_is_wanted():
    assert printable("two\nlines", keep="") == "two\\nlines"


@given(st.text(st.characters()))
def test_no_control_or_format_character_is_left(text):
    import unicodedata

    left = {unicodedata.category(each) for each in printable(text, keep="")}
    assert left.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
