"""The HTTP client for calls and files of a Bot API server: streamed both ways, never held whole in memory.

The library's own client reads an upload into memory and cannot stream a download. No error raised here contains a
URL: each URL contains the bot's token.

    TelegramError            the library's root
    ├── NetworkError         the outcome is unknown, except for these two (`TimedOut`: unknown as well)
    │   ├── NotConnected     the call was never sent
    │   └── UploadUnreadable a file of ours could not be read; the server has no complete call
    └── Flooded              429: Telegram asks for a pause
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, cast

import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bots.telegram.multipart import FilePart, Form, SourceFailed
from bots.telegram.tolerant import loads
from core.media.errors import Truncated
from core.media.source import ByteSource, exactly

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

# A server that is slow to answer has often carried the call out: a short timeout would lead to a second message.
_CONNECT_SECONDS: Final = 10.0
_READ_SECONDS: Final = 30.0
_WRITE_SECONDS: Final = 60.0
_POOL_SECONDS: Final = 60.0
_DEFAULT_RETRY_AFTER_SECONDS: Final = 30.0
_LIMITS: Final = httpx.Limits(max_connections=256, max_keepalive_connections=32, keepalive_expiry=15)
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class NotConnected(NetworkError):
    """The call was never sent: there was no connection."""

    __slots__ = ()


class UploadUnreadable(NetworkError):
    """A file to upload could not be read, so the server never received a complete call."""

    __slots__ = ()


class Flooded(TelegramError):
    """Telegram asks for a pause of `seconds`. The library's `RetryAfter` emits a deprecation warning when created."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        super().__init__("flood control")
        self.seconds = seconds


class Transport(BaseRequest):
    """The HTTP client behind `telegram.Bot`.

    Args:
        proxy: the URL of an HTTP proxy for everything but loopback; proxies of the environment are never used.
    """

    def __init__(self, proxy: str | None = None, told_to_wait: Callable[[float], None] = lambda _: None) -> None:
        self._told_to_wait = told_to_wait
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS, write=_WRITE_SECONDS, pool=_POOL_SECONDS),
            limits=_LIMITS,
            trust_env=False,
            proxy=proxy,
            mounts=dict.fromkeys(("all://localhost", "all://127.0.0.1", "all://[::1]")),
            headers={"User-Agent": "nemobot", "Accept-Encoding": "identity"},
        )

    @property
    def read_timeout(self) -> float | None:
        """The seconds an answer may take, unless a call has a timeout of its own."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Do nothing: the client opens connections when it needs them."""

    async def shutdown(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the JSON of an answer; one update that Python's reader refuses does not hold up the others in it.

        The library's own way logs all of an answer that it cannot read, with what people wrote.

        Raises:
            TelegramError: it is no JSON.
        """
        text = payload.decode(errors="replace")
        try:
            answer: dict[str, Any] = json.loads(text)
        except (RecursionError, ValueError):
            try:
                answer = loads(text)
            except ValueError as error:
                raise TelegramError("Invalid server response") from error
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call and return status and body.

        Raises:
            Flooded: Telegram asks for a pause.
            NotConnected: the call was never sent.
            UploadUnreadable: a file of ours could not be read to its end.
            TimedOut, NetworkError: the outcome is unknown.
        """
        del connect_timeout, pool_timeout
        timeout = httpx.Timeout(
            _seconds(read_timeout, _READ_SECONDS),
            connect=_CONNECT_SECONDS,
            write=_seconds(write_timeout, _WRITE_SECONDS),
            pool=_POOL_SECONDS,
        )
        request = self._build(method, url, request_data, timeout)
        try:
            response = await self._client.send(request)
        except SourceFailed as failed:
            raise UploadUnreadable("a file to upload could not be read") from failed.reason
        except _NOT_SENT as error:
            raise NotConnected(type(error).__name__) from error
        except httpx.TimeoutException as error:
            raise TimedOut(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise NetworkError(type(error).__name__) from error
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            flooded = Flooded(_retry_after(response))
            self._told_to_wait(flooded.seconds)
            raise flooded
        return response.status_code, response.content

    def _build(self, method: str, url: str, data: RequestData | None, timeout: httpx.Timeout) -> httpx.Request:
        if data is None or not data.contains_files:
            fields = data.json_parameters if data else None
            return self._client.build_request(method, url, data=fields, timeout=timeout)
        form = Form(data.json_parameters, _files(data))
        headers = {"Content-Type": form.content_type, "Content-Length": str(form.length)}
        return self._client.build_request(method, url, content=form.chunks(), headers=headers, timeout=timeout)

    @asynccontextmanager
    async def file(self, url: str) -> AsyncGenerator[ByteSource]:
        """Open a file on the server.

        Raises:
            NetworkError: on entering: the server refuses the file or cannot be reached.
            Truncated: while reading: the connection broke.
        """
        response = await self._get(url)
        try:
            length = response.headers.get("Content-Length", "")
            if response.status_code != httpx.codes.OK or not length.isdecimal():
                raise NetworkError(f"the server answered {response.status_code} for a file")
            body = _body(response)
            try:
                yield ByteSource(int(length), exactly(int(length), body))
            finally:
                await body.aclose()
        finally:
            await response.aclose()

    async def _get(self, url: str) -> httpx.Response:
        try:
            return await self._client.send(self._client.build_request("GET", url), stream=True)
        except httpx.HTTPError as error:
            raise NetworkError(type(error).__name__) from error


async def _body(response: httpx.Response) -> AsyncGenerator[bytes]:
    try:
        async for chunk in response.aiter_bytes():
            yield chunk
    except httpx.HTTPError as error:
        raise Truncated from error


def _files(data: RequestData) -> list[FilePart]:
    """Return the files of a call; the library passed a `ByteSource` on as if it were a file object."""
    return [
        FilePart(field, filename, media_type, cast("bytes | ByteSource", content))
        for field, (filename, content, media_type) in data.multipart_data.items()
    ]


def _retry_after(response: httpx.Response) -> float:
    """Return the length of the pause in seconds (Bot API, ResponseParameters.retry_after)."""
    try:
        return max(1.0, float(response.json()["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return _DEFAULT_RETRY_AFTER_SECONDS


def _seconds(value: object, default: float) -> float | None:
    """Return the timeout of a call; the library marks an absent one with an object of its own."""
    if value is None:
        return None
    return float(value) if isinstance(value, int | float) else default
