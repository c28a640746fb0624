"""The actions that a button or a command asks for: a closed union, with one text form for buttons and rows.

The text form of a released action never changes, because buttons of earlier releases stay in chats and must work.
No other module parses these texts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never

from core.words.about_bot import Topic
from core.words.intents import Meaning, Wish

LONGEST_NUMBER: Final = 17  # digits that every database can store


@dataclass(frozen=True, slots=True)
class Export:
    """Make the film of the present timeline."""


@dataclass(frozen=True, slots=True)
class ExportVersion:
    """Make the film of a version of this project."""

    number: int


@dataclass(frozen=True, slots=True)
class Undo:
    """Ask the agent to undo the last edit, as a turn."""


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Repeat the words of an earlier request, with those of its files that never arrived."""

    request: int


@dataclass(frozen=True, slots=True)
class SendWords:
    """Send the words of a message that was in doubt to the editor after all, once."""

    request: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel a request, or a batch with its children; None: the one replied to, else all of the sender's own here."""

    request: int | None = None


@dataclass(frozen=True, slots=True)
class SameForAnother:
    """Use the words of a request for the sender's next clip, in a new project."""

    request: int


@dataclass(frozen=True, slots=True)
class OneVideoEach:
    """Make one video for each file of a request, as long as its turn is not sent."""

    request: int


@dataclass(frozen=True, slots=True)
class OpenUploadPage:
    """Give the asker of a request the link to its upload page."""

    request: int


@dataclass(frozen=True, slots=True)
class AttachFiles:
    """Open a form that takes files and words for the asker of a request, where the platform has forms."""

    request: int


@dataclass(frozen=True, slots=True)
class SwitchProject:
    """Make another project of this chat the current one, by its number there."""

    number: int


@dataclass(frozen=True, slots=True)
class ChooseSkill:
    """Set the skill of this chat from the next project on."""

    name: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Set the sender's language: a code, its name, or "auto"."""

    code: str


@dataclass(frozen=True, slots=True)
class Start:
    """Greet; with an invitation, open the upload page of a request instead."""

    invitation: str = ""


@dataclass(frozen=True, slots=True)
class ShowHelp:
    """List the commands."""


@dataclass(frozen=True, slots=True)
class OfferUpload:
    """Say how to send a file."""


@dataclass(frozen=True, slots=True)
class ShowCredits:
    """Show the credits of the account."""


@dataclass(frozen=True, slots=True)
class ShowQuota:
    """Show what is used and left of the operator's limits."""


@dataclass(frozen=True, slots=True)
class Administer:
    """Do what an admin's words ask behind /admin."""


@dataclass(frozen=True, slots=True)
class SendBroadcast:
    """Send to everybody what the request with this number offered; for admins."""

    request: int


@dataclass(frozen=True, slots=True)
class ShowStatus:
    """Show the timeline and the open requests of the project."""


@dataclass(frozen=True, slots=True)
class StartProject:
    """Start a new project."""


@dataclass(frozen=True, slots=True)
class ListProjects:
    """List the projects of this chat."""


@dataclass(frozen=True, slots=True)
class ListVersions:
    """List the versions of the project."""


@dataclass(frozen=True, slots=True)
class ListSkills:
    """List the skills."""


@dataclass(frozen=True, slots=True)
class ListLanguages:
    """Ask which language the sender would like."""


@dataclass(frozen=True, slots=True)
class AcceptThanks:
    """Answer thanks and praise."""


@dataclass(frozen=True, slots=True)
class KeepWaiting:
    """Say what "wait" does not stop."""


@dataclass(frozen=True, slots=True)
class ExplainPrivacy:
    """Say what is stored about a person, for how long, and where files go."""


@dataclass(frozen=True, slots=True)
class OfferToForget:
    """Ask whether everything of the sender's in this chat is to be deleted."""


@dataclass(frozen=True, slots=True)
class ForgetEverything:
    """Delete everything of the sender's in this chat, as the request offered that has this number."""

    request: int


@dataclass(frozen=True, slots=True)
class LogIn:
    """Use a NemoVideo account of the person's own; its token came with the words."""


@dataclass(frozen=True, slots=True)
class LogOut:
    """Forget the token of the person's own account."""


@dataclass(frozen=True, slots=True)
class ExplainCosts:
    """Say what takes credits and what is free."""


@dataclass(frozen=True, slots=True)
class ExplainLimits:
    """Say which files can be sent, how large, and what the film is."""


@dataclass(frozen=True, slots=True)
class Introduce:
    """Say what the bot is and who runs it."""


ProjectAction: TypeAlias = Export | ExportVersion | Undo | TryAgain | SendWords
"""Actions that work on a project and wait in its lane."""

