"""Work on requests in place of the flows: over the real journal, it does what a test tells it, step by step.

As a flow does, it begins at its top after a death, and goes through all that it was told to do: what is done already
returns from the journal.
"""

import asyncio
from types import SimpleNamespace

from core.engine.delays import Delays
from core.engine.dispatch import LONGEST_SUSPEND_SECONDS, Suspend
from core.engine.journal import Cancelled, Journal
from core.flows.gather import wait_for_parts
from core.model.requests import Outcome
from core.words.intents import Meaning, Wish
from tests.contract.life.model import JOIN_SECONDS

MEANING = Meaning(Wish.EDIT)
_END = "end"


class Bug(Exception):
    """What a test lets the work fail by."""


class Work:
    """What the engine of one process calls.

    `plans` holds, over all processes, what was told: request → commands. `gates` are the requests at work: each with
    the future of what it is told next, or None while it does what it was told.
    """

    def __init__(self, store, clock, stop, model, plans, *, require_alive):
        self._store, self._clock, self._stop = store, clock, stop
        self._model, self._plans, self._require_alive = model, plans, require_alive
        self.gates = {}

    async def tell(self, number, *command):
        self._plans.setdefault(number, []).append(command)
        self._open(number).set_result(None)

    async def fail(self, number):
        self._open(number).set_exception(Bug())

    async def __call__(self, number):
        request = await self._store.requests.get(number)
        journal = await self._journal(request)
        if journal.knows(_END):
            await self._tell_end(number, journal)
            return
        self._model.works(number)
        self.gates[number] = None
        try:
            outcome = await self._outcome(request, journal)
            await journal.flush()
            await self._store.requests.end(number, outcome, self._clock.time())
        except Suspend as suspended:
            self._model.suspends_itself(number, min(suspended.until, self._clock.time() + LONGEST_SUSPEND_SECONDS))
            raise
        except Bug:
            self._model.failed(number, self._clock.time())
            raise
        finally:
            del self.gates[number]
            self._model.rests(number)

    async def park(self, number):
        self._model.gives_up(number)
        await self._tell_end(number, await self._journal(await self._store.requests.get(number)))

    def _open(self, number):
        gate, self.gates[number] = self.gates[number], None
        return gate

    async def _outcome(self, request, journal):
        try:
            await self._follow(request, journal)
        except Cancelled:
            return Outcome.CANCELLED
        return Outcome.DONE

    async def _follow(self, request, journal):
        await journal.checkpoint()
        await self._gather(request, journal)
        plan, done = self._plans.setdefault(request.id, []), 0
        while ("finish",) not in plan[:done]:
            if done == len(plan):
                await journal.checkpoint()
                gate = self.gates[request.id] = asyncio.get_running_loop().create_future()
                await gate
            await self._do(request.id, journal, done, *plan[done])
            done += 1

    async def _do(self, number, journal, place, verb, *how):
        match verb:
            case "effect":
                await self._effect(number, journal, f"effect.{place}")
            case "sleep":
                await self._sleep(number, journal, f"sleep.{place}", *how)
            case "enter":
                await journal.enter(*how)
            case "finish":
                await journal.checkpoint()

    async def _gather(self, request, journal):
        """Wait for all parts, and seal, as `core.flows.gather` does."""
        requests, delays = self._store.requests, Delays(join=JOIN_SECONDS)
        await wait_for_parts(
            SimpleNamespace(request=request, clock=self._clock, stores=self._store, delays=delays, journal=journal)
        )
        if not request.sealed:
            await requests.seal(request.id, request.words, MEANING)

        async def words():
            return "\n".join(part.text for part in await requests.parts(request.id))

        self._model.heard(request.id, await journal.read("words", words, str))

    async def _effect(self, number, journal, name):
        effects = self._model.lives[number].effects

        async def happen():
            self._require_alive()
            self._model.happened(number, name)
            return True

        async def look(_):
            return name in effects

        known = await journal.effect(name, happen, look, bool)
        self._model.require(known is (name in effects), f"{name} of R{number} is forgotten")

    async def _sleep(self, number, journal, name, seconds):
        until = self._model.lives[number].sleeps.setdefault(name, self._clock.time() + seconds)
        await journal.sleep(name, seconds)
        self._model.require(self._clock.time() >= until, f"{name} of R{number} is over too soon")

    async def _tell_end(self, number, journal):
        """End a request that is given up, as `core.flows.ending` does: it is decided, told, and ended."""
        journal.ignore_cancel()

        async def decided():
            return True

        async def tell(*_):
            self._require_alive()
            self._model.tells(number)
            return True

        await journal.step(_END, decided, bool)
        await journal.effect("told", tell, tell, bool)
        await journal.flush()
        await self._store.requests.end(number, Outcome.PARKED, self._clock.time())

    async def _journal(self, request):
        async def wanted():
            return await self._store.requests.wanted(request.id)

        entries = self._store.entries
        known = await entries.load(request.id)
        return Journal(request.id, request.lane, entries, known, clock=self._clock, stop=self._stop, wanted=wanted)
