"""Who opened the page as a Mini App, as Telegram says and signs it with the bot's token.

Telegram, "Validating data received via the Mini App": the fields without `hash`, sorted, one a line, are signed with
HMAC-SHA-256; the key is the HMAC of the bot's token under the constant `WebAppData`. Data older
than an hour is refused.
"""

import hashlib
import hmac
import json
from typing import Final
from urllib.parse import parse_qsl

from pydantic import SecretStr

from core.engine.clock import Clock

STALE_SECONDS: Final = 3600.0
_AHEAD_SECONDS: Final = 300.0  # Telegram's clock and ours


class Untrusted(Exception):
    """The data is not Telegram's."""


class Stale(Exception):
    """The data is Telegram's, but too old."""


class InitData:
    """Reads the init data of one bot's Mini App."""

    def __init__(self, token: SecretStr, clock: Clock) -> None:
        self._key = hmac.digest(b"WebAppData", token.get_secret_value().encode(), hashlib.sha256)
        self._clock = clock

    def user_id(self, text: str) -> str:
        """Return the id of the user who opened the Mini App.

        Raises:
            Untrusted: the signature is wrong, or there is no user in it.
            Stale: it is older than an hour.
        """
        fields = _fields(text)
        signature = fields.pop("hash", "")
        signed = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
        if not hmac.compare_digest(hmac.digest(self._key, signed.encode(), hashlib.sha256).hex(), signature.lower()):
            raise Untrusted
        user, at = _user_id(fields), _number(fields.get("auth_date", ""))
        age = self._clock.time() - at
        if not -_AHEAD_SECONDS <= age <= STALE_SECONDS:
            raise Stale
        return user


def _fields(text: str) -> dict[str, str]:
    """Return the fields; a name that stands there twice could be signed as one and read as the other."""
    if not text.isascii():
        raise Untrusted
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=32)
    except ValueError as unreadable:
        raise Untrusted from unreadable
    fields = dict(pairs)
    if len(fields) < len(pairs) or not fields.get("hash", "").isascii():
        raise Untrusted
    return fields


def _user_id(fields: dict[str, str]) -> str:
    try:
        return str(int(json.loads(fields["user"])["id"]))
    except (KeyError, TypeError, ValueError) as missing:
        raise Untrusted from missing


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Untrusted
    return int(text)
