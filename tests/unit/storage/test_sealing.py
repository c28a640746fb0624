"""With a key nothing that opens something lies plain in a file of the database, whenever the key was set or changed."""

import contextlib
import itertools
import sqlite3
from dataclasses import replace

import pytest

from core.engine.clock import SystemClock
from core.model.accounts import AccountOrigin
from core.model.attachments import Attachment
from core.model.chat import Address, Sender
from core.model.logins import Login
from core.model.requests import Flow, NewRequest, Outcome, Part
from core.model.secret import Secret
from core.words.intents import Meaning, Wish
from storage.backup import back_up
from storage.sealing import COLUMNS, sealed_with
from storage.store import open_store

HERE = Address("web", "7")
PLANTED = b"planted"
LARGE = "planted-" + "x" * 9_000  # on pages of its own


@pytest.fixture
def opened(path):
    return lambda key, old=None: open_store(path, secret_key=key, earlier_key=old, clock=SystemClock())


@pytest.fixture
def plant():
    async def everything(store):
        """Write a secret into every place that may hold one."""
        token = Secret("planted-token")
        account = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, Secret("planted-client"))
        await store.accounts.save_token(replace(account, token=token, minted_at=1.0, user_id="planted-user"), None)
        await store.logins.begin(Login("web:7", 0, HERE, "7", "en", 1.0, None), Secret("planted-login"))
        link = Attachment.linked("https://a.test/clip.mp4?sig=planted-link")
        file = Attachment("planted-ref", "clip.mp4", thumbnail="planted-thumbnail")
        new = NewRequest(
            flow=Flow.ANSWER,
            address=HERE,
            sender=Sender("ann", "Ann", "en"),
            private=True,
            handle="planted-handle",
            lane="now:1",
            language="en",
            meaning=Meaning(Wish.LOGIN),
            part=Part("m1", "/login", (link, file), 1.0),
            token=Secret("planted-typed"),
        )
        request = await store.requests.accept(new, 1.0)
        await store.entries.record(request, "answered", '"planted-outcome"', {"before": f'"{LARGE}"'})
        await store.inbox.add("telegram:1", [(1, '{"text": "planted-update"}')])
        await store.adapter_data.set("telegram:1", "name", "planted-value")
        await store.transcript.write(HERE, "b-1", '{"url": "planted-body"}', 1.0)
        await store.messages.sent(HERE, "b-2", request=request, project=None, role="answer", text="planted-text", now=1)
        await store.pending.keep_undelivered(HERE, "ann", request, "planted-answer")
        await store.secrets.settle("upload page", Secret("planted-own"))
        return request

    return everything


async def read(store, request):
    """Everything that was planted, as it is read."""
    (part,) = await store.requests.parts(request)
    return [
        (await store.accounts.of("web:7:")).token.reveal(),
        (await store.accounts.of("web:7:")).client_id.reveal(),
        (await store.accounts.of("web:7:")).user_id,
        (await store.logins.accounts("web:7"))[0].account.token.reveal(),
        (await store.requests.get(request)).handle,
        (await store.requests.token(request)).reveal(),
        *(file.ref for file in part.attachments),
        part.attachments[1].thumbnail,
        *(await store.entries.load(request)).values(),
        (await store.inbox.waiting("telegram:1"))[0][1],
        await store.adapter_data.get("telegram:1", "name"),
        await store.transcript.body(HERE, "b-1"),
        *await store.pending.hand_over(HERE, "ann", request, private=True),
        (await store.secrets.settle("upload page", Secret("another"))).reveal(),
    ]


def lying(path):
    return b"".join(file.read_bytes() for file in path.parent.iterdir() if file.is_file())


async def test_with_a_key_nothing_that_opens_something_lies_plain(opened, plant, path, tmp_path):
    async with opened("the key") as store:
        request = await plant(store)
        assert PLANTED not in lying(path)
        await back_up(path, tmp_path / "copy.db")
        assert PLANTED not in (tmp_path / "copy.db").read_bytes()
        found = await read(store, request)
        assert len(found) == len(set(found)) == 16
        assert all("planted" in one for one in found)
        await store.requests.end(request, Outcome.DONE, 2.0)
        assert await store.requests.token(request) is None
    assert PLANTED not in lying(path)


