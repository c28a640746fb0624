"""Reading files that somebody sent, from Telegram or from the disk of the operator's own Bot API server.

A file's path on a server of one's own, and its URL on any server, contain the bot's token: they are never logged.
"""

import asyncio
import errno
import logging
import os
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_fixed

from bots.telegram.api import Api
from bots.telegram.attachments import WITHHELD
from bots.telegram.refusals import UNREACHABLE_SECONDS, temporary
from bots.telegram.request import Flooded
from bots.telegram.retries import error_of, logged
from core.engine.clock import Clock
from core.engine.retries import retry
from core.media.source import ByteSource, from_file
from core.model.attachments import Attachment
from core.model.chat import Inaccessible, NotSent, TooLarge, Withheld

log = logging.getLogger(__name__)

CLOUD_BYTES: Final = 20 * 1024 * 1024  # Bot API, getFile
LOCAL_BYTES: Final = 2000 * 1024 * 1024  # Bot API, "Using a Local Bot API Server"
_ATTEMPTS: Final = 3
_BETWEEN_SECONDS: Final = 2.0
_ON_DISK: Final = 1000
_RIGHTS: Final = "run that server and this bot as one user, or let this one read and write its folder (nemobot doctor)"


def transfer_seconds(size: int) -> float:
    """Return the seconds that Telegram may take over a file of `size` bytes: 60, and 1 for each 100 kB."""
    return 60.0 + size / 100_000


class Files:
    """Opens files that somebody sent.

    Args:
        api: the calls.
        clock: waits between two attempts.
        local: whether the server is the operator's own, in local mode.
        folder: where that server stores its files; nothing outside it is read.
    """

    def __init__(self, api: Api, clock: Clock, *, local: bool = False, folder: Path | None = None) -> None:
        self._api = api
        self._clock = clock
        self._local = local
        self._folder = folder
        self._unread: dict[str, Path] = {}  # opened on the server's disk and not read to the end, oldest first

    @property
    def max_bytes(self) -> int:
        """The size of the largest file that can be read."""
        return LOCAL_BYTES if self._local else CLOUD_BYTES

    @asynccontextmanager
    async def open(self, file: Attachment) -> AsyncGenerator[ByteSource]:
        """Open a file.

        Raises:
            Withheld: Telegram does not give it to bots.
            TooLarge: it is larger than `max_bytes`; Telegram was not asked.
            NotSent: Telegram refuses it or cannot be reached.
            Inaccessible: the server of one's own has it where this process cannot read it.
            Truncated: while reading: the connection broke.
        """
        if file.ref == WITHHELD:
            raise Withheld("Telegram gives this kind of file to no bot")
        if file.size is not None and file.size > self.max_bytes:
            raise TooLarge("larger than Telegram gives out")
        async with AsyncExitStack() as opened:
            try:
                source = await retry(
                    lambda: self._opened(file, opened),
                    on=NetworkError,
                    wait=wait_fixed(_BETWEEN_SECONDS),
                    stop=stop_after_attempt(_ATTEMPTS),
                    clock=self._clock,
                    before_sleep=logged(log, logging.INFO, "a file could not be fetched"),
                )
            except NetworkError as error:
                raise NotSent("the file could not be fetched") from error
            yield source

    async def release(self, file: Attachment) -> None:
        """Delete what a server of one's own still stores of a file."""
        if path := self._unread.pop(file.ref, None):
            await _delete(path)

    async def _opened(self, file: Attachment, opened: AsyncExitStack) -> ByteSource:
        """Open a file until `opened` is closed.

        Raises:
            NetworkError: it was not given out now.
            NotSent: it will not be.
        """
        path = await self._path(file)
        if self._local and Path(path).is_absolute():
            return await opened.enter_async_context(self._from_disk(file.ref, Path(path)))
        return await opened.enter_async_context(self._api.transport.file(self._api.file_url(path)))

    async def _path(self, file: Attachment) -> str:
        """Return where the server stores a file; one in local mode answers after it has fetched the whole file."""
        seconds = transfer_seconds(file.size or LOCAL_BYTES) if self._local else 60.0
        try:
            found: dict[str, Any] = await AsyncRetrying(
                retry=retry_if_exception(_may_pass),
                stop=stop_after_attempt(_ATTEMPTS),
                wait=_wait,
                before_sleep=logged(log, logging.INFO, "a file could not be asked for"),
                sleep=self._clock.sleep,
                reraise=True,
            )(self._api.raw_file, file.ref, seconds)
        except (BadRequest, Forbidden) as error:
            raise NotSent("Telegram does not give the file out") from error
        except Flooded as flood:
            raise NotSent("flood control", flood.seconds) from flood
        except TelegramError as error:
            raise NotSent("Telegram cannot be asked for the file", UNREACHABLE_SECONDS) from error
        if not (path := str(found.get("file_path") or "")):
            raise NotSent("Telegram does not say where the file is")
        return path

    @asynccontextmanager
    async def _from_disk(self, ref: str, path: Path) -> AsyncGenerator[ByteSource]:
        """Open a file on the server's disk, and delete it after it has been read to its end."""
        real = await asyncio.to_thread(path.resolve)
        if self._folder is None or not real.is_relative_to(await asyncio.to_thread(self._folder.resolve)):
            log.error("a file of the Bot API server lies outside TELEGRAM_LOCAL_DIR: set it to that server's folder")
            raise Inaccessible("the file lies outside the folder that may be read")
        await self._note_unread(ref, real)
        async with AsyncExitStack() as opened:
            try:
                source = await opened.enter_async_context(from_file(real))
            except FileNotFoundError as error:
                log.warning("a file of the Bot API server is not on its disk: %s", _described(error))
                raise NotSent("the file is not on the server's disk") from error
            except OSError as error:
                # no trace: it would name the path
                log.error("a file of the Bot API server cannot be read: %s; %s", _described(error), _RIGHTS)  # noqa: TRY400
                raise Inaccessible("the file on the server's disk cannot be read") from error
            read = 0

            async def counted() -> AsyncIterator[bytes]:
                nonlocal read
                async for chunk in source.chunks:
                    read += len(chunk)
                    yield chunk

            yield ByteSource(source.length, counted())
        if read == source.length:
            self._unread.pop(ref, None)
            await _delete(real)

    async def _note_unread(self, ref: str, path: Path) -> None:
        """Remember a file until it is read or released; when there are too many, delete the oldest.

        A request that ends in another process releases its files there. A file that was deleted too early is fetched
        again by the server when it is asked for.
        """
        self._unread.pop(ref, None)
        self._unread[ref] = path
        if len(self._unread) > _ON_DISK:
            await _delete(self._unread.pop(next(iter(self._unread))))


def _wait(state: RetryCallState) -> float:
    """Return the seconds until a file is asked for again."""
    error = error_of(state)
    return error.seconds if isinstance(error, Flooded) else _BETWEEN_SECONDS


async def _delete(path: Path) -> None:
    try:
        await asyncio.to_thread(path.unlink, missing_ok=True)
    except OSError as error:
        log.warning("a file of the Bot API server cannot be deleted: %s; %s", _described(error), _RIGHTS)


def _may_pass(error: BaseException) -> bool:
    """Whether a file that was not given out may be given out in a moment."""
    definite = isinstance(error, BadRequest | Forbidden) and not temporary(error)
    return isinstance(error, TelegramError) and not definite


def _described(error: OSError) -> str:
    """Return what the system says and to whom, without the path, which contains the token."""
    code = errno.errorcode.get(error.errno or 0, "no code")
    return f"{code}, {error.strerror}, as user {os.geteuid()}"
