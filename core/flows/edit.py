"""An edit, top to bottom: gather, connect, bring the files, ask, reply, and the film by itself.

A session that is gone is replaced once: this request's files go up again, and what else was lost is said.
"""

from core.chat import Role
from core.flows.after import Asking, after_turn, deliver, hints, name_project
from core.flows.case import Case
from core.flows.connect import connect, examples, session_lost
from core.flows.failures import refusal, refused_file, ways_out
from core.flows.gather import Asked, gather
from core.flows.look import Look, look, timeline
from core.flows.material import Arrived, bring
from core.flows.offer import asked_by
from core.flows.refusals import FileRefused, NothingToExport, NothingToUndo
from core.flows.turn import ask
from core.kept import KeptWords
from core.nemo.errors import SessionGone
from core.requests import Outcome
from core.words.intents import Wish
from core.words.timeline import line


async def edit(case: Case) -> Outcome:
    """Work on a request for an edit, or for the film of what is there.

    Raises:
        What `core.flows.failures.EXPECTED` lists.
    """
    asked = await gather(case)
    if asked.split:
        return Outcome.SPLIT
    if not case.journal.knows("session.lost"):
        try:
            return await _in_session(case, asked, "")
        except SessionGone:
            if case.journal.knows("ask"):
                raise  # the turn has run: it is not asked again
            await case.journal.step("session.lost", lambda: session_lost(case), str)
    return await _in_session(case, asked, ".2")


async def _in_session(case: Case, asked: Asked, life: str) -> Outcome:
    """Run the request in one session; `life` keeps its steps apart from those of the session before."""
    await connect(case, life)
    if len(asked.files) > 1:  # shown while they go up: by then what is asked is written down for whoever presses
        case.status.offer(case.button("one_video_each", f"each:{case.request.id}"))
    await _say_whose_words(case, asked)
    arrived = await bring(case, asked.files, life)
    await _admit(case, asked, arrived)
    before = await look(case, f"before{life}")
    words = await _words(case, asked, before)
    if words is None:
        return await _without_turn(case, asked, arrived, before)
    turn = await ask(case, f"ask{life}", words)
    if turn.refused:
        raise refusal(turn.refused)
    return await after_turn(case, asked, arrived, Asking(f"ask{life}", turn, before))


async def _say_whose_words(case: Case, asked: Asked) -> None:
    """Say which words are used where nobody typed them just now."""
    press = case.request.press.partition(":")[0]
    if asked.words and press in {"again", "kept"}:
        key = "again" if press == "again" else "kept_words.used"
        await case.answer("whose", case.say(key, words=asked.words[:80]), role=Role.QUIET)


async def _admit(case: Case, asked: Asked, arrived: tuple[Arrived, ...]) -> None:
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
        text = "\n".join(refused_file(case, reason) for reason in told)
        await case.answer("refused", text, *([] if none else await ways_out(case, *told)), role=Role.QUIET)
    if not none:
        return
    if asked.words and case.request.parent is None:
        await case.journal.step("kept", lambda: _keep_words(case, asked.words), bool)
        refused[-1].words_kept = True
    raise refused[-1]


async def _keep_words(case: Case, words: str) -> bool:
    until = case.house.clock.time() + case.house.patience.kept_words
    kept = KeptWords(words, fresh=False, request=await asked_by(case))
    await case.house.kept.keep_words(case.request.address, case.request.sender.id, kept, until)
    return True


async def _words(case: Case, asked: Asked, before: Look) -> str | None:
    """Return the words for the agent; None: there is nothing to ask it.

    Raises:
        NothingToExport, NothingToUndo: it was asked, of nothing.
    """
    match asked.meaning.wish:
        case Wish.EXPORT if before.exportable:
            return None
        case Wish.EXPORT if before.files:
            return case.say("ask.place_material")
        case Wish.EXPORT:
            raise NothingToExport
        case Wish.UNDO:
            return await _undo(case, asked, before)
    return asked.words or None


async def _undo(case: Case, asked: Asked, before: Look) -> str:
    """Return the words that ask for one step back, or for the version that was named.

    Raises:
        NothingToUndo: there is no timeline, or no such version.
    """
    number = asked.meaning.version
    if number is None and before.version is not None:
        return case.say("ask.undo")
    wanted = None if number is None else await case.house.versions.numbered(case.project.id, number)
    if wanted is None:
        raise NothingToUndo
    shown = line(await timeline(case, wanted.id), case.request.language)
    return case.say("ask.undo_version", timeline=shown)


async def _without_turn(case: Case, asked: Asked, arrived: tuple[Arrived, ...], before: Look) -> Outcome:
    """A timeline that is there already is exported; a clip without words is answered with suggestions."""
    noted = await hints(case, asked, arrived)
    if asked.meaning.wish is Wish.EXPORT:
        return await deliver(case, before, note="\n\n".join(noted))
    await name_project(case, arrived, "")
    names = [one.name for one in arrived if not one.refused]
    key = "clip.received" if len(names) == 1 else "clips.received"
    said = case.say(key, name="".join(names[:1]), count=len(names))
    await case.answer("suggestions", "\n\n".join([said, examples(case), *noted]))
    return Outcome.DONE
