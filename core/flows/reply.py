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
from core.words.gui_talk import Action, translate
from core.words.timeline import difference, line, picture


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows a turn, read from its words and from what changed."""

    changed: bool
    wants_export: bool
    follow_up: str = ""


def outlook(turn: Turn, before: Look, after: Look) -> Outlook:
    """Return what follows."""
    actions = translate(turn.text).actions
    return Outlook(
        changed=after.fingerprint != before.fingerprint,
        wants_export=any(act.action is Action.EXPORT for act in actions),
        follow_up=next((act.argument for act in actions if act.action is Action.ASK_EDIT), ""),
    )


async def reply(case: Case, turn: Turn, looks: tuple[Look, Look], hints: Sequence[str], *, film_follows: bool) -> None:
    """Deliver the answer to a turn. It is silent when a film follows: then only the film notifies."""
    before, after = looks
    said = translate(turn.text)
    then, now = await timeline(case, before.version), await timeline(case, after.version)
    changes = difference(then, now, case.request.language)
    paragraphs = [said.text] if said.text else []
    paragraphs += await _told(case, turn, before, after, silent=not said.text)
    if changes:
        paragraphs.append("\n".join([case.say("changed"), *(f"- {change}" for change in changes)]))
    elif after.fingerprint != before.fingerprint:
        paragraphs.append(case.say("changed.fine"))
    if now.tracks and (changes or any(act.action in {Action.DESCRIBE, Action.SUMMARY} for act in said.actions)):
        paragraphs.append(line(now, case.request.language))
    if any(act.action is Action.CREDITS for act in said.actions):
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


async def _told(case: Case, turn: Turn, before: Look, after: Look, *, silent: bool) -> list[str]:
    """Return what has to be said about the turn itself."""
    changed = after.fingerprint != before.fingerprint
    if turn.lost:
        return [case.say("recovered.changed")]
    if turn.failure:
        return [case.say("turn.failed_changed" if changed else "turn.failed")]
    if silent and not changed:
        return [case.say("unchanged")]
    return []
