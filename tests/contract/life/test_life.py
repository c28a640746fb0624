"""Lives of requests that Hypothesis thinks of, compared with a plain model after each step.

Requests are accepted, joined, corrected, sealed, cancelled and woken, buttons are pressed, messages come twice; the
work on them does something, sleeps, fails and ends; the process is stopped, or dies at any write.
"""

import itertools
import logging
import os
import shutil
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.model.actions import ChooseLanguage, Export, SendWords, TryAgain
from core.model.presses import Press, PressRefused
from tests.contract.life.loop import OrderlyLoop
from tests.contract.life.model import JOIN_SECONDS, Model
from tests.contract.life.process import GRACE_SECONDS, HERE, PLACES, Process, Said
from tests.contract.life.work import MEANING

NEW_LIVES = int(os.environ.get("LIFE_EXAMPLES", "0"))  # 0: the same hundred each time

SENDERS = st.sampled_from(["anna", "ben"])
LANES = st.sampled_from(["project:1", "project:2", "project:3", "now:1"])
BUTTONS = st.sampled_from([Export(), SendWords(7), TryAgain(7), ChooseLanguage("en"), ChooseLanguage("zh")])
KEYBOARDS = ("b1", "b2")  # messages with buttons
POINTS = st.integers(0, 12)  # statements that write, before the process dies
DEATHS = st.none() | st.integers(0, 6)  # as soon
DOWN = st.sampled_from([0.0, 60.0])  # seconds
WITHOUT_PLACE = ("now:", "render:")


