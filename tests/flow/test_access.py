"""Who may use the bot, and where, in front of a real store and a sandbox that counts every call."""

from dataclasses import replace

import pytest

from core.model.access_entries import Policy
from core.model.chat import Address, Sender
from tests.flow.conftest import ANNA, HERE

BEN = Sender("ben", "Ben", "en")
BOSS = Sender("boss", "Boss", "en")
GROUP = Address("stage", "group")
THREAD = Address("stage", "group", "thread")
CLOSED = "I'm not in use in this chat"
FOR_ADMINS = "In this chat I work for the people who run me"


@pytest.fixture
def watched():
    """`watched(world)`: the names of the files that the bot reads from now on."""

    def watch(world):
        opened, whole = [], world.stage.open

        def open_(file):
            opened.append(file.name)
            return whole(file)

        world.stage.open = open_
        return opened

    return watch


class TestPlaces:
    @pytest.mark.parametrize(
        ("places", "said"),
        [
            (("stage=closed",), CLOSED),
            (("stage:groups=closed",), CLOSED),
            (("stage:groups=admins",), FOR_ADMINS),
            (("stage:group=closed", "stage:groups=open"), CLOSED),
            (("stage:group:thread=closed", "stage:group=open"), CLOSED),
            (("stage:group:channel=admins", "stage:group=open"), FOR_ADMINS),
        ],
    )
    async def test_nothing_of_a_place_is_read_or_charged(self, worlds, watched, places, said):
        async with worlds(nemobot_places=places) as world:
            opened, calls = watched(world), len(world.sandbox.seen)
            here = {"address": THREAD, "channel": "channel", "private": False}
            key = await world.say("add music", world.clip(), **here)
            await world.say("add music now", world.clip(), key=key, corrects=True, **here)
            await world.say("", world.clip("b.mp4"), album="one", **here)
            await world.say("add music", world.clip("c.mp4"), album="one", **here)
            await world.say("/edit add music", **here)
            await world.press("export", reply_to=key, **here)
            await world.press("again:1", reply_to=key, **here)
            (told,) = world.stage.said()
            assert said in told
            assert (opened, len(world.sandbox.seen), world.stage.marks) == ([], calls, [])
            assert not await world.rows("select id from projects")
            assert not await world.rows("select id from accounts")

    async def test_the_most_specific_place_counts_and_direct_chats_are_no_group(self, worlds):
        places = ("stage=closed", "stage:direct=open", "stage:group=open", "stage:group:thread=closed")
        async with worlds(nemobot_places=places) as world:
            await world.say("add music one")
            await world.say("add music two", address=GROUP, private=False)
            await world.say("add music three", address=THREAD, private=False)
            await world.say("add music four", address=Address("stage", "other"), private=False)
            assert world.turns() == ["add music one", "add music two"]

    async def test_admins_have_their_places_and_need_not_be_on_the_list_but_what_is_closed_is_closed(self, worlds):
        lists = {"nemobot_admins": ("stage:@boss",), "nemobot_allow": ("stage:@ben",)}
        async with worlds(nemobot_places=("stage:group=admins", "stage:shut=closed"), **lists) as world:
            await world.say("add music one", sender=BOSS, address=GROUP, private=False)
            await world.say("add music two", sender=BOSS)
            await world.say("add music three", sender=BEN, address=GROUP, private=False)
            await world.say("add music four", sender=BOSS, address=Address("stage", "shut"), private=False)
            assert world.turns() == ["add music one", "add music two"]

    async def test_a_place_that_is_closed_after_a_clip_came_takes_no_words_for_it_and_no_correction(
        self, worlds, watched
    ):
        async with worlds() as world:
            await world.restart(nemobot_join_seconds=30.0)
            key = await world.send("", world.clip())
            rules = world.app.services.rules
            closed = replace(rules.access, policies={"stage:direct": Policy.CLOSED})
            object.__setattr__(rules, "access", closed)
            world.app.intake._admission._lists = closed
            await world.send("add music")
            await world.send("add loud music", key=key, corrects=True)
            (part,) = await world.app.store.requests.parts(1)
            assert part.text == ""
            assert watched(world) == []


async def test_a_role_and_a_channel_admit_and_go_on_to_count_for_the_upload_page(worlds):
    async with worlds(nemobot_allow=("stage:role:editor", "stage:group:channel")) as world:
        await world.say("add music one", sender=replace(ANNA, roles=("viewer", "editor")))
        await world.say("add music two", sender=replace(ANNA, roles=("viewer",)), address=Address("stage", "elsewhere"))
        await world.say("add music three", sender=BEN, address=THREAD, channel="channel", private=False)
        assert world.turns() == ["add music one", "add music three"]
        (first, _, third) = [await world.app.store.requests.get(number) for number in (1, 2, 3)]
        assert (first.sender.roles, third.channel) == (("viewer", "editor"), "channel")


async def test_the_children_of_a_batch_have_the_roles_and_the_channel_of_their_parent(worlds):
    async with worlds() as world:
        sender = replace(ANNA, roles=("editor",))
        files = [world.clip("a.mp4"), world.clip("b.mp4")]
        await world.say("add music to each one, one video each", *files, sender=sender, address=HERE, channel="up")
        children = await world.app.store.requests.children(1)
        assert [(one.sender.roles, one.channel) for one in children] == [(("editor",), "up")] * 2
