"""A film as a video message: streamed, with its shape and a picture, or by the file id it already has.

It holds no film in memory, and takes as long as the film's size allows before its outcome counts as unknown.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from telegram import InputFile, Message
from telegram.error import TimedOut

from bots.telegram.api import Api
from bots.telegram.files import upload_seconds
from bots.telegram.measured import measured
from bots.telegram.place import Handle
from bots.telegram.previews import Previews
from bots.telegram.request import Unread
from core.model.adapter_data import AdapterData
from core.model.chat import Address, Film

_UNKNOWN_BYTES: Final = 50_000_000
_KEEP_SECONDS: Final = 365 * 86400.0  # a film that was sent longer ago is uploaded again


@dataclass(frozen=True, slots=True)
class Reel:
    """What goes into a video message, once: a file id or bytes, and what Telegram is told of them."""

    video: str | InputFile
    facts: dict[str, Any]
    seconds: float


class Films:
    """Sends films, and remembers those that were sent."""

    def __init__(self, api: Api, previews: Previews, adapter_data: AdapterData) -> None:
        self._api = api
        self._previews = previews
        self._adapter_data = adapter_data
        self._scope = f"telegram:{api.number}:films"  # a file id is good for one bot alone

    async def known(self, film: Film) -> str | None:
        """Return the file id of a film that was sent before."""
        return await self._adapter_data.get(self._scope, film.key) if film.key else None

    async def forget(self, film: Film) -> None:
        """Forget a file id that Telegram does not know any more."""
        await self._adapter_data.set(self._scope, film.key, "", keep_seconds=0.0)

    @staticmethod
    def again(file_id: str) -> Reel:
        """Return a film that Telegram has already."""
        return Reel(file_id, {}, upload_seconds(0))

    @asynccontextmanager
    async def wound(self, film: Film, handle: Handle, address: Address) -> AsyncGenerator[Reel]:
        """Open a film to be uploaded.

        Raises:
            Unread: it cannot be opened.
        """
        if film.open is None:
            raise Unread("a film without bytes")
        async with AsyncExitStack() as opened:
            try:
                source, shape = await opened.enter_async_context(measured(film.open))
            except Exception as error:  # whoever gives the bytes has errors of their own
                raise Unread("the film could not be opened") from error
            facts: dict[str, Any] = {"supports_streaming": True}
            seconds = film.seconds or (shape.seconds if shape else 0)
            if seconds:
                facts["duration"] = max(1, round(seconds))
            if shape:
                facts |= {"width": shape.width, "height": shape.height}
            if picture := await self._previews.picture(film, shape, handle, address):
                facts["thumbnail"] = InputFile(picture, filename="preview.jpg", attach=True)
            # The library passes a handle on unread; the transport knows what it really is.
            video = InputFile(source, filename=film.name, read_file_handle=False)  # type: ignore[arg-type]
            yield Reel(video, facts, upload_seconds(source.length or film.size or _UNKNOWN_BYTES))

    async def send(self, chat: int, reel: Reel, caption: str, envelope: dict[str, Any]) -> Message:
        """Send a film.

        Raises:
            TelegramError: it was refused, or nobody knows whether it arrived.
        """
        try:
            async with asyncio.timeout(reel.seconds):
                return await self._api.send_video(
                    chat, reel.video, caption=caption, read_timeout=reel.seconds, **reel.facts, **envelope
                )
        except TimeoutError:
            raise TimedOut("the upload took too long") from None

    async def sent(self, film: Film, message: Message) -> None:
        """Remember the file id of a film; what Telegram took for something else cannot be sent as a video again."""
        if film.key and message.video is not None:
            await self._adapter_data.set(self._scope, film.key, message.video.file_id, keep_seconds=_KEEP_SECONDS)
