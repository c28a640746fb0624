"""Promises of `core.engine.dispatch.Dispatcher`, whatever engine keeps them: who is set aside when the process dies."""

import asyncio

import pytest

from core.engine.dispatch import Suspend
from storage.last_tries import LONGEST_SECONDS
from tests.contract.engine import until


@pytest.fixture
def died_twice(accepted, store):
    """`await died_twice(3)`: so many requests in lanes of their own, that got no further in two lives."""

    async def accept(number):
        requests = [await accepted(f"project:{lane}") for lane in range(number)]
        for request in requests * 2:
            await store.queue.begin(request, 1.0)  # and the process was killed
        return requests

    return accept


@pytest.fixture
def got_on(store, clock):
    async def write(request):
        await store.entries.record(request, "step", "1")
        await clock.advance(0.1)

    return write


@pytest.fixture
def begins(eventually):
    """`await begins(engine, 2)`: wait until so many were begun, and no more are; returns the last of them."""

    async def wait(engine, number):
        await eventually(lambda: len(engine.begun) >= number)
        await asyncio.sleep(0.02)
        assert len(engine.begun) == number
        return engine.begun[-1]

    return wait


def stuck(requests):
    return {request: until(asyncio.Event()) for request in requests}


@pytest.mark.parametrize("guilty_at", range(3))
async def test_of_those_worked_on_at_three_deaths_only_the_guilty_one_is_set_aside(
    engines, died_twice, got_on, begins, store, eventually, monkeypatch, guilty_at
):
    requests = await died_twice(3)
    guilty = requests[guilty_at]
    dying = engines()
    dying.script = stuck(requests)
    dying.start()
    while (begun := await begins(dying, len(dying.begun) or 1)) != guilty:
        await got_on(begun)
        await eventually(lambda: dying.begun[-1] != begun)
    await _kill(dying, store, monkeypatch, eventually)

    engine = engines()
    engine.start()
    await eventually(lambda: set(engine.begun) == set(requests) - {guilty})
    await eventually(lambda: engine.parked == [guilty])


async def test_who_was_worked_on_at_fewer_deaths_goes_on_beside_the_last_try_of_another(
    engine, accepted, died_twice, store, eventually
):
    requests, others = await died_twice(2), [await accepted(f"project:other{lane}") for lane in range(2)]
    await store.queue.begin(others[0], 1.0)
    engine.script = stuck(requests)
    engine.start()
    await eventually(lambda: len(engine.begun) == 3 and set(others) < set(engine.begun))


async def test_who_got_on_in_its_second_life_has_no_last_try_to_wait_for(engine, died_twice, got_on, eventually):
    requests = await died_twice(2)
    for request in requests:
        await got_on(request)
    engine.script = stuck(requests)
    engine.start()
    await eventually(lambda: set(engine.begun) == set(requests))


async def test_the_next_one_is_tried_when_one_is_suspended_or_has_ended(engine, died_twice, eventually):
    requests = await died_twice(3)

    async def suspend(times):
        if times == 1:
            raise Suspend(0.0, "render:1")

    engine.script[requests[0]] = suspend
    engine.start()
    await eventually(lambda: set(engine.begun) == set(requests))


async def test_one_that_neither_dies_nor_gets_on_keeps_the_others_waiting_for_seconds_only(
    engine, died_twice, begins, clock
):
    requests = await died_twice(2)
    engine.script = stuck(requests)
    engine.start()
    await begins(engine, 1)
    await clock.advance(LONGEST_SECONDS - 1.0)
    await begins(engine, 1)
    for _ in range(20):
        await clock.advance(0.1)
        await asyncio.sleep(0.002)
    await begins(engine, 2)


async def test_one_that_waits_for_its_last_try_does_not_hold_up_the_stop_and_is_not_charged_with_it(
    engine, died_twice, begins, store, eventually
):
    requests, gate = await died_twice(2), asyncio.Event()
    engine.script = dict.fromkeys(requests, until(gate))
    engine.start()
    begun = await begins(engine, 1)
    engine.ask_to_stop()
    await eventually(lambda: engine.stop.asked)
    gate.set()
    await eventually(lambda: engine.has_stopped)
    assert engine.begun == [begun]
    (waiting,) = await store.queue.heads()
    assert (waiting.request != begun, waiting.claims) == (True, 2)


async def _kill(engine, store, monkeypatch, eventually):
    """Let a process die: what it would still write is not written."""

    async def lost(*_, **__):
        return ""

    with monkeypatch.context() as dead:
        dead.setattr(store.queue, "reschedule", lost)
        engine.ask_to_stop()
        await eventually(lambda: engine.stop.asked)
        engine.ask_to_stop()
        await eventually(lambda: engine.has_stopped)
