"""One turn: words go to the agent, behind a gate that lets them out at most once, and its answer comes back.

The stream is read to its end whatever the user was told. A turn whose end was not seen is `lost`: nothing is ever
sent again on a guess; `core.flows.settle` looks what became of it.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from core.clock import Beside, deadline, keepalive
from core.codec import from_json, to_json
from core.flows.case import Case
from core.nemo.errors import Garbled, Interrupted, NemoError, RateLimited, TokenRejected, Unavailable, Unreachable
from core.nemo.events import Event, Heartbeat, ToolCall
from core.nemo.transcript import Transcript
from core.tokens import wait_seconds
from core.words.amounts import duration_words

TICK_SECONDS = 5.0  # how often the elapsed time in the status moves


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to.

    `failure` says that the run reported an error; `refused` names the error class of a refusal that came in place of
    the stream; `lost` that nobody saw its end. `asked_at` is in epoch seconds.
    """

    asked_at: float
    text: str = ""
    failure: bool = False
    refused: str = ""
    lost: bool = False


async def ask(case: Case, name: str, words: str) -> Turn:
    """Ask once under this gate; a refusal that proves nothing ran is mended and asked again, once.

    Raises:
        SessionGone: the session does not exist any more; nothing ran.
        NemoError: refused twice before anything ran.
        TokenError: there is no token to ask with.
    """

    async def lost(_: int) -> Turn:
        await _sweep(case, name)
        return Turn(case.house.clock.time(), lost=True)

    async def once() -> Turn:
        await case.backend.introduce()
        return await case.journal.effect(name, lambda: _turn(case, name, words), lost, Turn, undone=(NemoError,))

    pause, rest = f"{name}.pause", 0.0
    if not case.journal.knows(pause):  # else an earlier life was refused, and this is the second try
        try:
            return await once()
        except (TokenRejected, RateLimited, Unreachable) as error:
            rest = await _mend(case, error)
    await case.journal.sleep(pause, rest)
    return await once()


async def _mend(case: Case, error: NemoError) -> float:
    """Do what may make the next try go through, and return how many seconds it has to wait."""
    if isinstance(error, TokenRejected):
        await case.backend.mend(error)
        return 0.0
    if not isinstance(error, RateLimited):
        return case.house.patience.read_pauses[0]
    seconds = wait_seconds(error, case.house.patience)
    await case.status.show(case.say("waiting.busy", wait=duration_words(seconds, case.request.language)))
    return seconds


async def _turn(case: Case, name: str, words: str) -> Turn:
    """Run the turn.

    Raises:
        NemoError: provably refused before anything ran.
    """
    clock, patience = case.house.clock, case.house.patience
    case.status.offer(None)
    asked_at = clock.time()
    transcript = Transcript()
    ear = _Ear(case, name)
    try:
        async with (
            Beside(lambda: _tell(case), name=f"status {case.request.id}"),
            keepalive(ear.note, every=patience.still_working, clock=clock, name=f"note {case.request.id}"),
            keepalive(ear.tick, every=TICK_SECONDS, clock=clock, name=f"elapsed {case.request.id}"),
            deadline(patience.turn_timeout, clock=clock),
            case.backend.turn(words) as events,
        ):
            await _read(events, transcript, ear)
    except (Interrupted, Unavailable, Garbled, TimeoutError):
        return Turn(asked_at, transcript.text, lost=True)
    except NemoError as error:
        if error.refused:
            raise
        return Turn(asked_at, refused=type(error).__name__)
    finally:
        await asyncio.shield(case.status.clear_note())
    case.measured.append(("turn", clock.time() - asked_at))
    return Turn(asked_at, transcript.text, failure=transcript.failure is not None)


async def _tell(case: Case) -> None:
    usual = await case.house.timings.usual("turn")
    await case.status.show(case.say("working"), usual=usual[0] if usual else None)


async def _read(events: AsyncIterator[Event], transcript: Transcript, ear: "_Ear") -> None:
    async for event in events:
        transcript.add(event)
        ear.heard(event)


class _Ear:
    """What the user is told while the agent works: the note every two minutes, and once that it has gone quiet."""

    def __init__(self, case: Case, name: str) -> None:
        self._case = case
        self._name = name
        self._clock = case.house.clock
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
        if await self._case.cancelled():
            await self._case.status.finish(self._case.say("stage.cancelled"))
        await self._case.status.tick()

    async def note(self) -> None:
        """Say that it is still worked on, and write the note down: who dies now leaves it to the next life."""
        if await self._case.cancelled():
            return
        now = self._clock.monotonic()
        quiet = now - self._spoke >= self._case.house.patience.silence_timeout
        key = "doing.quiet" if quiet else self._doing
        sent = await self._case.status.note(self._case.say(key), now - self._began)
        if sent is not None:
            self._notes += 1
            name = f"{self._name}.note.{self._notes}"
            await self._case.house.entries.record(self._case.request.id, name, to_json(sent, str))


async def _sweep(case: Case, name: str) -> None:
    """Take away the note that a life before this one left behind."""
    written = await case.house.entries.load(case.request.id)
    count = sum(key.startswith(f"{name}.note.") for key in written)
    if left := written.get(f"{name}.note.{count}"):
        await case.status.remove(from_json(left, str))


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
