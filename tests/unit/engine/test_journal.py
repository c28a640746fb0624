"""The five verbs, and what is left of a request whose process is killed between any two of their steps."""

import asyncio
import itertools

import pytest

from core.engine.clock import SystemClock
from core.engine.dispatch import Stop, Suspend
from core.engine.journal import Cancelled, Journal
from storage.errors import Unwritable
from storage.store import open_store


class Killed(BaseException):
    """The process was killed here."""


class Rows:
    """Journal rows of several processes; `killed_at` are the steps, counted over all, at which one is killed."""

    def __init__(self, killed_at=()):
        self.known = {}
        self.tries = {}
        self.calls = []
        self._killed_at = set(killed_at)
        self._steps = itertools.count()
        self.last_step = -1

    def boundary(self):
        self.last_step = next(self._steps)
        if self.last_step in self._killed_at:
            raise Killed

    async def load(self, request):
        return dict(self.known)

    async def intend(self, request, name, read):
        self.boundary()
        self.keep(read)
        self.tries[name] = self.tries.get(name, 0) + 1
        self.known.setdefault(name, None)
        self.calls.append(("intend", name))
        self.boundary()
        return self.tries[name]

    async def withdraw(self, request, name, tries):
        self.boundary()
        if self.tries[name] == tries and self.known[name] is None:
            self.tries[name] -= 1
        if not self.tries[name]:
            del self.known[name], self.tries[name]
        self.calls.append(("withdraw", name))
        self.boundary()

    def keep(self, read):
        for name, value in (read or {}).items():
            self.known.setdefault(name, value)
            self.calls.append(("read", name))

    async def record(self, request, name, value, read=None):
        self.boundary()
        self.keep(read)
        if self.known.get(name) is None:
            self.known[name] = value
        self.calls.append(("record", name))
        self.boundary()
        return self.known[name]


class FullRows(Rows):
    """The disk is full while `full`; what is tried then is counted."""

    full = False
    refused = 0

    def boundary(self):
        if self.full:
            self.refused += 1
            raise Unwritable("database or disk is full")


@pytest.fixture
def journal_of(clock):
    """`await journal_of(rows)`: the journal of a new process, when all earlier outcomes are written."""
    journals = []

    async def begin(rows, *, lane="project:1", stop=None, wanted=True, request=1):
        await asyncio.gather(*(earlier.flush() for earlier in journals), return_exceptions=True)

        async def asked():
            return wanted() if callable(wanted) else wanted

        known = await rows.load(request)
        journals.append(Journal(request, lane, rows, known, clock=clock, stop=stop or Stop(), wanted=asked))
        return journals[-1]

    return begin


def counting(value):
    async def do(*args):
        do.calls.append(args)
        return value

    do.calls = []
    return do


class TestStep:
    async def test_the_outcome_is_returned_and_not_made_again(self, journal_of):
        rows, look = Rows(), counting(("draft", 3))
        first = await (await journal_of(rows)).step("look", look, tuple[str, int])
        again = await (await journal_of(rows)).step("look", look, tuple[str, int])
        assert first == again == ("draft", 3)
        assert len(look.calls) == 1

    async def test_values_make_the_round_trip_on_the_first_run_too(self, journal_of):
        assert isinstance(await (await journal_of(Rows())).step("look", counting(3), float), float)

    async def test_the_first_recorded_outcome_is_final(self, journal_of):
        rows = Rows()
        journal = await journal_of(rows)
        rows.known["look"] = '"earlier"'  # written by another life meanwhile
        assert await journal.step("look", counting("later"), str) == "earlier"

    async def test_a_step_that_fails_leaves_nothing_and_runs_again(self, journal_of):
        rows = Rows()

        async def fail():
            raise TimeoutError

        with pytest.raises(TimeoutError):
            await (await journal_of(rows)).step("look", fail, str)
        assert await (await journal_of(rows)).step("look", counting("seen"), str) == "seen"

    async def test_a_journal_knows_what_has_an_outcome(self, journal_of):
        rows = Rows()
        rows.known = {"ask": None}
        journal = await journal_of(rows)
        await journal.step("look", counting("x"), str)
        assert (journal.knows("look"), journal.knows("ask"), journal.knows("other")) == (True, False, False)


