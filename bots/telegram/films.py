"""Uploading a film as a video message: streamed, with its shape and a thumbnail, or by the file id it already has.

A film is never held whole in memory. The timeout of an upload grows with its size; after it the outcome is unknown.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from telegram import InputFile, Message
from telegram.error import TimedOut

from bots.telegram.api import Api
from bots.telegram.files import transfer_seconds
from bots.telegram.previews import Previews
from bots.telegram.request import UploadUnreadable
from core.media.mp4 import Mp4Reader, Shape
from core.media.source import ByteSource
from core.model.adapter_data import AdapterData
from core.model.chat import Film, FilmOpener

_UNKNOWN_BYTES: Final = 50_000_000
_KEEP_SECONDS: Final = 365 * 86400.0  # a film that was sent longer ago is uploaded again
_INDEX_BYTES: Final = 4 << 20  # how much of a film is read to find its shape


@dataclass(frozen=True, slots=True)
class VideoPayload:
    """What goes into a video message: a file id or bytes that are read once, what Telegram is told, the timeout."""

    video: str | InputFile
    facts: dict[str, Any]
    seconds: float


class Films:
    """Uploads films, and remembers the file ids of those that were uploaded."""

    def __init__(self, api: Api, previews: Previews, adapter_data: AdapterData) -> None:
        self._api = api
        self._previews = previews
        self._adapter_data = adapter_data
        self._scope = f"telegram:{api.user_id}:films"  # a file id is valid for one bot (Bot API, "Sending files")

    async def file_id(self, film: Film) -> str | None:
        """Return the file id of a film that was sent before; None: it has none.

        Raises:
            StorageError: the file ids cannot be read.
        """
        return await self._adapter_data.get(self._scope, film.key) if film.key else None

    async def remember(self, film: Film, message: Message) -> None:
        """Store the file id of a film that was sent; what Telegram did not accept as a video has none.

        Raises:
            StorageError: it is not stored.
        """
        if film.key and message.video is not None:
            await self._adapter_data.set(self._scope, film.key, message.video.file_id, keep_seconds=_KEEP_SECONDS)

    async def forget(self, film: Film) -> None:
        """Drop a file id that Telegram does not know any more.

        Raises:
            StorageError: it is not dropped.
        """
        await self._adapter_data.set(self._scope, film.key, "", keep_seconds=0.0)

    @staticmethod
    def by_file_id(file_id: str) -> VideoPayload:
        """Return the payload of a film that Telegram has already."""
        return VideoPayload(file_id, {}, transfer_seconds(0))

    @asynccontextmanager
    async def prepared(self, film: Film) -> AsyncGenerator[VideoPayload]:
        """Open a film for one upload.

        Raises:
            UploadUnreadable: it cannot be opened.
        """
        if film.open is None:
            raise UploadUnreadable("a film without bytes")
        async with AsyncExitStack() as opened:
            try:
                source, shape = await opened.enter_async_context(with_shape(film.open))
            except Exception as error:  # the errors of an opener are its own
                raise UploadUnreadable("the film could not be opened") from error
            facts: dict[str, Any] = {"supports_streaming": True}
            seconds = film.seconds or (shape.seconds if shape else 0)
            if seconds:
                facts["duration"] = max(1, round(seconds))
            if shape:
                facts |= {"width": shape.width, "height": shape.height}
            if picture := await self._previews.picture(film, shape):
                facts["thumbnail"] = InputFile(picture, filename="preview.jpg", attach=True)
            # The library passes a file object on unread, so the transport gets the `ByteSource` itself.
            video = InputFile(source, filename=film.name, read_file_handle=False)  # type: ignore[arg-type]
            yield VideoPayload(video, facts, transfer_seconds(source.length or film.size or _UNKNOWN_BYTES))

    async def send(self, chat: int, payload: VideoPayload, caption: str, parameters: dict[str, Any]) -> Message:
        """Send a film, in one attempt.

        Raises:
            TelegramError: it was refused, or the outcome is unknown.
        """
        try:
            async with asyncio.timeout(payload.seconds):
                return await self._api.send_video(
                    chat, payload.video, caption=caption, read_timeout=payload.seconds, **payload.facts, **parameters
                )
        except TimeoutError as error:
            raise TimedOut("the upload took too long") from error


@asynccontextmanager
async def with_shape(opener: FilmOpener) -> AsyncGenerator[tuple[ByteSource, Shape | None]]:
    """Open a film, and find its shape before its first byte is sent; None: it does not tell.

    Without width, height and duration Telegram shows a square of no length. Only the beginning is read and held, as far
    as the index; a film with the index at its end is opened and read twice.
    """
    reader, held = Mp4Reader(), list[bytes]()
    async with opener() as source:
        async for chunk in source.chunks:
            held.append(chunk)
            if reader.feed(chunk) or reader.hopeless or reader.data_first or sum(map(len, held)) > _INDEX_BYTES:
                break
        if reader.shape or not reader.data_first:
            yield ByteSource(source.length, _joined(held, source.chunks)), reader.shape
            return
        held.clear()
        async for chunk in source.chunks:
            if reader.feed(chunk):
                break
    async with opener() as source:
        yield source, reader.shape


async def _joined(held: list[bytes], rest: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    while held:
        yield held.pop(0)
    async for chunk in rest:
        yield chunk
