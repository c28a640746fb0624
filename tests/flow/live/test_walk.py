"""`doctor --live` before the sandbox and both doubles: what it finds, what it leaves, what it tells."""

import asyncio
import json
from dataclasses import replace

import pytest
from aiohttp import web

from bots import http
from bots.errors import CannotStart
from bots.ops.live import walk
from bots.ops.live.beliefs import BELIEFS
from bots.ops.live.probe import CLIP
from tests.doubles import discord_pace
from tests.flow.live.conftest import FAULTS

# What stands in the way of each belief that this walk does not see, beside those that are never tried.
PRESSED = {"discord.deferred", "discord.deferred.twice", "discord.deferred.limit"}
NO_ADDRESS, NOT_GRANTED = {"nemovideo.upload.url"}, {"discord.intent"}
NOT_TRIED = {belief.id for belief in BELIEFS.values() if belief.not_tried}


async def press(stage):
    """Let somebody press the button of a walk that goes on."""
    ben = stage.dc.person("Ben")
    await stage.dc.connected()
    await stage.dc.until(lambda: any(one.buttons for one in stage.dc.shown(stage.channel)))
    (message,) = [one for one in stage.dc.shown(stage.channel) if one.buttons]
    return await stage.dc.press(ben, message, "Press me")


async def test_every_belief_that_can_be_tried_is_confirmed(stage):
    stage.dc.gateway.granted.add("message_content")
    async with clip_server() as url:
        walking = asyncio.create_task(stage.walk(clip_url=url, press_seconds=10.0), name="walk")
        await press(stage)
        assert await walking == 0
    assert stage.found("contradicted") == {}
    assert set(stage.found("not seen")) == NOT_TRIED
    assert stage.found("confirmed").keys() == BELIEFS.keys() - NOT_TRIED
    assert stage.said.count("Press the button in the Discord channel within 10 s, or wait.") == 1


async def test_without_what_it_needs_a_belief_is_not_seen_and_why_is_said(stage):
    assert await stage.walk(telegram_chat=None, discord_channel=None) == 0
    unseen = stage.found("not seen")
    assert unseen["telegram.edit"] == "--telegram-chat names no chat"
    assert unseen["discord.send"] == "--discord-channel names no channel"
    assert unseen["nemovideo.upload.url"] == "neither --clip-url nor NEMOBOT_PUBLIC_URL names an address"
    assert unseen["nemovideo.turn.left"] == BELIEFS["nemovideo.turn.left"].not_tried
    assert not stage.tg.called("sendMessage", "sendVideo")
    assert not [path for method, path, _ in stage.dc.requests if "/messages" in path]


async def test_one_planted_contradiction_in_each_service_is_found_and_nothing_else(stages, monkeypatch):
    monkeypatch.setitem(discord_pace.BUCKETS, discord_pace.MESSAGES, (7, 5.0))
    async with stages(replace(FAULTS, render_form=2)) as stage:
        stage.tg.about.tells_text_for_all = True
        assert await stage.walk() == 1
        assert stage.found("contradicted") == {
            "nemovideo.render.poll": "success, data; in data id, status, progress, outputUrl, createdAt, completedAt; "
            "in output None",
            "telegram.description": "that of all languages",
            "discord.pace.messages": "7 at once",
        }
        assert stage.found("not seen").keys() == {*NOT_TRIED, *NO_ADDRESS, *NOT_GRANTED, *PRESSED}
        assert "      seen instead: 7 at once" in "\n".join(stage.said)


@pytest.mark.parametrize(
    ("faults", "contradicted"),
    [
        ({"dialect": "typed"}, {"nemovideo.turn.form"}),
        ({"heartbeat": "comment"}, {"nemovideo.turn.heartbeat"}),
        ({"heartbeat": "json"}, {"nemovideo.turn.heartbeat"}),
        ({"http_codes": True}, {"nemovideo.refused.status"}),
        ({"stock_errors": True}, {"nemovideo.refused.turn"}),
        ({"upload_form": "uploaded_files"}, {"nemovideo.upload"}),
        ({"bare_token": True}, {"nemovideo.token.user", "nemovideo.token.life"}),
        ({"no_claim": True}, {"nemovideo.claim"}),
        ({"credits_form": "missing"}, {"nemovideo.credits"}),
        ({"draft_form": "unknown_track"}, {"nemovideo.state.empty"}),
        ({"export_blocked": True}, {"nemovideo.render.plan"}),
        ({"duplicates": "existing"}, {"nemovideo.render.twice"}),
        ({"odd_polls": 2}, {"nemovideo.render.status", "nemovideo.render.cancelled"}),
        ({"render_url": False}, {"nemovideo.render.poll"}),
        ({"cut": "mid_event"}, {"nemovideo.turn.close"}),
        ({"render_fails": True}, set()),
        ({"draft_form": "no_segments"}, {"nemovideo.state.empty"}),
        ({"applies": False}, set()),
    ],
)
async def test_what_nemovideo_does_otherwise_is_told(stages, faults, contradicted):
    async with stages(replace(FAULTS, **faults)) as stage:
        assert await stage.walk(services=("nemovideo",)) == bool(contradicted)
        assert stage.found("contradicted").keys() == contradicted


