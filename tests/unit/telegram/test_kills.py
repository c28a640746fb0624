"""A process that dies, or that its host refuses something, before any one of its statements.

Nothing is lost then, nothing done twice, and nothing told that is not true.
"""

import asyncio
import contextlib
import errno
import shutil
from contextlib import nullcontext
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from core.engine.delays import Delays
from core.intake.intake import Intake
from core.model.access import AccessLists
from core.model.chat import Address, Incoming, Sender
from core.model.limits import Limits
from core.model.measures import NoMeasures
from core.model.operations import Drain
from core.model.requests import Outcome
from core.words.phrases import say
from storage.errors import Locked, Unwritable
from storage.store import open_store
from tests.doubles.services import SharedServices
from tests.doubles.telegram import NO_LIMITS, Clip, TelegramDouble

EDIT = "/edit@nemo_test_bot "


class Idle:
    """An engine that begins nothing, and a chat that nobody looks at."""

    def reserve(self, lane, person):
        return nullcontext()

    def notify(self, lane):
        """Nothing runs."""

    async def react(self, to, reaction):
        """Nobody looks."""

    async def show(self, request):
        """Nobody waits."""


REFUSALS = [Unwritable("full"), Locked("locked"), OSError(errno.EMFILE, "Too many open files"), MemoryError()]


@dataclass
class Life:
    """A process that dies before its n-th statement, or whose host refuses that and a few more; None: never.

    The first is that which stores updates.
    """

    dies_before: int | None = None
    refused_at: int | None = None
    refused: int = 3
    statements: int = 0

    @property
    def dead(self):
        return self.dies_before is not None and self.statements >= self.dies_before

    def of(self, database):
        run = database._run

        async def counted(sql, params):
            self.statements += bool(self.statements) or sql.startswith("insert into inbox")
            if self.dead:
                raise Unwritable("the process is dead")
            if self.refused_at and 0 <= self.statements - self.refused_at < self.refused:
                raise REFUSALS[self.refused_at % len(REFUSALS)]
            return await run(sql, params)

        database._run = counted


# counted, and never reached
WIDE = Limits(requests_per_minute=999, requests_at_once=999, requests_per_day=999, chat_requests_per_day=999)


async def wide(*_):
    return WIDE


class Scene:
    """What is said to the bot, and the database that its processes share."""

    def __init__(self, tg, folder, clock, open_adapter, serving):
        self.tg, self.path, self.clock = tg, folder / "bot.db", clock
        self.open_adapter, self.serving = open_adapter, serving
        tg.crowd.privacy = False
        self.anna = tg.person("Anna")
        self.private = tg.private(self.anna)
        self.group = tg.group("G", self.anna)
        self.presses = []

    @contextlib.asynccontextmanager
    async def process(self, life):
        async with open_store(self.path, secret_key=None, clock=self.clock) as store:

            async def skill_at(_):
                return "s"

            services = SharedServices(
                stores=store,
                clock=self.clock,
                delays=Delays(),
                dispatcher=Idle(),
                platforms={"telegram": Idle()},
                rules=SimpleNamespace(keep_days=90, access=AccessLists()),
                limits_for=wide,
                drain=Drain(),
                measures=NoMeasures(),
                queue_positions=Idle(),
                upload_page=None,
                skill_at=skill_at,
            )
            intake = Intake(services)
            given = {"adapter_data": store.adapter_data, "inbox": store.inbox}
            async with self.open_adapter(self.tg, **given) as adapter:
                door = adapter.front_door

                async def receive(incoming):
                    if "poison" in incoming.text:
                        raise ZeroDivisionError
                    await intake.receive(incoming)

                async def moved(old, new):
                    await store.addresses.moved(old, new)

                door.receive, door.may_press, door.refused_press = receive, intake.may_press, intake.refused_press
                door.address_of, door.origin, door.moves = intake.address_of, intake.origin, Moves(moved)
                await store.queue.wait_for_parts(self.clock.time() + Delays().join)  # as the engine does at its start
                life.of(store.database)
                async with self.serving(adapter):
                    yield store
            await intake.close()

    async def live(self, life):
        """Run one process until it has died or everything is handled."""
        async with self.process(life) as store, asyncio.timeout(20):
            while not life.dead:
                left = await store.database.all("select 1 from inbox where handled_at is null limit 1")
                if not left and not self.tg.inbox.waiting and self.tg.inbox.polled:
                    return
                await asyncio.sleep(0.005)

    async def result(self):
        """What was asked for in the end, and of whom."""
        async with open_store(self.path, secret_key=None, clock=self.clock) as store:
            rows = await store.database.all("select id from requests order by id")
            asked = [await store.requests.get(row["id"]) for row in rows]
            files = [[f.name for part in await store.requests.parts(one.id) for f in part.attachments] for one in asked]
            projects = await store.database.all("select 1 from projects")
            aside = await store.database.all("select value from adapter_data where scope = 'telegram:undecoded'")
            said = [
                (str(one.address), one.flow, one.words, one.reply, names)
                for one, names in zip(asked, files, strict=True)
            ]
            return sorted(said, key=str), len(projects), len(aside)


class Moves(list):
    """What the adapter's side of the front door does with a move."""

    def __init__(self, moved):
        self.moved = moved


