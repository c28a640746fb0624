"""HTTP exchanges of the live walk: each bounded in time, each kept for the report by its shape alone."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

import aiohttp

from bots.ops.asking import NoAnswer, no_answer_in_words, proxy_for
from bots.ops.live.shapes import names, shape
from bots.settings import Settings

__all__ = ["Exchange", "NoAnswer", "Reply", "finished"]

T = TypeVar("T")

SECONDS = 60.0
TRANSFER_SECONDS = 180.0
FINISH_SECONDS = 10.0  # how long something that was begun is waited for when the walk is stopped
_MOST_BYTES = 32 << 20
_KNOWN_TYPES = frozenset(
    {
        *("application/json", "application/octet-stream", "text/event-stream", "text/html", "text/plain", "video/mp4"),
        "binary/octet-stream",
    }
)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer that was read to its end; `value` is its JSON, or None."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    value: Any = field(repr=False)

    @property
    def fields(self) -> dict[str, Any]:
        """The JSON object, empty where the answer is none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def ok(self) -> bool:
        """Whether the status says success."""
        return 200 <= self.status < 300

    @property
    def routeless(self) -> bool:
        """Whether there is no such route: 404 or 405 without any of the envelopes that a route would use."""
        return self.status in {404, 405} and not self.fields.keys() & {"code", "success", "ok", "detail"}

    def __str__(self) -> str:
        said = f"HTTP {self.status}"
        if isinstance(self.fields.get("code"), int):
            said += f", code {shape(self.fields['code'], field='code')}"
        return f"{said}, {names(self.value)}" if self.body else said


class Exchange:
    """Makes the calls of one service, and keeps of each what a report may hold."""

    def __init__(self, settings: Settings) -> None:
        self.steps = list[dict[str, Any]]()
        self._settings = settings
        self._client: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=None, connect=10)
        self._client = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client is not None:
            await self._client.close()

    async def ask(self, call: str, method: str, url: str, *, seconds: float = SECONDS, **request: Any) -> Reply:
        """Make one call and return its answer.

        Args:
            call: what the report calls it, which is no address.
            method: of HTTP.
            url: where.
            seconds: the limit.
            request: `headers`, and the body as `json` or `data`.

        Raises:
            NoAnswer: there was none.
        """
        began = time.monotonic()
        try:
            async with asyncio.timeout(seconds), self.opened(call, method, url, seconds=seconds, **request) as response:
                reply = await self.read(response)
        except TimeoutError:
            raise NoAnswer(f"no answer in {seconds:.0f} s") from None
        self.steps[-1]["seconds"] = round(time.monotonic() - began, 2)
        return reply

    async def read(self, response: aiohttp.ClientResponse) -> Reply:
        """Read an answer to its end.

        Raises:
            NoAnswer: it has none.
        """
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > _MOST_BYTES:
                raise NoAnswer("an answer without an end")
        reply = Reply(response.status, response.headers, bytes(body), _json(bytes(body)))
        self.steps[-1]["bytes"] = len(body)
        if reply.value is not None:
            self.steps[-1]["shape"] = shape(reply.value)
        return reply

    @asynccontextmanager
    async def opened(
        self, call: str, method: str, url: str, *, seconds: float, **request: Any
    ) -> AsyncGenerator[aiohttp.ClientResponse]:
        """Make one call and give its answer to be read.

        Raises:
            NoAnswer: there was none, or it broke off.
        """
        assert self._client is not None  # noqa: S101 - it is entered first
        step: dict[str, Any] = {"call": call}
        self.steps.append(step)
        request = {"proxy": proxy_for(self._settings, url), "allow_redirects": False, **request}
        try:
            with no_answer_in_words(seconds):
                async with self._client.request(method, url, **request) as response:
                    kind = response.content_type
                    step |= {"status": response.status, "type": kind if kind in _KNOWN_TYPES else "another"}
                    yield response
        except NoAnswer as reason:
            step["failed"] = str(reason)
            raise

    @asynccontextmanager
    async def socket(self, call: str, url: str) -> AsyncGenerator[aiohttp.ClientWebSocketResponse]:
        """Open a WebSocket.

        Raises:
            NoAnswer: it did not open, or it broke off.
        """
        assert self._client is not None  # noqa: S101 - it is entered first
        self.steps.append({"call": call})
        with no_answer_in_words(SECONDS):
            async with self._client.ws_connect(url, proxy=proxy_for(self._settings, url), max_msg_size=0) as socket:
                yield socket


async def finished(work: Coroutine[Any, Any, T]) -> T:
    """Return what a call comes to that leaves something behind: a stop waits for it, so that it can be taken away."""
    task = asyncio.create_task(work, name="live call")
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # nobody else asks for it
        await asyncio.wait({task}, timeout=FINISH_SECONDS)
        task.cancel()
        raise


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
