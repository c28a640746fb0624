"""Intent, effect, outcome: how the work on a request survives the process.

A flow is an ordinary async function over the verbs `step`, `read`, `effect`, `sleep` and `enter`. When it runs again
after a crash, every verb with a recorded outcome returns it at once, so that the flow comes back to where it stopped.
Outside the verbs a flow does nothing that is visible, so that a replay has no effects.

A verb without an outcome is a safe point: it raises `Suspend` when the process is asked to stop, and `Cancelled` when
the request was cancelled. Both are BaseExceptions, so that no `except Exception` in a flow catches them. Every verb
that writes raises `StorageError` when it could not. What has happened already is written as soon as the store can take
it, for as long as the process lives: nobody else knows of it.

The journal never holds secrets. It never repeats an effect whose intent is written and whose outcome is unknown:
`recover` finds the outcome. The database decides whose intent was first, so that of two journals of one request, as two
processes may have them for a moment, one at most does an effect.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeVar

from core.engine.clock import Clock
from core.engine.codec import from_json, to_json
from core.engine.dispatch import Stop, Suspend
from core.model.store_unavailable import StoreUnavailable

log = logging.getLogger(__name__)

T = TypeVar("T")

INLINE_SECONDS = 3.0  # up to this long a sleep keeps its worker
_ROUNDING_SECONDS = 1.0  # by so much two times of one clock may differ
_STORE_AGAIN_SECONDS = 1.0, 30.0  # until what has happened is written again: at first, and at most


class Cancelled(BaseException):
    """The request was cancelled. Raised at safe points only."""


class Entries(Protocol):
    """The rows of the journal. Every method raises `StorageError`."""

    async def load(self, request: int) -> dict[str, str | None]:
        """Return what is written: an outcome's JSON, or None for an intent whose outcome is unknown."""
        ...

    async def intend(self, request: int, name: str, read: Mapping[str, str] | None = None) -> int:
        """Write an intent, and the reads before it, in one statement.

        Returns:
            How often this intent was written, including this time. Only who gets 1 may do the effect; the same number
            is never given out twice while the intent stands.
        """
        ...

    async def withdraw(self, request: int, name: str, tries: int) -> None:
        """Take back one writing of an intent, unless it was written again after that.

        Args:
            request: the request.
            name: the intent.
            tries: what `intend` returned for this writing. After the first one the intent is deleted.
        """
        ...

    async def record(self, request: int, name: str, value: str, read: Mapping[str, str] | None = None) -> str:
        """Write an outcome, and the reads before it, in one statement.

        Returns:
            The outcome that counts: the one written first.
        """
        ...


