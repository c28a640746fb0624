"""Intent, effect, outcome: how a request outlives the process that works on it.

A flow is an ordinary async function over the verbs `step`, `read`, `effect`, `sleep` and `enter`. When it runs again
after a crash, every verb that has an outcome returns it at once, so that the flow comes back to where it stopped.
Outside the verbs a flow does nothing that anybody sees: a replay is silent.

A verb that has no outcome yet is a safe point: it raises `Suspend` when the process is asked to stop, and `Cancelled`
when the user does not want the request any more. Both are BaseExceptions, so that no `except Exception` of a flow stops
them. Every verb that writes raises `StorageError` when it could not.

The journal never holds secrets. It never repeats by itself an effect whose intent was written and whose outcome is not
known: `recover` finds out what that means.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeVar

from core.engine.clock import Clock
from core.engine.codec import from_json, to_json
from core.engine.dispatch import Stop, Suspend

T = TypeVar("T")

INLINE_SECONDS = 3.0  # shorter sleeps are not worth giving the worker back


class Cancelled(BaseException):
    """The user does not want this request any more. Raised at safe points only."""


class Entries(Protocol):
    """The rows of the journal. Every method raises `StorageError`."""

    async def load(self, request: int) -> dict[str, str | None]:
        """Return what is written: an outcome's JSON, or None for an intent whose outcome is unknown."""
        ...

    async def intend(self, request: int, name: str, read: Mapping[str, str] | None = None) -> int:
        """Write an intent, and what was read before it, in one statement.

        Returns:
            How often this intent was written, this time included.
        """
        ...

    async def withdraw(self, request: int, name: str) -> None:
        """Take an intent back: its effect provably did not happen, and the count begins anew."""
        ...

    async def record(self, request: int, name: str, value: str, read: Mapping[str, str] | None = None) -> str:
        """Write an outcome, and what was read before it, in one statement.

        Returns:
            The outcome that was written first: it counts.
        """
        ...


class Journal:
    """The verbs of one request in one process. What the module says of their exceptions holds for each of them."""

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
        """Take what a request's verbs work with.

        Args:
            request: the request.
            lane: the lane it is worked on in.
            entries: where outcomes are written.
            known: what is written already, by name; None is an intent whose outcome is not known.
            clock: what sleeps, and tells the epoch seconds that are written.
            stop: set when the process is asked to stop.
            wanted: returns whether the user still wants the request; asked at every verb but `read`.
        """
        self.lane = lane
        self._request = request
        self._entries = entries
        self._known = known
        self._read: dict[str, str] = {}  # known, and not written yet
        self._clock = clock
        self._stop = stop
        self._wanted = wanted
        self._cancel_ignored = False
        self._writing: asyncio.Task[str] | None = None  # writes the outcome of the last effect

    async def checkpoint(self) -> None:
        """Be a safe point, and nothing else.

        Raises:
            Suspend: the process is asked to stop; the next process goes on from here.
            Cancelled: the user does not want the request any more.
            StorageError: nobody can tell whether it is wanted.
        """
        self._heed_stop()
        if not self._cancel_ignored and not await self._wanted():
            raise Cancelled

    def ignore_cancel(self) -> None:
        """Raise `Cancelled` no more: what has begun goes on to its end (a running turn, the answer to a cancel)."""
        self._cancel_ignored = True

    def heed_cancel(self) -> None:
        """Raise `Cancelled` again."""
        self._cancel_ignored = False

    def knows(self, name: str) -> bool:
        """Return whether `name` has an outcome already."""
        return self._known.get(name) is not None

    def outcome(self, name: str, kind: type[T]) -> T | None:
        """Return the outcome of `name`; None: there is none yet.

        Raises:
            ValueError: the outcome is none of this kind.
        """
        known = self._known.get(name)
        return None if known is None else from_json(known, kind)

    async def step(self, name: str, do: Callable[[], Awaitable[T]], kind: type[T]) -> T:
        """Return the outcome of `do`, which may run again after a crash; the outcome that is written first is final.

        Raises:
            Suspend, Cancelled, StorageError: see the module.
            Exception: what `do` raises; nothing is written then.
        """
        if (known := self._known.get(name)) is not None:
            return from_json(known, kind)
        await self.checkpoint()
        return await self._record(name, await do(), kind)

    async def read(self, name: str, do: Callable[[], Awaitable[T]], kind: type[T]) -> T:
        """Return the outcome of `do`, which only reads.

        It is written together with the next intent or outcome, so that what was decided from it is decided alike after
        a crash. A process that dies before that reads again.

        Raises:
            Suspend: the process is asked to stop. `Cancelled` is left to the next verb that does something.
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
            recover: finds the outcome when an earlier process wrote the intent and no outcome; gets how often the
                intent was written.
            kind: the outcome's type.
            undone: exceptions that prove that nothing happened: the intent is withdrawn, and they are raised.

        Raises:
            Suspend, Cancelled, StorageError: see the module.
            Exception: what `do` or `recover` raises. If it is not one of `undone`, the intent stays without an outcome.
        """
        if (known := self._known.get(name)) is not None:
            return from_json(known, kind)
        if unknown := name in self._known:
            await self.checkpoint()
        tries = await self._intend(name)
        try:
            if not unknown:
                await self.checkpoint()  # the intent stands: whoever cancels from here on sees it
        except BaseException:
            await self._withdraw(name)
            raise
        try:
            value = await (recover(tries) if unknown else do())
        except undone:
            await self._withdraw(name)
            raise
        self._known[name] = text = to_json(value, kind)
        self._writing = asyncio.create_task(self._entries.record(self._request, name, text), name=f"outcome {name}")
        return from_json(text, kind)

    async def flush(self) -> None:
        """Return when the outcome of the last effect is written. Every verb that writes waits for it first.

        Raises:
            StorageError: it could not be written.
        """
        if self._writing is not None:
            await asyncio.shield(self._writing)
            self._writing = None

    async def sleep(self, name: str, seconds: float) -> None:
        """Return when `seconds` have passed since this sleep began, in this process or an earlier one.

        Raises:
            Suspend: more than `INLINE_SECONDS` are left, so the worker is given back; or as the module says.
            Cancelled, StorageError: see the module.
        """

        async def due() -> float:
            return self._clock.time() + seconds

        until = await self.step(name, due, float)
        rest = until - self._clock.time()
        if rest > INLINE_SECONDS:
            await self.checkpoint()
            raise Suspend(until)
        if rest > 0:
            await self._clock.sleep(rest)
            await self.checkpoint()

    async def enter(self, lane: str) -> None:
        """Return when this request is worked on in `lane`.

        Raises:
            Suspend: it is in another lane, and is moved to its place in this one; or as the module says.
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

    async def _withdraw(self, name: str) -> None:
        await self._entries.withdraw(self._request, name)
        del self._known[name]

    def _heed_stop(self) -> None:
        if self._stop.asked:
            raise Suspend(0.0)

    async def _record(self, name: str, value: T, kind: type[T]) -> T:
        await self.flush()
        # shielded: an outcome that happened must not be lost to a cancelled task
        text = await asyncio.shield(self._entries.record(self._request, name, to_json(value, kind), self._read))
        self._read.clear()
        self._known[name] = text
        return from_json(text, kind)
