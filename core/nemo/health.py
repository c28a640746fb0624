"""Whether NemoVideo can be used, as its answers tell: an error in the log when it begins, and a line for `/readyz`.

People are told to ask the operator; this is how the operator knows.
"""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

_FAILURES: Final = 3  # in a row: as often as one reading call is tried, so that a moment is no trouble
_SERVER_ERROR: Final = 500


class Health:
    """What is wrong with NemoVideo now.

    Args:
        api_url: base URL of the API; only its host is named.
        web_url: base URL of the website, where tokens are made.
    """

    def __init__(self, api_url: str, web_url: str) -> None:
        self._host = urlsplit(api_url).hostname or "the address"
        self._web_url = web_url
        self._failures = 0
        self._service: str | None = None
        self._token: str | None = None

    @property
    def trouble(self) -> str | None:
        """A sentence with the setting and the mend; None: nothing is known to be wrong."""
        return self._service or self._token

    def answered(self, status: int, content_type: str) -> None:
        """Note an answer to a call; a page instead of one, or a status of 500 and above, is a failure."""
        if status >= _SERVER_ERROR:
            self._failed(f"{self._host} answers HTTP {status}: if it goes on, look at NemoVideo's status")
        elif "html" in content_type.lower():
            self._failed(
                f"{self._host} answers with a web page instead of NemoVideo's API: set NEMO_API_URL to the address of"
                " the API, or leave it out"
            )
        else:
            self._failures = 0
            if self._service is not None:
                self._service = None
                log.info("NemoVideo answers again")

    def unreachable(self) -> None:
        """Note that no connection could be made."""
        self._failed(f"{self._host} cannot be reached: look at the network, at NEMOBOT_PROXY and at NEMO_API_URL")

    def token_refused(self) -> None:
        """Note that the operator's token was refused."""
        if self._token is None:
            self._token = (
                f"NEMO_TOKEN is refused: make a new token on {self._web_url}, under Settings, API Tokens, set"
                " NEMO_TOKEN to it and start again"
            )
            log.error("NemoVideo: %s", self._token)

    def token_accepted(self) -> None:
        """Note that a call with the operator's token was answered."""
        if self._token is not None:
            self._token = None
            log.info("NemoVideo takes NEMO_TOKEN again")

    def _failed(self, trouble: str) -> None:
        self._failures += 1
        if self._failures >= _FAILURES and self._service != trouble:
            self._service = trouble
            log.error("NemoVideo: %s", trouble)
