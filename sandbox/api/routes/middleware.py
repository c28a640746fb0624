"""What every request passes through: the log, the check of its origin, and the fault that is set for it."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from yarl import URL

from sandbox.api.state.active_faults import ActiveFaults
from sandbox.api.wire.envelope import instead, refused
from sandbox.api.wire.refusal import Refusal
from sandbox.faults import Answer, Faults

logger = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
LOGGED_REQUESTS = 10_000


@dataclass(slots=True)
class RequestState:
    """What is known of a request under way: its line in the log, and the faults that hold for it."""

    entry: dict[str, Any]
    answer: Answer = field(default_factory=Answer)
    faults: Faults = field(default_factory=Faults)


STATE = web.RequestKey("state", RequestState)


class Middleware:
    """The middlewares and their log. `hosts` None accepts any Host header."""

    def __init__(self, active_faults: ActiveFaults, hosts: frozenset[str] | None) -> None:
        self.seen: deque[dict[str, Any]] = deque(maxlen=LOGGED_REQUESTS)
        self._active_faults = active_faults
        self._hosts = hosts

    @web.middleware
    async def check_host(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse a page of another site: a Host or an Origin that is not ours."""
        origin = request.headers.get("Origin")
        for host in (_host(f"http://{request.host}"), _host(origin) if origin else None):
            if self._hosts is not None and host is not None and host not in self._hosts:
                raise web.HTTPForbidden(text="This sandbox answers local callers only.\n")
        return await handler(request)

    @web.middleware
    async def log_request(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Keep and log what was asked; never a header's value or a query, which may hold a token."""
        entry: dict[str, Any] = {"method": request.method, "path": request.path, "headers": sorted(request.headers)}
        request[STATE] = RequestState(entry)
        if not request.path.startswith("/_sandbox/"):
            self.seen.append(entry)
        began = time.monotonic()
        try:
            response = await handler(request)
        except web.HTTPException as answer:
            entry["status"] = answer.status
            raise
        else:
            entry["status"] = response.status
            return response
        finally:
            logger.info(
                "%s %s %s %.2fs", request.method, request.path, entry.get("status", "left"), time.monotonic() - began
            )

    @web.middleware
    async def apply_faults(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer normally, unless a fault was set for this call."""
        state = request[STATE]
        state.answer = answer = await self._taken(request) or Answer()
        state.faults = self._active_faults.standing.merged(answer.faults)
        await asyncio.sleep(answer.delay)
        if answer.drop == "before":
            return _dropped(request)
        if not answer.replaces and not answer.drop:
            return await _refusing(request, handler)
        if answer.works:
            await _refusing(request, handler)
        return _dropped(request) if answer.drop else instead(answer)

    async def _taken(self, request: web.Request) -> Answer | None:
        """The fault that is set for this call; its body is read only where one depends on it."""
        endpoint = request.match_info.route.name or ""
        readable = self._active_faults.chooses(endpoint) and request.content_type == "application/json"
        return self._active_faults.take(endpoint, request.path + (await request.text() if readable else ""))


async def _refusing(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refusal as refusal:
        return refused(refusal, http_codes=faults_of(request).http_codes)
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can spell and nothing can keep
        return refused(Refusal(400, "The request holds half a character"), http_codes=True)


def _dropped(request: web.Request) -> web.Response:
    cut_off(request)
    return web.Response()


def cut_off(request: web.Request) -> None:
    """Close the caller's connection as if the machine had gone."""
    if request.transport is not None:
        request.transport.abort()


def faults_of(request: web.Request) -> Faults:
    """The faults that hold for this call."""
    return request[STATE].faults


def answer_is_replaced(request: web.Request) -> bool:
    """Whether the work is wanted but its answer will be thrown away."""
    return request[STATE].answer.works


def note(request: web.Request, **facts: Any) -> None:
    """Remember more of a request: its session, its words."""
    request[STATE].entry.update(facts)


def _host(url: str) -> str:
    try:
        return URL(url).host or ""
    except ValueError:
        return ""
