"""The requests of everybody, for admins: what is open, what became of one, cancelling it, and letting it go on."""

import logging
from typing import Final

from core import progress
from core.engine.codec import from_json
from core.flows.admin.shown import Page, answer_of, by, code, person, reference_in
from core.flows.cancelling import stop
from core.flows.context import RequestContext
from core.flows.ending import End
from core.flows.saved_answer import SavedAnswer
from core.model.access import Place, person_entry, place_entries
from core.model.access_rules import Banned, RuleKind
from core.model.requests import Flow, InternalReply, Outcome, Request
from core.outbox.request_log import log_stage
from core.progress import Progress, SessionAttempt, Turn, progress_of
from core.words.amounts import duration_words

log = logging.getLogger(__name__)

_END_NAMES: Final = (progress.END, progress.FAILED, progress.PARKED)
"""What a request that goes on has to forget: that it ended, and that this was told."""
_WORK: Final = {Flow.EDIT, Flow.EXPORT}


async def jobs(context: RequestContext, argument: str) -> SavedAnswer:
    """List the open requests, the oldest first; or tell of one, also after its end.

    Raises:
        StorageError: the rows cannot be read.
    """
    if not argument.isdecimal() and (number := reference_in(argument)) is not None:
        return await _job(context, number)
    found = await context.stores.requests.open()
    if not found:
        return SavedAnswer.of(context.say("admin.jobs.none"))
    page = Page.of(found, argument)
    lines = [await _line(context, one) for one in page.items]
    return answer_of(context, context.say("admin.jobs.head", count=len(found)), lines, page, "jobs")


async def cancel(context: RequestContext, argument: str) -> SavedAnswer:
    """Cancel a request, or the open ones of a batch, as its sender could.

    Raises:
        StorageError: the rows cannot be read or written.
    """
    request = await _named(context, argument)
    if request is None:
        return _unknown(context, argument)
    stores, reference = context.stores, request.reference
    parts = await stores.requests.children(request.id) if request.outcome is Outcome.SPLIT else (request,)
    going_on = [part for part in parts if part.outcome is None]
    if not going_on or request.flow not in _WORK:
        return SavedAnswer.of(context.say("admin.cancel.ended", reference=reference))
    for part in going_on:
        await stop(context, part)
    log.info("%s cancels %s", by(context), reference)
    return SavedAnswer.of(context.say("admin.cancel.done", reference=reference))


async def requeue(context: RequestContext, argument: str) -> SavedAnswer:
    """Let a request go on that failed or was parked, of somebody whom the bot still serves.

    It goes on from its journal. What was asked of the editor is never asked again by it: a turn whose end is unknown is
    looked for, a render is polled, and what was refused stays so.

    Raises:
        StorageError: the rows cannot be read or written.
    """
    request = await _named(context, argument)
    if request is None:
        return _unknown(context, argument)
    reference = request.reference
    if request.outcome is None:
        return SavedAnswer.of(context.say("admin.requeue.open", reference=reference))
    if _is_refused(await progress_of(context.stores.entries, request.id)):
        return SavedAnswer.of(context.say("admin.requeue.refused", reference=reference))
    refusal = await context.services.refusal(Place.of(request), request.sender)
    entries = await context.services.ban_entries(Place.of(request), request.sender)
    try:
        if refusal is None and not await context.stores.requests.reopen(request.id, _END_NAMES, entries):
            return SavedAnswer.of(context.say("admin.requeue.cannot", reference=reference))
    except Banned:  # meanwhile, by another admin
        refusal = InternalReply.BANNED
    if refusal is not None:
        return await _not_served(context, request, refusal)
    log.info("%s lets %s go on", by(context), reference)
    platform, seconds = request.address.platform, context.clock.time() - request.accepted_at
    log_stage("accepted, to go on", request.id, platform, seconds)
    context.services.measures.accepted(platform)  # it ends once more
    context.services.dispatcher.wake(request.id)
    return SavedAnswer.of(context.say("admin.requeue.done", reference=reference))