class TestEffect:
    async def test_the_intent_is_written_before_the_effect_and_the_outcome_after(self, journal_of):
        rows = Rows()

        async def ask():
            rows.calls.append(("effect", "ask"))
            return "yes"

        journal = await journal_of(rows)
        assert await journal.effect("ask", ask, counting("lost"), str) == "yes"
        await journal.flush()
        assert rows.calls == [("intend", "ask"), ("effect", "ask"), ("record", "ask")]

    async def test_an_effect_with_an_outcome_is_silent(self, journal_of):
        rows, ask, lost = Rows(), counting("yes"), counting("lost")
        for _ in range(2):
            assert await (await journal_of(rows)).effect("ask", ask, lost, str) == "yes"
        assert (len(ask.calls), len(lost.calls)) == (1, 0)

    async def test_recover_gets_how_often_an_effect_of_unknown_outcome_was_tried(self, journal_of):
        rows, ask, lost = Rows(), counting("yes"), counting("lost")
        rows.known, rows.tries = {"ask": None}, {"ask": 1}
        assert await (await journal_of(rows)).effect("ask", ask, lost, str) == "lost"
        assert (ask.calls, lost.calls) == ([], [(2,)])
        assert await (await journal_of(rows)).effect("ask", ask, lost, str) == "lost"
        assert len(lost.calls) == 1

    async def test_a_refusal_that_proves_that_nothing_happened_takes_the_intent_back(self, journal_of):
        rows, lost = Rows(), counting("lost")
        journal = await journal_of(rows)

        async def refuse():
            raise ConnectionRefusedError

        with pytest.raises(ConnectionRefusedError):
            await journal.effect("ask", refuse, lost, str, undone=(ConnectionRefusedError,))
        assert rows.known == {}
        assert await journal.effect("ask", counting("yes"), lost, str) == "yes"
        assert lost.calls == []
        assert rows.tries == {"ask": 1}

    async def test_any_other_error_leaves_the_intent_for_recover(self, journal_of):
        rows, lost = Rows(), counting("lost")

        async def drop():
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            await (await journal_of(rows)).effect("ask", drop, lost, str, undone=(ConnectionRefusedError,))
        assert await (await journal_of(rows)).effect("ask", drop, lost, str) == "lost"

    async def test_an_error_is_recovered_in_the_same_process_too(self, journal_of):
        journal, lost = await journal_of(Rows()), counting("lost")

        async def drop():
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            await journal.effect("ask", drop, lost, str)
        assert await journal.effect("ask", drop, lost, str) == "lost"

    async def test_a_recovery_that_is_refused_takes_back_only_its_own_writing(self, journal_of):
        rows, ask = Rows(), counting("yes")
        rows.known, rows.tries = {"ask": None}, {"ask": 1}  # of another process, which may still be at it

        async def refused(tries):
            raise ConnectionRefusedError

        for _ in range(2):
            with pytest.raises(ConnectionRefusedError):
                await (await journal_of(rows)).effect("ask", ask, refused, str, undone=(ConnectionRefusedError,))
            assert (rows.known, rows.tries) == ({"ask": None}, {"ask": 1})
        assert await (await journal_of(rows)).effect("ask", ask, counting("lost"), str) == "lost"
        assert ask.calls == []

    async def test_an_outcome_is_written_though_its_task_is_cancelled_meanwhile(self, journal_of):
        rows, begun, go_on = Rows(), asyncio.Event(), asyncio.Event()
        record = rows.record

        async def slow(*args):
            begun.set()
            await go_on.wait()
            return await record(*args)

        rows.record = slow
        task = asyncio.create_task((await journal_of(rows)).effect("ask", counting("yes"), counting("lost"), str))
        await begun.wait()
        task.cancel()
        await asyncio.wait({task})
        go_on.set()
        await asyncio.sleep(0.01)
        assert rows.known == {"ask": '"yes"'}

    async def test_the_flow_goes_on_while_an_outcome_is_written_and_the_next_intent_waits_for_it(self, journal_of):
        rows, go_on = Rows(), asyncio.Event()
        record = rows.record

        async def slow(*args):
            await go_on.wait()
            return await record(*args)

        rows.record = slow
        journal = await journal_of(rows)
        assert await journal.effect("ask", counting("yes"), counting("lost"), str) == "yes"
        assert await journal.read("look", counting("seen"), str) == "seen"
        sent = asyncio.create_task(journal.effect("send", counting("sent"), counting("lost"), str))
        await asyncio.sleep(0.01)
        assert rows.calls == [("intend", "ask")]
        go_on.set()
        await sent
        assert rows.calls[1:4] == [("record", "ask"), ("read", "look"), ("intend", "send")]
        await journal.flush()

    async def test_an_outcome_that_cannot_be_written_stops_whatever_comes_next(self, journal_of):
        rows, send = Rows(), counting("sent")

        async def full(*_):
            raise OSError(28, "no space left on device")

        rows.record = full
        journal = await journal_of(rows)
        await journal.effect("ask", counting("yes"), counting("lost"), str)
        with pytest.raises(OSError, match="no space"):
            await journal.effect("send", send, counting("lost"), str)
        assert send.calls == []

    async def test_a_cancel_before_the_effect_begins_withdraws_the_intent(self, journal_of):
        rows, ask, wanted = Rows(), counting("yes"), True
        intend = rows.intend

        async def cancelled_meanwhile(*args):
            nonlocal wanted
            wanted = False
            return await intend(*args)

        rows.intend = cancelled_meanwhile
        with pytest.raises(Cancelled):
            await (await journal_of(rows, wanted=lambda: wanted)).effect("ask", ask, counting("lost"), str)
        assert (ask.calls, rows.known, rows.tries) == ([], {}, {})

    async def test_a_cancel_does_not_withdraw_an_intent_of_an_earlier_process(self, journal_of):
        rows = Rows()
        rows.known, rows.tries = {"ask": None}, {"ask": 1}
        with pytest.raises(Cancelled):
            await (await journal_of(rows, wanted=False)).effect("ask", counting("yes"), counting("lost"), str)
        assert rows.known == {"ask": None}


