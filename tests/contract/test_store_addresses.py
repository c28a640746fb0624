"""A chat that changes its name takes along what is its own."""

import asyncio

import pytest

from core.model.accounts import AccountOrigin
from core.model.chat import Address
from core.model.messages import Origin
from core.model.pending import PendingWords
from core.model.preferences import scope_of
from core.words.intents import Meaning, Wish

OLD, NEW = Address("telegram", "-5"), Address("telegram", "-1005")


async def test_projects_accounts_and_small_facts_go_on_under_the_new_name(store):
    project = await store.projects.start(OLD, "7", private=False, skill="s", now=1.0)
    await store.projects.start(Address("telegram", "-5", "12"), "7", private=False, skill="s", now=1.0)
    await store.accounts.create(str(OLD), AccountOrigin.ANONYMOUS, None)
    await store.preferences.set(f"{OLD}|7", "language", "zh")
    await store.first_times.first(str(OLD), "greeted")
    await store.adapter_data.set(str(OLD), "telegram.preview", "{}")
    await store.addresses.moved(OLD, NEW)
    assert (await store.projects.current(NEW, "7")).id == project.id
    assert await store.projects.current(Address("telegram", "-1005", "12"), "7") is not None
    assert await store.projects.current(OLD, "7") is None
    assert (await store.accounts.of(str(NEW))).owner == str(NEW)
    assert await store.preferences.get(f"{NEW}|7", "language") == "zh"
    assert await store.first_times.first(str(NEW), "greeted") is False
    assert await store.adapter_data.get(str(NEW), "telegram.preview") == "{}"


async def test_a_chat_whose_name_only_begins_alike_stays_as_it_is(store):
    other = Address("telegram", "-55")
    await store.projects.start(other, "7", private=False, skill="s", now=1.0)
    await store.addresses.moved(OLD, NEW)
    assert await store.projects.current(other, "7") is not None


async def test_a_request_its_messages_and_what_is_still_written_under_the_old_name_are_found_under_the_new(
    store, asked
):
    request = await store.requests.accept(asked("105@-5", address=OLD), 1.0)
    await store.messages.sent(OLD, "106@-5", request=request, project=None, role="status", text="", now=1.0)
    await store.addresses.moved(OLD, NEW)
    assert (await store.requests.get(request)).address == NEW
    for key in ("105@-5", "106@-5"):
        assert await store.messages.origin(NEW, key) == Origin(request, None, "ann")
    await store.messages.sent(OLD, "107", request=request, project=None, role="answer", text="film", now=2.0)
    assert await store.messages.origin(NEW, "107") == Origin(request, None, "ann")
    await store.pending.keep(OLD, "ann", PendingWords("add music", fresh=False), until=9.0)
    await store.pending.keep_undelivered(OLD, "ann", request, "the film")
    assert await store.pending.waiting(NEW, "ann", 1.0) == PendingWords("add music", fresh=False)
    assert await store.pending.has_undelivered(NEW, "ann", private=False)
    late = await store.requests.accept(asked("108@-5", address=OLD), 3.0)
    assert (await store.requests.get(late)).address == NEW


async def test_a_chat_is_known_by_its_present_name_and_by_those_before(store):
    newest = Address("telegram", "-2005")
    assert await store.addresses.current(OLD) == OLD
    await store.addresses.moved(OLD, NEW)
    await store.addresses.moved(NEW, newest)
    assert [await store.addresses.current(one) for one in (OLD, NEW, newest)] == [newest] * 3
    assert await store.addresses.current(Address("telegram", "-5", "12")) == Address("telegram", "-2005", "12")
    assert set(await store.addresses.former(newest)) == {OLD, NEW}
    assert await store.addresses.former(OLD) == ()


async def test_moving_twice_and_moving_onto_a_name_in_use_keep_what_is_there(store):
    await store.projects.start(OLD, "7", private=False, skill="s", now=1.0)
    kept = await store.projects.start(NEW, "7", private=False, skill="s", now=1.0)
    await store.addresses.moved(OLD, NEW)
    await store.addresses.moved(OLD, NEW)
    assert (await store.projects.current(NEW, "7")).id == kept.id