async def _not_served(context: RequestContext, request: Request, refusal: InternalReply) -> SavedAnswer:
    """Return why a request stays ended, and what would let it go on."""
    if refusal is InternalReply.BANNED:
        entries = await context.services.ban_entries(Place.of(request), request.sender)
        bans = [rule.entry for rule in await context.stores.access.naming(entries) if rule.kind is RuleKind.BAN]
        commands = ", ".join(code(f"/admin unban {entry}") for entry in bans)
        return SavedAnswer.of(context.say("admin.requeue.banned", reference=request.reference, commands=commands))
    if refusal is InternalReply.REFUSED:
        command = code(f"/admin allow {person_entry(request.address.platform, request.sender.id)}")
        return SavedAnswer.of(context.say("admin.requeue.not_allowed", reference=request.reference, command=command))
    return SavedAnswer.of(context.say("admin.requeue.place", reference=request.reference))


async def _job(context: RequestContext, number: int) -> SavedAnswer:
    try:
        request = await context.stores.requests.get(number)
    except LookupError:
        return _unknown(context, f"R{number}")
    so_far = await progress_of(context.stores.entries, number)
    place, now = place_entries(Place.of(request))[0], context.clock.time()
    language = context.request.language
    lines = [
        context.say("admin.job.state", reference=request.reference, state=_state(context, request, so_far)),
        context.say("admin.job.who", person=person(request.address.platform, request.sender), place=code(place)),
        context.say("admin.job.accepted", time=duration_words(now - request.accepted_at, language)),
    ]
    if request.ended_at is not None:
        lines.append(context.say("admin.job.ended", time=duration_words(now - request.ended_at, language)))
    if cause := _cause(so_far):
        lines.append(context.say("admin.job.cause", cause=code(cause)))
    lines.append(context.say("admin.job.log", reference=request.reference))
    return SavedAnswer.of("\n".join(lines))


async def _line(context: RequestContext, request: Request) -> str:
    age = duration_words(context.clock.time() - request.accepted_at, context.request.language)
    state = _state(context, request, await progress_of(context.stores.entries, request.id))
    who = person(request.address.platform, request.sender)
    return context.say("admin.jobs.line", reference=request.reference, age=age, state=state, person=who)


def _state(context: RequestContext, request: Request, so_far: Progress) -> str:
    """Return how far a request is, in a word or two."""
    if request.outcome is not None:
        return context.say(f"admin.ended.{request.outcome}")
    if request.cancelled:
        return context.say("admin.stage.cancelling")
    stages = {
        "rendering": so_far.rendering,
        "answering": so_far.turn_ended,
        "asking": so_far.asked,
        "uploading": so_far.uploading,
        "begun": bool(so_far.rows),
    }
    return context.say(f"admin.stage.{next((name for name, there in stages.items() if there), 'waiting')}")


def _cause(so_far: Progress) -> str:
    """Return by what a request failed, in the words of the log; "": nothing tells."""
    end = so_far.rows.get(progress.END)
    return from_json(end, End).cause if end else ""


def _is_refused(so_far: Progress) -> bool:
    """Whether the outcome of its turn is that the agent refused it, or failed: that is final."""
    outcomes = (so_far.rows.get(progress.turn(attempt)) for attempt in SessionAttempt)
    turns = [from_json(outcome, Turn) for outcome in outcomes if outcome]
    return any(turn.refused or turn.failure for turn in turns)


async def _named(context: RequestContext, argument: str) -> Request | None:
    number = reference_in(argument)
    if number is None:
        return None
    try:
        return await context.stores.requests.get(number)
    except LookupError:
        return None


def _unknown(context: RequestContext, argument: str) -> SavedAnswer:
    return SavedAnswer.of(context.say("admin.job.unknown", reference=code(argument or "?")))