@pytest.fixture
def scenes(tmp_path, clock, open_adapter, serving, monkeypatch):
    """`async with scenes() as scene`: each with a database of its own, in which R1 was asked and has ended."""
    from tests.unit.telegram.conftest import FrontDoorDouble

    async def moved(self, old, new):
        await self.moves.moved(old, new)

    monkeypatch.setattr(FrontDoorDouble, "moved", moved)
    template = tmp_path / "template" / "bot.db"

    async def prepare():
        async with open_store(template, secret_key=None, clock=clock) as store:
            services = SharedServices(stores=store, clock=clock, delays=Delays(), dispatcher=Idle(), platforms={})
            services.upload_page, services.skill_at = None, skill
            services.rules = SimpleNamespace(keep_days=90, access=AccessLists())
            services.limits_for, services.drain = wide, Drain()
            services.measures = NoMeasures()
            intake, here = Intake(services), Address("telegram", "5001")
            await intake.receive(Incoming(here, Sender("5001", "Anna"), "u1", 0.0, private=True, text="add music"))
            await store.requests.end(1, Outcome.DONE, clock.time())
            await store.messages.sent(here, "100", request=1, project=1, role="answer", text="", now=1.0)
            await intake.close()

    async def skill(_):
        return "s"

    numbers = iter(range(1000))

    @contextlib.asynccontextmanager
    async def opened():
        if not template.exists():
            await prepare()
        folder = tmp_path / f"run{next(numbers)}"
        folder.mkdir()
        shutil.copy(template, folder / "bot.db")
        async with TelegramDouble(pace=NO_LIMITS) as tg:
            yield Scene(tg, folder, clock, open_adapter, serving)

    return opened


def message_and_its_corrections(scene):
    said = scene.private.sends(scene.anna, Clip(), "cut it")
    scene.private.edits(said, "cut it twice")
    scene.private.edits(said, "cut it thrice")


def album_of_a_group(scene):
    scene.group.album(scene.anna, [Clip(name=f"{name}.mp4") for name in "abc"], ["", EDIT + "join them"])


def album_and_a_move_between_its_parts(scene):
    extra = {"media_group_id": "77"}
    scene.group.sends(scene.anna, Clip(name="a.mp4"), extra=extra)
    scene.group.upgrades(told=False)
    tells, told, added = scene.group.updates_of_upgrade()
    added()
    tells()
    scene.group.sends(scene.anna, Clip(name="b.mp4"), EDIT + "join them", extra=extra)
    told()
    scene.group.sends(scene.anna, Clip(name="c.mp4"), extra=extra)


def clip_in_the_group_and_words_in_the_supergroup(scene):
    scene.group.sends(scene.anna, Clip(name="a.mp4"), EDIT)
    scene.group.upgrades().says(scene.anna, EDIT + "add music")


def poison(scene):
    scene.private.says(scene.anna, "poison")
    scene.tg.push_raw(
        "message", {"message_id": "seven", "chat": {"id": scene.anna.id, "type": "private"}, "from": {"id": 5001}}
    )
    scene.private.says(scene.anna, "/help")


def withheld(scene):
    scene.private.sends_withheld(scene.anna, "add music")


def comment_and_what_is_forwarded(scene):
    scene.private.forwards(scene.anna, Clip(name="far.mp4"), "its author's words", comment="make it shorter")


def two_presses_of_one_button(scene):
    answer = scene.private.chat.add(
        {
            "from": scene.tg.bot.json(),
            "text": "Done",
            "reply_markup": {"inline_keyboard": [[{"text": "Undo", "callback_data": "undo"}]]},
        },
        by_bot=True,
    )
    assert answer.id == 100
    scene.presses = [scene.private.presses(scene.anna, answer, "Undo") for _ in range(2)]


def token_of_ones_own(scene):
    scene.private.says(scene.anna, "/login nmv_usr_planted_0123")


DEEDS = [
    token_of_ones_own,
    message_and_its_corrections,
    album_of_a_group,
    album_and_a_move_between_its_parts,
    clip_in_the_group_and_words_in_the_supergroup,
    poison,
    withheld,
    comment_and_what_is_forwarded,
    two_presses_of_one_button,
]


@pytest.mark.parametrize("deeds", DEEDS)
async def test_a_kill_before_any_statement_changes_nothing_of_what_becomes_of_it(scenes, deeds):
    expected = None
    for dies_before in [None, *range(1, 300)]:
        async with scenes() as scene:
            deeds(scene)
            life = Life(dies_before)
            await scene.live(life)
            if life.dead:
                scene.clock.now += 3600
                await scene.live(Life())
            elif expected is None:
                expected = await scene.result()
                continue
            assert await scene.result() == expected, dies_before
            for press in scene.presses:
                assert press.answer.get("text", "") in {"", say("en", "press.before")}
            if not life.dead:
                assert dies_before > 3
                return
    pytest.fail("it never lived to the end")


@pytest.mark.parametrize("refused", [1, 40])
@pytest.mark.parametrize("deeds", DEEDS)
async def test_what_the_host_refuses_for_a_moment_changes_nothing_of_what_becomes_of_it(scenes, deeds, refused):
    expected, life = None, Life()
    for refused_at in [None, *range(1, 300, 3 if refused == 1 else 7)]:
        async with scenes() as scene:
            deeds(scene)
            needed, life = life.statements, Life(refused_at=refused_at, refused=refused)
            await scene.live(life)
            if expected is None:
                expected = await scene.result()
                continue
            assert await scene.result() == expected, refused_at
            if refused_at > needed + refused:
                assert refused_at > 3
                return
    pytest.fail("it never went well")
