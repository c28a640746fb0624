"""Tell what the agent did after its turn was told, while its stream was open: a further message, and a further film.

It asks nothing of the agent. If the process ended with the stream, snapshots tell what the run did, as for a lost turn,
until its time limit or the project's next turn; what was said is lost with the stream.
"""

import itertools
from typing import Final

from core import progress
from core.flows.after_turn import export_snapshot, film_follows, translation
from core.flows.context import RequestContext
from core.flows.open_turn import Later, ToldOpen, later_in, told_in, told_request
from core.flows.reply import TurnResult, reply
from core.flows.snapshot import try_snapshot
from core.flows.turn_stream import suspend_while_open
from core.model.requests import Outcome
from core.progress import Snapshot, SnapshotAttempt, Turn, progress_of

_LATEST: Final = 20  # requests of the project, among which a later turn is looked for
_MOST_LOOKS: Final = 30


async def later(context: RequestContext) -> Outcome:
    """Tell what came after a turn was told; nothing came: nothing is told.

    Raises:
        Suspend, StorageError: as the journal's verbs do.
        Exception: what `core.flows.failures.EXPECTED` lists.
    """
    context.journal.ignore_cancel()
    number = await told_request(context)
    so_far = None if number is None else await progress_of(context.stores.entries, number)
    told = None if so_far is None else told_in(so_far)
    if number is None or so_far is None or told is None or so_far.turn_input is None:
        return Outcome.DONE  # it belongs to nothing that is known
    if not context.journal.knows(progress.LATER):
        await suspend_while_open(context)
    found = await context.journal.step(progress.LATER, lambda: _found(context, number, told), Later)
    after = found.snapshot or told.snapshot
    said = await translation(context, progress.TRANSLATION, found.text)
    result = TurnResult(Turn(found.asked_at, found.text), told.snapshot, after, said)
    if not result.changed and not result.words:
        return Outcome.DONE
    follows = result.changed and await film_follows(context, so_far.turn_input, result)
    remarks = [context.say("follow_up.left", edit=result.follow_up)] if result.follow_up else []
    await reply(context, result, [*remarks, context.say("later.free")], (), film_follows=follows)
    if not follows:
        return Outcome.DONE
    context.journal.heed_cancel()
    return await export_snapshot(context, after, intro="")


async def _found(context: RequestContext, number: int, told: ToldOpen) -> Later:
    """Return what came after the turn, by its stream where that was read to its end."""
    recorded = later_in(await progress_of(context.stores.entries, number))
    text = recorded.text if recorded else ""
    if recorded and recorded.asked_at == told.asked_at and recorded.snapshot is not None:
        return recorded
    return Later(told.asked_at, text, await _changed_snapshot(context, number, told))


async def _changed_snapshot(context: RequestContext, number: int, told: ToldOpen) -> Snapshot | None:
    """Return the snapshot that shows what the run did after its turn was told; None: it did nothing that is known.

    A change counts when two snapshots in a row agree on it and no later turn may have made it.
    """
    delays, candidate = context.delays, None
    limit = min(told.asked_at, context.clock.time()) + delays.turn_timeout
    for count in itertools.count(1):
        await context.journal.sleep(progress.lost_wait(progress.LATER, count), delays.recovery_gap(count))
        look = await context.journal.read(
            progress.lost_snapshot(progress.LATER, count), lambda: try_snapshot(context), SnapshotAttempt
        )
        if count > _MOST_LOOKS or await _asked_since(context, number):
            return None
        if look.snapshot is not None and not look.snapshot.same_draft(told.snapshot):
            if candidate is not None and look.snapshot.same_draft(candidate):
                return candidate
            candidate = look.snapshot
        elif context.clock.time() >= limit:
            return None
    return None


async def _asked_since(context: RequestContext, number: int) -> bool:
    """Return whether a later turn of the project was, or may have been, posted."""
    newer = [one for one in await context.stores.requests.latest(context.project.id, _LATEST) if one.id > number]
    return any([(await progress_of(context.stores.entries, one.id)).asked for one in newer])
