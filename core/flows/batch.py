"""The end of a batch: one line a file on its message, and a last answer that says how many of them worked."""

from core.chat import Button
from core.flows.case import Case
from core.requests import Outcome


async def conclude(case: Case) -> Outcome | None:
    """Deliver the last answer when every child has ended, and return how the whole went; None: it goes on."""
    board = case.board
    if len(board.ended) < len(board.names):
        return None
    failed = [child for child in board.names if board.ended[child] is not Outcome.DONE]
    count = len(board.names)
    head = case.say("batch.summary" if failed else "batch.summary_all", done=count - len(failed), count=count)
    retry = [
        Button(f"{case.say('button.retry')} {place}", press=f"again:{child}")
        for place, child in enumerate(board.names, start=1)
        if child in failed
    ]
    lines = [head, *(board.row(child, case.request.language) for child in failed)]
    await case.answer("batch.summary", "\n".join(lines), *retry)
    return Outcome.FAILED if failed else Outcome.DONE


async def end_rest(case: Case) -> None:
    """End the children that have not begun: what stopped this one would stop them too."""
    if case.request.parent is None:
        return
    for sibling in await case.house.requests.children(case.request.parent):
        if sibling.outcome is None and sibling.child > case.request.child:
            await case.house.requests.cancel(sibling.id)
