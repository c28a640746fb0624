"""What became of a turn whose end nobody saw: look, wait, look again. Nothing is ever sent again on a guess.

NemoVideo skill text: after a drop wait 30 s, then look every 60 s; five looks without a change are reported. The run
may still end later, so the lane is kept until the turn's own time limit has passed too.
"""

from dataclasses import replace

from core.chat import ChatError, Post, Role
from core.delivery import Sent
from core.flows.case import Case
from core.flows.look import Glance, Look, glance
from core.flows.refusals import TurnUnknown
from core.flows.turn import Turn
from core.nemo.errors import NemoError
from core.tokens import TokenError
from core.words.amounts import duration_words

TELL_AFTER = 5  # looks without a change


async def settle(case: Case, name: str, turn: Turn, before: Look) -> Look | None:
    """Return the look that shows what the turn did; None: nothing, and nothing will come.

    Raises:
        TurnUnknown: the backend could not be looked at for twice the time that a turn may take.
    """
    limit = case.house.patience.turn_timeout
    told: Sent | None = None
    candidate: str | None = None
    rose = False
    count = sights = 0
    await case.journal.step(f"{name}.told", lambda: _tell(case, turn), bool)
    while True:
        count += 1
        await case.journal.sleep(f"{name}.wait.{count}", case.house.patience.recovery_gap(count))
        now = await case.journal.read(f"{name}.look.{count}", lambda: _glance(case), Glance)
        waited = case.house.clock.time() - turn.asked_at
        if now.look is None:
            if waited > 2 * limit:
                raise TurnUnknown
            continue
        sights += 1
        if now.look.fingerprint != before.fingerprint:
            if now.look.fingerprint == candidate:
                await _withdraw(case, told)
                return now.look
            candidate = now.look.fingerprint
            continue
        candidate = None
        if sights >= TELL_AFTER and told is None:
            retry = case.button("retry", f"again:{case.request.id}")
            told = await case.answer(f"{name}.unchanged", case.say("recovered.unchanged"), retry)
        over = waited >= limit or (rose and now.frozen == 0)
        if told is not None and over:
            return None
        rose = rose or bool(now.frozen)


async def _tell(case: Case, turn: Turn) -> bool:
    language, limit = case.request.language, case.house.patience.turn_timeout
    elapsed = case.house.clock.time() - turn.asked_at
    if elapsed >= limit:
        await case.status.show(case.say("turn.timeout", elapsed=duration_words(elapsed, language)))
        return True
    wait = duration_words(limit - elapsed, language)
    await case.status.show(f"{case.say('recovered.looking')} {case.say('recovered.latest', wait=wait)}")
    return True


async def _glance(case: Case) -> Glance:
    # the credits first: a turn that ends between the two reads must not look like one that ended without effect
    frozen = await _frozen(case)
    return replace(await glance(case), frozen=frozen)


async def _frozen(case: Case) -> int | None:
    """Return the reserved credits, where only this chat uses the account; they fall when the run has ended."""
    if await case.backend.shared_account():
        return None
    try:
        return (await case.backend.credits()).frozen
    except (NemoError, TokenError):
        return None


async def _withdraw(case: Case, told: Sent | None) -> None:
    """Take the Retry button away again, and a Retry that waits already: the edit went through after all."""
    if told is None:
        return
    for waiting in await case.house.requests.open(project=case.project.id):
        if waiting.press == f"again:{case.request.id}":
            await case.house.requests.cancel(waiting.id)
    if told.key is not None:
        try:
            await case.platform.edit(case.request.target, told.key, Post(Role.ANSWER, case.say("recovered.late")))
        except ChatError:
            return  # the button stays; pressing it asks anew, as it says
