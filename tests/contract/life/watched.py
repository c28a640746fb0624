"""A store whose process may die before each statement that writes, before each commit, and after each call.

What a call has committed is told to the model, also when the process dies of it.
"""

import contextlib
from dataclasses import dataclass, replace

from tests.contract.life.model import Life, Model


def watched(store, life_of_process, model):
    """Return a store with the same rows. `life_of_process` has `point()`, where it may die, and `require_alive()`."""
    _watch_statements(store.database, life_of_process)
    events = {"requests": Requests, "queue": Queue, "entries": Entries, "messages": Messages}
    ports = {
        name: _Watched(getattr(store, name), life_of_process, committed(model)) for name, committed in events.items()
    }
    return replace(store, **ports)


def _watch_statements(database, process):
    run, transaction = database.all, database.transaction

    async def watched_run(sql, *params):
        process.require_alive()
        if not sql.startswith("select"):
            process.point()
        with process.loop.waits_for_a_thread():
            return await run(sql, *params)

    @contextlib.asynccontextmanager
    async def watched_transaction():
        process.require_alive()
        with process.loop.waits_for_a_thread():
            async with transaction() as tx:
                yield _WatchedStatements(tx, process)
                process.point()

    database.all, database.transaction = watched_run, watched_transaction


class _WatchedStatements:
    def __init__(self, tx, process):
        self._tx, self._process = tx, process

    async def all(self, sql, *params):
        self._process.point()
        return await self._tx.all(sql, *params)


class _Watched:
    """A port of the store. `committed` has a method for each call that the model is told of, with its result."""

    def __init__(self, port, process, committed):
        self._port, self._process, self._committed = port, process, committed

    def __getattr__(self, name):
        call, committed = getattr(self._port, name), getattr(self._committed, name, None)
        if committed is None:
            return call

        async def told(*args, **named):
            result = await call(*args, **named)
            committed(result, *args, **named)
            self._process.point()
            return result

        return told


@dataclass
class Requests:
    model: Model

    def accept(self, number, new, now):
        if number is not None:
            texts = {new.part.key: new.part.text}
            life = Life(number, new.lane, new.sender.id, now, new.joins_until, texts, new.press)
            self.model.accepted(life, begun=new.begun)

    def refuse_press(self, written, address, sender, part, press, now):
        if written:
            self.model.only_received(part.key)

    def join(self, joined, number, part, meaning, joins_until, ends=None):
        if joined:
            self.model.joined(number, part.key, part.text, joins_until)

    def correct(self, corrected, address, key, text, meaning):
        if corrected is not None:
            self.model.corrected(key, text)

    def seal(self, _, number, words, meaning):
        self.model.was_sealed(number)

    def cancel(self, cancelled, number):
        if cancelled:
            self.model.was_cancelled(number)

    def end(self, ended, number, outcome, now):
        if ended:
            self.model.ended(number, outcome.value, now)


@dataclass
class Queue:
    model: Model

    def begin(self, _, number, now):
        self.model.began(number, now)

    def reschedule(self, lane, number, until, to, *, forgive=True):
        self.model.suspended(number, until, lane)

    def park(self, parked, number, now):
        if parked:
            self.model.ended(number, "parked", now)

    def wake(self, lane, number):
        self.model.woken(number)


@dataclass
class Entries:
    model: Model

    def intend(self, tries, number, name, read=None):
        if read:
            self.model.got_on(number)

    def record(self, outcome, number, name, value, read=None):
        self.model.got_on(number)


@dataclass
class Messages:
    model: Model

    def withdraw(self, _, address, key):
        self.model.withdrawn.add(key)
