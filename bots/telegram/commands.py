"""The menu of commands in each language, sent to Telegram only when it differs from what was sent before."""

import json
import logging
from collections.abc import Collection
from hashlib import sha256
from typing import Final

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bots.telegram.api import Api
from bots.telegram.refusals import causes
from core.model.adapter_data import AdapterData
from core.words.commands import admin_commands, commands, group_commands
from core.words.language import Language

log = logging.getLogger(__name__)

_NAME: Final = "menu"
_ADMINS: Final = "menus of admins"
_MENUS: Final = ((BotCommandScopeAllPrivateChats(), commands), (BotCommandScopeAllGroupChats(), group_commands))
LANGUAGES: Final[dict[str, Language]] = {"": "en", "zh": "zh"}  # Bot API, setMyCommands.language_code → ours


async def set_commands(api: Api, adapter_data: AdapterData) -> None:
    """Set the commands; a failure is logged, and the next start tries again.

    Raises:
        StorageError: what was sent before cannot be read or stored.
    """
    menus = [(chats, code, dict(menu(lang))) for chats, menu in _MENUS for code, lang in LANGUAGES.items()]
    listed = [(chats.type, code, menu) for chats, code, menu in menus]
    digest = sha256(json.dumps(listed).encode()).hexdigest()
    scope = f"telegram:{api.user_id}"
    if await adapter_data.get(scope, _NAME) == digest:
        return
    try:
        for chats, code, menu in menus:
            shown = [BotCommand(name, words) for name, words in menu.items()]
            await api.set_my_commands(shown, scope=chats, language_code=code or None)
    except TelegramError as error:
        log.warning("the menu of commands could not be set: %s", causes(error))
        return
    await adapter_data.set(scope, _NAME, digest)


async def set_admin_commands(api: Api, adapter_data: AdapterData, admins: Collection[int]) -> None:
    """Show /admin in the direct chats of the operator's admins, and no longer to whoever is none any more.

    The menu of one chat takes the place of that of all (Bot API, "Determining list of commands"), so it has everything.
    Telegram refuses it for whoever has not started the bot: the next start tries again.

    Raises:
        StorageError: what was sent before cannot be read or stored.
    """
    scope = f"telegram:{api.user_id}"
    known = _known(await adapter_data.get(scope, _ADMINS))
    menus = {code: dict(admin_commands(language)) for code, language in LANGUAGES.items()}
    digest = sha256(json.dumps(menus).encode()).hexdigest()
    left = [admin for admin in known if admin not in admins]
    for admin in (*left, *(one for one in admins if known.get(one) != digest)):
        chat = BotCommandScopeChat(admin)
        try:
            for code, menu in menus.items():
                if admin in left:
                    await api.delete_my_commands(chat, code or None)
                else:
                    shown = [BotCommand(name, words) for name, words in menu.items()]
                    await api.set_my_commands(shown, scope=chat, language_code=code or None)
        except TelegramError as error:
            log.info("the menu of the admin %d could not be set: %s", admin, causes(error))
            continue
        known = {one: sent for one, sent in known.items() if one != admin} | ({} if admin in left else {admin: digest})
        await adapter_data.set(scope, _ADMINS, json.dumps(known))


def _known(value: str | None) -> dict[int, str]:
    """Return the admins whose menu was sent, each with its digest; none: another release wrote it."""
    try:
        return {int(admin): str(digest) for admin, digest in json.loads(value or "{}").items()}
    except (ValueError, AttributeError):
        return {}
