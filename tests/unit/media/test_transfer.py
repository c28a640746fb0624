"""How slow a file may come; no test waits for a real second."""

import asyncio

import pytest

from core.media.errors import TooSlow, Truncated
from core.media.transfer import DEADLINE_SECONDS, LEAST_RATE, transfer


async def source(clock, size, every, count=10**9):
    """`count` chunks of `size` bytes, one in `every` seconds."""
    for _ in range(count):
        await clock.sleep(every)
        yield bytes(size)


async def received(clock, chunks, *, reading_seconds=0.0, **rules):
    total = 0
    async with transfer(clock, **rules) as arriving:
        async for chunk in arriving.chunks(chunks):
            total += len(chunk)
            if reading_seconds:
                await clock.sleep(reading_seconds)
    return total


@pytest.fixture
async def after(clock):
    """`await after(seconds, coroutine)`: whether it has ended by then, and with what."""
    tasks = []

    async def run(seconds, work):
        task = asyncio.create_task(work)
        tasks.append(task)
        await clock.advance(seconds)
        return task

    yield run
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("every", [5.0, 1.0, 1e9], ids=["a byte in five seconds", "a byte a second", "nothing"])
async def test_a_source_below_the_least_rate_is_given_up_after_a_minute(clock, after, every):
    task = await after(59.0, received(clock, source(clock, 1, every)))
    assert not task.done()
    await clock.advance(3.0)
    with pytest.raises(TooSlow):
        await task


async def test_a_source_that_keeps_the_least_rate_may_take_an_hour(clock, after):
    task = await after(3600.0, received(clock, source(clock, LEAST_RATE, 1.0, count=3599)))
    assert await task == LEAST_RATE * 3599


async def test_a_source_that_dries_up_is_given_up_though_it_was_fast_before(clock, after):
    async def chunks():
        yield bytes(50_000_000)
        await asyncio.Event().wait()

    task = await after(59.0, received(clock, chunks()))
    assert not task.done()
    await clock.advance(65.0)
    with pytest.raises(TooSlow):
        await task


async def test_a_small_file_may_come_slower_than_the_rate_within_the_minute(clock, after):
    task = await after(60.0, received(clock, source(clock, 100, 1.0, count=50)))
    assert await task == 5000


async def test_a_slow_reader_is_not_the_sources_fault(clock, after):
    task = await after(1000.0, received(clock, source(clock, 1000, 0.1, count=90), reading_seconds=10.0))
    assert await task == 90_000


async def test_a_source_that_keeps_the_rate_has_to_end_by_the_deadline(clock, after):
    task = await after(DEADLINE_SECONDS - 1, received(clock, source(clock, LEAST_RATE * 2, 1.0)))
    assert not task.done()
    await clock.advance(3.0)
    with pytest.raises(TooSlow):
        await task


async def test_a_file_that_has_arrived_may_be_worked_on_for_as_long_as_it_takes(clock, after):
    async def work():
        async with transfer(clock, safe_point=stop_asked) as arriving:
            async for _ in arriving.chunks(source(clock, 10, 0.1, count=3)):
                pass
            await clock.sleep(2 * DEADLINE_SECONDS)
            return "answered"

    async def stop_asked():
        if clock.monotonic() > begun + 2:
            raise Stopped

    class Stopped(BaseException):
        pass

    begun = clock.monotonic()
    assert await (await after(3 * DEADLINE_SECONDS, work())) == "answered"


async def test_a_safe_point_ends_the_wait_for_a_source_that_gives_nothing(clock, after):
    class Cancelled(BaseException):
        pass

    wanted = True

    async def safe_point():
        if not wanted:
            raise Cancelled

    task = await after(10.0, received(clock, source(clock, 1, 1e9), safe_point=safe_point))
    assert not task.done()
    wanted = False
    await clock.advance(1.0)
    with pytest.raises(Cancelled):
        await task


async def test_what_the_block_raises_itself_passes(clock):
    async def broken():
        yield b"x"
        raise Truncated

    with pytest.raises(Truncated) as raised:
        await received(clock, broken())
    assert type(raised.value) is Truncated
    with pytest.raises(TimeoutError):
        async with transfer(clock):
            raise TimeoutError
    assert clock.waits() == []


async def test_a_cancelled_block_leaves_nothing_behind(clock, after):
    task = await after(1.0, received(clock, source(clock, 1, 1e9)))
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    assert [one for one in asyncio.all_tasks() if one.get_name() == "transfer"] == []
