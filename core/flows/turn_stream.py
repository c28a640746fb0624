"""The stream of one turn, read by a task of its own to its end, whoever waits for it.

Its end is not always the end of the turn: a stream may stay open after the last words, with nothing but heartbeats. A
turn is complete when it has closed with words, no tool call is open, nothing but heartbeats has come for a while, and
snapshots show that the draft has settled. Then it is told, and the stream is read on: a reader who leaves could cancel
the run (Google ADK's server does), and the project takes no other turn until it has ended. What comes after is told
too (`core.flows.open_turn`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from core.engine.clock import deadline
from core.engine.dispatch import Suspend
from core.flows.context import RequestContext
from core.flows.open_turn import record_later
from core.flows.snapshot import try_snapshot
from core.model.store_unavailable import StoreUnavailable
from core.nemo.errors import NemoError
from core.nemo.events import Event, Heartbeat
from core.nemo.transcript import Transcript
from core.progress import Snapshot

log = logging.getLogger(__name__)

_LONGEST_SLEEP_SECONDS = 30.0  # behind an open stream
_UNCHANGED_FACTOR = 3  # how much longer an answer without a change has to be quiet: the edit may only have begun


class TurnStream:
    """Reads a turn's events; `transcript` is what was said so far. `open`: the turn is complete, its stream is not."""

    def __init__(self, context: RequestContext, words: str, asked_at: float, observe: Callable[[Event], None]) -> None:
        self.transcript = Transcript()
        self.events = 0
        self.open = False
        self._context = context
        self._words = words
        self._observe = observe
        self._active_at = context.clock.monotonic()
        self._reading: asyncio.Task[None] | None = None
        self._asked_at = asked_at

    async def read(self, before: Snapshot) -> None:
        """Post the turn and read its events, until it has ended or is complete.

        Args:
            before: the snapshot before the turn, which shows whether it changed anything.

        Raises:
            NemoError: it was refused, or its end was not seen.
            TimeoutError: it took longer than a turn may.
        """
        reading = asyncio.create_task(self._read_to_end(), name=f"turn of R{self._context.request.id}")
        try:
            if await self._is_complete(reading, before):
                self._hand_over(reading)
        except BaseException:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            raise

    async def _read_to_end(self) -> None:
        context = self._context
        async with (
            deadline(context.delays.turn_timeout, clock=context.clock),
            context.backend.turn(self._words) as events,
        ):
            async for event in events:
                self.events += 1
                self.transcript.add(event)
                self._observe(event)
                if not isinstance(event, Heartbeat):
                    self._active_at = context.clock.monotonic()

    async def _is_complete(self, reading: asyncio.Task[None], before: Snapshot) -> bool:
        """Return whether the turn is complete and its stream still open; False: the stream has ended."""
        settled, clock = self._context.delays.settled, self._context.clock
        last: tuple[float, Snapshot | None] = (0.0, None)  # a snapshot, and the last event before it
        while True:
            await _wait(reading, clock.sleep(settled / 2))
            if self.transcript.closed and not reading.done():
                look = (self._active_at, await self._look())
                if self._active_at == look[0] and _agree(look, last) and not reading.done():
                    changed = look[1] is not None and not look[1].same_draft(before)
                    quiet_seconds = clock.monotonic() - self._active_at
                    if quiet_seconds >= (settled if changed else settled * _UNCHANGED_FACTOR):
                        return True
                last = look
            if reading.done():
                await reading
                return False

    async def _look(self) -> Snapshot | None:
        try:
            return (await try_snapshot(self._context)).snapshot
        except (NemoError, StoreUnavailable) as error:  # neither ends the turn
            log.info("a turn whose stream stays open could not be looked at: %s", error)
            return None

    def _hand_over(self, reading: asyncio.Task[None]) -> None:
        context = self._context
        context.log_stage("turn complete, its stream is read on")
        self.open = True
        reading_on = asyncio.create_task(self._read_on(reading), name=f"open stream of R{context.request.id}")
        until = self._asked_at + context.delays.turn_timeout
        context.services.background.hand_over(stream_key(context), reading_on, until)

    async def _read_on(self, reading: asyncio.Task[None]) -> None:
        """Read the stream to its end, and record what comes after the turn that was told."""
        clock, reference, told = self._context.clock, self._context.request.reference, self.transcript.text
        told_at, how = clock.time(), "was closed"
        try:
            await asyncio.wait({reading})
            error = reading.exception()
            how = f"ended, {type(error).__name__}" if error else "ended"
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            said = self.transcript.text
            more = "" if said == told else "; the agent said more after its turn was told"
            log.info("%s: its stream %s %.0f s later%s", reference, how, clock.time() - told_at, more)
        if error is None:  # else the run may go on, as that of a lost turn may
            await self._record(said[len(told) :].strip() if said.startswith(told) else said)

    async def _record(self, text: str) -> None:
        try:
            await record_later(self._context, self._asked_at, text)
        except Exception:  # looks tell what it did, but not what it said
            log.exception("%s: what came after its turn could not be recorded", self._context.request.reference)


def stream_key(context: RequestContext) -> str:
    """Return the key of the stream that is read on for a project."""
    return f"stream of project {context.project.id}"


async def suspend_while_open(context: RequestContext) -> None:
    """Return when no stream of the project is open.

    Raises:
        Suspend: one is; the request is woken when it has ended.
        Cancelled, StorageError: as the journal's verbs do.
    """
    background, key = context.services.background, stream_key(context)
    if background.busy_until(key) is None:
        return
    await context.journal.checkpoint()
    if background.busy_until(key) is None:
        return  # it has ended meanwhile
    background.wake_after(key, context.request.id)
    raise Suspend(context.clock.time() + _LONGEST_SLEEP_SECONDS)  # a restart may close it


def _agree(look: tuple[float, Snapshot | None], last: tuple[float, Snapshot | None]) -> bool:
    """Return whether two snapshots show the same draft, with no event between them."""
    (active_at, now), (active_at_last, seen) = look, last
    return active_at == active_at_last and now is not None and seen is not None and now.same_draft(seen)


async def _wait(reading: asyncio.Task[None], pause: Awaitable[None]) -> None:
    """Return when the stream has ended, or after the pause."""
    waiting = asyncio.ensure_future(pause)
    try:
        await asyncio.wait({reading, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
