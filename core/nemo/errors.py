"""What can go wrong with NemoVideo, and the registry from its numbers to these classes.

    NemoError
    ├─ TokenRejected     1001, 1010, 1011, HTTP 401: renew an anonymous token, or ask the operator for a new one
    ├─ SessionGone       1002, HTTP 404 where a session is named: a new session, and say what was lost
    ├─ NoCredits         2001
    ├─ UnsupportedFile   4001
    ├─ FileTooLarge      4002, HTTP 413
    ├─ ClientIdMissing   HTTP 400 at the token call
    ├─ PlanRequired      HTTP 402: the plan forbids exports, not the credits
    ├─ Denied            HTTP 403: the token lacks a scope
    ├─ RateLimited       HTTP 429: `retry_after` seconds when the server named them
    ├─ RenderUnknown     HTTP 404 where a render is named
    ├─ Rejected          any other 4xx, any other code in the body
    │  └─ DuplicateRender   this render id was submitted before
    ├─ Unavailable       5xx, HTTP 408
    ├─ Unreachable       no connection was made: surely not sent
    ├─ NoMoreFiles       this process may open no more connections: surely not sent, and no fault of the request
    ├─ Interrupted       sent, at least partly, and no answer: the connection broke, or a timeout
    └─ Garbled           an answer that cannot be read: HTML, invalid JSON, a missing field

Codes and statuses: NemoVideo skill text, "Error Handling"; 1010 and 1011 come from its newer gateway.
An unknown number is still one of these. `str()` shows numbers only: the server's own words may hold anything, so they
stay in `reason`, masked, and are not shown to people.
"""

from __future__ import annotations

import enum
import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from core.model.host_unavailable import HostUnavailable, OutOfFiles

_SECONDS = re.compile(r"\s*([0-9]{1,9})\s*")
_SECRETS = re.compile(r"\b(?:nmv_|clm_)\w+|(?<=[Bb]earer )\S+|(?<=[?&])[^=\s&?]+=[^\s&]+")
_REASON_LENGTH = 200


class Route(enum.Enum):
    """What a call is about: the same HTTP status means a different error for each."""

    TOKEN = enum.auto()
    SESSION = enum.auto()
    SUBMIT = enum.auto()
    RENDER = enum.auto()
    OTHER = enum.auto()


class NemoError(Exception):
    """Root of all errors of `core.nemo`.

    Attributes:
        code: the number in the body, if there was one.
        status: the HTTP status, if there was an answer.
        retry_after: seconds the server asked to wait.
        reason: the server's own words, shortened and masked; for rules and debugging, not for people.
        refused: surely refused before anything ran, so the same call may be made again.
    """

    refused: bool = False

    def __init__(
        self,
        *,
        code: int | None = None,
        status: int | None = None,
        retry_after: float | None = None,
        reason: str = "",
        refused: bool | None = None,
    ) -> None:
        super().__init__(code, status)
        self.code = code
        self.status = status
        self.retry_after = retry_after
        self.reason = _SECRETS.sub("***", reason)[:_REASON_LENGTH]
        if refused is not None:
            self.refused = refused

    def __str__(self) -> str:
        numbers = [
            f"{name} {value}" for name, value in (("HTTP", self.status), ("code", self.code)) if value is not None
        ]
        return f"{type(self).__name__}({', '.join(numbers)})"


class TokenRejected(NemoError):
    """The token is wrong or has expired."""


class SessionGone(NemoError):
    """The session does not exist, or no longer."""


class NoCredits(NemoError):
    """The account's credits are used up."""


class UnsupportedFile(NemoError):
    """The file's type is not one of the thirteen."""


class FileTooLarge(NemoError):
    """The file is larger than the server takes."""


class ClientIdMissing(NemoError):
    """The token call came without a usable client id."""


class PlanRequired(NemoError):
    """The subscription does not include this; credits do not help."""


class Denied(NemoError):
    """The token lacks the scope."""


class RateLimited(NemoError):
    """Too many calls; `retry_after` says how long to wait, if the server did."""


class RenderUnknown(NemoError):
    """No render has this id."""


class Rejected(NemoError):
    """Refused for a reason that has no class of its own."""


class DuplicateRender(Rejected):
    """A render with this id was submitted before: it can be polled."""


class Unavailable(NemoError):
    """The server failed; whether the call had an effect is unknown."""


class Unreachable(NemoError):
    """No connection was made, so nothing was sent."""

    refused = True


class NoMoreFiles(NemoError, HostUnavailable):
    """No connection was made, because this process may open no more; so nothing was sent."""

    refused = True

    def __str__(self) -> str:
        return str(OutOfFiles())


class Interrupted(NemoError):
    """The call was sent, at least partly, and its outcome is unknown."""


class Garbled(NemoError):
    """The answer cannot be read."""


CODES: Final[dict[int, type[NemoError]]] = {
    1001: TokenRejected,
    1002: SessionGone,
    1010: TokenRejected,
    1011: TokenRejected,
    2001: NoCredits,
    4001: UnsupportedFile,
    4002: FileTooLarge,
}
STATUSES: Final[dict[int, type[NemoError]]] = {
    401: TokenRejected,
    402: PlanRequired,
    403: Denied,
    408: Unavailable,
    413: FileTooLarge,
    429: RateLimited,
}
ROUTES: Final[dict[tuple[Route, int], type[NemoError]]] = {
    (Route.TOKEN, 400): ClientIdMissing,
    (Route.SESSION, 404): SessionGone,
    (Route.RENDER, 404): RenderUnknown,
    (Route.SUBMIT, 409): DuplicateRender,
}
_REFUSED_CODES = frozenset({1001, 1002, 429})
_REFUSED_STATUSES = frozenset({401, 404, 429})


def refusal(
    status: int,
    code: int | None = None,
    *,
    route: Route = Route.OTHER,
    retry_after: float | None = None,
    reason: str = "",
) -> NemoError:
    """Return the error for an HTTP status and, where the body named one, its code; never raises.

    The body's code is more exact than the status and decides the class. With a 5xx it does not set `refused`: the
    server failed, and something may have run.
    """
    refused = status in _REFUSED_STATUSES or (code in _REFUSED_CODES and status < 500)
    return _kind(status, code, route, reason)(
        code=code, status=status, retry_after=retry_after, reason=reason, refused=refused
    )


def _kind(status: int, code: int | None, route: Route, reason: str) -> type[NemoError]:
    number = -1 if code is None else code
    known = (
        CODES.get(number)
        or STATUSES.get(number)
        or ROUTES.get((route, status))
        or STATUSES.get(status)
        or ROUTES.get((route, number))
    )
    if known:
        return known
    if status >= 500 or 500 <= number < 600:
        return Unavailable
    if route is Route.SUBMIT and "duplicate" in reason.lower():
        return DuplicateRender
    return Rejected


def retry_seconds(header: str | None, now: float) -> float | None:
    """Return the seconds a Retry-After header asks for, given as seconds or as a date; None if it is neither.

    Args:
        header: the header's value.
        now: the present, in epoch seconds, which a date is measured from.
    """
    if header is None:
        return None
    if seconds := _SECONDS.fullmatch(header):
        return float(seconds[1])
    try:
        date = parsedate_to_datetime(header)
        stamp = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return max(0.0, stamp - now)