class LifeMachine(RuleBasedStateMachine):
    """Processes, one after the other, in a folder of their own."""

    def __init__(self, kind, folder, clock):
        super().__init__()
        self.kind, self.folder, self.clock = kind, folder, clock
        self.loop, self.model, self.plans = OrderlyLoop(), Model(), {}
        self.keys = itertools.count(1)
        self.said, self.unacknowledged = [], []

    @initialize()
    def begin(self):
        self.start()
        for key in KEYBOARDS:
            sent = {"request": None, "project": None, "role": "answer", "text": "", "now": self.clock.now}
            self.do(self.process.store.messages.sent(HERE, key, **sent))

    # messages

    @rule(sender=SENDERS, lane=LANES, waits=st.booleans(), dies_at=DEATHS)
    def say(self, sender, lane, waits, dies_at):
        self.arm(dies_at)
        self.receive(sender, lane, waits=waits)

    @precondition(lambda self: any(map(self.model.joinable, ("anna", "ben"))))
    @rule(sender=SENDERS, lane=LANES, dies_at=DEATHS)
    def go_on_saying(self, sender, lane, dies_at):
        self.arm(dies_at)
        self.receive(sender, lane, continues=True)

    @precondition(lambda self: self.model.lives)
    @rule(data=st.data(), dies_at=DEATHS)
    def join_any(self, data, dies_at):
        """Join whatever request, as a message does that was on its way while the request was sealed."""
        self.arm(dies_at)
        number, key = self.draw_request(data), f"m{next(self.keys)}"
        until = self.clock.now + JOIN_SECONDS
        said = Said(key, self.model.lives[number].sender, f"late {key}", "", self.clock.now)
        expected = self.model.lives[number].joinable
        self.compare(self.process.store.requests.join(number, said.part, MEANING, until), expected)

    @precondition(lambda self: self.said)
    @rule(data=st.data(), dies_at=DEATHS)
    def correct(self, data, dies_at):
        self.arm(dies_at)
        key = data.draw(st.sampled_from(self.said)).key
        expected = any(key in life.texts and life.joinable for life in self.model.lives.values())
        words = f"better {key} {self.clock.now:.0f}"

        async def corrected():
            return await self.process.store.requests.correct(HERE, key, words, MEANING) is not None

        self.compare(corrected(), expected)

    @precondition(lambda self: self.said)
    @rule(data=st.data(), door=st.booleans())
    def receive_again(self, data, door):
        """Receive a message a second time: at the front door, or where it is committed."""
        said = data.draw(st.sampled_from(self.said))
        receipts, lives = set(self.model.receipts), set(self.model.lives)
        if door:
            self.do(self.process.receive(said))
        else:
            try:
                self.compare(self.process.store.requests.accept(said.request(self.clock.now), self.clock.now), None)
            except PressRefused:
                assert said.press
        assert (self.model.receipts, set(self.model.lives)) == (receipts, lives)

    # buttons

    @rule(sender=SENDERS, lane=LANES, button=BUTTONS, under=st.sampled_from(KEYBOARDS), short=st.booleans())
    def press(self, sender, lane, button, under, short):
        """Press a button; `short`: on a platform where a press that does nothing has an answer of its own."""
        press, now = Press(button, under), self.clock.now
        if short:
            said = Said(f"p{next(self.keys)}", sender, "", lane, now, press=press)
            refused_press = self.process.store.requests.refuse_press(HERE, sender, said.part, press, now)
            self.compare(refused_press, self.model.repeats(press, now))
            return
        refused, refusal = "", self.model.refuses(press, now)
        try:
            self.receive(sender, lane, press=press)
        except PressRefused as error:
            refused = type(error).__name__
            self.said.pop()  # intake answers it under its key, and it does nothing
            self.unacknowledged.clear()
        assert refused == refusal

    @rule(under=st.sampled_from(KEYBOARDS))
    def withdraw(self, under):
        self.do(self.process.store.messages.withdraw(HERE, under))

    @precondition(lambda self: self.model.lives)
    @rule(data=st.data(), dies_at=DEATHS)
    def cancel(self, data, dies_at):
        self.arm(dies_at)
        number = self.draw_request(data)
        self.compare(self.process.cancel(number), self.model.lives[number].open)

    # the work

    @precondition(lambda self: self.waiting())
    @rule(data=st.data(), seconds=st.sampled_from([2.0, 60.0, 900.0]))
    def work_sleeps(self, data, seconds):
        self.tell(data, "sleep", seconds)

    @precondition(lambda self: self.waiting())
    @rule(data=st.data(), dies_at=st.sampled_from([None, 0, 1, 2, 3]))  # 2: it was done, and that is not written
    def work_does_something(self, data, dies_at):
        self.arm(dies_at)
        self.tell(data, "effect")

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def work_enters_another_lane(self, data):
        number = data.draw(st.sampled_from(self.waiting()))
        if not any(command == "enter" for command, *_ in self.plans.get(number, ())):
            self.do(self.process.work.tell(number, "enter", "render:1"))

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def work_ends(self, data):
        self.tell(data, "finish")

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def work_fails(self, data):
        self.do(self.process.work.fail(data.draw(st.sampled_from(self.waiting()))))

    @precondition(lambda self: self.model.lives)
    @rule(data=st.data())
    def wake(self, data):
        life = self.model.lives[self.draw_request(data)]
        wakes = life.wakes
        self.process.do(self.process.wake(life.number))
        assert not self.process.alive or life.wakes == wakes + 1, "it is not woken"
        self.go_on()

    # time and processes

    @rule(seconds=st.sampled_from([1.0, JOIN_SECONDS, 60.0, 600.0]))
    def time_passes(self, seconds):
        self.pass_time(seconds)
        self.go_on()

    @rule(points=POINTS)
    def die_soon(self, points):
        self.arm(points)

    @rule(seconds=DOWN, dies_at=DEATHS, times=st.integers(1, 3))
    def die(self, seconds, dies_at, times):
        """Be killed while nothing is written, perhaps several times, and again while it begins."""
        for _ in range(times):
            self.process.die()
            self.go_on(seconds, dies_at)

    @rule(seconds=DOWN, does=st.booleans(), times=st.integers(1, 3))
    def stop(self, seconds, does, times):
        """Stop in order; `does`: what is at work comes to its next safe point within the grace."""
        for _ in range(times):
            self.process.stop()
            if does:
                for number in self.waiting():
                    self.process.do(self.process.work.tell(number, "effect"))
            self.pass_time(GRACE_SECONDS)
            if self.process.alive:
                self.process.close()
                self.model.stopped()
                self.clock.now += seconds
                self.start()
            self.go_on()

    @invariant()
    def everything_is_as_in_the_model(self):
        assert not self.model.objections
        self.loop.run_until_complete(self.compare_rows())
        ready = {life.number: life.lane for life in self.model.ready(self.clock.now)}
        without = {number for number, lane in ready.items() if lane.startswith(WITHOUT_PLACE)}
        working = set(self.process.work.gates)
        assert working == {life.number for life in self.model.lives.values() if life.working}
        assert working <= set(ready), "something works that has to wait"
        last = {number for number in ready if self.model.lives[number].in_last_try}
        turns = last - working if last & working else set()  # they wait for another's last try, perhaps in a place
        assert without <= working | turns, "something waits for a place that needs none"
        places = min(PLACES, len(ready) - len(without))
        assert places - len(turns - without) <= len(working - without) <= places, "something waits for nothing"

    def teardown(self):
        try:
            if sys.exc_info()[0] is None:
                self.leave_alone()
        finally:
            self.process.die()
            self.process.bury()
            self.loop.close()
            shutil.rmtree(self.folder)

    def leave_alone(self):
        """Let all work go on to its end, and see that each request has one."""
        self.process.dies_at = None
        for _ in range(500):
            if not self.model.open():
                break
            for number in self.waiting():
                self.do(self.process.work.tell(number, "finish"))
            self.pass_time(60.0)
            self.everything_is_as_in_the_model()
        assert not self.model.open(), "some requests never end"
        assert {said.key for said in self.said if not said.press} <= self.model.receipts, "a message is lost"

    # what the rules share

    def start(self, dies_at=None):
        self.process = Process(self.kind, self.folder, self.loop, self.clock, self.model, self.plans, dies_at=dies_at)

    def go_on(self, seconds=0.0, dies_at=None):
        """Begin anew if the process died; whatever was not acknowledged comes again."""
        self.revive(seconds, dies_at)
        while self.unacknowledged:
            if self.process.do(self.process.receive(self.unacknowledged[0])):
                self.unacknowledged.pop(0)
            self.revive()

    def revive(self, seconds=0.0, dies_at=None):
        while not self.process.alive:
            self.model.died()
            self.process.bury()
            self.clock.now += seconds
            self.start(dies_at)
            dies_at = None

    def arm(self, dies_at):
        """Let the process die when so many statements more have been written; None: whenever it was to."""
        if dies_at is not None:
            self.process.dies_at = dies_at

    def do(self, work):
        result = self.process.do(work)
        self.go_on()
        return result

    def compare(self, work, expected):
        """Do something, and compare what it returns, unless the process died of it."""
        process = self.process
        result = process.do(work)
        assert result == expected or not process.alive
        self.go_on()

    def receive(self, sender, lane, **other):
        key = f"m{next(self.keys)}"
        said = Said(key, sender, f"words {key}", lane, self.clock.now, **other)
        self.said.append(said)
        self.unacknowledged.append(said)
        self.go_on()

    def draw_request(self, data):
        """Draw one that is open, more often than not."""
        numbers = [life.number for life in self.model.open()]
        return data.draw(st.sampled_from([*numbers, *self.model.lives]))

    def waiting(self):
        """The requests at work that wait for what they are told next."""
        return [number for number, gate in self.process.work.gates.items() if gate is not None]

    def tell(self, data, *command):
        self.do(self.process.work.tell(data.draw(st.sampled_from(self.waiting())), *command))

    def pass_time(self, seconds):
        """Let time pass from one sleeper to the next, each of which goes as far as it can."""
        end = self.clock.now + seconds
        while (waits := self.clock.waits()) and self.clock.now + waits[0] <= end:
            self.loop.run_until_complete(self.clock.advance(waits[0]))
            self.loop.settle()
        self.clock.now = end

    async def compare_rows(self):
        store, now = self.process.store, self.clock.now
        for life in self.model.lives.values():
            request = await store.requests.get(life.number)
            parts = await store.requests.parts(life.number)
            assert request.outcome == life.outcome
            assert (request.lane, request.sealed, request.cancelled) == (life.lane, life.sealed, life.cancelled)
            assert request.joins_until == life.joins_until
            assert {part.key: part.text for part in parts} == life.texts
            assert life.sealed or request.words == "\n".join(filter(None, life.texts.values()))
        found = await store.queue.open(now)
        assert found.number == len(self.model.open())
        assert found.suspended == sum(life.wakes_at > now for life in self.model.open())
        heads = {head.lane: head.request for head in await store.queue.heads()}
        assert heads == {lane: life.number for lane, life in self.model.heads().items()}
        for key in self.model.receipts:
            assert await store.requests.seen(HERE, key)


