"""What follows a turn: take a snapshot, answer in words, and make the film where one is due."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from core import progress
from core.flows.connect import example_list, first_time
from core.flows.context import RequestContext
from core.flows.film import make_film
from core.flows.lost_turn import reconcile_lost_turn
from core.flows.open_turn import accept_later
from core.flows.refusals import NothingToExport, TurnUnknown
from core.flows.reply import TurnResult, reply
from core.flows.snapshot import try_snapshot
from core.flows.turn import run_turn
from core.media.names import safe_name
from core.model.attachments import Attachment
from core.model.requests import Outcome
from core.nemo.errors import NemoError
from core.progress import Arrived, Snapshot, SnapshotAttempt, Turn, TurnInput
from core.tokens import TokenError
from core.words.gui_talk import Translation, translate
from core.words.intents import Wish
from core.words.links import links
from core.words.spoilers import SPOILER, as_spoiler, is_hidden, without_hidden

SHORT_CLIP_SECONDS = 60  # NemoVideo skill texts: clips under 60 seconds sync and process best


@dataclass(frozen=True, slots=True)
class SentTurn:
    """A turn that was sent, with its gate (the name of its journal step) and the snapshot before it."""

    gate: str
    turn: Turn
    before: Snapshot


async def after_turn(
    context: RequestContext, turn_input: TurnInput, arrived: tuple[Arrived, ...], sent: SentTurn
) -> Outcome:
    """Answer a turn, and make its film where one is due.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        Exception: what `core.flows.failures.EXPECTED` lists.
    """
    context.journal.ignore_cancel()
    turn, before = sent.turn, sent.before
    after = await _snapshot_after(context, sent)
    if await context.cancelled():
        return Outcome.CANCELLED
    if after is None:
        return Outcome.FAILED
    said = await translation(context, progress.TRANSLATION, turn.text)
    result, left = TurnResult(turn, before, after, said), ""
    if not result.changed and after.fingerprint != before.fingerprint:
        context.log_stage("the turn left the timeline as it was; what the session says of its files has changed")
    if result.follow_up and not turn.lost:
        more, seen = await _follow_up(context, result.follow_up, after)
        after = seen or after
        if more.refused:
            left = context.say("follow_up.left", edit=result.follow_up)
        elif seen is None:
            left = context.say("follow_up.lost", edit=result.follow_up)
        last = turn if more.refused else more  # it was asked when the stream of the first had ended
        turn = replace(turn, text=f"{turn.text}\n\n{more.text}", asked_at=last.asked_at, open=last.open)
        said = await translation(context, progress.FOLLOW_UP_TRANSLATION, turn.text)
        result = TurnResult(turn, before, after, said)
    await title_project(context, arrived, turn_input.words, turn_input.captions)
    follows = await film_follows(context, turn_input, result)
    remarks = [left] if left else []
    remarks += hints(context, turn_input)
    remarks += await _why_no_film(context, turn_input, after)
    await reply(context, result, remarks, await tips(context, turn_input, arrived), film_follows=follows)
    if turn.open:
        await accept_later(context, turn, turn_input, after)
    if not follows:
        return Outcome.FAILED if turn.failure else Outcome.DONE
    context.journal.heed_cancel()
    return await export_snapshot(context, after, intro="" if result.changed else context.say("unchanged.film"))


async def translation(context: RequestContext, step: str, text: str) -> Translation:
    """Return the agent's words translated from screen talk; they are translated once, and not again by a replay."""

    async def translated() -> Translation:
        return translate(text)

    return await context.journal.read(step, translated, Translation)


async def export_snapshot(context: RequestContext, snapshot: Snapshot, *, intro: str) -> Outcome:
    """Render the draft of a snapshot and send its film, with `intro` above it.

    Raises:
        NothingToExport: the draft shows nothing.
        Exception: what `core.flows.film.make_film` raises.
    """
    if snapshot.version is None or not snapshot.exportable:
        raise NothingToExport
    await make_film(context, snapshot.version, intro=intro)
    return Outcome.DONE


async def title_project(
    context: RequestContext, arrived: tuple[Arrived, ...], words: str, captions: tuple[Attachment, ...] = ()
) -> None:
    """Name a project after its first clip, else after its first words; as a spoiler if anything of it is."""
    stems = [PurePath(one.name).stem for one in arrived if not one.refused]
    title = context.project.title or (stems or [" ".join(without_hidden(words).split())[:40].strip()])[0]
    if is_hidden(words) or any(name.startswith(SPOILER) for name in (*stems, *(one.name for one in captions))):
        title = as_spoiler(title)
    if title != context.project.title:
        await context.stores.projects.set_title(context.project.id, title, before=context.project.title)


