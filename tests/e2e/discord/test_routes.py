"""How an answer gets there when a way is shut: which is tried, what is said about it, and what is never tried twice."""

import asyncio
import contextlib

import pytest

from bots.discord import routes as discord_routes
from core.flows import film
from core.media.errors import Truncated
from core.media.source import ByteSource
from core.words.phrases import say
from tests.doubles.discord_values import MIB, ORDINARY, Permission

TOO_BIG = say("en", "film.link_only")


async def asked(scene, place=None, **more):
    options = {"prompt": "add music", "clip": scene.clip()}
    one = await scene.dc.slash(scene.anna, place or scene.channel, "edit", options, **more)
    await one.acknowledged.wait()
    return one


def calls(scene, interaction):
    """The calls that used an interaction's token after its first answer: method and status."""
    token = f"/webhooks/{scene.dc.world.application}/{interaction.token}"
    return [(method, status) for method, path, status in scene.dc.requests if path.startswith(token)]


def loud(scene, place=None):
    return [one for one in scene.dc.shown(place or scene.channel, scene.anna) if one.pinged or not one.silent]


async def test_a_token_that_ends_early_is_tried_once_and_then_left_alone(scenes):
    async with scenes(nemobot_still_working_seconds=0.1) as scene:
        scene.fault(turn_seconds=0.8, render_seconds=0.5)
        await scene.begin()
        one = await asked(scene)
        await scene.until(lambda: one.original.content)
        scene.dc.world.token_seconds = 0.0  # long before its fifteen minutes
        await scene.until(scene.films)
        await scene.quiet()
        refused = [status for _, status in calls(scene, one) if status == 401]
        assert len(refused) == 1
        assert "Done" in one.original.content
        assert not scene.films()[0].by_webhook


async def test_a_token_past_its_time_is_not_tried_at_all_before_or_after_a_restart(scenes):
    async with scenes(nemobot_discord_token_seconds=1.0, nemobot_still_working_seconds=0.1) as scene:
        scene.fault(turn_seconds=1.5)
        await scene.begin()
        one = await asked(scene)
        await scene.until(lambda: scene.calls("/run_sse"))
        await scene.end()
        await asyncio.sleep(1.0)
        scene.dc.world.token_seconds = 0.0
        before = len(calls(scene, one))
        await scene.begin()
        await scene.until(scene.films, 20)
        await scene.quiet()
        assert len(calls(scene, one)) == before
        assert not scene.dc.violations


async def test_where_only_anna_installed_it_a_token_that_ended_early_is_tried_once_for_the_film(scenes):
    async with scenes() as scene:
        scene.fault(turn_seconds=0.6)
        place = scene.dc.group_dm(scene.anna, scene.ben)
        await scene.begin()
        one = await asked(scene, place, installed="user")
        await scene.until(lambda: scene.calls("/run_sse"))
        scene.dc.world.token_seconds = 0.0
        private = scene.dc.dm(scene.anna)
        await scene.until(lambda: scene.films(private))
        await scene.quiet()
        assert len([status for _, status in calls(scene, one) if status == 401]) == 1


async def test_where_nothing_may_be_attached_that_alone_is_said_beside_the_link(scenes):
    async with scenes() as scene:
        bare = scene.dc.channel(scene.guild, "bare", ORDINARY & ~Permission.ATTACH_FILES)
        await scene.begin()
        await asked(scene, bare)
        await scene.quiet()
        said = loud(scene, bare)[-1]
        assert "Attach Files" in said.content
        assert "Send Messages" not in said.content
        assert TOO_BIG not in said.content
        assert any(button.get("url") for button in said.buttons)
        assert not scene.dc.violations


async def test_where_attaching_was_forbidden_meanwhile_the_link_comes_to_the_channel_with_the_reason(scene):
    scene.fault(turn_seconds=0.4)
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    await scene.until(lambda: scene.calls("/run_sse"))
    scene.channel.bot_permissions = ORDINARY & ~Permission.ATTACH_FILES
    await scene.quiet()
    said = loud(scene)[-1]
    assert "Attach Files" in said.content
    assert "View Channel" not in said.content
    assert TOO_BIG not in said.content
    assert any(button.get("url") for button in said.buttons)
    assert not scene.dc.shown(scene.dc.dm(scene.anna))
    assert not scene.dc.violations


