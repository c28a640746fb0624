"""The stream of one turn, read by a task of its own to its end, whoever waits for it.

Its end is not always the end of the turn: a stream may stay open after the last words, with nothing but heartbeats. A
turn is complete when it has closed with words, no tool call is open, nothing but heartbeats has come for a while, and
snapshots show that the draft has settled. Then it is told, and the stream is read on: a reader who leaves could cancel
the run (Google ADK's server does), and the project takes no other turn until it has ended.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from core.engine.clock import deadline
from core.flows.context import RequestContext
from core.flows.snapshot import try_snapshot
from core.nemo.errors import NemoError
from core.nemo.events import Event, Heartbeat
from core.nemo.transcript import Transcript
from core.progress import Snapshot

log = logging.getLogger(__name__)

_UNCHANGED_FACTOR = 3  # how much longer an answer without a change has to be quiet: the edit may only have begun


class TurnStream:
    """Reads a turn's events; `transcript` is what was said so far."""

    def __init__(self, context: RequestContext, words: str, observe: Callable[[Event], None]) -> None:
        self.transcript = Transcript()
        self.events = 0
        self._context = context
        self._words = words
        self._observe = observe
        self._active_at = context.clock.monotonic()
        self._reading: asyncio.Task[None] | None = None
        self._asked_at = context.clock.time()

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
        except NemoError as error:
            log.info("a turn whose stream stays open could not be looked at: %s", error)
            return None

    def _hand_over(self, reading: asyncio.Task[None]) -> None:
        context, told_at, told = self._context, self._context.clock.time(), self.transcript.text
        context.log_stage("turn complete, its stream is read on")

        def ended(task: asyncio.Task[None]) -> None:
            error = None if task.cancelled() else task.exception()
            how = "was closed" if task.cancelled() else f"ended, {type(error).__name__}" if error else "ended"
            more = "" if self.transcript.text == told else "; the agent said more after its turn was told"
            log.info("%s: its stream %s %.0f s later%s", context.request.reference, how, clock.time() - told_at, more)

        clock = context.clock
        reading.add_done_callback(ended)
        until = self._asked_at + context.delays.turn_timeout
        context.services.background.hand_over(stream_key(context), reading, until)


def stream_key(context: RequestContext) -> str:
    """Return the key of the stream that is read on for a project."""
    return f"stream of project {context.project.id}"


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
