import asyncio

import pytest

from storage.timers import Timers


@pytest.fixture
async def timers(clock):
    rung = []
    timers = Timers(clock)
    timers.rung = rung
    task = asyncio.create_task(timers.run(rung.append))
    yield timers
    task.cancel()
    await asyncio.wait({task})


async def test_a_timer_fires_at_its_time_and_once(timers, clock):
    timers.set("a", clock.time() + 10)
    await clock.advance(9.9)
    assert timers.rung == []
    await clock.advance(0.1)
    assert timers.rung == ["a"]
    await clock.advance(100)
    assert timers.rung == ["a"]


async def test_a_sooner_time_is_not_missed_while_a_later_one_is_waited_for(timers, clock):
    timers.set("late", clock.time() + 20)
    await clock.advance(1)
    timers.set("soon", clock.time() + 2)
    await clock.advance(2)
    assert timers.rung == ["soon"]
    await clock.advance(20)
    assert timers.rung == ["soon", "late"]


async def test_a_new_time_of_a_lane_replaces_the_old(timers, clock):
    start = clock.time()
    timers.set("a", start + 5)
    timers.set("a", start + 15)
    timers.set("a", start + 15)
    await clock.advance(10)
    assert timers.rung == []
    await clock.advance(5)
    assert timers.rung == ["a"]


async def test_a_lane_notified_again_and_again_while_it_is_suspended_needs_no_more_memory(timers, clock):
    for _ in range(1000):
        timers.set("a", clock.time() + 5)
    assert len(timers._heap) == 1


async def test_a_clock_that_is_set_back_keeps_nothing_asleep_for_as_long_as_it_was_ahead(timers, clock):
    clock.now += 86_400
    timers.set("a", clock.time() + 20)
    clock.now -= 86_400
    timers.set("b", clock.time() + 5)
    await clock.advance(35)
    assert sorted(timers.rung) == ["a", "b"]
    await clock.advance(90_000)
    assert sorted(timers.rung) == ["a", "b"]


async def test_a_machine_that_was_suspended_finds_its_timers_within_half_a_minute(timers, clock):
    timers.set("a", clock.time() + 7200)
    await clock.advance(1)
    assert clock.waits() == [29.0]  # timers stand still in a suspended machine, so none may be long
    clock.now += 7200
    await clock.advance(0)
    assert timers.rung == ["a"]
