"""An answer as the journal stores it before it is sent."""

from dataclasses import dataclass, replace
from typing import Annotated

from core.engine.codec import formerly
from core.flows.context import RequestContext
from core.model.actions import parse
from core.model.chat import Button
from core.model.projects import Project
from core.words.timeline import Picture


@dataclass(frozen=True, slots=True)
class SavedButton:
    """A button as the journal stores it. `press` is the wire form of its action."""

    label: str
    press: str = ""
    url: str = ""
    app: bool = False

    @classmethod
    def of(cls, button: Button) -> "SavedButton":
        """Return what the journal stores of a button."""
        return cls(button.label, button.wire, button.url, button.app)

    @property
    def button(self) -> Button:
        """The button itself."""
        return Button(self.label, parse(self.press), self.url, self.app)


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer as the journal stores it: text, buttons, and a picture of the timeline.

    `project` is the one that the answer is about: its buttons and the replies to it work on that project, whichever is
    the current one by then; None: the answer is about no project.
    """

    text: str
    buttons: tuple[SavedButton, ...] = ()
    picture: Picture | None = None
    ephemeral: Annotated[bool, formerly("ephemeral", "whisper")] = False
    project: int | None = None

    @classmethod
    def of(cls, text: str, *buttons: Button) -> "SavedAnswer":
        """Return an answer with these buttons."""
        return cls(text, tuple(SavedButton.of(button) for button in buttons))

    def about(self, project: Project) -> "SavedAnswer":
        """Return the answer as one about a project."""
        return replace(self, project=project.id)


def argument_of(context: RequestContext) -> str:
    """Return what was typed after a command; empty: nothing was, or a button was pressed."""
    meaning = context.request.meaning
    return meaning.argument.strip() if meaning else ""
