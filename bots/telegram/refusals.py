"""What a failed call means for the message it was to carry. Pure.

The library makes a refusal and a timeout cousins: `BadRequest` and `TimedOut` are both a `NetworkError`. A refusal
is definite and asked for first; only what is left over is unknown. Descriptions: tdlib/telegram-bot-api, Client.cpp.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bots.telegram.request import Flooded, NotConnected
from core.model.chat import ChatError, Gone, NotSent, TooLarge, Unsure

UNREACHABLE_SECONDS: Final = 30.0
_REFUSED_TOKEN_SECONDS: Final = 60.0

_GONE: Final = re.compile(
    r"chat not found|user is deactivated|peer_id_invalid|bot was (?:kicked|blocked)|chat_write_forbidden"
    r"|not enough rights to send|have no rights to send|group chat was deactivated|channel_private"
    r"|chat_restricted|need administrator rights",
    re.IGNORECASE,
)
_NO_TOPIC: Final = re.compile(r"message thread not found|topic_(?:deleted|closed|id_invalid)", re.IGNORECASE)
_LARGE: Final = re.compile(r"request entity too large|file is too (?:big|large)", re.IGNORECASE)
_NO_VIDEOS: Final = re.compile(
    r"chat_send_(?:videos|media)_forbidden|not enough rights to send (?:videos?|media)", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"can't parse (?:entities|caption entities|message text)", re.IGNORECASE)
_BUTTON: Final = re.compile(r"button_url_invalid|inline keyboard button|wrong http url|reply_markup", re.IGNORECASE)
_FILE_ID: Final = re.compile(
    r"wrong file.?id|wrong remote file|file_id|invalid file|file_reference|wrong type of the web page"
    r"|failed to get http",
    re.IGNORECASE,
)


def chat_error(error: TelegramError) -> ChatError:
    """Return what the core hears. Its text is ours alone: a description may quote what people wrote."""
    said = error.message
    meant: ChatError
    match error:
        case Flooded(seconds=seconds):
            meant = NotSent("flood control", seconds)
        case _ if _LARGE.search(said):
            meant = TooLarge("too large for Telegram")
        case _ if _NO_VIDEOS.search(said):
            meant = TooLarge("no videos are allowed there")
        case Forbidden():
            meant = Gone("Telegram does not let us write there")
        case BadRequest():
            gone = _GONE.search(said) or _NO_TOPIC.search(said)
            meant = Gone("the chat or topic is not there any more") if gone else NotSent("Telegram refused it")
        case InvalidToken():
            meant = NotSent("Telegram refuses the bot's token", _REFUSED_TOKEN_SECONDS)
        case NotConnected():
            meant = NotSent("Telegram cannot be reached", UNREACHABLE_SECONDS)
        case _:
            meant = Unsure("Telegram did not answer as it should")
    return meant


@contextmanager
def in_our_words() -> Iterator[None]:
    """Let what the library raises leave as an error of the core's."""
    try:
        yield
    except TelegramError as error:
        raise chat_error(error) from error


def unchanged(error: TelegramError) -> bool:
    """Whether an edit was refused because the message says that already: a success."""
    return isinstance(error, BadRequest) and "not modified" in error.message.lower()


def no_topic(error: TelegramError) -> bool:
    """Whether only the topic is missing; the chat around it may still be there."""
    return isinstance(error, BadRequest) and bool(_NO_TOPIC.search(error.message))


def bad_markup(error: TelegramError) -> bool:
    """Whether the text's markup was refused, so that the plain words may pass."""
    return isinstance(error, BadRequest) and bool(_MARKUP.search(error.message))


def bad_button(error: TelegramError) -> bool:
    """Whether a button was refused, as one that leads to a host without a domain is."""
    return isinstance(error, BadRequest) and bool(_BUTTON.search(error.message))


def stale_file(error: TelegramError) -> bool:
    """Whether a file id was refused, as one of another bot or of long ago is."""
    return isinstance(error, BadRequest) and bool(_FILE_ID.search(error.message))
