"""What comes to its end when, and that nothing else does."""

import asyncio
from dataclasses import replace

import pytest

from core.engine.clock import SystemClock
from core.model.accounts import AccountOrigin
from core.model.chat import Address, Sender
from core.model.pending import PendingWords
from core.model.preferences import scope_of
from core.model.requests import Child, Flow, NewRequest, Outcome, Part
from core.model.secret import Secret
from core.words.intents import Meaning, Wish
from storage.errors import StorageError
from storage.housekeeping import DAY_SECONDS
from storage.store import open_store

HERE, ELSEWHERE = Address("web", "7"), Address("web", "8")
DAY = DAY_SECONDS


class Calendar(SystemClock):
    """A clock that stands still until time goes by, `now`, and that may be set `ahead`; sleeping turns it on."""

    def __init__(self):
        self.now = 1000 * DAY
        self.ahead = 0.0
        self.slept = []

    def time(self):
        return self.now + self.ahead

    def monotonic(self):
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
    async def accept(key, address=HERE, project=None):
        asked = NewRequest(
            flow=Flow.EDIT,
            address=address,
            sender=Sender("ann"),
            private=True,
            handle="",
            lane=f"project:{project or key}",
            language="en",
            meaning=Meaning(Wish.EDIT),
            part=Part(key, "add music", (), calendar.time()),
            project=project,
        )
        return await store.requests.accept(asked, calendar.time())

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


async def counts(store):
    tables = ("requests", "messages", "journal", "projects", "versions", "accounts")
    return {table: len(await store.database.all(f"select 1 from {table}")) for table in tables}


@pytest.fixture
def worked(store, accepted, calendar):
    """A request in a project, with all that a film leaves behind."""

    async def work(key, address=HERE, project=None, *, ended=True):
        project = project or await store.projects.start(address, "", private=True, skill="s", now=calendar.time())
        request = await accepted(key, address, project=project.id)
        await store.entries.record(request, "ask", "1")
        answer = {"request": request, "project": project.id, "role": "answer", "text": "Done", "now": calendar.time()}
        await store.messages.sent(address, f"b-{key}", **answer)
        await store.versions.keep(project.id, f'"{key}"', key, request, calendar.time())
        if ended:
            await store.requests.end(request, Outcome.DONE, calendar.time())
        return project, request

    return work


async def test_a_request_ends_ninety_days_after_its_end_with_all_that_belongs_to_it(store, worked, calendar):
    project, request = await worked("m1")
    calendar.now += 90 * DAY
    before = await counts(store)
    assert await store.housekeeping.sweep() == 0
    assert await counts(store) == before
    calendar.now += 1.0
    assert await store.housekeeping.sweep() > 0
    with pytest.raises(LookupError):
        await store.requests.get(request)
    assert not await store.requests.seen(HERE, "m1")
    assert await store.projects.current(HERE, "") is None
    assert await counts(store) == dict.fromkeys(before, 0) | {"projects": 1}
    assert (await store.projects.get(project.id)).session_id == ""
    calendar.now += 90 * DAY + 1.0
    assert await store.housekeeping.sweep() == 1
    assert await counts(store) == dict.fromkeys(before, 0)
    assert await store.database.all("pragma foreign_key_check") == []
    assert await store.housekeeping.sweep() == 0


async def test_a_clock_that_is_set_forth_makes_nothing_old(store, worked, calendar):
    await worked("m1")
    await store.adapter_data.set("bot", "name", "value", keep_seconds=DAY)
    await store.pending.keep(HERE, "ann", PendingWords("words", fresh=False), calendar.time() + 3600.0)
    calendar.ahead = 400 * DAY
    assert await store.housekeeping.sweep() == 0
    calendar.ahead = 0.0
    calendar.now += 91 * DAY
    await store.housekeeping.sweep()
    assert (await counts(store))["requests"] == 0


async def test_what_a_clock_has_dated_that_was_ahead_goes_with_what_came_after_it(store, worked, calendar):
    calendar.ahead = 3_650 * DAY
    await worked("m1")
    calendar.ahead = 0.0
    await worked("m2")
    calendar.now += 90 * DAY
    await store.housekeeping.sweep()
    assert (await counts(store))["requests"] == 2
    calendar.now += 1.0
    await store.housekeeping.sweep()
    assert (await counts(store))["requests"] == 0


