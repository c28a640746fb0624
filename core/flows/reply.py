"""The answer to a turn: the agent's words without screen talk, what changed, the timeline, and the next steps.

It is made of the turn and the snapshots before and after it, so that an edit without any text is answered too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core import progress
from core.flows.context import RequestContext
from core.flows.snapshot import timeline
from core.model.actions import Export, TryAgain, Undo
from core.model.chat import Button, Folded, Post, Role
from core.nemo.errors import NemoError
from core.progress import Snapshot, Turn
from core.tokens import TokenError
from core.words.clean import is_invisible
from core.words.gui_talk import InstructionKind, Translation
from core.words.intents import Wish
from core.words.summary import summary
from core.words.timeline import difference, line, picture


@dataclass(frozen=True, slots=True)
class TurnResult:
    """A turn, the snapshots before and after it, and its text translated from screen talk."""

    turn: Turn
    before: Snapshot
    after: Snapshot
    said: Translation

    @property
    def words(self) -> str:
        """What the agent said, as it is shown; "" if nobody would see anything of it."""
        return "" if is_invisible(self.said.text) else self.said.text

    @property
    def changed(self) -> bool:
        """Whether the timeline changed."""
        return not self.after.same_draft(self.before)

    @property
    def wants_export(self) -> bool:
        """Whether the agent told the user to press an export button."""
        return any(one.kind is InstructionKind.EXPORT for one in self.said.instructions)

    @property
    def follow_up(self) -> str:
        """What the agent told the user to do by hand, as words for another turn; "" if nothing."""
        return next((one.edit for one in self.said.instructions if one.kind is InstructionKind.ASK_EDIT), "")


async def reply(
    context: RequestContext, result: TurnResult, remarks: Sequence[str], tips: Sequence[str], *, film_follows: bool
) -> None:
    """Send the answer to a turn, silently when a film follows: then only the film notifies.

    `remarks` are always read; `tips` may be folded away.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """
    said, after = result.said, result.after
    earlier, now = await timeline(context, result.before.version), await timeline(context, after.version)
    changes = difference(earlier, now, context.request.language)
    about = _about_turn(context, result)
    changed = _changed(context, result, changes)
    kinds = {one.kind for one in said.instructions}
    shown = now.tracks and (changes or kinds & {InstructionKind.DESCRIBE, InstructionKind.SUMMARY})
    timeline_line = [line(now, context.request.language)] if shown else []
    credit = [await credit_line(context)] if InstructionKind.CREDITS in kinds else []
    words = [result.words] if result.words else []
    folded = None
    if result.changed:
        head, rest = summary(result.words)
        lead = [head] if head else changed
        details = [rest, *([] if lead is changed else changed), *timeline_line, *tips]
        folded = Folded(_paragraphs(*lead, *about, *credit, *remarks), _paragraphs(*details))
    post = Post(
        Role.QUIET if film_follows else Role.ANSWER,
        _paragraphs(*words, *about, *changed, *timeline_line, *credit, *remarks, *tips) or context.say("reply.done"),
        () if film_follows else next_steps(context, result),
        picture=picture(now) if changes and now.tracks else None,
        folded=folded,
    )
    await context.send(progress.REPLY, post)


def next_steps(context: RequestContext, result: TurnResult) -> tuple[Button, ...]:
    """Return the buttons under an answer; a step back that could not be made is not offered again."""
    meaning = context.request.meaning
    in_vain = meaning is not None and meaning.wish is Wish.UNDO and not result.changed and not result.turn.failure
    steps = [] if in_vain else [context.button("undo", Undo())]
    steps = [context.button("export", Export()), *steps] if result.after.exportable else []
    return tuple(steps) if in_vain else (*steps, context.button("try_again", TryAgain(context.request.id)))


async def credit_line(context: RequestContext) -> str:
    """Return a sentence about the account's credits."""
    try:
        left = await context.backend.credits()
    except (NemoError, TokenError):
        return context.say("credits.unknown")
    return context.say("credits", available=left.available, frozen=left.frozen, total=left.total)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _changed(context: RequestContext, result: TurnResult, changes: Sequence[str]) -> list[str]:
    """Return what is said about the difference of the timelines."""
    if changes:
        return ["\n".join([context.say("changed"), *(f"- {change}" for change in changes)])]
    return [context.say("changed.fine")] if result.changed else []


def _about_turn(context: RequestContext, result: TurnResult) -> list[str]:
    """Return what is said about the turn itself."""
    if result.turn.lost:
        return [context.say("recovered.changed")]
    if result.turn.failure:
        return [context.say("turn.failed_changed" if result.changed else "turn.failed")]
    if not result.words and not result.changed:
        return [context.say("unchanged")]
    return []
