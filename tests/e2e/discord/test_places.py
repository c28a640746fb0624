"""Places besides text channels, and places that are lost before the answer comes: nothing is lost with them."""

import logging

import pytest

from core.words.phrases import say
from tests.doubles.discord_values import ORDINARY, Kind, Permission


async def by_mention(scene, place, text="add music", **more):
    return await scene.dc.say(scene.anna, place, text, scene.clip(), mention=True, **more)


async def by_command(scene, place):
    return await scene.dc.slash(scene.anna, place, "edit", {"prompt": "add music", "clip": scene.clip()})


@pytest.fixture
async def forum_scene(scenes):
    async with scenes() as scene:
        scene.forum = scene.dc.channel(scene.guild, "cuts", kind=Kind.FORUM)
        await scene.begin()
        yield scene


async def test_a_post_of_a_forum_that_names_the_bot_gets_its_film_there(forum_scene):
    scene = forum_scene
    starter = await scene.dc.post_in_forum(
        scene.anna, scene.forum, "My trip", f"{scene.dc.bot.mention} add music", scene.clip("trip.mp4")
    )
    await scene.until(lambda: scene.films(starter.channel))
    await scene.quiet()
    assert len(scene.films(starter.channel)) == 1
    assert scene.films(starter.channel)[0].reply_to is starter
    assert not scene.dc.violations


@pytest.mark.parametrize("ask", [by_mention, by_command])
async def test_in_a_post_of_a_forum_whoever_asks_gets_the_film_there(forum_scene, ask):
    scene = forum_scene
    starter = await scene.dc.post_in_forum(scene.ben, scene.forum, "My trip", "look at this")
    await ask(scene, starter.channel)
    await scene.until(lambda: scene.films(starter.channel))
    await scene.quiet()
    assert len(scene.films(starter.channel)) == 1
    assert not scene.dc.violations


async def test_the_menu_on_the_first_message_of_a_post_uses_its_clip(forum_scene):
    scene = forum_scene
    starter = await scene.dc.post_in_forum(scene.ben, scene.forum, "My trip", "look", scene.clip("trip.mp4"))
    opened = await scene.dc.menu(scene.anna, "Edit this clip", starter)
    await opened.acknowledged.wait()
    await scene.dc.submit(opened, "add music")
    await scene.until(lambda: scene.films(starter.channel))
    await scene.quiet()
    assert scene.films(starter.channel)[0].files[0].name.startswith("trip")
    assert not scene.dc.violations


@pytest.mark.parametrize("kind", [Kind.VOICE, Kind.STAGE])
@pytest.mark.parametrize("ask", [by_mention, by_command])
async def test_in_the_text_chat_of_a_voice_channel_the_bot_works_as_anywhere(scenes, kind, ask):
    async with scenes() as scene:
        lounge = scene.dc.channel(scene.guild, "lounge", kind=kind)
        await scene.begin()
        await ask(scene, lounge)
        await scene.until(lambda: scene.films(lounge))
        await scene.quiet()
        assert len(scene.films(lounge)) == 1
        assert not scene.dc.violations


async def removed(scene, _):
    await scene.dc.kick(scene.guild)


async def deleted(scene, place):
    await scene.dc.remove(place)


async def forbidden(scene, place):
    place.bot_permissions = 0


LOST = [removed, deleted, forbidden]


async def ask_and_lose(scene, lose, place=None):
    place = place or scene.channel
    scene.fault(turn_seconds=0.4)
    await by_mention(scene, place)
    await scene.until(lambda: scene.calls("/run_sse"))
    await lose(scene, place)


@pytest.mark.parametrize("lose", LOST)
async def test_what_is_asked_in_a_place_that_is_lost_meanwhile_comes_directly(scene, lose, caplog):
    caplog.set_level(logging.INFO)
    scene.dc.guild("Another")  # both are in it, so that direct messages arrive
    await ask_and_lose(scene, lose)
    private = scene.dc.dm(scene.anna)
    await scene.until(lambda: scene.films(private))
    await scene.quiet()
    assert len(scene.films(private)) == 1
    assert "closed" in caplog.text
    tries = [path for method, path, _ in scene.dc.requests if method == "POST" and path.endswith("/messages")]
    assert len(tries) < 12
    assert not scene.dc.violations


@pytest.mark.parametrize("lose", LOST)
async def test_what_reaches_nobody_is_kept_and_told_at_the_next_word_to_the_bot_wherever_it_is_said(
    scene, lose, caplog
):
    caplog.set_level(logging.INFO)
    scene.anna.takes_dms = False
    await ask_and_lose(scene, lose)
    await scene.quiet()
    assert "is stored until the user writes again" in caplog.text
    scene.anna.takes_dms = True
    scene.dc.guild("Another")
    private = scene.dc.dm(scene.anna)
    await scene.dc.say(scene.anna, private, "hello")
    await scene.until(lambda: any("/render-result/" in one.content for one in scene.dc.shown(private)))
    told = [one for one in scene.dc.shown(private) if say("en", "error.not_delivered") in one.content]
    assert len(told) == 1
    await scene.dc.say(scene.anna, private, "hello")
    await scene.quiet()
    assert len([one for one in scene.dc.shown(private) if say("en", "error.not_delivered") in one.content]) == 1


async def test_somebody_who_left_gets_the_film_in_the_channel_where_it_was_asked(scene):
    async def left(scene, _):
        await scene.dc.leave(scene.anna, scene.guild)

    await ask_and_lose(scene, left)
    await scene.until(scene.films)
    await scene.quiet()
    assert len(scene.films()) == 1
    assert not scene.dc.violations


async def archived(scene, thread):
    thread.archived = True


async def locked(scene, thread):
    thread.locked = thread.archived = True


async def test_a_thread_that_was_archived_meanwhile_gets_its_film(scenes):
    async with scenes() as scene:
        thread = scene.dc.thread(scene.channel)
        await scene.begin()
        await ask_and_lose(scene, archived, thread)
        await scene.until(lambda: scene.films(thread))
        await scene.quiet()
        assert len(scene.films(thread)) == 1
        assert any(one.content.startswith("Done in") for one in scene.dc.shown(thread))
        assert not scene.dc.violations


async def test_what_was_asked_in_a_thread_that_was_locked_meanwhile_comes_directly(scenes):
    async with scenes() as scene:
        thread = scene.dc.thread(scene.channel)
        await scene.begin()
        await ask_and_lose(scene, locked, thread)
        private = scene.dc.dm(scene.anna)
        await scene.until(lambda: scene.films(private))
        await scene.quiet()
        assert len(scene.films(private)) == 1
        assert not scene.dc.violations


async def test_without_the_right_to_attach_the_link_comes_and_why_is_said_once(scenes):
    async with scenes() as scene:
        bare = scene.dc.channel(scene.guild, "bare", ORDINARY & ~Permission.ATTACH_FILES)
        await scene.begin()
        await by_mention(scene, bare)
        await scene.quiet()
        said = [one for one in scene.dc.shown(bare) if "Attach Files" in one.content]
        assert len(said) == 1
        assert any(button.get("url") for button in said[0].buttons)
        assert not scene.dc.violations