async def test_where_reading_was_forbidden_meanwhile_the_film_comes_without_a_reply(scene):
    scene.fault(turn_seconds=0.4)
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    await scene.until(lambda: scene.calls("/run_sse"))
    scene.channel.bot_permissions = ORDINARY & ~Permission.READ_MESSAGE_HISTORY
    await scene.until(scene.films)
    await scene.quiet()
    assert scene.films()[0].reply_to is None
    assert scene.films()[0].pinged == {str(scene.anna.id)}


async def test_where_speaking_was_forbidden_meanwhile_the_private_film_says_what_is_missing(scene):
    scene.fault(turn_seconds=0.4)
    one = await asked(scene)
    await scene.until(lambda: scene.calls("/run_sse"))
    scene.channel.bot_permissions = ORDINARY & ~Permission.SEND_MESSAGES
    scene.dc.world.token_seconds = 0.0
    private = scene.dc.dm(scene.anna)
    await scene.until(lambda: scene.films(private))
    await scene.quiet()
    assert "Send Messages" in scene.films(private)[0].content
    assert "View Channel" not in scene.films(private)[0].content
    assert one.original


async def test_a_film_that_moderation_refuses_in_the_server_comes_privately(scene):
    scene.guild.blocked = ("your video",)
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    private = scene.dc.dm(scene.anna)
    await scene.until(lambda: scene.films(private))
    await scene.quiet()
    assert scene.films(private)[0].content.startswith(say("en", "discord.moderated"))
    assert not scene.films()
    assert any(one.content.startswith("Done in") for one in scene.dc.shown(scene.channel))


@pytest.fixture
async def private_film(scene):
    """A film of the server that came privately, where Anna has a project of her own since."""
    scene.guild.blocked = ("your video",)
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip("beach.mp4"), mention=True)
    private = scene.dc.dm(scene.anna)
    await scene.until(lambda: scene.films(private))
    await scene.quiet()
    (beach,) = scene.films(private)
    await scene.dc.say(scene.anna, private, "add music", scene.clip("forest.mp4"))
    await scene.until(lambda: len(scene.films(private)) == 2)
    await scene.quiet()
    return beach


async def next_film(scene, name):
    private = scene.dc.dm(scene.anna)
    await scene.until(lambda: len(scene.films(private)) == 3)
    await scene.quiet()
    assert scene.films(private)[-1].files[0].name == name
    assert len(scene.calls("/api/upload-video")) == 2
    assert not scene.dc.violations


async def test_a_film_that_came_privately_is_replied_to_like_any_other(scene, private_film):
    await scene.dc.say(scene.anna, scene.dc.dm(scene.anna), "make it shorter", reply_to=private_film)
    await next_film(scene, "beach-v2.mp4")


async def test_the_menu_on_a_film_that_came_privately_works_like_a_reply_to_it(scene, private_film):
    opened = await scene.dc.menu(scene.anna, "Edit this clip", private_film)
    await opened.acknowledged.wait()
    await scene.dc.submit(opened, "make it shorter")
    await next_film(scene, "beach-v2.mp4")


async def test_the_export_button_of_a_film_that_came_privately_is_about_its_project(scene, private_film):
    await scene.dc.press(scene.anna, private_film, say("en", "button.export_again"))
    await next_film(scene, "beach-v1.mp4")
    buttons = [one.get("label") for one in scene.films(scene.dc.dm(scene.anna))[-1].buttons]
    assert say("en", "button.open_in_browser") not in buttons, "the account is the server's"


@pytest.mark.parametrize("button", ["undo", "try_again"])
async def test_the_buttons_of_a_film_that_came_privately_work_on_its_project(scene, private_film, button):
    await scene.dc.press(scene.anna, private_film, say("en", f"button.{button}"))
    await scene.until(lambda: len(scene.calls("/run_sse")) == 3)
    await scene.quiet()
    rows = await scene.life.app.store.database.all("select project from requests where flow = 'edit' order by id")
    beach, forest, pressed = (row["project"] for row in rows)
    assert pressed == beach != forest


