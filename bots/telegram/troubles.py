"""What keeps updates from coming, said with its mend, and how long to wait before the next try. Pure."""

from dataclasses import dataclass
from typing import Final

from telegram.error import Conflict, InvalidToken, TelegramError

from bots.telegram.request import Flooded

_FIRST_SECONDS: Final = 1.0
_LONGEST_SECONDS: Final = 60.0
_CONFLICT_SECONDS: Final = 20.0
_TOKEN_SECONDS: Final = 300.0  # after a second look: a server that is being restarted refuses every token
_SECOND_LOOK_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A reason in a few words for `/readyz`, a line with the mend for the log, and the seconds to wait."""

    reason: str
    mend: str
    seconds: float


def trouble(error: TelegramError, tries: int) -> Trouble:
    """Return what a failed call means for the intake; `tries` in a row have failed so far."""
    wait = min(_FIRST_SECONDS * 2 ** min(tries, 10), _LONGEST_SECONDS)
    match error:
        case _ if "logged out" in error.message.lower():
            return Trouble(
                "this bot is logged out here",
                "this bot is logged out of this Bot API server: set TELEGRAM_API_URL to the server it moved to, "
                "or wait ten minutes after the log-out and start again",
                _LONGEST_SECONDS,
            )
        case InvalidToken():
            return Trouble(
                "Telegram refuses the token",
                "Telegram refuses TELEGRAM_BOT_TOKEN: it was revoked or is mistyped, or TELEGRAM_API_URL is no Bot API "
                "server. Put the token that @BotFather shows into .env and start again. Telegram stays off until then",
                _TOKEN_SECONDS if tries else _SECOND_LOOK_SECONDS,
            )
        case Conflict() if "webhook" in error.message.lower():
            return Trouble("a webhook is set", "a webhook is set for this bot; it is taken away", _FIRST_SECONDS)
        case Conflict():
            return Trouble(
                "another program uses this bot",
                "another program fetches this bot's updates with the same token: stop it, or give it a bot of its own",
                _CONFLICT_SECONDS,
            )
        case Flooded(seconds=seconds):
            return Trouble("flood control", "Telegram asks for a pause", seconds)
        case _:
            return Trouble(
                "Telegram cannot be reached",
                "Telegram cannot be reached: look at the network, at NEMOBOT_PROXY and at TELEGRAM_API_URL",
                wait,
            )
