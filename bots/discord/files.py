"""Files that people sent: their public URLs, kept fresh, and their bytes where a URL is not enough.

Streams; holds nothing whole. A signed URL is never logged.
"""

import logging
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import aiohttp

from bots.discord.attachments import FileRef, expires_at, ref_of
from bots.discord.media import media_of
from bots.discord.refusals import as_chat_errors
from bots.discord.rest_client import RestClient
from core.engine.clock import Clock
from core.media.errors import Truncated
from core.media.source import ByteSource, exactly
from core.model.attachments import Attachment
from core.model.chat import NotSent

log = logging.getLogger(__name__)

_URL_MARGIN_SECONDS: Final = 60.0  # a URL is handed on only if it is valid for this long
_CHUNK_BYTES: Final = 1 << 16
_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=60)
_RETRY_SECONDS: Final = 10.0


class Files:
    """Reads attachments from Discord's CDN. `proxy` is None for a CDN on this machine."""

    def __init__(self, rest_client: RestClient, clock: Clock, proxy: str | None = None) -> None:
        self._rest_client = rest_client
        self._clock = clock
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def public_url(self, file: Attachment) -> str | None:
        """Return a URL that is valid for a while; None: there is none any more.

        Raises:
            DeliveryUnknown: the connection broke while a fresh one was asked for.
        """
        ref = ref_of(file)
        if ref is None:
            return None
        if expires_at(ref.url) > self._clock.time() + _URL_MARGIN_SECONDS:
            return ref.url
        try:
            return await self._fresh_url(ref)
        except NotSent as error:
            log.info("no fresh URL of file %d in message %s: %s", ref.id, ref.message, error)
            return None

    @asynccontextmanager
    async def open(self, file: Attachment) -> AsyncGenerator[ByteSource]:
        """Open a file; a URL that is refused is renewed once.

        Raises:
            NotSent: Discord does not give it out, now (`retry_seconds`) or ever.
            Truncated: while it is read: the connection broke.
        """
        ref = ref_of(file)
        url = await self.public_url(file)
        if ref is None or url is None:
            raise NotSent("the file is not there any more")
        async with AsyncExitStack() as closing:
            response = await self._get(closing, url)
            if response.status in {401, 403, 404}:
                log.info("the URL of file %d was refused: HTTP %d; a fresh one is tried", ref.id, response.status)
                fresh = await self._fresh_url(ref)
                response = await self._get(closing, fresh) if fresh else response
            if response.status != 200:
                raise NotSent(f"HTTP {response.status}", _RETRY_SECONDS if response.status >= 500 else None)
            length = response.content_length if response.content_length is not None else file.size
            if length is None:
                raise NotSent("a file without a length")
            chunks = await closing.enter_async_context(_chunks(response))
            yield ByteSource(length, exactly(length, chunks))

    async def _get(self, closing: AsyncExitStack, url: str) -> aiohttp.ClientResponse:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT, auto_decompress=False, trust_env=False)
        try:
            return await closing.enter_async_context(self._session.get(url, proxy=self._proxy))
        except (aiohttp.ClientError, OSError) as error:
            log.info("a file cannot be reached: %s", type(error).__name__)  # the error's own text holds the URL
            raise NotSent("the file cannot be reached", _RETRY_SECONDS) from error

    async def _fresh_url(self, ref: FileRef) -> str | None:
        """Return a new URL of a file, from the message it was sent with; None: it is not there any more.

        Raises:
            ChatError: the message cannot be read.
        """
        if ref.channel is None or ref.message is None:
            return None
        channel = (await self._rest_client.client()).get_partial_messageable(ref.channel)
        with as_chat_errors():
            message = await channel.fetch_message(ref.message)
        return next((one.url for one in media_of(message) if one.url and one.same(ref.id, ref.url)), None)


@asynccontextmanager
async def _chunks(response: aiohttp.ClientResponse) -> AsyncGenerator[AsyncGenerator[bytes]]:
    async def chunks() -> AsyncGenerator[bytes]:
        try:
            async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                yield chunk
        except (aiohttp.ClientError, OSError) as error:
            raise Truncated from error

    reading = chunks()
    try:
        yield reading
    finally:
        await reading.aclose()
