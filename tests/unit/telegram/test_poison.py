"""Updates of which one field is not what the Bot API says: each is handled or set aside in words, and nothing stops."""

import asyncio
import copy
import json
import warnings
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from core.engine.delays import Delays
from core.intake.intake import Intake
from core.model.access import AccessLists
from core.model.chat import Unseen
from core.model.limits import Limits
from core.model.measures import NoMeasures
from core.model.operations import Drain
from tests.doubles.services import SharedServices
from tests.doubles.telegram import NO_LIMITS, Clip, TelegramDouble
from tests.doubles.telegram_schema import Schema

SCHEMA = Schema.load()
GONE = object()
CALL = "@nemo_test_bot "
HUGE = 10**400


async def no_limits(*_):
    return Limits()


def deep(levels):
    made = []
    for _ in range(levels):
        made = [made]
    return made


WRONG = [
    GONE,
    None,
    7,
    -1,
    0,
    2**70,
    HUGE,
    1.5,
    "x",
    "",
    True,
    False,
    [],
    [{}],
    [7],
    {},
    {"x": 1},
    deep(300),
    deep(900),
]


def kinds_of_updates():
    """One update of each kind that the bot is sent, as the double makes them."""
    tg = TelegramDouble(pace=NO_LIMITS)
    tg.crowd.privacy = False
    anna, ben = tg.person("Anna"), tg.person("Ben")
    for place in (tg.private(anna), tg.supergroup("G", anna, ben), tg.group("H", anna)):
        first = place.says(anna, CALL + "add music", links={"add": "https://x.example/z.mp4"})
        quote = {"quote": {"text": "add", "position": 3, "is_manual": True}}
        place.says(anna, CALL + "cut", reply_to=first, extra=quote)
        for kind in ("video", "document", "photo", "live_photo", "voice"):
            place.sends(anna, Clip(kind=kind), CALL + "add music", extra={"has_media_spoiler": True})
        place.forwards(anna, Clip(), CALL)
        place.album(anna, [Clip()], [CALL + "cut"])
        place.sends_withheld(anna, CALL + "cut")
        keyboard = {"inline_keyboard": [[{"text": "Undo", "callback_data": "undo"}]]}
        said = {"from": tg.bot.json(), "text": "done", "reply_markup": keyboard}
        answer = place.chat.add(said, by_bot=True)
        place.says(anna, "louder", reply_to=answer)
        place.edits(first, CALL + "other")
        place.presses(anna, answer, "Undo")
        place.presses(anna, answer, "Undo", accessible=False)
        place.changes_bot(anna, "left")
        place.changes_bot(anna, "member")
    place.says(anna, CALL + "cut", extra={"external_reply": external(first)})
    tg.supergroup("F", anna, forum=True).topic("T", anna).says(anna, CALL + "cut")
    tg.group("M", anna).upgrades()
    return tg.inbox.waiting


def external(first):
    video = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}
    return {
        "origin": {"type": "hidden_user", "date": 1, "sender_user_name": "B"},
        "chat": first.data["chat"],
        "video": video,
    }


def paths(kind, raw, path):
    """Where a value of this type has a field, or could have one."""
    if isinstance(raw, list):
        yield (*path, 0)
        yield from paths(kind.removeprefix("Array of "), raw[0], (*path, 0))
        return
    shape = SCHEMA.types.get(kind, {})
    if "s" in shape:
        yield from paths(next(SCHEMA._candidates(shape["s"], raw)), raw, path)
    for name, (_, kinds, *_) in shape.get("f", {}).items():
        yield (*path, name)
        if name in raw:
            yield from paths(kinds[0], raw[name], (*path, name))


def mutated(raw, path, value):
    made = copy.deepcopy(raw)
    at = made
    for step in path[:-1]:
        at = at[step]
    if value is not GONE:
        at[path[-1]] = value
    elif path[-1] == 0 or path[-1] in at:
        del at[path[-1]]
    return made


def cases():
    """Each field of each kind of update with one wrong value, another one for each next field."""
    found = {}
    for raw in kinds_of_updates():
        kind = next(name for name in raw if name != "update_id")
        (kind_of_content,) = SCHEMA.types["Update"]["f"][kind][1]
        for path in paths(kind_of_content, raw[kind], (kind,)):
            if path[-1] != 0 or len(path) > 1:
                found.setdefault(path, raw)
    return [(raw, path, WRONG[place % len(WRONG)]) for place, (path, raw) in enumerate(found.items())]


