"""What waits on a clock."""

import asyncio

import pytest

from core.clock import SystemClock, deadline, keepalive


async def test_a_block_is_kept_alive_by_ticks(clock):
    ticks = []

    async def tick():
        ticks.append(clock.time())

    async with keepalive(tick, every=2.0, clock=clock, name="note"):
        await clock.advance(5.0)
    await clock.advance(10.0)
    assert len(ticks) == 2


async def test_a_failed_tick_is_logged_and_the_next_one_comes(clock, caplog):
    ticks = []

    async def tick():
        ticks.append(1)
        raise OSError("no")

    async with keepalive(tick, every=1.0, clock=clock, name="note"):
        await clock.advance(2.5)
    assert len(ticks) == 2
    assert "a tick of note failed" in caplog.text


async def test_an_error_of_the_block_goes_through_a_keepalive(clock):
    async def tick():
        raise AssertionError("never")

    with pytest.raises(LookupError):
        async with keepalive(tick, every=1.0, clock=clock, name="note"):
            raise LookupError
    assert clock.waits() == []


async def test_a_block_that_is_too_slow_is_cut_off(clock):
    async def slow():
        async with deadline(3.0, clock=clock):
            await asyncio.Event().wait()

    task = asyncio.create_task(slow())
    await clock.advance(3.5)
    with pytest.raises(TimeoutError):
        await task


async def test_a_block_in_time_ends_by_itself(clock):
    async with deadline(3.0, clock=clock):
        pass
    assert clock.waits() == []


async def test_the_machines_clock_goes_on():
    clock = SystemClock()
    wall, began = clock.time(), clock.monotonic()
    await clock.sleep(0.01)
    assert clock.monotonic() > began
    assert clock.time() >= wall > 1_600_000_000
