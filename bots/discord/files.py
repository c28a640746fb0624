"""Files that people sent: their public addresses, kept fresh, and their bytes where an address will not do.

Streams; holds nothing whole. A signed address is never logged.
"""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import aiohttp

from bots.discord.attachments import SOON, Ref, expires, ref_of
from bots.discord.rest_client import Line
from bots.discord.routes import Channel
from core.engine.clock import Clock
from core.media.errors import Truncated
from core.media.source import ByteSource, exactly
from core.model.chat import Attachment, NotSent

_CHUNK: Final = 1 << 16
_PATIENCE: Final = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=60)
_RETRY_SECONDS: Final = 10.0


class Downloads:
    """Reads attachments from Discord's CDN. `proxy` is None for a CDN on this machine."""

    def __init__(self, line: Line, clock: Clock, proxy: str | None = None) -> None:
        self._line = line
        self._clock = clock
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()

    async def address(self, file: Attachment) -> str | None:
        """Return an address that still works for a while; None: there is none any more."""
        ref = ref_of(file)
        if ref is None:
            return None
        if expires(ref.url) > self._clock.time() + SOON:
            return ref.url
        try:
            return await self._fresh(ref)
        except NotSent:
            return None

    @asynccontextmanager
    async def open(self, file: Attachment) -> AsyncGenerator[ByteSource]:
        """Open a file; an address that is refused is renewed once.

        Raises:
            NotSent: Discord does not give it out, now (`retry_seconds`) or ever.
        """
        ref = ref_of(file)
        url = await self.address(file)
        if ref is None or url is None:
            raise NotSent("the file is not there any more")
        async with AsyncExitStack() as opened:
            answer = await self._get(opened, url)
            if answer.status in {401, 403, 404}:
                fresh = await self._fresh(ref)
                answer = await self._get(opened, fresh) if fresh else answer
            if answer.status != 200:
                raise NotSent(f"HTTP {answer.status}", _RETRY_SECONDS if answer.status >= 500 else None)
            length = answer.content_length if answer.content_length is not None else file.size
            if length is None:
                raise NotSent("a file without a length")
            chunks = await opened.enter_async_context(_read(answer))
            yield ByteSource(length, exactly(length, chunks))

    async def _get(self, opened: AsyncExitStack, url: str) -> aiohttp.ClientResponse:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_PATIENCE, auto_decompress=False, trust_env=False)
        try:
            return await opened.enter_async_context(self._session.get(url, proxy=self._proxy))
        except (aiohttp.ClientError, OSError) as error:
            raise NotSent("the file cannot be reached", _RETRY_SECONDS) from error

    async def _fresh(self, ref: Ref) -> str | None:
        """Return a new address of a file, from the message it was sent with."""
        if ref.channel is None or ref.message is None:
            return None
        message = await Channel(await self._line.client(), ref.channel, None).message(ref.message)
        forwarded = (file for snapshot in message.message_snapshots for file in snapshot.attachments)
        return next((file.url for file in (*message.attachments, *forwarded) if file.id == ref.id), None)


@asynccontextmanager
async def _read(answer: aiohttp.ClientResponse) -> AsyncGenerator[AsyncGenerator[bytes]]:
    async def chunks() -> AsyncGenerator[bytes]:
        try:
            async for chunk in answer.content.iter_chunked(_CHUNK):
                yield chunk
        except (aiohttp.ClientError, OSError) as error:
            raise Truncated from error

    reading = chunks()
    try:
        yield reading
    finally:
        await reading.aclose()
