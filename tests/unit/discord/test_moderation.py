"""What becomes of an answer that Discord refuses for what it says: the next route, and a word where it was asked."""

import dataclasses

import pytest

from core.model.chat import Address, NotSent, Post, Role
from core.words.phrases import say
from tests.doubles.discord_values import File

CLIP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)
STATUS = Post(Role.STATUS, "Working on it...")
ANSWER = Post(Role.ANSWER, "Your video about cats is ready.")
WHY_DIRECT, WHY_HERE = say("en", "discord.moderated"), say("en", "discord.moderated_here")


@pytest.fixture
async def asked(bot):
    """`await asked(person)`: the target of a command in a server where nobody may speak of cats."""
    bot.guild.blocked = ("cats",)
    async with bot.running():

        async def make(person=None, name="edit"):
            given = {"prompt": "music", "clip": File("a.mp4", CLIP)} if name == "edit" else {}
            await bot.double.slash(person or bot.anna, bot.channel, name, given)
            return bot.target(await bot.received())

        yield make


async def test_a_film_that_moderation_refuses_in_the_server_comes_directly_and_says_why(bot, asked):
    to = await asked()
    await bot.core.platform.send(to, STATUS)
    told = []

    async def arrived(address, key, _left):
        told.append((address, key))

    key = await bot.core.platform.send(to, dataclasses.replace(ANSWER, film=bot.film()), arrived)
    (direct,) = bot.shown(bot.double.dm(bot.anna))
    assert told == [(Address("discord", f"u{bot.anna.id}"), key)]
    assert key == str(direct.id)
    assert direct.content == f"{WHY_DIRECT}\n\nYour video about cats is ready."
    assert [file.name for file in direct.files] == ["holiday-v1.mp4"]
    assert bot.texts() == ["Working on it..."]


async def test_a_response_that_thinks_is_told_where_its_answer_went(bot, asked):
    await bot.core.platform.send(await asked(name="help"), ANSWER)
    assert bot.texts(to=bot.anna) == [WHY_HERE]
    assert len(bot.shown(bot.double.dm(bot.anna))) == 1


async def test_who_takes_no_direct_messages_is_told_where_they_asked_what_to_do(bot, asked):
    to = await asked(bot.double.person("loner", takes_dms=False))
    await bot.core.platform.send(to, STATUS)
    with pytest.raises(NotSent) as refused:
        await bot.core.platform.send(to, ANSWER)
    assert refused.value.retry_seconds is None
    assert [WHY_HERE in text for text in bot.texts()] == [False, True]


async def test_words_that_a_film_follows_are_refused_without_a_notice(bot, asked):
    to = await asked(bot.double.person("loner", takes_dms=False))
    await bot.core.platform.send(to, STATUS)
    with pytest.raises(NotSent):
        await bot.core.platform.send(to, dataclasses.replace(ANSWER, role=Role.QUIET))
    assert bot.texts() == ["Working on it..."]


async def test_a_status_that_moderation_refuses_leaves_the_response_to_what_comes_next(bot, asked):
    to = await asked()
    with pytest.raises(NotSent):
        await bot.core.platform.send(to, Post(Role.STATUS, "Uploading cats.mp4"))
    await bot.core.platform.send(to, STATUS)
    assert bot.texts() == ["Working on it..."]


@pytest.mark.parametrize("code", [20009, 200001, 240000, 50035, 50109])
async def test_whatever_discord_refuses_for_good_goes_by_the_next_route(bot, code):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to = bot.target(await bot.received())
        bot.double.fail(f"/channels/{bot.channel.id}/messages", method="POST", status=400, code=code)
        await bot.core.platform.send(to, dataclasses.replace(ANSWER, film=bot.film()))
    (direct,) = bot.shown(bot.double.dm(bot.anna))
    assert len(direct.files) == 1


@pytest.mark.parametrize(
    ("part", "status", "code"),
    [
        ("/users/@me/channels", 403, 40003),
        ("/messages", 400, 40004),
        ("/messages", 400, 20016),
        ("/messages", 400, 130000),
    ],
)
async def test_what_discord_refuses_for_a_while_is_sent_later_and_not_by_another_route(bot, part, status, code):
    elsewhere = part != "/messages"
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to, film = bot.target(await bot.received()), dataclasses.replace(ANSWER, film=bot.film())
        if elsewhere:
            bot.channel.bot_permissions = 0
        bot.double.fail(part, method="POST", status=status, code=code)
        with pytest.raises(NotSent) as refused:
            await bot.core.platform.send(to, film)
        assert refused.value.retry_seconds == pytest.approx(60.0)
        await bot.core.platform.send(to, film)
    (sent,) = bot.shown(bot.double.dm(bot.anna) if elsewhere else bot.channel)
    assert len(sent.files) == 1


async def test_a_film_that_is_refused_in_the_direct_chat_too_leaves_its_link(bot):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to = bot.target(await bot.received())
        bot.double.fail("/messages", method="POST", status=400, code=20009, times=2)
        await bot.core.platform.send(to, dataclasses.replace(ANSWER, film=bot.film()))
    (direct,) = bot.shown(bot.double.dm(bot.anna))
    assert direct.files == []
    assert [button["url"] for button in direct.buttons] == ["https://films.example/1.mp4"]


async def test_a_follow_up_that_was_refused_is_not_counted_among_the_five(bot):
    friends = bot.double.group_dm(bot.anna)
    async with bot.running():
        await bot.double.slash(bot.anna, friends, "edit", {"prompt": "music"}, installed="user")
        to = bot.target(await bot.received())
        await bot.core.platform.send(to, STATUS)
        bot.double.fail("/webhooks/", method="POST", status=400, code=200000)
        await bot.core.platform.send(to, ANSWER)
        for _ in range(5):
            await bot.core.platform.send(to, ANSWER)
    assert len(bot.shown(friends)) == 1 + 5
