"""What people read of the bot before they press Start, in each language; sent to Telegram only when it changed.

The description fills the empty chat, the short one stands on the bot's profile and beside a shared link to it (Bot API,
setMyDescription, setMyShortDescription). A text that the operator gave to @BotFather stays, in whichever language:
ours takes only the place of nothing, and of what we set before.
"""

import json
import logging
from collections.abc import Collection
from typing import Final, NamedTuple

from telegram.error import TelegramError

from bots.telegram.api import Api
from bots.telegram.commands import LANGUAGES
from bots.telegram.refusals import causes
from core.model.adapter_data import AdapterData
from core.words.phrases import say

log = logging.getLogger(__name__)

_NAME: Final = "profile"


class _Texts(NamedTuple):
    """Both descriptions in one language; `code` is Telegram's of the language, "" for all that have no text."""

    code: str
    description: str
    short: str


async def set_descriptions(api: Api, adapter_data: AdapterData) -> None:
    """Set both descriptions; a failure is logged, and the next start tries again.

    Raises:
        StorageError: what was sent before cannot be read or stored.
    """
    wanted = [
        _Texts(code, say(language, "profile.description"), say(language, "profile.short"))
        for code, language in LANGUAGES.items()
    ]
    scope, value = f"telegram:{api.user_id}", json.dumps(wanted)
    before = await adapter_data.get(scope, _NAME)
    if before == value:
        return
    try:
        await _replace_ours(api, wanted, {"", *_texts(before), *_texts(value)})
    except TelegramError as error:
        log.warning("the bot's description could not be set: %s", causes(error))
        return
    await adapter_data.set(scope, _NAME, value)


async def _replace_ours(api: Api, wanted: Collection[_Texts], ours: Collection[str]) -> None:
    """Set what is wanted in the place of `ours`.

    Everything is read first: for a language without a text of its own Telegram may tell the text for all.

    Raises:
        TelegramError: something is not set.
    """
    shown = [
        _Texts(
            texts.code,
            (await api.get_my_description(texts.code or None)).description,
            (await api.get_my_short_description(texts.code or None)).short_description,
        )
        for texts in wanted
    ]
    for now, texts in zip(shown, wanted, strict=True):
        if now.description in ours and now.description != texts.description:
            await api.set_my_description(texts.description, texts.code or None)
        if now.short in ours and now.short != texts.short:
            await api.set_my_short_description(texts.short, texts.code or None)
        if not {now.description, now.short} <= {*ours}:
            log.info("the bot's description in %r stays as the operator wrote it", texts.code or "every other language")


def _texts(value: str | None) -> set[str]:
    """Return the texts in a stored value; none: another release wrote it and it cannot be read."""
    try:
        found = json.loads(value or "[]")
        return {text for _, *texts in found for text in texts}
    except (ValueError, TypeError):
        return set()
