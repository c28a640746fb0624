"""A chat with an admin in it, and what everybody here says to the bot."""

import pytest

from core.model.chat import Address, Sender

BOSS, BEN = Sender("boss", "Boss", "en"), Sender("ben", "Ben", "en")
OFFICE, GROUP = Address("stage", "boss"), Address("stage", "group")
ADMINS = {"nemobot_admins": ("stage:@boss",)}


@pytest.fixture
async def world(worlds):
    async with worlds(**ADMINS) as made:
        yield made


async def admin(world, words, **more):
    """What the admin is answered."""
    before = len(told(world))
    await world.send(f"/admin {words}".strip(), sender=BOSS, address=OFFICE, **more)
    await world.until(lambda: len(told(world)) > before)
    return told(world)[-1]


def told(world, address=OFFICE):
    return [one.post.text for one in world.stage.messages.values() if one.target.address == address]
