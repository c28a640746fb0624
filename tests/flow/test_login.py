"""A person works on a NemoVideo account of their own: its token is tried, used, and kept nowhere else."""

import base64
import contextlib
import json
import time

import pytest
from pydantic import SecretStr

from core.intake.reminders import Reminders
from core.model.chat import Address, Capabilities, Role, Sender, Unseen
from core.model.secret import Secret
from sandbox.limits import Limits
from tests.flow.conftest import HERE, Stage
from tests.flow.test_forgetting import kept, last, offered

# a killed process leaves an open answer in aiohttp's server, which runs in this process here
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")

MINE, OTHER, WRONG = "nmv_usr_planted_mine_0123", "nmv_usr_planted_other_4567", "nmv_usr_planted_wrong_89ab"
TOKENS = {MINE: 700, OTHER: 55}
GROUP, BEN = Address("stage", "group"), Sender("ben", "Ben", "en")
ANNAS_KEY = "stage:anna"


@pytest.fixture
async def world(worlds):
    async with worlds(tokens=TOKENS, nemobot_secret_key="a key of thirty characters....") as made:
        yield made


async def owners(world):
    """Each project's account, by its owner."""
    rows = await world.rows(
        "select coalesce(owner, '') as owner from projects left join accounts on accounts.id = account"
        " order by projects.id"
    )
    return [row["owner"].partition("#")[0] for row in rows]


def files(world):
    folder = world.settings.nemobot_data_dir
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_a_token_is_tried_and_new_projects_use_it(world):
    key = await world.say(f"/login {MINE}")
    said = last(world).text
    assert "logged in" in said
    assert "700 available" in said
    assert world.stage.removed == [key]
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1
    assert await owners(world) == [ANNAS_KEY]
    assert not world.calls("/anonymous-token")
    await world.say("/credits")
    assert "of 699" in last(world).text or "699" in last(world).text


@pytest.mark.parametrize(
    "words",
    [f"/login {MINE}", f"/LOGIN `{MINE}`", MINE, f"  “{MINE}”", f"/login@the_bot {MINE}", f"/login my token: {MINE}!"],
)
async def test_it_is_known_however_it_is_typed_and_stands_nowhere(world, words):
    await world.say(words)
    assert "logged in" in last(world).text
    assert MINE.encode() not in files(world)
    assert await kept(world, MINE) == []
    assert "nmv_usr" not in repr(world.stage.messages)


async def test_without_a_key_it_is_with_the_account_alone(worlds):
    async with worlds(tokens=TOKENS) as world:
        await world.say(f"/login {MINE}")
        assert await kept(world, MINE) == ["accounts"]


@pytest.mark.parametrize("words", [f"/login {WRONG}", "/login hunter2 with blanks", "/login 密码密码"])
async def test_a_token_that_does_not_work_is_refused_in_words_and_forgotten(worlds, words):
    async with worlds(tokens=TOKENS) as world:
        await world.say(words)
        assert "doesn't accept that token" in last(world).text
        for part in words.split()[1:]:
            assert await kept(world, part) == []
        await world.say("add music", world.clip())
        assert await owners(world) == ["stage:chat:"]


async def test_a_backend_that_is_away_is_no_wrong_token(world):
    world.queue(credits=[{"status": 503}])
    await world.say(f"/login {MINE}")
    assert "can't be reached" in last(world).text
    assert await world.rows("select 1 from logins") == []


async def test_login_alone_says_how(world):
    for words in ("/login", "log in", "how do I sign in?", "登录"):
        await world.say(words)
        said = last(world).text
        assert "API Tokens" in said
        assert "/login" in said


@pytest.mark.parametrize("words", [f"/login {MINE}", f"use {MINE} please", MINE])
async def test_in_a_group_it_counts_as_spilled_and_is_not_used(world, words):
    world.stage.here = Capabilities(file_bytes=1, direct_link="https://t.me/bot?start=")
    key = await world.say(words, address=GROUP, private=False)
    said = last(world)
    assert "make a new one" in said.text
    assert [button.url for button in said.buttons] == ["https://t.me/bot?start=login"]
    assert world.stage.removed == [key]
    assert await world.rows("select 1 from logins") == []
    assert MINE.encode() not in files(world)
    assert not world.calls("/credits/balance")