async def test_a_key_that_is_set_later_seals_what_was_plain(opened, plant, path):
    async with opened(None) as store:
        request = await plant(store)
        before = await read(store, request)
    assert PLANTED in lying(path)
    async with opened("the key") as store:
        assert PLANTED not in lying(path)
        assert await read(store, request) == before
    assert PLANTED not in lying(path)


async def test_a_key_is_rotated_at_a_start_and_the_old_one_is_not_needed_any_more(opened, plant, path):
    async with opened("the old key") as store:
        request = await plant(store)
        before = await read(store, request)
    async with opened("the new key", "the old key") as store:
        assert await read(store, request) == before
    async with opened("the new key") as store:
        assert await read(store, request) == before
    async with opened("the old key") as store:
        assert (await store.accounts.of("web:7:")).token is None
    assert PLANTED not in lying(path)


async def test_what_a_removed_key_sealed_counts_as_lost_and_is_back_with_it(opened, plant):
    async with opened("the key") as store:
        request = await plant(store)
        before = await read(store, request)
    async with opened(None) as store:
        assert (await store.requests.get(request)).handle == ""
        assert set((await store.entries.load(request)).values()) == {None}
        assert await store.inbox.waiting("telegram:1") == []
        assert await store.adapter_data.get("telegram:1", "name") is None
        assert await store.transcript.body(HERE, "b-1") is None
        await store.adapter_data.set("telegram:1", "other", "written-meanwhile")
    async with opened("the key") as store:
        assert await read(store, request) == before
        assert await store.adapter_data.get("telegram:1", "other") == "written-meanwhile"
        rows = await store.database.all("select value from adapter_data where name = 'other'")
        assert rows[0]["value"].startswith("fernet:")


async def test_an_own_secret_that_is_lost_is_made_anew_and_stays(opened):
    async with opened("the key") as store:
        await store.secrets.settle("upload page", Secret("one"))
    for _ in range(2):
        async with opened("another") as store:
            assert await store.secrets.settle("upload page", Secret("two")) == Secret("two")


class Killed(BaseException):
    """Raised in the place of a statement."""


async def test_killed_at_any_statement_the_next_start_goes_on(opened, plant, path, monkeypatch):
    async with opened(None) as store:
        request = await plant(store)
        before = await read(store, request)
    from storage import database

    run = database.Database._run
    for number in itertools.count(1):
        count = itertools.count(1)

        async def counted(self, sql, params, count=count, number=number):
            if next(count) == number:
                raise Killed
            return await run(self, sql, params)

        monkeypatch.setattr(database.Database, "_run", counted)
        killed = True
        with contextlib.suppress(Killed):
            async with opened("the key"):
                killed = False
        monkeypatch.setattr(database.Database, "_run", run)
        if not killed:
            break
    assert number > 20
    async with opened("the key") as store:
        assert await read(store, request) == before
        assert await sealed_with(store.database)
    assert PLANTED not in lying(path)


async def test_a_start_with_the_same_key_looks_at_nothing_again(opened, plant, monkeypatch):
    async with opened("the key") as store:
        await plant(store)
    async with opened("the key"):
        pass

    async def refused(*_):
        raise AssertionError("it was looked at again")

    monkeypatch.setattr("storage.sealing._seal_column", refused)
    monkeypatch.setattr("storage.sealing.lost", refused)
    async with opened("the key"):
        pass


def test_every_text_that_may_hold_a_secret_is_in_the_table(path):
    del path
    assert {table for table, _, _ in COLUMNS} >= {"accounts", "requests", "journal", "inbox", "adapter_data", "secrets"}
    assert sqlite3.sqlite_version_info >= (3, 20), "secure_delete = fast"
