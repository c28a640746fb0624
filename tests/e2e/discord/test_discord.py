"""Discord end to end over real sockets: what a person does there, and the film that comes of it."""

import asyncio

import discord
import pytest

from core.words.phrases import say
from tests.doubles.discord_values import MIB, ORDINARY, Permission, snowflake

MENU = "Edit this clip"


async def test_a_slash_command_with_a_clip_becomes_a_film_without_a_second_command(scene):
    dc, channel = scene.dc, scene.channel
    asked = await dc.slash(scene.anna, channel, "edit", {"prompt": "add music", "clip": scene.clip()})
    await scene.until(scene.films)
    await scene.quiet()
    (film,) = scene.films()
    assert asked.answered_after < 1.0
    assert film.files[0].data == scene.editor.film
    assert film.pinged == {str(scene.anna.id)}
    assert not film.silent
    assert any(button.get("url") for button in film.buttons)
    assert not asked.original.thinking
    assert not dc.violations


async def test_an_entry_of_the_menu_opens_a_form_and_its_words_become_the_film(scene):
    dc = scene.dc
    clip = await dc.say(scene.ben, scene.channel, "my holiday", scene.clip("holiday.mp4"))
    opened = await dc.menu(scene.anna, MENU, clip)
    await opened.acknowledged.wait()
    await dc.submit(opened, "add music")
    await scene.until(scene.films)
    await scene.quiet()
    assert len(scene.calls("/api/upload-video")) == 1
    assert scene.films()[0].pinged == {str(scene.anna.id)}
    assert not dc.violations


async def test_a_mention_in_a_channel_works_without_the_content_intent(scene):
    dc = scene.dc
    assert "message_content" not in dc.gateway.granted
    await dc.say(scene.ben, scene.channel, "nobody asked the bot", scene.clip())
    asked = await dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    await scene.until(scene.films)
    await scene.quiet()
    (film,) = scene.films()
    assert film.reply_to is asked
    assert film.pinged == {str(scene.anna.id)}
    assert asked.reactions
    assert not dc.violations


async def test_a_turn_and_a_render_longer_than_the_token_still_end_in_a_film_in_the_channel(scenes):
    token = {"token_seconds": 2.5}  # for fifteen minutes; it is relied on for less, by more than a slow machine takes
    async with scenes(double=token, nemobot_discord_token_seconds=1.5, nemobot_still_working_seconds=0.3) as scene:
        scene.fault(turn_seconds=1.6, render_seconds=1.2)
        await scene.begin()
        asked = await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
        await scene.until(scene.films)
        await scene.quiet()
        (film,) = scene.films()
        assert film.at - asked.original.at > scene.dc.world.token_seconds
        assert not film.by_webhook
        assert film.pinged == {str(scene.anna.id)}
        assert film.reply_to is asked.original
        assert any(
            text.startswith("⏳ Still working...") for one in scene.dc.world.messages.values() for text in one.contents
        )
        assert not asked.original.thinking
        assert not scene.dc.violations


async def test_where_only_anna_installed_it_five_follow_ups_are_enough(scenes):
    async with scenes(nemobot_still_working_seconds=0.05) as scene:
        dc = scene.dc
        scene.fault(turn_seconds=0.6)
        place = dc.group_dm(scene.anna, scene.ben)
        await scene.begin()
        options = {"prompt": "add music", "clip": scene.clip()}
        asked = await dc.slash(scene.anna, place, "edit", options, installed="user")
        await scene.until(lambda: scene.films(place))
        await scene.quiet()
        assert len(asked.follow_ups) <= 5
        assert scene.films(place)[0].pinged == {str(scene.anna.id)}
        assert not dc.violations
        assert not [path for _, path, status in dc.requests if status >= 400]


async def test_in_a_server_without_the_bot_an_installed_user_gets_the_film_all_the_same(scenes):
    async with scenes() as scene:
        dc = scene.dc
        strange = dc.channel(dc.guild("Elsewhere", member=False))
        await scene.begin()
        options = {"prompt": "add music", "clip": scene.clip()}
        asked = await dc.slash(scene.anna, strange, "edit", options, installed="user")
        await scene.until(lambda: scene.films(strange))
        await scene.quiet()
        assert len(asked.follow_ups) <= 5
        assert not dc.violations