class TestRead:
    async def test_what_was_read_is_written_with_the_next_intent(self, journal_of):
        rows = Rows()
        journal = await journal_of(rows)
        assert await journal.read("look", counting(("draft", 3)), tuple[str, int]) == ("draft", 3)
        assert rows.calls == []
        await journal.effect("ask", counting("yes"), counting("lost"), str)
        assert rows.calls[:2] == [("read", "look"), ("intend", "ask")]
        again = counting(("other", 4))
        assert await (await journal_of(rows)).read("look", again, tuple[str, int]) == ("draft", 3)
        assert again.calls == []

    async def test_what_was_read_is_written_with_the_next_step_and_only_once(self, journal_of):
        rows = Rows()
        journal = await journal_of(rows)
        await journal.read("look", counting("seen"), str)
        await journal.step("wait", counting("until"), str)
        await journal.step("other", counting("x"), str)
        assert rows.calls == [("read", "look"), ("record", "wait"), ("record", "other")]

    async def test_it_is_known_at_once_and_read_once_in_a_process(self, journal_of):
        journal, look = await journal_of(Rows()), counting("seen")
        for _ in range(2):
            assert await journal.read("look", look, str) == "seen"
        assert journal.knows("look")
        assert len(look.calls) == 1

    async def test_a_process_that_wrote_nothing_after_a_read_reads_again(self, journal_of):
        rows = Rows()
        await (await journal_of(rows)).read("look", counting("then"), str)
        assert await (await journal_of(rows)).read("look", counting("now"), str) == "now"

    async def test_a_read_that_fails_leaves_nothing(self, journal_of):
        journal = await journal_of(Rows())

        async def fail():
            raise TimeoutError

        with pytest.raises(TimeoutError):
            await journal.read("look", fail, str)
        assert await journal.read("look", counting("seen"), str) == "seen"


