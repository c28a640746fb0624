"""Which token speaks, and what is done when none can be had."""

import asyncio
import dataclasses

import pytest

from core.engine.delays import Delays
from core.model.accounts import AccountOrigin
from core.model.chat import Address
from core.model.secret import Secret
from core.nemo.caller import Attribution
from core.nemo.errors import ClientIdMissing, RateLimited, Unavailable
from core.nemo.health import Health
from core.nemo.wire import Token
from core.tokens import MINT_WINDOW_SECONDS, MintRefused, OperatorTokenRefused, RenewalRefused, Tokens, wait_seconds
from storage.errors import Unwritable

HERE = Address("stage", "chat", "topic")
BY = Attribution("skill", "1.0.0", "test")
DAY = 86400.0


class Mint:
    """A backend that gives tokens, or the next of its `troubles`."""

    def __init__(self):
        self.asked, self.troubles = [], []
        self.health = Health("https://api.test", "https://web.test")

    async def mint(self, client_id, attribution):
        self.asked.append(client_id)
        await asyncio.sleep(0)
        if self.troubles and (trouble := self.troubles.pop(0)):
            raise trouble
        return Token(Secret(f"token-{len(self.asked)}"), 100, "user", None, None)


@pytest.fixture
def mint():
    return Mint()


@pytest.fixture
def tokens(mint, store, clock):
    def make(**facts):
        plain = {"operator": None, "client_id": None, "delays": Delays(retry_429=0.0, retry_429_most=0.0)}
        return Tokens(mint, store.accounts, **(plain | facts), clock=_Quick(clock))

    return make


class _Quick:
    """The test's clock, on which nobody has to wait."""

    def __init__(self, clock):
        self.time, self.monotonic = clock.time, clock.monotonic

    async def sleep(self, seconds):
        await asyncio.sleep(0)


@pytest.fixture
def project(store):
    async def make(address=HERE):
        return await store.projects.start(address, "", private=True, skill="s", now=1.0)

    return make


async def test_topics_of_a_chat_share_its_token(tokens, mint, project):
    book = tokens()
    one = await book.for_project(await project(), BY)
    two = await book.for_project(await project(Address("stage", "chat", "other")), BY)
    assert one.token == two.token
    assert len(mint.asked) == 1


async def test_a_token_that_could_not_be_stored_is_stored_by_the_next_try_and_no_other_is_minted(
    tokens, mint, project, store, monkeypatch
):
    book, here, save = tokens(), await project(), store.accounts.save_token
    left = [Unwritable("database or disk is full")] * 3

    async def full(minted, replaced):
        if left:
            raise left.pop()
        return await save(minted, replaced)

    monkeypatch.setattr(store.accounts, "save_token", full)
    for _ in range(3):
        with pytest.raises(Unwritable):
            await book.for_project(here, BY)
    account = await book.for_project(here, BY)
    assert (len(mint.asked), account.token) == (1, Secret("token-1"))
    assert await book.for_project(here, BY) == account
    assert (await book.renew(account, BY)).token == Secret("token-2"), "it was stored, so a refused one is renewed"


async def test_two_chats_have_two_tokens(tokens, mint, project):
    book = tokens()
    await book.for_project(await project(), BY)
    await book.for_project(await project(Address("stage", "b")), BY)
    assert len(set(mint.asked)) == 2


async def test_a_fixed_client_id_is_one_account_for_all(tokens, mint, project):
    book = tokens(client_id=Secret("mine"))
    await book.for_project(await project(), BY)
    account = await book.for_project(await project(Address("stage", "b")), BY)
    assert (mint.asked, account.owner) == (["mine"], "shared")


async def test_of_many_who_need_a_token_one_mints(tokens, mint, project):
    book, here = tokens(), await project()
    accounts = await asyncio.gather(*(book.for_project(here, BY) for _ in range(5)))
    assert len(mint.asked) == 1
    assert len({account.token for account in accounts}) == 1


async def test_the_operators_token_is_used_and_never_minted(tokens, mint, project):
    book = tokens(operator=Secret("operators"))
    account = await book.for_project(await project(), BY)
    assert account.origin is AccountOrigin.OPERATOR
    assert account.token == Secret("operators")
    with pytest.raises(OperatorTokenRefused):
        await book.renew(account, BY)
    assert mint.asked == []
    assert "set NEMO_TOKEN to it" in mint.health.trouble
    book.accepted(account)
    assert mint.health.trouble is None


