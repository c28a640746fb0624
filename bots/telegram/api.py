"""The Bot API as this bot calls it: the library's `Bot`, and the calls it makes in a way of its own."""

from collections.abc import Sequence
from typing import Any, Final

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity

from bots.telegram.request import Transport
from core.model.secret import Secret

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
_BEYOND_POLL_SECONDS: Final = 15  # how much longer than the poll itself an answer to getUpdates may take


class Api(Bot):
    """A bot's calls. They work without `initialize`, so a process can answer before Telegram can be reached."""

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
        """Return the updates from `offset` on, undecoded; wait up to `seconds` for the first (Bot API, getUpdates).

        Raises:
            TelegramError: the server refused the call or could not be reached.
        """
        data = {"offset": offset, "timeout": seconds, "allowed_updates": list(ALLOWED_UPDATES)}
        updates = await self._post("getUpdates", data, read_timeout=seconds + _BEYOND_POLL_SECONDS)
        return list(updates) if isinstance(updates, Sequence) else []

    async def raw_file(self, file_id: str, seconds: float) -> dict[str, Any]:
        """Return the server's answer about a file, waiting up to `seconds` for it (Bot API, getFile).

        Raises:
            TelegramError: the server refused the call or could not be reached.
        """
        found = await self._post("getFile", {"file_id": file_id}, read_timeout=seconds)
        return dict(found)

    async def edit_text(
        self,
        chat: int,
        message: int,
        text: str,
        parse_mode: str | None,
        entities: Sequence[MessageEntity] | None,
        reply_markup: InlineKeyboardMarkup | None,
    ) -> None:
        """Replace the text and the buttons of a message (Bot API, editMessageText); the chat comes first as elsewhere.

        Raises:
            TelegramError: the server refused the call, or the outcome is unknown.
        """
        await self.edit_message_text(
            text,
            chat,
            message,
            parse_mode=parse_mode,
            entities=entities,
            reply_markup=reply_markup,
            link_preview_options=NO_PREVIEW,
        )

    @property
    def user_id(self) -> str:
        """The bot's own user id: the part of its token before the colon."""
        return self.token.partition(":")[0]

    @property
    def transport(self) -> Transport:
        """The HTTP client of all calls; files are downloaded with it too."""
        return self._transport

    def file_url(self, path: str) -> str:
        """Return the address of a file. It contains the token: pass it to the transport and to nothing else."""
        return f"{self.base_file_url}/{path}"
