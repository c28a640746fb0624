"""Intent, effect, outcome: how a request outlives the process that works on it.

A flow is an ordinary async function over the five verbs of `Journal`. Run again after a crash, every verb that has
an outcome returns it at once, so that the flow comes back to where it died. Between the verbs a flow does nothing
that anybody sees: a replay is silent.

Never holds secrets, and never runs an effect whose intent has no outcome a second time by itself: what an
intent without an outcome means after a crash is up to `recover`.
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
    """The user does not want this request any more; raised at safe points only."""


class Entries(Protocol):
    """The rows of the journal."""

    async def load(self, request: int) -> dict[str, str | None]:
        """Return what is written: an outcome's JSON, or None for an intent whose outcome is unknown."""
        ...

    async def intend(self, request: int, name: str, read: Mapping[str, str] | None = None) -> int:
        """Write an intent and what was read before it, all or nothing.

        Returns how often the intent was written, this time included.
        """
        ...

    async def withdraw(self, request: int, name: str) -> None:
        """Take an intent back: its effect provably did not happen, and the count begins anew."""
        ...

    async def record(self, request: int, name: str, value: str, read: Mapping[str, str] | None = None) -> str:
        """Write an outcome and what was read before it, all or nothing; return the outcome that counts: the first."""
        ...


class Journal:
    """The verbs of one request, for as long as this process works on it.

    `wanted` says whether the user still wants the request; it is asked at every verb.
    """

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
        self.lane = lane
        self._request = request
        self._entries = entries
        self._known = known
        self._read: dict[str, str] = {}  # known, and not written yet
        self._clock = clock
        self._stop = stop
        self._wanted = wanted
        self._cancel_ignored = False
        self._writing: asyncio.Task[str] | None = None  # the outcome of the last effect, on its way to the disk

    async def checkpoint(self) -> None:
        """Be a safe point.

        Raises:
            Suspend: the process is asked to stop; the request goes on where it is after the restart.
            Cancelled: the user does not want it any more.
        """
        self._heed_stop()
        if not self._cancel_ignored and not await self._wanted():
            raise Cancelled

    def ignore_cancel(self) -> None:
        """Hear no cancel from now on: what was begun is seen through (a turn that runs, an answer to the cancel)."""
        self._cancel_ignored = True

    def heed_cancel(self) -> None:
        """Hear a cancel again."""
        self._cancel_ignored = False

    def knows(self, name: str) -> bool:
        """Return whether `name` has an outcome already."""
        return self._known.get(name) is not None

    def outcome(self, name: str, kind: type[T]) -> T | None:
        """Return the outcome of `name`; None: there is none yet."""
        known = self._known.get(name)
        return None if known is None else from_json(known, kind)

    async def step(self, name: str, do: Callable[[], Awaitable[T]], kind: type[T]) -> T:
        """Return the outcome of `do`, which may run again after a crash; the first recorded outcome is final."""
        if (known := self._known.get(name)) is not None:
            return from_json(known, kind)
        await self.checkpoint()
        return await self._record(name, await do(), kind)

    async def read(self, name: str, do: Callable[[], Awaitable[T]], kind: type[T]) -> T:
        """Return the outcome of `do`, which costs nothing to do again.

        It is written down together with the next intent or outcome, so that whatever is done because of it finds it
        again after a crash. Until then it is only read: a life that dies before reads anew.
        """
        if (known := self._known.get(name)) is None:
            self._heed_stop()  # a cancel is heard before anything that is more than reading
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
            recover: what an intent without outcome means; gets how often it was intended.
            kind: the outcome's type.
            undone: exceptions that prove that nothing happened: the intent is withdrawn and they go on up.
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
        """Return when all outcomes are written. Whoever gives the request away waits for it; the verbs do so too."""
        if self._writing is not None:
            await asyncio.shield(self._writing)
            self._writing = None

    async def sleep(self, name: str, seconds: float) -> None:
        """Return when `seconds` have passed since this sleep was first begun, in this process or an earlier one.

        Raises:
            Suspend: what is left is longer than `INLINE_SECONDS`.
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
        """Return when this request is at the head of `lane`.

        Raises:
            Suspend: it stands in another lane; it is put at its place in this one.
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
