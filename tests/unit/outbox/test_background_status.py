"""Stages that are shown beside the work."""

import asyncio
import contextlib

import pytest

from core.outbox.background_status import BackgroundStatus


class Status:
    """Notes what it shows, once it is `open`."""

    def __init__(self):
        self.shown, self.open = [], asyncio.Event()

    async def show(self, text):
        await self.open.wait()
        self.shown.append(text)

    async def advance(self, text, progress):
        await self.open.wait()
        self.shown.append((text, progress))


@pytest.fixture
def status():
    return Status()


async def test_the_block_goes_on_while_a_stage_is_shown_and_what_was_overtaken_is_left_out(status):
    async with BackgroundStatus(status, name="progress 1") as shown:
        shown.show("Uploading")
        for percent in range(0, 100, 10):
            await asyncio.sleep(0)
            shown.show("a.mp4", percent / 100)
        assert status.shown == []
        status.open.set()
    assert status.shown == ["Uploading", ("a.mp4", 0.9)]


async def test_nothing_is_shown_after_the_block(status):
    async with BackgroundStatus(status, name="progress 1") as shown:
        asyncio.get_running_loop().call_later(0.01, status.open.set)
        shown.show("Uploading")
    assert status.shown == ["Uploading"]


async def test_a_block_without_a_stage_ends_at_once_and_it_may_be_entered_again(status):
    shown = BackgroundStatus(status, name="progress 1")
    status.open.set()
    async with shown:
        pass
    async with shown:
        shown.show("again")
    assert status.shown == ["again"]


async def test_a_block_that_is_cancelled_waits_for_nothing(status):
    async def work():
        async with BackgroundStatus(status, name="progress 1") as shown:
            shown.show("Uploading")
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(task, 1.0)
    assert status.shown == []
    assert task.cancelled()
