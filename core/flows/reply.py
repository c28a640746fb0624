"""What is said after a turn: the agent's words without screen talk, what changed, the timeline, what next.

The words are made from two looks and the turn, so that a silent edit is never met with silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core import progress
from core.flows.context import RequestContext
from core.flows.snapshot import timeline
from core.model.actions import Export, TryAgain, Undo
from core.model.chat import Button, Post, Role
from core.nemo.errors import NemoError
from core.progress import Snapshot, Turn
from core.tokens import TokenError
from core.words.gui_talk import InstructionKind, Translation, translate
from core.words.timeline import difference, line, picture


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What a turn came to: between which looks, what it said without screen talk, and what follows from that."""

    turn: Turn
    before: Snapshot
    after: Snapshot
    said: Translation

    @classmethod
    def of(cls, turn: Turn, before: Snapshot, after: Snapshot) -> "TurnResult":
        """Return what a turn came to."""
        return cls(turn, before, after, translate(turn.text))

    @property
    def changed(self) -> bool:
        """Whether anything is different in the session."""
        return self.after.fingerprint != self.before.fingerprint

    @property
    def wants_export(self) -> bool:
        """Whether the agent sent the person to an export button."""
        return any(one.kind is InstructionKind.EXPORT for one in self.said.instructions)

    @property
    def follow_up(self) -> str:
        """What the agent wants done by hand, in words it can be asked with; else nothing."""
        return next((one.edit for one in self.said.instructions if one.kind is InstructionKind.ASK_EDIT), "")


async def reply(context: RequestContext, result: TurnResult, hints: Sequence[str], *, film_follows: bool) -> None:
    """Deliver the answer to a turn. It is silent when a film follows: then only the film notifies."""
    said, after = result.said, result.after
    then, now = await timeline(context, result.before.version), await timeline(context, after.version)
    changes = difference(then, now, context.request.language)
    paragraphs = [said.text] if said.text else []
    paragraphs += _told(context, result)
    if changes:
        paragraphs.append("\n".join([context.say("changed"), *(f"- {change}" for change in changes)]))
    elif result.changed:
        paragraphs.append(context.say("changed.fine"))
    asked = {one.kind for one in said.instructions}
    if now.tracks and (changes or asked & {InstructionKind.DESCRIBE, InstructionKind.SUMMARY}):
        paragraphs.append(line(now, context.request.language))
    if InstructionKind.CREDITS in asked:
        paragraphs.append(await credit_line(context))
    paragraphs += hints
    post = Post(
        Role.QUIET if film_follows else Role.ANSWER,
        "\n\n".join(paragraphs) or context.say("reply.done"),
        () if film_follows else next_steps(context, after),
        picture=picture(now) if changes and now.tracks else None,
    )
    await context.deliver(progress.REPLY, post)


def next_steps(context: RequestContext, after: Snapshot) -> tuple[Button, ...]:
    """Return the buttons under an answer."""
    steps = [context.button("try_again", TryAgain(context.request.id))]
    if after.exportable:
        steps = [context.button("export", Export()), context.button("undo", Undo()), *steps]
    return tuple(steps)


async def credit_line(context: RequestContext) -> str:
    """Return the account's credits in words."""
    try:
        left = await context.backend.credits()
    except (NemoError, TokenError):
        return context.say("credits.unknown")
    return context.say("credits", available=left.available, frozen=left.frozen, total=left.total)


def _told(context: RequestContext, result: TurnResult) -> list[str]:
    """Return what has to be said about the turn itself."""
    if result.turn.lost:
        return [context.say("recovered.changed")]
    if result.turn.failure:
        return [context.say("turn.failed_changed" if result.changed else "turn.failed")]
    if not result.said.text and not result.changed:
        return [context.say("unchanged")]
    return []
