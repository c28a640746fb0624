"""What follows a turn: see what it did, answer in words, and go on to the film."""

from dataclasses import dataclass
from pathlib import PurePath

from core.flows.case import Case
from core.flows.connect import first_time
from core.flows.film import film
from core.flows.gather import Asked
from core.flows.look import Look, look
from core.flows.material import Arrived
from core.flows.refusals import NothingToExport
from core.flows.reply import Outlook, outlook, reply
from core.flows.settle import settle
from core.flows.turn import Turn, ask
from core.requests import Outcome
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
    next_ = outlook(turn, before, after)
    if next_.follow_up and not turn.lost:
        after = await _follow_up(case, next_.follow_up, after)
        next_ = outlook(turn, before, after)
    await name_project(case, arrived, asked.words)
    film_follows = await _film_follows(case, asked, next_, after)
    noted = await hints(case, asked, arrived)
    await reply(case, turn, (before, after), noted, film_follows=film_follows)
    if not film_follows:
        return Outcome.FAILED if turn.failure else Outcome.DONE
    return await deliver(case, after, note="" if next_.changed else case.say("unchanged.film"))


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
    if title := (stems or [" ".join(words.split())[:40].strip()])[0]:
        await case.house.projects.set_title(case.project.id, title)


async def hints(case: Case, asked: Asked, arrived: tuple[Arrived, ...]) -> tuple[str, ...]:
    """Return what is worth saying beside an answer; some of it only once in a chat."""
    language, said = case.request.language, []
    if asked.meaning.vague:
        said.append(case.say("tip.vague", example=case.skill.tip_examples[language]))
    if asked.meaning.unsupported:
        said.append(case.say("unsupported.export", what=", ".join(asked.meaning.unsupported)))
    if asked.meaning.hold:
        said.append(case.say("hold.kept"))
    long = any((one.seconds or 0) > SHORT_CLIP_SECONDS for one in arrived)
    if long and await first_time(case, "short_clip"):
        said.append(case.say("clip.short_hint", line=case.skill.short_clip_line[language]))
    return tuple(said)


async def _seen_after(case: Case, asking: Asking) -> Look | None:
    """Return the look after a turn; a silent one is looked at a few times before it counts as without effect."""
    if asking.turn.lost:
        return await settle(case, f"{asking.name}.lost", asking.turn, asking.before)
    after = await look(case, f"{asking.name}.after")
    if asking.turn.text:
        return after
    for count, gap in enumerate(case.house.patience.silent_edit, start=1):
        if after.fingerprint != asking.before.fingerprint:
            break
        await case.journal.sleep(f"{asking.name}.silent.{count}", gap)
        after = await look(case, f"{asking.name}.after.{count}")
    return after


async def _follow_up(case: Case, words: str, after: Look) -> Look:
    """Do by words what the agent wants done by hand: one more turn at most, behind a gate of its own."""
    turn = await ask(case, "follow", words)
    return await _seen_after(case, Asking("follow", turn, after)) or after


async def _film_follows(case: Case, asked: Asked, next_: Outlook, after: Look) -> bool:
    if not after.exportable or asked.meaning.hold:
        return False
    if asked.meaning.film or asked.meaning.wish is Wish.EXPORT:
        return True
    if not case.house.rules.auto_export or await case.journal.step("paused", case.backend.exports_paused, bool):
        return False
    return next_.changed or (
        next_.wants_export and not await case.journal.step("had", lambda: _has_film(case, after), bool)
    )


async def _has_film(case: Case, after: Look) -> bool:
    return after.version is not None and bool((await case.house.versions.get(after.version)).render_id)
