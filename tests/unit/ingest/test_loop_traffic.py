"""Requests go to the publisher's thread together, and its answers wake the loop once."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from tidings_ingest.loop_traffic import Inbox, Outbox, settle_once


def test_what_one_turn_of_the_loop_gives_goes_together_and_in_order():
    handed = []

    async def give():
        outbox = Outbox(handed.append)
        outbox.put(1)
        outbox.put(2)
        await asyncio.sleep(0)
        outbox.put(3)
        await asyncio.sleep(0)

    asyncio.run(give())
    assert handed == [[1, 2], [3]]


def test_many_answers_at_once_wake_the_loop_once():
    woken = []

    async def wait():
        loop = asyncio.get_running_loop()
        wake = loop.call_soon_threadsafe
        loop.call_soon_threadsafe = lambda *given: (woken.append(1), wake(*given))
        inbox = Inbox(loop)
        waiting = [inbox.open() for _ in range(100)]
        for each in waiting:
            inbox.announce(each)
        await asyncio.gather(*waiting)

    asyncio.run(wait())
    assert len(woken) == 1


def test_no_answer_from_any_thread_is_lost():
    async def wait(pool, inbox):
        waiting = [inbox.open() for _ in range(200)]
        announcing = [pool.submit(inbox.announce, each) for each in waiting]
        async with asyncio.timeout(20):
            await asyncio.gather(*waiting)
        return [each.result() for each in announcing]

    async def wait_again_and_again():
        with ThreadPoolExecutor(8) as pool:
            inbox = Inbox(asyncio.get_running_loop())
            for _ in range(10):
                await wait(pool, inbox)

    asyncio.run(wait_again_and_again())


def test_an_answer_that_comes_too_late_disturbs_nobody():
    async def give_up():
        inbox = Inbox(asyncio.get_running_loop())
        late = inbox.open()
        settle_once(late)
        inbox.announce(late)
        cancelled = inbox.open()
        cancelled.cancel()
        inbox.announce(cancelled)
        next_one = inbox.open()
        inbox.announce(next_one)
        await next_one
        return inbox, inbox.open()

    inbox, left = asyncio.run(give_up())
    # The loop is closed: its threads may not have noticed.
    thread = threading.Thread(target=inbox.announce, args=[left])
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
