"""One turn: words go to the agent, behind a gate that lets them out at most once, and its answer comes back.

The stream is read to its end whatever the user was told. A turn whose end was not seen is `lost`: nothing is ever
sent again on a guess; `core.flows.settle` looks what became of it.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from core.clock import deadline, keepalive
from core.flows.case import Case
from core.nemo.errors import Interrupted, NemoError, RateLimited, SessionGone, TokenRejected, Unavailable, Unreachable
from core.nemo.events import Event, Heartbeat, ToolCall
from core.nemo.transcript import Transcript
from core.tokens import wait_seconds

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
        return Turn(case.house.clock.time(), lost=True)

    async def once() -> Turn:
        return await case.journal.effect(name, lambda: _turn(case, words), lost, Turn, undone=(NemoError,))

    try:
        return await once()
    except SessionGone:
        raise
    except TokenRejected:
        await case.backend.renew()
    except RateLimited as limited:
        wait = wait_seconds(limited, case.house.patience)
        await case.journal.sleep(f"{name}.patience", wait)
    except Unreachable:
        await case.journal.sleep(f"{name}.pause", case.house.patience.read_pauses[0])
    return await once()


async def _turn(case: Case, words: str) -> Turn:
    """Run the turn.

    Raises:
        NemoError: provably refused before anything ran.
    """
    clock, patience = case.house.clock, case.house.patience
    await case.journal.breathe()  # the intent stands: who cancels or splits from here on sees it
    case.status.offer(None)
    asked_at = clock.time()
    transcript = Transcript()
    ear = _Ear(case)
    usual = await case.house.timings.usual("turn")
    await case.status.show(case.say("working"), usual=usual[0] if usual else None)
    try:
        async with (
            keepalive(ear.note, every=patience.still_working, clock=clock, name=f"note {case.request.id}"),
            keepalive(case.status.tick, every=TICK_SECONDS, clock=clock, name=f"elapsed {case.request.id}"),
            deadline(patience.turn_timeout, clock=clock),
            case.backend.turn(words) as events,
        ):
            await _read(events, transcript, ear)
    except (Interrupted, Unavailable, TimeoutError):
        return Turn(asked_at, transcript.text, lost=True)
    except NemoError as error:
        if error.refused:
            raise
        return Turn(asked_at, refused=type(error).__name__)
    finally:
        await asyncio.shield(case.status.clear_note())
    await case.house.timings.took("turn", clock.time() - asked_at)
    return Turn(asked_at, transcript.text, failure=transcript.failure is not None)


async def _read(events: AsyncIterator[Event], transcript: Transcript, ear: "_Ear") -> None:
    async for event in events:
        transcript.add(event)
        ear.heard(event)


class _Ear:
    """What the user is told while the agent works: the note every two minutes, and once that it has gone quiet."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._clock = case.house.clock
        self._began = self._spoke = self._clock.monotonic()
        self._doing = "doing.editing"

    def heard(self, event: Event) -> None:
        """Take in an event; a heartbeat is no sign of progress."""
        if isinstance(event, Heartbeat):
            return
        self._spoke = self._clock.monotonic()
        if isinstance(event, ToolCall):
            self._doing = doing(event.name)

    async def note(self) -> None:
        """Say that it is still worked on."""
        if await self._case.cancelled():
            self._case.status.mute()
        now = self._clock.monotonic()
        quiet = now - self._spoke >= self._case.house.patience.silence_timeout
        key = "doing.quiet" if quiet else self._doing
        await self._case.status.note(self._case.say(key), now - self._began)


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
