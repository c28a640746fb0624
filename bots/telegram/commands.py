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
from core.words.commands import commands
from core.words.language import Language

log = logging.getLogger(__name__)

_NAME: Final = "menu"
_LANGUAGES: Final[dict[str, Language]] = {"": "en", "zh": "zh"}  # Bot API, setMyCommands.language_code → ours


async def set_commands(api: Api, adapter_data: AdapterData) -> None:
    """Set the commands; a failure is logged, and the next start tries again.

    Raises:
        StorageError: what was sent before cannot be read or stored.
    """
    menus = {code: dict(commands(language)) for code, language in _LANGUAGES.items()}
    digest = sha256(json.dumps(menus, sort_keys=True).encode()).hexdigest()
    scope = f"telegram:{api.user_id}"
    if await adapter_data.get(scope, _NAME) == digest:
        return
    try:
        for chats in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
            for code, menu in menus.items():
                listed = [BotCommand(name, words) for name, words in menu.items()]
                await api.set_my_commands(listed, scope=chats, language_code=code or None)
    except TelegramError as error:
        log.warning("the menu of commands could not be set: %s", causes(error))
        return
    await adapter_data.set(scope, _NAME, digest)