async def test_a_clock_that_is_behind_for_a_while_makes_nothing_old_when_it_is_right_again(path, calendar):
    async with open_store(path, secret_key=None, clock=calendar) as store:
        for key in ("m1", "m2"):
            new = NewRequest(
                *(Flow.EDIT, HERE, Sender("ann"), True, "", "l", "en", Meaning(Wish.EDIT)),
                Part(key, "add music", (), calendar.now),
            )
            request = await store.requests.accept(new, calendar.now)
            await store.requests.end(request, Outcome.DONE, calendar.now)
    calendar.ahead = -900 * DAY
    async with open_store(path, secret_key=None, clock=calendar) as store:
        assert await store.housekeeping.sweep() == 0
        calendar.ahead = 0.0
        assert await store.housekeeping.sweep() == 0
    async with open_store(path, secret_key=None, clock=calendar) as store:
        assert await store.housekeeping.sweep() == 0
        assert (await counts(store))["requests"] == 2


async def test_that_a_session_has_files_is_known_as_long_as_its_project(store, worked, calendar):
    project, first = await worked("m1")
    await store.projects.files_arrived(project.id, first)
    calendar.now += 50 * DAY
    _, second = await worked("m2", project=project)
    calendar.now += 50 * DAY
    await store.housekeeping.sweep()
    assert (await store.projects.get(project.id)).files_since == second
    calendar.now += 50 * DAY
    await store.housekeeping.sweep()
    assert (await store.projects.get(project.id)).files_since is None


async def test_how_long_is_the_operators_to_say(path, calendar):
    async with open_store(path, secret_key=None, clock=calendar, keep_days=7) as store:
        await store.projects.start(HERE, "", private=True, skill="s", now=calendar.now)
        await store.adapter_data.set("telegram:presses", "#a", "skill:one", keep_seconds=365 * DAY)
        calendar.now += 7 * DAY
        assert await store.housekeeping.sweep() == 0
        calendar.now += 1.0
        assert await store.housekeeping.sweep() == 2
        assert await store.projects.latest(HERE, "", 9) == ()
        assert await store.adapter_data.get("telegram:presses", "#a") is None


async def test_what_is_open_stays_with_everything_in_its_project(store, worked, calendar):
    project, ended = await worked("m1")
    _, waits = await worked("m2", project=project, ended=False)
    calendar.now += 1000 * DAY
    before = await counts(store)
    assert await store.housekeeping.sweep() == 0
    assert await counts(store) == before
    assert await store.entries.load(ended) == {"ask": "1"}
    await store.requests.end(waits, Outcome.DONE, calendar.now)
    await store.housekeeping.sweep()
    with pytest.raises(LookupError):
        await store.requests.get(ended)
    assert (await store.requests.get(waits)).outcome is Outcome.DONE
    assert await store.projects.current(HERE, "") == project


async def test_in_a_project_that_lives_on_the_newest_version_stays(store, worked, accepted, calendar):
    project, _ = await worked("m1")
    await worked("m2", project=project)
    await worked("m3", project=project)
    first = (await store.versions.all(project.id))[0]
    await store.versions.keep(project.id, first.draft, "m1", None, calendar.now)  # as an undo does
    calendar.now += 91 * DAY
    asked = await accepted("m4", project=project.id)  # the project lives on
    assert await store.housekeeping.sweep() == 0
    await store.requests.end(asked, Outcome.DONE, calendar.now)
    await store.housekeeping.sweep()
    assert [one.number for one in await store.versions.all(project.id)] == [1, 3]
    assert (await store.versions.newest(project.id)).number == 1
    await store.versions.keep(project.id, '"m5"', "m5", None, calendar.now)
    await store.housekeeping.sweep()
    assert [one.number for one in await store.versions.all(project.id)] == [4]


async def test_a_batch_ends_as_a_whole(store, accepted, calendar):
    batch = await accepted("m1")
    one, two = await store.requests.split(batch, [Child("x", Meaning(Wish.EDIT), ()) for _ in range(2)])
    await store.requests.end(one, Outcome.DONE, calendar.now)
    calendar.now += 50 * DAY
    await store.requests.end(two, Outcome.DONE, calendar.now)
    calendar.now += 50 * DAY
    assert await store.housekeeping.sweep() == 0
    calendar.now += 41 * DAY
    assert await store.housekeeping.sweep() == 6  # three requests, three receipts
    assert await counts(store) == dict.fromkeys(await counts(store), 0)


async def test_more_than_one_statement_takes_ends_in_one_sweep(store, accepted, calendar):
    for number in range(1201):
        request = await accepted(f"m{number}")
        await store.entries.record(request, "ask", "1")
        await store.requests.end(request, Outcome.DONE, calendar.now)
    calendar.now += 91 * DAY
    fresh = await accepted("fresh")
    await store.entries.record(fresh, "ask", "1")
    assert await store.housekeeping.sweep() == 3 * 1201
    assert await names(store, "journal", "request") == {fresh}


async def test_a_project_that_ended_gives_its_number_to_no_other_while_a_list_may_name_it(store, worked, calendar):
    await worked("m1")
    calendar.now += 91 * DAY
    for _ in range(2):
        await store.housekeeping.sweep()
        calendar.now += DAY
    assert await store.projects.numbered(HERE, "", 1) is None
    assert (await store.projects.start(HERE, "", private=True, skill="s", now=calendar.now)).number == 2


