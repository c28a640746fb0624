from dataclasses import replace

import pytest

from core.engine.clock import SystemClock
from core.engine.codec import to_json
from core.model.actions import Cancel, ChooseSkill, Export, SameForAnother, SwitchProject, TryAgain
from core.model.chat import Address
from core.model.requests import InternalReply, WordsFrom
from core.words.intents import Meaning, Wish
from storage.database import Database
from storage.errors import NewerDatabase, StorageError
from storage.migrations import Migration, migrations, upgrade
from storage.store import migrate, open_store

CLOCK = SystemClock()
ONE = Migration(1, "0001_one", ("create table one (id integer)", "insert into one values (1)"))
TWO = Migration(2, "0002_two", ("create table two (id integer)",))
WRONG = Migration(2, "0002_wrong", ("insert into one values (2)", "create table one (id integer)"))


@pytest.fixture
async def upgraded(tmp_path):
    opened = []

    async def run(*known, fresh=False):
        database = await Database.open(tmp_path / "seam.db")
        opened.append(database)
        return await upgrade(database, tmp_path / "seam.db", CLOCK, fresh=fresh, known=known)

    yield run
    for database in opened:
        await database.close()


def test_the_files_are_numbered_without_a_gap():
    assert [migration.number for migration in migrations()] == list(range(1, len(migrations()) + 1))
    assert all(migration.statements for migration in migrations())


async def test_a_new_file_gets_the_whole_schema_and_no_backup(path):
    assert await migrate(path, clock=CLOCK) == tuple(migration.name for migration in migrations())
    assert await migrate(path, clock=CLOCK) == ()
    assert [file.name for file in path.parent.iterdir() if "before" in file.name] == []


async def test_only_what_is_missing_is_applied_after_a_copy_of_what_was(upgraded, outside, tmp_path):
    assert await upgraded(ONE, fresh=True) == ("0001_one",)
    assert await upgraded(ONE, TWO) == ("0002_two",)
    assert await upgraded(ONE, TWO) == ()
    assert outside("select number, name from schema_migrations") == [(1, "0001_one"), (2, "0002_two")]
    before = tmp_path / "seam.db.before-0002"
    assert outside("select name from schema_migrations", before) == [("0001_one",)]
    assert outside("select * from one", before) == [(1,)]
    assert [file.name for file in tmp_path.iterdir() if "before" in file.name] == [before.name]


async def test_a_migration_that_fails_changes_nothing(upgraded, outside):
    await upgraded(ONE, fresh=True)
    with pytest.raises(StorageError, match="already exists"):
        await upgraded(ONE, WRONG)
    assert outside("select * from one") == [(1,)]
    assert outside("select max(number) from schema_migrations") == [(1,)]
    assert await upgraded(ONE, TWO) == ("0002_two",)


async def test_a_database_of_a_later_release_is_refused_untouched(path, outside):
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        await store.database.all("insert into schema_migrations values (9999, '9999_later', 0)")
    next_number = len(migrations()) + 1
    with pytest.raises(NewerDatabase, match=rf"schema 9999.*before-{next_number:04}"):
        async with open_store(path, secret_key=None, clock=CLOCK):
            pass
    assert outside("select max(number) from schema_migrations", path) == [(9999,)]


async def test_a_store_that_is_refused_can_be_opened_by_the_right_release_at_once(path):
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        await store.database.all("insert into schema_migrations values (9999, '9999_later', 0)")
    with pytest.raises(NewerDatabase):
        await migrate(path, clock=CLOCK)
    database = await Database.open(path)
    await database.all("delete from schema_migrations where number = 9999")
    await database.close()
    assert await migrate(path, clock=CLOCK) == ()


async def test_the_servers_where_commands_were_registered_before_are_known_afterwards(path):
    path.parent.mkdir()
    database = await Database.open(path)
    number = next(one.number for one in migrations() if one.name.endswith("_guilds"))
    before = migrations()[: number - 1]
    await upgrade(database, path, CLOCK, fresh=True, known=before)
    for name in ("77:everywhere", "77:11", "77:12", "78:13"):
        await database.all(
            "insert into adapter_data (scope, name, value) values ('discord:commands', ?, 'a digest')", name
        )
    await database.all("insert into adapter_data (scope, name, value) values ('telegram:x', '77:14', '')")
    await database.close()
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        assert sorted((await store.adapter_data.get("discord:guilds", "77")).split(",")) == ["11", "12"]
        assert await store.adapter_data.get("discord:guilds", "78") == "13"