class TestSafePoints:
    async def test_a_stop_is_noticed_before_a_verb_does_anything(self, journal_of):
        rows, stop, do = Rows(), Stop(), counting("x")
        journal = await journal_of(rows, stop=stop)
        stop.asked = True
        for verb in (
            journal.step("a", do, str),
            journal.read("a", do, str),
            journal.effect("b", do, do, str),
            journal.sleep("c", 1.0),
            journal.enter("project:1"),
            journal.checkpoint(),
        ):
            with pytest.raises(Suspend) as suspended:
                await verb
            assert (suspended.value.until, suspended.value.lane) == (0.0, None)
        assert (rows.calls, do.calls) == ([], [])

    async def test_a_cancel_is_noticed_before_a_verb_does_anything(self, journal_of):
        rows, do = Rows(), counting("x")
        journal = await journal_of(rows, wanted=False)
        for verb in (
            journal.step("a", do, str),
            journal.effect("b", do, do, str),
            journal.sleep("c", 1.0),
            journal.enter("project:1"),
        ):
            with pytest.raises(Cancelled):
                await verb
        assert rows.calls == [("intend", "b"), ("withdraw", "b")]
        assert do.calls == []

    async def test_a_journal_that_ignores_cancels_still_heeds_a_stop(self, journal_of):
        stop = Stop()
        journal = await journal_of(Rows(), wanted=False, stop=stop)
        journal.ignore_cancel()
        assert await journal.step("a", counting("x"), str) == "x"
        stop.asked = True
        with pytest.raises(Suspend):
            await journal.checkpoint()

    async def test_a_journal_heeds_cancels_again_after_heed_cancel(self, journal_of):
        journal = await journal_of(Rows(), wanted=False)
        journal.ignore_cancel()
        await journal.checkpoint()
        journal.heed_cancel()
        with pytest.raises(Cancelled):
            await journal.checkpoint()

    async def test_what_has_an_outcome_is_replayed_to_the_cancelled_too(self, journal_of):
        rows = Rows()
        await (await journal_of(rows)).step("a", counting("x"), str)
        assert await (await journal_of(rows, wanted=False)).step("a", counting("y"), str) == "x"


