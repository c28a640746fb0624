"""A command beside a clip, or as a reply to one, is a command: it is no wish, and nothing is paid for it."""

import pytest

from tests.flow.admin.conftest import ADMINS, BOSS
from tests.flow.test_forgetting import last


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/status", "Nothing going on here"),
        ("@bot /help", "Send me a clip"),
        ("/logout", "aren't logged in"),
        ("/cancel@the_bot", "nothing"),
        ("/forget", "Shall I delete"),
        ("/admin ban stage:@anna", "is banned"),
    ],
)
async def test_it_is_answered_and_no_turn(worlds, words, answer):
    async with worlds(**ADMINS) as world:
        await world.say(words, world.clip(), sender=BOSS)
        assert answer.lower() in last(world).text.lower()
        assert world.turns() == []


@pytest.mark.parametrize(
    "words", ["/new", "/export", "/help me to cut this", "/slower", "/edit add music", "status bar"]
)
async def test_with_a_wish_behind_it_or_about_files_it_is_an_edit(world, words):
    await world.say(words, world.clip())
    assert world.calls("/upload")
