"""A process with an engine whose work is scripted by a test."""

import asyncio
import time

from core.engine.dispatch import Stop, Suspend
from core.model.requests import Outcome


class Engine:
    """A process: an engine over a store, and work that a test scripts request by request."""

    def __init__(self, kind, store, clock, concurrency=10, queue=None, park=None, **other):
        self.store = store
        self.clock = clock
        self.stop = Stop()
        self.begun: list[int] = []
        self.running: set[int] = set()
        self.parked: list[int] = []
        self.script = {}
        self.engine = kind.dispatcher(
            queue or store.queue,
            clock=clock,
            stop=self.stop,
            concurrency=concurrency,
            park=park or self._park,
            **other,
        )
        self._run: asyncio.Task[None] | None = None

    async def work(self, request):
        self.begun.append(request)
        self.running.add(request)
        try:
            if request in self.script:
                await self.script[request](len([one for one in self.begun if one == request]))
        finally:
            self.running.discard(request)
        await self.store.requests.end(request, Outcome.DONE, self.clock.time())

    def reserve(self, lane="project:1", person="p:anna"):
        return self.engine.reserve(lane, person)

    async def begins_at_once(self, lane, person):
        """Whether what is accepted in a lane now is promised to begin at once."""
        async with self.engine.reserve(lane, person) as reserved:
            return reserved is not None

    async def until_it(self, lane, person, *, begins_at_once):
        end = time.monotonic() + 15
        while await self.begins_at_once(lane, person) is not begins_at_once:
            assert time.monotonic() < end, f"{lane}: it stays as it is"
            await asyncio.sleep(0.002)

    async def _park(self, request):
        self.parked.append(request)

    def start(self, grace=5.0):
        self._run = asyncio.create_task(self.engine.run(self.work, grace), name="engine")

    def ask_to_stop(self):
        assert self._run is not None
        self._run.cancel()

    async def stopped(self):
        self.ask_to_stop()
        await asyncio.wait({self._run})

    @property
    def has_stopped(self):
        return self._run is None or self._run.done()


def until(event):
    async def wait(_):
        await event.wait()

    return wait


def suspend_once(seconds_from, clock, lane=None):
    async def sleep(time):
        if time == 1:
            raise Suspend(clock.time() + seconds_from, lane)

    return sleep
