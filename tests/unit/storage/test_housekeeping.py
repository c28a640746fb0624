"""What comes to its end when, and that nothing else does."""

import asyncio

import pytest

from core.engine.clock import SystemClock
from core.model.accounts import AccountOrigin
from core.model.chat import Address, Sender
from core.model.pending import PendingWords
from core.model.requests import Flow, NewRequest, Outcome, Part
from core.words.intents import Meaning, Wish
from storage.errors import StorageError
from storage.housekeeping import DAY_SECONDS
from storage.store import open_store

HERE, ELSEWHERE = Address("web", "7"), Address("web", "8")
DAY = DAY_SECONDS


class Calendar(SystemClock):
    """A clock that stands still until it is set; sleeping turns it on."""

    def __init__(self):
        self.now = 1000 * DAY
        self.slept = []

    def time(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def calendar():
    return Calendar()


@pytest.fixture
async def store(path, calendar):
    async with open_store(path, secret_key=None, clock=calendar) as opened:
        yield opened


@pytest.fixture
def accepted(store, calendar):
    async def accept(key, address=HERE):
        asked = NewRequest(
            flow=Flow.EDIT,
            address=address,
            sender=Sender("ann"),
            private=True,
            handle="",
            lane=f"project:{key}",
            language="en",
            meaning=Meaning(Wish.EDIT),
            part=Part(key, "add music", (), calendar.now),
        )
        return await store.requests.accept(asked, calendar.now)

    return accept


async def names(store, table, column="name"):
    return {row[column] for row in await store.database.all(f"select {column} from {table}")}


async def test_of_each_kind_of_timing_the_newest_fifty_stay(store):
    for number in range(60):
        await store.timings.took("turn", float(number))
    await store.timings.took("render", 5.0)
    assert await store.housekeeping.sweep() == 10
    rows = await store.database.all("select kind, min(seconds) as least, count(*) as count from timings group by kind")
    assert {(row["kind"], row["least"], row["count"]) for row in rows} == {("turn", 10.0, 50), ("render", 5.0, 1)}


async def test_a_journal_ends_ninety_days_after_its_request_and_never_before_it(store, accepted, calendar):
    ended, open_still = await accepted("m1"), await accepted("m2")
    for request in (ended, open_still):
        await store.entries.record(request, "ask", "1")
    await store.requests.end(ended, Outcome.DONE, calendar.now)
    calendar.now += 90 * DAY
    assert await store.housekeeping.sweep() == 0
    calendar.now += 1.0
    assert await store.housekeeping.sweep() == 1
    assert await store.entries.load(ended) == {}
    assert await store.entries.load(open_still) == {"ask": "1"}
    assert (await store.requests.get(ended)).outcome is Outcome.DONE


async def test_more_journals_than_one_statement_takes_end_in_one_sweep(store, accepted, calendar):
    for number in range(1201):
        request = await accepted(f"m{number}")
        await store.entries.record(request, "ask", "1")
        await store.requests.end(request, Outcome.DONE, calendar.now)
    calendar.now += 91 * DAY
    fresh = await accepted("fresh")
    await store.entries.record(fresh, "ask", "1")
    assert await store.housekeeping.sweep() == 1201
    assert await names(store, "journal", "request") == {fresh}


async def test_mints_are_kept_for_longer_than_the_backend_counts_them(store, calendar):
    account = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, None)
    for days in (0, 31):
        await store.database.all("insert into mints values (?, ?)", account.id, calendar.now - days * DAY)
    assert await store.housekeeping.sweep() == 1
    assert await store.accounts.minted_since(0.0) == (calendar.now,)


async def test_a_handled_update_is_remembered_for_longer_than_telegram_sends_it_again(store, calendar):
    await store.inbox.add("bot:1", [(1, "handled"), (2, "waits")])
    await store.inbox.handled("bot:1", {1})
    calendar.now += 1.9 * DAY
    assert await store.housekeeping.sweep() == 0
    calendar.now += 0.2 * DAY
    assert await store.housekeeping.sweep() == 1
    assert await store.inbox.waiting("bot:1") == [(2, "waits")]
    calendar.now += 90 * DAY
    assert await store.housekeeping.sweep() == 1


async def test_an_update_that_is_kept_for_another_one_is_so_for_two_days(store, calendar):
    await store.inbox.add("bot:1", [(1, "kept"), (2, "waits")])
    await store.inbox.hold("bot:1", 1, "album")
    assert await store.inbox.waiting("bot:1") == [(1, "kept"), (2, "waits")]
    await store.inbox.kept("bot:1", 1)
    assert await store.inbox.waiting("bot:1") == [(2, "waits")]
    calendar.now += 1.9 * DAY
    assert await store.housekeeping.sweep() == 0
    calendar.now += 0.2 * DAY
    assert await store.housekeeping.sweep() == 1
    assert await store.inbox.release("bot:1", "album") == []
    assert await store.inbox.waiting("bot:1") == [(2, "waits")]


async def test_an_update_that_is_released_before_it_is_kept_waits_on(store):
    await store.inbox.add("bot:1", [(1, "held")])
    await store.inbox.hold("bot:1", 1, "album")
    assert await store.inbox.release("bot:1", "album") == [(1, "held")]
    await store.inbox.kept("bot:1", 1)
    assert await store.inbox.waiting("bot:1") == [(1, "held")]


