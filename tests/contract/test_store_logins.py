"""Promises of the store of logins: whose account, its token, and what is left when it ends."""

import asyncio
from dataclasses import replace

import pytest

from core.model.accounts import AccountOrigin
from core.model.chat import Address, Sender
from core.model.logins import SOON_SECONDS, Login, Told, own_account
from core.model.projects import NewProject
from core.model.requests import Flow, Outcome
from core.model.secret import Secret

ANNA = "web:7"
ONE, TWO = Secret("token-one"), Secret("token-two")
DAY = 86400.0


@pytest.fixture
def login(here):
    return Login(ANNA, 0, here, "7", "en", began_at=100.0, expires_at=None)


@pytest.mark.parametrize("secret_key", [None, "correct horse"])
async def test_a_login_comes_back_with_its_account_and_token(opener, login, here, secret_key):
    async with opener(secret_key) as store:
        account = await store.logins.begin(replace(login, expires_at=5e9), ONE)
    async with opener(secret_key) as store:
        assert await store.logins.of(ANNA) == replace(login, account=account, expires_at=5e9)
        assert await store.logins.of("web:8") is None
        stored = await store.accounts.get(account)
        assert (stored.origin, stored.person, stored.token) == (AccountOrigin.LOGIN, ANNA, ONE)
        assert await store.accounts.of(str(here)) is None


async def test_another_account_takes_its_place_and_the_token_of_the_first_is_forgotten(store, login):
    first = await store.logins.begin(login, ONE)
    second = await store.logins.begin(login, TWO)
    assert first != second
    assert (await store.logins.of(ANNA)).account == second
    assert (await store.accounts.get(first)).token is None
    again = await store.logins.begin(replace(login, account=first), ONE)
    assert (again, (await store.accounts.get(second)).token) == (first, None)
    assert [one.account.id for one in await store.logins.accounts(ANNA)] == [second, first]


async def test_the_accounts_of_a_person_are_told_with_their_newest_session(store, login, here):
    account = await store.logins.begin(login, ONE)
    for number in range(2):
        project = await store.projects.start(here, "", private=True, skill="s", now=number, account=account)
        await store.projects.save_session(project.id, account, "task", f"session-{number}")
    await store.projects.start(here, "", private=True, skill="s", now=9.0, account=account)
    await store.logins.begin(replace(login, person="web:77"), TWO)
    (one,) = await store.logins.accounts(ANNA)
    assert (one.account.id, one.session) == (account, "session-1")


async def test_a_project_of_the_direct_chat_that_has_not_begun_gets_the_account(store, login, here):
    begun = await store.projects.start(here, "", private=True, skill="s", now=1.0)
    shared = await store.accounts.create(str(here), AccountOrigin.ANONYMOUS, Secret("client"))
    await store.projects.save_session(begun.id, shared.id, "task", "session")
    empty = await store.projects.start(here, "", private=True, skill="s", now=2.0)
    elsewhere = await store.projects.start(Address("web", "9"), "", private=True, skill="s", now=2.0)
    account = await store.logins.begin(login, ONE)
    assert [(await store.projects.get(one.id)).account for one in (begun, empty, elsewhere)] == [
        shared.id,
        account,
        None,
    ]


async def test_a_new_login_ends_the_pause_of_exports_and_what_was_told(store, login):
    account = await store.logins.begin(login, ONE)
    await store.accounts.pause_exports(account, paused=True)
    await store.logins.tell(ANNA, Told.SOON)
    await store.logins.begin(replace(login, account=account), TWO)
    assert not (await store.accounts.get(account)).export_paused
    assert (await store.logins.of(ANNA)).told is Told.NOTHING


async def test_its_end_forgets_the_token_once(store, login):
    account = await store.logins.begin(login, ONE)
    assert await store.logins.end(ANNA) is True
    assert await store.logins.end(ANNA) is False
    assert (await store.accounts.get(account)).token is None
    assert await store.logins.of(ANNA) is None


async def test_those_that_end_soon_are_told_the_first_first(store, login):
    now = 1e9
    for number, ends in enumerate([None, now + SOON_SECONDS + DAY, now + DAY, now - DAY]):
        await store.logins.begin(replace(login, person=f"web:{number}", expires_at=ends), ONE)
    found = await store.logins.ending(now)
    assert [(one.person, one.due(now)) for one in found] == [("web:3", Told.ENDED), ("web:2", Told.SOON)]


async def test_of_many_logins_at_once_one_is_left_with_its_token(store, login):
    await asyncio.gather(*(store.logins.begin(login, Secret(f"token-{number}")) for number in range(8)))
    accounts = await store.logins.accounts(ANNA)
    current = (await store.logins.of(ANNA)).account
    assert [one.account.id for one in accounts if one.account.token] == [current]


async def test_a_typed_token_is_there_until_its_request_has_ended(store, asked):
    request = await store.requests.accept(asked("m1", flow=Flow.ANSWER, lane="now:1", token=ONE), 1.0)
    other = await store.requests.accept(asked("m2", flow=Flow.ANSWER, lane="now:2"), 1.0)
    assert await store.requests.token(request) == ONE
    assert await store.requests.token(other) is None
    await store.requests.end(request, Outcome.DONE, 2.0)
    assert await store.requests.token(request) is None


async def test_projects_that_somebody_logged_in_begins_have_their_account(store, login, here, asked):
    account = await store.logins.begin(login, ONE)
    assert await own_account(store.logins, here, Sender("7")) == account
    assert await own_account(store.logins, here, Sender("8")) is None
    new = asked("m1", project=NewProject("", private=True, skill="s", account=account))
    request = await store.requests.get(await store.requests.accept(new, 1.0))
    assert (await store.projects.get(request.project)).account == account


async def test_a_login_that_nobody_uses_ends_with_its_last_project(store, login, here):
    account = await store.logins.begin(login, ONE)
    project = await store.projects.start(here, "", private=True, skill="s", now=100.0, account=account)
    await store.projects.save_session(project.id, account, "task", "session")
    await store.database.all("update projects set created_at = 1e12")
    await store.housekeeping.sweep()
    assert await store.logins.of(ANNA), "a project is left"
    await store.database.all("update projects set created_at = 100")
    for _ in range(2):
        await store.housekeeping.sweep()
    assert await store.logins.of(ANNA) is None
    await store.database.all("update projects set deleted_at = 100")
    for _ in range(2):
        await store.housekeeping.sweep()
    assert await store.database.all("select 1 from accounts") == []
