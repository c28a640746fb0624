"""Each public write of a store, cancelled at each of its awaits, and where there is no room for it."""

import contextlib
import inspect
import itertools
import typing

import pytest

from core.model.store_unavailable import StoreUnavailable
from storage.store import Store
from tests.contract.writes import READS, WRITES, Still, furnish
from tests.doubles.cancellation import killed_at

IN_PARTS = {
    "requests.delete_forgotten": "a person's rows, few at a time",
    "housekeeping.sweep": "old rows, few at a time",
    "inbox.handled": "a hundred updates at a time",
}
"""Each part is whole, and what is left of the others is done by the next call."""


def test_each_public_call_of_a_store_is_one_of_these():
    ports = {name: port for name, port in typing.get_type_hints(Store).items() if name != "database"}
    calls = {
        f"{name}.{call}"
        for name, port in ports.items()
        for call, _ in inspect.getmembers(port, inspect.iscoroutinefunction)
        if not call.startswith("_")
    }
    assert calls == WRITES.keys() | READS
    assert not WRITES.keys() & READS


@pytest.fixture
async def there(kind, tmp_path):
    """A store in which there is something of everything."""
    async with kind.open_store(tmp_path / "data", clock=Still()) as store:
        await kind.hurry(store)
        yield await furnish(store)


@pytest.fixture
def outside(kind, there, tmp_path):
    with contextlib.closing(kind.outside(tmp_path / "data")) as file:
        yield file


@pytest.mark.parametrize("write", WRITES)
async def test_a_write_cancelled_at_any_await_is_whole_or_not_there_and_lends_the_next_one_nothing(
    write, there, outside
):
    before, left = outside.rows(), []
    for number in itertools.count():
        outside.put_back()
        if not await killed_at(WRITES[write](there), number):
            break
        if write in IN_PARTS:
            await WRITES[write](there)
        await there.store.preferences.set("", "next", str(number))
        rows = outside.rows()
        rows["preferences"].remove(("", "next", str(number)))
        left.append(rows)
    after = outside.rows()
    assert after != before, "it wrote nothing"
    assert left, "it waits for nothing"
    assert [number for number, rows in enumerate(left) if rows not in (before, after)] == []
    assert not outside.faults()


GROW = {
    "requests.accept",
    "requests.join",
    "requests.split",
    "messages.sent",
    "versions.keep",
    "inbox.add",
    "entries.intend",
    "entries.record",
    "transcript.write",
    "pending.keep_undelivered",
}
"""Those of which it is sure that they need a page more here."""


@pytest.mark.parametrize("write", WRITES)
async def test_a_write_without_room_says_so_and_changes_nothing_and_is_done_when_there_is_room(
    write, kind, there, outside
):
    before, said = outside.rows(), ""
    for name, full in kind.full.items():
        said = ""
        async with full(there.store):
            try:
                await WRITES[write](there)
            except StoreUnavailable as error:
                said = str(error)
            assert (await there.store.requests.get(there.joins)).id == there.joins, "it can be read meanwhile"
        if said:
            assert "look at the disk's free space" in said
            assert write in IN_PARTS or outside.rows() == before
            assert not outside.faults()
        else:
            assert name == "no page more", "there was room for it"
            assert write not in GROW, "there was a page for it"
    if said:
        await WRITES[write](there)
    assert outside.rows() != before
    assert not outside.faults()
