"""What people read of the bot before they press Start, in each language; sent to Telegram only when it changed.

The description fills the empty chat, the short one stands on the bot's profile and beside a shared link to it (Bot API,
setMyDescription, setMyShortDescription). A text that the operator gives to @BotFather afterwards stays.
"""

import json
import logging
from hashlib import sha256
from typing import Final

from telegram.error import TelegramError

from bots.telegram.api import Api
from bots.telegram.commands import LANGUAGES
from bots.telegram.refusals import causes
from core.model.adapter_data import AdapterData
from core.words.phrases import say

log = logging.getLogger(__name__)

_NAME: Final = "profile"


async def set_descriptions(api: Api, adapter_data: AdapterData) -> None:
    """Set both descriptions; a failure is logged, and the next start tries again.

    Raises:
        StorageError: what was sent before cannot be read or stored.
    """
    texts = [
        (code, say(language, "profile.description"), say(language, "profile.short"))
        for code, language in LANGUAGES.items()
    ]
    digest = sha256(json.dumps(texts).encode()).hexdigest()
    scope = f"telegram:{api.user_id}"
    if await adapter_data.get(scope, _NAME) == digest:
        return
    try:
        for code, description, short in texts:
            await api.set_my_description(description, code or None)
            await api.set_my_short_description(short, code or None)
    except TelegramError as error:
        log.warning("the bot's description could not be set: %s", causes(error))
        return
    await adapter_data.set(scope, _NAME, digest)
