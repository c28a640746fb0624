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

    async def comes(self, request, sender, account="chat"):
        self._gates[request] = asyncio.Event()
        self.tasks[request] = asyncio.create_task(self._stay(request, sender, account))
        await self.settle()

    async def goes(self, request):
        self._gates[request].set()
        await self.settle()

    async def _stay(self, request, sender, account):
        async with self.places.take(request, sender, account) as waited:
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


async def test_free_places_go_from_account_to_account_and_in_each_from_sender_to_sender(crowd):
    for request, sender, account in (
        *((number, "zoe", "busy") for number in (1, 2)),
        (3, "yan", "busy"),
        *((number, "anna", "group") for number in (4, 5)),
        (6, "ben", "group"),
        (7, "cleo", "direct"),
        (8, "ben", "group"),
    ):
        await crowd.comes(request, sender, account)
    for request in (1, 2, 3, 4, 7):
        await crowd.goes(request)
    assert crowd.inside == [6, 5, 8]


async def test_who_was_cancelled_just_when_a_place_was_theirs_gives_it_to_the_next(crowd):
    for request in (1, 2, 3, 4, 5):
        await crowd.comes(request, f"sender {request}")
    crowd.places.leave(1)
    crowd.tasks[4].cancel()
    await crowd.settle()
    assert crowd.inside == [1, 2, 3, 5]


async def test_thousands_that_are_cancelled_while_they_wait_are_passed_over(crowd):
    for request in range(3):
        await crowd.comes(request, f"sender {request}")
    gone = [asyncio.create_task(crowd._stay(number, f"sender {number}", "chat")) for number in range(10, 3000)]
    await crowd.settle()
    for task in gone:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
    await crowd.comes(4000, "sender 4000")
    await crowd.goes(0)
    assert crowd.inside == [1, 2, 4000]
