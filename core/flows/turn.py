"""One turn: words go to the agent, and its answer is read. A gate in the journal lets each turn run at most once.

The stream is read to its end, also after a cancel, and after the turn was told (`core.flows.turn_stream`). A turn whose
end was not seen is `lost`: it is not sent again, and `core.flows.lost_turn` finds out what it did.
"""

import asyncio
import logging
from functools import partial

from core import progress
from core.engine.clock import BackgroundTask, keepalive
from core.engine.codec import to_json
from core.flows.budget import begin_turn
from core.flows.context import RequestContext
from core.flows.turn_stream import TurnStream, stream_key, suspend_while_open
from core.nemo.errors import Garbled, Interrupted, NemoError, RateLimited, TokenRejected, Unavailable, Unreachable
from core.nemo.events import Event, Heartbeat, ToolCall
from core.progress import Snapshot, Turn, progress_of
from core.tokens import longest_wait_seconds, wait_seconds
from core.words.amounts import duration_words

log = logging.getLogger(__name__)

TICK_SECONDS = 5.0  # how often the status shows the elapsed time


async def run_turn(context: RequestContext, gate: str, words: str, before: Snapshot) -> Turn:
    """Run a turn once. It is posted a second time only after a refusal that proves that nothing ran.

    Args:
        context: the request.
        gate: the name of the turn's journal step.
        words: what the agent is asked.
        before: the snapshot before the turn.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        SessionGone: the session does not exist any more; nothing ran.
        NemoError: refused twice before anything ran.
        TokenError: there is no token to use.
        BudgetUsedUp: the credits of a day are used up; nothing ran.
    """

    async def once(attempt: int) -> Turn:
        if not context.journal.began(gate):  # a turn that was sent needs no token, and must not fail for one
            await _wait_for_open_stream(context)
            await context.backend.ensure_token()
            await begin_turn(context, may_refuse=gate != progress.FOLLOW_UP_TURN)
        asked_at = await context.journal.read(progress.asked_at(gate, attempt), now, float)

        async def lost(_: int) -> Turn:
            await _remove_last_note(context, gate)
            context.log_stage("turn lost")
            context.services.measures.turn("lost")
            return Turn(asked_at, lost=True, interrupted=True)

        turn = partial(_turn, context, gate, words, before, asked_at)
        return await context.journal.effect(gate, turn, lost, Turn, undone=(NemoError,))

    async def now() -> float:
        return context.clock.time()

    pause, seconds = progress.second_try(gate), longest_wait_seconds(context.delays)
    if not context.journal.knows(pause):  # else the first try was refused before a restart
        try:
            return await once(1)
        except (TokenRejected, RateLimited, Unreachable) as error:
            seconds = await _prepare_retry(context, error)
    await context.journal.sleep(pause, seconds)
    return await once(2)


async def _wait_for_open_stream(context: RequestContext) -> None:
    """Wait until the stream of the project's last turn has ended.

    Raises:
        Suspend: it has not ended yet.
    """
    background, key = context.services.background, stream_key(context)
    until = background.busy_until(key)
    if until is None:
        return
    now = context.clock.time()
    wait = duration_words(max(until - now, 1.0), context.request.language)
    await context.status.promise(context.say("waiting.stream", wait=wait))
    await suspend_while_open(context)


async def _prepare_retry(context: RequestContext, error: NemoError) -> float:
    """Do what the second try needs, and return how many seconds it has to wait."""
    if isinstance(error, TokenRejected):
        await context.backend.prepare_retry(error)
        return 0.0
    if isinstance(error, RateLimited):
        seconds = wait_seconds(error, context.delays)
        busy = context.say("waiting.busy", wait=duration_words(seconds, context.request.language))
        await context.status.promise(busy)
    else:
        seconds = context.delays.read_pauses[0]
    log.warning("the turn was refused before it ran (%s); it is sent again in %g s", error, seconds)
    return seconds


async def _turn(context: RequestContext, gate: str, words: str, before: Snapshot, asked_at: float) -> Turn:
    """Post the turn and read its answer.

    Raises:
        NemoError: it was refused before anything ran.
    """
    clock, delays = context.clock, context.delays
    context.status.offer(None)
    context.log_stage("turn asked")
    notes = _TurnNotes(context, gate)
    stream = TurnStream(context, words, asked_at, notes.observe)
    try:
        async with (
            BackgroundTask(lambda: _show_working(context), name=f"status {context.request.id}"),
            keepalive(notes.note, every=delays.still_working, clock=clock, name=f"note {context.request.id}"),
            keepalive(notes.tick, every=TICK_SECONDS, clock=clock, name=f"elapsed {context.request.id}"),
        ):
            await stream.read(before)
    except (Interrupted, Unavailable, Garbled, TimeoutError):
        context.log_stage("turn lost")
        context.services.measures.turn("lost")
        return Turn(asked_at, stream.transcript.text, lost=True)
    except NemoError as error:
        if error.refused:
            raise
        context.log_stage(f"turn refused, {type(error).__name__}")
        context.services.measures.turn("refused")
        return Turn(asked_at, refused=type(error).__name__)
    finally:
        await asyncio.shield(context.status.clear_note())
    if not stream.events:  # an empty body is no answer of a run that ended
        context.log_stage("turn lost, an empty stream")
        context.services.measures.turn("lost")
        return Turn(asked_at, lost=True)
    context.log_stage("turn answered")
    context.services.measures.turn("answered")
    context.measure("turn", clock.time() - asked_at)
    return Turn(asked_at, stream.transcript.text, failure=stream.transcript.failure is not None, open=stream.open)


async def _show_working(context: RequestContext) -> None:
    usual = await context.stores.timings.usual("turn")
    await context.status.show(context.say("working"), usual=usual[0] if usual else None)


class _TurnNotes:
    """What the user sees while the agent works: the elapsed time, and a still-working message every two minutes."""

    def __init__(self, context: RequestContext, gate: str) -> None:
        self._context = context
        self._gate = gate
        self._clock = context.clock
        self._began = self._progress_at = self._clock.monotonic()
        self._doing = "doing.editing"
        self._notes = 0

    def observe(self, event: Event) -> None:
        """Record what the agent does; a heartbeat is no progress."""
        if isinstance(event, Heartbeat):
            return
        self._progress_at = self._clock.monotonic()
        if isinstance(event, ToolCall):
            self._doing = doing(event.name)

    async def tick(self) -> None:
        """Show the elapsed time; or that the request was cancelled, which is the last change of the status.

        Raises:
            StorageError: the rows cannot be read.
        """
        if await self._context.cancelled():
            await self._context.status.finish(self._context.say("stage.cancelled"))
        await self._context.status.tick()

    async def note(self) -> None:
        """Post a still-working message and record its key, so that after a crash the next process can remove it.

        Raises:
            StorageError: the rows cannot be read or written.
        """
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
            await self._context.record_note(sent)


async def _remove_last_note(context: RequestContext, gate: str) -> None:
    """Remove the still-working message that an earlier process left."""
    so_far = await progress_of(context.stores.entries, context.request.id)
    if key := so_far.last_note(gate):
        await context.status.remove_note(key)


def doing(tool: str) -> str:
    """Return the phrase for what a tool does; the vendor's tool names are never shown."""
    name = tool.lower()
    for key, parts in (
        ("doing.generating", ("generate_video", "seedance")),
        ("doing.music", ("music", "suno", "bgm", "audio", "voice")),
        ("doing.watching", ("understand", "analy")),
    ):
        if any(part in name for part in parts):
            return key
    return "doing.editing"
