"""What may go wrong around a login: tokens in odd places and spellings, and what overtakes its trial."""

import asyncio
import itertools

import pytest

from core.flows import answers
from core.model.attachments import Attachment
from core.model.chat import Address, Incoming, Role, Sender
from tests.doubles.cancellation import cancelled_at, killed_at
from tests.flow.test_forgetting import kept, last, offered
from tests.flow.test_login import ANNAS_KEY, MINE, OTHER, TOKENS, files, owners

# a killed process leaves an open answer in aiohttp's server, which runs in this process here
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")

JWT = "nmv_usr_eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6"
LONG = f"nmv_usr_{'a' * 190}{'b' * 150}"


@pytest.fixture
async def world(worlds):
    async with worlds(tokens=TOKENS | {JWT: 5, LONG: 6}, nemobot_secret_key="a key of thirty characters....") as made:
        yield made


@pytest.fixture
async def slow(worlds):
    """A world whose backend takes its time for the first token that it is asked about."""
    async with worlds(tokens=TOKENS) as world:
        await world.say("add music", world.clip())
        world.queue(credits=[{"delay": 0.4}])
        yield world


async def asked_about(world):
    """Wait until a token is being tried."""
    await world.until(lambda: world.calls("/balance"))


@pytest.mark.parametrize("token", [JWT, LONG])
@pytest.mark.parametrize("words", ["{}", "use {} please"])
async def test_of_a_token_with_parts_or_a_long_one_nothing_is_left(world, token, words):
    await world.say(words.format(token))
    for part in (*token.split("."), token[-60:]):
        assert part.encode() not in files(world)
    assert bool(await world.rows("select 1 from logins")) is (words == "{}")


@pytest.mark.parametrize(
    "typed",
    ["nmv\u200b_usr_planted_mine_0123", "nmv_usr_pla\u200bnted_mine_0123", r"nmv\_usr\_planted\_mine\_0123"],
)
async def test_as_it_comes_out_of_a_page_it_is_known_too(world, typed):
    await world.say(f"use {typed} please")
    assert "I've read nothing else of it" in last(world).text
    assert world.turns() == []
    await world.say(f"/login {typed}")
    assert "logged in" in last(world).text
    assert b"nted_mine_0123" not in files(world)


async def test_with_a_clip_it_is_no_login_and_no_wish(world):
    for words in (f"/login {MINE}", MINE):
        await world.say(words, world.clip())
        assert "I've read nothing else of it" in last(world).text
    assert world.turns() == []
    assert await world.rows("select 1 from logins") == []
    assert MINE.encode() not in files(world)


async def test_in_a_script_it_is_masked_and_the_wish_goes_on(world):
    script = f"add music, {MINE}".encode()
    world.stage.files["script"] = script
    await world.say("", world.clip(), Attachment("script", "script.txt", len(script), "text/plain"))
    assert len(world.stage.films()) == 1
    assert MINE not in repr(world.turns())
    assert MINE.encode() not in files(world)


async def test_a_logout_that_comes_while_a_token_is_tried_comes_after_it(slow):
    await slow.send(f"/login {MINE}")
    await asked_about(slow)
    await slow.say("/logout")
    assert "You're logged out" in last(slow).text
    assert await slow.rows("select 1 from logins") == []
    assert await kept(slow, MINE) == []


async def test_of_two_logins_the_later_one_holds(slow):
    await slow.send(f"/login {MINE}")
    await asked_about(slow)
    await slow.say(f"/login {OTHER}")
    assert "55 available" in last(slow).text
    assert await kept(slow, MINE) == []


async def test_forgetting_everything_while_a_token_is_tried_forgets_it_too(slow):
    everything = await offered(slow)
    await slow.send(f"/login {MINE}")
    await asked_about(slow)
    await slow.press(**everything)
    assert "Deleted here" in last(slow).text
    assert await slow.rows("select 1 from logins") == []
    assert await kept(slow, MINE) == []


class TestLogoutWhileATurnIsUnderWay:
    @staticmethod
    async def begun(world):
        await world.say(f"/login {MINE}")
        await world.send("add music")
        await world.until(lambda: world.calls("/run_sse"))

    @staticmethod
    def told(world):
        (end,) = [one.post for one in world.stage.messages.values() if "can't see what became of it" in one.post.text]
        assert "could not be reached" not in "".join(world.stage.said())
        return end

    async def test_its_person_is_told_how_to_see_what_it_did_and_is_offered_no_other_one(self, worlds):
        async with worlds(tokens=TOKENS, faults={"turn_seconds": 0.3}) as world:
            await self.begun(world)
            await world.say("/logout")
            assert self.told(world).buttons == ()
            await world.say(f"/login {MINE}")
            await world.say("/status")
            assert "BGM" in last(world).text
            assert len(world.turns()) == 1

    async def test_if_its_end_was_not_seen_either_that_is_said_when_its_time_is_over(self, worlds):
        async with worlds(tokens=TOKENS, nemobot_turn_timeout_seconds=1.0) as world:
            world.queue(run_sse=[{"drop": "after"}])
            await self.begun(world)
            await world.say("/logout")
            assert self.told(world).buttons == ()
            (row,) = await world.rows("select ended_at - accepted_at as seconds from requests where flow = 'edit'")
            assert row["seconds"] < 2 * 1.0

    async def test_whoever_logs_in_again_in_time_gets_the_film(self, worlds):
        async with worlds(tokens=TOKENS, nemobot_recovery_seconds=(0.5,)) as world:
            world.queue(run_sse=[{"drop": "after"}])
            await self.begun(world)
            await world.send("/logout")
            await world.until(lambda: any("You're logged out" in text for text in world.stage.said()))
            await world.say(f"/login {MINE}")
            assert len(world.stage.films()) == 1
            assert len(world.turns()) == 1


