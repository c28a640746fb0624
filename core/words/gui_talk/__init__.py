"""Screen talk in the backend's answers: it writes for people who see its editor; in a chat nobody does.

What is said about the video stays. "click Export", "open the panel", "drag the clip" are taken out and returned as
instructions (NemoVideo skill text, "Backend Response Translation"). Quoted titles, links and code are left alone.
Any text is accepted, and translating a second time changes nothing.
"""

from dataclasses import dataclass
from typing import Final

from core.words.gui_talk.instructions import Instruction, InstructionKind
from core.words.gui_talk.lines import strip_screen_talk
from core.words.language import language_of
from core.words.phrases import say

_MOST_PASSES: Final = 10  # what is removed may leave an instruction; more often than that only in a made-up text

__all__ = ["Instruction", "InstructionKind", "Translation", "translate"]


@dataclass(frozen=True, slots=True)
class Translation:
    """The text to show, and the instructions to carry out: each once, in the order they were given."""

    text: str
    instructions: tuple[Instruction, ...] = ()


def translate(text: str) -> Translation:
    """Return the text without its screen instructions, and these instructions.

    Text without any comes back unchanged. Where the person was sent to an upload button, a sentence says how to send
    a file in this chat.
    """
    instructions: list[Instruction] = []
    shown = text
    for _ in range(_MOST_PASSES):
        less = strip_screen_talk(shown, instructions)
        if less == shown or len(less) > len(shown):
            break
        shown = less
    if any(one.kind is InstructionKind.UPLOAD for one in instructions):
        shown = _with(shown, say(language_of(text, "en"), "send_file_here"))
    return Translation(shown, tuple(dict.fromkeys(one for one in instructions if one.actionable)))


def _with(shown: str, sentence: str) -> str:
    if sentence in shown:
        return shown
    return f"{shown}\n\n{sentence}" if shown else sentence