class TestSleep:
    async def test_a_short_sleep_does_not_suspend(self, journal_of, clock):
        sleeping = asyncio.create_task((await journal_of(Rows())).sleep("nap", 2.0))
        await clock.advance(1.9)
        assert not sleeping.done()
        await clock.advance(0.1)
        assert await sleeping is None

    async def test_a_cancel_during_a_short_sleep_is_noticed_at_its_end(self, journal_of, clock):
        wanted = True
        sleeping = asyncio.create_task((await journal_of(Rows(), wanted=lambda: wanted)).sleep("nap", 2.0))
        await clock.advance(1.0)
        wanted = False
        await clock.advance(1.0)
        with pytest.raises(Cancelled):
            await sleeping

    async def test_a_long_sleep_suspends_and_is_not_begun_again(self, journal_of, clock):
        rows = Rows()
        begun = clock.time()
        for passed in (0.0, 20.0):
            await clock.advance(passed)
            with pytest.raises(Suspend) as suspended:
                await (await journal_of(rows)).sleep("nap", 60.0)
            assert (suspended.value.until, suspended.value.lane) == (begun + 60.0, None)
        await clock.advance(40.0)
        await (await journal_of(rows)).sleep("nap", 60.0)

    async def test_a_sleep_that_a_clock_ahead_began_is_over(self, journal_of, clock):
        rows = Rows()
        clock.now += 86_400
        with pytest.raises(Suspend):
            await (await journal_of(rows)).sleep("nap", 60.0)
        clock.now -= 86_400
        await (await journal_of(rows)).sleep("nap", 60.0)

    async def test_a_sleep_of_which_only_the_end_is_known_is_waited_for_within_reason(self, journal_of, clock):
        rows = Rows()
        with pytest.raises(Suspend):
            await (await journal_of(rows)).sleep("nap", 60.0)
        with pytest.raises(Suspend):
            await (await journal_of(rows)).sleep("nap", 3600.0)
        clock.now -= 86_400
        await (await journal_of(rows)).sleep("nap", 3600.0)

    async def test_a_cancel_during_a_long_sleep_is_noticed_when_the_request_is_woken(self, journal_of):
        rows = Rows()
        with pytest.raises(Suspend):
            await (await journal_of(rows)).sleep("nap", 60.0)
        with pytest.raises(Cancelled):
            await (await journal_of(rows, wanted=False)).sleep("nap", 60.0)

    async def test_a_sleep_goes_on_after_the_database_was_opened_again(self, journal_of, clock, tmp_path, eventually):
        from core.model.chat import Address, Sender
        from core.model.requests import Flow, NewRequest, Part
        from core.words.intents import Meaning, Wish

        path = tmp_path / "nemobot.db"
        async with open_store(path, secret_key=None, clock=SystemClock()) as store:
            new = NewRequest(
                flow=Flow.EDIT,
                address=Address("web", "1"),
                sender=Sender("ann"),
                private=True,
                handle="",
                lane="project:1",
                language="en",
                meaning=Meaning(Wish.EDIT),
                part=Part("m1", "", (), 1.0),
            )
            request = await store.requests.accept(new, 1.0)
            with pytest.raises(Suspend) as suspended:
                await (await journal_of(store.entries, request=request)).sleep("nap", 60.0)
        await clock.advance(59.0)
        async with open_store(path, secret_key=None, clock=SystemClock()) as store:
            sleeping = asyncio.create_task((await journal_of(store.entries, request=request)).sleep("nap", 60.0))
            await eventually(clock.waits)
            assert clock.waits() == [pytest.approx(suspended.value.until - clock.time())]
            await clock.advance(1.0)
            await sleeping


class TestEnter:
    async def test_a_request_goes_on_in_the_lane_it_stands_in(self, journal_of):
        assert await (await journal_of(Rows(), lane="render:1")).enter("render:1") is None

    async def test_a_request_in_another_lane_gives_its_worker_back(self, journal_of):
        with pytest.raises(Suspend) as suspended:
            await (await journal_of(Rows())).enter("render:1")
        assert (suspended.value.until, suspended.value.lane) == (0.0, "render:1")


class World:
    """A backend and a chat that remember what was really done to them."""

    def __init__(self, rows):
        self.rows = rows
        self.done = []
        self.recovered = []

    def effect(self, name):
        async def do():
            self.rows.boundary()
            self.done.append(name)
            self.rows.boundary()
            return f"{name} done"

        return do

    def recover(self, name):
        async def lost(tries):
            self.rows.boundary()
            assert tries == self.rows.tries[name] >= 2
            self.recovered.append(name)
            return f"{name} lost"

        return lost


async def turn(journal, world):
    await journal.step("upload", world.effect("upload"), str)
    await journal.read("look", world.effect("look"), str)
    said = await journal.effect("ask", world.effect("ask"), world.recover("ask"), str)
    await journal.sleep("settle", 30.0)
    await journal.enter("render:1")
    sent = await journal.effect("send", world.effect("send"), world.recover("send"), str)
    return said, sent


async def live_until_done(journal_of, clock, rows, world):
    """Run a turn life after journal_of, as a dispatcher would; return what it said and how often the process died."""
    lane, deaths = "project:1", 0
    while True:
        try:
            journal = await journal_of(rows, lane=lane)
            try:
                return await turn(journal, world), deaths
            finally:
                await journal.flush()
        except Killed:
            deaths += 1
        except Suspend as suspended:
            lane = suspended.lane or lane
            await clock.advance(max(0.0, suspended.until - clock.time()))


async def boundaries(journal_of, clock):
    rows = Rows()
    await live_until_done(journal_of, clock, rows, World(rows))
    return rows.last_step + 1