async def opened_by_the_first_release(path, rows):
    """A database as the first release left it, with requests of these flows, presses, meanings and words."""
    path.parent.mkdir()
    database = await Database.open(path)
    await upgrade(database, path, CLOCK, fresh=True, known=migrations()[:2])
    for flow, press, means, words in rows:
        await database.all(
            "insert into requests (flow, address, sender, sender_name, sender_locale, private, key, handle, lane,"
            " language, meaning, words, press, accepted_at, joins_until)"
            " values (?, 'web:1:', 'ann', 'Ann', 'en', true, 'k', '', 'l', 'en', ?, ?, ?, 0, 0)",
            *(flow, to_json(means, Meaning), words, press),
        )
    await database.close()


DUMMY, EDIT = Meaning(Wish.HELP), Meaning(Wish.EDIT)
CANCEL = Meaning(Wish.CANCEL, argument="12")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # flow, press, meaning and words of a request → its action, reply, origin of its words and meaning
        (("edit", "", EDIT, "add music"), (None, None, WordsFrom.TYPED, EDIT)),
        (("edit", "kept:", EDIT, "add music"), (None, None, WordsFrom.PENDING, EDIT)),
        (("edit", "again:7", EDIT, "add music"), (TryAgain(7), None, WordsFrom.EARLIER, EDIT)),
        (("export", "export", Meaning(Wish.EXPORT), ""), (Export(), None, WordsFrom.TYPED, Meaning(Wish.EXPORT))),
        (("answer", "", Meaning(Wish.STATUS), "/status"), (None, None, WordsFrom.TYPED, Meaning(Wish.STATUS))),
        (("answer", "cancel:12", CANCEL, ""), (Cancel(12), None, WordsFrom.TYPED, None)),
        (("answer", "cancel:12", CANCEL, "/cancel 12"), (None, None, WordsFrom.TYPED, CANCEL)),
        (("answer", "", CANCEL, "/cancel 12"), (None, InternalReply.CANCEL_NOT_YOURS, WordsFrom.TYPED, CANCEL)),
        (("answer", "same:7", replace(DUMMY, argument="7"), ""), (SameForAnother(7), None, WordsFrom.TYPED, None)),
        (("answer", "project:2", Meaning(Wish.PROJECTS, argument="2"), ""), (SwitchProject(2), None, "typed", None)),
        (("answer", "skill:a:b", Meaning(Wish.SKILL, argument="a:b"), ""), (ChooseSkill("a:b"), None, "typed", None)),
        (("answer", "refused:", DUMMY, "hi"), (None, InternalReply.REFUSED, WordsFrom.TYPED, None)),
        (("answer", "owed:", DUMMY, "hi"), (None, InternalReply.UNDELIVERED, WordsFrom.TYPED, None)),
        (("answer", "late:", DUMMY, "hi"), (None, InternalReply.TOO_LATE, WordsFrom.TYPED, None)),
        (("answer", "not_yours:", DUMMY, ""), (None, InternalReply.NOT_YOURS, WordsFrom.TYPED, None)),
        (("answer", "old:", DUMMY, ""), (None, InternalReply.OLD_BUTTON, WordsFrom.TYPED, None)),
        (("answer", "unseen:", DUMMY, "hi"), (None, InternalReply.UNSEEN_REPLIED_TO, WordsFrom.TYPED, None)),
        (("answer", "unread:", DUMMY, ""), (None, InternalReply.UNSEEN_MESSAGE, WordsFrom.TYPED, None)),
    ],
    ids=lambda value: " ".join((value[0], value[1], value[3])) if isinstance(value[0], str) else "",
)
async def test_what_the_first_release_stored_as_a_press_becomes_action_reply_or_origin(path, row, expected):
    await opened_by_the_first_release(path, [row])
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        found = await store.requests.get(1)
    assert (found.action, found.reply, found.words_from, found.meaning) == expected
    assert found.words == row[3]


async def test_messages_that_went_to_a_direct_chat_are_known_there_afterwards(path):
    await opened_by_the_first_release(path, [("edit", "", EDIT, "add music")])
    database = await Database.open(path)
    place, direct = Address("discord", "11", "12"), Address("discord", "uann")
    for key in ("dm.501.9001", "9002"):
        await database.all(
            "insert into messages (address, key, request, role, said_at) values (?, ?, 1, 'answer', 0)",
            *(str(place), key),
        )
    await database.close()
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        assert (await store.messages.origin(direct, "9001")).request == 1
        assert (await store.messages.origin(place, "9002")).request == 1
        assert await store.messages.origin(place, "dm.501.9001") is None
