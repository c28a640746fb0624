"""Every button and link that release 0.1.0 put into a chat still does what it did, brought by the real adapters."""

import json
from pathlib import Path

import pytest

STRINGS = json.loads((Path(__file__).parents[2] / "fixtures" / "release_0_1_0" / "strings.json").read_text("utf-8"))

# What a press of a finished conversation comes to: turns asked, films brought, a sentence said.
COMES_TO = {
    "export": (0, 1, "is ready"),
    "undo": (1, 1, "Undone"),
    "again:1": (1, 1, "add calm music"),
    "again:6": (1, 0, "add a title"),
    "again:7": (1, 1, "make it louder"),
    "same:1": (0, 0, "clip"),
    "lang:en": (0, 0, "English"),
    "lang:zh": (0, 0, "中文"),
    "version:1": (0, 1, "is ready"),
    "project:1": (0, 0, "You're in"),
    "skill:": (0, 0, "applies from your next project on"),
}


def drawn(state):
    """The buttons of a state that can be pressed; of the bundled skills, which are all alike, the first."""
    every = [one for one in STRINGS if one["state"] == state and one["action"]]
    skills = [one for one in every if one["kind"] == "skill"]
    return [one for one in every if one not in skills[1:-1]]


def named(string):
    return f"{string['state']}-{string['action']}"


def one(state, kind):
    """The one string of a kind that stands in a state."""
    [found] = [string for string in STRINGS if (string["state"], string["kind"]) == (state, kind)]
    return found


def test_no_form_of_a_button_is_without_a_test():
    forms = {one["kind"] for one in STRINGS}
    assert forms == {*(name.partition(":")[0] for name in COMES_TO), "cancel", "each", "upload", "deep link", "page"}


@pytest.mark.parametrize("string", drawn("buttons.telegram") + drawn("buttons.web"), ids=named)
async def test_a_button_does_what_it_did(on_platform, film, string):
    async with on_platform(string["state"]) as scene:
        await check(scene, film, string)


async def test_the_buttons_of_discord_do_what_they_did(on_platform, film):
    for string in drawn("buttons.discord"):
        async with on_platform("buttons.discord") as scene:
            await check(scene, film, string)


async def check(scene, film, string):
    """Press, and see what came of it."""
    turns, films, says = next(what for name, what in COMES_TO.items() if string["action"].startswith(name))
    await scene.press(string)
    assert (named(string), scene.asked(), scene.films()) == (named(string), turns, [len(film)] * films)
    assert any(says in text for text in scene.told()), scene.told()


async def test_an_action_too_long_for_telegram_is_found_by_its_short_name(on_platform):
    [string] = [one for one in drawn("buttons.telegram") if one["wire"]["callback_data"].startswith("#")]
    async with on_platform(string["state"]) as scene:
        await scene.press(string)
        assert scene.told() == ["Our own persona. It applies from your next project on."]


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_same_for_another_clip_waits_for_it(on_platform, film, platform):
    async with on_platform(f"buttons.{platform}") as scene:
        await scene.press(one(f"buttons.{platform}", "same"))
        await scene.send_clip("second.mp4")
        assert scene.turns() == ["add calm music"]
        assert scene.films() == [len(film)]
        assert len(await scene.rows("select id from projects")) == 2


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_one_video_each_can_be_pressed_while_the_files_go_up(on_platform, film, platform):
    async with on_platform(f"buttons-under-way.{platform}", upload=[{"delay": 0.5}]) as scene:
        await scene.press(one(f"buttons-under-way.{platform}", "each"))
        assert [name in turn for name, turn in zip(("a.mp4", "b.mp4"), scene.turns(), strict=True)] == [True, True]
        assert scene.films() == [len(film)] * 2


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_what_is_under_way_can_be_cancelled(on_platform, platform):
    async with on_platform(f"buttons-under-way.{platform}", upload=[{"delay": 0.5}]) as scene:
        await scene.press(one(f"buttons-under-way.{platform}", "cancel"))
        assert scene.asked() == 0
        assert [row["outcome"] for row in await scene.rows("select outcome from requests where id = 1")] == [
            "cancelled"
        ]


async def test_a_render_that_took_too_long_can_be_looked_for(on_platform, film):
    async with on_platform("buttons-unfinished.telegram") as scene:
        await scene.press(one("buttons-unfinished.telegram", "version"))
        assert scene.films() == [len(film)]
        assert scene.submits() == []


async def test_words_that_waited_for_what_was_not_shown_go_on_without_it(on_platform, film):
    async with on_platform("buttons-unseen.discord") as scene:
        await scene.press(one("buttons-unseen.discord", "again"))
        assert scene.turns() == ["add calm music"]
        assert scene.films() == [len(film)]


async def test_a_mini_app_takes_the_file_of_its_asker(on_platform, film):
    async with on_platform("kept-words-and-page.telegram") as scene:
        link = one("kept-words-and-page.telegram", "page")["wire"]["web_app"]
        assert await scene.bring(link) == 403
        assert await scene.bring(link, **scene.opened_by_anna()) == 201
        await scene.quiet()
        assert scene.turns() == ["add calm music"]
        assert scene.films() == [len(film)]
        assert await scene.bring(link, **scene.opened_by_anna()) == 409


async def test_a_deep_link_leads_to_the_page_whose_film_comes_to_the_topic(on_platform, film):
    async with on_platform("kept-words-and-page.telegram-group") as scene:
        start = one("kept-words-and-page.telegram-group", "deep link")["wire"]["url"].partition("?start=")[2]
        await scene.say(f"/start {start}", place=scene.private)
        [answer] = scene.shown(scene.private)
        [link] = answer.buttons.values()
        assert await scene.bring(link, **scene.opened_by_anna()) == 201
        await scene.quiet()
        assert scene.films() == [len(film)]
        assert scene.films(scene.private) == []


async def test_the_page_of_an_ephemeral_answer_takes_its_file(on_platform, film):
    async with on_platform("buttons-page.discord") as scene:
        assert await scene.bring(one("buttons-page.discord", "page")["wire"]["url"]) == 201
        await scene.quiet()
        assert scene.turns() == ["add calm music"]
        assert scene.films() == [len(film)]


async def test_the_button_of_a_page_shows_it_to_its_asker(on_platform):
    async with on_platform("buttons-page.discord") as scene:
        await scene.press(one("buttons-page.discord", "upload"))
        [shown] = scene.shown()
        assert shown.ephemeral
        [button] = shown.buttons
        assert await scene.bring(button["url"]) == 201


async def test_a_link_that_a_clip_of_the_chat_made_useless_is_closed(on_platform):
    async with on_platform("kept-words-and-page.telegram") as scene:
        await scene.send_clip("good.mp4")
        assert scene.turns() == ["add calm music"]
        link = one("kept-words-and-page.telegram", "page")["wire"]["web_app"]
        assert await scene.bring(link, **scene.opened_by_anna()) == 409


async def test_a_link_expires_after_an_hour(on_platform):
    async with on_platform("kept-words-and-page.telegram", later=4000.0) as scene:
        link = one("kept-words-and-page.telegram", "page")["wire"]["web_app"]
        assert await scene.bring(link, **scene.opened_by_anna()) == 410


async def test_a_link_whose_words_went_before_the_upgrade_stays_closed(on_platform):
    async with on_platform("remembered.telegram") as scene:
        link = one("remembered.telegram", "page")["wire"]["web_app"]
        assert await scene.bring(link, **scene.opened_by_anna()) == 409
