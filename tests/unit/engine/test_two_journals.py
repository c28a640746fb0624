"""Two journals of one request on one database, in every order of their steps: at most one of them does the effect."""

import asyncio
import itertools

import pytest

from core.engine.dispatch import Stop
from core.engine.journal import Journal
from core.model.chat import Address, Sender
from core.model.requests import Flow, NewRequest, Part
from core.words.intents import Meaning, Wish

STEPS = 5  # how many steps of one process the orders interleave; what is left is done afterwards


class Refused(Exception):
    """Proves that nothing happened."""


class Turns:
    """Lets two processes go on in a given order, each from one step to its next."""

    def __init__(self):
        self._at = {}

    async def step(self, who):
        """Wait until it is this process's turn."""
        go, arrived = self._of(who)
        arrived.set()
        await go.wait()
        go.clear()

    async def go_on(self, who, task):
        """Let a process go on to its next step or its end."""
        go, arrived = self._of(who)
        await self._standing(arrived, task)
        arrived.clear()
        go.set()
        await self._standing(arrived, task)

    def _of(self, who):
        return self._at.setdefault(who, (asyncio.Event(), asyncio.Event()))

    async def _standing(self, arrived, task):
        waiting = asyncio.create_task(arrived.wait())
        await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()


class Backend:
    """Where the effect happens: notes what ran, and never takes two at once."""

    def __init__(self):
        self.ran, self.running, self.recovered = [], 0, []


class Process:
    """One process: its rows wait for its turn before each call."""

    def __init__(self, who, turns, store, request, backend, clock):
        self.who, self.turns, self.backend = who, turns, backend
        self._entries, self._request, self._clock = store.entries, request, clock

    async def load(self, request):
        await self.turns.step(self.who)
        return await self._entries.load(request)

    async def intend(self, *args):
        await self.turns.step(self.who)
        return await self._entries.intend(*args)

    async def withdraw(self, *args):
        await self.turns.step(self.who)
        await self._entries.withdraw(*args)

    async def record(self, *args):
        await self.turns.step(self.who)
        return await self._entries.record(*args)

    async def ask(self, *, refused):
        """Do the effect; it is refused before it runs, or it runs."""
        backend = self.backend
        assert not backend.running, "two at once"
        backend.running += 1
        await self.turns.step(self.who)
        backend.running -= 1
        if refused:
            raise Refused
        backend.ran.append(self.who)
        return f"done by {self.who}"

    async def lost(self, tries):
        self.backend.recovered.append((self.who, tries))
        return f"lost for {self.who}"

    async def live(self, *, refusals=0, recover=None):
        """Send the turn, once more after each refusal."""

        async def wanted():
            return True

        known = await self.load(self._request)
        journal = Journal(self._request, "l", self, known, clock=self._clock, stop=Stop(), wanted=wanted)
        try:
            for left in range(refusals, -1, -1):
                try:
                    return await journal.effect(
                        "ask",
                        lambda left=left: self.ask(refused=left > 0),
                        recover or self.lost,
                        str,
                        undone=(Refused,),
                    )
                except Refused:
                    continue
            return None
        finally:
            await journal.flush()


@pytest.fixture
def request_number(store):
    numbers = itertools.count(1)

    async def accepted():
        new = NewRequest(
            flow=Flow.EDIT,
            address=Address("web", "1"),
            sender=Sender("ann"),
            private=True,
            handle="",
            lane="project:1",
            language="en",
            meaning=Meaning(Wish.EDIT),
            part=Part(f"m{next(numbers)}", "", (), 1.0),
        )
        return await store.requests.accept(new, 1.0)

    return accepted


@pytest.fixture
def in_each_order(store, clock, request_number):
    """`async for backend, results, journal in in_each_order(...)`: both processes, in each order of their steps."""

    async def every(a=None, b=None, *, steps=STEPS):
        for chosen in itertools.combinations(range(2 * steps), steps):
            turns, backend, request = Turns(), Backend(), await request_number()
            processes = [Process(who, turns, store, request, backend, clock) for who in "AB"]
            tasks = {
                process.who: asyncio.create_task(process.live(**(options or {})), name=process.who)
                for process, options in zip(processes, (a, b), strict=True)
            }
            for place in range(2 * steps):
                who = "A" if place in chosen else "B"
                await turns.go_on(who, tasks[who])
            while not all(task.done() for task in tasks.values()):
                for who, task in tasks.items():
                    await turns.go_on(who, task)
            yield backend, {who: task.result() for who, task in tasks.items()}, await store.entries.load(request)

    return every


async def test_one_journal_does_it_and_the_other_takes_its_outcome_or_recovers(in_each_order):
    seen = set()
    async for backend, results, rows in in_each_order():
        assert len(backend.ran) == 1
        (first,) = backend.ran
        assert results[first] == f"done by {first}"
        other = "B" if first == "A" else "A"
        assert results[other] in {f"done by {first}", f"lost for {other}"}
        assert rows["ask"] in {f'"done by {first}"', f'"lost for {other}"'}
        seen.add((first, results[other]))
    assert seen == {
        ("A", "done by A"),
        ("A", "lost for B"),
        ("B", "done by B"),
        ("B", "lost for A"),
    }


async def test_a_refusal_of_one_never_lets_the_other_do_it_a_second_time(in_each_order):
    async for backend, results, _ in in_each_order(a={"refusals": 1}):
        assert len(backend.ran) <= 1
        assert backend.ran or backend.recovered, results


async def test_both_may_be_refused_once_and_still_one_at_most_does_it(in_each_order):
    async for backend, results, _ in in_each_order(a={"refusals": 1}, b={"refusals": 1}):
        assert len(backend.ran) <= 1
        assert backend.ran or backend.recovered, results


async def test_a_recovery_that_is_refused_never_deletes_the_intent_of_the_one_who_is_at_it(in_each_order):
    async for backend, results, rows in in_each_order(b={"recover": _refuse, "refusals": 1}):
        assert len(backend.ran) <= 1, results
        assert "ask" in rows


async def _refuse(tries):
    raise Refused


async def test_a_process_that_died_at_any_step_is_recovered_once_and_nothing_is_repeated(store, clock, request_number):
    for steps in range(STEPS + 1):
        turns, backend, request = Turns(), Backend(), await request_number()
        dead, alive = (Process(who, turns, store, request, backend, clock) for who in "AB")
        task = asyncio.create_task(dead.live())
        for _ in range(steps):
            await turns.go_on("A", task)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        later = asyncio.create_task(alive.live())
        while not later.done():
            await turns.go_on("B", later)
        assert len(backend.ran) <= 1
        assert later.result() in {"done by A", "done by B", "lost for B"}
        assert backend.ran or backend.recovered == [("B", 2)]
