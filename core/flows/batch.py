"""The end of a batch: one line a file on its message, and a last answer that says how many of them worked."""

from core.chat import Button
from core.flows.case import Case
from core.requests import Outcome


async def conclude(case: Case, outcome: Outcome) -> bool:
    """Deliver the last answer when every other child has ended; return whether it has."""
    parent = case.request.parent
    if parent is None:
        return False
    siblings = await case.house.requests.children(parent)
    if any(one.outcome is None for one in siblings if one.id != case.request.id):
        return False
    outcomes = {one.id: outcome if one.id == case.request.id else one.outcome for one in siblings}
    done = sum(one is Outcome.DONE for one in outcomes.values())
    key = "batch.summary_all" if done == len(siblings) else "batch.summary"
    retry: list[Button] = []
    lines = [case.say(key, done=done, count=len(siblings))]
    for place, one in enumerate(siblings, start=1):
        if outcomes[one.id] is Outcome.DONE:
            continue
        name = case.board.names.get(one.id, "")
        reason = case.board.lines.get(one.id) or case.say("stage.failed")
        lines.append(f"{place}. {name}: {reason}")
        retry.append(Button(f"{case.say('button.retry')} {place}", press=f"again:{one.id}"))
    await case.answer("batch.summary", "\n".join(lines), *retry)
    return True


async def end_rest(case: Case) -> None:
    """End the children that have not begun: what stopped this one would stop them too."""
    if case.request.parent is None:
        return
    for sibling in await case.house.requests.children(case.request.parent):
        if sibling.outcome is None and sibling.child > case.request.child:
            await case.house.requests.cancel(sibling.id)
