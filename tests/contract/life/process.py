"""A process with a real store and a real engine, in front of which a test plays intake; it can die at any write."""

import asyncio
import contextlib
from dataclasses import dataclass

from core.engine.dispatch import Stop
from core.model.chat import Address, Sender
from core.model.requests import Flow, NewRequest, Part
from tests.contract.life.model import DEATHS, JOIN_SECONDS
from tests.contract.life.watched import watched
from tests.contract.life.work import MEANING, Work

HERE = Address("web", "7")
PLACES = 2
GRACE_SECONDS = 5.0


class ProcessKilled(BaseException):
    """Raised in the tasks of a killed process, at whatever they do next."""


@dataclass(frozen=True)
class Said:
    """A message: it joins an earlier one if it `continues`, and waits for more if it `waits`."""

    key: str
    sender: str
    text: str
    lane: str
    at: float
    waits: bool = False
    continues: bool = False
    press: object = None

    @property
    def part(self):
        return Part(self.key, self.text, (), self.at)

    def request(self, now, *, begun=False):
        return NewRequest(
            flow=Flow.EDIT,
            address=HERE,
            sender=Sender(self.sender),
            private=True,
            handle="",
            lane=self.lane,
            language="en",
            meaning=MEANING,
            part=self.part,
            action=self.press.action if self.press else None,
            joins_until=now + (JOIN_SECONDS if self.waits else 0.0),
            begun=begun,
            press=self.press,
        )


class Process:
    """One life of the process. `plans` is as for `Work`; it dies after `dies_at` points, unless that is None."""

    def __init__(self, kind, folder, loop, clock, model, plans, *, dies_at=None):
        self.loop, self.dies_at, self.alive = loop, dies_at, True
        self._clock, self._model = clock, model
        self._closing, self._stop = contextlib.AsyncExitStack(), Stop()
        opened = loop.finish(self._closing.enter_async_context(kind.open_store(folder, clock=clock)))
        loop.finish(kind.hurry(opened))
        self.store = watched(opened, self, model)
        self.work = Work(self.store, clock, self._stop, model, plans, require_alive=self.require_alive)
        self._dispatcher = kind.dispatcher(
            self.store.queue,
            clock=clock,
            stop=self._stop,
            concurrency=PLACES,
            park=self.work.park,
            join_seconds=JOIN_SECONDS,
            max_claims=DEATHS,
        )
        model.starts(clock.now)
        self._running = loop.create_task(self._dispatcher.run(self.work, GRACE_SECONDS), name="engine")
        loop.settle()

    def do(self, work):
        """Return what a coroutine returns, after all that follows from it; None: the process died meanwhile."""
        task = self.loop.create_task(work)
        self.loop.settle()
        assert task.done(), "it waits for something"
        return None if isinstance(task.exception(), ProcessKilled) else task.result()

    async def receive(self, said):
        """Commit a message as intake does, and return True: it was received before, it joins, or it is a request."""
        requests, now = self.store.requests, self._clock.time()
        if await requests.seen(HERE, said.key) or (said.continues and await self._join(said, now)):
            return True
        async with self._dispatcher.reserve(said.lane, HERE.person(said.sender)) as reserved:
            number = await requests.accept(said.request(now, begun=reserved is not None), now)
            if number is not None:
                if reserved is not None:
                    reserved.take(number, said.lane)
                self._dispatcher.notify(said.lane)
        return True

    async def _join(self, said, now):
        waiting = await self.store.requests.joinable(HERE, said.sender, None)
        if waiting is None or now > waiting.joins_until:
            return False
        until = max(waiting.joins_until, now + JOIN_SECONDS)
        return await self.store.requests.join(waiting.id, said.part, MEANING, until)

    async def cancel(self, number):
        """Cancel as `core.flows.cancelling` does: first the mark, then the wake."""
        cancelled = await self.store.requests.cancel(number)
        await self.wake(number)
        return cancelled

    async def wake(self, number):
        self._model.lives[number].wake_asked = True
        self._dispatcher.wake(number)

    def stop(self):
        """Ask it to stop; it does after the grace at the latest."""
        self._running.cancel()
        self.loop.settle()

    def close(self):
        """End in order, after `stop` and the grace."""
        assert self._running.done()
        self.loop.finish(self._closing.aclose())

    def die(self):
        """Do nothing more that anybody could see."""
        self._end_here()
        self.loop.settle()

    def bury(self):
        """Release what the machine would have released of a killed process."""
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        self.loop.finish(_end({*tasks, self._running}))
        self.loop.finish(self._closing.aclose())

    def point(self):
        """Die here, if it is here that the process has to die."""
        if self.dies_at == 0:
            self._end_here()
        elif self.dies_at is not None:
            self.dies_at -= 1
        self.require_alive()

    def _end_here(self):
        self.alive = False
        self._stop.asked = True  # so that its engine begins nothing in vain

    def require_alive(self):
        if not self.alive:
            raise ProcessKilled


async def _end(tasks):
    await asyncio.gather(*tasks, return_exceptions=True)
