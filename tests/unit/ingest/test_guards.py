"""No sender takes more than its share of memory and time."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from tidings.reading import UnreadableError
from tidings_ingest.guards import READ_WITHIN_S, BusyError, Gate, collect_body
from tidings_ingest.idempotency import AnswerMemory, RequestKey, take_fingerprint

KEY = RequestKey("k")


async def stream(*chunks):
    for each in chunks:
        yield each


async def never():
    yield b"x"
    await asyncio.Event().wait()


async def collect(chunks, headers=None, gate=None, **limits):
    with (gate or Gate()).admit() as ticket:
        return await collect_body(chunks, headers or {}, ticket, **limits)


async def test_a_body_comes_whole():
    assert await collect(stream(b"ab", b"", b"c"), {"content-length": "3"}) == b"abc"


@pytest.mark.parametrize(
    ("headers", "chunks", "limits", "status"),
    [
        ({"content-length": "11"}, [], {"most_bytes": 10}, 413),
        ({"content-length": "1" + "0" * 9_000}, [], {}, 413),
        ({}, [b"x" * 6, b"x" * 5], {"most_bytes": 10}, 413),
        ({"content-length": "nonsense"}, [b"x" * 11], {"most_bytes": 10}, 413),
    ],
)
async def test_a_body_over_the_limit_is_refused(headers, chunks, limits, status):
    with pytest.raises(UnreadableError) as refused:
        await collect(stream(*chunks), headers, **limits)
    assert refused.value.status == status


async def test_a_body_that_never_ends_is_given_up():
    with pytest.raises(UnreadableError) as refused:
        await collect(never(), within_s=0.01)
    assert refused.value.status == 408


async def test_a_body_is_given_ten_seconds():
    assert READ_WITHIN_S == 10
    with pytest.raises(UnreadableError) as refused:
        await collect(never(), within_s=0)
    assert refused.value.status == 408


async def test_room_that_is_given_back_is_there_for_others():
    gate = Gate(most_bytes=10)
    with gate.admit() as one, gate.admit() as other:
        one.grow_to(10)
        one.shrink_to(4)
        one.shrink_to(8)
        other.grow_to(6)
        assert (one.bytes, gate.bytes) == (4, 10)
    assert gate.bytes == 0


async def test_the_gate_is_as_empty_as_before_whatever_happened():
    gate = Gate(most_requests=1, most_bytes=10)
    for chunks in (stream(b"x" * 8), stream(b"x" * 11), never()):
        with suppress(UnreadableError, BusyError):
            await collect(chunks, gate=gate, within_s=0.01)
        assert (gate.requests, gate.bytes) == (0, 0)


async def test_one_request_too_many_is_turned_away():
    gate = Gate(most_requests=1)
    with gate.admit():
        with pytest.raises(BusyError), gate.admit():
            pass
        assert gate.requests == 1
    with gate.admit():
        pass


async def test_declared_and_counted_bytes_share_the_room():
    gate = Gate(most_bytes=10)
    with gate.admit() as other:
        other.grow_to(6)
        for headers, chunks in (({"content-length": "5"}, []), ({}, [b"xxx", b"xx"])):
            with pytest.raises(BusyError):
                await collect(stream(*chunks), headers, gate)
        assert await collect(stream(b"xxxx"), {"content-length": "4"}, gate) == b"xxxx"


def test_an_answer_is_remembered_for_a_day():
    now = 0.0
    memory = AnswerMemory(lambda: now)
    assert memory.begin(KEY, b"f") is None
    memory.finish(KEY, b"answer")
    assert memory.begin(KEY, b"f") == b"answer"
    now = 24 * 3600.0
    assert memory.begin(KEY, b"f") is None


def test_a_key_that_is_being_worked_on_or_was_used_otherwise_is_refused():
    memory = AnswerMemory(lambda: 0.0)
    memory.begin(KEY, b"f")
    for fingerprint, status in ((b"f", 409), (b"g", 422)):
        with pytest.raises(UnreadableError) as refused:
            memory.begin(KEY, fingerprint)
        assert refused.value.status == status
    memory.finish(KEY, None)
    assert memory.begin(KEY, b"g") is None


def test_the_oldest_answers_are_forgotten_first():
    by_count = AnswerMemory(lambda: 0.0, most_answers=2)
    by_bytes = AnswerMemory(lambda: 0.0, most_bytes=10)
    for memory in (by_count, by_bytes):
        for key in "abc":
            memory.begin(RequestKey(key), b"f")
            memory.finish(RequestKey(key), b"12345")
        assert memory.begin(RequestKey("c"), b"f") == b"12345"
        assert memory.begin(RequestKey("a"), b"f") is None


def test_a_fingerprint_tells_apart_what_only_joined_is_the_same():
    assert take_fingerprint(b"ab", b"c") != take_fingerprint(b"a", b"bc")
