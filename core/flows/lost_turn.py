"""Finding out from snapshots of the session what a lost turn did. The turn is never sent again.

NemoVideo skill text: after a drop wait 30 s, then read the state every 60 s; five states without a change are
reported. The run may still end later, so the lane is held until the turn's own time limit has passed too.
"""

from dataclasses import replace

from core import progress
from core.flows.context import RequestContext
from core.flows.refusals import LoggedOut, TurnUnknown
from core.flows.snapshot import try_snapshot
from core.model.actions import TryAgain
from core.model.chat import Address, ChatError, Post, Role
from core.nemo.errors import NemoError
from core.progress import Sent, Snapshot, SnapshotAttempt, Turn
from core.tokens import TokenError
from core.words.amounts import duration_words


async def reconcile_lost_turn(context: RequestContext, gate: str, turn: Turn, before: Snapshot) -> Snapshot | None:
    """Return the snapshot that shows what the turn did; None: it changed nothing within its time limit.

    A change counts when two snapshots in a row agree on it.

    Raises:
        Suspend, StorageError: as the journal's verbs do.
        SessionGone: the session does not exist any more.
        LoggedOut: the person's login has ended, and so has the turn by now.
        TurnUnknown: the backend could not be reached for twice the time limit of a turn.
    """
    delays = context.delays
    reported: Sent | None = None
    candidate: Snapshot | None = None
    credits_reserved = False
    count = taken = 0
    asked_at = turn.asked_at
    unreachable = 0.0
    while True:
        await _tell_until_when(context, gate, turn)
        count += 1
        await context.journal.sleep(progress.lost_wait(gate, count), delays.recovery_gap(count))
        now = await context.journal.read(
            progress.lost_snapshot(gate, count), lambda: _snapshot_with_credits(context), SnapshotAttempt
        )
        due = _due(context, gate, count)
        asked_at = min(asked_at, due)  # not the time of a clock that was ahead
        over = due >= asked_at + delays.turn_timeout
        if now.logged_out and (over or not turn.lost):
            raise LoggedOut
        if now.snapshot is None:
            unreachable += delays.recovery_gap(count)
            if unreachable > 2 * delays.turn_timeout:
                raise TurnUnknown
            continue
        unreachable = 0.0
        taken += 1
        if not now.snapshot.same_draft(before):
            if candidate is not None and now.snapshot.same_draft(candidate):
                await _withdraw_report(context, reported)
                return now.snapshot
            candidate = now.snapshot
            continue
        candidate = None
        looked_enough = taken >= delays.lost_snapshots
        # of a follow-up no Retry: it would ask the first turn once more, which has counted
        if looked_enough and reported is None and gate != progress.FOLLOW_UP_TURN:
            retry = context.button("retry", TryAgain(context.request.id))
            reported = await context.answer(progress.lost_unchanged(gate), context.say("recovered.unchanged"), retry)
        if looked_enough and (over or (credits_reserved and now.frozen == 0)):
            return None
        credits_reserved = credits_reserved or bool(now.frozen)


def _due(context: RequestContext, gate: str, count: int) -> float:
    """Return when a snapshot was due, in epoch seconds: a replay decides by the same time."""
    due = context.journal.outcome(progress.lost_wait(gate, count), float)
    return context.clock.time() if due is None else due


async def _tell_until_when(context: RequestContext, gate: str, turn: Turn) -> None:
    """Tell once what is done about the turn and until when; before the next snapshot if there is no room for it now."""
    told = progress.lost_told(gate)
    if not context.journal.knows(told) and await context.status.promise(_until_when(context, turn)):
        await context.journal.step(told, _yes, bool)


def _until_when(context: RequestContext, turn: Turn) -> str:
    language, now = context.request.language, context.clock.time()
    elapsed = now - turn.asked_at
    timed_out = not turn.interrupted and elapsed >= context.delays.turn_timeout
    head = context.say("recovered.looking")
    if timed_out:
        head = context.say("turn.timeout", elapsed=duration_words(elapsed, language))
    until = context.delays.lost_turn_limit(min(turn.asked_at, now), now)
    wait = duration_words(until - now, language)
    return f"{head} {context.say('recovered.latest', wait=wait)}"


async def _yes() -> bool:
    return True


async def _snapshot_with_credits(context: RequestContext) -> SnapshotAttempt:
    # credits first: if the turn ends between the two reads, it must not look as if it had ended without a change
    frozen = await _reserved_credits(context)
    return replace(await try_snapshot(context), frozen=frozen)


async def _reserved_credits(context: RequestContext) -> int | None:
    """Return the reserved credits, which fall when a run has ended; None where other chats use the account too."""
    if await context.backend.shared_account():
        return None
    try:
        return (await context.backend.credits()).frozen
    except (NemoError, TokenError):
        return None


async def _withdraw_report(context: RequestContext, reported: Sent | None) -> None:
    """Remove the Retry button of the report, and cancel a Retry that waits: the turn had an effect after all."""
    if reported is None:
        return
    address = Address.parse(reported.at) if reported.at else context.request.address
    if reported.key is not None:  # first, so that a press is either found below or refused
        await context.stores.messages.withdraw(address, reported.key)
    for waiting in await context.stores.requests.open(project=context.project.id):
        if waiting.action == TryAgain(context.request.id):
            await context.stores.requests.cancel(waiting.id)
    if reported.key is not None:
        try:
            await context.platform.edit(
                context.request.target.at(address),
                reported.key,
                Post(Role.ANSWER, context.say("recovered.late")),
            )
        except ChatError:
            return  # the button stays in sight; pressing it is answered and does nothing