async def _why_no_film(context: RequestContext, turn_input: TurnInput, after: Snapshot) -> list[str]:
    """Return why no film follows, where the user may expect one."""
    wanted = turn_input.meaning.film or turn_input.meaning.wish is Wish.EXPORT
    if wanted and not after.exportable:
        return [f"{context.say('timeline_empty.asked')}\n{example_list(context)}"]
    if turn_input.meaning.hold and after.exportable:
        return [context.say("hold.kept")]
    if after.exportable and not wanted and await _exports_paused(context) and await first_time(context, "paused"):
        return [context.say("error.export_paused")]
    return []


def hints(context: RequestContext, turn_input: TurnInput) -> tuple[str, ...]:
    """Return what the user has to know of what was asked: what cannot be had, and which file was meant."""
    found = []
    if turn_input.meaning.unsupported:
        found.append(context.say("unsupported.export", what=", ".join(turn_input.meaning.unsupported)))
    found += turn_input.remarks
    if chosen := [safe_name(file.name) for file in turn_input.files if file.of_album]:
        found.append(context.say("album.chosen", name=", ".join(chosen)))
    # one that leads to a file is no word any more (`core.flows.linked_files`)
    pages = [link.url for link in links(turn_input.words) if link.names_file and not link.quoted]
    found += [context.say("link.page", link=link) for link in dict.fromkeys(pages)]
    return tuple(found)


async def tips(context: RequestContext, turn_input: TurnInput, arrived: tuple[Arrived, ...]) -> tuple[str, ...]:
    """Return how to ask for more the next time; the tip about long clips only once in a chat."""
    language, found = context.request.language, []
    if turn_input.meaning.vague:
        found.append(context.say("tip.vague", example=context.skill.tip_examples[language]))
    long = any((one.seconds or 0) > SHORT_CLIP_SECONDS for one in arrived)
    if long and await first_time(context, "short_clip"):
        found.append(context.say("clip.short_hint", line=context.skill.short_clip_line[language]))
    return tuple(found)


async def _snapshot_after(context: RequestContext, sent: SentTurn) -> Snapshot | None:
    """Return the snapshot after a turn. An unchanged one after a turn without text is taken again a few times."""
    after = None if sent.turn.lost else await _try_snapshot(context, progress.after_turn(sent.gate))
    if after is None:
        return await reconcile_lost_turn(context, sent.gate, sent.turn, sent.before)
    if sent.turn.text:
        return after
    for count, gap in enumerate(context.delays.silent_edit, start=1):
        if not after.same_draft(sent.before):
            break
        await context.journal.sleep(progress.silent_wait(sent.gate, count), gap)
        after = await _try_snapshot(context, progress.after_turn(sent.gate, count)) or after
    return after


async def _try_snapshot(context: RequestContext, name: str) -> Snapshot | None:
    return (await context.journal.read(name, lambda: try_snapshot(context), SnapshotAttempt)).snapshot


async def _follow_up(context: RequestContext, words: str, after: Snapshot) -> tuple[Turn, Snapshot | None]:
    """Send one more turn for what the agent told the user to do by hand, and return the snapshot after it.

    It has a gate of its own. None: it was refused, or what it did is not known. The first turn has counted and is told
    all the same.
    """

    async def follow_up() -> Turn:
        try:
            return await run_turn(context, progress.FOLLOW_UP_TURN, words, after)
        except (NemoError, TokenError) as error:
            return Turn(context.clock.time(), refused=type(error).__name__)

    more = await context.journal.step(progress.FOLLOW_UP, follow_up, Turn)
    if more.refused:
        return more, None
    try:
        return more, await _snapshot_after(context, SentTurn(progress.FOLLOW_UP_TURN, more, after))
    except TurnUnknown:
        return more, None


async def film_follows(context: RequestContext, turn_input: TurnInput, result: TurnResult) -> bool:
    """Return whether a film follows the answer to a turn."""
    after = result.after
    if not after.exportable or turn_input.meaning.hold:
        return False
    if turn_input.meaning.film or turn_input.meaning.wish is Wish.EXPORT:
        return True
    if not context.rules.auto_export or await _exports_paused(context):
        return False
    return result.changed or (
        result.wants_export
        and not await context.journal.read(progress.HAS_FILM, lambda: _has_film(context, after), bool)
    )


async def _exports_paused(context: RequestContext) -> bool:
    return await context.journal.read(progress.EXPORT_PAUSED, context.backend.exports_paused, bool)


async def _has_film(context: RequestContext, after: Snapshot) -> bool:
    return after.version is not None and bool((await context.stores.versions.get(after.version)).render_id)
