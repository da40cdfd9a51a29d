"""Highlights become text and the places in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tidings.search.queries import HIGHLIGHT_END, HIGHLIGHT_START
from tidings_desk.snippets import cut_at_marks, read_snippets

PLAIN = st.text(st.characters(exclude_characters=HIGHLIGHT_START + HIGHLIGHT_END), max_size=9)


@given(st.lists(st.tuples(PLAIN, st.booleans()), max_size=6))
def test_marks_lie_where_the_words_were_that_were_searched_for(pieces):
    marked = "".join(
        f"{HIGHLIGHT_START}{text}{HIGHLIGHT_END}" if is_match else text for text, is_match in pieces
    )
    snippet = cut_at_marks("body", marked)
    assert snippet.text == "".join(text for text, _ in pieces)
    assert [snippet.text[start:end] for start, end in snippet.marks] == [
        text for text, is_match in pieces if is_match
    ]


@given(st.text(st.sampled_from([HIGHLIGHT_START, HIGHLIGHT_END, "a", "𠮷"])))
def test_marks_without_their_end_or_beginning_do_no_harm(marked):
    snippet = cut_at_marks("headline", marked)
    assert not {HIGHLIGHT_START, HIGHLIGHT_END} & set(snippet.text)
    assert all(0 <= start <= end <= len(snippet.text) for start, end in snippet.marks)


def test_offsets_are_code_points():
    assert cut_at_marks("body", "𠮷\x02野\x03").marks == [(1, 2)]


def test_headline_comes_first_and_each_fragment_once():
    found = {"body": ["\x02桥\x03", "\x02桥\x03", "b"], "headline": ["\x02桥\x03梁"]}
    told = [(each.field, each.text) for each in read_snippets(found)]
    assert told == [("headline", "桥梁"), ("body", "桥"), ("body", "b")]


def test_a_word_of_one_character_is_marked_in_the_field_of_characters():
    (snippet,) = read_snippets({"body.characters": ["大\x02桥\x03"]})
    assert (snippet.field, snippet.marks) == ("body", [(1, 2)])