InstantAction: TypeAlias = (
    Cancel
    | SameForAnother
    | OneVideoEach
    | OpenUploadPage
    | AttachFiles
    | SwitchProject
    | ChooseSkill
    | ChooseLanguage
    | Start
    | ShowHelp
    | OfferUpload
    | ShowCredits
    | ShowQuota
    | Administer
    | SendBroadcast
    | ShowStatus
    | StartProject
    | ListProjects
    | ListVersions
    | ListSkills
    | ListLanguages
    | AcceptThanks
    | KeepWaiting
    | ExplainPrivacy
    | OfferToForget
    | ForgetEverything
    | LogIn
    | LogOut
    | ExplainCosts
    | ExplainLimits
    | Introduce
)
"""Actions that are answered at once, also while a turn runs."""

Action: TypeAlias = ProjectAction | InstantAction


@dataclass(frozen=True, slots=True)
class UnknownAction:
    """The action of a button that this release does not know: the user is told so."""


_PLAIN: Final[Mapping[str, Action]] = {
    "export": Export(),
    "undo": Undo(),
    "cancel": Cancel(),
    "start": Start(),
    "help": ShowHelp(),
    "upload": OfferUpload(),
    "credits": ShowCredits(),
    "quota": ShowQuota(),
    "admin": Administer(),
    "status": ShowStatus(),
    "new": StartProject(),
    "projects": ListProjects(),
    "versions": ListVersions(),
    "skills": ListSkills(),
    "language": ListLanguages(),
    "thanks": AcceptThanks(),
    "wait": KeepWaiting(),
    "privacy": ExplainPrivacy(),
    "forget": OfferToForget(),
    "login": LogIn(),
    "logout": LogOut(),
    "costs": ExplainCosts(),
    "limits": ExplainLimits(),
    "introduce": Introduce(),
}
_ABOUT_BOT: Final[Mapping[Topic, InstantAction]] = {
    Topic.COSTS: ExplainCosts(),
    Topic.PRIVACY: ExplainPrivacy(),
    Topic.IDENTITY: Introduce(),
}
_NUMBERED: Final[Mapping[str, Callable[[int], Action]]] = {
    "version": ExportVersion,
    "again": TryAgain,
    "send": SendWords,
    "cancel": Cancel,
    "same": SameForAnother,
    "each": OneVideoEach,
    "upload": OpenUploadPage,
    "attach": AttachFiles,
    "project": SwitchProject,
    "forget": ForgetEverything,
    "broadcast": SendBroadcast,
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
    """Return the text of an action for a button or a row; `parse` reads it."""
    match action:
        case (
            ExportVersion(number)
            | TryAgain(number)
            | SendWords(number)
            | Cancel(int(number))
            | SameForAnother(number)
            | OneVideoEach(number)
            | OpenUploadPage(number)
            | AttachFiles(number)
            | SwitchProject(number)
            | ForgetEverything(number)
            | SendBroadcast(number)
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
            | ShowQuota()
            | Administer()
            | ShowStatus()
            | StartProject()
            | ListProjects()
            | ListVersions()
            | ListSkills()
            | ListLanguages()
            | AcceptThanks()
            | KeepWaiting()
            | ExplainPrivacy()
            | OfferToForget()
            | LogIn()
            | LogOut()
            | ExplainCosts()
            | ExplainLimits()
            | Introduce()
        ):
            return _NAMES[action]
        case _:
            assert_never(action)


def parse(text: str) -> Action | None:
    """Return the action of a text; None: this release does not know it."""
    name, colon, rest = text.partition(":")
    if not colon:
        return _PLAIN.get(name)
    if name in _NUMBERED:
        number = number_of(rest)
        return None if number is None else _NUMBERED[name](number)
    return _NAMED[name](rest) if rest and name in _NAMED else None


def pressed(text: str) -> Action | UnknownAction:
    """Return the action of a button with this text."""
    action = parse(text)
    return UnknownAction() if action is None else action


def asked_at_once(meaning: Meaning) -> InstantAction | None:  # noqa: C901, PLR0911, PLR0912 - one case a wish
    """Return the instant action that words ask for; None: they ask for work on a project."""
    if meaning.about is not None:
        return _ABOUT_BOT[meaning.about]
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
        case Wish.QUOTA:
            return ShowQuota()
        case Wish.ADMIN:
            return Administer()
        case Wish.STATUS | Wish.SHOW | Wish.SLOW:  # intake makes work of the last two where there is a film
            return ShowStatus()
        case Wish.THANKS:
            return AcceptThanks()
        case Wish.WAIT:
            return KeepWaiting()
        case Wish.FORGET:
            return OfferToForget()
        case Wish.PRIVACY:
            return ExplainPrivacy()
        case Wish.LOGIN:
            return LogIn()
        case Wish.LOGOUT:
            return LogOut()
        case Wish.LIMITS:
            return ExplainLimits()
        case Wish.NEW:
            return StartProject()
        case Wish.VERSIONS:
            return ListVersions()
        case _:
            assert_never(meaning.wish)


def number_of(text: str) -> int | None:
    """Return the number in a text; None: the text is no number, or has more than `LONGEST_NUMBER` digits."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None