async def is_current(store, project):
    return (await store.projects.current(NEW, "7")).id == project


async def waits(store, words, sender="7"):
    return await store.pending.waiting(NEW, sender, 1.0) == words


async def is_said(store, words):
    return [(await store.requests.get(row["id"])).words for row in await all_requests(store)] == [words]


async def is_withdrawn(store):
    return bool(await store.database.all("select 1 from messages where key = '106@-5' and withdrawn"))


async def all_requests(store):
    return await store.database.all("select id from requests")


WRITES = {
    "the current project": (
        lambda store, project: store.projects.switch(OLD, "7", project),
        is_current,
    ),
    "words for the next clip": (
        lambda store, _: store.pending.keep(OLD, "7", PendingWords("add music", fresh=False), until=9.0),
        lambda store, _: waits(store, PendingWords("add music", fresh=False)),
    ),
    "the end of words for the next clip": (
        lambda store, _: store.pending.end(OLD, "8", 9.0),
        lambda store, _: waits(store, None, "8"),
    ),
    "an answer that could not be delivered": (
        lambda store, _: store.pending.keep_undelivered(OLD, "7", 1, "the film"),
        lambda store, _: store.pending.has_undelivered(NEW, "7", private=False),
    ),
    "a message of ours": (
        lambda store, _: store.messages.sent(
            OLD, "107", request=None, project=None, role="answer", text="film", now=2.0
        ),
        lambda store, _: store.messages.origin(NEW, "107"),
    ),
    "a language": (
        lambda store, _: store.preferences.set(scope_of(OLD, "7"), "language", "zh"),
        lambda store, _: store.preferences.get(scope_of(NEW, "7"), "language"),
    ),
    "a skill": (
        lambda store, _: store.preferences.set(scope_of(OLD), "skill", "s"),
        lambda store, _: store.preferences.get(scope_of(NEW), "skill"),
    ),
    "an account": (
        lambda store, _: store.accounts.create(str(OLD), AccountOrigin.ANONYMOUS, None),
        lambda store, _: store.accounts.of(str(NEW)),
    ),
    "a project": (
        lambda store, _: store.projects.start(OLD, "9", private=False, skill="s", now=2.0),
        lambda store, _: store.projects.current(NEW, "9"),
    ),
    "a first time": (
        lambda store, _: store.first_times.first(scope_of(OLD, "7"), "greeted"),
        lambda store, _: store.first_times.happened(scope_of(NEW, "7"), "greeted"),
    ),
    "a correction": (
        lambda store, _: store.requests.correct(OLD, "105@-5", "louder", Meaning(Wish.EDIT)),
        lambda store, _: is_said(store, "louder"),
    ),
    "the end of a message's buttons": (
        lambda store, _: store.messages.withdraw(OLD, "106@-5"),
        lambda store, _: is_withdrawn(store),
    ),
}


@pytest.mark.parametrize("what", WRITES)
@pytest.mark.parametrize("waits_for_the_database", [False, True])
async def test_what_is_written_while_a_chat_changes_its_name_is_found_under_the_new_one(
    store, asked, what, waits_for_the_database
):
    write, found = WRITES[what]
    earlier = await store.projects.start(OLD, "7", private=False, skill="s", now=1.0)
    await store.projects.start(OLD, "7", private=False, skill="s", now=1.0)
    await store.pending.keep(OLD, "8", PendingWords("add music", fresh=False), until=9.0)
    request = await store.requests.accept(asked("105@-5", address=OLD), 1.0)
    await store.messages.sent(OLD, "106@-5", request=request, project=None, role="status", text="", now=1.0)
    moving = store.addresses.moved(OLD, NEW)
    if not waits_for_the_database:
        await moving
        await write(store, earlier.id)
    else:
        async with store.database.transaction():
            tasks = []
            for work in (moving, write(store, earlier.id)):
                tasks.append(asyncio.create_task(work, name="waits for the database"))
                await asyncio.sleep(0)
        await asyncio.gather(*tasks)
    assert await found(store, earlier.id)