async def test_the_messages_are_deleted_and_what_stays_is_said(stage):
    assert await stage.walk() == 0
    assert stage.left == []
    assert len(stage.tg.called("sendMessage", "sendVideo")) > 4
    stays = [line for line in stage.said if line.startswith("What stays: ")]
    assert [line.partition(":")[2].split(",")[0].strip() for line in stays] == [
        "a starter token",
        "a session at NemoVideo with the clip",
    ]


@pytest.mark.parametrize("at", ["sendMessage", "editMessageText", "sendVideo"])
async def test_a_stop_at_any_message_leaves_none_in_the_chat(stage, at):
    stage.tg.fault(at, lag=0.3)  # the message is there, and its answer on its way
    walking = asyncio.create_task(stage.walk(services=("telegram",)), name="walk")
    await stage.dc.until(lambda: [call for call in stage.tg.called(at) if call.method == at])
    await asyncio.sleep(0)
    walking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await walking
    assert stage.left == []
    assert "Stopped." in stage.said


async def test_a_stop_while_a_press_is_waited_for_leaves_no_button(stage):
    walking = asyncio.create_task(stage.walk(services=("discord",), press_seconds=60.0), name="walk")
    await stage.dc.until(lambda: any(one.buttons for one in stage.dc.shown(stage.channel)))
    walking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await walking
    assert stage.left == []


async def test_a_stop_in_the_middle_of_an_answer_to_a_press_leaves_none(stage):
    stage.dc.fail("/callback", slow_seconds=0.2)
    walking = asyncio.create_task(stage.walk(services=("discord",), press_seconds=10.0), name="walk")
    pressed = await press(stage)
    await pressed.acknowledged.wait()
    walking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await walking
    assert pressed.original is None or pressed.original.gone
    assert stage.left == []


async def test_a_session_of_the_gateway_is_kept_alive_while_a_press_is_waited_for(stages):
    async with stages(heartbeat_seconds=0.6) as stage:
        assert await stage.walk(services=("discord",), press_seconds=1.2) == 0
        assert stage.found("not seen")["discord.deferred"] == "nobody pressed the button within 1 s"


@pytest.mark.parametrize("direct", [True, False])
async def test_a_channel_that_is_none_of_a_server_or_out_of_sight_contradicts_nothing(stage, direct):
    channel = stage.dc.dm(stage.dc.person("Ben")).id if direct else 1
    assert await stage.walk(services=("discord",), discord_channel=str(channel)) == 0
    why = (
        "it is no channel of a server" if direct else "the channel cannot be seen (HTTP 404, code 10003, message, code)"
    )
    assert stage.found("not seen")["discord.channel"] == why


async def test_an_address_without_starter_tokens_is_told_to_set_its_own(stage):
    stage.sandbox.active_faults.set({"next": {"token": [{"status": 400}, {"status": 429}]}})
    assert await stage.walk(services=("nemovideo",)) == 0
    assert "set NEMO_TOKEN" in stage.found("not seen")["nemovideo.token"]


async def test_a_report_that_cannot_be_written_in_the_end_is_said(stage, monkeypatch):
    def full(*_):
        raise OSError

    monkeypatch.setattr(walk, "write_report", full)
    assert await stage.walk(services=("telegram",)) == 0
    assert stage.said[-1].endswith("could not be written.")


async def test_a_stop_during_an_export_cancels_it(stages):
    async with stages(replace(FAULTS, render_seconds=60.0)) as stage:
        walking = asyncio.create_task(stage.walk(services=("nemovideo",)), name="walk")
        await stage.dc.until(lambda: len(polls(stage)) > 2)
        walking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await walking
        cancelled = [one for one in stage.sandbox.seen if one["path"].endswith("/cancel")]
        assert [one["status"] for one in cancelled] == [200, 200]
        assert any("a session at NemoVideo" in line for line in stage.said)


