"""A strict Discord on loopback: REST, gateway and CDN over real sockets, for the real discord.py.

Refuses whatever Discord refuses and writes down what a bot should never have sent; it knows nothing of Nemobot.
No facts of its own: each stands in the module that keeps it, and names the belief that tries it.
"""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.doubles.discord_account import Account
from tests.doubles.discord_body import answer
from tests.doubles.discord_cdn import Cdn
from tests.doubles.discord_errors import MISTAKES, Refused, Violation
from tests.doubles.discord_gateway import Gateway
from tests.doubles.discord_interactions import Interactions
from tests.doubles.discord_messages import Messages
from tests.doubles.discord_pace import MESSAGES, OTHERS, REACTIONS, WEBHOOKS, Fault, Faults, Pace
from tests.doubles.discord_people import People
from tests.doubles.discord_values import Interaction
from tests.doubles.discord_world import World

HOST = "127.0.0.1"
PREFIX = "/api/v10"
TOKEN = "MTE3NzAwMDAwMDAwMDAwMDAwMA.GdOuBl.planted-secret-of-the-double"


class DiscordDouble(People):
    """`async with DiscordDouble() as dc`: listens at `api_url`, `gateway_url`, `cdn_url` and takes `token`.

    `answer_seconds` is the time for the first answer to an interaction, `token_seconds` the life of its token,
    `link_seconds` that of a CDN address, `pace` how many real seconds one of Discord's rate limits' lasts.
    """

    token = TOKEN

    def __init__(
        self,
        *,
        answer_seconds: float = 3.0,
        token_seconds: float = 900.0,
        link_seconds: float = 86_400.0,
        heartbeat_seconds: float = 41.25,
        pace: float = 0.01,
        shards: int = 1,
    ) -> None:
        self.gateway = Gateway(TOKEN, heartbeat_seconds)
        self.cdn = Cdn(link_seconds)
        self.world = World(self.gateway, self.cdn, TOKEN, answer_seconds, token_seconds)
        self.account = Account(self.world, shards)
        self.pace, self.faults = Pace(pace), Faults()
        self.requests: list[tuple[str, str, int]] = []  # method, path, status
        self.gateway.ready, self.gateway.arrived = self.world.ready, self.world.arrived
        self._port = self._files_port = 0
        self._runners: list[web.AppRunner] = []
        super().__init__(self.world)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; after a `stop` again at the same addresses, which is how an outage ends."""
        api = web.Application(middlewares=[self._front], client_max_size=1024**3)
        for room in (Messages(self.world), Interactions(self.world), self.account):
            api.add_routes(room.routes(PREFIX))
        api.add_routes(self.gateway.routes())
        files = web.Application()
        files.add_routes(self.cdn.routes())
        self._port = await self._listen(api, self._port)
        self._files_port = await self._listen(files, self._files_port)
        self.cdn.url = f"http://{HOST}:{self._files_port}"
        socket = f"ws://{HOST}:{self._port}"
        self.gateway_url = self.world.resume_url = f"{socket}/gateway"
        self.account.advertised = f"{socket}/advertised"
        self.api_url, self.cdn_url = f"http://{HOST}:{self._port}{PREFIX}", self.cdn.url

    async def stop(self) -> None:
        """Break every line and stop to listen."""
        await self.gateway.close()
        for runner in self._runners:
            await runner.cleanup()
        self._runners.clear()

    @property
    def bot(self) -> Any:
        """The bot's own user."""
        return self.world.bot

    @property
    def violations(self) -> list[Violation]:
        """What the bot should never have sent."""
        return self.world.violations

    @property
    def commands(self) -> list[dict[str, Any]]:
        """The commands registered everywhere."""
        return self.world.commands.get(None, [])

    def fail(self, part: str, **more: Any) -> None:
        """Let the next request whose path contains `part` go wrong; see `Fault`."""
        self.faults.plant(Fault(part, **more))

    def unanswered(self) -> list[Interaction]:
        """Return the interactions to which the user saw "The application did not respond"."""
        now, patience = time.monotonic(), self.world.answer_seconds
        asked = self.world.interactions.values()
        return [one for one in asked if one.answer is None and now - one.sent_at > patience]

    def worst_answer(self) -> float:
        """Return the seconds of the slowest first answer."""
        return max(one.answered_after or 0.0 for one in self.world.interactions.values())

    async def connected(self, shards: int = 1, seconds: float = 20.0) -> None:
        """Wait until so many shards listen."""
        await self.gateway.until(lambda: len(self.gateway.listening()) >= shards, seconds)

    async def until(self, true: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                said = [one.content for one in self.world.messages.values() if one.author is self.bot]
                raise AssertionError(f"it never came true; the bot said {said}; violations: {self.violations}")
            await asyncio.sleep(0.005)

    async def _listen(self, app: web.Application, port: int) -> int:
        runner = web.AppRunner(app, shutdown_timeout=0.2, access_log=None)
        await runner.setup()
        self._runners.append(runner)
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        address: tuple[str, int] = runner.addresses[0]
        return address[1]

    @web.middleware
    async def _front(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Every REST request: right, pace, planted faults, then the answer or the refusal."""
        if not request.path.startswith(PREFIX):
            return await handler(request)
        path = request.path.removeprefix(PREFIX)
        fault = self.faults.meet(request.method, path)
        wait, headers = self.pace.take(*_bucket(request, path))
        global_wait = None if _by_token(path) else self.pace.take_any()
        if fault is not None and fault.slow_seconds:
            await asyncio.sleep(fault.slow_seconds)
        response: web.StreamResponse
        if fault is not None and fault.status:
            await (self._answered(request, handler, path) if fault.done else request.read())
            response = _broken(fault)
        elif global_wait is not None:
            await request.read()
            response, headers = _limited(global_wait, is_global=True), {}
        elif wait is not None:
            await request.read()
            response = _limited(wait, is_global=False)
        else:
            response = await self._answered(request, handler, path)
        banned = fault is not None and fault.banned
        response.headers.update({} if banned else headers | {"Via": "1.1 google"})
        self.requests.append((request.method, path, response.status))
        if fault is not None and fault.lost and request.transport is not None:
            request.transport.abort()
        return response

    async def _answered(self, request: web.Request, handler: Handler, path: str) -> web.StreamResponse:
        try:
            self._authorise(request, path)
            return await handler(request)
        except Refused as refused:
            with contextlib.suppress(ConnectionError):
                await request.read()
            if refused.code in MISTAKES:
                self.world.blame(request.method, path, refused.code, refused.problems)
            return answer(refused.body(), status=refused.status)

    def _authorise(self, request: web.Request, path: str) -> None:
        if not _by_token(path) and request.headers.get("Authorization") != f"Bot {TOKEN}":
            raise Refused(0)


def _by_token(path: str) -> bool:
    """Whether an interaction's token is the right to call this, and not the bot's."""
    return path.startswith(("/webhooks/", "/interactions/"))


def _bucket(request: web.Request, path: str) -> tuple[str, str, str]:
    parts = path.split("/")
    major = "/".join(parts[1:3])
    if parts[1] == "webhooks":
        return WEBHOOKS, request.method, "/".join(parts[1:4])
    if "reactions" in parts:
        return REACTIONS, "PUT", major
    return (MESSAGES if "messages" in parts else OTHERS), request.method, major


def _limited(seconds: float, *, is_global: bool) -> web.Response:
    said = {"message": "You are being rate limited.", "retry_after": seconds, "global": is_global}
    response = answer(said, status=429)
    response.headers["Retry-After"] = str(math.ceil(seconds))
    response.headers["X-RateLimit-Scope"] = "global" if is_global else "user"
    if is_global:
        response.headers["X-RateLimit-Global"] = "true"
    return response


def _broken(fault: Fault) -> web.Response:
    if fault.banned:
        told = {"Retry-After": str(math.ceil(fault.retry_seconds))} if fault.retry_seconds else {}
        return web.Response(status=429, text="<html>error code: 1015</html>", content_type="text/html", headers=told)
    if fault.status == 429:
        return _limited(fault.retry_seconds, is_global=fault.is_global)
    if fault.code:
        refused = Refused(fault.code)
        return answer(refused.body(), status=fault.status)
    return web.Response(status=fault.status, text=f"<html><h1>{fault.status}</h1></html>", content_type="text/html")
