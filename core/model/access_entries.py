"""The entries of the operator's lists of who may use the bot, and where: how they are written. Pure.

    telegram                 everybody on a platform
    telegram:direct          its direct chats; telegram:groups all else there, Discord's servers too
    telegram:-1001234567890  a chat; discord:112233 a server, which may be written discord:guild:112233
    telegram:-100123:77      a topic of a chat; discord:112233:445566 a channel with its threads, or a thread
    telegram:@4242           a person
    discord:role:778899      whoever has a role of a server

People and chats are numbers there, no names: those can be changed, and taken by others. The General topic of a Telegram
group has none that its messages would tell (reported): what the chat's entry says holds for it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Final

DIRECT: Final = "direct"
GROUPS: Final = "groups"
_NUMBER: Final = "[1-9][0-9]*"
_FORMS: Final = {
    "telegram": re.compile(rf"@-?{_NUMBER}|-?{_NUMBER}(:(?!1$){_NUMBER})?|direct|groups"),
    "discord": re.compile(rf"@{_NUMBER}|role:{_NUMBER}|{_NUMBER}(:{_NUMBER})?|direct|groups"),
}
_OTHER_FORMS: Final = re.compile(r"\S+")  # the web chat's people are no numbers


class Policy(StrEnum):
    """Who may use the bot in a place."""

    OPEN = "open"  # whoever may use it at all
    ADMINS = "admins"  # the operator's admins
    CLOSED = "closed"  # nobody


def entry_of(text: str, platforms: Collection[str]) -> str:
    """Return an entry in its one spelling.

    Raises:
        ValueError: it can be nobody's.
    """
    platform, separator, rest = text.strip().partition(":")
    platform = platform.lower()
    if platform == "discord":
        rest = rest.removeprefix("guild:")
    if platform not in platforms or (separator and not _FORMS.get(platform, _OTHER_FORMS).fullmatch(rest)):
        raise ValueError("nobody's entry")
    return f"{platform}{separator}{rest}"


def is_of_people(entry: str) -> bool:
    """Whether an entry names a person, or the people with a role, wherever they write."""
    return entry.partition(":")[2].startswith(("@", "role:"))


def is_of_chat(entry: str) -> bool:
    """Whether an entry names a whole chat or server."""
    rest = entry.partition(":")[2]
    return bool(rest) and ":" not in rest and rest not in {DIRECT, GROUPS} and not is_of_people(entry)


def place_policy(text: str, platforms: Collection[str]) -> str:
    """Return `place=policy` in its one spelling.

    Raises:
        ValueError: it names no place, or no policy.
    """
    place, _, policy = text.partition("=")
    entry = entry_of(place, platforms)
    if is_of_people(entry):
        raise ValueError("people are in many places")
    return f"{entry}={Policy(policy.strip().lower())}"


def policies_in(settings: Sequence[str]) -> Mapping[str, Policy]:
    """Return place → policy; `settings` are what `place_policy` returns."""
    pairs = (one.rpartition("=") for one in settings)
    return {place: Policy(policy) for place, _, policy in pairs}