async def test_a_button_works_after_a_restart(scene):
    dc = scene.dc
    await dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
    await scene.until(scene.films)
    await scene.quiet()
    await scene.end()
    await scene.begin()
    pressed = await dc.press(scene.anna, scene.films()[0], "Undo")
    await scene.until(lambda: len(scene.calls("/run_sse")) == 2)
    await scene.quiet()
    assert pressed.answered_after < 1.0
    assert any("Undone" in one.content for one in dc.shown(scene.channel))
    assert dc.world.syncs == [None]  # the second process knew that the commands had not changed
    assert not dc.violations


async def test_somebody_elses_button_tells_them_so_alone(scene):
    dc = scene.dc
    await dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
    await scene.until(scene.films)
    await scene.quiet()
    before = len(dc.shown(scene.channel))
    await dc.press(scene.ben, scene.films()[0], "Undo")
    await scene.until(lambda: len(dc.shown(scene.channel, scene.ben)) > before)
    assert len(dc.shown(scene.channel)) == before
    assert len(scene.calls("/run_sse")) == 1
    assert not dc.violations


async def test_a_button_that_is_tapped_twice_does_it_once_and_tells_that_person_alone(scene):
    dc = scene.dc
    await dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
    await scene.until(scene.films)
    await scene.quiet()
    film = scene.films()[0]
    await asyncio.gather(*(dc.press(scene.anna, film, "Try again") for _ in range(2)))
    await scene.until(lambda: any("I have that already" in one.content for one in dc.shown(scene.channel, scene.anna)))
    await scene.quiet()
    assert not any("I have that already" in one.content for one in dc.shown(scene.channel))
    assert len(scene.calls("/run_sse")) == 2
    assert not dc.violations


async def test_a_film_above_the_servers_limit_comes_as_a_link(scenes):
    async with scenes(film_bytes=11 * MIB) as scene:
        await scene.begin()
        await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
        await scene.quiet()
        (ready,) = [one for one in scene.dc.shown(scene.channel) if "ready" in one.content and one.pinged]
        assert not ready.files
        assert any(button.get("url") for button in ready.buttons) or "http" in ready.content
        assert not scene.dc.violations


async def test_a_clip_that_was_hidden_comes_back_hidden(scene):
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip("SPOILER_end.mp4"), mention=True)
    await scene.until(scene.films)
    await scene.quiet()
    assert scene.films()[0].files[0].name == "SPOILER_end-v1.mp4"


async def test_a_thread_is_a_place_of_its_own(scene):
    dc = scene.dc
    thread = dc.thread(scene.channel)
    asked = await dc.say(scene.anna, thread, "add music", scene.clip(), mention=True)
    await scene.until(lambda: scene.films(thread))
    await scene.quiet()
    assert scene.films(thread)[0].reply_to is asked
    assert not dc.shown(scene.channel)
    assert not dc.violations


async def test_a_direct_message_needs_no_mention(scene):
    dc = scene.dc
    chat = dc.dm(scene.anna)
    await dc.say(scene.anna, chat, "add music", scene.clip())
    await scene.until(lambda: scene.films(chat))
    await scene.quiet()
    assert not dc.violations


async def test_a_forwarded_clip_is_found_by_the_menu(scene):
    dc = scene.dc
    original = await dc.say(scene.ben, scene.channel, "look", scene.clip("holiday.mp4"))
    forwarded = await dc.say(scene.anna, scene.channel, "", forwards=[original])
    opened = await dc.menu(scene.anna, MENU, forwarded)
    await opened.acknowledged.wait()
    await dc.submit(opened, "add music")
    await scene.until(scene.films)
    await scene.quiet()
    assert not dc.violations


async def test_where_the_bot_may_not_write_the_asker_is_told_what_is_missing(scenes):
    async with scenes() as scene:
        dc = scene.dc
        mute = dc.channel(scene.guild, "mute", ORDINARY & ~Permission.SEND_MESSAGES)
        await scene.begin()
        await dc.slash(scene.anna, mute, "edit", {"prompt": "add music", "clip": scene.clip()})
        await scene.quiet()
        places = [*dc.shown(mute, scene.anna), *dc.shown(dc.dm(scene.anna))]
        assert any("Send Messages" in one.content for one in places), [one.content for one in places]
        assert any(one.files or one.buttons for one in places)
        assert not dc.violations


async def test_projects_complete_themselves(scene):
    dc = scene.dc
    await dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip("holiday.mp4")})
    await scene.until(scene.films)
    await scene.quiet()
    typed = await dc.complete(scene.anna, scene.channel, "projects", "project", "")
    await typed.acknowledged.wait()
    assert [choice["value"] for choice in typed.choices] == [1]
    assert not dc.violations