async def test_a_stop_during_a_turn_says_that_it_may_go_on(stages):
    async with stages(replace(FAULTS, turn_seconds=60.0)) as stage:
        walking = asyncio.create_task(stage.walk(services=("nemovideo",)), name="walk")
        await stage.dc.until(lambda: any(one.get("text", "").startswith("Put the clip") for one in stage.sandbox.seen))
        await asyncio.sleep(0.1)
        walking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await walking
        assert any("a turn at NemoVideo that may go on" in line for line in stage.said)


async def test_a_message_whose_sending_had_no_answer_is_said_to_stay_perhaps(stage):
    stage.tg.fault("sendVideo", drop="after")
    assert await stage.walk(services=("telegram",)) == 0
    assert "What stays: a message in the Telegram chat perhaps: its sending had no answer." in stage.said


async def test_a_message_that_cannot_be_deleted_is_said_to_stay(stage):
    stage.dc.fail("/messages/", method="DELETE", times=100, status=403, code=50013)
    await stage.walk(services=("discord",))
    assert any("a message in the Discord channel, which could not be deleted" in line for line in stage.said)


async def test_a_refused_token_contradicts_nothing(stage):
    stage.tg.revoke()
    stage.set(discord_bot_token=stage.settings.telegram_bot_token)
    assert await stage.walk(services=("telegram", "discord")) == 0
    assert stage.found("not seen")["telegram.bot"] == "the token is refused"
    assert stage.found("not seen")["discord.bot"] == "the token is refused"
    assert stage.found("confirmed") == {}


async def test_nobody_at_the_addresses_contradicts_nothing(stage):
    stage.set(nemo_api_url="http://127.0.0.1:9", telegram_api_url="http://127.0.0.1:9")
    assert await stage.walk(services=("nemovideo", "telegram")) == 0
    assert stage.found("not seen")["nemovideo.token"] == "no connection"
    assert stage.found("not seen")["telegram.bot"] == "no connection"


async def test_a_chat_that_takes_no_messages_contradicts_nothing(stage):
    assert await stage.walk(services=("telegram",), telegram_chat="-100999") == 0
    assert stage.found("not seen")["telegram.send"] == "the chat took no message (HTTP 400)"


NO_TURN = {"code": 2001, "message": "planted words"}


@pytest.mark.parametrize(
    ("endpoint", "answers", "belief", "seen"),
    [
        ("run_sse", [{}, {"json": NO_TURN}], "nemovideo.turn", "the turn was refused (HTTP 200, code 2001"),
        ("run_sse", [{}, {"json": NO_TURN}], "nemovideo.render", "the turn left no timeline to be exported"),
        ("run_sse", [{}, {"drop": "after"}], "nemovideo.turn", "no sensible answer"),
        ("session", [{"json": {"code": 0, "data": {}}}], "nemovideo.session", "no session was made (HTTP 200, code 0"),
        ("session", [{"status": 503}], "nemovideo.upload", "there is no session"),
        ("upload", [{"json": {"code": 4001}}], "nemovideo.turn", "there is no clip in the session to be edited"),
        ("token", [{"status": 400}, {"json": {"code": 0}}], "nemovideo.token", "no starter token was given (HTTP 200"),
        ("poll", [{}, {"status": 403}], "nemovideo.render.poll", "a poll was refused (HTTP 403"),
        ("render", [{}, {}, {}, {"status": 403}], "nemovideo.render.cancel", "a second export was refused"),
        ("cancel", [{"status": 409}], "nemovideo.render.cancel", "it was made before it could be cancelled"),
    ],
)
async def test_what_is_in_the_way_of_a_belief_is_said_and_contradicts_it_not(stage, endpoint, answers, belief, seen):
    stage.sandbox.active_faults.set({"next": {endpoint: answers}})
    await stage.walk(services=("nemovideo",))
    assert stage.found("not seen").get(belief, "").startswith(seen)
    assert belief not in stage.found("contradicted")


async def test_another_answer_in_place_of_a_stream_is_a_contradiction(stage):
    stage.sandbox.active_faults.set({"next": {"run_sse": [{}, {"json": {"words": "planted"}}]}})
    assert await stage.walk(services=("nemovideo",)) == 1
    assert stage.found("contradicted") == {"nemovideo.turn": "HTTP 200, words"}


