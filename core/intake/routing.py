"""Which flow, action and lane a message is routed to. Pure, so that the whole table can be tested."""

from dataclasses import dataclass, replace
from typing import assert_never

from core.model.actions import (
    Action,
    AttachFiles,
    Cancel,
    Export,
    ExportVersion,
    ForgetEverything,
    InstantAction,
    OneVideoEach,
    OpenUploadPage,
    SameForAnother,
    SendWords,
    SwitchProject,
    TryAgain,
    Undo,
    UnknownAction,
)
from core.model.chat import Incoming
from core.model.projects import NewProject, Project
from core.model.requests import Flow, InternalReply
from core.words.intents import Meaning, Wish, meaning

FLOWS: dict[Wish, Flow] = {Wish.EDIT: Flow.EDIT, Wish.UNDO: Flow.EDIT, Wish.EXPORT: Flow.EXPORT}
NEW_LANE = "project:new"  # stands for the lane of a project that starts with its request, which is empty
_WITH_FILES = {Wish.EDIT, Wish.EXPORT, Wish.NEW}
_ABOUT_PROJECT = Cancel | SameForAnother | OneVideoEach | OpenUploadPage | AttachFiles | SwitchProject
_TELLS_OF_PROJECT = {Wish.STATUS, Wish.VERSIONS}
_OF_A_FILM = {Wish.SHOW: Wish.EXPORT, Wish.SLOW: Wish.EDIT}


@dataclass(frozen=True, slots=True)
class Route:
    """The flow of a message, and what it asks for, as in `NewRequest`. `fresh`: it starts a new project."""

    flow: Flow
    meaning: Meaning | None = None
    action: Action | None = None
    reply: InternalReply | None = None
    fresh: bool = False

    @property
    def is_about_project(self) -> bool:
        """Whether it works on a project, or tells of one, that stands already; a message replied to says which."""
        if self.fresh or self.reply is not None:
            return self.reply is InternalReply.OLD_BUTTON
        if isinstance(self.action, _ABOUT_PROJECT):
            return True
        return self.flow is not Flow.ANSWER or (self.meaning is not None and self.meaning.wish in _TELLS_OF_PROJECT)

    @property
    def depends_on_dialogue(self) -> bool:
        """Whether it is that of words whose meaning depends on what was said before."""
        means = self.meaning
        if self.action is not None or means is None:
            return False
        return means.answer or means.agrees or means.doubtful or means.wish in _OF_A_FILM


def of_message(incoming: Incoming, earlier: Meaning | None = None) -> Route:
    """Return the route of a message or button; `earlier` is the meaning of words that are repeated."""
    if incoming.is_reaction:
        return internal_reply(InternalReply.STICKER)
    if incoming.action is None:
        files = bool(incoming.attachments)
        means = meaning(incoming.text, has_media=files)
        alone = not (incoming.quoted or incoming.forwarded or incoming.cut)
        return of_words(replace(means, doubtful=means.doubtful and alone and not incoming.wished), has_files=files)
    route = of_action(incoming.action)
    return replace(route, meaning=earlier) if isinstance(incoming.action, TryAgain | SendWords) else route


def of_words(meaning: Meaning, *, has_files: bool) -> Route:
    """Return the route of words; with files, everything but an export or a new project is an edit."""
    if meaning.wish is Wish.NEW and (has_files or meaning.argument):
        return Route(Flow.EDIT, replace(meaning, wish=Wish.EDIT), fresh=True)
    if has_files:
        wish = meaning.wish if meaning.wish in _WITH_FILES else Wish.EDIT
        return Route(Flow.EDIT, replace(meaning, wish=wish))
    return Route(FLOWS.get(meaning.wish, Flow.ANSWER), meaning)


def in_dialogue(route: Route, *, asked: bool, film: bool) -> Route:
    """Return the route of words that depend on the dialogue.

    Args:
        route: theirs by themselves.
        asked: the agent's last words asked something.
        film: there is a timeline to show, and nothing runs.
    """
    if not route.depends_on_dialogue or route.meaning is None:
        return route
    if route.meaning.doubtful and route.meaning.about:
        return Route(Flow.ANSWER, route.meaning)
    if asked and (route.meaning.answer or route.meaning.doubtful):
        return Route(Flow.EDIT, replace(route.meaning, wish=Wish.EDIT))
    if film and (wish := _OF_A_FILM.get(route.meaning.wish)):
        return Route(FLOWS[wish], replace(route.meaning, wish=wish))
    if route.meaning.doubtful:
        return internal_reply(InternalReply.IN_DOUBT)
    return internal_reply(InternalReply.NOTHING_ASKED) if route.meaning.wish is Wish.EDIT else route


def of_action(action: Action | UnknownAction) -> Route:
    """Return the route of a pressed button; the meaning of repeated words is that of the request it names."""
    if isinstance(action, InstantAction):
        return Route(Flow.ANSWER, action=action)
    match action:
        case TryAgain() | SendWords():
            return Route(Flow.EDIT, action=action)
        case Undo():
            return Route(Flow.EDIT, Meaning(Wish.UNDO), action)
        case Export():
            return Route(Flow.EXPORT, Meaning(Wish.EXPORT), action)
        case ExportVersion(number):
            return Route(Flow.EXPORT, Meaning(Wish.EXPORT, version=number), action)
        case UnknownAction():
            return internal_reply(InternalReply.OLD_BUTTON)
        case _:
            assert_never(action)


def internal_reply(reply: InternalReply) -> Route:
    """Return the route of a reply that intake itself gives."""
    return Route(Flow.ANSWER, reply=reply)


def lane(route: Route, incoming: Incoming, project: Project | NewProject | None) -> str:
    """Return the lane of a message: one of its own, that of its project's turns, or that of its renders.

    What begins or ends a person's login is done in the order in which they asked for it, however long a token is tried.
    """
    if _is_about_login(route, incoming):
        return f"now:login:{incoming.address.person(incoming.sender.id)}"
    if route.flow is Flow.ANSWER or project is None:
        return f"now:{incoming.address}:{incoming.key}"
    if isinstance(project, NewProject):
        return NEW_LANE
    if route.flow is Flow.EXPORT and route.meaning is not None and route.meaning.version is not None:
        return project.render_lane
    return project.lane


def _is_about_login(route: Route, incoming: Incoming) -> bool:
    """Return whether a message begins or ends the login of its sender."""
    if route.reply is not None:
        return False
    if isinstance(route.action, ForgetEverything):
        return incoming.private
    return route.action is None and route.meaning is not None and route.meaning.wish in {Wish.LOGIN, Wish.LOGOUT}
