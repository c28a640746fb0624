"""Discord's refusals as the core's four, and the one that is ours: this way is shut, another may be open.

Numbers: Discord developer documentation, "Opcodes and Status Codes". No text here quotes what Discord said.

    NotSent
    ├── Shut        the bot may not, or there is no such channel, message or token: the next way is tried
    └── TooLarge    413, 40005
    Unsure          the answer never came, or the server failed
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord

from core.model.chat import ChatError, NotSent, TooLarge, Unsure

NO_CHANNEL: Final = frozenset({10003, 10004, 50001})
NO_ACCESS: Final = 50001
NO_PERMISSION: Final = 50013
NO_REPLY: Final = 160002  # without permission to read what is replied to
NO_MORE: Final = 40094
LATE: Final = 10062
DEAD: Final = 50027
_TOO_LARGE: Final = 40005
_SHUT: Final = frozenset(
    {
        40060,  # the interaction was answered already
        NO_MORE,  # follow-ups
        50007,  # no direct messages to this person
        DEAD,  # the interaction's token has expired
        50083,  # the thread is archived
        NO_REPLY,
        160005,  # the thread is locked
    }
)
_BANNED_SECONDS: Final = 60.0  # a 429 that names no wait
_UNREACHABLE_SECONDS: Final = 10.0


class Shut(NotSent):
    """This way is closed for good; `code` is Discord's number for it."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(f"HTTP {status}, Discord code {code}")
        self.code = code


def chat_error(error: Exception) -> ChatError | None:
    """Return the core's word for a failed call; None: it is not Discord's doing."""
    match error:
        case discord.RateLimited():
            return NotSent("rate limited", error.retry_after)
        case discord.LoginFailure():
            return NotSent("the bot token is not accepted")
        case discord.HTTPException():
            return _refused(error)
        case aiohttp.ClientConnectorError():
            return NotSent("Discord cannot be reached", _UNREACHABLE_SECONDS)
        case aiohttp.ClientError() | OSError():
            return Unsure("the connection broke")
    return None


def _refused(error: discord.HTTPException) -> ChatError:
    if error.status == 413 or error.code == _TOO_LARGE:
        return TooLarge("the file is too large here")
    if error.status == 429:
        return NotSent("rate limited", _named_wait(error) or _BANNED_SECONDS)
    if error.status >= 500:
        return Unsure(f"HTTP {error.status}")
    if error.status in {401, 403, 404} or error.code in _SHUT:
        return Shut(error.status, error.code)
    return NotSent(f"HTTP {error.status}, Discord code {error.code}")


def _named_wait(error: discord.HTTPException) -> float | None:
    try:
        return float(error.response.headers.get("Retry-After", ""))
    except ValueError:
        return None


@contextmanager
def calling() -> Iterator[None]:
    """Turn whatever a call of the library raises into a `ChatError`.

    Raises:
        ChatError: as the table above says.
    """
    try:
        yield
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        refusal = chat_error(error)
        if refusal is None:
            raise
        raise refusal from error