async def test_a_line_that_breaks_before_a_press_is_said(stage):
    walking = asyncio.create_task(stage.walk(services=("discord",), press_seconds=60.0), name="walk")
    await stage.dc.until(lambda: any(one.buttons for one in stage.dc.shown(stage.channel)))
    await stage.dc.gateway.drop()
    assert await walking == 0
    assert stage.found("not seen")["discord.deferred"] == "the gateway closed the session before a press"
    assert stage.left == []


async def test_a_press_that_a_running_bot_answers_first_is_left_to_it(stage):
    stage.dc.fail("/callback", status=400, code=40060)
    walking = asyncio.create_task(stage.walk(services=("discord",), press_seconds=60.0), name="walk")
    await press(stage)
    assert await walking == 0
    assert "a bot that runs answered the press first" in stage.found("not seen")["discord.deferred"]
    assert not [path for method, path, _ in stage.dc.requests if "@original" in path]


async def test_a_server_in_trouble_and_one_that_is_no_bot_api_server_contradict_nothing(stage):
    stage.tg.fault("*", html=True, times=100)
    assert await stage.walk(services=("telegram",)) == 0
    assert stage.found("not seen")["telegram.bot"] == "HTTP 502"
    stage.set(telegram_api_url=stage.dc.cdn_url)
    assert await stage.walk(services=("telegram",)) == 0
    assert stage.found("not seen")["telegram.bot"] == "there is no such route here (HTTP 404)"


async def test_a_pause_that_telegram_asks_for_is_made(stage):
    stage.tg.fault("editMessageText", retry_after=0)
    assert await stage.walk(services=("telegram",)) == 0
    assert "telegram.edit" in stage.found("confirmed")


async def test_a_gateway_that_does_not_grant_what_the_flags_say_is_a_contradiction(stage):
    granted = stage.dc.gateway.granted
    granted.add("message_content")
    walking = asyncio.create_task(stage.walk(services=("discord",)), name="walk")
    await stage.dc.until(lambda: any(path == "/gateway/bot" for _, path, _ in stage.dc.requests))
    granted.clear()
    assert await walking == 1
    assert stage.found("contradicted") == {"discord.intent": "closed with 4014"}


async def test_the_operators_own_token_is_used_and_none_is_made(stage):
    stage.set(nemo_token=type(stage.settings.telegram_bot_token)("nmv_usr_nobody-knows-this"))
    assert await stage.walk(services=("nemovideo",)) == 0
    assert stage.found("not seen")["nemovideo.token"] == "NEMO_TOKEN is set, so no starter token was made"
    assert stage.found("not seen")["nemovideo.credits"] == "NEMO_TOKEN is refused"
    assert stage.found("not seen")["nemovideo.session"] == "there is no account to ask with"
    assert not any("starter token" in line for line in stage.said if line.startswith("What stays"))


async def test_below_the_public_address_the_clip_is_served_meanwhile(stage):
    heard = []

    async def public(request):
        heard.append(request.path)
        async with stage.dc_client.get(f"http://127.0.0.1:{stage.port}{request.path}") as answer:
            return web.Response(body=await answer.read(), content_type="video/mp4")

    import aiohttp

    app = web.Application()
    app.router.add_get("/{path:.*}", public)
    front = await http.start(app, "127.0.0.1", 0, grace_seconds=0.1)
    behind = await http.start(web.Application(), "127.0.0.1", 0, grace_seconds=0.1)
    stage.port = behind.port
    await behind.stop()
    stage.set(nemobot_http_port=stage.port, nemobot_public_url=f"http://127.0.0.1:{front.port}")
    async with aiohttp.ClientSession() as stage.dc_client:
        assert await stage.walk(services=("nemovideo",)) == 0
    await front.stop()
    assert "nemovideo.upload.url" in stage.found("confirmed")
    assert heard[0].startswith("/live/")


async def test_a_port_that_is_taken_keeps_the_clip_from_being_served(stage):
    taken = await http.start(web.Application(), "127.0.0.1", 0, grace_seconds=0.1)
    stage.set(nemobot_http_port=taken.port, nemobot_public_url="https://bot.example.org")
    assert await stage.walk(services=("nemovideo",)) == 0
    await taken.stop()
    assert "the port is taken" in stage.found("not seen")["nemovideo.upload.url"]


