"""Whose request may be cancelled by whom, by button and by words alike: the asker's, by the asker and by admins."""

import pytest

from core.model.chat import Address, Sender

GROUP = Address("stage", "group")
BEN, BOSS = Sender("ben", "Ben", "en"), Sender("boss", "Boss", "en", admin=True)
WORDS = "Only the person who asked for it, or an admin, can cancel this."
BUTTON = "That button belongs to the person who asked."


@pytest.fixture
async def running(world):
    """Anna's turn in a group: its key."""
    world.fault(turn_seconds=0.3)
    key = await world.send("add music", address=GROUP, private=False)
    await world.until(lambda: world.calls("/run_sse"))
    return key


@pytest.mark.parametrize("sender", [BOSS, None], ids=["an admin", "the asker"])
@pytest.mark.parametrize("way", ["reply", "number", "button"])
async def test_the_asker_and_an_admin_cancel_it(world, running, sender, way):
    who = {"address": GROUP, "private": False} | ({"sender": sender} if sender else {})
    await cancel(world, running, way, who)
    assert any("may still count" in text for text in world.stage.said())
    assert world.stage.films() == []


@pytest.mark.parametrize(("way", "refusal"), [("reply", WORDS), ("number", WORDS), ("button", BUTTON)])
async def test_another_person_does_not(world, running, way, refusal):
    await cancel(world, running, way, {"address": GROUP, "private": False, "sender": BEN})
    assert refusal in world.stage.said()
    assert len(world.stage.films()) == 1


@pytest.mark.parametrize("way", ["number", "button"])
async def test_a_button_does_nothing_in_another_chat(world, running, way):
    await cancel(world, running, way, {"address": Address("stage", "boss"), "sender": BOSS})
    assert len(world.stage.films()) == 1


async def cancel(world, key, way, who):
    match way:
        case "reply":
            await world.say("/cancel", reply_to=key, **who)
        case "number":
            await world.say("/cancel 1", **who)
        case _:
            await world.press("cancel:1", **who)
