"""Files that somebody sent, from Telegram or from the disk of the operator's own Bot API server.

A file's path on a server of one's own, and its address on any, hold the bot's token: they are never logged or shown.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bots.telegram.api import Api
from bots.telegram.refusals import UNREACHABLE_SECONDS
from bots.telegram.request import Flooded
from core.engine.clock import Clock
from core.media.source import ByteSource, from_file
from core.model.chat import Attachment, NotSent, TooLarge

log = logging.getLogger(__name__)

CLOUD_BYTES: Final = 20 * 1024 * 1024  # Bot API, getFile
LOCAL_BYTES: Final = 2000 * 1024 * 1024  # Bot API, "Using a Local Bot API Server"
_TRIES: Final = 3
_BETWEEN_SECONDS: Final = 2.0


def upload_seconds(size: int) -> float:
    """Return how long Telegram may take over a file of `size` bytes: a minute, and a second for each 100 kB."""
    return 60.0 + size / 100_000


class Files:
    """Opens what was sent.

    Args:
        api: the calls.
        clock: what waits between two tries.
        local: whether the server is the operator's own in local mode.
        folder: where that server keeps its files; nothing outside it is read.
    """

    def __init__(self, api: Api, clock: Clock, *, local: bool = False, folder: Path | None = None) -> None:
        self._api = api
        self._clock = clock
        self._local = local
        self._folder = folder
        self._unread: dict[str, Path] = {}  # files on the disk that were asked for and not read to their end

    @property
    def most(self) -> int:
        """The largest file that can be read here, in bytes."""
        return LOCAL_BYTES if self._local else CLOUD_BYTES

    @asynccontextmanager
    async def open(self, file: Attachment) -> AsyncGenerator[ByteSource]:
        """Open a file.

        Raises:
            TooLarge: it is larger than Telegram gives out; nothing was asked.
            NotSent: Telegram does not give it out, or cannot be reached.
        """
        if file.size is not None and file.size > self.most:
            raise TooLarge("larger than Telegram gives out")
        path = await self._path(file)
        if self._local and Path(path).is_absolute():
            async with self._from_disk(file.ref, Path(path)) as source:
                yield source
            return
        async with AsyncExitStack() as opened:
            try:
                source = await opened.enter_async_context(self._api.transport.file(self._api.file_url(path)))
            except NetworkError as error:
                raise NotSent("the file could not be fetched") from error
            yield source

    async def release(self, file: Attachment) -> None:
        """Delete what a server of one's own still holds of a file."""
        if path := self._unread.pop(file.ref, None):
            await _delete(path)

    async def _path(self, file: Attachment) -> str:
        """Ask where a file lies; a server in local mode answers once it has fetched the whole of it."""
        seconds = upload_seconds(file.size or LOCAL_BYTES) if self._local else 60.0
        for tries_left in reversed(range(_TRIES)):
            try:
                found = await self._api.raw_file(file.ref, seconds)
                break
            except (BadRequest, Forbidden) as error:
                raise NotSent("Telegram does not give the file out") from error
            except Flooded as flood:
                if not tries_left:
                    raise NotSent("flood control", flood.seconds) from flood
                await self._clock.sleep(flood.seconds)
            except TelegramError as error:
                if not tries_left:
                    raise NotSent("Telegram cannot be asked for the file", UNREACHABLE_SECONDS) from error
                await self._clock.sleep(_BETWEEN_SECONDS)
        if not (path := str(found.get("file_path") or "")):
            raise NotSent("Telegram does not say where the file is")
        return path

    @asynccontextmanager
    async def _from_disk(self, ref: str, path: Path) -> AsyncGenerator[ByteSource]:
        """Open a file of the server's disk and delete it once it has been read to its end."""
        real = await asyncio.to_thread(path.resolve)
        if self._folder is None or not real.is_relative_to(await asyncio.to_thread(self._folder.resolve)):
            log.error("a file of the Bot API server lies outside TELEGRAM_LOCAL_DIR: set it to that server's folder")
            raise NotSent("the file lies outside the folder that may be read")
        self._unread[ref] = real
        async with AsyncExitStack() as opened:
            try:
                source = await opened.enter_async_context(from_file(real))
            except OSError as error:
                raise NotSent("the file is not on the server's disk") from error
            passed = 0

            async def counted() -> AsyncIterator[bytes]:
                nonlocal passed
                async for chunk in source.chunks:
                    passed += len(chunk)
                    yield chunk

            yield ByteSource(source.length, counted())
        if passed == source.length:
            self._unread.pop(ref, None)
            await _delete(real)


async def _delete(path: Path) -> None:
    try:
        await asyncio.to_thread(path.unlink, missing_ok=True)
    except OSError as error:
        log.warning("a file of the Bot API server could not be deleted: %s", type(error).__name__)