async def test_in_a_group_it_says_where_to_do_it(world):
    world.stage.here = Capabilities(file_bytes=1, direct_link="https://t.me/bot?start=")
    await world.say("/login", address=GROUP, private=False)
    assert "direct chat" in last(world).text
    assert last(world).buttons[0].url == "https://t.me/bot?start=login"
    await world.say("/start login")
    assert "API Tokens" in last(world).text


async def test_a_message_that_cannot_be_removed_is_left_to_the_person(world):
    world.stage.removes_others = False
    await world.say(f"/login {MINE}")
    assert "please delete it yourself" in last(world).text


async def test_where_it_is_shown_masked_the_message_stays(worlds):
    stage = Stage(here=Capabilities(file_bytes=50_000_000, masks_tokens=True))
    async with worlds(tokens=TOKENS, stage=stage) as world:
        await world.say(f"/login {MINE}")
        assert stage.removed == []
        assert "delete it yourself" not in last(world).text


@pytest.mark.parametrize("words", [f"/login {MINE}", MINE, f"add music with {MINE}"])
@pytest.mark.parametrize("where", [{}, {"address": GROUP, "private": False}])
async def test_that_of_somebody_who_is_not_admitted_is_removed_each_time_and_told_no_more_than_other_words(
    worlds, words, where
):
    async with worlds(tokens=TOKENS, nemobot_allow=("stage:@ben",)) as world:
        keys = [await world.say(words, **where) for _ in range(2)]
        assert world.stage.removed == keys
        (refused,) = world.stage.said()
        assert not world.calls("/credits/balance")
        assert MINE.encode() not in files(world)
        await world.say("add music", sender=Sender("eve", "Eve", "en"), **where)
        assert world.stage.said()[-1].replace("eve", "anna") == refused


async def test_that_of_somebody_who_is_over_a_limit_is_removed_too(worlds):
    async with worlds(tokens=TOKENS, nemobot_requests_per_minute=1) as world:
        await world.say("add music")
        keys = {await world.say(f"/login {MINE}") for _ in range(2)}
        assert keys <= set(world.stage.removed)
        assert not world.calls("/credits/balance")


async def test_one_that_cannot_be_removed_keeps_nobody_from_being_refused(worlds):
    async with worlds(nemobot_allow=("stage:@ben",)) as world:
        world.stage.removes_others = False
        await world.say(MINE)
        assert len(world.stage.said()) == 1


async def test_a_token_under_a_message_that_the_bot_does_not_see_logs_in(world):
    key = await world.say(f"/login {MINE}", unseen=Unseen.REPLIED_TO)
    assert "logged in" in last(world).text
    assert world.stage.removed == [key]


async def test_a_token_among_other_words_is_no_wish_and_no_login(world):
    await world.say(f"add music with {MINE}", world.clip(f"{OTHER}.mp4"), quoted=f"he wrote {OTHER}")
    assert "I've read nothing else of it" in last(world).text
    assert world.turns() == []
    for token in (MINE, OTHER):
        assert token.encode() not in files(world)


async def test_one_that_is_quoted_or_in_a_name_is_masked_and_the_wish_goes_on(world):
    await world.say("add music", world.clip(f"{OTHER}.mp4"), quoted=f"he wrote {MINE}")
    assert len(world.stage.films()) == 1
    assert MINE not in repr(world.turns())
    for token in (MINE, OTHER):
        assert token.encode() not in files(world)


async def test_an_edit_that_mends_the_token_logs_in(world):
    key = await world.say(f"/login {WRONG}")
    assert "doesn't accept" in last(world).text
    await world.say(f"/login {MINE}", key=key, corrects=True)
    assert "logged in" in last(world).text
    told = len(world.stage.said())
    await world.say(f"/login {MINE}", key=key, corrects=True, at=1.0)
    await world.say(f"/login {MINE}", key=key, corrects=True, at=1.0)
    assert len(world.stage.said()) == told + 1


