"""Tokens in messages: taken out of the words before anything is stored, and used only where nobody else reads along."""

import logging
from dataclasses import replace
from typing import Final

from core.engine.clock import deadline
from core.intake.corrections import edit_key
from core.model.chat import ChatError, Incoming, Target
from core.model.secret import Secret
from core.outbox.token_message import remove_token_message
from core.services import Services
from core.words.typed_tokens import MASKED_LOGIN, holds_mask, is_login, masked, take_token

log = logging.getLogger(__name__)

_REMOVE_SECONDS: Final = 5.0  # the messages behind it in its chat wait so long


def without_tokens(incoming: Incoming) -> Incoming:
    """Return a message in whose texts each token is masked; the one of a login in a direct chat goes along with it."""
    typed = take_token(incoming.text)
    token = incoming.token or (Secret(typed.token) if typed.token else None)
    files = tuple(
        replace(file, name=masked(file.name), ref=masked(file.ref) if file.link is not None else file.ref)
        for file in incoming.attachments
    )
    clean = replace(incoming, text=typed.text, quoted=masked(incoming.quoted), attachments=files, token=None)
    if not holds_mask(clean.text):
        return clean
    if incoming.corrects:  # whoever mends a token in a message of theirs logs in once more
        clean = replace(clean, key=edit_key(incoming), corrects=False, written_at=None)
    if is_spilled(clean):
        return clean
    return replace(clean, text=MASKED_LOGIN, token=token)


def is_spilled(incoming: Incoming) -> bool:
    """Return whether a token was typed that is not to be used: others may have read it, or more came with it."""
    alone = is_login(incoming.text) and not incoming.attachments
    return holds_mask(incoming.text) and not (incoming.private and alone)


async def remove_refused(services: Services, incoming: Incoming) -> None:
    """Remove a message with a token whose sender is refused, so that no request of theirs does it.

    To be called before anything is committed: after a kill the message is received, and this is done, once more.
    """
    platform = services.platforms.get(incoming.address.platform)
    if platform is None or not holds_mask(incoming.text):
        return
    key = incoming.key.partition("#")[0]
    message = Target(incoming.address, incoming.private, incoming.sender.id, key, incoming.handle)
    try:
        async with deadline(_REMOVE_SECONDS, clock=services.clock):
            await remove_token_message(platform, message)
    except (ChatError, TimeoutError) as error:
        person = incoming.address.person(incoming.sender.id)
        log.info("a message of %s, who is refused, holds a token and could not be removed", person, exc_info=error)
