"""An edit, top to bottom: gather, connect, upload the files, ask, reply, and the film by itself.

A session that is gone is replaced once: this request's files are uploaded again, and what else was lost is told.
"""

from typing import assert_never

from core import progress
from core.flows.after_turn import SentTurn, after_turn, deliver, hints, title_project
from core.flows.connect import connect, examples, session_lost
from core.flows.context import RequestContext
from core.flows.failures import refusal, refused_file, upload_buttons
from core.flows.files import upload_files
from core.flows.gather import gather
from core.flows.refusals import FileRefused, NothingToExport, NothingToUndo
from core.flows.snapshot import take_snapshot, timeline
from core.flows.turn import ask
from core.flows.upload_offer import asked_by
from core.model.actions import OneVideoEach
from core.model.chat import Role
from core.model.pending import PendingWords
from core.model.requests import Outcome, WordsFrom
from core.nemo.errors import SessionGone
from core.progress import Arrived, SessionAttempt, Snapshot, TurnInput
from core.words.intents import Wish
from core.words.timeline import line


async def edit(context: RequestContext) -> Outcome:
    """Work on a request for an edit, or for the film of what is there.

    Raises:
        What `core.flows.failures.EXPECTED` lists.
    """
    asked = await gather(context)
    if asked.split:
        return Outcome.SPLIT
    if not context.journal.knows(progress.SESSION_LOST):
        try:
            return await _in_session(context, asked, SessionAttempt.FIRST)
        except SessionGone:
            if context.journal.knows(progress.turn(SessionAttempt.FIRST)):
                raise  # the turn has run: it is not asked again
            await context.journal.step(progress.SESSION_LOST, lambda: session_lost(context), str)
    return await _in_session(context, asked, SessionAttempt.SECOND)


async def _in_session(context: RequestContext, asked: TurnInput, attempt: SessionAttempt) -> Outcome:
    """Run the request in one session; `attempt` keeps its steps apart from those of the session before."""
    await connect(context, attempt)
    if len(asked.files) > 1:  # shown while they go up: by then what is asked is written down for whoever presses
        context.status.offer(context.button("one_video_each", OneVideoEach(context.request.id)))
    await _tell_words_origin(context, asked)
    arrived = await upload_files(context, asked.files, attempt)
    await _require_files(context, asked, arrived)
    before = await take_snapshot(context, progress.before_turn(attempt))
    words = await _words(context, asked, before)
    if words is None:
        return await _without_turn(context, asked, arrived, before)
    gate = progress.turn(attempt)
    turn = await ask(context, gate, words)
    if turn.refused:
        raise refusal(turn.refused)
    return await after_turn(context, asked, arrived, SentTurn(gate, turn, before))


async def _tell_words_origin(context: RequestContext, asked: TurnInput) -> None:
    """Say which words are used when they were not typed with this message."""
    if not asked.words:
        return
    match context.request.words_from:
        case WordsFrom.TYPED:
            return
        case WordsFrom.PENDING:
            key = "kept_words.used"
        case WordsFrom.EARLIER:
            key = "again"
        case _:
            assert_never(context.request.words_from)
    await context.answer(progress.WORDS_ORIGIN, context.say(key, words=asked.words[:80]), role=Role.QUIET)


async def _require_files(context: RequestContext, asked: TurnInput, arrived: tuple[Arrived, ...]) -> None:
    """Go on with the files that arrived; with none of them, keep the words for the next clip.

    Raises:
        FileRefused: nothing of what was sent can be used.
    """
    refused = [
        FileRefused(one.refused, name=one.name, size=one.size, limit=one.limit) for one in arrived if one.refused
    ]
    if not refused:
        return
    none = len(refused) == len(arrived)
    if told := refused[:-1] if none else refused:
        text = "\n".join(refused_file(context, reason) for reason in told)
        await context.answer(
            progress.FILES_REFUSED, text, *([] if none else await upload_buttons(context, *told)), role=Role.QUIET
        )
    if not none:
        return
    if asked.words and context.request.parent is None:
        await context.journal.step(progress.WORDS_KEPT, lambda: _keep_words(context, asked.words), bool)
        refused[-1].words_kept = True
    raise refused[-1]


async def _keep_words(context: RequestContext, words: str) -> bool:
    until = context.clock.time() + context.delays.kept_words
    kept = PendingWords(words, fresh=False, request=await asked_by(context))
    await context.stores.pending.keep(context.request.address, context.request.sender.id, kept, until)
    return True


async def _words(context: RequestContext, asked: TurnInput, before: Snapshot) -> str | None:
    """Return the words for the agent; None: there is nothing to ask it.

    Raises:
        NothingToExport, NothingToUndo: it was asked, of nothing.
    """
    match asked.meaning.wish:
        case Wish.EXPORT if before.exportable:
            return None
        case Wish.EXPORT if before.files:
            return context.say("ask.place_material")
        case Wish.EXPORT:
            raise NothingToExport
        case Wish.UNDO:
            return await _undo(context, asked, before)
    return asked.words or None


async def _undo(context: RequestContext, asked: TurnInput, before: Snapshot) -> str:
    """Return the words that ask for one step back, or for the version that was named.

    Raises:
        NothingToUndo: there is no timeline, or no such version.
    """
    number = asked.meaning.version
    if number is None and before.version is not None:
        return context.say("ask.undo")
    wanted = None if number is None else await context.stores.versions.numbered(context.project.id, number)
    if wanted is None:
        raise NothingToUndo
    shown = line(await timeline(context, wanted.id), context.request.language)
    return context.say("ask.undo_version", timeline=shown)


async def _without_turn(
    context: RequestContext, asked: TurnInput, arrived: tuple[Arrived, ...], before: Snapshot
) -> Outcome:
    """A timeline that is there already is exported; a clip without words is answered with suggestions."""
    noted = await hints(context, asked, arrived)
    if asked.meaning.wish is Wish.EXPORT:
        return await deliver(context, before, note="\n\n".join(noted))
    await title_project(context, arrived, "")
    names = [one.name for one in arrived if not one.refused]
    key = "clip.received" if len(names) == 1 else "clips.received"
    said = context.say(key, name="".join(names[:1]), count=len(names))
    await context.answer(progress.SUGGESTIONS, "\n\n".join([said, examples(context), *noted]))
    return Outcome.DONE
