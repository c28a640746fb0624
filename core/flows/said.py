"""An answer before it is delivered: what is said, as the journal keeps it."""

from dataclasses import dataclass
from typing import Annotated

from core.engine.codec import formerly
from core.flows.context import RequestContext
from core.model.actions import parse
from core.model.chat import Button
from core.words.timeline import Picture


@dataclass(frozen=True, slots=True)
class SavedButton:
    """A button as the journal keeps it: `press` is the wire form of its action."""

    label: str
    press: str = ""
    url: str = ""
    app: bool = False

    @classmethod
    def of(cls, button: Button) -> "SavedButton":
        """Return what the journal keeps of a button."""
        return cls(button.label, button.wire, button.url, button.app)

    @property
    def button(self) -> Button:
        """The button that was kept."""
        return Button(self.label, parse(self.press), self.url, self.app)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as the journal keeps it."""

    text: str
    buttons: tuple[SavedButton, ...] = ()
    picture: Picture | None = None
    ephemeral: Annotated[bool, formerly("ephemeral", "whisper")] = False


def said(text: str, *buttons: Button) -> Said:
    """Return an answer of words and buttons."""
    return Said(text, tuple(SavedButton.of(button) for button in buttons))


def argument_of(context: RequestContext) -> str:
    """Return what was typed behind a command; empty: nothing, or a button was pressed."""
    meaning = context.request.meaning
    return meaning.argument.strip() if meaning else ""