async def test_what_moderation_refuses_and_nobody_takes_directly_is_never_called_done_and_comes_later(scene):
    scene.guild.blocked = ("your video",)
    scene.anna.takes_dms = False
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    await scene.until(lambda: any("couldn't deliver all" in one.content for one in scene.dc.shown(scene.channel)))
    await scene.quiet()
    said = [one.content for one in scene.dc.shown(scene.channel)]
    assert not any(text.startswith("Done") for text in said)
    assert any(say("en", "discord.moderated_here") in text for text in said)
    scene.anna.takes_dms = True
    await scene.dc.say(scene.anna, scene.channel, "/status", mention=True)
    await scene.until(lambda: any("/render-result/" in one.content for one in scene.dc.shown(scene.dc.dm(scene.anna))))


async def test_in_a_thread_the_permission_has_its_own_name(scenes):
    async with scenes() as scene:
        thread = scene.dc.thread(scene.channel)
        thread.bot_permissions = ORDINARY & ~Permission.SEND_MESSAGES_IN_THREADS
        await scene.begin()
        await asked(scene, thread)
        await scene.quiet()
        assert "Send Messages in Threads" in loud(scene, thread)[-1].content
        assert not scene.dc.violations


async def test_a_film_whose_bytes_cannot_be_read_is_not_called_too_big(scene, monkeypatch):
    @contextlib.asynccontextmanager
    async def breaking_off(*_):
        async def chunks():
            yield b"x" * 50
            raise Truncated

        yield ByteSource(100, chunks())

    monkeypatch.setattr(film, "_bytes", breaking_off)
    await asked(scene)
    await scene.quiet()
    said = loud(scene)[-1]
    assert not said.files
    assert say("en", "film.link_unread") in said.content
    assert TOO_BIG not in said.content
    assert any(button.get("url") for button in said.buttons)


async def test_a_film_that_is_too_big_says_so_and_nothing_else(scenes):
    async with scenes(film_bytes=11 * MIB) as scene:
        await scene.begin()
        await asked(scene)
        await scene.quiet()
        assert TOO_BIG in loud(scene)[-1].content
        assert "admin" not in loud(scene)[-1].content


async def test_a_press_that_is_answered_before_it_is_acknowledged_is_answered_to_whoever_pressed_alone(scene):
    scene.fault(turn_seconds=1.5)
    one = await asked(scene)
    await scene.until(lambda: scene.calls("/run_sse") and one.original.buttons)
    scene.dc.fail("/callback", slow_seconds=0.5)
    await scene.dc.press(scene.anna, one.original, "Cancel")
    await scene.until(lambda: [each for each in scene.dc.shown(scene.channel, scene.anna) if each.ephemeral])
    await scene.quiet()
    assert not scene.dc.shown(scene.dc.dm(scene.anna))
    assert not scene.dc.violations


@pytest.mark.parametrize("done", [False, True], ids=["and nothing was posted", "though it was posted"])
async def test_a_follow_up_that_discord_failed_to_answer_is_repeated_with_the_mark_alone(scenes, monkeypatch, done):
    monkeypatch.setattr(discord_routes, "_REPETITION_SECONDS", 0.01)
    async with scenes() as scene:
        place = scene.dc.group_dm(scene.anna, scene.ben)
        await scene.begin()
        one = await asked(scene, place, installed="user")
        await scene.until(lambda: one.original.content)
        scene.dc.fail(one.token, method="POST", status=500, done=done)
        await scene.until(lambda: scene.films(place))
        await scene.quiet()
        shown = [each.content for each in scene.dc.shown(place)]
        (repeated,) = [text for text in shown if text.endswith("(recovered)")]
        assert (repeated.removesuffix("\n\n(recovered)") in shown) == done
        assert len(set(shown)) == len(shown)
        assert not scene.dc.violations


async def test_in_a_channel_a_film_that_discord_failed_to_answer_for_stands_there_once(scene):
    one = await asked(scene)
    await scene.until(lambda: one.original.content)
    scene.dc.fail(f"/channels/{scene.channel.id}/messages", method="POST", status=500, done=True, times=2)
    await scene.until(scene.films, 30)
    await scene.quiet(30)
    (film_,) = scene.films()
    assert "(recovered)" not in film_.content
    assert not film_.by_webhook
