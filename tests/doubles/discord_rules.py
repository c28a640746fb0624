"""Discord's rules for bodies that its OpenAPI document does not hold. Pure: bodies in, refusals out.

They are documented [discord.text, discord.v2, discord.commands, discord.modals].
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.doubles.discord_errors import INVALID_FORM, Problem, Refused, invalid

CONTENT_CHARACTERS = 2000  # the document says 4000, which is Nitro's
ROWS, V2_PARTS, V2_CHARACTERS = 5, 40, 4000
EPHEMERAL, SILENT, V2, SUPPRESS_EMBEDS = 1 << 6, 1 << 12, 1 << 15, 1 << 2
COMMAND_CHARACTERS = 8000
MOST_COMMANDS = {1: 100, 2: 15, 3: 15}
LOCALES = frozenset(
    (
        *(
            "id",
            "da",
            "de",
            "en-GB",
            "en-US",
            "es-ES",
            "es-419",
            "fr",
            "hr",
            "it",
            "lt",
            "hu",
            "nl",
            "no",
            "pl",
            "pt-BR",
        ),
        *("ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"),
    )
)
COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
LINK, PREMIUM = 5, 6
MENTION = re.compile(r"<@!?(\d+)>|<@&(\d+)>|@(everyone|here)")


def check_message(body: dict[str, Any], *, flags: int, was_v2: bool = False) -> None:
    """Check what a message or an edit says; `flags` are those a bot may set here.

    Raises:
        Refused: 50035, with each problem.
    """
    problems = [*_content(body), *_flags(body, flags), *_mentions(body.get("allowed_mentions") or {})]
    is_v2 = was_v2 or bool((body.get("flags") or 0) & V2)
    if was_v2 and "flags" in body and not (body["flags"] or 0) & V2:
        problems.append(Problem(("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "components V2 stay"))
    problems += _components(body.get("components") or [], is_v2=is_v2)
    if is_v2 and (body.get("content") or body.get("embeds")):
        problems.append(
            Problem(("content",), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "no text beside V2")
        )
    if problems:
        raise Refused(INVALID_FORM, problems)


def check_modal(data: dict[str, Any]) -> None:
    """Check a modal's fields.

    Raises:
        Refused: 50035.
    """
    names = [part["custom_id"] for part in _flat(data["components"]) if part.get("custom_id")]
    if repeated := _repeated(names):
        raise invalid(["data", "components"], "COMPONENT_CUSTOM_ID_DUPLICATED", f"used twice: {repeated}")


def check_commands(commands: Sequence[dict[str, Any]]) -> None:
    """Check a whole set of application commands.

    Raises:
        Refused: 50035, with each problem.
    """
    problems = [problem for at, command in enumerate(commands) for problem in _command(at, command)]
    kinds = Counter(command.get("type") or 1 for command in commands)
    problems += [
        Problem((), "APPLICATION_COMMAND_TOO_MANY", f"{count} commands of type {kind}")
        for kind, count in kinds.items()
        if count > MOST_COMMANDS.get(kind, 1)
    ]
    if repeated := _repeated((command.get("type") or 1, command["name"]) for command in commands):
        problems.append(Problem((), "APPLICATION_COMMANDS_DUPLICATE_NAME", f"used twice: {repeated}"))
    if problems:
        raise Refused(INVALID_FORM, problems)


def pinged(content: str, allowed: dict[str, Any] | None, replied_to: int | None) -> set[str]:
    """Return whose clients make a sound for this new message: user ids, role ids, "everyone"."""
    rules: dict[str, Any] = (
        {"parse": ["users", "roles", "everyone"], "replied_user": True} if allowed is None else allowed
    )
    parse = set(rules.get("parse") or ())
    found: set[str] = set()
    for user, role, crowd in MENTION.findall(content):
        if user and ("users" in parse or user in map(str, rules.get("users") or ())):
            found.add(user)
        if role and ("roles" in parse or role in map(str, rules.get("roles") or ())):
            found.add(role)
        if crowd and "everyone" in parse:
            found.add("everyone")
    if replied_to is not None and rules.get("replied_user"):
        found.add(str(replied_to))
    return found


def _content(body: dict[str, Any]) -> Iterator[Problem]:
    if len(body.get("content") or "") > CONTENT_CHARACTERS:
        yield Problem(("content",), "BASE_TYPE_MAX_LENGTH", f"Must be {CONTENT_CHARACTERS} or fewer in length.")


def _flags(body: dict[str, Any], allowed: int) -> Iterator[Problem]:
    if (body.get("flags") or 0) & ~allowed:
        yield Problem(("flags",), "BASE_TYPE_CHOICES", f"flags {body['flags']} cannot be set here")


def _mentions(allowed: dict[str, Any]) -> Iterator[Problem]:
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or ()) and allowed.get(kind):
            yield Problem(
                ("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"parse:[{kind}] excludes {kind}:[…]"
            )


def _components(rows: list[dict[str, Any]], *, is_v2: bool) -> Iterator[Problem]:
    parts = list(_flat(rows))
    if not is_v2 and len(rows) > ROWS:
        yield Problem(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {ROWS} in length.")
    if not is_v2 and any(row.get("type") != 1 for row in rows):
        yield Problem(("components",), "UNION_TYPE_CHOICES", "only action rows without the components V2 flag")
    if is_v2 and len(parts) > V2_PARTS:
        yield Problem(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"more than {V2_PARTS} parts")
    if is_v2 and sum(len(part.get("content") or "") for part in parts) > V2_CHARACTERS:
        yield Problem(("components",), "COMPONENT_MAX_TOTAL_TEXT_EXCEEDED", f"more than {V2_CHARACTERS} characters")
    if repeated := _repeated(part["custom_id"] for part in parts if part.get("custom_id")):
        yield Problem(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", f"used twice: {repeated}")
    for at, row in enumerate(rows):
        for place, part in enumerate(row.get("components") or ()):
            if part.get("type") == 2:
                yield from _button(("components", at, "components", place), part)


def _button(path: tuple[str | int, ...], button: dict[str, Any]) -> Iterator[Problem]:
    style, url, name = button.get("style"), button.get("url"), button.get("custom_id")
    if style == LINK and (not url or name):
        yield Problem((*path, "url"), "BUTTON_COMPONENT_INVALID_URL", "a link button has a url and no custom_id")
    if style not in {LINK, PREMIUM} and (not name or url):
        yield Problem(
            (*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "a button has a custom_id and no url"
        )
    if style != PREMIUM and not (button.get("label") or button.get("emoji")):
        yield Problem((*path, "label"), "BUTTON_COMPONENT_LABEL_REQUIRED", "a button has a label or an emoji")


def _flat(parts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from _flat(part.get("components") or ())
        yield from _flat([one for one in (part.get("component"), part.get("accessory")) if one])


def _repeated(names: Iterable[Any]) -> list[Any]:
    return [name for name, count in Counter(names).items() if count > 1]


def _command(at: int, command: dict[str, Any]) -> Iterator[Problem]:
    chat = (command.get("type") or 1) == 1
    name, description = command["name"], command.get("description") or ""
    if chat and not _is_command_name(name):
        yield Problem((at, "name"), "APPLICATION_COMMAND_INVALID_NAME", f"invalid name: {name}")
    if chat != bool(description):
        yield Problem((at, "description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION", "only slash commands have one")
    yield from _localised((at,), command, chat=chat)
    optional = False
    for place, option in enumerate(command.get("options") or ()):
        if not _is_command_name(option["name"]):
            yield Problem((at, "options", place, "name"), "APPLICATION_COMMAND_INVALID_NAME", option["name"])
        if option.get("required") and optional:
            yield Problem(
                (at, "options", place), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "required ones come first"
            )
        optional = optional or not option.get("required")
        yield from _localised((at, "options", place), option, chat=True)
    if _characters(command) > COMMAND_CHARACTERS:
        yield Problem((at,), "APPLICATION_COMMAND_TOO_LARGE", f"over {COMMAND_CHARACTERS} characters")


def _localised(path: tuple[str | int, ...], part: dict[str, Any], *, chat: bool) -> Iterator[Problem]:
    for field in ("name_localizations", "description_localizations"):
        for locale, text in (part.get(field) or {}).items():
            if locale not in LOCALES:
                yield Problem((*path, field, locale), "BASE_TYPE_CHOICES", f"no such locale: {locale}")
            if chat and field == "name_localizations" and not _is_command_name(text):
                yield Problem((*path, field, locale), "APPLICATION_COMMAND_INVALID_NAME", text)


def _is_command_name(name: str) -> bool:
    return COMMAND_NAME.fullmatch(name) is not None and name == name.lower()


def _characters(part: dict[str, Any]) -> int:
    """The longest of each text's translations counts (Discord's documentation, "Application commands: limits")."""
    own = sum(
        max(map(len, [part.get(field) or "", *(part.get(f"{field}_localizations") or {}).values()]))
        for field in ("name", "description")
    )
    values = sum(len(str(choice.get("value", ""))) + len(choice["name"]) for choice in part.get("choices") or ())
    return own + values + sum(map(_characters, part.get("options") or ()))
