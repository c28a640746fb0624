"""One turn: words go to the agent, and its answer comes back. A gate in the journal lets them out at most once.

The stream is read to its end whatever the user was told. A turn whose end was not seen is `lost`: nothing is sent
again on a guess, and `core.flows.lost_turn` finds out what the turn did.
"""

import asyncio
import logging
from collections.abc import AsyncIterator

from core import progress
from core.engine.clock import BackgroundTask, deadline, keepalive
from core.engine.codec import to_json
from core.flows.context import RequestContext
from core.nemo.errors import Garbled, Interrupted, NemoError, RateLimited, TokenRejected, Unavailable, Unreachable
from core.nemo.events import Event, Heartbeat, ToolCall
from core.nemo.transcript import Transcript
from core.progress import Turn, progress_of
from core.tokens import wait_seconds
from core.words.amounts import duration_words

log = logging.getLogger(__name__)

TICK_SECONDS = 5.0  # how often the elapsed time in the status moves


async def ask(context: RequestContext, gate: str, words: str) -> Turn:
    """Run a turn behind `gate`, once. A refusal that proves that nothing ran is mended, and the turn posted once more.

    Raises:
        SessionGone: the session does not exist any more; nothing ran.
        NemoError: refused twice before anything ran.
        TokenError: there is no token to ask with.
        Suspend, Cancelled: at a safe point of the journal.
    """

    async def lost(_: int) -> Turn:
        await _remove_last_note(context, gate)
        context.log_stage("turn lost")
        return Turn(context.clock.time(), lost=True)

    async def once() -> Turn:
        await context.backend.introduce()
        return await context.journal.effect(gate, lambda: _turn(context, gate, words), lost, Turn, undone=(NemoError,))

    pause, rest = progress.second_try(gate), 0.0
    if not context.journal.knows(pause):  # else the first try was refused before a restart
        try:
            return await once()
        except (TokenRejected, RateLimited, Unreachable) as error:
            rest = await _mend(context, error)
    await context.journal.sleep(pause, rest)
    return await once()


async def _mend(context: RequestContext, error: NemoError) -> float:
    """Do what may make the next try go through, and return how many seconds it has to wait."""
    if isinstance(error, TokenRejected):
        await context.backend.mend(error)
        return 0.0
    if isinstance(error, RateLimited):
        seconds = wait_seconds(error, context.delays)
        await context.status.show(context.say("waiting.busy", wait=duration_words(seconds, context.request.language)))
    else:
        seconds = context.delays.read_pauses[0]
    log.warning("the turn was refused before it ran (%s); it is asked again in %g s", error, seconds)
    return seconds


async def _turn(context: RequestContext, gate: str, words: str) -> Turn:
    """Run the turn.

    Raises:
        NemoError: provably refused before anything ran.
    """
    clock, delays = context.clock, context.delays
    context.status.offer(None)
    asked_at = clock.time()
    context.log_stage("turn asked")
    transcript = Transcript()
    notes = _TurnNotes(context, gate)
    try:
        async with (
            BackgroundTask(lambda: _tell(context), name=f"status {context.request.id}"),
            keepalive(notes.note, every=delays.still_working, clock=clock, name=f"note {context.request.id}"),
            keepalive(notes.tick, every=TICK_SECONDS, clock=clock, name=f"elapsed {context.request.id}"),
            deadline(delays.turn_timeout, clock=clock),
            context.backend.turn(words) as events,
        ):
            await _read(events, transcript, notes)
    except (Interrupted, Unavailable, Garbled, TimeoutError):
        context.log_stage("turn lost")
        return Turn(asked_at, transcript.text, lost=True)
    except NemoError as error:
        if error.refused:
            raise
        context.log_stage(f"turn refused, {type(error).__name__}")
        return Turn(asked_at, refused=type(error).__name__)
    finally:
        await asyncio.shield(context.status.clear_note())
    context.log_stage("turn answered")
    context.measured.append(("turn", clock.time() - asked_at))
    return Turn(asked_at, transcript.text, failure=transcript.failure is not None)


async def _tell(context: RequestContext) -> None:
    usual = await context.stores.timings.usual("turn")
    await context.status.show(context.say("working"), usual=usual[0] if usual else None)


async def _read(events: AsyncIterator[Event], transcript: Transcript, notes: "_TurnNotes") -> None:
    async for event in events:
        transcript.add(event)
        notes.observe(event)


class _TurnNotes:
    """What the user is told while the agent works: a still-working message every two minutes, and when it is silent."""

    def __init__(self, context: RequestContext, gate: str) -> None:
        self._context = context
        self._gate = gate
        self._clock = context.clock
        self._began = self._progress_at = self._clock.monotonic()
        self._doing = "doing.editing"
        self._notes = 0

    def observe(self, event: Event) -> None:
        """Note what the agent does; a heartbeat is no progress."""
        if isinstance(event, Heartbeat):
            return
        self._progress_at = self._clock.monotonic()
        if isinstance(event, ToolCall):
            self._doing = doing(event.name)

    async def tick(self) -> None:
        """Show the elapsed time, or that the request was cancelled; after that the status does not change."""
        if await self._context.cancelled():
            await self._context.status.finish(self._context.say("stage.cancelled"))
        await self._context.status.tick()

    async def note(self) -> None:
        """Post a still-working message and record its key, so that a later process can remove it after a crash."""
        if await self._context.cancelled():
            return
        now = self._clock.monotonic()
        quiet = now - self._progress_at >= self._context.delays.silence_timeout
        key = "doing.quiet" if quiet else self._doing
        sent = await self._context.status.note(self._context.say(key), now - self._began)
        if sent is not None:
            self._notes += 1
            step = progress.note(self._gate, self._notes)
            await self._context.stores.entries.record(self._context.request.id, step, to_json(sent, str))


async def _remove_last_note(context: RequestContext, gate: str) -> None:
    """Remove the still-working message that a process before this one left behind."""
    so_far = await progress_of(context.stores.entries, context.request.id)
    if left := so_far.last_note(gate):
        await context.status.remove(left)


def doing(tool: str) -> str:
    """Return the catalogue's key for what a tool does; tool names are the vendor's and never shown."""
    name = tool.lower()
    for key, marks in (
        ("doing.generating", ("generate_video", "seedance")),
        ("doing.music", ("music", "suno", "bgm", "audio", "voice")),
        ("doing.watching", ("understand", "analy")),
    ):
        if any(mark in name for mark in marks):
            return key
    return "doing.editing"
