"""A chat that changes its name takes along what is its own."""

from core.model.accounts import AccountOrigin
from core.model.chat import Address
from core.model.messages import Origin
from core.model.pending import PendingWords

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
    assert await store.pending.has_undelivered(NEW, "ann")
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
