"""What an admin tells everybody: offered first with how many get it, then sent one chat after the other."""

import logging
import re
from typing import Final

from core.flows.admin.shown import by
from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer
from core.model.access import Place
from core.model.actions import SendBroadcast
from core.model.broadcasts import Recipient
from core.model.chat import ChatError, DeliveryUnknown, NotSent, Post, Role, Sender, Target
from core.model.limits import DAY_SECONDS

log = logging.getLogger(__name__)

PAUSE_SECONDS: Final = 1.0  # between two chats: far below what platforms allow, and room for everybody's answers
_ATTEMPTS: Final = 3
_TEXT: Final = re.compile(r"(?<!\S)/admin(?:@\w+)?\s+broadcast\s+(.*)", re.IGNORECASE | re.DOTALL)


async def broadcast(context: RequestContext, argument: str) -> SavedAnswer:
    """Show what would be sent to how many, with the button that sends it; or stop what is being sent.

    Raises:
        StorageError: the rows cannot be read or written.
    """
    if argument.lower() == "stop":
        left = await context.stores.broadcasts.stop()
        log.warning("%s stops broadcasts: %d chats get none", by(context), left)
        return SavedAnswer.of(context.say("admin.broadcast.stopped", count=left))
    text = _text_of(context.request.words)
    if not text:
        return SavedAnswer.of(context.say("admin.broadcast.how"))
    chats = await _recipients(context)
    if not chats:
        return SavedAnswer.of(context.say("admin.broadcast.nobody", days=context.rules.keep_days))
    offer = context.say("admin.broadcast.offer", count=len(chats), days=context.rules.keep_days)
    send = context.button("broadcast", SendBroadcast(context.request.id))
    return SavedAnswer.of(f"{offer}\n\n{text}", send)


async def send_broadcast(context: RequestContext, number: int) -> SavedAnswer:
    """Send what was offered to each direct chat that has not got it. A chat of unknown outcome gets it no second time.

    Raises:
        Suspend: the process is asked to stop; the next one goes on.
        StorageError: the rows cannot be read or written.
    """
    try:
        text = _text_of((await context.stores.requests.get(number)).words)
    except LookupError:
        text = ""
    if not text:
        return SavedAnswer.of(context.say("error.button_old"))
    broadcasts, post = context.stores.broadcasts, Post(Role.ANSWER, text)
    await broadcasts.begin(number, await _recipients(context))
    log.warning("%s sends broadcast R%d", by(context), number)
    while (one := await broadcasts.take(number)) is not None:
        sent = await _sent(context, one, post) if await _is_served(context, one) else False
        if sent is not None:
            await broadcasts.note(number, one.address, sent=sent)
        await context.clock.sleep(PAUSE_SECONDS)
        await context.journal.checkpoint()
    done = await broadcasts.finish(number)
    log.info("broadcast R%d: %s", number, done)
    return SavedAnswer.of(
        context.say(
            "admin.broadcast.done", sent=done.sent, failed=done.failed, unknown=done.unknown, stopped=done.stopped
        )
    )


def _text_of(words: str) -> str:
    found = _TEXT.search(words)
    return found[1].strip() if found else ""


async def _recipients(context: RequestContext) -> list[Recipient]:
    """Return the direct chats that were used while things are kept, where the bot serves their people."""
    since = context.clock.time() - context.rules.keep_days * DAY_SECONDS
    chats = await context.stores.broadcasts.chats(since)
    return [one for one in chats if await _is_served(context, one)]


async def _is_served(context: RequestContext, one: Recipient) -> bool:
    """Return whether what a person says in their direct chat would be answered. They have no roles there."""
    if one.address.platform not in context.services.platforms:
        return False
    return await context.services.refusal(Place(one.address, private=True), Sender(one.person)) is None


async def _sent(context: RequestContext, one: Recipient, post: Post) -> bool | None:
    """Send a message to a chat, and return whether it arrived; None: that is not known."""
    to = Target(one.address, private=True, asker=one.person)
    platform = context.services.platforms[one.address.platform]
    for _ in range(_ATTEMPTS):
        try:
            await platform.wait_for_budget(to, post)
            await platform.send(to, post)
        except NotSent as refusal:
            if refusal.retry_seconds is None:
                return False
            await context.clock.sleep(refusal.retry_seconds)
        except DeliveryUnknown:
            return None
        except ChatError:
            return False
        else:
            return True
    return False
