"""Whose button it is."""

from types import SimpleNamespace

import pytest

from core.intake.permission import may_press
from core.model.actions import pressed as action_of
from core.model.chat import Address, Incoming, Sender
from core.model.messages import Origin

HERE, ELSEWHERE = Address("stage", "chat"), Address("stage", "other")
ANNA, BEN, BOSS = Sender("anna"), Sender("ben"), Sender("boss", admin=True)


class Messages:
    async def origin(self, address, key):
        return Origin(1, 1, "anna") if key == "film" else None


class Requests:
    async def get(self, request):
        if request != 1:
            raise LookupError
        return SimpleNamespace(address=HERE, sender=ANNA)


def pressed(press, sender, *, private=False, address=HERE, reply_to="film"):
    return Incoming(address, sender, "p", 0.0, private, action=action_of(press), reply_to=reply_to)


@pytest.mark.parametrize("press", ["again:1", "export", "cancel:1", "undo"])
async def test_the_asker_and_the_admins_may(press):
    assert await may_press(Messages(), Requests(), pressed(press, ANNA))
    assert await may_press(Messages(), Requests(), pressed(press, BOSS))
    assert not await may_press(Messages(), Requests(), pressed(press, BEN))


async def test_in_a_direct_chat_everybody_may():
    assert await may_press(Messages(), Requests(), pressed("export", BEN, private=True))
    assert await may_press(Messages(), Requests(), pressed("again:1", BEN, private=True))


async def test_a_button_under_a_message_that_went_elsewhere_is_its_askers_there():
    class InDirectChat(Messages):
        async def origin(self, address, key):
            return Origin(1, 1, "anna") if (address, key) == (ELSEWHERE, "film") else None

    private = {"private": True, "address": ELSEWHERE}
    assert await may_press(InDirectChat(), Requests(), pressed("again:1", ANNA, **private))
    assert not await may_press(InDirectChat(), Requests(), pressed("again:1", ANNA, **private, reply_to="other"))


async def test_a_request_number_of_another_chat_is_refused():
    assert not await may_press(
        Messages(), Requests(), pressed("again:1", ANNA, private=True, address=ELSEWHERE, reply_to="x")
    )
    assert not await may_press(Messages(), Requests(), pressed("cancel:1", BOSS, address=ELSEWHERE, reply_to="x"))


@pytest.mark.parametrize("press", ["again:2", "each:77"])
async def test_what_is_too_old_is_for_others_to_say(press):
    assert await may_press(Messages(), Requests(), pressed(press, BEN))


async def test_anybody_may_press_a_button_of_an_unknown_message():
    assert await may_press(Messages(), Requests(), pressed("export", BEN, reply_to="unknown"))
    assert await may_press(Messages(), Requests(), pressed("export", BEN, reply_to=None))
