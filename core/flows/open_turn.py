"""A turn that is told while its stream is open: what was told, and what the agent does after that.

What comes after is told by a request of its own (`core.flows.later`). It is accepted once, after the answer, and asks
nothing of the agent, so that it costs nothing.
"""

import logging
from dataclasses import dataclass

from core import progress
from core.engine.codec import from_json, to_json
from core.flows.context import RequestContext
from core.flows.snapshot import try_snapshot
from core.model.requests import Flow, NewRequest, Part
from core.nemo.errors import SessionGone
from core.outbox.request_log import log_stage
from core.progress import Progress, Snapshot, Turn, TurnInput

log = logging.getLogger(__name__)

_KEY = "#later"  # behind the key of the request whose turn was told


@dataclass(frozen=True, slots=True)
class ToldOpen:
    """The turn that was told, by when it was asked (epoch seconds), and the snapshot that was told with it."""

    asked_at: float
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Later:
    """What the agent said after the turn of `asked_at` was told, and the snapshot at the end; None: it is not known."""

    asked_at: float
    text: str
    snapshot: Snapshot | None


def told_in(so_far: Progress) -> ToldOpen | None:
    """Return what a request told while the stream of its turn was open; None: it did not."""
    text = so_far.rows.get(progress.TOLD_OPEN)
    return None if text is None else from_json(text, ToldOpen)


def later_in(so_far: Progress) -> Later | None:
    """Return what came after the turn of a request, if its stream was read to its end."""
    text = so_far.rows.get(progress.LATER)
    return None if text is None else from_json(text, Later)


async def record_later(context: RequestContext, asked_at: float, text: str) -> None:
    """Record what came after a turn was told, when its stream has ended, before the project takes another turn.

    Raises:
        StorageError: it is not recorded.
    """
    try:
        snapshot = (await try_snapshot(context)).snapshot
    except SessionGone:
        snapshot = None
    later = to_json(Later(asked_at, text, snapshot), Later)
    record = context.stores.entries.record
    await context.journal.surely(lambda: record(context.request.id, progress.LATER, later))


async def accept_later(context: RequestContext, turn: Turn, turn_input: TurnInput, snapshot: Snapshot) -> None:
    """Accept the request that tells what comes after this answer. Safe to repeat.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """

    async def told() -> ToldOpen:
        return ToldOpen(turn.asked_at, snapshot)

    async def accepted() -> bool:
        now, request = context.clock.time(), context.request
        part = Part(f"{request.key}{_KEY}", request.words, (), now, quoted=turn_input.quoted)
        new = NewRequest(
            flow=Flow.LATER,
            address=request.address,
            sender=request.sender,
            private=request.private,
            handle=request.handle,
            lane=f"now:{request.address}:{part.key}",
            language=request.language,
            meaning=turn_input.meaning,
            part=part,
            project=request.project,
        )
        number = await context.stores.requests.accept(new, now)
        if number is None:
            return False  # accepted before a restart, which notified its lane
        log_stage(f"accepted, after {request.reference}", number, request.address.platform, 0.0)
        context.services.measures.accepted(request.address.platform)
        context.services.dispatcher.notify(new.lane)
        return True

    await context.journal.step(progress.TOLD_OPEN, told, ToldOpen)
    await context.journal.step(progress.LATER_ACCEPTED, accepted, bool)


async def told_request(context: RequestContext) -> int | None:
    """Return the request whose turn was told, for the one that tells what came after; None: it is not known.

    Raises:
        StorageError: the rows cannot be read.
    """
    request = context.request
    origin = await context.stores.messages.origin(request.address, request.key.removesuffix(_KEY))
    return None if origin is None else origin.request
