"""A cursor leads on in the search that it is of, and in no other."""

from __future__ import annotations

import base64

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings_desk.cursor import CursorError, read_cursor, write_cursor

VALUES = st.tuples(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53),
    st.integers(-(2**63), 2**63 - 1),
    st.text("0123456789abcdef", min_size=32, max_size=32),
)


@given(VALUES, st.text())
def test_a_cursor_gives_back_where_the_page_ended(values, search):
    assert read_cursor(write_cursor(values, search), search) == list(values)


@given(VALUES, st.text(), st.text())
def test_of_another_search_it_is_refused(values, search, other):
    if search != other:
        with pytest.raises(CursorError, match="another search"):
            read_cursor(write_cursor(values, search), other)


def pack(told):
    return base64.urlsafe_b64encode(orjson.dumps(told)).decode().rstrip("=")


@pytest.mark.parametrize(
    "given_",
    [
        *("", "x", "!", "é", "bm9uZQ", "=", "AAAA"),
        *(pack(each) for each in (None, 7, {}, [], ["s"], ["s", 1, 2], ["s", 1, 2, {}])),
        pack(["s", 1, True, "id"]),
    ],
)
def test_what_is_no_cursor_is_refused(given_):
    with pytest.raises(CursorError, match="no `next`"):
        read_cursor(given_, "search")


@given(st.text(max_size=60))
def test_nothing_else_ever_comes_of_a_cursor_that_somebody_made_up(given_):
    with pytest.raises(CursorError):
        read_cursor(given_, "search")
