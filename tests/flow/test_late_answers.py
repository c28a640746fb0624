"""The bot was away while a film was made: how long decides what its asker hears, and when."""

import pytest

from core.model.chat import Role

HOUR = 3600.0
SLOW = {"nemobot_render_poll_seconds": 0.1, "faults": {"render_seconds": 0.5}}


@pytest.fixture
async def away(worlds):
    """`world = await away(hours)`: a film was under way when the bot left, so many hours ago; it is back."""
    opened = []

    async def leave(hours, **settings):
        world = await (entered := worlds(**SLOW, **settings)).__aenter__()
        opened.append(entered)
        await world.send("add music")
        await world.until(world.submits)
        await world.rows("update requests set accepted_at = accepted_at - ?", hours * HOUR)
        await world.process.end()
        await world.open()
        await world.quiet()
        return world

    yield leave
    for entered in opened:
        await entered.__aexit__(None, None, None)


def answers(world):
    return [one for one in world.stage.messages.values() if one.post.role is Role.ANSWER]


async def test_a_film_is_delivered_although_the_bot_was_down_for_hours(away):
    world = await away(9)
    assert len(world.stage.films()) == 1
    assert not any("You asked for this" in one.post.text for one in answers(world))


async def test_after_a_day_the_answer_says_when_it_was_asked_for(away):
    world = await away(30)
    assert len(world.stage.films()) == 1
    assert "You asked for this 1 day ago." in answers(world)[-1].post.text


async def test_after_the_stale_hours_it_is_offered_at_the_next_visit(away):
    world = await away(25, nemobot_stale_hours=24)
    assert not world.stage.films()
    before = len(answers(world))
    await world.say("/help")
    handed_over = answers(world)[before:]
    assert any(".mp4" in one.post.text or "http" in one.post.text for one in handed_over)
