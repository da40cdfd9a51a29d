"""The bounded place between the agent and the worker."""

import asyncio

import pytest

from tidings.dead_letter import Position
from tidings_enrich.enrichment import Record
from tidings_enrich.intake import Arrival, Intake, OffsetGapError


def arrival(offset, partition=0, generation=1, start=None, value=b""):
    record = Record(Position("articles.raw", partition, offset), None, value)
    return Arrival(record, generation, start)


async def fill(intake, *arrivals):
    for each in arrivals:
        await intake.put(each)


def offsets(arrivals):
    return [each.record.at.offset for each in arrivals]


async def test_a_batch_is_what_waits_in_the_order_of_arrival():
    intake = Intake(8)
    await fill(intake, arrival(5), arrival(6), arrival(0, partition=2), arrival(7))
    assert offsets(await intake.take(0)) == [5, 6, 0, 7]


async def test_a_full_intake_makes_the_agent_wait_until_a_batch_is_taken():
    intake = Intake(2)
    putting = asyncio.create_task(fill(intake, arrival(0), arrival(1), arrival(2)))
    await asyncio.sleep(0)
    assert not putting.done()
    assert offsets(await intake.take(60)) == [0, 1]  # full, so nobody waits the 60 s
    await putting
    assert offsets(await intake.take(0)) == [2]


async def test_large_records_are_taken_by_their_size_and_one_that_is_too_large_alone():
    intake = Intake(8, most_bytes=100)
    sizes = [60, 40, 1, 300, 1]
    putting = asyncio.create_task(
        fill(intake, *(arrival(number, value=bytes(size)) for number, size in enumerate(sizes)))
    )
    taken = [offsets(await asyncio.wait_for(intake.take(0.01), 10)) for _ in range(4)]
    await putting
    assert taken == [[0, 1], [2], [3], [4]]


async def test_a_batch_of_the_largest_texts_is_one_unless_told_otherwise():
    intake = Intake(32)
    texts = [arrival(number, value=bytes(900_000)) for number in range(2)]
    putting = asyncio.create_task(fill(intake, *texts))
    assert offsets(await intake.take(0.01)) == [0]
    assert offsets(await intake.take(0.01)) == [1]
    await putting


async def test_a_record_missing_between_two_others_stops_the_stage():
    intake = Intake(8)
    await fill(intake, arrival(5), arrival(7))
    with pytest.raises(OffsetGapError, match=r"7 of articles\.raw partition 0 .* 6 was to come"):
        await intake.take(0)


async def test_a_record_missing_between_two_batches_stops_the_stage():
    intake = Intake(8)
    await fill(intake, arrival(5))
    await intake.take(0)
    await fill(intake, arrival(7))
    with pytest.raises(OffsetGapError):
        await intake.take(0)


async def test_after_a_rebalance_a_partition_starts_where_the_group_stands():
    intake = Intake(8)
    await fill(intake, arrival(5), arrival(6), arrival(20, generation=2))
    assert offsets(await intake.take(0)) == [5, 6, 20]
    await fill(intake, arrival(21, generation=2))
    assert offsets(await intake.take(0)) == [21]


async def test_a_record_missing_at_the_start_of_a_partition_stops_the_stage():
    intake = Intake(8)
    await fill(intake, arrival(5), arrival(6, generation=2, start=6))
    assert offsets(await intake.take(0)) == [5, 6]
    await fill(intake, arrival(9, generation=3, start=7))
    with pytest.raises(OffsetGapError, match=r"9 .* 7 was to come"):
        await intake.take(0)


async def test_a_record_that_comes_once_more_is_taken_once_more():
    intake = Intake(8)
    await fill(intake, arrival(5, start=5), arrival(6, start=5), arrival(5, start=5))
    assert offsets(await intake.take(0)) == [5, 6, 5]


async def test_records_of_an_earlier_generation_are_left_to_their_new_owner():
    intake = Intake(8)
    await fill(intake, arrival(5, generation=2), arrival(9, generation=1))
    assert offsets(await intake.take(0)) == [5]


async def test_a_cancelled_taker_loses_no_record():
    intake = Intake(8)
    taking = asyncio.create_task(intake.take(60))
    await fill(intake, arrival(5))
    await asyncio.sleep(0)
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)
    assert offsets(await intake.take(0)) == [5]
