"""The menu of commands in each language, sent to Telegram only when it differs from what was sent before."""

import json
import logging
from hashlib import sha256
from typing import Final

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bots.telegram.api import Api
from bots.telegram.refusals import causes
from core.model.adapter_data import AdapterData
from core.words.commands import commands, group_commands
from core.words.language import Language

log = logging.getLogger(__name__)

_NAME: Final = "menu"
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
