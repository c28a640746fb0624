"""Cancels work at one of its awaits, the very one and not somewhere near it: what a kill there would leave behind."""

import asyncio
import types

import pytest


@types.coroutine
def cancelled_at(work, await_number):
    """Drive a coroutine and cancel its task at its n-th await: the very one, not somewhere near it."""
    send, sent = work.send, None
    for number in range(10_000):
        try:
            future = send(sent)
        except StopIteration as end:
            return end.value
        if number == await_number:
            asyncio.current_task().cancel()
        try:
            sent = yield future
            send = work.send
        except BaseException as error:  # noqa: BLE001 - all of it belongs to the work, which is thrown it next
            sent, send = error, work.throw
    return None


@types.coroutine
def watched(work, look):
    """Drive a coroutine and call `look` at each of its awaits, before what is waited for has happened."""
    send, sent = work.send, None
    while True:
        try:
            future = send(sent)
        except StopIteration as end:
            return end.value
        look()
        try:
            sent = yield future
            send = work.send
        except BaseException as error:  # noqa: BLE001 - it belongs to the work
            sent, send = error, work.throw


async def each_await(make):
    """Run `make()` once for each of its awaits, cancelled there, until one run is not reached by its cancel."""
    for number in range(200):

        async def driven(number=number):
            return await cancelled_at(make(), number)

        task = asyncio.create_task(driven())
        await asyncio.wait({task})
        if not task.cancelled():
            task.result()
            assert number > 1
            return
        yield number
    pytest.fail("it never ended")


async def killed_at(work, await_number):
    """Run work that is cancelled at its n-th await; return False when it ended before."""

    async def driven():
        await cancelled_at(work, await_number)

    task = asyncio.create_task(driven(), name="killed")
    await asyncio.wait({task})
    if not task.cancelled():
        task.result()
    return task.cancelled()