async def test_every_command_is_answered(scene):
    dc = scene.dc
    for command in [one["name"] for one in dc.commands if one["type"] == 1]:
        asked = await dc.slash(scene.anna, scene.channel, command)
        await asyncio.wait_for(asked.acknowledged.wait(), 3.0)
        await scene.quiet()
        await scene.until(lambda asked=asked: asked.modal or (asked.original and not asked.original.thinking), 5)
    assert not dc.unanswered()
    assert not dc.violations


async def test_with_the_content_intent_a_reply_to_somebodys_clip_uses_that_clip(scenes):
    async with scenes() as scene:
        dc = scene.dc
        dc.gateway.granted.add("message_content")
        await scene.begin(discord_message_content=True)
        clip = await dc.say(scene.ben, scene.channel, "my holiday", scene.clip("holiday.mp4"))
        await dc.say(scene.anna, scene.channel, "add music", reply_to=clip, mention=True)
        await scene.until(scene.films)
        await scene.quiet()
        assert scene.films()[0].files[0].name == "holiday-v1.mp4"
        assert not dc.violations


async def test_what_people_and_the_editor_write_rings_nobody_but_the_asker(scene):
    dc = scene.dc
    words = f"add music for @everyone {scene.ben.mention} <@&{scene.guild.id}>"
    await dc.slash(scene.anna, scene.channel, "edit", {"prompt": words, "clip": scene.clip()})
    await scene.until(scene.films)
    await scene.quiet()
    assert set().union(*(one.pinged for one in dc.shown(scene.channel))) == {str(scene.anna.id)}


async def test_cancel_ends_a_turn_without_a_film(scene):
    scene.fault(turn_seconds=0.6)
    asked = await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
    await scene.until(lambda: scene.calls("/run_sse") and asked.original.buttons)
    await scene.dc.press(scene.anna, asked.original, "Cancel")
    await scene.quiet()
    assert asked.original.content == "Cancelled."
    assert not scene.films()
    assert not scene.dc.violations


@pytest.mark.parametrize(
    "changes", [{}, {"discord_shard_ids": (0, 1), "discord_shard_count": 2}], ids=["automatic", "explicit"]
)
async def test_every_shard_goes_to_the_configured_gateway_and_hears_its_guilds(scenes, monkeypatch, changes):
    monkeypatch.setattr(discord.AutoShardedClient, "before_identify_hook", _at_once)
    async with scenes(double={"shards": 2}) as scene:
        dc = scene.dc
        places = [dc.channel(dc.guild(id=snowflake((number, 2)))) for number in (0, 1)]
        await scene.begin(**changes)
        for place in places:
            await dc.slash(scene.anna, place, "edit", {"prompt": "add music", "clip": scene.clip()})
        await scene.until(lambda: all(scene.films(place) for place in places))
        await scene.quiet()
        assert [one["shard"] for one in dc.gateway.identified] == [[0, 2], [1, 2]]
        assert set(dc.gateway.paths) == {"/gateway"}
        assert len(dc.world.syncs) == 1


async def _at_once(*_, **__):
    """Discord's five seconds between two shards, without the wait."""


async def test_a_video_in_the_preview_of_a_link_becomes_a_film(scene):
    dc = scene.dc
    address = dc.cdn.sign(dc.cdn.keep(scene.clip("cat.mp4")))
    video = {"url": "https://media.example/cat.mp4", "proxy_url": address}
    preview = {"type": "gifv", "url": "https://gifs.example/view/cat", "video": video}
    post = await dc.say(scene.ben, scene.channel, preview["url"], embeds=[preview])
    opened = await dc.menu(scene.anna, MENU, post)
    await opened.acknowledged.wait()
    await dc.submit(opened, "add music")
    await scene.until(scene.films)
    await scene.quiet()
    assert scene.films()[0].files[0].name == "cat-v1.mp4"
    assert len(scene.calls("/api/upload-video")) == 1
    assert not dc.violations


async def test_a_mention_that_holds_nothing_of_a_wish_waits_for_the_button(scene):
    dc = scene.dc
    await dc.say(scene.anna, scene.channel, "let me ask my wife", mention=True)
    await scene.until(lambda: any(one.buttons for one in dc.shown(scene.channel)))
    assert not scene.calls("/run_sse")
    (answer,) = (one for one in dc.shown(scene.channel) if one.buttons)
    await dc.press(scene.anna, answer, say("en", "button.send_words"))
    await scene.until(lambda: scene.calls("/run_sse"))
    await scene.quiet()
    assert scene.editor.heard == ["let me ask my wife"]
    assert not dc.violations