async def test_what_it_costs_is_said_first(stage):
    await stage.walk()
    first = "\n".join(stage.said[:3])
    assert stage.said[3] == "Trying NemoVideo …"
    for words in ("starter token", "238 kB", "50 credits", "silent messages", "one of 10 MB"):
        assert words in first


async def test_a_service_that_is_not_configured_cannot_be_asked_for(stage):
    stage.set(discord_bot_token=None)
    with pytest.raises(CannotStart, match="DISCORD_BOT_TOKEN"):
        await stage.walk(services=("discord",))


async def test_a_report_that_cannot_be_written_is_said_before_anything_is_tried(stage, tmp_path):
    with pytest.raises(CannotStart, match="--report"):
        await stage.walk(report=tmp_path / "no" / "report.json")
    assert not stage.sandbox.seen


async def test_a_program_gets_one_object(stage):
    written = []
    services = walk.chosen(stage.settings, stage.options)
    assert await walk.walk(stage.settings, stage.options, services, written.append, str, as_object=True) == 0
    (told,) = map(json.loads, written)
    assert told["contradicted"] is False
    assert told["beliefs"]["telegram"]["telegram.edit"]["outcome"] == "confirmed"
    assert len(told["stays"]) == 2


async def test_no_secret_no_name_and_no_word_of_others_is_told_or_reported(stages):
    words = "planted-words-of-the-agent planted@example.com"
    async with stages(replace(FAULTS, say=words)) as stage:
        tg, dc = stage.tg, stage.dc
        stage.chat = tg.group("Planted-Title", tg.person("Planted-Person", username="planted_username"))
        stage.channel = dc.channel(dc.guild("Planted-Guild"), "planted-channel")
        odd = {"Planted Name": "planted-value", "planted-file.mp4": 1, "4711471147": [{"nmv_usr_plantedkey": True}]}
        signed = "https://cdn.example.org/planted-film.mp4?X-Amz-Signature=plantedsignature&token=plantedtoken"
        state = {
            "code": 0,
            "data": {"task_name": "planted-task", "state": {"video_infos": [signed], "draft": None, **odd}},
        }
        stage.sandbox.active_faults.set({"next": {"state": [{"json": state}]}})
        dc.fail("/reactions/", status=403, code=50013)
        walking = asyncio.create_task(
            stage.walk(
                telegram_chat=str(stage.chat.chat.id), discord_channel=str(stage.channel.id), press_seconds=10.0
            ),
            name="walk",
        )
        await press(stage)
        assert await walking in {0, 1}
        told = "\n".join([*stage.said, stage.report])
        ids = {tg.token, dc.token, tg.bot.id, dc.bot.id, stage.chat.chat.id, stage.channel.id, stage.channel.guild.id}
        ids |= {one["session"] for one in stage.sandbox.seen if one.get("session", "").isdecimal()}
        ids |= {one["render"] for one in stage.sandbox.seen if "render" in one}
        ids |= set(dc.world.messages) | set(dc.world.interactions) | {file.id for file in tg.shelf._files.values()}
        secrets = {str(one) for one in ids} | {tg.token.partition(":")[2], "nmv_usr_", "clm_", "anon_", "4711"}
        assert len(secrets) > 20
        assert [one for one in secrets if one in stage.report] == []
        assert [one for one in secrets - {"nmv_usr_", "anon_"} if one in told] == []  # two beliefs are about those
        assert "planted" not in told.lower()
        assert "example.org" not in stage.report


def test_the_clip_is_small_and_in_the_wheel():
    assert CLIP.stat().st_size < 300_000
    assert CLIP.is_relative_to(CLIP.parents[2])


def polls(stage):
    """The polls that the sandbox has answered."""
    seen = [one for one in stage.sandbox.seen if one["path"].startswith("/api/render/proxy/lambda/")]
    return [one for one in seen if one["method"] == "GET" and one.get("status") == 200]


class clip_server:  # noqa: N801 - read as a function
    """`async with clip_server() as url`: the clip at an address."""

    async def __aenter__(self):
        app = web.Application()
        app.router.add_get("/clip.mp4", self.clip)
        self.listener = await http.start(app, "127.0.0.1", 0, grace_seconds=0.1)
        return f"http://127.0.0.1:{self.listener.port}/clip.mp4"

    async def __aexit__(self, *_):
        await self.listener.stop()

    async def clip(self, _):
        return web.FileResponse(CLIP)
