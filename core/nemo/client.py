"""NemoVideo over HTTP: one method an endpoint, each call made once.

Nothing is retried here: only the journal knows whether a call may be made again. Every method raises `NemoError`s
alone; an upload also lets the errors of its source pass through.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

import httpx

from core.media.multipart import multipart_body
from core.media.source import ByteSource, exactly, spooled
from core.nemo import calls, wire
from core.nemo.caller import Attribution, Caller
from core.nemo.errors import Garbled, Interrupted, NemoError, Route, Unreachable, retry_seconds
from core.nemo.health import Health
from core.nemo.sse import read_events
from core.nemo.transport import transport_errors

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from core.nemo.calls import Call
    from core.nemo.draft import Draft
    from core.nemo.events import Event

__all__ = ["Attribution", "Caller", "NemoClient", "Timeouts"]

STREAMS_PER_CLIENT = 250
"""httpcore's pool scans all its connections for every request, so streams are spread over several clients."""

_KEEPALIVE_SECONDS = 1.0  # shorter than any server's own limit, which is usually 2 to 75 s
_MAX_ANSWER_BYTES = 32 << 20
_MAX_FILM_BYTES = 4 << 30
_PARSE_IN_THREAD_BYTES = 128 << 10
"""Parsing a longer state takes milliseconds and more, so it is done in a thread."""
_MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How many seconds each wait may last.

    Reading a turn's stream has no limit here: it may be silent for minutes, and the caller limits the whole turn.
    """

    connect: float = 10
    answer: float = 60
    send: float = 60
    upload_send: float = 120
    upload_answer: float = 300
    pool: float = 30


class NemoClient:
    """The NemoVideo API.

    `health` tells whether it can be used.

    Args:
        api_url: base URL of the API.
        web_url: base URL of the website, for the links that people open.
        proxy: URL of a proxy for everything but loopback; proxies named in the environment are not used.
        timeouts: limits in seconds.
        called: is told of each call that has ended: its endpoint, "ok" or the class of its error, its seconds.
    """

    def __init__(
        self,
        api_url: str,
        web_url: str,
        *,
        proxy: str | None = None,
        timeouts: Timeouts | None = None,
        called: Callable[[str, str, float], None] | None = None,
    ) -> None:
        self._called = called
        self._web_url = web_url.rstrip("/")
        self.health = Health(api_url, self._web_url)
        self._timeouts = timeouts = timeouts or Timeouts()
        tls = httpx.create_ssl_context()  # once: reading the certificates takes longer than a call

        def connect(limits: httpx.Limits, timeout: httpx.Timeout) -> httpx.AsyncClient:
            return httpx.AsyncClient(
                base_url=api_url,
                limits=limits,
                timeout=timeout,
                verify=tls,
                trust_env=False,
                proxy=proxy,
                mounts=dict.fromkeys(("all://localhost", "all://127.0.0.1", "all://[::1]")),
                # A cookie given to one account must never travel with another's token.
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                # Compression would hold events back, and let a small answer unpack to a huge one.
                headers={"Accept-Encoding": "identity"},
                max_redirects=_MOST_REDIRECTS,
            )

        self._answering = httpx.Timeout(
            timeouts.answer, connect=timeouts.connect, write=timeouts.send, pool=timeouts.pool
        )
        self._api = connect(httpx.Limits(max_connections=250, max_keepalive_connections=20), self._answering)
        # An upload or a turn with an unknown outcome costs time or money, so neither starts on an idle connection that
        # the server may just be closing. A turn may only reuse the connection on which the state of its session was
        # read a moment before: that saves a handshake.
        self._transfers = connect(
            httpx.Limits(max_connections=None, max_keepalive_connections=0),
            httpx.Timeout(
                timeouts.upload_answer,
                connect=timeouts.connect,
                write=timeouts.upload_send,
                pool=timeouts.pool,
            ),
        )
        self._streams = _Streams(
            lambda: connect(
                httpx.Limits(
                    max_connections=STREAMS_PER_CLIENT,
                    max_keepalive_connections=10,
                    keepalive_expiry=_KEEPALIVE_SECONDS,
                ),
                httpx.Timeout(None, connect=timeouts.connect, write=timeouts.send, pool=timeouts.pool),
            )
        )

    @property
    def web_url(self) -> str:
        """The base URL of the website, where people make tokens of their own."""
        return self._web_url

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._api.aclose()
        await self._transfers.aclose()
        await self._streams.close()

    async def mint(self, client_id: str, attribution: Attribution) -> wire.Token:
        """Return a new anonymous token; the server gives one per client id in seven days.

        Raises:
            ClientIdMissing: the id cannot be used.
            RateLimited: the limit of this client id or of this IP address is reached.
            NemoError: anything else.
        """
        with self._measured("token"):
            return wire.token(await self._ask(Caller(None, attribution), calls.mint(client_id)))

    async def create_session(self, caller: Caller, language: str) -> wire.Session:
        """Create a session and return it; safe to repeat.

        Args:
            caller: token and attribution.
            language: the user's, as an ISO code.

        Raises:
            NemoError: it could not be made.
        """
        with self._measured("session"):
            return wire.session(await self._ask(caller, calls.create_session(language)))

    async def claim(self, caller: Caller, task_id: str, session_id: str) -> str:
        """Return a link that opens the session in a browser, to be given to the account's owner alone.

        Raises:
            NemoError: the server gives none.
        """
        with self._measured("claim"):
            found = wire.claim(await self._ask(caller, calls.claim(task_id, session_id)))
        return f"{self._web_url}/workspace/claim?ct={quote(found.token.reveal(), safe='')}"

    def registration_url(self, bind_id: str) -> str:
        """Return the link with which an anonymous account is registered and keeps its projects."""
        return f"{self._web_url}/register?bind={quote(bind_id, safe='')}"

    def turn(self, caller: Caller, session_id: str, text: str) -> AbstractAsyncContextManager[AsyncIterator[Event]]:
        """Send the agent a message; entering sends it and gives its events until the stream ends.

        A turn may take 15 minutes (NemoVideo skill text). Google ADK's server cancels the run of a client that leaves
        early.

        Raises:
            NemoError: on entering, when the server refused the turn; `refused` is true when surely nothing ran.
            Interrupted: while iterating, when the connection broke.
            Garbled: while iterating, when an event is longer than `sse.LONGEST_EVENT_BYTES`.
        """
        return self._turn(caller, calls.turn(session_id, text))

    async def upload(
        self, caller: Caller, session_id: str, name: str, media_type: str, source: ByteSource
    ) -> tuple[wire.Uploaded, ...]:
        """Send a file and return what arrived.

        Raises:
            Interrupted: the connection broke. A refusal sent before the whole body was read may look so too.
            NemoError: it was refused.
            MediaError: the source gave more or fewer bytes than its length; nothing was stored.
            Exception: the source's own errors pass through.
        """
        body = multipart_body("files", name, media_type, source)
        headers = {"Content-Type": body.content_type, "Content-Length": str(body.length)}
        with self._measured("upload"), self._exchange():
            request = self._transfers.build_request(
                "POST",
                calls.upload_path(session_id),
                headers={**caller.headers(), **headers},
                content=body.chunks,
            )
            return wire.uploads(await self._send(self._transfers, request))

    async def upload_url(self, caller: Caller, session_id: str, url: str) -> tuple[wire.Uploaded, ...]:
        """Make the server download a file, and return what arrived.

        Raises:
            NemoError: it was refused, or has no known outcome.
        """
        call = calls.upload_url(session_id, url)
        with self._measured("upload"), self._exchange():
            return wire.uploads(await self._send(self._transfers, self._request(self._transfers, caller, call)))

    async def credits(self, caller: Caller) -> wire.Credits:
        """Return the account's balance.

        Raises:
            NemoError: it could not be read.
        """
        with self._measured("credits"):
            return wire.credits_left(await self._ask(caller, calls.balance()))

    async def state(self, caller: Caller, session_id: str) -> wire.State:
        """Return the session as it stands.

        Raises:
            SessionGone: there is no such session.
            NemoError: anything else.
        """
        with self._measured("state"):
            with self._streams.lend() as client:
                answer = await self._ask(caller, calls.state(session_id), client)
            if len(answer.body) > _PARSE_IN_THREAD_BYTES:
                return await asyncio.to_thread(wire.state, answer)
            return wire.state(answer)

    async def submit(
        self, caller: Caller, render_id: str, session_id: str, draft: Draft, resolution: str | None = None
    ) -> str:
        """Start a render of exactly this draft and return the id to poll.

        Args:
            caller: token and attribution.
            render_id: unique for every render.
            session_id: the session the draft belongs to.
            draft: the timeline, as received.
            resolution: such as "1080p", the server's default.

        Raises:
            DuplicateRender: the id is known, so it can be polled.
            PlanRequired: the plan forbids exports.
            NemoError: anything else.
        """
        with self._measured("submit"):
            answer = await self._ask(caller, calls.submit(render_id, session_id, draft, resolution))
            return wire.render_id(answer, render_id)

    async def poll(self, caller: Caller, render_id: str) -> wire.Render:
        """Return how far a render is.

        Raises:
            RenderUnknown: there is no such render.
            NemoError: anything else.
        """
        with self._measured("poll"):
            return wire.render(await self._ask(caller, calls.poll(render_id)))

    async def cancel(self, caller: Caller, render_id: str) -> None:
        """Stop a render that is not done.

        Raises:
            NemoError: it was refused.
        """
        with self._measured("cancel"):
            wire.acknowledge(await self._ask(caller, calls.cancel(render_id)), Route.RENDER)

    def download(self, caller: Caller, render_id: str) -> AbstractAsyncContextManager[ByteSource]:
        """Open a finished film, for when its URL is missing or fails.

        Raises:
            NemoError: on entering, when it is refused; while iterating, `Interrupted`.
        """
        return self._download(caller, calls.download(render_id))

    @contextmanager
    def _measured(self, endpoint: str) -> Iterator[None]:
        """Tell of a call when it has ended, by its answer or by an error of the API; one that was given up is none."""
        began, end = time.monotonic(), "ok"
        try:
            yield
        except NemoError as error:
            end = type(error).__name__
            raise
        except BaseException:
            end = ""
            raise
        finally:
            if self._called is not None and end:
                self._called(endpoint, end, time.monotonic() - began)

    @contextmanager
    def _exchange(self) -> Iterator[None]:
        """Raise the errors of httpx as ours, and note that the server cannot be reached."""
        try:
            with transport_errors():
                yield
        except Unreachable:
            self.health.unreachable()
            raise

    def _note(self, response: httpx.Response) -> None:
        self.health.answered(response.status_code, response.headers.get("Content-Type", ""))

    async def _ask(self, caller: Caller, call: Call, client: httpx.AsyncClient | None = None) -> wire.Answer:
        client = client or self._api
        with self._exchange():
            return await self._send(client, self._request(client, caller, call, self._answering))

    @staticmethod
    def _request(
        client: httpx.AsyncClient, caller: Caller, call: Call, timeout: httpx.Timeout | None = None
    ) -> httpx.Request:
        headers = {**caller.headers(), **call.headers}
        return client.build_request(
            call.method, call.path, headers=headers, content=call.body, timeout=timeout or httpx.USE_CLIENT_DEFAULT
        )

    async def _send(self, client: httpx.AsyncClient, request: httpx.Request) -> wire.Answer:
        response = await client.send(request, stream=True)
        self._note(response)
        try:
            return await self._answer(response)
        finally:
            await response.aclose()

    async def _answer(self, response: httpx.Response) -> wire.Answer:
        """Read an answer to its end, up to `_MAX_ANSWER_BYTES` and the answer timeout."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._timeouts.answer):
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > _MAX_ANSWER_BYTES:
                        raise Garbled(status=response.status_code)
        except TimeoutError as error:
            raise Interrupted(status=response.status_code) from error
        wait = retry_seconds(response.headers.get("Retry-After"), time.time())
        return wire.Answer(response.status_code, bytes(body), wait)

    @asynccontextmanager
    async def _turn(self, caller: Caller, call: Call) -> AsyncGenerator[AsyncIterator[Event]]:
        with self._measured("turn"), self._streams.lend() as client:
            with self._exchange():
                response = await client.send(self._request(client, caller, call), stream=True)
            self._note(response)
            try:
                with self._exchange():
                    await self._require_events(response)
                events = read_events(response)
                try:
                    yield events
                finally:
                    await events.aclose()
            finally:
                await response.aclose()

    async def _require_events(self, response: httpx.Response) -> None:
        """Raise for a refusal before the stream is read: it has another status, or is JSON or HTML with status 200."""
        kind = response.headers.get("Content-Type", "").lower()
        if not response.is_success or "json" in kind or "html" in kind:
            raise wire.refused_stream(await self._answer(response))

    @asynccontextmanager
    async def _download(self, caller: Caller, call: Call) -> AsyncGenerator[ByteSource]:
        with self._measured("download"):
            async with self._opened(caller, call) as film:
                yield film

    @asynccontextmanager
    async def _opened(self, caller: Caller, call: Call) -> AsyncGenerator[ByteSource]:
        with self._exchange():
            request = self._request(self._transfers, caller, call)
            # The file may be on another host; httpx drops Authorization when the origin changes.
            response = await self._transfers.send(request, stream=True, follow_redirects=True)
        try:
            if not response.is_success or "json" in response.headers.get("Content-Type", ""):
                with self._exchange():
                    wire.acknowledge(await self._answer(response), call.route)
                raise Garbled(status=response.status_code)
            chunks = _film(response)
            length = response.headers.get("Content-Length", "")
            if length.isascii() and length.isdigit() and "Content-Encoding" not in response.headers:
                yield ByteSource(int(length), exactly(int(length), chunks))
            else:
                async with spooled(chunks, _MAX_FILM_BYTES) as source:
                    yield source
        finally:
            await response.aclose()


class _Streams:
    """HTTP clients for streams, each lent to at most `STREAMS_PER_CLIENT` at once."""

    def __init__(self, connect: Callable[[], httpx.AsyncClient]) -> None:
        self._connect = connect
        self._open: dict[httpx.AsyncClient, int] = {}

    @contextmanager
    def lend(self) -> Iterator[httpx.AsyncClient]:
        client = next((found for found, count in self._open.items() if count < STREAMS_PER_CLIENT), None)
        if client is None:
            client = self._connect()
        self._open[client] = self._open.get(client, 0) + 1
        try:
            yield client
        finally:
            self._open[client] -= 1

    async def close(self) -> None:
        for client in self._open:
            await client.aclose()


async def _film(response: httpx.Response) -> AsyncGenerator[bytes]:
    with transport_errors():
        async for chunk in response.aiter_bytes():
            yield chunk