async def test_an_operators_project_without_the_operators_token_is_refused(tokens, store, project):
    here = await project()
    account = await tokens(operator=Secret("operators")).for_project(here, BY)
    await store.projects.save_session(here.id, account.id, "t", "s")
    with pytest.raises(OperatorTokenRefused):
        await tokens().for_project(await store.projects.get(here.id), BY)


async def test_asking_who_would_speak_mints_nothing(tokens, mint, project):
    assert await tokens().known(await project()) is None
    assert mint.asked == []


async def test_a_token_that_ran_out_is_minted_anew_with_the_same_client_id(tokens, mint, project, clock):
    book, here = tokens(), await project()
    await book.for_project(here, BY)
    clock.now += MINT_WINDOW_SECONDS + 1
    account = await book.for_project(here, BY)
    assert account.token == Secret("token-2")
    assert len(set(mint.asked)) == 1


async def test_a_refused_token_is_renewed_once_for_all_who_hold_it(tokens, mint, project):
    book, here = tokens(), await project()
    stale = await book.for_project(here, BY)
    fresh = await asyncio.gather(*(book.renew(stale, BY) for _ in range(3)))
    assert len({account.token for account in fresh}) == 1
    assert len(mint.asked) == 2


@pytest.mark.parametrize("troubles", [[RateLimited(), RateLimited()], [ClientIdMissing()]])
async def test_a_client_id_that_gets_none_is_replaced_once(tokens, mint, project, troubles):
    mint.troubles = list(troubles)
    account = await tokens().for_project(await project(), BY)
    assert len(set(mint.asked)) == 2
    assert account.client_id == Secret(mint.asked[-1])


async def test_the_cap_is_raised_at_once_until_the_oldest_mint_is_a_week_old(tokens, mint, project, clock):
    book = tokens()
    await book.for_project(await project(), BY)
    began = clock.now
    clock.now += 3 * DAY
    mint.troubles = [RateLimited()] * 4
    for chat in ("b", "c"):
        with pytest.raises(MintRefused) as refused:
            await book.for_project(await project(Address("stage", chat)), BY)
        assert refused.value.until == began + MINT_WINDOW_SECONDS
    assert len(mint.asked) == 5
    clock.now = began + MINT_WINDOW_SECONDS + 1
    assert (await book.for_project(await project(Address("stage", "b")), BY)).token


async def test_a_cap_of_which_no_mint_of_ours_is_part_is_asked_again(tokens, mint, project):
    mint.troubles = [RateLimited()] * 4
    book, here = tokens(), await project()
    with pytest.raises(MintRefused):
        await book.for_project(here, BY)
    assert (await book.for_project(here, BY)).token


async def test_a_fixed_client_id_is_never_replaced(tokens, mint, project):
    mint.troubles = [RateLimited()] * 2
    with pytest.raises(MintRefused):
        await tokens(client_id=Secret("mine")).for_project(await project(), BY)
    mint.troubles = [ClientIdMissing()]
    with pytest.raises(ClientIdMissing):
        await tokens(client_id=Secret("mine")).for_project(await project(), BY)
    assert set(mint.asked) == {"mine"}


class TestOwnLimit:
    """A 429 for a client id that has a token speaks for that client id alone."""

    async def test_a_refused_renewal_shuts_nobody_else_out(self, tokens, mint, project, clock, caplog):
        book = tokens()
        here, stale = await project(), await book.for_project(await project(), BY)
        began = clock.now
        clock.now += DAY
        mint.troubles = [RateLimited()] * 2
        with pytest.raises(RenewalRefused) as refused:
            await book.renew(stale, BY)
        assert refused.value.until == began + MINT_WINDOW_SECONDS
        assert len(set(mint.asked)) == 1, "no other client id was tried: it would be another account"
        assert "NEMO_TOKEN" in caplog.text
        assert (await book.for_project(await project(Address("stage", "b")), BY)).token
        assert (await book.renew(stale, BY)).token == (await book.for_project(here, BY)).token

    async def test_a_reached_cap_of_the_address_keeps_no_known_client_id_from_renewing(self, tokens, mint, project):
        book = tokens()
        stale = await book.for_project(await project(), BY)
        mint.troubles = [RateLimited()] * 4
        with pytest.raises(MintRefused):
            await book.for_project(await project(Address("stage", "b")), BY)
        assert (await book.renew(stale, BY)).token != stale.token

    async def test_a_fixed_client_id_is_not_fresh_so_it_says_nothing_of_the_address(self, tokens, mint, project):
        mint.troubles = [RateLimited()] * 2
        with pytest.raises(RenewalRefused):
            await tokens(client_id=Secret("mine")).for_project(await project(), BY)

    async def test_the_cap_of_the_address_is_logged_with_what_mends_it(self, tokens, mint, project, caplog):
        mint.troubles = [RateLimited()] * 4
        with pytest.raises(MintRefused) as refused:
            await tokens().for_project(await project(), BY)
        assert not isinstance(refused.value, RenewalRefused)
        assert "set NEMO_TOKEN" in caplog.text

    async def test_mints_of_a_clock_that_was_ahead_shut_nobody_out_for_longer_than_a_week(
        self, tokens, mint, project, clock
    ):
        book = tokens()
        clock.now += 90 * DAY
        await book.for_project(await project(), BY)
        clock.now -= 90 * DAY
        mint.troubles = [RateLimited()] * 4
        with pytest.raises(MintRefused) as refused:
            await book.for_project(await project(Address("stage", "b")), BY)
        assert refused.value.until <= clock.now + MINT_WINDOW_SECONDS