class TestProjectsWithoutASession:
    async def test_after_a_logout_they_begin_without_it(self, world):
        await world.say(f"/login {MINE}")
        await world.say("/new")
        await world.say("/logout")
        await world.say("add music", world.clip())
        assert len(world.stage.films()) == 1
        assert await owners(world) == ["stage:chat:"]

    async def test_after_another_login_they_begin_with_that(self, world):
        await world.say(f"/login {MINE}")
        await world.say("/new")
        await world.say(f"/login {OTHER}")
        await world.say("add music", world.clip())
        assert len(world.stage.films()) == 1
        assert await owners(world) == [ANNAS_KEY]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_however_a_session_of_another_account_is_refused_the_token_holds(world, status):
    await world.say(f"/login {OTHER}")
    await world.say("add music", world.clip())
    world.queue(state=[{"status": status}])
    await world.say(f"/login {MINE}")
    assert "700 available" in last(world).text


async def test_what_is_forgotten_leaves_the_write_ahead_log_with_the_next_clean_up(worlds):
    async with worlds(tokens=TOKENS) as world:
        await world.say(f"/login {MINE}")
        await world.say("/logout")
        assert MINE.encode() in files(world)
        await world.app.store.housekeeping.sweep()
        assert MINE.encode() not in files(world)


class TestCancelled:
    """Work is cancelled where it stands, as it is when the process stops; what was not received comes again."""

    @staticmethod
    async def whole(world, anna):
        """Whether somebody is logged in; they and their token are there, or neither is."""
        logins = await world.rows("select 1 from logins where person = ?", f"stage:{anna.id}")
        tokens = await world.rows(
            "select 1 from accounts where owner like ? and token is not null", f"stage:{anna.id}#%"
        )
        assert len(logins) == len(tokens)
        return bool(logins)

    @staticmethod
    def told(world, here):
        posts = [one.post for one in world.stage.messages.values() if one.target.address == here]
        return [post.text for post in posts if post.role is Role.ANSWER]

    async def each_stop(self, world, monkeypatch, name, ask):
        """Let `ask(anna, here)` ask, and cancel the flow at its first await, then at the second …

        Yields each person and chat after the next process has ended what was open.
        """
        flow = getattr(answers, name)
        for number in itertools.count():
            here = Address("stage", f"stopped at {number}")
            anna, ended, was_cancelled = Sender(here.chat, "Anna", "en"), asyncio.Event(), []

            async def stopped(context, number=number, ended=ended, was_cancelled=was_cancelled):
                if ended.is_set():
                    return await flow(context)
                try:
                    return await cancelled_at(flow(context), number)
                finally:
                    was_cancelled.append(asyncio.current_task().cancelling() > 0)
                    ended.set()

            monkeypatch.setattr(answers, name, stopped)
            await ask(anna, here)
            await asyncio.wait_for(ended.wait(), 60)
            await self.whole(world, anna)
            await world.process.end()
            await world.open()
            await world.quiet()
            yield anna, here
            if not was_cancelled[0]:
                assert number > 3
                return

    async def test_a_login_goes_on_in_the_next_process(self, worlds, monkeypatch):
        async with worlds(tokens=TOKENS) as world:
            keys = []

            async def ask(anna, here):
                keys.append(await world.send(f"/login {MINE}", address=here, sender=anna))

            async for anna, here in self.each_stop(world, monkeypatch, "log_in", ask):
                assert await self.whole(world, anna)
                assert keys[-1] in world.stage.removed
                (told,) = self.told(world, here)
                assert "You're logged in." in told
                assert await world.rows("select 1 from requests where token is not null") == []

    async def test_a_logout_goes_on_in_the_next_process(self, worlds, monkeypatch):
        async with worlds(tokens=TOKENS) as world:

            async def ask(anna, here):
                await world.say(f"/login {MINE}", address=here, sender=anna)
                await world.send("/logout", address=here, sender=anna)

            async for anna, here in self.each_stop(world, monkeypatch, "log_out", ask):
                assert not await self.whole(world, anna)
                _, told = self.told(world, here)
                assert "You're logged out" in told

    @pytest.mark.parametrize("allow", [(), ("stage:@ben",)])
    async def test_one_that_is_being_received_comes_again_and_is_answered_once(self, worlds, allow):
        async with worlds(tokens=TOKENS, nemobot_allow=allow) as world:
            for number in itertools.count():
                here = Address("stage", f"received to {number}")
                anna = Sender(here.chat, "Anna", "en")
                typed = Incoming(here, anna, f"k{number}", 1.0, private=True, text=f"/login {MINE}")
                was_cancelled = await killed_at(world.app.intake.receive(typed), number)
                await self.whole(world, anna)
                await world.process.end()
                await world.open()
                await world.app.intake.receive(typed)
                await world.quiet()
                assert await self.whole(world, anna) is not bool(allow)
                assert typed.key in world.stage.removed
                (told,) = self.told(world, here)
                assert ("not set up for you" if allow else "You're logged in.") in told
                if not was_cancelled:
                    assert number > 3
                    return
