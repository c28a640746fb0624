"""Downloads of links from strangers: from public addresses only, redirects included.

Every address of the host name must be public, and the connection is made to an address that was checked, so that a
name that resolves differently a moment later (DNS rebinding) gains nothing. Origins that the operator configured are
trusted, also on loopback. No error holds a URL.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Final, Self, TypeAlias
from urllib.parse import unquote, urlsplit

import httpx

from core.media.errors import BadStatus, FetchError, Forbidden, TooLarge, Truncated, Unreachable
from core.media.ip_addresses import is_public
from core.media.names import safe_name
from core.media.sniff import SNIFF_BYTES
from core.media.source import ByteSource, exactly, spooled
from core.media.urls import fetchable, origin

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

__all__ = [
    "BadStatus",
    "FetchError",
    "Fetched",
    "Fetcher",
    "Forbidden",
    "Resolve",
    "TooLarge",
    "Unreachable",
    "resolve",
]

MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_ADDRESSES: Final = 4
_RESOLVE_SECONDS: Final = 10
_RANGE: Final = re.compile(r"bytes (?:[0-9]+-[0-9]+|\*)/([0-9]{1,18}|\*)")
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_TIMEOUT: Final = httpx.Timeout(60, connect=10, write=30, pool=30)

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A download that is open.

    Attributes:
        length: in bytes, or None when the server does not say.
        chunks: the bytes, to be read once; they raise `Truncated` or `Overlong` when the length is wrong.
        media_type: the Content-Type without parameters, "" if there is none.
        name: a safe file name.
        status: 200, or 206 for a part.
        content_range: the Content-Range header of a part.
        final_url: the link after all redirects.
    """

    length: int | None
    chunks: AsyncIterator[bytes] = field(repr=False)
    media_type: str
    name: str
    status: int
    content_range: str | None
    final_url: str = field(repr=False)

    async def beginning(self, n: int) -> bytes:
        """Return the first bytes, `n` at most; the rest cannot be read after them.

        Raises:
            Truncated: the connection broke.
        """
        first = bytearray()
        async for chunk in self.chunks:
            first += chunk
            if len(first) >= n:
                break
        return bytes(first[:n])

    @asynccontextmanager
    async def source(self, limit: int) -> AsyncGenerator[ByteSource]:
        """Give the bytes as a source of known length; without a length they are spooled to a temporary file first.

        Args:
            limit: the largest size allowed, in bytes.

        Raises:
            TooLarge: there are more; raised before the first byte where the length is known.
            Truncated: the connection broke.
        """
        if self.length is None:
            async with spooled(self.chunks, limit) as source:
                yield source
        elif self.length > limit:
            raise TooLarge
        else:
            yield ByteSource(self.length, self.chunks)


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return all IP addresses of a host name.

    Raises:
        OSError: it has none.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Fetcher:
    """Fetches links under the rules above.

    Args:
        trusted: origins, as links or as `scheme://host:port`, whose addresses need not be public.
        proxy: URL of a proxy for all but trusted origins. The proxy resolves names by itself, so the address cannot
            be pinned; a name that resolves to a private address here is still refused.
        resolve: resolves a host name.
    """

    def __init__(
        self,
        trusted: frozenset[str] = frozenset(),
        *,
        proxy: str | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        self._trusted = frozenset(origin(url) for url in trusted)
        self._resolve = resolve
        self._proxied = proxy is not None
        self._client = httpx.AsyncClient(
            timeout=_TIMEOUT,
            # Connections are pooled by address here: one that is kept could be reused for another host name.
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
            trust_env=False,
            proxy=proxy,
            mounts=dict.fromkeys(("all://localhost", "all://127.0.0.1", "all://[::1]")),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"Accept-Encoding": "identity", "User-Agent": "nemobot"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def check(self, url: str) -> str:
        """Return the link, normalised, if it may be fetched or handed to the server; redirects are not followed.

        Raises:
            Forbidden: it may not.
            Unreachable: its host cannot be found.
        """
        target, _ = await self._checked(url)
        return str(target)

    def open(self, url: str, range: str | None = None) -> AbstractAsyncContextManager[Fetched]:  # noqa: A002 - the header's own name
        """Open a link; at most five redirects are followed, each under the same rules.

        Args:
            url: the link.
            range: a Range header to pass on.

        Raises:
            FetchError: on entering, when it may not or cannot be fetched.
            Truncated: while iterating, when the connection breaks.
        """
        return self._open(url, range)

    async def prefix(self, url: str, n: int = SNIFF_BYTES) -> tuple[bytes, int | None]:
        """Return a link's first bytes, and its whole length where the server says it.

        Args:
            url: the link.
            n: how many bytes.

        Raises:
            FetchError: it may not or cannot be fetched.
            Truncated: the connection broke.
        """
        try:
            async with self._open(url, f"bytes=0-{n - 1}") as fetched:
                total = fetched.length if fetched.status == 200 else _total(fetched.content_range)
                return await fetched.beginning(n), total
        except BadStatus as error:
            if error.status == 416 and _total(error.content_range) == 0:
                return b"", 0  # an empty file has no first byte
            raise

    async def _checked(self, url: str) -> tuple[httpx.URL, Sequence[str]]:
        """Return the link and the addresses to connect to; without any the connection is made by host name."""
        try:
            target = httpx.URL(fetchable(url, self._trusted))
        except httpx.InvalidURL:
            raise Forbidden from None
        if urlsplit(str(target)).hostname != target.raw_host.decode("ascii").lower():
            raise Forbidden  # the two parsers disagree on the host
        if origin(str(target)) in self._trusted:
            return target, ()
        addresses = await self._addresses(target)
        if not all(is_public(address) for address in addresses):
            raise Forbidden
        return target, () if self._proxied else addresses[:_MOST_ADDRESSES]

    async def _addresses(self, target: httpx.URL) -> Sequence[str]:
        port = target.port or (443 if target.scheme == "https" else 80)
        try:
            async with asyncio.timeout(_RESOLVE_SECONDS):
                found = await self._resolve(target.raw_host.decode("ascii"), port)
        except (OSError, UnicodeError):
            found = ()
        if not found and not self._proxied:
            raise Unreachable
        return found

    @asynccontextmanager
    async def _open(self, url: str, part: str | None) -> AsyncGenerator[Fetched]:
        response, target = await self._follow(url, part)
        try:
            length = _length(response)
            received = _received(response)
            chunks = received if length is None else exactly(length, received)
            try:
                yield Fetched(
                    length=length,
                    chunks=chunks,
                    media_type=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                    name=_name(response, target),
                    status=response.status_code,
                    content_range=response.headers.get("Content-Range"),
                    final_url=str(target),
                )
            finally:
                await chunks.aclose()
                await received.aclose()
        finally:
            await response.aclose()

    async def _follow(self, url: str, part: str | None) -> tuple[httpx.Response, httpx.URL]:
        for _ in range(MOST_REDIRECTS + 1):
            target, addresses = await self._checked(url)
            response = await self._send(target, addresses, part)
            if response.status_code in (200, 206):
                return response, target
            await response.aclose()
            location = response.headers.get("Location")
            if response.status_code not in _REDIRECTS or not location:
                break
            url = str(target.join(location))
        raise BadStatus(response.status_code, response.headers.get("Content-Range"))

    async def _send(self, target: httpx.URL, addresses: Sequence[str], part: str | None) -> httpx.Response:
        headers = {"Range": part} if part else {}
        if not addresses:
            with _transport_errors():
                return await self._client.send(self._client.build_request("GET", target, headers=headers), stream=True)
        headers["Host"] = target.netloc.decode("ascii")
        named = {"sni_hostname": target.raw_host.decode("ascii")}
        for address in addresses:
            request = self._client.build_request(
                "GET", target.copy_with(host=address), headers=headers, extensions=named
            )
            try:
                with _transport_errors():
                    return await self._client.send(request, stream=True)
            except Unreachable as error:
                if not isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                    raise
        raise Unreachable


@contextmanager
def _transport_errors() -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable from error


async def _received(response: httpx.Response) -> AsyncGenerator[bytes]:
    try:
        async for chunk in response.aiter_bytes():
            yield chunk
    except httpx.HTTPError as error:
        raise Truncated from error


def _length(response: httpx.Response) -> int | None:
    """Return the body's bytes; a compressed body has another length than the file."""
    length = response.headers.get("Content-Length", "")
    if "Content-Encoding" in response.headers or not _NUMBER.fullmatch(length):
        return None
    return int(length)


def _total(content_range: str | None) -> int | None:
    found = _RANGE.fullmatch(content_range or "")
    return int(found.group(1)) if found and found.group(1) != "*" else None


def _name(response: httpx.Response, target: httpx.URL) -> str:
    """Return what the server calls the file, else the last part of the link's path."""
    header = Message()
    header["Content-Disposition"] = " ".join(response.headers.get("Content-Disposition", "").split())
    return safe_name(header.get_filename() or unquote(target.path.rpartition("/")[2]))
