"""An edit, top to bottom: gather, connect, upload the files, send the turn, reply, and make the film.

A session that the backend no longer has is replaced once: the request's files are uploaded again, and the user is
told what else was lost.
"""

from typing import Final, assert_never

from core import progress
from core.flows.after_turn import SentTurn, after_turn, export_snapshot, hints, tips, title_project
from core.flows.albums import tell_incomplete
from core.flows.connect import connect, examples, session_lost
from core.flows.context import RequestContext
from core.flows.failures import refusal, refused_file, upload_buttons
from core.flows.files import upload_files
from core.flows.gather import gather
from core.flows.kept_words import keep_too
from core.flows.refusals import STICKER_REFUSED, FileRefused, NothingToExport, NothingToUndo
from core.flows.snapshot import take_snapshot, timeline
from core.flows.turn import run_turn
from core.flows.upload_offer import link_request
from core.model.actions import OneVideoEach
from core.model.albums import AlbumState
from core.model.chat import Folded, Post, Role
from core.model.pending import PendingWords
from core.model.requests import Outcome, WordsFrom
from core.nemo.errors import SessionGone
from core.progress import Arrived, Progress, SessionAttempt, Snapshot, TurnInput, progress_of
from core.words.follow_up import asks_for_new_film
from core.words.intents import Wish, meaning
from core.words.spoilers import excerpt, revealed
from core.words.timeline import line

_NO_WISH = {Wish.UPLOAD, Wish.START, Wish.THANKS, Wish.WAIT}
_LATEST: Final = 20  # requests of a project, among which a lost clip is looked for


async def edit(context: RequestContext) -> Outcome:
    """Work on a request for an edit, or for the film of the newest draft.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        Exception: what `core.flows.failures.EXPECTED` lists.
    """
    turn_input = await gather(context)
    if turn_input.split:
        return Outcome.SPLIT
    if not context.journal.knows(progress.SESSION_LOST):
        try:
            return await _in_session(context, turn_input, SessionAttempt.FIRST)
        except SessionGone:
            if context.journal.knows(progress.turn(SessionAttempt.FIRST)):
                raise  # the turn has run: it is not sent again
            await context.journal.step(progress.SESSION_LOST, lambda: _session_id(context), str)
    await session_lost(context)
    return await _in_session(context, turn_input, SessionAttempt.SECOND)


async def _session_id(context: RequestContext) -> str:
    return context.project.session_id


async def _in_session(context: RequestContext, turn_input: TurnInput, attempt: SessionAttempt) -> Outcome:
    """Run the request in one session; `attempt` tells the steps of the second session from those of the first."""
    await connect(context, attempt)
    await _offer_one_video_each(context, turn_input)
    await _tell_words_origin(context, turn_input)
    arrived = await upload_files(context, turn_input.files, attempt)
    await _require_files(context, turn_input, arrived)
    if turn_input.album is not AlbumState.WHOLE:
        await title_project(context, arrived, "")
        return await tell_incomplete(context, turn_input)
    before = await take_snapshot(context, progress.before_turn(attempt))
    words = await _words(context, turn_input, before)
    if words is None:
        return await _without_turn(context, turn_input, arrived, before)
    gate = progress.turn(attempt)
    if not context.journal.knows(gate) and await _misses_its_clip(context, turn_input, before):
        raise await _kept_for_clip(context, turn_input, "captions.send_clip" if turn_input.captions else "send_clip")
    turn = await run_turn(context, gate, words, before)
    context.services.dispatcher.leave_place(context.request.id)
    if turn.refused:
        raise refusal(turn.refused)
    return await after_turn(context, turn_input, arrived, SentTurn(gate, turn, before))


async def _offer_one_video_each(context: RequestContext, turn_input: TurnInput) -> None:
    """Offer the button from here on, where the turn input, which a press reads, is recorded.

    A process that begins after the words were sent offers it no more: it could do nothing.
    """
    if len(turn_input.files) < 2 or not turn_input.words:
        return
    if not (await progress_of(context.stores.entries, context.request.id)).asked:
        context.status.offer(context.button("one_video_each", OneVideoEach(context.request.id)))


async def _tell_words_origin(context: RequestContext, turn_input: TurnInput) -> None:
    """Say which words are used when they were not typed with this message."""
    if not turn_input.words:
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
    await context.answer(progress.WORDS_ORIGIN, context.say(key, words=excerpt(turn_input.words, 80)), role=Role.QUIET)


async def _require_files(context: RequestContext, turn_input: TurnInput, arrived: tuple[Arrived, ...]) -> None:
    """Tell the user which files were refused; if all were, or a sticker that the words are about, store the words.

    Raises:
        FileRefused: there is nothing to use the words on; the last refusal, or that of the sticker.
    """
    refused = [
        FileRefused(one.refused, name=one.name, size=one.size, limit=one.limit, wait=one.wait)
        for one in arrived
        if one.refused
    ]
    if not refused:
        return
    refused.sort(key=lambda one: one.key == STICKER_REFUSED)
    all_refused = len(refused) == len(arrived) or refused[-1].key == STICKER_REFUSED
    if listed := refused[:-1] if all_refused else refused:
        text = "\n".join(refused_file(context, reason) for reason in listed)
        buttons = () if all_refused else await upload_buttons(context, *listed)
        await context.answer(progress.FILES_REFUSED, text, *buttons, role=Role.QUIET)
    if not all_refused:
        return
    if turn_input.words and context.request.parent is None:
        await context.journal.step(progress.WORDS_KEPT, lambda: _keep_words(context, turn_input), bool)
        refused[-1].words_kept = True
    raise refused[-1]


