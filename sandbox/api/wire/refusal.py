"""Why a request is not served: one exception that carries the body code, its words and its HTTP status."""

from collections.abc import Mapping
from typing import Final

# The vendor documents these as body codes and leaves their HTTP status open.
HTTP_STATUS: Final[Mapping[int, int]] = {1001: 401, 1002: 404, 2001: 402, 4001: 415, 4002: 413}


class Refusal(Exception):
    """Raised by a handler, answered as `{code, message}` by the middleware.

    A code of three digits is also the HTTP status; a body code comes with 200 unless `http_codes` is on.
    """

    def __init__(self, code: int, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.headers = dict(headers or {})

    def status(self, *, http_codes: bool) -> int:
        """The HTTP status to answer with."""
        if self.code < 1000:
            return self.code
        return HTTP_STATUS.get(self.code, 400) if http_codes else 200


def bad_token() -> Refusal:
    """1001: the bearer token is missing, unknown or expired."""
    return Refusal(1001, "Invalid or expired token")


def no_session(session_id: str) -> Refusal:
    """1002: no such session, or not this account's."""
    return Refusal(1002, f"Session not found: {session_id[:40]}")


def no_credits() -> Refusal:
    """2001: the account is used up."""
    return Refusal(2001, "Insufficient credits")


def unsupported(name: str) -> Refusal:
    """4001: not one of the formats the skill text lists, judged by content."""
    return Refusal(4001, f"Unsupported file type: {name}")


def too_large(limit: int) -> Refusal:
    """4002: above the upload limit, in bytes."""
    return Refusal(4002, f"File too large: the limit is {limit // (1024 * 1024)} MB")


def export_blocked() -> Refusal:
    """402: the plan does not export, or an attribution header is missing."""
    return Refusal(402, "Export is not available on the free plan")
