"""What goes wrong around Discord, over real sockets: a film all the same, or a sentence, and a line in the log."""

import asyncio
import logging
import time

import pytest
from pydantic import SecretStr

from bots.discord import channel_routes
from bots.discord import service as discord_service
from tests.doubles.discord_values import ORDINARY, Permission


@pytest.fixture
def quick_reconnect(monkeypatch):
    """Discord's back-off between two attempts, without the wait."""
    monkeypatch.setattr(discord_service, "_FIRST_WAIT", 0.05)


async def asked(scene, *, wait=True):
    one = await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
    if wait:
        await one.acknowledged.wait()
    return one


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"discord_bot_token": SecretStr("no-such-token")}, "DISCORD_BOT_TOKEN is not accepted"),
        ({"discord_message_content": True}, "message content intent"),
    ],
    ids=["a wrong token", "an intent that is not granted"],
)
async def test_what_cannot_be_mended_by_waiting_ends_discord_alone_and_says_so(scenes, caplog, changes, words):
    async with scenes() as scene:
        with caplog.at_level(logging.INFO):
            await scene.begin(wait=False, **changes)
            await asyncio.wait_for(scene.life.tasks["discord"], 10)
        assert not scene.life.tasks["requests"].done()
        assert words in caplog.text
        assert words in await scene.life.service.ready()
        assert "no-such-token" not in caplog.text


async def test_a_discord_that_is_down_at_the_start_is_tried_again(scenes, caplog, quick_reconnect):
    async with scenes() as scene:
        await scene.dc.stop()
        await scene.begin(wait=False)
        await scene.until(lambda: "cannot be reached" in caplog.text)
        assert await scene.life.service.ready()
        await scene.dc.start()
        await scene.hears()
        await asked(scene)
        await scene.until(scene.films)
        await scene.quiet()


async def test_a_message_sent_while_the_connection_was_broken_is_worked_on_after_the_resume(scene):
    await scene.dc.gateway.drop()
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    await scene.until(scene.films)
    await scene.quiet()
    assert len(scene.dc.gateway.resumed) == 1
    assert not scene.dc.violations


async def test_an_invalidated_session_begins_anew(scene):
    await scene.dc.gateway.invalidate()
    await scene.until(lambda: len(scene.dc.gateway.identified) == 2 and scene.dc.gateway.listening())
    await asked(scene)
    await scene.until(scene.films)
    await scene.quiet()
    assert not scene.dc.violations


async def test_an_event_that_comes_twice_is_one_film(scene):
    message = await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    await scene.dc.world._tell("MESSAGE_CREATE", message)
    await scene.until(scene.films)
    await scene.quiet()
    assert len(scene.calls("/run_sse")) == 1
    assert len(scene.films()) == 1


async def test_a_gateway_that_discord_names_itself_is_not_gone_to(scene):
    await scene.dc.gateway.ask_to_reconnect()
    await scene.until(lambda: scene.dc.gateway.resumed)
    assert set(scene.dc.gateway.paths) == {"/gateway"}


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_a_channel_that_fails_once_gets_the_film_all_the_same(scene, status):
    scene.dc.fail("/messages", method="POST", status=status, times=2)
    await asked(scene)
    await scene.until(scene.films, 30)
    await scene.quiet(30)
    assert len(scene.films()) == 1
    assert not scene.dc.violations


@pytest.mark.parametrize("times", [2, 50])
async def test_a_message_whose_response_was_lost_is_posted_once(scene, times, monkeypatch):
    monkeypatch.setattr(channel_routes, "_REPEAT_SECONDS", 0.5)
    one = await asked(scene)
    scene.dc.fail(f"/channels/{scene.channel.id}/messages", method="POST", lost=True, times=times)
    await scene.until(scene.films, 30)
    await scene.quiet(30)
    (film,) = scene.films()
    assert "(recovered)" not in film.content
    assert not one.original.thinking