class TestProjects:
    async def test_one_keeps_the_account_it_began_with(self, world):
        await world.say("add music", world.clip())
        await world.say(f"/login {MINE}")
        await world.say("louder")
        assert await owners(world) == ["stage:chat:"]
        await world.say("/new")
        await world.say("add music", world.clip())
        assert await owners(world) == ["stage:chat:", ANNAS_KEY]

    async def test_one_that_has_not_begun_yet_begins_with_it(self, world):
        await world.say("/new")
        await world.say(f"/login {MINE}")
        await world.say("add music", world.clip())
        assert await owners(world) == [ANNAS_KEY]

    async def test_in_a_group_it_is_used_for_that_person_alone(self, world):
        await world.say(f"/login {MINE}")
        await world.say("add music", world.clip(), address=GROUP, private=False)
        await world.say("add music", world.clip(), address=GROUP, private=False, sender=BEN)
        assert await owners(world) == [ANNAS_KEY, "stage:group:"]

    @pytest.mark.parametrize(
        "asked",
        [{"text": "make it louder"}, {"press": "undo"}, {"press": "export"}, {"text": "/export"}, {"text": "/status"}],
    )
    async def test_nobody_else_in_the_group_works_on_it_not_even_an_admin(self, world, asked):
        await world.say(f"/login {MINE}")
        await world.say("add music", world.clip(), address=GROUP, private=False)
        (film,) = world.stage.films()
        turns, renders = len(world.turns()), len(world.submits())
        boss = Sender("boss", "Boss", "en", admin=True)
        for sender in (BEN, boss):
            await world.say(**asked, reply_to=film.key, address=GROUP, private=False, sender=sender)
            assert "somebody's own" in last(world).text or "belongs to the person" in last(world).text, last(world)
        assert (len(world.turns()), len(world.submits())) == (turns, renders)
        await world.say(**asked, reply_to=film.key, address=GROUP, private=False)
        assert "somebody's own" not in last(world).text

    @pytest.mark.parametrize("asked", ["/credits", "how much does it cost?", "/help", "thanks"])
    async def test_what_tells_nothing_of_it_is_answered_and_its_credits_are_not_told(self, world, asked):
        await world.say(f"/login {MINE}")
        await world.say("add music", world.clip(), address=GROUP, private=False)
        (film,) = world.stage.films()
        await world.say(asked, reply_to=film.key, address=GROUP, private=False, sender=BEN)
        assert "somebody's own" not in last(world).text
        assert "available" not in last(world).text

    async def test_credits_after_a_logout_say_what_to_do(self, world):
        await world.say(f"/login {MINE}")
        await world.say("add music", world.clip())
        await world.say("/logout")
        await world.say("/credits")
        assert "Send me /login" in last(world).text

    async def test_after_a_logout_it_waits_and_says_what_to_do(self, world):
        await world.say(f"/login {MINE}")
        await world.say("add music", world.clip())
        await world.say("/logout")
        assert "logged out" in last(world).text
        await world.say("louder")
        assert "Send me /login" in last(world).text
        await world.say(f"/login {MINE}")
        await world.say("louder")
        assert len(world.stage.films()) == 2
        assert await owners(world) == [ANNAS_KEY]

    async def test_another_account_of_the_same_person_does_not_take_its_place(self, world):
        await world.say(f"/login {MINE}")
        await world.say("add music", world.clip())
        await world.say(f"/login {OTHER}")
        assert "55 available" in last(world).text
        await world.say("louder")
        assert "Send me /login" in last(world).text
        await world.say("/new")
        await world.say("add music", world.clip())
        rows = await world.rows("select count(distinct account) as accounts from projects")
        assert rows[0]["accounts"] == 2
        await world.say(f"/login {MINE}")
        await world.say("/projects 1")
        await world.say("louder")
        assert len(world.stage.films()) == 3

    async def test_a_token_that_is_refused_later_is_told_to_the_person(self, world):
        await world.say(f"/login {MINE}")
        await world.say("add music", world.clip())
        world.queue(state=[{"status": 401}] * 3, run_sse=[{"status": 401}] * 3)
        await world.app.store.database.all(
            "update accounts set token = ? where origin = 'login'",
            world.app.store.accounts._cipher.seal(Secret(WRONG)),
        )
        await world.say("louder")
        assert "Send me /login" in last(world).text


async def test_logout_forgets_the_token(worlds):
    async with worlds(tokens=TOKENS) as world:
        await world.say(f"/login {MINE}")
        await world.say("/logout")
        assert await kept(world, MINE) == []
        await world.say("/logout")
        assert "aren't logged in" in last(world).text
        await world.say("/login")
        await world.say("add music", world.clip())
        assert await owners(world) == ["stage:chat:"]


