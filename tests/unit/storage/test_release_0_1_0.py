"""Rows as release 0.1.0 wrote them: what they say, this release knows under its own names."""

import contextlib
import sqlite3

import pytest

from core.engine.clock import SystemClock
from core.model.chat import Address
from core.model.messages import Origin
from core.model.pending import PendingWords
from core.model.secret import Secret
from storage.migrations import migrations
from storage.store import open_store

HERE = Address("telegram", "7")
CHOSEN = {("telegram:7:", "skill", "plain"), ("telegram:7:|7", "language", "zh")}
FIRST = {
    ("telegram:7:", "greeted"),
    ("telegram:7:", "paused"),
    ("telegram:7:", "short_clip"),
    ("telegram:-5:|8", "refused"),
}
KEPT = {
    ("telegram:presses", "#0123", "skill:a-very-long-name"),
    ("telegram:99:films", "render_1_1", "file-id"),
    ("telegram:7:", "telegram.preview", "{}"),
    ("telegram:99", "menu", "digest"),
    ("telegram:undecoded", "17", '{"update_id": 17}'),
    ("discord:commands", "1:everywhere", "digest"),
}
REST = (
    ("project:1", "material", "R2"),
    ("project:2", "material", "R1"),
    ("upload-page:2", "taken", "chat"),
    ("upload-page", "key", "ab" * 32),
    ("telegram", "webhook", "hook-secret"),
    ("", "cipher-salt", "cd" * 16),
)
NUMBERED = (
    ("telegram:-4001:", "105"),
    ("telegram:-4001:", "p99"),
    ("telegram:-4001:", "105#1"),
    ("telegram:-999999999999:", "7"),
    ("telegram:-1001234567890:", "105"),
    ("telegram:-1001234567890:3", "106"),
    ("telegram:7:", "107"),
    ("discord:4001:", "108"),
)
FIRST_RELEASE = 2  # its last migration


@pytest.fixture
def old(path):
    """A database of 0.1.0: three projects, two requests, words and answers that wait, and all its preferences."""
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute(
            "create table schema_migrations (number bigint primary key, name text not null,"
            " applied_at double precision not null)"
        )
        for migration in migrations()[:FIRST_RELEASE]:
            for statement in migration.statements:
                database.execute(statement)
            database.execute("insert into schema_migrations values (?, ?, 1.0)", (migration.number, migration.name))
        for number in (1, 2, 3):
            database.execute(
                "insert into projects (number, address, sender, private, skill, created_at)"
                " values (?, ?, '', 1, 's', 1)",
                (number, str(HERE)),
            )
        for key in ("m1", "m2"):
            database.execute(
                "insert into requests (flow, address, sender, sender_name, sender_locale, private, key, handle, lane,"
                " language, meaning, words, press, accepted_at, joins_until)"
                " values ('edit', ?, '7', '', '', 1, ?, '', 'project:1', 'en', '{\"wish\": \"edit\"}', 'w', '', 1, 1)",
                (str(HERE), key),
            )
        database.execute("insert into messages (address, key, said_at) values (?, 'm1', 5000.0)", (str(HERE),))
        database.executemany(
            "insert into messages (address, key, request, role, said_at) values (?, ?, 1, 'answer', 1.0)", NUMBERED
        )
        database.execute("update requests set status_key = 's2', project = 2 where key = 'm2'")
        database.execute("insert into kept_words values (?, '7', 'add music', 1, 9e9, 2)", (str(HERE),))
        for text, paid_by in (("paid", 2), ("owed", None)):
            database.execute(
                "insert into owed_answers (address, sender, request, text, paid_by) values (?, '7', 1, ?, ?)",
                (str(HERE), text, paid_by),
            )
        rows = [*CHOSEN, *((scope, name, "") for scope, name in FIRST), *KEPT, *REST]
        database.executemany("insert into preferences values (?, ?, ?)", rows)
        database.commit()
    return path


@pytest.fixture
async def store(old):
    async with open_store(old, secret_key="the operator's", clock=SystemClock()) as opened:
        yield opened


async def rows(store, sql):
    return {tuple(row) for row in await store.database.all(sql)}


async def test_choices_stay_preferences_and_nothing_else_does(store):
    assert await rows(store, "select scope, name, value from preferences") == CHOSEN


async def test_a_project_knows_who_brought_its_files_first(store):
    known = {number: (await store.projects.get(number)).files_since for number in (1, 2, 3)}
    assert known == {1: 2, 2: 1, 3: None}


async def test_a_link_whose_words_went_with_another_file_stays_closed(store):
    assert [(await store.requests.get(number)).words_taken for number in (1, 2)] == [False, True]


async def test_the_secrets_are_the_same(store):
    assert await store.secrets.settle("upload page", Secret("new")) == Secret("ab" * 32)
    assert await store.secrets.settle("telegram webhook", Secret("new")) == Secret("hook-secret")
    assert await rows(store, "select value from secrets where name = 'cipher salt'") == {("cd" * 16,)}


async def test_what_was_said_once_is_not_said_again(store):
    for scope, name in FIRST:
        assert await store.first_times.first(scope, name) is False
    assert await rows(store, "select scope, name from first_times") == FIRST


async def test_what_adapters_keep_is_there_and_ends_a_year_after_the_last_message(store):
    for scope, name, value in KEPT:
        assert await store.adapter_data.get(scope, name) == value
    ending = await rows(store, "select name, expires_at from adapter_data where expires_at is not null")
    last = 5000.0 + 365 * 86400
    assert ending == {("#0123", last), ("render_1_1", last), ("telegram.preview", last)}


async def test_a_status_message_is_a_message_of_its_request(store):
    assert await store.messages.origin(HERE, "s2") == Origin(2, 2, "7")


async def test_the_messages_of_a_group_are_named_after_it_and_those_of_other_chats_stay_as_they_are(store):
    named = {("telegram:-4001:", "105"): "105@-4001", ("telegram:-999999999999:", "7"): "7@-999999999999"}
    expected = {(address, named.get((address, key), key)) for address, key in NUMBERED}
    assert expected <= await rows(store, "select address, key from messages")
    assert (await store.messages.origin(Address("telegram", "-4001"), "105@-4001")).request == 1


async def test_words_and_answers_wait_on(store):
    assert await store.pending.waiting(HERE, "7", 1.0) == PendingWords("add music", fresh=True, request=2)
    assert await store.pending.hand_over(HERE, "7", 2, private=False) == ("paid", "owed")
    assert await store.pending.hand_over(HERE, "7", 1, private=False) == ()
