"""What a button or a command asks for: a closed union, with one wire form that stands in chats and in rows.

The wire form of a released action never changes: the buttons of every release so far stand in chats and still work.
Nothing else takes these strings apart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never

from core.words.intents import Meaning, Wish

LONGEST_NUMBER: Final = 17  # digits: more than that, and no database takes it


@dataclass(frozen=True, slots=True)
class Export:
    """The film of what is on the timeline now."""


@dataclass(frozen=True, slots=True)
class ExportVersion:
    """The film of a kept version of this project."""

    number: int


@dataclass(frozen=True, slots=True)
class Undo:
    """One step back, as a turn."""


@dataclass(frozen=True, slots=True)
class TryAgain:
    """The words of an earlier request once more, with the files of it that never arrived."""

    request: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Give a request up, a batch with all its children; None: the one replied to, else all of the sender's own here."""

    request: int | None = None


@dataclass(frozen=True, slots=True)
class SameForAnother:
    """Keep the words of a request for the sender's next clip, in a new project."""

    request: int


@dataclass(frozen=True, slots=True)
class OneVideoEach:
    """Make one video for each file of a request, as long as its words are not sent."""

    request: int


@dataclass(frozen=True, slots=True)
class OpenUploadPage:
    """Show the asker of a request the way to its upload page."""

    request: int


@dataclass(frozen=True, slots=True)
class SwitchProject:
    """Go on with another project of this place, by its number there."""

    number: int


@dataclass(frozen=True, slots=True)
class ChooseSkill:
    """Set this place's skill from the next project on."""

    name: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Set the sender's language: a code, its name, or "auto"."""

    code: str


@dataclass(frozen=True, slots=True)
class Start:
    """Say hello; an invitation leads to the upload page of a request instead."""

    invitation: str = ""


@dataclass(frozen=True, slots=True)
class ShowHelp:
    """List the commands."""


@dataclass(frozen=True, slots=True)
class OfferUpload:
    """Say how a file comes here."""


@dataclass(frozen=True, slots=True)
class ShowCredits:
    """Tell what is left on the account."""


@dataclass(frozen=True, slots=True)
class ShowStatus:
    """Tell what is on the timeline and what is under way."""


@dataclass(frozen=True, slots=True)
class StartProject:
    """Begin a new project."""


@dataclass(frozen=True, slots=True)
class ListProjects:
    """List the projects of this place."""


@dataclass(frozen=True, slots=True)
class ListVersions:
    """List the kept versions of the project."""


@dataclass(frozen=True, slots=True)
class ListSkills:
    """List the skills."""


@dataclass(frozen=True, slots=True)
class ListLanguages:
    """Ask which language the sender would like."""


ProjectAction: TypeAlias = Export | ExportVersion | Undo | TryAgain
"""What works on a project and waits in its lane."""

InstantAction: TypeAlias = (
    Cancel
    | SameForAnother
    | OneVideoEach
    | OpenUploadPage
    | SwitchProject
    | ChooseSkill
    | ChooseLanguage
    | Start
    | ShowHelp
    | OfferUpload
    | ShowCredits
    | ShowStatus
    | StartProject
    | ListProjects
    | ListVersions
    | ListSkills
    | ListLanguages
)
"""What is answered at once, beside everything else."""

Action: TypeAlias = ProjectAction | InstantAction


@dataclass(frozen=True, slots=True)
class UnknownAction:
    """What a button asks for that this release does not know: it is answered, and does nothing."""


_PLAIN: Final[Mapping[str, Action]] = {
    "export": Export(),
    "undo": Undo(),
    "cancel": Cancel(),
    "start": Start(),
    "help": ShowHelp(),
    "upload": OfferUpload(),
    "credits": ShowCredits(),
    "status": ShowStatus(),
    "new": StartProject(),
    "projects": ListProjects(),
    "versions": ListVersions(),
    "skills": ListSkills(),
    "language": ListLanguages(),
}
_NUMBERED: Final[Mapping[str, Callable[[int], Action]]] = {
    "version": ExportVersion,
    "again": TryAgain,
    "cancel": Cancel,
    "same": SameForAnother,
    "each": OneVideoEach,
    "upload": OpenUploadPage,
    "project": SwitchProject,
}
_NAMED: Final[Mapping[str, Callable[[str], Action]]] = {
    "skill": ChooseSkill,
    "lang": ChooseLanguage,
    "start": Start,
}
_NAMES: Final[Mapping[object, str]] = {
    **{action: name for name, action in _PLAIN.items()},
    **{make: name for name, make in (*_NUMBERED.items(), *_NAMED.items())},
}


def to_wire(action: Action) -> str:
    """Return the text that a button carries for an action, and a row; `parse` reads it."""
    match action:
        case (
            ExportVersion(number)
            | TryAgain(number)
            | Cancel(int(number))
            | SameForAnother(number)
            | OneVideoEach(number)
            | OpenUploadPage(number)
            | SwitchProject(number)
        ):
            return f"{_NAMES[type(action)]}:{number}"
        case ChooseSkill(text) | ChooseLanguage(text):
            return f"{_NAMES[type(action)]}:{text}"
        case Start(invitation) if invitation:
            return f"{_NAMES[Start]}:{invitation}"
        case (
            Export()
            | Undo()
            | Cancel()
            | Start()
            | ShowHelp()
            | OfferUpload()
            | ShowCredits()
            | ShowStatus()
            | StartProject()
            | ListProjects()
            | ListVersions()
            | ListSkills()
            | ListLanguages()
        ):
            return _NAMES[action]
        case _:
            assert_never(action)


def parse(text: str) -> Action | None:
    """Return the action that a text names; None: this release knows none of that name, or not with this behind it."""
    name, colon, rest = text.partition(":")
    if not colon:
        return _PLAIN.get(name)
    if name in _NUMBERED:
        number = number_of(rest)
        return None if number is None else _NUMBERED[name](number)
    return _NAMED[name](rest) if rest and name in _NAMED else None


def pressed(text: str) -> Action | UnknownAction:
    """Return what the button with this text asks for."""
    action = parse(text)
    return UnknownAction() if action is None else action


def asked_at_once(meaning: Meaning) -> InstantAction | None:  # noqa: C901, PLR0911, PLR0912 - one case a wish
    """Return the action that words ask for which are answered at once; None: they are for a project."""
    argument = meaning.argument.strip()
    match meaning.wish:
        case Wish.EDIT | Wish.EXPORT | Wish.UNDO:
            return None
        case Wish.CANCEL:
            return Cancel(number_of(argument))
        case Wish.PROJECTS:
            number = number_of(argument)
            return ListProjects() if number is None else SwitchProject(number)
        case Wish.SKILL:
            return ChooseSkill(argument) if argument else ListSkills()
        case Wish.LANGUAGE:
            return ChooseLanguage(argument) if argument else ListLanguages()
        case Wish.START:
            return Start(argument)
        case Wish.HELP:
            return ShowHelp()
        case Wish.UPLOAD:
            return OfferUpload()
        case Wish.CREDITS:
            return ShowCredits()
        case Wish.STATUS:
            return ShowStatus()
        case Wish.NEW:
            return StartProject()
        case Wish.VERSIONS:
            return ListVersions()
        case _:
            assert_never(meaning.wish)


def number_of(text: str) -> int | None:
    """Return the number in a text; None: there is none, or one that no database takes."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None