@pytest.fixture
def template(kind, clock, tmp_path):
    """The folder of a process that began, and did nothing yet."""
    folder, loop = tmp_path / "template", OrderlyLoop()
    folder.mkdir()

    async def opened():
        async with kind.open_store(folder, clock=clock):
            pass

    loop.finish(opened())
    loop.close()
    return folder


@pytest.fixture
def quiet():
    """Thousands of requests end badly on purpose: nobody reads of it."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("quiet")
@pytest.mark.timeout(0 if NEW_LIVES else 900)  # Hypothesis may shorten what it found for 300 s
def test_the_life_of_requests_is_as_in_the_model(kind, template, tmp_path, clock):
    folders = itertools.count()

    def machine():
        folder = tmp_path / f"life.{next(folders)}"
        shutil.copytree(template, folder)
        return LifeMachine(kind, folder, type(clock)())

    run_state_machine_as_test(machine, settings=_settings())


def _settings():
    phases = set(Phase) - {Phase.explain}  # which takes minutes
    common = {"suppress_health_check": list(HealthCheck), "phases": phases}
    if NEW_LIVES:
        return settings(max_examples=NEW_LIVES, stateful_step_count=60, **common)
    return settings(max_examples=100, stateful_step_count=40, derandomize=True, database=None, **common)
