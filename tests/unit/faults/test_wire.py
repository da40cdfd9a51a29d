"""A wire passes everything on until it is told otherwise; no more than loopback is needed."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest
from faults.ledger.wire import Cut, Dead, Open, Slow, Wire

SOON_S = 10.0


async def echo(reader, writer):
    try:
        while piece := await reader.read(1_000):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        return
    finally:
        writer.close()


@asynccontextmanager
async def laid_wire():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    wire = Wire(server.sockets[0].getsockname()[1])
    await wire.start()
    try:
        yield wire
    finally:
        await wire.stop()
        server.close()


async def connect(wire):
    return await asyncio.open_connection("127.0.0.1", wire.port)


async def say(connection, words):
    reader, writer = connection
    writer.write(words)
    await writer.drain()
    async with asyncio.timeout(SOON_S):
        return await reader.readexactly(len(words))


async def hears_nothing(connection):
    """The other end could have answered several times over."""
    reader, writer = connection
    writer.write(b"?")
    await writer.drain()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await reader.read(1)


async def is_reset(connection):
    reader, writer = connection
    try:
        async with asyncio.timeout(SOON_S):
            writer.write(b"?")
            await writer.drain()
            return await reader.read(1) == b""
    except ConnectionError:
        return True
    finally:
        writer.close()


async def test_an_open_wire_passes_on_what_either_side_says():
    async with laid_wire() as wire:
        large = bytes(range(256)) * 2_000
        connection = await connect(wire)
        assert await say(connection, b"words") == b"words"
        assert await say(connection, large) == large


async def test_a_cut_resets_what_is_open_and_what_comes_until_it_is_mended():
    async with laid_wire() as wire:
        before = await connect(wire)
        assert await say(before, b"words") == b"words"
        await wire.bend(Cut())
        assert await is_reset(before)
        assert await is_reset(await connect(wire))
        await wire.bend(Open())
        assert await say(await connect(wire), b"again") == b"again"


async def test_a_dead_wire_takes_everything_answers_nothing_and_ends_with_a_reset():
    async with laid_wire() as wire:
        before = await connect(wire)
        assert await say(before, b"words") == b"words"
        await wire.bend(Dead())
        during = await connect(wire)
        await hears_nothing(before)
        await hears_nothing(during)
        await wire.bend(Open())
        assert await is_reset(before)
        assert await is_reset(during)
        assert await say(await connect(wire), b"again") == b"again"


async def test_connections_outlive_a_slow_wire():
    async with laid_wire() as wire:
        connection = await connect(wire)
        await wire.bend(Slow(delay_s=0.01, bytes_per_s=100_000))
        assert await say(connection, b"words" * 100) == b"words" * 100
        await wire.bend(Open())
        assert await say(connection, b"again") == b"again"


async def test_a_wire_to_nowhere_resets_at_once():
    async with laid_wire() as wire:
        wire.upstream = 1
        assert await is_reset(await connect(wire))


def test_what_a_slow_wire_takes_is_its_delay_and_a_share_for_each_byte():
    assert Slow(delay_s=0.5).count_seconds(1_000_000) == 0.5
    assert Slow(bytes_per_s=20_000).count_seconds(50_000) == 2.5