async def test_a_film_that_discord_finds_too_large_leaves_its_link(scene):
    scene.dc.fail(f"/channels/{scene.channel.id}/messages", method="POST", status=413, code=40005, times=3)
    await asked(scene)
    await scene.quiet(30)
    said = [one for one in scene.dc.shown(scene.channel) if str(scene.anna.id) in one.pinged]
    assert said
    assert any(button.get("url") for button in said[-1].buttons) or "http" in said[-1].content


async def test_a_lost_deferral_is_no_lost_request(scene):
    scene.dc.fail("/callback", status=404, code=10062)
    await asked(scene, wait=False)
    await scene.until(scene.films)
    await scene.quiet()
    assert scene.films()[0].pinged == {str(scene.anna.id)}


async def test_where_the_bot_is_put_out_of_the_channel_meanwhile_the_film_comes_privately(scenes):
    async with scenes(nemobot_discord_token_seconds=0.45) as scene:
        scene.fault(turn_seconds=0.7)
        await scene.begin()
        await asked(scene)
        scene.channel.bot_permissions = ORDINARY & ~Permission.VIEW_CHANNEL
        private = scene.dc.dm(scene.anna)
        await scene.until(lambda: scene.films(private))
        await scene.quiet()
        assert not scene.dc.violations


async def test_where_nothing_is_open_the_film_is_told_at_the_next_visit(scenes):
    async with scenes(nemobot_discord_token_seconds=0.45) as scene:
        scene.fault(turn_seconds=0.7)
        scene.anna.takes_dms = False
        await scene.begin()
        await asked(scene)
        scene.channel.bot_permissions = ORDINARY & ~Permission.VIEW_CHANNEL
        await scene.quiet()
        assert not scene.films()
        scene.channel.bot_permissions = ORDINARY
        await scene.dc.slash(scene.anna, scene.channel, "status")
        await scene.until(lambda: any("clip" in one.content for one in scene.dc.shown(scene.channel, scene.anna)))
        await scene.quiet()


async def test_an_address_that_has_expired_is_asked_for_again(scene):
    lives, scene.dc.cdn.link_seconds = scene.dc.cdn.link_seconds, 0
    asked_with = await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    scene.dc.cdn.link_seconds = lives
    await scene.until(scene.films)
    await scene.quiet()
    again = f"/channels/{scene.channel.id}/messages/{asked_with.id}"
    assert ("GET", again, 200) in scene.dc.requests
    assert not scene.dc.violations


async def test_a_message_deleted_before_its_film_is_answered_without_a_reply(scene):
    scene.fault(turn_seconds=0.3)
    message = await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    await scene.until(lambda: scene.calls("/run_sse"))
    await scene.dc.delete(message)
    await scene.until(scene.films)
    await scene.quiet()
    assert scene.films()[0].reply_to is None
    assert scene.films()[0].pinged == {str(scene.anna.id)}


async def test_every_planted_secret_stays_out_of_the_log(scenes, caplog):
    with caplog.at_level(logging.DEBUG):
        async with scenes() as scene:
            await scene.begin()
            one = await asked(scene)
            await scene.until(scene.films)
            await scene.quiet()
            await scene.end()
    app = ("bots", "core", "storage")  # what libraries say is silenced and redacted by bots.logs
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(app))
    assert scene.dc.token not in ours
    assert one.token not in ours
    assert "hm=" not in ours


async def test_stopping_in_the_middle_loses_nothing(scene):
    scene.fault(turn_seconds=0.5)
    await asked(scene)
    await scene.until(lambda: scene.calls("/run_sse"))
    await scene.end()
    await scene.begin()
    await scene.until(scene.films, 20)
    await scene.quiet()
    assert len(scene.calls("/run_sse")) == 1
    assert not scene.dc.violations


async def test_a_discord_that_takes_no_progress_for_a_minute_holds_no_upload_back(scenes):
    async with scenes(double={"pace": 1.0}) as scene:
        await scene.begin()
        scene.dc.fail("/messages/", method="PATCH", status=429, retry_seconds=60.0, times=1000)
        began = time.monotonic()
        await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
        await scene.until(scene.films, 30)
        assert time.monotonic() - began < 15.0
        assert [status for method, _, status in scene.dc.requests if method == "PATCH"] == [429]
