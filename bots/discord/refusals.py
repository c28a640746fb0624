"""Discord's refusals as the core's error tree, and errors of ours: this route is closed, another may be open.

Codes: Discord developer documentation, "Opcodes and Status Codes", "JSON". No text here quotes what Discord said.

    NotSent
    ├── RouteClosed         the bot may not post there, or the channel, message or token does not exist
    │   └── MessageRefused  any other definite refusal: the route takes no message like this one
    └── TooLarge            HTTP 413, code 40005
    DeliveryUnknown           the answer never came, or the server failed: the message may have arrived
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, cast

import aiohttp
import discord

from core.model.chat import ChatError, DeliveryUnknown, NotSent, TooLarge

UNREACHABLE_CHANNEL: Final = frozenset({10003, 10004, 50001})
MISSING_ACCESS: Final = 50001
MISSING_PERMISSION: Final = 50013
REPLY_FORBIDDEN: Final = 160002  # a reply needs the permission to read the message history
UNKNOWN_INTERACTION: Final = 10062  # also: the first response came later than 3 s
ACKNOWLEDGED: Final = 40060  # by this process, whose answer was lost, or by another
TOKEN_EXPIRED: Final = 50027  # "Invalid Webhook Token"
FOLLOW_UPS_USED: Final = 40094
MODERATED: Final = frozenset(
    {
        20009,  # explicit content, which the filter of the server or of the recipient holds back
        200000,  # a word or link that AutoMod blocks
        200001,  # the same, of a title; the documentation has had both numbers for it
        220001,
        240000,  # a link that Discord holds for harmful
    }
)
"""Refusals of what a message says: of the same content another place may think otherwise."""

_TOO_LARGE: Final = 40005
_CLOSED: Final = frozenset(
    {
        ACKNOWLEDGED,
        FOLLOW_UPS_USED,
        50007,  # this person takes no direct messages
        TOKEN_EXPIRED,
        50083,  # the thread is archived
        REPLY_FORBIDDEN,
        50278,  # nor does this one, with whom the bot shares no server
        160005,  # the thread is locked
    }
)
_FOR_NOW: Final = frozenset(
    {
        20016,  # slow mode
        20022,  # too many edits in an announcement channel
        20028,  # too much is written in the channel
        20029,  # or in the server
        30046,  # too many edits of messages older than an hour
        40003,  # direct chats are opened too fast
        40004,  # sending is disabled for a while
        40006,  # so is this feature
        40062,  # the resource is rate limited
        130000,  # or overloaded
    }
)
"""Refusals that pass, whatever the HTTP status that comes with them (40003: 403, as people report)."""

_BANNED_SECONDS: Final = 60.0
_UNREACHABLE_SECONDS: Final = 10.0


class RouteClosed(NotSent):
    """This route is closed for good. `code` is Discord's number for it, 0 where Discord was not asked."""

    def __init__(self, reason: str, code: int = 0) -> None:
        super().__init__(reason)
        self.code = code


class MessageRefused(RouteClosed):
    """Discord refuses this message by this route, for what it says or for a reason unknown here; others may pass."""


def chat_error(error: Exception) -> ChatError | None:
    """Return the core's error for a failed call of the library; None: the failure is not Discord's."""
    match error:
        case discord.RateLimited():
            return NotSent("rate limited", error.retry_after)
        case discord.LoginFailure():
            return NotSent("the bot token is not accepted")
        case discord.HTTPException():
            return _of_response(error)
        case aiohttp.ClientConnectorError():
            return NotSent("Discord cannot be reached", _UNREACHABLE_SECONDS)
        case aiohttp.ClientError() | OSError():
            return DeliveryUnknown(f"the connection broke: {type(error).__name__}")
    return None


def _of_response(error: discord.HTTPException) -> ChatError:
    reason = f"HTTP {error.status}, Discord code {error.code}"
    if error.status == 413 or error.code == _TOO_LARGE:
        return TooLarge("the file is too large here")
    if error.status == 429:
        return NotSent("rate limited", retry_after(cast("aiohttp.ClientResponse", error.response)))
    if error.status >= 500:
        return DeliveryUnknown(f"HTTP {error.status}")
    if error.code in _FOR_NOW:
        return NotSent(reason, retry_after(cast("aiohttp.ClientResponse", error.response)))
    if error.status in {401, 403, 404} or error.code in _CLOSED:
        return RouteClosed(reason, error.code)
    return MessageRefused(reason, error.code)


def retry_after(response: aiohttp.ClientResponse, told: object = None) -> float:
    """Return the seconds that a refusal asks to wait; a minute where it names none, as when an address is banned.

    `told` is its body, whose time is the finer one.
    """
    body = told.get("retry_after") if isinstance(told, dict) else None
    for named in (body, response.headers.get("Retry-After")):
        with suppress(TypeError, ValueError):
            seconds = float(cast("str", named))
            if 0 <= seconds < math.inf:
                return seconds
    return _BANNED_SECONDS


@contextmanager
def as_chat_errors() -> Iterator[None]:
    """Raise what a call of the library raises as a `ChatError`.

    Raises:
        ChatError: the call failed, as the table above says; the library's error is its cause.
    """
    try:
        yield
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        refusal = chat_error(error)
        if refusal is None:
            raise
        raise refusal from error
