"""What is typed becomes a pattern for names in either script and any case."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings_desk.suggestions import MOST_TYPED, write_pattern


def finds(typed, name):
    # The patterns of Lucene that are written here mean the same in Python.
    return re.fullmatch(write_pattern(typed), name) is not None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("周", "周明远"), ("周明", "周明远"), ("周明远", "周明遠"), ("周明遠", "周明远")),
        *(("ri", "River Daily"), ("RIVER D", "River Daily"), ("é", "Élan"), ("５Ｇ", "5G基站")),
        *((" 周", "周明远"), ("a.b", "A.B. Chen"), ('"x', '"X" Ltd'), ("c++", "C++ Guild")),
    ],
)
def test_a_name_is_found_by_how_it_begins(typed, name):
    assert finds(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("明", "周明远"), ("a.b", "AxB"), ("[周]", "周"), ("周.", "周明"), ("|", "")],
)
def test_nothing_that_is_typed_is_an_operator(typed, name):
    assert not finds(typed, name)


# The first call reads the rules.
@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_pattern_is_always_one_and_never_longer_than_the_server_takes(typed):
    pattern = write_pattern(typed)
    re.compile(pattern)
    assert len(pattern) <= 1_000


def test_what_is_typed_beyond_any_name_is_left_out():
    assert write_pattern("a" * 500) == "[Aa]" * MOST_TYPED + ".*"