async def test_words_and_answers_that_are_still_to_come_keep_their_request(store, accepted, calendar):
    page, due = await accepted("m1"), await accepted("m2")
    for request in (page, due):
        await store.requests.end(request, Outcome.DONE, calendar.now)
    calendar.now += 91 * DAY
    words = PendingWords("trim it", fresh=False, request=page)
    await store.pending.keep(HERE, "ann", words, calendar.now + 60.0)
    by = await accepted("m3")
    await store.pending.keep_undelivered(HERE, "ann", due, "late")
    await store.pending.hand_over(HERE, "ann", by, private=False)
    await store.housekeeping.sweep()
    assert [(await store.requests.get(request)).id for request in (page, due)] == [page, due]
    await store.requests.end(by, Outcome.DONE, calendar.now - 1.0)
    calendar.now += 3600.0
    await store.housekeeping.sweep()
    for request in (page, due):
        with pytest.raises(LookupError):
            await store.requests.get(request)


async def test_an_account_ends_when_its_token_has_expired_and_nothing_uses_it(store, worked, calendar):
    async def minted(owner, days):
        account = await store.accounts.create(owner, AccountOrigin.ANONYMOUS, None)
        return await store.accounts.save_token(
            replace(account, token=Secret("t"), minted_at=calendar.now, expires_at=calendar.now + days * DAY), None
        )

    project, _ = await worked("m1")
    used, unused, valid, shared = [
        await minted(owner, days) for owner, days in (("web:7:", 7), ("web:8:", 7), ("web:9:", 365), ("shared", 7))
    ]
    await store.projects.save_session(project.id, used.id, "t", "s")
    calendar.now += 31 * DAY
    await store.housekeeping.sweep()
    assert await names(store, "accounts", "id") == {used.id, valid.id, shared.id}
    calendar.now += 61 * DAY
    await store.housekeeping.sweep()
    assert await names(store, "accounts", "id") == {valid.id, shared.id}, unused


async def test_an_account_that_was_made_for_a_first_wish_stays_until_its_token_comes(store, worked):
    await worked("m1", ended=False)
    account = await store.accounts.create("web:7:", AccountOrigin.ANONYMOUS, None)
    await store.housekeeping.sweep()
    assert await store.accounts.get(account.id)


async def test_what_was_chosen_in_a_chat_ends_with_the_last_of_what_was_said_there(store, worked, calendar):
    for address in (HERE, ELSEWHERE):
        await store.preferences.set(scope_of(address, "ann"), "language", "zh")
    await worked("m1", HERE)
    await store.housekeeping.sweep()
    assert await store.preferences.get(scope_of(HERE, "ann"), "language") == "zh"
    assert await store.preferences.get(scope_of(ELSEWHERE, "ann"), "language") is None
    calendar.now += 91 * DAY
    await store.housekeeping.sweep()
    assert await store.preferences.get(scope_of(HERE, "ann"), "language") is None


async def test_a_press_that_did_nothing_ends_though_it_is_of_no_request(store, calendar):
    await store.database.all(
        "insert into messages (address, key, received, said_at) values (?, 'p1', true, ?)", str(HERE), calendar.now
    )
    calendar.now += 91 * DAY
    assert await store.housekeeping.sweep() == 1


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
    await store.housekeeping.sweep()
    assert await names(store, "undelivered_answers", "text") == set()


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
    await store.housekeeping.sweep()
    assert await names(store, "undelivered_answers", "text") == set()
    assert await names(store, "requests", "id") == {by}


async def test_a_transcript_ends_and_its_receipts_go_with_their_request(store, accepted, calendar):
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
    await store.requests.end(request, Outcome.DONE, calendar.now - 91 * DAY)
    assert await store.housekeeping.sweep() == 3
    assert await names(store, "messages", "key") == {"fresh"}


async def test_a_first_time_is_forgotten_where_nothing_was_said_for_long(store, accepted, calendar):
    await store.first_times.first(str(HERE), "greeted")
    await store.first_times.first(str(ELSEWHERE), "greeted")
    calendar.now += 80 * DAY
    await accepted("m1", HERE)
    calendar.now += 11 * DAY
    assert await store.housekeeping.sweep() == 1
    assert await names(store, "first_times", "scope") == {str(HERE)}


async def test_what_an_adapter_keeps_ends_at_its_own_time(store, calendar):
    await store.adapter_data.set("telegram:presses", "#a", "skill:one", keep_seconds=365 * DAY)
    await store.adapter_data.set("telegram:presses", "#b", "skill:two", keep_seconds=365 * DAY)
    await store.adapter_data.set("telegram:99", "menu", "digest")
    calendar.now += 89 * DAY
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
