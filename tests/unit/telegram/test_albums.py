"""Albums in groups before the real rows: wherever a process dies between two parts, and whichever takes which part."""

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from bots.telegram.albums import Albums
from core.model.store_unavailable import StoreUnavailable
from tests.doubles.telegram import NO_LIMITS, Clip, TelegramDouble

WISH = "@nemo_test_bot join them"
SCOPE = "telegram:8102030405"


@dataclass
class Life:
    """A process that dies at its n-th operation since it stores updates, before or after what that does."""

    dies_at: int
    after: bool
    operations: int = -1
    dead: bool = False

    async def do(self, name, call):
        if self.dead:
            raise StoreUnavailable("the process is dead")
        if name == "add" or self.operations >= 0:
            self.operations += 1
        self.dead = self.operations == self.dies_at
        result = None if self.dead and not self.after else await call()
        if self.dead:
            raise StoreUnavailable("killed")
        return result


@dataclass
class Mortal:
    """What is there for one life of something that goes on after it."""

    life: Life
    real: object

    def __getattr__(self, name):
        return lambda *args, **kwargs: self.life.do(name, lambda: getattr(self.real, name)(*args, **kwargs))


async def until(true):
    """Wait for what only a query tells."""
    async with asyncio.timeout(15):
        while not await true():  # noqa: ASYNC110 - the database has no event
            await asyncio.sleep(0.001)


def names(received):
    """The files in the order in which they were received first."""
    return list(dict.fromkeys(one.attachments[0].name for one in received))


async def left_unhandled(store):
    return await store.database.all("select number from inbox where handled_at is null")


@pytest.mark.parametrize("after", [False, True], ids=["before it is done", "after it is done"])
async def test_a_kill_at_any_step_loses_no_part_of_an_album(after, open_adapter, serving, eventually, store):
    for dies_at in range(1, 100):
        async with TelegramDouble(pace=NO_LIMITS) as tg:
            anna = tg.person("Anna")
            tg.crowd.privacy = False
            group = tg.supergroup("G", anna)
            captions = ["", WISH, ""]
            group.album(anna, [Clip(name=f"{name}.mp4") for name in "abc"], captions)
            life = Life(dies_at, after)
            data, inbox = Mortal(life, store.adapter_data), Mortal(life, store.inbox)
            async with open_adapter(tg, adapter_data=data, inbox=inbox) as first, serving(first):
                front_door = first.front_door
                front_door.receive = Mortal(life, SimpleNamespace(receive=front_door.receive)).receive

                async def ended(life=life, heard=front_door.received):
                    return life.dead or (len(heard) == 3 and not await left_unhandled(store))

                await until(ended)
            async with open_adapter(tg, adapter_data=store.adapter_data, inbox=store.inbox) as second, serving(second):
                await eventually(lambda: tg.inbox.polled)

                async def handled():
                    return not await left_unhandled(store)

                await until(handled)
            received = [*front_door.received, *second.front_door.received]
            assert names(received) == ["a.mp4", "b.mp4", "c.mp4"], dies_at
            await store.database.all("delete from inbox")
            await store.database.all("delete from adapter_data")
            if not life.dead:
                assert dies_at > 10
                return
    pytest.fail("it never lived to the end")


@dataclass
class Pause:
    """Where a process pauses: before its n-th operation on the database."""

    before: int
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    operations: int = 0

    def of(self, real):
        def paused(name):
            async def call(*args, **kwargs):
                self.operations += 1
                if self.operations == self.before:
                    self.reached.set()
                    await self.over.wait()
                return await getattr(real, name)(*args, **kwargs)

            return call

        return SimpleNamespace(**{name: paused(name) for name in ("get", "set", "hold", "kept", "release")})


@pytest.fixture
def updates(store):
    """`await updates(bare, wish)`: stored, as both processes find them."""

    async def made(*captions):
        chat = {"id": -5, "type": "supergroup", "title": "G"}
        anna = {"id": 7, "is_bot": False, "first_name": "Anna"}
        video = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}
        found = []
        for number, caption in enumerate(captions):
            entities = [{"type": "mention", "offset": 0, "length": 9}] if caption else []
            message = {"message_id": number, "date": 1, "chat": chat, "from": anna, "video": video}
            album = {"media_group_id": "77", "caption": caption, "caption_entities": entities}
            found.append({"update_id": number, "message": message | album})
            await store.inbox.add(SCOPE, [(number, str(number))])
        return found

    return made


@pytest.mark.parametrize("before", range(1, 6))
@pytest.mark.parametrize("slow", ["the bare part", "the caption"])
@pytest.mark.parametrize("dies", [False, True])
async def test_two_processes_that_take_one_part_each_lose_none(store, updates, bot, slow, before, dies):
    bare, wish = await updates("", "@nemo_bot join them")
    first, second = (bare, wish) if slow == "the bare part" else (wish, bare)
    pause = Pause(before)
    paused = Albums(pause.of(store.adapter_data), pause.of(store.inbox), scope=SCOPE)
    taking = asyncio.create_task(paused.parts_before(first, bot))
    reached = asyncio.create_task(pause.reached.wait())
    await asyncio.wait({taking, reached}, return_when=asyncio.FIRST_COMPLETED)
    reached.cancel()
    taken = [await Albums(store.adapter_data, store.inbox, scope=SCOPE).parts_before(second, bot)]
    if dies:
        taking.cancel()
        await asyncio.wait({taking})
        assert first["update_id"] in dict(await store.inbox.waiting(SCOPE)) or not pause.reached.is_set()
        taking = asyncio.create_task(Albums(store.adapter_data, store.inbox, scope=SCOPE).parts_before(first, bot))
    pause.over.set()
    taken.append(await taking)
    freed = [number for held in taken for number, _ in held or ()]
    assert freed == ([0] if None in taken or freed else [])
    assert [number for number, _ in await store.inbox.waiting(SCOPE)] == [0, 1]


async def test_a_caption_that_is_changed_to_name_the_bot_asks_for_the_whole_album(
    open_adapter, serving, eventually, store
):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        anna = tg.person("Anna")
        tg.crowd.privacy = False
        group = tg.supergroup("G", anna)
        given = {"adapter_data": store.adapter_data, "inbox": store.inbox}
        async with open_adapter(tg, **given) as first, serving(first):
            items = group.album(anna, [Clip(name=f"{name}.mp4") for name in "abc"], ["", "our trip"])
            await eventually(lambda: not tg.inbox.waiting)
            assert first.front_door.received == []
        async with open_adapter(tg, **given) as second, serving(second):
            group.edits(items[1], "our trip @nemo_test_bot join them")
            await eventually(lambda: len(second.front_door.received) == 4)
        received = second.front_door.received
        assert names(received) == ["a.mp4", "b.mp4", "c.mp4"]
        assert [(one.text, one.corrects) for one in received if one.attachments[0].name == "b.mp4"] == [
            ("our trip", False),
            ("our trip  join them", True),
        ]


async def test_an_album_that_nobody_asked_for_is_no_work_for_the_next_start(open_adapter, serving, eventually, store):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        anna = tg.person("Anna")
        tg.crowd.privacy = False
        group = tg.supergroup("G", anna)
        async with open_adapter(tg, adapter_data=store.adapter_data, inbox=store.inbox) as adapter, serving(adapter):
            group.album(anna, [Clip(), Clip()], ["look"])
            group.says(anna, "/help")
            await eventually(lambda: [one.text for one in adapter.front_door.received] == ["/help"])
        assert await store.inbox.waiting(SCOPE) == []
        assert len(await store.database.all("select * from inbox where held_for is not null")) == 2
