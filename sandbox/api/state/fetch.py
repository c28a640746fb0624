"""Files taken from a URL: http and https alone, a few redirects, with the limits of any upload.

Loopback addresses are allowed here and nowhere else: this is a sandbox on the caller's own machine.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote

import aiohttp
from yarl import URL

from sandbox.api.wire.refusal import Refusal

REDIRECTS = 5
CHUNK_BYTES = 1 << 18
FAILURES = (aiohttp.ClientError, TimeoutError, OSError)
TIMEOUT = aiohttp.ClientTimeout(total=900, connect=10, sock_read=60)


@asynccontextmanager
async def fetched(url: object) -> AsyncIterator[tuple[str, AsyncIterator[bytes]]]:
    """The name and the chunks behind a URL. Raises Refusal 400 when it cannot be had."""
    address = _http(url)
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT, auto_decompress=False) as client,
            client.get(address, max_redirects=REDIRECTS, headers={"Accept-Encoding": "identity"}) as response,
        ):
            if response.status != 200:
                raise Refusal(400, f"The URL answered {response.status}")
            yield unquote(response.url.name), _chunks(response)
    except FAILURES:
        raise Refusal(400, "The URL could not be fetched") from None


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_chunked(CHUNK_BYTES):
            yield chunk
    except FAILURES:
        raise Refusal(400, "The URL broke off") from None


def _http(url: object) -> URL:
    try:
        address = URL(url) if isinstance(url, str) else URL()
    except ValueError:
        address = URL()
    if address.scheme not in {"http", "https"} or not address.host:
        raise Refusal(400, "Only http and https URLs can be fetched")
    return address
