"""What a failed call means for the message it carried: the library's errors become the core's. Pure.

In the library `BadRequest` (a refusal) and `TimedOut` (unknown) are both a `NetworkError`. So refusals, which are
definite, are matched first, and only the rest is unknown. Descriptions: tdlib/telegram-bot-api, Client.cpp.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bots.telegram.request import Flooded, NotConnected
from core.model.chat import ChatError, DeliveryUnknown, Gone, LeftBehind, NotAllowed, NotSent, TooLarge

UNREACHABLE_SECONDS: Final = 30.0
_REFUSED_TOKEN_SECONDS: Final = 60.0

_GONE: Final = re.compile(
    r"chat not found|user is deactivated|peer_id_invalid|bot was (?:kicked|blocked)|group chat was deactivated"
    r"|channel_private|message to delete not found",
    re.IGNORECASE,
)
_NO_TOPIC: Final = re.compile(r"message thread not found|topic_(?:deleted|closed|id_invalid)", re.IGNORECASE)
_LARGE: Final = re.compile(r"request entity too large|file is too (?:big|large)", re.IGNORECASE)
_NO_RIGHT: Final = re.compile(
    r"chat_send_[a-z]{1,30}_forbidden|chat_write_forbidden|chat_restricted|chat_admin_required|user_restricted"
    r"|(?:not enough|have no) (?:rights|write access)|need administrator rights",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"can't parse (?:entities|caption entities|message text)", re.IGNORECASE)
_BUTTON: Final = re.compile(r"button_url_invalid|inline keyboard button|wrong http url|reply_markup", re.IGNORECASE)
_FILE_ID: Final = re.compile(
    r"wrong file.?id|wrong remote file|file_id|invalid file|file_reference|wrong type of the web page"
    r"|failed to get http",
    re.IGNORECASE,
)
_TEMPORARY: Final = re.compile(r"temporar|try again|timed? ?out|internal|unavailable", re.IGNORECASE)

_QUOTED: Final = re.compile(r"(?<!\w)['\"“«]|(?<!\w)\w++://")  # no apostrophe, as in "can't parse"


def chat_error(error: TelegramError) -> ChatError:
    """Return the core's error for a failed call. Its text is ours: Telegram's may quote what people wrote."""
    description = error.message
    result: ChatError
    match error:
        case Flooded(seconds=seconds):
            result = NotSent("flood control", seconds)
        case ChatMigrated():
            result = LeftBehind("the message is in the group that became this supergroup")
        case _ if _LARGE.search(description):
            result = TooLarge("too large for Telegram")
        case _ if _NO_RIGHT.search(description):
            result = NotAllowed("the bot has no right to send that there")
        case Forbidden():
            result = Gone("Telegram does not let us write there")
        case BadRequest():
            gone = _GONE.search(description) or _NO_TOPIC.search(description)
            result = Gone("the chat, topic or message is not there") if gone else NotSent("Telegram refused it")
        case InvalidToken():
            result = NotSent("Telegram refuses the bot's token", _REFUSED_TOKEN_SECONDS)
        case NotConnected():
            result = NotSent("Telegram cannot be reached", UNREACHABLE_SECONDS)
        case _:
            result = DeliveryUnknown("Telegram did not answer as it should")
    return result


@contextmanager
def as_chat_errors() -> Iterator[None]:
    """Raise the core's error in place of the library's.

    Raises:
        ChatError: a call in the block failed; the library's error is its cause.
    """
    try:
        yield
    except TelegramError as error:
        raise chat_error(error) from error


def causes(error: BaseException) -> str:
    """Return an error and its causes for one line of the log.

    Left out are paths, which may contain the bot's token, and what Telegram quotes of a call: a link may carry a token,
    and a text is somebody's message.
    """
    chain = [error]
    while (cause := chain[-1].__cause__) is not None:
        chain.append(cause)
    return ", caused by ".join(map(_described, chain))


def unquoted(description: str) -> str:
    """Return what Telegram says, without what it quotes of a call: a link may carry a token, a text is somebody's."""
    quoted = _QUOTED.search(description)  # to the end: a quotation may hold quotation marks
    return f"{description[: quoted.start()]}…" if quoted else description


def unchanged(error: TelegramError) -> bool:
    """Whether an edit was refused because the message already reads so, which is a success."""
    return isinstance(error, BadRequest) and "not modified" in error.message.lower()


def no_topic(error: TelegramError) -> bool:
    """Whether only the topic is missing; the chat may still be there."""
    return isinstance(error, BadRequest) and bool(_NO_TOPIC.search(error.message))


def bad_markup(error: TelegramError) -> bool:
    """Whether the markup of the text was refused; the plain text may pass."""
    return isinstance(error, BadRequest) and bool(_MARKUP.search(error.message))


def bad_button(error: TelegramError) -> bool:
    """Whether a button was refused, as a link to a host without a domain is."""
    return isinstance(error, BadRequest) and bool(_BUTTON.search(error.message))


def temporary(error: TelegramError) -> bool:
    """Whether a refusal may be over in a moment: getFile says so of a file that it cannot fetch just now."""
    return bool(_TEMPORARY.search(error.message))


def stale_file(error: TelegramError) -> bool:
    """Whether a file id was refused, as one of another bot or a very old one is."""
    return isinstance(error, BadRequest) and bool(_FILE_ID.search(error.message))


def _described(error: BaseException) -> str:
    said = (error.strerror or "") if isinstance(error, OSError) and error.filename else str(error)
    if isinstance(error, TelegramError):
        said = unquoted(said)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
