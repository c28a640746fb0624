"""From what a message means to the route it takes: pure, so that the whole table can be tested.

A press is read like words: it names a wish, perhaps with a number behind it.
"""

from dataclasses import dataclass, replace

from core.model.requests import Flow, number_of
from core.words.intents import Meaning, Wish

FLOWS: dict[Wish, Flow] = {Wish.EDIT: Flow.EDIT, Wish.UNDO: Flow.EDIT, Wish.EXPORT: Flow.EXPORT}
_WITH_FILES = {Wish.EDIT, Wish.EXPORT, Wish.NEW}
_PRESSES: dict[str, Wish] = {
    "cancel": Wish.CANCEL,
    "export": Wish.EXPORT,
    "version": Wish.EXPORT,
    "undo": Wish.UNDO,
    "project": Wish.PROJECTS,
    "skill": Wish.SKILL,
    "lang": Wish.LANGUAGE,
}
_INTERNAL_REPLIES = frozenset({"same", "each", "upload", "unseen", "unread"})
KEPT = "kept:"  # the press of a clip that was given the words that waited for one


@dataclass(frozen=True, slots=True)
class Route:
    """Where a message goes. `press` names an aside; `again` the request that is asked for once more."""

    flow: Flow
    meaning: Meaning
    press: str = ""
    again: int | None = None
    fresh: bool = False


def of_words(meaning: Meaning, *, has_files: bool) -> Route:
    """Return the route of a message; files make an edit of every wish that is not about files."""
    if meaning.wish is Wish.NEW and (has_files or meaning.argument):
        return Route(Flow.EDIT, replace(meaning, wish=Wish.EDIT), fresh=True)
    if has_files:
        wish = meaning.wish if meaning.wish in _WITH_FILES else Wish.EDIT
        return Route(Flow.EDIT, replace(meaning, wish=wish))
    return Route(FLOWS.get(meaning.wish, Flow.ANSWER), meaning)


def of_press(press: str) -> Route:
    """Return the route of a button; one that nobody knows any more is answered too."""
    name, _, rest = press.partition(":")
    number = number_of(rest)
    if name == "again" and number is not None:
        return Route(Flow.EDIT, Meaning(Wish.EDIT), press=press, again=number)
    if name in _INTERNAL_REPLIES:
        return Route(Flow.ANSWER, Meaning(Wish.HELP, argument=rest), press=press)
    if name in _PRESSES and (number is not None or name != "version"):
        meaning = Meaning(_PRESSES[name], argument=rest, version=number if name == "version" else None)
        return Route(FLOWS.get(meaning.wish, Flow.ANSWER), meaning, press=press)
    return internal_reply("old")


def internal_reply(topic: str) -> Route:
    """Return the route of a reply that intake itself gives."""
    return Route(Flow.ANSWER, Meaning(Wish.HELP), press=f"{topic}:")
