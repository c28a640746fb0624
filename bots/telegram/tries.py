"""A message is tried in the form it has, then without what Telegram refuses; several belong together or not at all."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from telegram.error import BadRequest, TelegramError

from bots.telegram.message import Letter
from bots.telegram.refusals import chat_error
from bots.telegram.request import Unread
from core.engine.clock import Clock
from core.model.chat import ChatError, NotSent, TooLarge, Unsure

T = TypeVar("T")

_REST_TRIES: Final = 4
_REST_SECONDS: Final = 120.0


async def tried(letter: Letter, most: int, once: Callable[[Letter], Awaitable[T]]) -> T:
    """Make the call of a letter of at most `most` units, mended as often as a refusal says how.

    Raises:
        ChatError: it failed for good.
        Unread: its film could not be read.
    """
    while True:
        try:
            return await once(letter)
        except Unread:
            raise
        except BadRequest as refusal:
            mended = letter.mended(refusal, most)
            if mended is None:
                raise chat_error(refusal) from refusal
            letter = mended
        except TelegramError as error:
            raise chat_error(error) from error


async def in_turn(parts: Sequence[Callable[[], Awaitable[T]]], clock: Clock) -> T:
    """Send the messages of one post and return what the last one gave.

    Raises:
        NotSent: the first did not arrive.
        TooLarge: one of them cannot be sent in this form.
        Unsure: some may have arrived. To say «not sent» now would have the first ones sent a second time, unmarked.
    """
    first, *rest = parts
    last = await first()
    for part in rest:
        last = await _insisted(part, clock)
    return last


async def _insisted(part: Callable[[], Awaitable[T]], clock: Clock) -> T:
    for _ in range(_REST_TRIES):
        try:
            return await part()
        except TooLarge:
            raise
        except NotSent as refusal:
            if refusal.retry_seconds is None or refusal.retry_seconds > _REST_SECONDS:
                raise Unsure("only the beginning of it arrived") from refusal
            await clock.sleep(refusal.retry_seconds)
        except ChatError as error:
            raise Unsure("only the beginning of it arrived") from error
    raise Unsure("only the beginning of it arrived")
