"""Updates as Telegram sends them, undecoded: what is known of one even if it cannot be decoded. Pure."""

from collections.abc import Hashable
from typing import Any, Final, TypeAlias, TypeGuard

from telegram import Chat, Update

from bots.telegram.handle import Handle, address_of
from bots.telegram.mapping import BotUser, from_message
from core.model.chat import Incoming, Sender, Unseen
from core.model.secret import Secret
from core.words.typed_tokens import masked, take_token

Raw: TypeAlias = dict[str, Any]
"""An update as Telegram sends it."""

_LARGEST_NUMBER: Final = 2**63 - 1


class Undecodable(Exception):
    """An update is not what the Bot API says it is; the cause says why."""


def is_update(raw: object) -> bool:
    """Whether this has an update's number (Bot API, Update.update_id)."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return is_number(number) and number >= 0


def is_number(value: object) -> TypeGuard[int]:
    """Whether this is an integer that can be stored."""
    return isinstance(value, int) and abs(value) <= _LARGEST_NUMBER


def decoded(raw: Raw) -> Update:
    """Return an update as the library's value.

    Raises:
        Undecodable: it is none.
        MemoryError: there is no memory for it.
    """
    try:
        return Update.de_json(raw, None)
    except MemoryError:
        raise
    except Exception as error:
        raise Undecodable("it is not what the Bot API says") from error


def without_tokens(raw: Raw) -> tuple[Raw, Secret | None]:
    """Return an update in whose texts each token of NemoVideo is masked, and the one in its message's own words."""
    clean, token = {name: _masked(part) for name, part in raw.items()}, ""
    for name in ("message", "edited_message"):
        for words in ("text", "caption"):
            typed = take_token(_text(_part(raw, name), words))
            if typed.token:
                clean[name][words], token = typed.text, token or typed.token
    return clean, Secret(token) if token else None


def _masked(value: Any) -> Any:
    match value:
        case str():
            return masked(value)
        case dict():
            return {name: _masked(part) for name, part in value.items()}
        case list():
            return [_masked(part) for part in value]
        case _:
            return value


def chat_of(raw: Raw) -> Hashable:
    """Return the chat an update is about; that a group becomes a supergroup is about the supergroup. None: unknown."""
    message = _message(raw)
    chat = message.get("migrate_to_chat_id") or _part(message, "chat").get("id")
    return chat if isinstance(chat, int) else None


def former_chat_of(raw: Raw) -> Hashable:
    """Return the group that an update says has become a supergroup; None: it says nothing of the kind."""
    message = _message(raw)
    here, to = _part(message, "chat").get("id"), message.get("migrate_to_chat_id")
    former = here if to else message.get("migrate_from_chat_id")
    return former if isinstance(former, int) else None


def is_group_press(raw: Raw) -> bool:
    """Whether somebody pressed a button in a group."""
    return "callback_query" in raw and _part(_message(raw), "chat").get("type") in (Chat.GROUP, Chat.SUPERGROUP)


def unreadable(raw: Raw, bot: BotUser) -> Incoming | None:
    """Return what tells the core that somebody wrote something that cannot be handled; None: nobody is to be told.

    In a group nobody is told of what may not have been for the bot.
    """
    message = _message(raw)
    chat, number = _part(message, "chat"), message.get("message_id")
    sender = _part(raw.get("callback_query") or message, "from")
    if not (isinstance(chat.get("id"), int) and isinstance(sender.get("id"), int)) or sender.get("is_bot"):
        return None
    private = chat.get("type") == Chat.PRIVATE
    if not (private or "callback_query" in raw or _is_for_bot(raw, bot)):
        return None
    group = chat["id"] if chat.get("type") == Chat.GROUP else None
    thread = message.get("message_thread_id") if message.get("is_topic_message") else None
    return Incoming(
        address=address_of(chat["id"], thread if isinstance(thread, int) else None),
        sender=Sender(str(sender["id"]), _text(sender, "first_name"), _text(sender, "language_code")),
        key=f"u{raw['update_id']}",
        at=float(date) if is_number(date := message.get("date")) else 0.0,
        private=private,
        unseen=Unseen.UNREADABLE,
        handle=Handle(number, group=group).text if isinstance(number, int) else "",
    )


def _is_for_bot(raw: Raw, bot: BotUser) -> bool:
    try:
        update = decoded(raw)
        message = update.message or update.edited_message
        return message is not None and from_message(message, bot) is not None
    except Exception:  # noqa: BLE001 - it may be what could not be handled
        return False


def _message(raw: Raw) -> dict[str, Any]:
    """Return the message of an update, or that of its button, or whatever else of it happened in a chat."""
    for value in raw.values():
        message = value.get("message", value) if isinstance(value, dict) else None
        if isinstance(message, dict) and _part(message, "chat"):
            return message
    return {}


def _part(whole: object, name: str) -> dict[str, Any]:
    part = whole.get(name) if isinstance(whole, dict) else None
    return part if isinstance(part, dict) else {}


def _text(whole: dict[str, Any], name: str) -> str:
    return text if isinstance(text := whole.get(name), str) else ""
