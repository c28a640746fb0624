"""The press of a button, which does something once: the noun, and why a press is refused."""

from dataclasses import dataclass
from typing import Final

from core.model.actions import (
    Action,
    ChooseLanguage,
    ChooseSkill,
    OneVideoEach,
    SendWords,
    SwitchProject,
    TryAgain,
    UnknownAction,
    to_wire,
)
from core.model.chat import Incoming

AGAIN_SECONDS: Final = 10.0
"""How long after the end of what a press asked the same button does nothing yet."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button: its action, and the key of the message that it stands under, whoever pressed it."""

    action: Action
    under: str

    @property
    def wire(self) -> str:
        """The wire form of its action."""
        return to_wire(self.action)

    @property
    def under_any(self) -> bool:
        """Whether the same button under another message asks for the same thing: it repeats a request by its number."""
        return isinstance(self.action, TryAgain | SendWords | OneVideoEach)

    @property
    def once(self) -> bool:
        """Whether it does nothing any more when what it asked was done: words are sent once."""
        return isinstance(self.action, SendWords)

    @property
    def choice(self) -> str:
        """What the wire forms of the other choices in its list begin with; "": it is no choice.

        A choice may be made again when another of its list was made in between.
        """
        is_choice = isinstance(self.action, SwitchProject | ChooseSkill | ChooseLanguage)
        return f"{self.wire.partition(':')[0]}:" if is_choice else ""


class PressRefused(Exception):
    """The press does nothing; nothing was accepted."""


class PressedBefore(PressRefused):
    """What the same button asked is open, or ended `AGAIN_SECONDS` ago at most."""


class DoneBefore(PressRefused):
    """The same button, which does something `once`, was pressed before: that is open, or was done."""


class ButtonWithdrawn(PressRefused):
    """The buttons of the message were withdrawn, though somebody's client still shows them."""


def press_of(incoming: Incoming) -> Press | None:
    """Return the button that was pressed; None: words, or a command that stands under no message."""
    if incoming.action is None or isinstance(incoming.action, UnknownAction) or incoming.reply_to is None:
        return None
    return Press(incoming.action, incoming.reply_to)