async def test_words_that_waited_too_long_end(store, calendar):
    await store.pending.keep(HERE, "ann", PendingWords("late", fresh=False), calendar.now - 1.0)
    await store.pending.keep(HERE, "bob", PendingWords("in time", fresh=False), calendar.now + 1.0)
    assert await store.housekeeping.sweep() == 1
    assert await names(store, "pending_words", "words") == {"in time"}


async def test_words_that_a_clock_ahead_kept_end_an_hour_after_the_next_start(path, calendar):
    words = PendingWords("trim it", fresh=False)
    async with open_store(path, secret_key=None, clock=calendar) as store:
        await store.pending.keep(HERE, "ann", words, calendar.now + 30 * DAY)
        await store.pending.keep(HERE, "bob", words, calendar.now + 60.0)
    async with open_store(path, secret_key=None, clock=calendar) as store:
        assert await store.pending.waiting(HERE, "ann", calendar.now + 3599.0) == words
        assert await store.pending.waiting(HERE, "ann", calendar.now + 3601.0) is None
        assert await store.pending.waiting(HERE, "bob", calendar.now + 60.0) == words
        assert await store.pending.waiting(HERE, "bob", calendar.now + 61.0) is None


async def test_undelivered_answers_are_deleted_after_delivery_or_ninety_days(store, accepted, calendar):
    asked, by = await accepted("m1"), await accepted("m2")
    await store.pending.keep_undelivered(HERE, "ann", asked, "handed over")
    await store.pending.hand_over(HERE, "ann", by, private=False)
    await store.pending.keep_undelivered(HERE, "ann", asked, "waits")
    await store.requests.end(asked, Outcome.DONE, calendar.now)
    assert await store.housekeeping.sweep() == 0, "who delivers it has not ended, and may read it again"
    await store.requests.end(by, Outcome.DONE, calendar.now - 1.0)
    assert await store.housekeeping.sweep() == 1
    assert await names(store, "undelivered_answers", "text") == {"waits"}
    calendar.now += 91 * DAY
    assert await store.housekeeping.sweep() == 1


async def test_an_old_answer_that_is_being_delivered_stays_until_it_is(store, accepted, calendar):
    asked = await accepted("m1")
    await store.pending.keep_undelivered(HERE, "ann", asked, "late")
    await store.requests.end(asked, Outcome.DONE, calendar.now)
    calendar.now += 91 * DAY
    by = await accepted("m2")
    await store.pending.hand_over(HERE, "ann", by, private=False)
    assert await store.housekeeping.sweep() == 0
    assert await store.pending.hand_over(HERE, "ann", by, private=False) == ("late",)
    await store.requests.end(by, Outcome.DONE, calendar.now - 1.0)
    assert await store.housekeeping.sweep() == 1


async def test_a_transcript_ends_and_its_receipts_stay(store, accepted, calendar):
    request = await accepted("m1")
    await store.transcript.write(HERE, "m1", "body", calendar.now)
    await store.transcript.write(HERE, "status", "body", calendar.now)
    post = {"request": request, "project": None, "role": "answer", "text": "Done", "now": calendar.now}
    await store.messages.sent(HERE, "answer", **post)
    await store.transcript.write(HERE, "answer", "body", calendar.now)
    calendar.now += 91 * DAY
    await store.transcript.write(HERE, "fresh", "body", calendar.now)
    assert await store.housekeeping.sweep() == 3
    assert [entry.key for entry in await store.transcript.since(HERE, 0, 9)] == ["fresh"]
    assert await names(store, "messages", "key") == {"m1", "answer", "fresh"}
    assert await store.requests.seen(HERE, "m1")
    assert (await store.messages.origin(HERE, "answer")).request == request
    assert await store.housekeeping.sweep() == 0


async def test_a_first_time_is_forgotten_where_nothing_was_said_for_a_year(store, accepted, calendar):
    await store.first_times.first(str(HERE), "greeted")
    await store.first_times.first(str(ELSEWHERE), "greeted")
    calendar.now += 300 * DAY
    await accepted("m1", HERE)
    calendar.now += 66 * DAY
    assert await store.housekeeping.sweep() == 1
    assert await names(store, "first_times", "scope") == {str(HERE)}


async def test_what_an_adapter_keeps_ends_at_its_own_time(store, calendar):
    await store.adapter_data.set("telegram:presses", "#a", "skill:one", keep_seconds=365 * DAY)
    await store.adapter_data.set("telegram:presses", "#b", "skill:two", keep_seconds=365 * DAY)
    await store.adapter_data.set("telegram:99", "menu", "digest")
    calendar.now += 364 * DAY
    await store.adapter_data.set("telegram:presses", "#b", "skill:two", keep_seconds=365 * DAY)  # shown once more
    assert await store.housekeeping.sweep() == 0
    calendar.now += 2 * DAY
    assert await store.housekeeping.sweep() == 1
    assert await names(store, "adapter_data") == {"#b", "menu"}


async def test_it_runs_once_a_day_whatever_goes_wrong(store, calendar, monkeypatch, caplog):
    sweeps, third = [], asyncio.Event()

    async def sweep():
        sweeps.append(calendar.now)
        if len(sweeps) == 1:
            raise StorageError("the disk is full")
        if len(sweeps) == 3:
            third.set()
        return 0

    monkeypatch.setattr(store.housekeeping, "sweep", sweep)
    keeping = asyncio.create_task(store.housekeeping.run(), name="housekeeping")
    await third.wait()
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    first, second, last = sweeps[:3]
    assert (second - first, last - second) == (DAY, DAY)
    assert first > 1000 * DAY, "not at the start itself"
    assert "the next try is in 86400 s" in caplog.text
