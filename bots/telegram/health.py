"""Whether updates arrive, what keeps them from arriving and how to fix it, and when to try again.

Judged by the last time Telegram answered, never by a task that is merely alive.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, TypeVar

from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError
from tenacity import RetryCallState, stop_never

from bots.telegram.refusals import causes, unquoted
from bots.telegram.request import Flooded
from bots.telegram.retries import error_of
from core.engine.clock import Clock
from core.engine.retries import retry

log = logging.getLogger(__name__)

T = TypeVar("T")

STARTING: Final = "not yet connected"

_FIRST_SECONDS: Final = 1.0
_LONGEST_SECONDS: Final = 60.0
_CONFLICT_SECONDS: Final = 20.0
_TOKEN_SECONDS: Final = 300.0
_FIRST_TOKEN_SECONDS: Final = 5.0  # a server that is being restarted refuses every token for a moment


class Subject(Enum):
    """What may be wrong at the same time; the first that is wrong is reported."""

    STORAGE = auto()  # whether messages can be written down
    CALLS = auto()  # whether Telegram answers our calls
    WEBHOOK = auto()  # whether Telegram reaches us


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong in a few words for `/readyz`, the fix for the log, and the seconds until the next attempt."""

    reason: str
    fix: str
    seconds: float


def diagnose(error: TelegramError, failures: int) -> Diagnosis:
    """Return what a failed call means; `failures` calls in a row have failed before it."""
    wait = min(_FIRST_SECONDS * 2 ** min(failures, 10), _LONGEST_SECONDS)
    match error:
        case _ if "logged out" in error.message.lower():
            return Diagnosis(
                "this bot is logged out here",
                "this bot is logged out of this Bot API server: set TELEGRAM_API_URL to the server it moved to, "
                "or wait ten minutes after the log-out and start again",
                _LONGEST_SECONDS,
            )
        case InvalidToken():
            return Diagnosis(
                "Telegram refuses the token",
                "Telegram refuses TELEGRAM_BOT_TOKEN: it was revoked or is mistyped, or TELEGRAM_API_URL is no Bot API "
                "server. Put the token that @BotFather shows into .env and start again",
                _TOKEN_SECONDS if failures else _FIRST_TOKEN_SECONDS,
            )
        case Conflict():
            return _conflict(error)
        case BadRequest() | Forbidden():
            return _refused(unquoted(error.message), wait)
        case Flooded(seconds=seconds):
            return Diagnosis("flood control", "Telegram asks for a pause", seconds)
        case _:
            return Diagnosis(
                "Telegram cannot be reached",
                "Telegram cannot be reached: look at the network, at NEMOBOT_PROXY and at TELEGRAM_API_URL",
                wait,
            )


def _conflict(error: Conflict) -> Diagnosis:
    if webhook_is_set(error):
        return Diagnosis("a webhook is set", "a webhook is set for this bot; it is removed", _FIRST_SECONDS)
    return Diagnosis(
        "another program uses this bot",
        "another program fetches this bot's updates with the same token: stop it, or give it a bot of its own",
        _CONFLICT_SECONDS,
    )


def _refused(description: str, wait: float) -> Diagnosis:
    """Return what it means that Telegram answers, and refuses the call; only a webhook's setting is ever refused."""
    words = description.lower()
    if "secret" in words:
        reason, fix = f"Telegram refuses TELEGRAM_WEBHOOK_SECRET: {description}", "choose another, or leave it out"
    elif "webhook" in words:
        reason = f"Telegram refuses TELEGRAM_WEBHOOK_URL: {description}"
        fix = "it has to be a public https address on port 443, 80, 88 or 8443; leave it out to poll for updates"
    else:
        return Diagnosis(f"Telegram refuses a call: {description}", f"Telegram refuses a call: {description}", wait)
    return Diagnosis(reason, f"{reason}: {fix}", _LONGEST_SECONDS)


def webhook_is_set(error: TelegramError) -> bool:
    """Whether updates cannot be polled because a webhook is set."""
    return isinstance(error, Conflict) and "webhook" in error.message.lower()


async def _nothing(_: TelegramError) -> None:
    pass


class Health:
    """What `/readyz` reports. A success counts for `fresh_seconds`."""

    def __init__(self, clock: Clock, fresh_seconds: float) -> None:
        self._clock = clock
        self._fresh_seconds = fresh_seconds
        self._problems = {Subject.CALLS: STARTING}
        self._failures = 0
        self._answered_at = float("-inf")

    def answered(self) -> None:
        """Note that Telegram answered as expected."""
        if self._failures:
            log.info("Telegram answers again")
        self._failures = 0
        self.recovered(Subject.CALLS)
        self._answered_at = self._clock.monotonic()

    def degraded(self, subject: Subject, problem: str) -> None:
        """Note what is wrong; the text contains no secret."""
        self._problems[subject] = problem

    def recovered(self, subject: Subject) -> None:
        """Note that nothing is wrong with this."""
        self._problems.pop(subject, None)

    async def until_answered(
        self,
        call: Callable[[], Awaitable[T]],
        on_failure: Callable[[TelegramError], Awaitable[None]] = _nothing,
    ) -> T:
        """Make a call that may be made more than once, as often as it takes; each failure is logged with its fix.

        `on_failure` runs after a failure, before the wait. A success is not noted here: see `answered`.
        """

        async def failed(state: RetryCallState) -> None:
            if isinstance(error := error_of(state), TelegramError):
                self._failed(error)
                await on_failure(error)

        def seconds(state: RetryCallState) -> float:
            error = error_of(state)
            return diagnose(error, self._failures).seconds if isinstance(error, TelegramError) else 0.0

        return await retry(
            call,
            on=TelegramError,
            wait=seconds,
            stop=stop_never,
            clock=self._clock,
            before_sleep=failed,
        )

    @property
    def problem(self) -> str | None:
        """None while updates arrive, else what is wrong."""
        for subject in Subject:
            if problem := self._problems.get(subject):
                return problem
        silent_seconds = self._clock.monotonic() - self._answered_at
        return "Telegram has not answered for a while" if silent_seconds > self._fresh_seconds else None

    @property
    def answers(self) -> bool:
        """Whether the last call was answered as expected."""
        return Subject.CALLS not in self._problems

    def _failed(self, error: TelegramError) -> None:
        diagnosis = diagnose(error, self._failures)
        self.degraded(Subject.CALLS, diagnosis.reason)
        level = logging.WARNING if self._failures else logging.ERROR
        log.log(level, "%s (%s; next attempt in %.0f s)", diagnosis.fix, causes(error), diagnosis.seconds)
        self._failures += 1
