"""The headers of a call: the account's token and the skill the call is made for. Pure."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from core.nemo.errors import TokenRejected

if TYPE_CHECKING:
    from core.model.secret import Secret

_VISIBLE = string.ascii_letters + string.digits + string.punctuation


@dataclass(frozen=True, slots=True)
class Attribution:
    """The skill a call is made for; without its headers an export is refused with HTTP 402 (NemoVideo skill text)."""

    source: str
    version: str
    platform: str

    def headers(self) -> dict[str, str]:
        """Return the three X-Skill headers of every call; characters outside ASCII are percent-encoded."""
        named = {
            "X-Skill-Source": self.source,
            "X-Skill-Version": self.version,
            "X-Skill-Platform": self.platform,
        }
        return {name: quote(value.strip(), safe=_VISIBLE + " ") or "unknown" for name, value in named.items()}


@dataclass(frozen=True, slots=True)
class Caller:
    """An account's token, if it has one yet, and the attribution of its calls."""

    token: Secret | None
    attribution: Attribution

    def headers(self) -> dict[str, str]:
        """Return the X-Skill headers and, where there is a token, `Authorization`.

        Raises:
            TokenRejected: the token holds characters no header can carry. An HTTP library would
                quote such a value, that is the token, in its own error.
        """
        headers = self.attribution.headers()
        if self.token:
            token = self.token.reveal()
            if not set(token) <= set(_VISIBLE):
                raise TokenRejected(refused=True)
            headers["Authorization"] = f"Bearer {token}"
        return headers