async def test_forgetting_everything_in_the_direct_chat_logs_out(worlds):
    async with worlds(tokens=TOKENS) as world:
        await world.say(f"/login {MINE}")
        await world.say("add music", world.clip())
        await world.press(**await offered(world))
        assert "the token of your NemoVideo account is forgotten" in last(world).text
        assert await kept(world, MINE) == []
        assert await world.rows("select 1 from logins") == []


async def test_forgetting_in_a_group_hands_no_project_on_ones_own_account_to_anybody(world):
    who = {"address": GROUP, "private": False}
    await world.say(f"/login {MINE}")
    await world.say("add music", world.clip(), **who)
    (film,) = world.stage.films()
    await world.say("louder", reply_to=film.key, sender=BEN, **who)
    await world.press(**await offered(world, **who))
    rows = await world.rows("select sender, deleted_at is not null as gone from projects where private = 0")
    assert [(row["sender"], row["gone"]) for row in rows] == [("anna", 1)]
    assert await world.rows("select 1 from logins")


async def test_a_limit_of_the_shared_account_is_not_theirs(worlds):
    async with worlds(
        tokens=TOKENS | {"nmv_usr_of_the_operator": 900},
        nemo_token="nmv_usr_of_the_operator",
        nemobot_credits_per_day=1,
    ) as world:
        await world.say("add music", world.clip(), sender=BEN, address=Address("stage", "bens"))
        await world.say(f"/login {MINE}")
        for _ in range(3):
            await world.say("louder", world.clip())
        assert len(world.stage.films()) == 4


async def test_killed_at_any_await_somebody_is_logged_in_and_told(worlds):
    async with worlds(tokens=TOKENS) as world:

        async def ask(here):
            await world.send(f"/login {MINE}", address=here, sender=Sender(here.chat, "Anna", "en"))

        async for here in world.each_kill(ask):
            assert await world.rows("select 1 from logins where person = ?", f"stage:{here.chat}"), here
            assert await world.rows("select 1 from requests where token is not null") == []
            told = [one.post for one in world.stage.messages.values() if one.target.address == here]
            assert {"logged in" in post.text for post in told if post.role is Role.ANSWER} == {True}, here


async def test_killed_at_any_await_of_a_logout_nothing_is_left(worlds):
    async with worlds(tokens=TOKENS) as world:
        since = set()

        async def ask(here):
            since.clear()
            anna = Sender(here.chat, "Anna", "en")
            await world.say(f"/login {MINE}", address=here, sender=anna)
            since.add(here)
            await world.send("/logout", address=here, sender=anna)

        async for here in world.each_kill(ask, since=lambda: bool(since)):
            assert await world.rows("select 1 from logins where person = ?", f"stage:{here.chat}") == []
            told = [one.post.text for one in world.stage.messages.values() if one.target.address == here]
            assert "You're logged out" in told[-1], here


async def test_cancelling_does_not_leave_a_token(world):
    await world.send(f"/login {MINE}")
    with contextlib.suppress(AssertionError):
        await world.say("/cancel")
    await world.quiet()
    assert await world.rows("select 1 from requests where token is not null") == []


def jwt(days):
    """A token that tells when it ends."""
    claims = json.dumps({"exp": time.time() + days * 86400}).encode()
    return f"planted.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.planted"