async def _misses_its_clip(context: RequestContext, turn_input: TurnInput, before: Snapshot) -> bool:
    """Return whether nothing is there to use these words with, and a clip was on its way, or captions need one."""
    request = context.request
    if turn_input.files or before.files or before.exportable:
        return False
    if turn_input.captions and not asks_for_new_film(turn_input.words):
        return True
    if request.action is not None:
        return False
    for one in await context.stores.requests.latest(context.project.id, _LATEST):
        meanwhile = one.id < request.id and (one.ended_at or 0) >= request.accepted_at
        if meanwhile and one.outcome is Outcome.FAILED:
            so_far = await progress_of(context.stores.entries, one.id)
            if so_far.turn_input and so_far.turn_input.files and not so_far.uploaded:
                return True
    return False


async def _kept_for_clip(context: RequestContext, turn_input: TurnInput, key: str) -> FileRefused:
    """Keep the words for the next clip, and return the refusal that says so."""
    await context.journal.step(progress.WORDS_KEPT, lambda: _keep_words(context, turn_input), bool)
    refused = FileRefused(key)
    refused.words_kept = True
    return refused


async def _keep_words(context: RequestContext, turn_input: TurnInput) -> bool:
    link = await link_request(context)
    words = PendingWords(turn_input.words, False, link, turn_input.quoted, turn_input.captions)
    await keep_too(context, words)
    return True


async def _words(context: RequestContext, turn_input: TurnInput, before: Snapshot) -> str | None:
    """Return the words of the turn; None: no turn is needed.

    Raises:
        NothingToExport, NothingToUndo: the session has nothing of the kind.
    """
    match turn_input.meaning.wish:
        case Wish.EXPORT if before.exportable:
            return None
        case Wish.EXPORT if before.files:
            return context.say("ask.place_material")
        case Wish.EXPORT:
            raise NothingToExport
        case Wish.UNDO:
            return await _undo(context, turn_input, before)
    if not turn_input.words or _only_hands_over(context, turn_input):
        return None
    captions = (one.held for one in turn_input.captions if one.held is not None)
    return "\n\n".join([_with_quote(context, turn_input), *captions])


def _only_hands_over(context: RequestContext, turn_input: TurnInput) -> bool:
    """Return whether words beside files ask nothing, such as "here is my video": the files are as without words."""
    if not turn_input.files or turn_input.captions or turn_input.quoted or Progress(context.journal.rows).asked:
        return False
    return meaning(turn_input.words, has_media=True).wish in _NO_WISH


def _with_quote(context: RequestContext, turn_input: TurnInput) -> str:
    """Return the words, and under them, marked as such, what they are said about."""
    words = revealed(turn_input.words)
    if not turn_input.quoted:
        return words
    lines = "\n".join(f"> {line}" for line in revealed(turn_input.quoted).splitlines())
    return context.say("ask.quoted", words=words, quoted=lines)


async def _undo(context: RequestContext, turn_input: TurnInput, before: Snapshot) -> str:
    """Return the words that ask for one step back, or for the version that was named.

    Raises:
        NothingToUndo: there is no timeline, or no such version.
    """
    number = turn_input.meaning.version
    if number is None and before.version is not None:
        return context.say("ask.undo")
    wanted = None if number is None else await context.stores.versions.numbered(context.project.id, number)
    if wanted is None:
        raise NothingToUndo
    shown = line(await timeline(context, wanted.id), context.request.language)
    return context.say("ask.undo_version", number=wanted.number, timeline=shown)


async def _without_turn(
    context: RequestContext, turn_input: TurnInput, arrived: tuple[Arrived, ...], before: Snapshot
) -> Outcome:
    """Export the present timeline, or answer a clip without words with suggestions."""
    remarks = (*hints(context, turn_input), *await tips(context, turn_input, arrived))
    if turn_input.meaning.wish is Wish.EXPORT:
        return await export_snapshot(context, before, intro="\n\n".join(remarks))
    await title_project(context, arrived, "")
    names = [one.name for one in arrived if not one.refused]
    key = "clip.received" if len(names) == 1 else "clips.received"
    received = context.say(key, name="".join(names[:1]), count=len(names))
    post = Post(
        Role.ANSWER,
        "\n\n".join([received, examples(context), *remarks]),
        folded=Folded("\n\n".join([received, *remarks])),
        suggestions=context.skill.examples[context.request.language],
    )
    await context.send(progress.SUGGESTIONS, post)
    return Outcome.DONE
