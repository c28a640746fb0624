"""What follows a turn: see what it did, answer in words, and go on to the film."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from core.flows.case import Case
from core.flows.connect import example_list, first_time
from core.flows.film import film
from core.flows.gather import Asked
from core.flows.look import Glance, Look, glance
from core.flows.material import Arrived
from core.flows.refusals import NothingToExport
from core.flows.reply import Outlook, reply
from core.flows.settle import settle
from core.flows.turn import Turn, ask
from core.nemo.errors import NemoError
from core.requests import Outcome
from core.tokens import TokenError
from core.words.intents import Wish

SHORT_CLIP_SECONDS = 60  # NemoVideo skill texts: clips under 60 seconds sync and process best


@dataclass(frozen=True, slots=True)
class Asking:
    """A turn that was asked, under its gate's name, with the look before it."""

    name: str
    turn: Turn
    before: Look


async def after_turn(case: Case, asked: Asked, arrived: tuple[Arrived, ...], asking: Asking) -> Outcome:
    """Answer a turn, and deliver its film where one is due."""
    case.journal.deafen()
    turn, before = asking.turn, asking.before
    after = await _seen_after(case, asking)
    if await case.cancelled():
        return Outcome.CANCELLED
    if after is None:
        return Outcome.FAILED
    outlook, left = Outlook.of(turn, before, after), ""
    if outlook.follow_up and not turn.lost:
        more, after = await _follow_up(case, outlook.follow_up, after)
        left = case.say("follow_up.left", edit=outlook.follow_up) if more.refused else ""
        turn = replace(turn, text=f"{turn.text}\n\n{more.text}")
        outlook = Outlook.of(turn, before, after)
    await name_project(case, arrived, asked.words)
    film_follows = await _film_follows(case, asked, outlook)
    noted = [*([left] if left else []), *await hints(case, asked, arrived), *await _no_film(case, asked, after)]
    await reply(case, outlook, noted, film_follows=film_follows)
    if not film_follows:
        return Outcome.FAILED if turn.failure else Outcome.DONE
    case.journal.hear()
    return await deliver(case, after, note="" if outlook.changed else case.say("unchanged.film"))


async def deliver(case: Case, after: Look, *, note: str) -> Outcome:
    """Deliver the film of what was seen.

    Raises:
        NothingToExport: nothing on it can be shown.
    """
    if after.version is None or not after.exportable:
        raise NothingToExport
    await film(case, after.version, note=note)
    return Outcome.DONE


async def name_project(case: Case, arrived: tuple[Arrived, ...], words: str) -> None:
    """Name a project after its first clip, else after the first words."""
    stems = [PurePath(one.name).stem for one in arrived if not one.refused]
    title = (stems or [" ".join(words.split())[:40].strip()])[0]
    if title and not case.project.title:
        await case.house.projects.set_title(case.project.id, title)


async def _no_film(case: Case, asked: Asked, after: Look) -> list[str]:
    """Return why there is no film where one might be waited for."""
    wanted = asked.meaning.film or asked.meaning.wish is Wish.EXPORT
    if wanted and not after.exportable:
        return [f"{case.say('timeline_empty.asked')}\n{example_list(case)}"]
    if asked.meaning.hold and after.exportable:
        return [case.say("hold.kept")]
    if after.exportable and not wanted and await _paused(case) and await first_time(case, "paused"):
        return [case.say("error.export_paused")]
    return []


async def hints(case: Case, asked: Asked, arrived: tuple[Arrived, ...]) -> tuple[str, ...]:
    """Return what is worth saying beside an answer; some of it only once in a chat."""
    language, said = case.request.language, []
    if asked.meaning.vague:
        said.append(case.say("tip.vague", example=case.skill.tip_examples[language]))
    if asked.meaning.unsupported:
        said.append(case.say("unsupported.export", what=", ".join(asked.meaning.unsupported)))
    long = any((one.seconds or 0) > SHORT_CLIP_SECONDS for one in arrived)
    if long and await first_time(case, "short_clip"):
        said.append(case.say("clip.short_hint", line=case.skill.short_clip_line[language]))
    return tuple(said)


async def _seen_after(case: Case, asking: Asking) -> Look | None:
    """Return the look after a turn; a silent one is looked at a few times before it counts as without effect."""
    after = None if asking.turn.lost else await _glance(case, f"{asking.name}.after")
    if after is None:
        return await settle(case, f"{asking.name}.lost", asking.turn, asking.before)
    if asking.turn.text:
        return after
    for count, gap in enumerate(case.house.patience.silent_edit, start=1):
        if after.fingerprint != asking.before.fingerprint:
            break
        await case.journal.sleep(f"{asking.name}.silent.{count}", gap)
        after = await _glance(case, f"{asking.name}.after.{count}") or after
    return after


async def _glance(case: Case, name: str) -> Look | None:
    return (await case.journal.read(name, lambda: glance(case), Glance)).look


async def _follow_up(case: Case, words: str, after: Look) -> tuple[Turn, Look]:
    """Do by words what the agent wants done by hand: one more turn at most, behind a gate of its own."""

    async def follow() -> Turn:
        try:
            return await ask(case, "follow", words)
        except (NemoError, TokenError) as error:
            return Turn(case.house.clock.time(), refused=type(error).__name__)

    more = await case.journal.step("followed", follow, Turn)
    if more.refused:
        return more, after
    return more, await _seen_after(case, Asking("follow", more, after)) or after


async def _film_follows(case: Case, asked: Asked, outlook: Outlook) -> bool:
    after = outlook.after
    if not after.exportable or asked.meaning.hold:
        return False
    if asked.meaning.film or asked.meaning.wish is Wish.EXPORT:
        return True
    if not case.house.rules.auto_export or await _paused(case):
        return False
    return outlook.changed or (
        outlook.wants_export and not await case.journal.read("had", lambda: _has_film(case, after), bool)
    )


async def _paused(case: Case) -> bool:
    return await case.journal.read("paused", case.backend.exports_paused, bool)


async def _has_film(case: Case, after: Look) -> bool:
    return after.version is not None and bool((await case.house.versions.get(after.version)).render_id)
