"""The health routes, and the HTTP listener.

The checks are passed in. An answer holds names and sentences, never the text of an exception.
"""

import asyncio
import errno
import logging
from asyncio.log import logger as asyncio_log
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from aiohttp import web, web_response
from aiohttp.http import HttpProcessingError
from aiohttp.log import server_logger as server_log

from bots.connections import HEADERS_SECONDS, Connections
from bots.errors import CannotStart

log = logging.getLogger(__name__)

# Nobody outside needs to know which versions answer; the library has no setting for its own name.
web_response.SERVER_SOFTWARE = "nemobot"  # type: ignore[attr-defined]  # imported there, not exported

OK = "ok"
LOOPBACK = "127.0.0.1"
# Longer than a reverse proxy keeps an idle connection (nginx 60 s, Caddy 120 s, by their manuals): one that is closed
# just as the proxy takes it up again loses a request.
IDLE_SECONDS = 180.0
BODY_SECONDS = 30.0
SECONDS_A_CHECK = 2.0  # probes often time out after 3 s, and the answer must name the check that hangs

Check = Callable[[], Awaitable[str | None]]  # None: ready; else what is missing, in words without secrets


async def answers_of(checks: Mapping[str, Check], *, seconds_a_check: float = SECONDS_A_CHECK) -> dict[str, str]:
    """Return what each check says, all made at once: `OK`, or what is missing."""
    answers = await asyncio.gather(*(_run_check(name, check, seconds_a_check) for name, check in checks.items()))
    return dict(zip(checks, answers, strict=True))


def health_routes(
    checks: Mapping[str, Check], *, seconds_a_check: float = SECONDS_A_CHECK, draining: Callable[[], bool] = bool
) -> tuple[web.RouteDef, ...]:
    """Return `/healthz` (this process answers) and `/readyz` (every check answers ready).

    A process that is `draining` says so and stays ready: messages must reach it, also the one that ends the drain.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_: web.Request) -> web.Response:
        answers = await answers_of(checks, seconds_a_check=seconds_a_check)
        ready = all(answer == OK for answer in answers.values())
        body = {"ready": ready, **({"draining": True} if draining() else {}), "checks": answers}
        return web.json_response(body, status=200 if ready else 503)

    return web.get("/healthz", healthz), web.get("/readyz", readyz)


def health(
    checks: Mapping[str, Check], *, seconds_a_check: float = SECONDS_A_CHECK, draining: Callable[[], bool] = bool
) -> web.Application:
    """Return an application with the health routes."""
    app = web.Application()
    app.add_routes(health_routes(checks, seconds_a_check=seconds_a_check, draining=draining))
    return app


async def whole_body(request: web.Request, *, seconds: float = BODY_SECONDS) -> bytes:
    """Return the body of a request that is no upload.

    Raises:
        web.HTTPRequestTimeout: it did not come whole in time.
        web.HTTPRequestEntityTooLarge: it is over the application's limit.
    """
    try:
        async with asyncio.timeout(seconds):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


class Transfers:
    """The connections with a running transfer, so that a stop can close them.

    aiohttp's clean-up waits for open answers, so a paused player would delay a stop for minutes.
    """

    def __init__(self) -> None:
        self.closed = False
        self._connections: set[asyncio.Transport | None] = set()

    @contextmanager
    def track(self, request: web.BaseRequest) -> Iterator[None]:
        """Track a request's connection while the block runs."""
        connection = request.transport
        self._connections.add(connection)
        try:
            yield
        finally:
            self._connections.discard(connection)

    def close(self) -> None:
        """Close the connection of every transfer, and set `closed`, so that no other begins."""
        self.closed = True
        for connection in tuple(self._connections):
            if connection is not None:
                connection.abort()


@dataclass(frozen=True, slots=True)
class Listener:
    """A running server; `port` is the port it listens on."""

    host: str
    port: int
    runner: web.AppRunner
    server: asyncio.Server
    connections: Connections

    async def stop(self) -> None:
        """Refuse new connections, wait `grace_seconds` for open answers, then close them."""
        self.server.close()
        await self.runner.cleanup()
        asyncio_log.removeFilter(self.connections.is_news)
        self.connections.stop()


async def start(
    app: web.Application,
    host: str,
    port: int,
    *,
    grace_seconds: float,
    idle_seconds: float = IDLE_SECONDS,
    headers_seconds: float = HEADERS_SECONDS,
    most: int | None = None,
    port_name: str = "NEMOBOT_HTTP_PORT",
) -> Listener:
    """Serve `app` on `host`:`port` (0: any free port) until stopped; `port_name` is the setting to change.

    A connection without a request for `idle_seconds` is closed, and one whose headers are not whole in
    `headers_seconds`; beyond `most` connections, of which None means a usual number, none is taken.

    Raises:
        CannotStart: the port is taken, or the address is not this machine's.
    """
    # No access log: the URLs of pages and webhooks hold secrets.
    server_log.addFilter(_shorten_bad_requests)
    connections = Connections(headers_seconds=headers_seconds, most=most)
    app.middlewares.insert(0, connections.middleware)
    asyncio_log.addFilter(connections.is_news)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=grace_seconds, keepalive_timeout=idle_seconds)
    await runner.setup()
    make = cast("Callable[[], web.RequestHandler]", runner.server)  # set up by now
    try:
        server = await asyncio.get_running_loop().create_server(connections.watch(make), host, port)
    except OSError as error:
        await runner.cleanup()
        asyncio_log.removeFilter(connections.is_news)
        raise CannotStart(explain(error, host, port, port_name)) from error
    bound: int = server.sockets[0].getsockname()[1]
    log.info("listening on http://%s:%d", f"[{host}]" if ":" in host else host, bound)
    return Listener(host, bound, runner, server, connections)


def explain(error: OSError, host: str, port: int, port_name: str) -> str:
    """Return a sentence on why a port cannot be listened on, and what to set; `port_name` is the port's setting."""
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} is taken: stop the program that uses it, or set {port_name} to another port."
        case errno.EACCES:
            return f"Port {port} needs more rights than this user has: set {port_name} to one above 1023."
        case _:
            return f"{host} is not an address of this machine: set NEMOBOT_HTTP_HOST to 127.0.0.1 or 0.0.0.0."


async def _run_check(name: str, check: Check, seconds: float) -> str:
    try:
        async with asyncio.timeout(seconds):
            return await check() or OK
    except TimeoutError:
        return "no answer in time"
    except Exception:
        log.exception("the readiness check of %s failed", name)
        return "the check failed; the log says more"


def _shorten_bad_requests(record: logging.LogRecord) -> bool:
    """Log a request that is not HTTP without its text, which may hold a cookie. Anybody can send one."""
    wrong = record.exc_info[1] if record.exc_info else None
    if isinstance(wrong, HttpProcessingError):
        record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        record.msg, record.args = "refused a request that is not HTTP: %s", (type(wrong).__name__,)
        record.exc_info = None
    return True
