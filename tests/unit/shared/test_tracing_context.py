"""A traceparent is taken where it is valid; whatever else comes is no error and no trace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.tracing.context import (
    TraceContext,
    begin_trace,
    find_context,
    parse_traceparent,
    read_context,
    write_context,
)

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
VALID = f"00-{TRACE}-{SPAN}-01".encode()
HOSTILE = {
    "nothing": b"",
    "too short": VALID[:-1],
    "too long": VALID + b"0",
    "version 00 with more behind it": VALID + b"-00",
    "an all-zero trace id": f"00-{'0' * 32}-{SPAN}-01".encode(),
    "an all-zero span id": f"00-{TRACE}-{'0' * 16}-01".encode(),
    "upper case": VALID.upper(),
    "version ff": b"ff" + VALID[2:],
    "version ff with more behind it": b"ff" + VALID[2:] + b"-00",
    "a later version with more and no hyphen": b"01" + VALID[2:] + b"00",
    "no hex": b"00-" + b"g" * 32 + VALID[35:],
    "full-width digits": "００-".encode() + VALID[3:],
    "a line break behind it": VALID + b"\n",
    "a NUL in it": VALID.replace(b"-", b"\0", 1),
    "two in one": VALID + b"," + VALID,
    "a megabyte": b"0" * 1024 * 1024,
    "a megabyte behind a valid one": VALID + b"0" * 1024 * 1024,
    "no UTF-8": b"\xff" * 55,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_traceparent_is_none(raw):
    assert parse_traceparent(raw) is None


def test_a_valid_one_is_read_and_written_the_same():
    context = parse_traceparent(VALID)
    assert context == TraceContext(TRACE, SPAN, is_sampled=True)
    assert context.to_header().encode() == VALID


@pytest.mark.parametrize(("flags", "is_sampled"), [("00", False), ("01", True), ("fe", False)])
def test_of_the_flags_only_the_one_that_is_known_is_carried_on(flags, is_sampled):
    context = parse_traceparent(VALID[:-2] + flags.encode())
    assert context.is_sampled is is_sampled
    assert context.to_header().endswith("-01" if is_sampled else "-00")


@pytest.mark.parametrize("rest", [b"", b"-", b"-what a later version says"])
def test_of_a_later_version_the_part_that_is_known_is_read(rest):
    assert parse_traceparent(b"cc" + VALID[2:] + rest) == parse_traceparent(VALID)


def test_of_two_headers_none_is_taken():
    assert find_context([VALID, VALID]) is None
    assert find_context([]) is None
    assert read_context((("traceparent", VALID), ("traceparent", b"x"))) is None


def test_a_message_carries_it_beside_its_other_headers():
    context = parse_traceparent(VALID)
    assert read_context((("a", b"1"), *write_context(context), ("b", b"2"))) == context
    assert write_context(None) == ()
    assert read_context(()) is None


@given(st.binary(max_size=80))
def test_no_value_is_an_error(raw):
    context = parse_traceparent(raw)
    assert context is None or parse_traceparent(context.to_header().encode()) == context


def test_a_new_trace_is_valid_and_its_own():
    first, second = begin_trace(), begin_trace()
    assert parse_traceparent(first.to_header().encode()) == first
    assert first.trace_id != second.trace_id
