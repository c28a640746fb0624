"""An end that was told stays told, whenever the process dies: what was refused is not worked on all the same."""

import pytest

from core.model.chat import Role
from tests.flow.conftest import BotProcess

# a process killed while it reads a film leaves an open file in aiohttp's server, which runs in this process here
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")

DOWN = {"status": 503, "html": True}
GONE = {"json": {"code": 1002, "message": "session not found"}}
NO_CREDITS = {"json": {"code": 2001, "message": "insufficient credits"}}
MARK = "(recovered)"
QUICK_LOOKS = {"nemobot_turn_timeout_seconds": 0.4, "nemobot_recovery_seconds": (0.02,)}


def told(world, here, what=""):
    """The answers with `what` in them that one chat was sent."""
    shown = (one for one in world.stage.messages.values() if one.target.address == here)
    texts = (one.post.text for one in shown if one.post.role in {Role.ANSWER, Role.QUIET})
    return [text for text in texts if what in text]


def once(texts):
    """Whether something was told once, and perhaps once more with the mark."""
    return len(texts) == 1 or (len(texts) == 2 and sum(text.endswith(MARK) for text in texts) == 1)


def turns(world, here):
    """How often what was asked in one chat ran."""
    return sum(here.chat in words for words in world.turns())


async def requests(world, here):
    return await world.rows("select id, outcome from requests where address = ? order by id", str(here))


async def test_an_upload_that_was_refused_in_words_is_not_done_by_the_next_process(world):
    def refused_twice():
        return len([one for one in world.calls("/upload-video") if one.get("status") == 503]) == 2

    async def ask(here):
        world.sandbox.seen.clear()
        world.queue(upload=[DOWN, DOWN])
        await world.send(f"add music {here.chat}", world.clip(), address=here)

    ends = set()
    async for here in world.each_kill(ask, since=refused_twice):
        refusals = told(world, here, "can't be reached")
        (request,) = await requests(world, here)
        ends.add(request["outcome"])
        if request["outcome"] == "done":
            assert (refusals, turns(world, here)) == ([], 1), told(world, here)
            continue
        assert once(refusals), refusals
        assert turns(world, here) == 0
        await world.press(f"again:{request['id']}", address=here)
        assert turns(world, here) == 1
    assert ends == {"done", "failed"}


async def test_a_request_that_was_set_aside_in_words_is_not_done_by_the_next_process(world):
    async def ask(here):
        world.app.dispatcher._max_claims = 0  # of this process alone
        await world.send(f"add music {here.chat}", address=here)

    async for here in world.each_kill(ask, at_least=3):
        set_aside = told(world, here, "set it aside")
        (request,) = await requests(world, here)
        if request["outcome"] == "parked":
            assert once(set_aside), set_aside
            assert turns(world, here) == 0
        else:
            assert (set_aside, turns(world, here)) == ([], 1)


async def test_a_batch_that_was_stopped_in_words_stays_stopped(worlds):
    async with worlds(**QUICK_LOOKS) as world:

        def refused():
            return any(one.get("status") for one in world.calls("/upload-video"))

        async def ask(here):
            world.sandbox.seen.clear()
            world.queue(upload=[NO_CREDITS])
            clips = world.clip("a.mp4"), world.clip("b.mp4")
            await world.send(f"add music {here.chat} to each clip", *clips, address=here)

        stopped = 0
        async for here in world.each_kill(ask, since=refused):
            if told(world, here, "credits are used up"):
                stopped += 1
                assert turns(world, here) == 0, told(world, here)
                assert once(told(world, here, "0 of 2")), told(world, here)
        assert stopped > 5


async def test_a_session_that_was_told_lost_is_not_used_again(worlds):
    async with worlds(**QUICK_LOOKS) as world:

        def created():
            return len([one for one in world.calls("/tasks") if one["method"] == "POST"])

        def lost():
            return bool(world.calls("/state")) and created() < 2

        async def ask(here):
            world.sandbox.seen.clear()
            world.queue(state=[GONE])
            await world.send(f"add music {here.chat}", world.clip(), address=here)

        ends = set()
        async for here in world.each_kill(ask, since=lost):
            lost_told = told(world, here, "The editing session had expired")
            assert once(lost_told) or not lost_told
            assert (created() > 1) == bool(lost_told)
            assert turns(world, here) == 1
            ends.add(bool(lost_told))
        assert ends == {True, False}


async def test_an_edit_that_is_killed_at_any_await_after_its_turn_tells_each_thing_once(worlds):
    async with worlds(**QUICK_LOOKS) as world:

        async def ask(here):
            world.sandbox.seen.clear()
            await world.send(f"add music {here.chat}", world.clip("trip.mp4"), address=here)

        def turn_ran():
            return any(one.get("status") for one in world.calls("/run_sse"))

        async for here in world.each_kill(ask, since=turn_ran):
            films = [one.post.text for one in world.stage.films() if one.target.address == here]
            unmarked = [text for text in told(world, here) if not text.endswith(MARK)]
            assert once(films), films
            assert len(unmarked) == len(set(unmarked)), unmarked
            assert (turns(world, here), len(world.submits())) == (1, 1)
            assert [one["outcome"] for one in await requests(world, here)] == ["done"]


@pytest.mark.parametrize(("outcome", "texts"), [('{"key":"m1"}', []), (None, ["Something went wrong on my side"])])
async def test_a_refusal_that_release_0_1_0_told_and_did_not_close_is_closed(world, outcome, texts):
    await world.process.end()
    world.process = await BotProcess(world.settings, world.stage).begin()
    await world.send("add music")
    await world.rows("insert into journal (request, name, tries, outcome) values (1, 'failed', 1, ?)", outcome)
    world.process.work()
    await world.quiet()
    assert [row["outcome"] for row in await world.rows("select outcome from requests")] == ["failed"]
    assert world.turns() == []
    assert len(world.stage.said()) == len(texts)
    assert all(text in said and said.endswith(MARK) for text, said in zip(texts, world.stage.said(), strict=True))


async def test_what_was_told_done_is_closed_by_the_next_process_without_a_token(world):
    await world.say("add music", world.clip())
    before = world.stage.said()
    await world.process.end()
    await world.open()
    await world.rows("update accounts set expires_at = 1")
    await world.rows("update requests set outcome = null, ended_at = null")
    world.queue(token=[{"status": 429, "json": {"detail": "slow down"}}] * 9)
    await world.restart()
    await world.quiet()
    assert world.stage.said() == before
    assert [row["outcome"] for row in await world.rows("select outcome from requests")] == ["done"]


async def test_one_that_is_set_aside_after_its_edit_offers_the_film_and_not_another_turn(world):
    await world.say("add music", world.clip())
    await world.app.runner.park(1)
    [offered] = [one.post for one in world.stage.messages.values() if "set it aside" in one.post.text]
    assert [button.wire for button in offered.buttons] == ["export"]
    await world.press("export")
    assert (len(world.turns()), len(world.stage.films())) == (1, 2)
