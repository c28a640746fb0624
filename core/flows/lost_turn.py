"""What became of a turn whose end was not seen: snapshots of its session tell. Nothing is ever sent again on a guess.

NemoVideo skill text: after a drop wait 30 s, then ask for the state every 60 s; five states without a change are
reported. The run may still end later, so the lane is kept until the turn's own time limit has passed too.
"""

from dataclasses import replace

from core import progress
from core.flows.context import RequestContext
from core.flows.refusals import TurnUnknown
from core.flows.snapshot import try_snapshot
from core.model.actions import TryAgain
from core.model.chat import ChatError, Post, Role
from core.nemo.errors import NemoError
from core.progress import Sent, Snapshot, SnapshotAttempt, Turn
from core.tokens import TokenError
from core.words.amounts import duration_words

TELL_AFTER = 5  # snapshots without a change


async def reconcile_lost_turn(context: RequestContext, gate: str, turn: Turn, before: Snapshot) -> Snapshot | None:
    """Return the snapshot that shows what the turn did; None: nothing, and nothing will come.

    Raises:
        TurnUnknown: the backend could not be asked for twice the time that a turn may take.
    """
    limit = context.delays.turn_timeout
    told: Sent | None = None
    candidate: str | None = None
    rose = False
    count = sights = 0
    await context.journal.step(progress.lost_told(gate), lambda: _tell(context, turn), bool)
    while True:
        count += 1
        await context.journal.sleep(progress.lost_wait(gate, count), context.delays.recovery_gap(count))
        now = await context.journal.read(
            progress.lost_snapshot(gate, count), lambda: _try_snapshot(context), SnapshotAttempt
        )
        waited = context.clock.time() - turn.asked_at
        if now.snapshot is None:
            if waited > 2 * limit:
                raise TurnUnknown
            continue
        sights += 1
        if now.snapshot.fingerprint != before.fingerprint:
            if now.snapshot.fingerprint == candidate:
                await _withdraw(context, told)
                return now.snapshot
            candidate = now.snapshot.fingerprint
            continue
        candidate = None
        if sights >= TELL_AFTER and told is None:
            retry = context.button("retry", TryAgain(context.request.id))
            told = await context.answer(progress.lost_unchanged(gate), context.say("recovered.unchanged"), retry)
        over = waited >= limit or (rose and now.frozen == 0)
        if told is not None and over:
            return None
        rose = rose or bool(now.frozen)


async def _tell(context: RequestContext, turn: Turn) -> bool:
    language, limit = context.request.language, context.delays.turn_timeout
    elapsed = context.clock.time() - turn.asked_at
    if elapsed >= limit:
        await context.status.show(context.say("turn.timeout", elapsed=duration_words(elapsed, language)))
        return True
    wait = duration_words(limit - elapsed, language)
    await context.status.show(f"{context.say('recovered.looking')} {context.say('recovered.latest', wait=wait)}")
    return True


async def _try_snapshot(context: RequestContext) -> SnapshotAttempt:
    # the credits first: a turn that ends between the two reads must not look like one that ended without effect
    frozen = await _frozen(context)
    return replace(await try_snapshot(context), frozen=frozen)


async def _frozen(context: RequestContext) -> int | None:
    """Return the reserved credits, where only this chat uses the account; they fall when the run has ended."""
    if await context.backend.shared_account():
        return None
    try:
        return (await context.backend.credits()).frozen
    except (NemoError, TokenError):
        return None


async def _withdraw(context: RequestContext, told: Sent | None) -> None:
    """Take the Retry button away again, and a Retry that waits already: the edit went through after all."""
    if told is None:
        return
    for waiting in await context.stores.requests.open(project=context.project.id):
        if waiting.action == TryAgain(context.request.id):
            await context.stores.requests.cancel(waiting.id)
    if told.key is not None:
        try:
            await context.platform.edit(
                context.request.target, told.key, Post(Role.ANSWER, context.say("recovered.late"))
            )
        except ChatError:
            return  # the button stays; pressing it asks anew, as it says
