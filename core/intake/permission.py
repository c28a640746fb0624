"""Who may press a button: the asker and the admins of its chat, there and under the messages of its request only."""

from core.model.actions import (
    Action,
    AttachFiles,
    Cancel,
    ForgetEverything,
    OneVideoEach,
    OpenUploadPage,
    SameForAnother,
    SendBroadcast,
    SendWords,
    TryAgain,
    UnknownAction,
)
from core.model.chat import Incoming
from core.model.messages import Messages
from core.model.requests import Requests


async def may_press(messages: Messages, requests: Requests, incoming: Incoming) -> bool:
    """Return whether this person may press this button; anybody may if its request is not known.

    Raises:
        StorageError: the rows cannot be read.
    """
    if (number := _request_in(incoming.action)) is not None:
        try:
            named = await requests.get(number)
        except LookupError:
            return True  # the flow says that the button is too old
        here = named.address == incoming.address or await _is_under(messages, incoming, number)
        if isinstance(incoming.action, ForgetEverything):
            return here and named.sender.id == incoming.sender.id  # what is an admin's is not what was asked about
        return here and _obeys(incoming, named.sender.id)
    if incoming.reply_to is None:
        return True
    origin = await messages.origin(incoming.address, incoming.reply_to)
    return origin is None or _obeys(incoming, origin.sender)


async def _is_under(messages: Messages, incoming: Incoming, request: int) -> bool:
    """Return whether a button stands under a message of its request, which had to go to a direct chat."""
    origin = await messages.origin(incoming.address, incoming.reply_to) if incoming.reply_to else None
    return origin is not None and origin.request == request


def _request_in(action: Action | UnknownAction | None) -> int | None:
    """Return the request that an action names; None: it is about the message with the button."""
    match action:
        case (
            TryAgain(number)
            | SendWords(number)
            | SameForAnother(number)
            | OneVideoEach(number)
            | OpenUploadPage(number)
            | AttachFiles(number)
            | ForgetEverything(number)
            | SendBroadcast(number)
            | Cancel(number)
        ):
            return number
        case _:
            return None


def _obeys(incoming: Incoming, asker: str) -> bool:
    return incoming.private or incoming.sender.admin or asker in {"", incoming.sender.id}
