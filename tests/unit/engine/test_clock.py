"""What waits on a clock."""

import asyncio

import pytest

from core.engine.clock import BackgroundTask, SystemClock, deadline, keepalive


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


class Courtesy:
    """Takes until `go`, and notes how it ended."""

    def __init__(self, error=None):
        self.go, self.ended, self._error = asyncio.Event(), "", error

    async def __call__(self):
        try:
            await self.go.wait()
            self.ended = "done"
            if self._error:
                raise self._error
        except asyncio.CancelledError:
            self.ended = "cut off"
            raise


async def test_a_background_task_begins_and_ends_with_its_block(eventually):
    courtesy, order = Courtesy(), []

    async def work():
        async with BackgroundTask(courtesy, name="status"):
            order.append("block")
        order.append(courtesy.ended)

    task = asyncio.create_task(work())
    await eventually(lambda: order == ["block"])
    courtesy.go.set()
    await task
    assert order == ["block", "done"]


async def test_a_background_task_that_fails_is_logged_and_the_block_goes_on(caplog):
    courtesy = Courtesy(OSError("the chat is away"))
    courtesy.go.set()
    async with BackgroundTask(courtesy, name="status 7"):
        await asyncio.sleep(0)
    assert courtesy.ended == "done"
    assert "status 7 failed" in caplog.text


async def test_an_error_of_the_block_waits_for_the_background_work_and_goes_on_up():
    courtesy = Courtesy()
    courtesy.go.set()
    with pytest.raises(LookupError):
        async with BackgroundTask(courtesy, name="status"):
            raise LookupError
    assert courtesy.ended == "done"


@pytest.mark.parametrize("begun", [True, False], ids=["begun", "not begun"])
async def test_a_cancelled_block_cancels_its_background_task(begun):
    courtesy, inside = Courtesy(), asyncio.Event()

    async def work():
        async with BackgroundTask(courtesy, name="status"):
            inside.set()
            if not begun:
                raise asyncio.CancelledError
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await inside.wait()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert courtesy.ended == ("cut off" if begun else "")


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