# where a wrong value did harm
WORST = [
    ("callback_query", ("message", "chat", "type"), []),
    ("callback_query", ("message", "chat", "type"), {}),
    ("message", ("date",), HUGE),
    ("message", ("date",), -HUGE),
    ("edited_message", ("date",), HUGE),
    ("message", ("text",), deep(900)),
    ("message", ("poll",), deep(850)),
    ("message", ("video", "file_size"), "x"),
    ("message", ("video", "file_size"), {}),
    ("message", ("video", "file_name"), 7),
    ("message", ("video", "mime_type"), 7),
    ("message", ("video", "mime_type"), [{}]),
    ("message", ("migrate_to_chat_id",), "x"),
    ("message", ("migrate_to_chat_id",), [7]),
    ("message", ("migrate_from_chat_id",), {"x": 1}),
]


def worst():
    updates = kinds_of_updates()
    for kind, path, value in WORST:
        fitting = [one for one in updates if kind in one and holds(one[kind], path[:-1])]
        yield from ((raw, (kind, *path), value) for raw in {chat_in(one)["type"]: one for one in fitting}.values())


def holds(raw, path):
    return not path or (isinstance(raw, dict) and path[0] in raw and holds(raw[path[0]], path[1:]))


def chat_in(raw):
    content = next(value for name, value in raw.items() if name != "update_id")
    return content.get("message", content)["chat"]


def moved_to(raw, chat):
    """The same in a chat of its own."""
    return json.loads(json.dumps(raw).replace(str(chat_in(raw)["id"]), str(chat)))


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


@pytest.fixture
async def judged(open_adapter, store, clock, serving):
    """`await judged(cases)`: each in a chat of its own; what the core received of each chat, behind the real way in."""

    async def skill_at(_):
        return "s"

    services = SharedServices(
        stores=store,
        clock=clock,
        delays=Delays(),
        dispatcher=Idle(),
        platforms={"telegram": Idle()},
        rules=SimpleNamespace(keep_days=90, access=AccessLists()),
        limits_for=no_limits,
        drain=Drain(),
        measures=NoMeasures(),
        queue_positions=Idle(),
        upload_page=None,
        skill_at=skill_at,
    )

    async def run(cases):
        intake, received, chats = Intake(services), {}, {}
        async with (
            TelegramDouble(pace=NO_LIMITS) as tg,
            open_adapter(tg, adapter_data=store.adapter_data, inbox=store.inbox) as adapter,
        ):
            door = adapter.front_door

            async def receive(incoming):
                received.setdefault(incoming.address.chat, []).append(incoming)
                await intake.receive(incoming)

            door.receive, door.may_press, door.refused_press = receive, intake.may_press, intake.refused_press
            door.address_of, door.origin = intake.address_of, intake.origin
            for number, (raw, path, value) in enumerate(cases, start=30_000_000):
                private = chat_in(raw)["type"] == "private"
                chat = number if private else -number
                chats[str(chat)] = (path, value)
                tg.push_raw(path[0], mutated(moved_to(raw, chat), path, value)[path[0]])
                place = (
                    {"id": chat, "type": "private", "first_name": "A"}
                    if private
                    else {"id": chat, "type": "supergroup"}
                )
                tg.push_raw("message", help_in(place))
            async with serving(adapter):
                await handled(tg, store)
            assert door.moves == [] or all(int(new.chat) < 0 for _, new in door.moves)
        await intake.close()
        return chats, received

    return run


def help_in(chat):
    entity = {"type": "bot_command", "offset": 0, "length": 19}
    who = {"id": 77, "is_bot": False, "first_name": "A"}
    said = {"message_id": 9_000_000, "date": 1_700_000_000, "chat": chat | {"title": "G"}, "from": who}
    return said | {"text": "/help@nemo_test_bot", "entities": [entity]}


async def handled(tg, store):
    async with asyncio.timeout(100):
        while tg.inbox.waiting or await store.database.all("select 1 from inbox where handled_at is null limit 1"):  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # the database has no event


@pytest.mark.parametrize("made", [cases, worst])
async def test_an_update_with_one_wrong_field_is_handled_or_told_and_stops_nothing(judged, store, caplog, made):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as a bot runs
        chats, received = await judged(list(made()))
    assert len(chats) > 30
    assert "left for the next start" not in caplog.text
    assert "its sender was not told" not in caplog.text
    assert "it starts again" not in caplog.text
    for chat, case in chats.items():
        assert "/help" in [one.text for one in received.get(chat, ())], case
    aside = await store.database.all("select value from adapter_data where scope = 'telegram:undecoded'")
    told = [one for heard in received.values() for one in heard if one.unseen is Unseen.UNREADABLE]
    assert aside
    assert told
    for row in await store.database.all("select id from requests"):
        await store.requests.get(row["id"])
        await store.requests.parts(row["id"])
