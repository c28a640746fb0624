"""Events of which one field is not as Discord documents it: none ends the session, no interaction meets silence."""

import copy
import dataclasses
import logging
import secrets

import pytest

from core.model.actions import UnknownAction
from tests.doubles import discord_json as shapes
from tests.doubles.discord_values import File, Guild, snowflake
from tests.unit.discord.conftest import ANSWER, MP4

MISSING = object()
ODD = ("odd", -1, [], {"odd": 1})
EMBED = {
    "type": "video",
    "url": "https://films.example/page",
    "title": "A film",
    "video": {"url": "https://films.example/1.mp4", "proxy_url": "https://images.example/1.mp4"},
    "fields": [{"name": "length", "value": "3 s"}],
}


def places(value, at=()):
    """The place of every field in an event, however deep."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, entry in inner:
        yield (*at, name)
        yield from places(entry, (*at, name))


def odd_values(event):
    """Each place of an event with what may stand there instead: nothing, null, and in turn a value of each kind."""
    for turn, place in enumerate(places(event)):
        yield from ((place, value) for value in (MISSING, None, ODD[turn % len(ODD)]))


def changed(event, place, value):
    """A copy of an event with another value at one place."""
    made = copy.deepcopy(event)
    node = made
    for step in place[:-1]:
        node = node[step]
    if value is MISSING:
        del node[place[-1]]
    else:
        node[place[-1]] = value
    return made


async def still_connected(bot):
    """Whether what is said now arrives, in the session that there was from the beginning."""
    before = len(bot.core.received)
    await bot.double.say(bot.anna, bot.channel, "still there", mention=True)
    await bot.double.until(lambda: any(one.text == "still there" for one in bot.core.received[before:]))
    return len(bot.double.gateway.identified) == 1


async def a_message(bot):
    clip = await bot.double.say(bot.anna, bot.channel, "look", File("a.mp4", MP4), embeds=[EMBED])
    return await bot.double.say(
        bot.anna, bot.channel, "music", File("b.mp4", MP4), mention=True, reply_to=clip, forwards=[clip], embeds=[EMBED]
    )


async def a_command(bot):
    return await bot.double.slash(
        bot.anna, bot.channel, "edit", {"prompt": f"for {bot.anna.mention}", "clip": File("b.mp4", MP4)}
    )


async def a_menu_entry(bot):
    clip = await bot.double.say(bot.anna, bot.channel, "look", File("a.mp4", MP4), embeds=[EMBED])
    return await bot.double.menu(bot.anna, "Edit this clip", clip)


async def a_press(bot):
    await bot.double.say(bot.anna, bot.channel, "music", mention=True)
    await bot.core.platform.send(bot.target(await bot.received()), ANSWER)
    return await bot.double.press(bot.anna, bot.shown()[0], "Undo")


async def a_form(bot):
    opened = await bot.double.slash(bot.anna, bot.channel, "edit", {})
    await bot.double.until(lambda: opened.modal)
    return await bot.double.submit(opened, "music", [File("b.mp4", MP4)])


def repeated(bot, one):
    """The same interaction once more, under a number and a token of its own."""
    fresh = {"token": secrets.token_urlsafe(96), "id": snowflake(), "answer": None, "acknowledged": one.acknowledged}
    made = dataclasses.replace(one, **fresh)
    bot.double.world.interactions[made.token] = made
    return made


@pytest.mark.parametrize("ask", [a_command, a_menu_entry, a_press, a_form])
async def test_whatever_one_field_of_an_interaction_is_somebody_gets_an_answer(bot, ask, caplog):
    caplog.set_level(logging.CRITICAL)  # a traceback for each
    bot.double.world.answer_seconds = 60.0  # they all come at once
    async with bot.running():
        asked = await ask(bot)
        event, told = bot.double._told(asked), []
        for place, value in odd_values(event):
            if place in {("id",), ("token",), ("type",)}:  # nobody could answer it, or knows how
                continue
            one = repeated(bot, asked)
            odd = changed(event, place, value) | {"id": str(one.id), "token": one.token}
            told.append((place, value, one))
            await bot.double.gateway.tell("INTERACTION_CREATE", lambda _, odd=odd: odd, bot.guild.id)
        await bot.double.until(lambda: all(one.answer for _, _, one in told), 20)
        assert await still_connected(bot)
    bot.double.world.interactions.clear()


@pytest.mark.parametrize("event", ["MESSAGE_CREATE", "MESSAGE_UPDATE"])
async def test_whatever_one_field_of_a_message_is_the_session_goes_on(bot, event, caplog):
    caplog.set_level(logging.CRITICAL)
    async with bot.running():
        message = await a_message(bot)
        said = bot.double.world.said(message)
        said |= {"guild_id": str(bot.guild.id), "member": shapes.member(bot.anna)}
        for place, value in odd_values(said):
            odd = changed(said, place, value)
            await bot.double.gateway.tell(event, lambda _, odd=odd: odd, bot.guild.id)
        assert await still_connected(bot)


@pytest.mark.parametrize("kind", [0, 6, 99, "odd", None])
async def test_an_interaction_of_an_unknown_kind_is_left_out_and_ends_nothing(bot, kind):
    async with bot.running():
        event = bot.double._told(await a_command(bot)) | {"id": str(snowflake()), "type": kind}
        await bot.double.gateway.tell("INTERACTION_CREATE", lambda _: event, bot.guild.id)
        assert await still_connected(bot)


async def test_what_is_typed_into_a_command_that_is_not_known_any_more_ends_nothing(bot):
    async with bot.running():
        typed = await bot.double.complete(bot.anna, bot.channel, "projects", "project", "1")
        event = changed(bot.double._told(typed), ("data", "name"), "albums")
        await bot.double.until(lambda: typed.choices)
        await bot.double.gateway.tell("INTERACTION_CREATE", lambda _: event | {"id": str(snowflake())}, bot.guild.id)
        assert await still_connected(bot)


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-GB", "tlh", "", None, 7, MISSING])
async def test_a_client_of_whatever_language_gets_an_answer_in_one_that_there_is(bot, locale):
    async with bot.running():
        asked = await a_command(bot)
        again = repeated(bot, asked)
        event = changed(bot.double._told(again), ("locale",), locale)
        await bot.double.gateway.tell("INTERACTION_CREATE", lambda _: event, bot.guild.id)
        known = {"zh-CN", "zh-TW", "en-GB", "tlh"}
        assert (await bot.received(2)).sender.locale == (locale if locale in known else "en-US" * (locale is MISSING))


async def test_a_command_of_an_earlier_release_gets_the_list_of_those_that_there_are(bot):
    async with bot.running():
        asked = await a_command(bot)
        again = repeated(bot, asked)
        event = changed(bot.double._told(again), ("data", "name"), "trim")
        await bot.double.gateway.tell("INTERACTION_CREATE", lambda _: event, bot.guild.id)
        assert (await bot.received(2)).text == "/trim"


async def test_a_button_of_another_program_is_answered_as_one_that_is_not_known(bot):
    async with bot.running():
        asked = await a_press(bot)
        again = repeated(bot, asked)
        event = changed(bot.double._told(again), ("data", "custom_id"), "undo")
        await bot.double.gateway.tell("INTERACTION_CREATE", lambda _: event, bot.guild.id)
        assert (await bot.received(3)).action == UnknownAction()


async def test_a_form_of_another_program_is_answered_as_one_that_is_not_known(bot):
    async with bot.running():
        again = repeated(bot, await a_form(bot))
        event = changed(bot.double._told(again), ("data", "custom_id"), "feedback")
        await bot.double.gateway.tell("INTERACTION_CREATE", lambda _: event, bot.guild.id)
        await bot.double.until(lambda: any("Please choose" in text for text in bot.texts(to=bot.anna)))


async def test_what_is_said_in_a_server_that_is_not_known_is_no_direct_message(bot, caplog):
    elsewhere = Guild("Elsewhere")
    async with bot.running():
        message = await bot.double.say(bot.anna, bot.double.channel(elsewhere), "nobody asked the bot")
        said = bot.double.world.said(message) | {"guild_id": str(elsewhere.id), "member": shapes.member(bot.anna)}
        await bot.double.gateway.tell("MESSAGE_CREATE", lambda _: said)
        assert await still_connected(bot)
        assert [one.text for one in bot.core.received] == ["still there"]
    assert "was not accepted" not in caplog.text


async def test_a_server_that_told_nothing_of_the_bot_itself_has_its_messages_taken(bot, monkeypatch):
    monkeypatch.setattr(shapes, "guild", lambda *told, before=shapes.guild: before(*told) | {"members": []})
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        assert (await bot.received()).text == "music"
