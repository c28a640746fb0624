"""The Bot API as this bot calls it: the library's `Bot`, and the calls whose answers are needed as they came."""

from collections.abc import Sequence
from typing import Any, Final

from telegram import Bot

from bots.telegram.request import Transport
from core.model.secret import Secret

CLOUD: Final = "https://api.telegram.org"
ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query")


class Api(Bot):
    """A bot's calls. It needs no `initialize`, so that a process may answer before Telegram can be reached."""

    def __init__(self, token: Secret, url: str, transport: Transport) -> None:
        super().__init__(
            token.reveal(),
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=transport,
            get_updates_request=transport,
        )
        self._transport = transport

    def __repr__(self) -> str:
        return "Api(***)"

    async def raw_updates(self, offset: int | None, seconds: int) -> list[Any]:
        """Return the updates from `offset` on, undecoded, waiting up to `seconds` for the first.

        Raises:
            TelegramError: the server refused or could not be asked.
        """
        data = {"offset": offset, "timeout": seconds, "allowed_updates": list(ALLOWED_UPDATES)}
        updates = await self._post("getUpdates", data, read_timeout=seconds + 15)
        return list(updates) if isinstance(updates, Sequence) else []

    async def raw_file(self, file_id: str, seconds: float) -> dict[str, Any]:
        """Return where a file lies, as the server says it, within `seconds`.

        Raises:
            TelegramError: the server refused or could not be asked.
        """
        found = await self._post("getFile", {"file_id": file_id}, read_timeout=seconds)
        return dict(found)

    @property
    def number(self) -> str:
        """The bot's own number: what stands before the colon of its token."""
        return self.token.partition(":")[0]

    @property
    def transport(self) -> Transport:
        """What the calls travel by; files do too."""
        return self._transport

    def file_url(self, path: str) -> str:
        """Return the address of a file. It carries the token: it is for the transport and for nobody else."""
        return f"{self.base_file_url}/{path}"
