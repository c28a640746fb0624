import asyncio

import pytest

from storage.alarms import Alarms


@pytest.fixture
async def alarms(clock):
    rung = []
    alarms = Alarms(clock)
    alarms.rung = rung
    task = asyncio.create_task(alarms.run(rung.append))
    yield alarms
    task.cancel()
    await asyncio.wait({task})


async def test_a_lane_rings_at_its_hour_and_once(alarms, clock):
    alarms.set("a", clock.time() + 10)
    await clock.advance(9.9)
    assert alarms.rung == []
    await clock.advance(0.1)
    assert alarms.rung == ["a"]
    await clock.advance(100)
    assert alarms.rung == ["a"]


async def test_a_sooner_hour_is_not_missed_while_a_later_one_is_waited_for(alarms, clock):
    alarms.set("late", clock.time() + 20)
    await clock.advance(1)
    alarms.set("soon", clock.time() + 2)
    await clock.advance(2)
    assert alarms.rung == ["soon"]
    await clock.advance(20)
    assert alarms.rung == ["soon", "late"]


async def test_a_new_hour_of_a_lane_replaces_the_old(alarms, clock):
    start = clock.time()
    alarms.set("a", start + 5)
    alarms.set("a", start + 15)
    alarms.set("a", start + 15)
    await clock.advance(10)
    assert alarms.rung == []
    await clock.advance(5)
    assert alarms.rung == ["a"]


async def test_a_lane_called_again_and_again_while_it_sleeps_needs_no_more_memory(alarms, clock):
    for _ in range(1000):
        alarms.set("a", clock.time() + 5)
    assert len(alarms._heap) == 1


async def test_a_machine_that_was_suspended_finds_its_alarms_within_half_a_minute(alarms, clock):
    alarms.set("a", clock.time() + 7200)
    await clock.advance(1)
    assert clock.waits() == [29.0]  # timers stand still in a suspended machine, so none may be long
    clock.now += 7200
    await clock.advance(0)
    assert alarms.rung == ["a"]
