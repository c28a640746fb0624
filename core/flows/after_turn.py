"""What follows a turn: see what it did, answer in words, and go on to the film."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from core import progress
from core.flows.connect import example_list, first_time
from core.flows.context import RequestContext
from core.flows.film import film
from core.flows.lost_turn import reconcile_lost_turn
from core.flows.refusals import NothingToExport
from core.flows.reply import TurnResult, reply
from core.flows.snapshot import try_snapshot
from core.flows.turn import ask
from core.model.requests import Outcome
from core.nemo.errors import NemoError
from core.progress import Arrived, Snapshot, SnapshotAttempt, Turn, TurnInput
from core.tokens import TokenError
from core.words.intents import Wish

SHORT_CLIP_SECONDS = 60  # NemoVideo skill texts: clips under 60 seconds sync and process best


@dataclass(frozen=True, slots=True)
class SentTurn:
    """A turn that was asked behind a gate, with the snapshot before it."""

    gate: str
    turn: Turn
    before: Snapshot


async def after_turn(
    context: RequestContext, asked: TurnInput, arrived: tuple[Arrived, ...], sent: SentTurn
) -> Outcome:
    """Answer a turn, and deliver its film where one is due."""
    context.journal.ignore_cancel()
    turn, before = sent.turn, sent.before
    after = await _snapshot_after(context, sent)
    if await context.cancelled():
        return Outcome.CANCELLED
    if after is None:
        return Outcome.FAILED
    result, left = TurnResult.of(turn, before, after), ""
    if result.follow_up and not turn.lost:
        more, after = await _follow_up(context, result.follow_up, after)
        left = context.say("follow_up.left", edit=result.follow_up) if more.refused else ""
        turn = replace(turn, text=f"{turn.text}\n\n{more.text}")
        result = TurnResult.of(turn, before, after)
    await title_project(context, arrived, asked.words)
    film_follows = await _film_follows(context, asked, result)
    noted = [*([left] if left else []), *await hints(context, asked, arrived), *await _no_film(context, asked, after)]
    await reply(context, result, noted, film_follows=film_follows)
    if not film_follows:
        return Outcome.FAILED if turn.failure else Outcome.DONE
    context.journal.heed_cancel()
    return await deliver(context, after, note="" if result.changed else context.say("unchanged.film"))


async def deliver(context: RequestContext, after: Snapshot, *, note: str) -> Outcome:
    """Deliver the film of what was seen.

    Raises:
        NothingToExport: nothing on it can be shown.
    """
    if after.version is None or not after.exportable:
        raise NothingToExport
    await film(context, after.version, note=note)
    return Outcome.DONE


async def title_project(context: RequestContext, arrived: tuple[Arrived, ...], words: str) -> None:
    """Name a project after its first clip, else after the first words."""
    stems = [PurePath(one.name).stem for one in arrived if not one.refused]
    title = (stems or [" ".join(words.split())[:40].strip()])[0]
    if title and not context.project.title:
        await context.stores.projects.set_title(context.project.id, title)


async def _no_film(context: RequestContext, asked: TurnInput, after: Snapshot) -> list[str]:
    """Return why there is no film where one might be waited for."""
    wanted = asked.meaning.film or asked.meaning.wish is Wish.EXPORT
    if wanted and not after.exportable:
        return [f"{context.say('timeline_empty.asked')}\n{example_list(context)}"]
    if asked.meaning.hold and after.exportable:
        return [context.say("hold.kept")]
    if after.exportable and not wanted and await _paused(context) and await first_time(context, "paused"):
        return [context.say("error.export_paused")]
    return []


async def hints(context: RequestContext, asked: TurnInput, arrived: tuple[Arrived, ...]) -> tuple[str, ...]:
    """Return what is worth saying beside an answer; some of it only once in a chat."""
    language, said = context.request.language, []
    if asked.meaning.vague:
        said.append(context.say("tip.vague", example=context.skill.tip_examples[language]))
    if asked.meaning.unsupported:
        said.append(context.say("unsupported.export", what=", ".join(asked.meaning.unsupported)))
    long = any((one.seconds or 0) > SHORT_CLIP_SECONDS for one in arrived)
    if long and await first_time(context, "short_clip"):
        said.append(context.say("clip.short_hint", line=context.skill.short_clip_line[language]))
    return tuple(said)


async def _snapshot_after(context: RequestContext, sent: SentTurn) -> Snapshot | None:
    """Return the snapshot after a turn; after a silent one a few more are taken before it counts as without effect."""
    after = None if sent.turn.lost else await _try_snapshot(context, progress.after_turn(sent.gate))
    if after is None:
        return await reconcile_lost_turn(context, sent.gate, sent.turn, sent.before)
    if sent.turn.text:
        return after
    for count, gap in enumerate(context.delays.silent_edit, start=1):
        if after.fingerprint != sent.before.fingerprint:
            break
        await context.journal.sleep(progress.silent_wait(sent.gate, count), gap)
        after = await _try_snapshot(context, progress.after_turn(sent.gate, count)) or after
    return after


async def _try_snapshot(context: RequestContext, name: str) -> Snapshot | None:
    return (await context.journal.read(name, lambda: try_snapshot(context), SnapshotAttempt)).snapshot


async def _follow_up(context: RequestContext, words: str, after: Snapshot) -> tuple[Turn, Snapshot]:
    """Do by words what the agent wants done by hand: one more turn at most, behind a gate of its own."""

    async def follow() -> Turn:
        try:
            return await ask(context, progress.FOLLOW_UP_TURN, words)
        except (NemoError, TokenError) as error:
            return Turn(context.clock.time(), refused=type(error).__name__)

    more = await context.journal.step(progress.FOLLOW_UP, follow, Turn)
    if more.refused:
        return more, after
    return more, await _snapshot_after(context, SentTurn(progress.FOLLOW_UP_TURN, more, after)) or after


async def _film_follows(context: RequestContext, asked: TurnInput, result: TurnResult) -> bool:
    after = result.after
    if not after.exportable or asked.meaning.hold:
        return False
    if asked.meaning.film or asked.meaning.wish is Wish.EXPORT:
        return True
    if not context.rules.auto_export or await _paused(context):
        return False
    return result.changed or (
        result.wants_export
        and not await context.journal.read(progress.HAS_FILM, lambda: _has_film(context, after), bool)
    )


async def _paused(context: RequestContext) -> bool:
    return await context.journal.read(progress.EXPORT_PAUSED, context.backend.exports_paused, bool)


async def _has_film(context: RequestContext, after: Snapshot) -> bool:
    return after.version is not None and bool((await context.stores.versions.get(after.version)).render_id)
