"""Whose button it is: the asker's, and the admins' of the place; and never another place's."""

from core.model.chat import Incoming
from core.model.messages import Messages
from core.model.requests import Requests, number_of

NAMES_REQUEST = frozenset({"again", "cancel", "each", "same", "upload"})  # presses with a request's number behind them


async def may_press(messages: Messages, requests: Requests, incoming: Incoming) -> bool:
    """Return whether this person may press this button; one that nothing is known of is anybody's."""
    name, _, number = (incoming.press or "").partition(":")
    if name in NAMES_REQUEST and (asked := number_of(number)) is not None:
        try:
            named = await requests.get(asked)
        except LookupError:
            return True  # too old, which is said where it is worked on
        return named.address == incoming.address and _obeys(incoming, named.sender.id)
    if incoming.reply_to is None:
        return True
    origin = await messages.origin(incoming.address, incoming.reply_to)
    return origin is None or _obeys(incoming, origin.sender)


def _obeys(incoming: Incoming, asker: str) -> bool:
    return incoming.private or incoming.sender.admin or asker in {"", incoming.sender.id}