class TestTwoWriters:
    """A renewed token stays, whoever writes another column of its account meanwhile."""

    @pytest.fixture
    def slowly(self, store, monkeypatch):
        """Every write of an account waits until it is let go on, after whatever was read for it."""
        go_on = asyncio.Event()

        def late(honest):
            async def write(*args, **more):
                await go_on.wait()
                return await honest(*args, **more)

            return write

        for name in ("save_user", "pause_exports"):
            monkeypatch.setattr(store.accounts, name, late(getattr(store.accounts, name)))
        return go_on

    async def test_what_is_saved_of_an_old_copy_leaves_the_token(self, tokens, store, project, slowly):
        book = tokens()
        stale = await book.for_project(await project(), BY)
        late = [
            asyncio.create_task(book.save_user(stale, "u9", "bind7")),
            asyncio.create_task(book.pause_exports(stale, paused=True)),
        ]
        await asyncio.sleep(0.05)  # both have read the old token
        renewed = await book.renew(stale, BY)
        slowly.set()
        await asyncio.gather(*late)
        known = await book.by_id(stale.id)
        assert known == dataclasses.replace(renewed, user_id="bind7", export_paused=True)

    async def test_of_two_processes_that_renew_one_token_counts_for_both(self, tokens, store, project):
        one, other = tokens(), tokens()
        stale = await one.for_project(await project(), BY)
        both = await asyncio.gather(one.renew(stale, BY), other.renew(stale, BY))
        stored = await store.accounts.get(stale.id)
        assert {account.token for account in both} == {stored.token}
        assert stored.token != stale.token

    async def test_a_process_that_is_refused_uses_what_the_other_got(self, tokens, mint, store, project):
        one, other = tokens(), tokens()
        stale = await one.for_project(await project(), BY)
        renewed = await one.renew(stale, BY)
        honest, mint.troubles = store.accounts.get, [RateLimited()] * 2
        copies = iter([stale])

        async def old_copy_first(account):
            return next(copies, None) or await honest(account)

        store.accounts.get = old_copy_first
        try:
            assert (await other.renew(stale, BY)).token == renewed.token
        finally:
            store.accounts.get = honest


async def test_other_trouble_passes_through(tokens, mint, project):
    mint.troubles = [Unavailable()]
    with pytest.raises(Unavailable):
        await tokens().for_project(await project(), BY)


async def test_names_and_pauses_are_remembered(tokens, project):
    book = tokens()
    account = await book.for_project(await project(), BY)
    await book.save_user(account, "u9", "bind7")
    await book.save_user(account, None, None)
    await book.pause_exports(account, paused=True)
    await book.pause_exports(account, paused=True)
    known = await book.by_id(account.id)
    assert (known.user_id, known.export_paused) == ("bind7", True)


@pytest.mark.parametrize(("asked", "waits"), [(None, 30.0), (10.0, 30.0), (60.0, 60.0), (500.0, 120.0)])
def test_a_429_is_waited_out_as_long_as_the_server_asks_within_reason(asked, waits):
    assert wait_seconds(RateLimited(retry_after=asked), Delays()) == waits
    assert wait_seconds(RateLimited(retry_after=asked), dataclasses.replace(Delays(), retry_429=200.0)) == 200.0