class TestAFullDisk:
    """What has happened is written as soon as there is room; nothing else is."""

    @staticmethod
    def filling(rows, value="done"):
        async def do(*_):
            rows.full = True
            return value

        return do

    async def test_the_outcome_of_an_effect_is_written_when_there_is_room(self, journal_of, clock, eventually):
        rows = FullRows()
        journal = await journal_of(rows)
        assert await journal.effect("ask", self.filling(rows), counting("lost"), str) == "done"
        flushed = asyncio.create_task(journal.flush(), name="flush")
        for times, pause in enumerate((1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0), start=1):
            await eventually(lambda times=times, pause=pause: rows.refused == times and clock.waits() == [pause])
            await clock.advance(pause)
        rows.full = False
        await eventually(lambda: clock.waits() == [30.0])
        await clock.advance(30.0)
        await flushed
        assert rows.known == {"ask": '"done"'}

    async def test_so_is_that_of_a_step_which_is_not_done_again(self, journal_of, clock, eventually):
        rows = FullRows()
        journal = await journal_of(rows)
        step = asyncio.create_task(journal.step("look", self.filling(rows), str), name="step")
        await eventually(lambda: clock.waits() == [1.0])
        rows.full = False
        await clock.advance(1.0)
        assert await step == "done"

    async def test_a_refused_effect_is_withdrawn_when_there_is_room(self, journal_of, clock, eventually):
        rows = FullRows()
        journal = await journal_of(rows)

        async def refused():
            rows.full = True
            raise KeyError("no")

        effect = asyncio.create_task(journal.effect("ask", refused, counting("lost"), str, (KeyError,)), name="effect")
        await eventually(lambda: clock.waits() == [1.0])
        rows.full = False
        await clock.advance(1.0)
        with pytest.raises(KeyError):
            await effect
        assert rows.known == {}

    async def test_an_intent_is_not_waited_for_since_nothing_has_happened(self, journal_of):
        rows, send = FullRows(), counting("done")
        rows.full = True
        with pytest.raises(Unwritable):
            await (await journal_of(rows)).effect("ask", send, counting("lost"), str)
        assert send.calls == []

    async def test_a_stop_does_not_wait_for_room(self, journal_of, clock, eventually):
        rows, stop = FullRows(), Stop()
        journal = await journal_of(rows, stop=stop)
        await journal.effect("ask", self.filling(rows), counting("lost"), str)
        await eventually(lambda: clock.waits() == [1.0])
        stop.asked = True
        await clock.advance(1.0)
        with pytest.raises(Unwritable):
            await journal.flush()


async def test_a_turn_without_a_crash_does_each_thing_once(journal_of, clock):
    rows = Rows()
    world = World(rows)
    (said, sent), deaths = await live_until_done(journal_of, clock, rows, world)
    assert (said, sent, deaths) == ("ask done", "send done", 0)
    assert (world.done, world.recovered) == (["upload", "look", "ask", "send"], [])


async def test_a_process_killed_at_any_boundary_does_no_effect_twice(journal_of, clock):
    last = await boundaries(journal_of, clock)
    assert last > 15
    for kill in range(last):
        rows = Rows({kill})
        world = World(rows)
        (said, sent), deaths = await live_until_done(journal_of, clock, rows, world)
        assert deaths == 1
        _check(world, said, sent)


async def test_a_process_killed_twice_does_no_effect_twice(journal_of, clock):
    last = await boundaries(journal_of, clock)
    for kills in itertools.combinations(range(last + 6), 2):
        rows = Rows(kills)
        world = World(rows)
        (said, sent), _ = await live_until_done(journal_of, clock, rows, world)
        _check(world, said, sent)


def _check(world, said, sent):
    for name, outcome in (("ask", said), ("send", sent)):
        assert world.done.count(name) <= 1
        assert outcome == f"{name} {'lost' if name in world.recovered else 'done'}"
        if outcome.endswith("done"):
            assert world.done.count(name) == 1
