"""One turn: words go to the agent, behind a gate that lets them out at most once, and its answer comes back.

The stream is read to its end whatever the user was told. A turn whose end was not seen is `lost`: nothing is ever
sent again on a guess; `core.flows.lost_turn` looks what became of it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator

from core.engine.clock import Beside, deadline, keepalive
from core.engine.codec import from_json, to_json
from core.flows.context import RequestContext
from core.nemo.errors import Garbled, Interrupted, NemoError, RateLimited, TokenRejected, Unavailable, Unreachable
from core.nemo.events import Event, Heartbeat, ToolCall
from core.nemo.transcript import Transcript
from core.progress import Turn
from core.tokens import wait_seconds
from core.words.amounts import duration_words

log = logging.getLogger(__name__)

TICK_SECONDS = 5.0  # how often the elapsed time in the status moves


async def ask(context: RequestContext, name: str, words: str) -> Turn:
    """Ask once under this gate; a refusal that proves nothing ran is mended and asked again, once.

    Raises:
        SessionGone: the session does not exist any more; nothing ran.
        NemoError: refused twice before anything ran.
        TokenError: there is no token to ask with.
    """

    async def lost(_: int) -> Turn:
        await _sweep(context, name)
        return Turn(context.clock.time(), lost=True)

    async def once() -> Turn:
        await context.backend.introduce()
        return await context.journal.effect(name, lambda: _turn(context, name, words), lost, Turn, undone=(NemoError,))

    pause, rest = f"{name}.pause", 0.0
    if not context.journal.knows(pause):  # else an earlier life was refused, and this is the second try
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


async def _turn(context: RequestContext, name: str, words: str) -> Turn:
    """Run the turn.

    Raises:
        NemoError: provably refused before anything ran.
    """
    clock, delays = context.clock, context.delays
    context.status.offer(None)
    asked_at = clock.time()
    context.log_stage("turn asked")
    transcript = Transcript()
    ear = _Ear(context, name)
    try:
        async with (
            Beside(lambda: _tell(context), name=f"status {context.request.id}"),
            keepalive(ear.note, every=delays.still_working, clock=clock, name=f"note {context.request.id}"),
            keepalive(ear.tick, every=TICK_SECONDS, clock=clock, name=f"elapsed {context.request.id}"),
            deadline(delays.turn_timeout, clock=clock),
            context.backend.turn(words) as events,
        ):
            await _read(events, transcript, ear)
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


async def _read(events: AsyncIterator[Event], transcript: Transcript, ear: "_Ear") -> None:
    async for event in events:
        transcript.add(event)
        ear.heard(event)


class _Ear:
    """What the user is told while the agent works: the note every two minutes, and once that it has gone quiet."""

    def __init__(self, context: RequestContext, name: str) -> None:
        self._context = context
        self._name = name
        self._clock = context.clock
        self._began = self._spoke = self._clock.monotonic()
        self._doing = "doing.editing"
        self._notes = 0

    def heard(self, event: Event) -> None:
        """Take in an event; a heartbeat is no sign of progress."""
        if isinstance(event, Heartbeat):
            return
        self._spoke = self._clock.monotonic()
        if isinstance(event, ToolCall):
            self._doing = doing(event.name)

    async def tick(self) -> None:
        """Show how long it has taken, or that it was cancelled: then nothing more is told."""
        if await self._context.cancelled():
            await self._context.status.finish(self._context.say("stage.cancelled"))
        await self._context.status.tick()

    async def note(self) -> None:
        """Say that it is still worked on, and write the note down: who dies now leaves it to the next life."""
        if await self._context.cancelled():
            return
        now = self._clock.monotonic()
        quiet = now - self._spoke >= self._context.delays.silence_timeout
        key = "doing.quiet" if quiet else self._doing
        sent = await self._context.status.note(self._context.say(key), now - self._began)
        if sent is not None:
            self._notes += 1
            name = f"{self._name}.note.{self._notes}"
            await self._context.stores.entries.record(self._context.request.id, name, to_json(sent, str))


async def _sweep(context: RequestContext, name: str) -> None:
    """Take away the note that a life before this one left behind."""
    written = await context.stores.entries.load(context.request.id)
    count = sum(key.startswith(f"{name}.note.") for key in written)
    if left := written.get(f"{name}.note.{count}"):
        await context.status.remove(from_json(left, str))


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
