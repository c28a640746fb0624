"""The places for limited work: so many in all, so many for each sender, and none lost."""

import asyncio

import pytest

from storage.places import Places


class Crowd:
    """Requests that take a place and keep it until they are told to go."""

    def __init__(self, places):
        self.places = places
        self.inside = []
        self.waited = {}
        self._gates = {}
        self.tasks = {}

    async def comes(self, request, sender):
        self._gates[request] = asyncio.Event()
        self.tasks[request] = asyncio.create_task(self._stay(request, sender))
        await self.settle()

    async def goes(self, request):
        self._gates[request].set()
        await self.settle()

    async def _stay(self, request, sender):
        async with self.places.take(request, sender) as waited:
            self.inside.append(request)
            self.waited[request] = waited
            try:
                await self._gates[request].wait()
            finally:
                self.inside.remove(request)

    @staticmethod
    async def settle():
        for _ in range(10):
            await asyncio.sleep(0)


@pytest.fixture
async def crowd():
    made = Crowd(Places(3, of_one_sender=2))
    yield made
    for task in made.tasks.values():
        task.cancel()
    await asyncio.gather(*made.tasks.values(), return_exceptions=True)


async def test_one_sender_has_no_more_than_their_share_and_keeps_nobody_else_out(crowd):
    for request in (1, 2, 3, 4):
        await crowd.comes(request, "anna")
    await crowd.comes(5, "ben")
    assert crowd.inside == [1, 2, 5]
    assert not any(map(crowd.places.free_for, ("anna", "ben", "cleo"))), "there are three in all"
    await crowd.goes(1)
    assert crowd.inside == [2, 5, 3]
    assert crowd.waited == {1: False, 2: False, 5: False, 3: True}


async def test_a_place_is_free_for_all_but_those_who_have_their_share(crowd):
    assert crowd.places.free_for("anna")
    for request in (1, 2):
        await crowd.comes(request, "anna")
    assert not crowd.places.free_for("anna")
    assert crowd.places.free_for("ben")
    await crowd.goes(1)
    assert crowd.places.free_for("anna")


async def test_a_request_that_leaves_early_frees_its_place_once(crowd):
    for request in (1, 2, 3):
        await crowd.comes(request, "anna")
    crowd.places.leave(1)
    crowd.places.leave(1)
    crowd.places.leave(99)
    await crowd.settle()
    assert crowd.inside == [1, 2, 3]
    await crowd.goes(1)
    await crowd.comes(4, "anna")
    assert crowd.inside == [2, 3], "the end of the block does not free it again"


async def test_a_request_that_is_cancelled_while_it_waits_takes_nothing_with_it(crowd):
    for request in (1, 2, 3, 4):
        await crowd.comes(request, f"sender {request}")
    assert crowd.inside == [1, 2, 3]
    crowd.tasks[4].cancel()
    await crowd.settle()
    await crowd.goes(2)
    await crowd.comes(5, "sender 4")
    assert crowd.inside == [1, 3, 5]
