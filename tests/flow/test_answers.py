"""What is answered at once; nothing of it makes an account."""

import pytest

from core.model.chat import Address, Sender

ANNA = Sender("anna", "Anna", "en")
MING = Sender("ming", "小明", "zh-CN")


def last(world):
    return list(world.stage.messages.values())[-1].post


@pytest.mark.parametrize(
    "words",
    ["/start", "/help", "/status", "/credits", "/versions", "/projects", "/skill", "/language", "/cancel", "/new"],
)
async def test_a_command_mints_no_account(world, words):
    await world.say(words)
    assert len(world.stage.said()) == 1
    assert list(world.sandbox.seen) == []


async def test_start_greets_once_and_is_back_then(world):
    await world.say("/start")
    await world.say("/start")
    first, second = world.stage.said()
    assert first.startswith("Hi!")
    assert first.count("•") == 3
    assert second.startswith("Here I am.")


async def test_help_names_every_command_the_formats_and_the_limit(world):
    await world.say("/help")
    assert all(f"/{name}:" in last(world).text for name in ("export", "cancel", "new", "skill", "undo"))
    assert "mp4" in last(world).text
    assert "subtitles as srt, vtt, ass" in last(world).text
    assert "500 MB" in last(world).text


async def test_an_unknown_command_gets_help(world):
    await world.say("/frobnicate my clip")
    assert last(world).text.startswith("I don't know that command.")
    assert "/export:" in last(world).text
    assert world.calls("/run_sse") == []


async def test_where_to_upload_is_said(world):
    await world.say("/upload")
    assert "Send the file here in the chat" in last(world).text


async def test_credits_are_told_from_the_account_that_is_there(world):
    await world.say("/credits")
    assert "no account yet" in last(world).text
    await world.say("add music")
    await world.say("/credits")
    assert last(world).text == "Credits: 99 available, 0 reserved, 99 in total."


async def test_credits_that_cannot_be_read_are_said_to_be_unreadable(world):
    await world.say("add music")
    world.queue(credits=[{"status": 502, "html": True}] * 3)
    await world.say("/credits")
    assert "couldn't read the credits" in last(world).text


async def test_status_shows_the_timeline_also_when_the_backend_is_away(world):
    await world.say("/status")
    assert "Nothing going on here yet" in last(world).text
    await world.say("add music", world.clip("trip.mp4"))
    for _ in range(2):
        await world.say("/status")
        assert "Project: trip" in last(world).text
        assert "Timeline (2 tracks)" in last(world).text
        assert "Nothing is running." in last(world).text
        world.queue(state=[{"status": 502, "html": True}] * 3)


async def test_versions_are_listed_newest_first_with_buttons(world):
    await world.say("/versions")
    assert "No versions yet" in last(world).text
    await world.say("add music", world.clip())
    await world.say("add a title")
    await world.say("/versions")
    assert last(world).text.index("2. Timeline") < last(world).text.index("1. Timeline")
    assert [button.wire for button in last(world).buttons] == ["version:2", "version:1"]
    await world.press("version:1")
    assert world.stage.films()[-1].post.film.name.endswith("v1.mp4")


async def test_a_skill_is_chosen_for_the_next_project(world):
    await world.say("add music")
    await world.say("/skill")
    assert "▸ ai-video-editing-with-music" in last(world).text
    await world.press("skill:add-music-ai")
    assert "applies from your next project on" in last(world).text
    await world.say("/skill")
    assert "▸ add-music-ai" in last(world).text
    await world.say("/start")
    await world.say("/new")
    await world.say("add music")
    rows = await world.rows("select skill from projects order by id")
    assert [row["skill"] for row in rows] == ["ai-video-editing-with-music", "add-music-ai"]
    await world.say("/skill nonsense")
    assert "no skill called nonsense" in last(world).text


async def test_the_language_is_the_messages_own_then_the_platforms(world):
    await world.say("/help", sender=MING)
    assert "发" in last(world).text
    await world.say("加背景音乐")
    assert any("好了" in text for text in world.stage.said())
    await world.say("add music", sender=MING, address=Address("stage", "other"))
    assert "Your video is ready" in world.stage.films()[-1].post.text


async def test_a_chosen_language_stays_until_auto(world):
    await world.say("/language")
    assert [button.wire for button in last(world).buttons] == ["lang:en", "lang:zh"]
    await world.press("lang:zh")
    assert "中文" in last(world).text
    await world.say("/status")
    assert "还" in last(world).text or "没" in last(world).text
    await world.say("/language klingon")
    await world.say("/language auto")
    await world.say("/status")
    assert "Nothing going on" in last(world).text


@pytest.mark.parametrize("press", ["nonsense", "again:99", "each:99", "same:x", "version:x", "cancel:99"])
async def test_an_unknown_button_is_answered(world, press):
    await world.press(press)
    assert len(world.stage.said()) == 1


@pytest.mark.parametrize("press", ["again:1", "same:1", "each:1"])
async def test_a_button_of_another_place_does_nothing(world, press):
    await world.say("add music")
    await world.press(press, address=Address("stage", "elsewhere"))
    assert world.stage.said()[-1] == "That button belongs to the person who asked."
    assert len(world.turns()) == 1


async def test_who_is_not_admitted_is_told_what_to_ask_for_and_costs_nothing(worlds):
    async with worlds(nemobot_allow=("stage:@ben",)) as world:
        await world.say("add music")
        await world.say("add music")
        (told,) = world.stage.said()
        assert told.endswith("to allow one of these: `stage:@anna`.")
        await world.say("add music", sender=Sender("ben"))
        assert world.turns() == ["add music"]
