"""GUI talk, translated: the backend answers as if the person saw an editor; here nobody does.

What is said about the video stays; "click Export", "open the panel", "drag the clip" go and come back as things
for us to do (NemoVideo skill text, "Backend Response Translation"). Quoted titles, links and code are never
read. Total and idempotent: what is left says nothing about a screen.
"""

from dataclasses import dataclass

from core.words.gui_talk.acts import Act, Action, Deed, Kind
from core.words.gui_talk.lines import pruned
from core.words.language import language_of
from core.words.phrases import say

__all__ = ["Act", "Action", "Translation", "translate"]


@dataclass(frozen=True, slots=True)
class Translation:
    """What is left to be shown and what is to be done, in the order it was said, each once."""

    text: str
    actions: tuple[Act, ...] = ()


def translate(text: str) -> Translation:
    """The words without screen instructions, and the instructions as actions.

    Text without any comes back as it is, to the last space. Where an upload button was asked for, a sentence
    tells how a file is sent here.
    """
    deeds: list[Deed] = []
    shown = text
    while (less := pruned(shown, deeds)) != shown and len(less) <= len(shown):
        shown = less
    if any(deed.kind is Kind.UPLOAD for deed in deeds):
        shown = _with(shown, say(language_of(text, "en"), "send_file_here"))
    acts = (Act(Action(deed.kind.value), deed.words) for deed in deeds if deed.kind.is_action)
    return Translation(shown, tuple(dict.fromkeys(acts)))


def _with(shown: str, sentence: str) -> str:
    if sentence in shown:
        return shown
    return f"{shown}\n\n{sentence}" if shown else sentence