class Journal:
    """The verbs of one request in one process. The module says which exceptions they share."""

    def __init__(
        self,
        request: int,
        lane: str,
        entries: Entries,
        known: dict[str, str | None],
        *,
        clock: Clock,
        stop: Stop,
        wanted: Callable[[], Awaitable[bool]],
    ) -> None:
        """Create the verbs of a request.

        Args:
            request: the request.
            lane: the lane it is in.
            entries: where outcomes are written.
            known: the recorded outcomes by name; None is an intent with an unknown outcome.
            clock: sleeps, and gives the epoch seconds that are written.
            stop: set when the process is asked to stop.
            wanted: returns False when the request was cancelled; called by every verb but `read`.
        """
        self.lane = lane
        self._request = request
        self._entries = entries
        self._known = known
        self._read: dict[str, str] = {}  # outcomes of reads that are not written yet
        self._clock = clock
        self._stop = stop
        self._wanted = wanted
        self._cancel_ignored = False
        self._writing: asyncio.Task[str] | None = None  # writes the outcome of the last effect

    async def checkpoint(self) -> None:
        """Raise if the process is asked to stop or the request was cancelled.

        Raises:
            Suspend: the process is asked to stop; the next process goes on from here.
            Cancelled: the request was cancelled.
            StorageError: the rows cannot be read.
        """
        self._heed_stop()
        if not self._cancel_ignored and not await self._wanted():
            raise Cancelled

    def ignore_cancel(self) -> None:
        """Raise `Cancelled` no more, so that a running turn or the answer to a cancel goes on to its end."""
        self._cancel_ignored = True

    def heed_cancel(self) -> None:
        """Raise `Cancelled` again."""
        self._cancel_ignored = False

    @property
    def rows(self) -> Mapping[str, str | None]:
        """What is recorded by now, as `Entries.load` returns it."""
        return self._known

    def knows(self, name: str) -> bool:
        """Return whether `name` has an outcome."""
        return self._known.get(name) is not None

    def began(self, name: str) -> bool:
        """Return whether `name` has an intent or an outcome."""
        return name in self._known

    def outcome(self, name: str, kind: type[T]) -> T | None:
        """Return the outcome of `name`; None: it has none.

        Raises:
            ValueError: the outcome is not of this kind.
        """
        known = self._known.get(name)
        return None if known is None else from_json(known, kind)

    async def step(self, name: str, do: Callable[[], Awaitable[T]], kind: type[T]) -> T:
        """Return the outcome of `do`, which may run again after a crash; the first outcome written is final.

        Raises:
            Suspend, Cancelled, StorageError: see the module.
            Exception: what `do` raises; nothing is written then.
        """
        if (known := self._known.get(name)) is not None:
            return from_json(known, kind)
        await self.checkpoint()
        return await self._record(name, await do(), kind)

    async def record(self, name: str, value: T, kind: type[T]) -> None:
        """Write what has happened of an effect that goes on: this is no place to stop or to cancel.

        Raises:
            StorageError: it could not be written.
        """
        await self._record(name, value, kind)

    async def read(self, name: str, do: Callable[[], Awaitable[T]], kind: type[T]) -> T:
        """Return the outcome of `do`, which only reads.

        It is written together with the next intent or outcome, so that after a crash the flow decides the same. A
        process that dies before that reads again.

        Raises:
            Suspend: the process is asked to stop. A cancel is only noticed by the next verb that does something.
            Exception: what `do` raises; nothing is written then.
        """
        if (known := self._known.get(name)) is None:
            self._heed_stop()
            known = self._known[name] = self._read[name] = to_json(await do(), kind)
        return from_json(known, kind)

    async def effect(
        self,
        name: str,
        do: Callable[[], Awaitable[T]],
        recover: Callable[[int], Awaitable[T]],
        kind: type[T],
        undone: tuple[type[Exception], ...] = (),
    ) -> T:
        """Return the outcome of `do`, which must not run twice.

        Args:
            name: the intent's name, unique in the request.
            do: the effect.
            recover: finds the outcome when the intent was written without one; gets how often the intent was
                written.
            kind: the outcome's type.
            undone: exceptions which prove that nothing happened: what this call wrote of the intent is withdrawn, and
                they are raised. An earlier writing stays, so that the next call recovers too.

        Raises:
            Suspend, Cancelled, StorageError: see the module.
            Exception: what `do` or `recover` raises. If it is not one of `undone`, the intent stays without an outcome.
        """
        if (known := self._known.get(name)) is not None:
            return from_json(known, kind)
        if unknown := name in self._known:
            await self.checkpoint()
        tries = await self._intend(name)
        if tries > 1 and (known := await self._outcome_meanwhile(name)) is not None:
            return from_json(known, kind)
        try:
            if not unknown:
                await self.checkpoint()  # a cancel that came before the intent was visible
        except BaseException:
            await self._withdraw(name, tries)
            raise
        try:
            value = await (do() if tries == 1 else recover(tries))
        except undone:
            await self._withdraw(name, tries)
            raise
        if tries > 1:
            return await self._record(name, value, kind)
        await self.flush()  # of an effect within this one
        self._known[name] = text = to_json(value, kind)
        writing = self.surely(lambda: self._entries.record(self._request, name, text))
        self._writing = asyncio.create_task(writing, name=f"outcome {name}")
        return from_json(text, kind)

    async def surely(self, write: Callable[[], Awaitable[T]]) -> T:
        """Return what a write of something that has happened returns; it is repeated while the store cannot take it.

        Raises:
            StorageError: it cannot, and the process is asked to stop.
        """
        pause, longest = _STORE_AGAIN_SECONDS
        while True:
            try:
                return await write()
            except StoreUnavailable as error:
                if self._stop.asked:
                    raise
                log.warning("R%d: what has happened cannot be written yet (%s)", self._request, error)
            await self._clock.sleep(pause)
            pause = min(pause * 2, longest)

    async def flush(self) -> None:
        """Wait until the outcome of the last effect is written, as every verb that writes does first.

        Raises:
            StorageError: it could not be written.
        """
        if self._writing is not None:
            await asyncio.shield(self._writing)
            self._writing = None

    async def sleep(self, name: str, seconds: float) -> None:
        """Wait until `seconds` have passed since this sleep began, in this process or an earlier one.

        A sleep whose end is more than `seconds` ahead was begun by a clock that was ahead: it is over, because nobody
        knows how much of it is left. Who does not know how long it was gives the longest that it may have been.

        Raises:
            Suspend: more than `INLINE_SECONDS` are left, so that the worker is free; or as the module says.
            Cancelled, StorageError: see the module.
        """

        async def due() -> float:
            return self._clock.time() + seconds

        until = await self.step(name, due, float)
        rest = until - self._clock.time()
        if rest > seconds + _ROUNDING_SECONDS:
            return
        if rest > INLINE_SECONDS:
            await self.checkpoint()
            raise Suspend(until)
        if rest > 0:
            await self._clock.sleep(rest)
            await self.checkpoint()

    async def enter(self, lane: str) -> None:
        """Move the request to `lane`; return when it is worked on there.

        Raises:
            Suspend: it was in another lane and moves to its place in this one; or as the module says.
            Cancelled, StorageError: see the module.
        """
        if self.lane != lane:
            raise Suspend(0.0, lane)
        await self.checkpoint()

    async def _intend(self, name: str) -> int:
        self._heed_stop()
        await self.flush()
        tries = await self._entries.intend(self._request, name, self._read)
        self._read.clear()
        self._known[name] = None
        return tries

    async def _outcome_meanwhile(self, name: str) -> str | None:
        """Return the outcome that another journal of this request wrote after this one was loaded."""
        known = self._known[name] = (await self._entries.load(self._request)).get(name)
        return known

    async def _withdraw(self, name: str, tries: int) -> None:
        await self.surely(lambda: self._entries.withdraw(self._request, name, tries))
        if tries == 1:
            del self._known[name]

    def _heed_stop(self) -> None:
        if self._stop.asked:
            raise Suspend(0.0)

    async def _record(self, name: str, value: T, kind: type[T]) -> T:
        await self.flush()
        written = to_json(value, kind)
        writing = self.surely(lambda: self._entries.record(self._request, name, written, self._read))
        text = await asyncio.shield(writing)  # an outcome that happened must not be lost to a cancelled task
        self._read.clear()
        self._known[name] = text
        return from_json(text, kind)
