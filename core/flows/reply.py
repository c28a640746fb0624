"""What is said after a turn: the agent's words without screen talk, what changed, the timeline, what next.

The words are made from two looks and the turn, so that a silent edit is never met with silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.chat import Button, Post, Role
from core.flows.case import Case
from core.flows.look import Look, timeline
from core.flows.turn import Turn
from core.nemo.errors import NemoError
from core.tokens import TokenError
from core.words.gui_talk import InstructionKind, Translation, translate
from core.words.timeline import difference, line, picture


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a turn came to: between which looks, what it said without screen talk, and what follows from that."""

    turn: Turn
    before: Look
    after: Look
    said: Translation

    @classmethod
    def of(cls, turn: Turn, before: Look, after: Look) -> "Outlook":
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


async def reply(case: Case, outlook: Outlook, hints: Sequence[str], *, film_follows: bool) -> None:
    """Deliver the answer to a turn. It is silent when a film follows: then only the film notifies."""
    said, after = outlook.said, outlook.after
    then, now = await timeline(case, outlook.before.version), await timeline(case, after.version)
    changes = difference(then, now, case.request.language)
    paragraphs = [said.text] if said.text else []
    paragraphs += _told(case, outlook)
    if changes:
        paragraphs.append("\n".join([case.say("changed"), *(f"- {change}" for change in changes)]))
    elif outlook.changed:
        paragraphs.append(case.say("changed.fine"))
    asked = {one.kind for one in said.instructions}
    if now.tracks and (changes or asked & {InstructionKind.DESCRIBE, InstructionKind.SUMMARY}):
        paragraphs.append(line(now, case.request.language))
    if InstructionKind.CREDITS in asked:
        paragraphs.append(await credit_line(case))
    paragraphs += hints
    post = Post(
        Role.QUIET if film_follows else Role.ANSWER,
        "\n\n".join(paragraphs) or case.say("reply.done"),
        () if film_follows else next_steps(case, after),
        picture=picture(now) if changes and now.tracks else None,
    )
    await case.deliver("reply", post)


def next_steps(case: Case, after: Look) -> tuple[Button, ...]:
    """Return the buttons under an answer."""
    steps = [case.button("try_again", f"again:{case.request.id}")]
    if after.exportable:
        steps = [case.button("export", "export"), case.button("undo", "undo"), *steps]
    return tuple(steps)


async def credit_line(case: Case) -> str:
    """Return the account's credits in words."""
    try:
        left = await case.backend.credits()
    except (NemoError, TokenError):
        return case.say("credits.unknown")
    return case.say("credits", available=left.available, frozen=left.frozen, total=left.total)


def _told(case: Case, outlook: Outlook) -> list[str]:
    """Return what has to be said about the turn itself."""
    if outlook.turn.lost:
        return [case.say("recovered.changed")]
    if outlook.turn.failure:
        return [case.say("turn.failed_changed" if outlook.changed else "turn.failed")]
    if not outlook.said.text and not outlook.changed:
        return [case.say("unchanged")]
    return []
