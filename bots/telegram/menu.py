"""The menu of commands in each language, told to Telegram only when it is not what was told before."""

import json
import logging
from hashlib import sha256
from typing import Final

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bots.telegram.api import Api
from core.model.adapter_data import AdapterData
from core.words.commands import commands
from core.words.language import Language

log = logging.getLogger(__name__)

_NAME: Final = "menu"
_LANGUAGES: Final[dict[str, Language]] = {"": "en", "zh": "zh"}  # Telegram's code ("": everybody else) → ours


async def tell_menu(api: Api, adapter_data: AdapterData) -> None:
    """Set the commands; a failure is logged, and the next start tries again."""
    menus = {code: dict(commands(language)) for code, language in _LANGUAGES.items()}
    mark = sha256(json.dumps(menus, sort_keys=True).encode()).hexdigest()
    scope = f"telegram:{api.number}"
    if await adapter_data.get(scope, _NAME) == mark:
        return
    try:
        for place in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
            for code, menu in menus.items():
                listed = [BotCommand(name, words) for name, words in menu.items()]
                await api.set_my_commands(listed, scope=place, language_code=code or None)
    except TelegramError as error:
        log.warning("the menu of commands could not be set: %s", type(error).__name__)
        return
    await adapter_data.set(scope, _NAME, mark)