class TestEnd:
    @staticmethod
    def told(world):
        return [text for text in world.stage.said() if "ends soon" in text or "has ended" in text]

    async def test_a_person_is_told_before_and_when_it_has_ended_once_each(self, worlds, later):
        token = jwt(30)
        async with worlds(tokens={token: 500}) as world:
            await world.say(f"/login {token}")
            assert "ends in 30 days" in last(world).text
            await world.say("add music", world.clip())
            for hours, count in ((26 * 24, 0), (24 + 1, 1), (24, 1), (48, 2), (400, 2)):
                later(hours)
                for _ in range(2):
                    await Reminders(world.app.services).look()
                    await world.quiet()
                assert len(self.told(world)) == count, hours
                await world.restart()
            assert "ends soon" in self.told(world)[0]
            assert "has ended" in self.told(world)[1]
            await world.say("louder")
            assert "Send me /login" in last(world).text
            assert world.stage.messages[list(world.stage.messages)[-1]].target.address == HERE

    async def test_a_new_token_in_time_ends_it(self, worlds, later):
        token, new = jwt(10), jwt(40)
        async with worlds(tokens={token: 500, new: 400}) as world:
            await world.say(f"/login {token}")
            later(8 * 24)
            await Reminders(world.app.services).look()
            await world.quiet()
            await world.say(f"/login {new}")
            later(3 * 24)
            await Reminders(world.app.services).look()
            await world.quiet()
            assert len(self.told(world)) == 1

    async def test_killed_between_the_reminder_and_its_note_it_is_not_told_twice(self, worlds, later):
        token = jwt(10)
        async with worlds(tokens={token: 500}) as world:
            await world.say(f"/login {token}")
            later(8 * 24)
            await Reminders(world.app.services).look()
            await world.quiet()
            await world.rows("update logins set told = ''")
            await world.restart()
            await Reminders(world.app.services).look()
            await world.quiet()
            assert len(self.told(world)) == 1

    async def test_one_that_has_ended_already_is_refused(self, worlds):
        token = jwt(-1)
        async with worlds(tokens={token: 500}) as world:
            await world.say(f"/login {token}")
            assert "doesn't accept that token" in last(world).text

    async def test_the_operators_own_is_warned_of_once_in_the_log(self, worlds, caplog, later):
        async with worlds(nemo_token=jwt(5)) as world:
            reminders = Reminders(world.app.services)
            await reminders.look()
            assert "NEMO_TOKEN" not in caplog.text
            later(3 * 24)
            for _ in range(2):
                await reminders.look()
            assert caplog.text.count("NEMO_TOKEN ends in") == 1
            assert "planted" not in caplog.text


async def test_a_replaced_operator_token_ends_a_pause_of_exports(worlds):
    first, second = "nmv_usr_operators_first", "nmv_usr_operators_second"
    async with worlds(tokens={first: 500, second: 500}, nemo_token=first) as world:
        world.queue(render=[{"status": 402}])
        await world.say("add music", world.clip())
        await world.say("louder")
        assert world.stage.films() == []
        await world.restart()
        await world.say("softer")
        assert world.stage.films() == []
        await world.restart(nemo_token=SecretStr(second))
        await world.say("slower")
        assert len(world.stage.films()) == 1
        assert await kept(world, first) == await kept(world, second) == []


async def test_whoever_tries_one_token_after_the_other_is_limited(worlds):
    async with worlds(tokens=TOKENS, nemobot_requests_per_minute=3) as world:
        for number in range(6):
            await world.say(f"/login nmv_usr_guess_{number:04}")
        tried = [one for one in world.calls("/credits/balance") if one["method"] == "GET"]
        assert len(tried) == 3
        assert await kept(world, "guess") == []
        assert await world.rows("select 1 from requests where token is not null") == []


async def test_at_the_cap_of_free_accounts_the_way_to_ones_own_is_told(worlds):
    limits = Limits(tokens_per_ip=1, one_token_a_client=False)
    async with worlds(tokens=TOKENS, limits=limits) as world:
        await world.say("add music", world.clip())
        bens = {"sender": BEN, "address": Address("stage", "bens")}
        await world.say("add music", world.clip(), **bens)
        assert "All free accounts" in last(world).text
        assert "/login" in last(world).text
        await world.say(f"/login {MINE}", **bens)
        await world.say("add music", world.clip(), **bens)
        assert len(world.stage.films()) == 2


async def test_somebody_who_may_not_use_the_bot_is_not_logged_in(worlds):
    async with worlds(tokens=TOKENS, nemobot_allow=("telegram",)) as world:
        await world.say(f"/login {MINE}")
        assert "not set up for you" in last(world).text
        assert await world.rows("select 1 from logins") == []
        assert await kept(world, MINE) == []
        assert not world.calls("/credits/balance")


async def test_privacy_tells_of_it(world):
    await world.say("/privacy")
    assert "/logout" not in last(world).text
    await world.say(f"/login {MINE}")
    await world.say("/privacy")
    assert "/logout" in last(world).text
    assert HERE.chat == "chat"
