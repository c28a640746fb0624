"""The commands people may type, in the order a menu shows them, with a description a language."""

from collections.abc import Mapping
from typing import Final

from core.words.language import Language
from core.words.phrases import say

NAMES: Final = (
    "export",
    "status",
    "versions",
    "undo",
    "cancel",
    "new",
    "projects",
    "credits",
    "quota",
    "login",
    "logout",
    "skill",
    "language",
    "privacy",
    "forget",
    "help",
)
IN_GROUPS: Final = ("edit", *NAMES, "upload")
"""The menu of a group where only a command is sure to reach the bot: it has the wish itself and the way for files."""


def commands(language: Language) -> Mapping[str, str]:
    """Return each command's description by name, at most 100 characters, as every platform's menu allows."""
    return {name: say(language, f"command.{name}") for name in NAMES}


def admin_commands(language: Language) -> Mapping[str, str]:
    """Return the same for the operator's admins, who see one more."""
    return {**commands(language), "admin": say(language, "command.admin")}


def group_commands(language: Language) -> Mapping[str, str]:
    """Return the same for `IN_GROUPS`."""
    return {name: say(language, f"command.{name}") for name in IN_GROUPS}
