"""The end of a batch: a last answer that says how many of its files worked and why the others did not."""

from core import progress
from core.flows.context import RequestContext
from core.model.actions import TryAgain
from core.model.chat import Button
from core.model.requests import Outcome

_MADE = {Outcome.DONE, Outcome.UNDELIVERED}


async def conclude(context: RequestContext) -> Outcome | None:
    """Send the last answer when every child has ended, and return the outcome of the batch; None: some are open.

    Raises:
        Suspend, StorageError: as the journal's verbs do.
    """
    board = context.board
    if len(board.ended) < len(board.names):
        return None
    failed = [child for child in board.names if board.ended[child] not in _MADE]
    missing = [child for child in board.names if board.ended[child] is not Outcome.DONE]
    count = len(board.names)
    head = context.say("batch.summary" if missing else "batch.summary_all", done=count - len(failed), count=count)
    retry = [
        Button(f"{context.say('button.retry')} {place}", TryAgain(child))
        for place, child in enumerate(board.names, start=1)
        if child in failed
    ]
    lines = [head, *(board.row(child, context.request.language) for child in missing)]
    await context.answer(progress.BATCH_SUMMARY, "\n".join(lines), *retry)
    if failed:
        return Outcome.FAILED
    return Outcome.UNDELIVERED if missing else Outcome.DONE


async def end_rest(context: RequestContext) -> None:
    """Cancel the children after this one: what stopped this one would stop them too.

    Raises:
        StorageError: some are not cancelled.
    """
    if context.request.parent is None:
        return
    for sibling in await context.stores.requests.children(context.request.parent):
        if sibling.outcome is None and sibling.child > context.request.child:
            await context.stores.requests.cancel(sibling.id)
