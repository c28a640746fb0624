"""A chat that changes its name takes along what is its own."""

from core.model.accounts import AccountOrigin
from core.model.chat import Address

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


async def test_moving_twice_and_moving_onto_a_name_in_use_keep_what_is_there(store):
    await store.projects.start(OLD, "7", private=False, skill="s", now=1.0)
    kept = await store.projects.start(NEW, "7", private=False, skill="s", now=1.0)
    await store.addresses.moved(OLD, NEW)
    await store.addresses.moved(OLD, NEW)
    assert (await store.projects.current(NEW, "7")).id == kept.id
