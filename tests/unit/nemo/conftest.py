"""A backend on loopback that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from core.model.secret import Secret
from core.nemo.client import Attribution, Caller, NemoClient


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Backend:
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    handle: object = None

    def says(self, body, status=200, **headers):
        self.body, self.status, self.handle = body, status, None
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if self.handle:
            self.asked.append(Asked(request.method, request.raw_path, dict(request.headers), b""))
            return await self.handle(request)
        body = await request.read()
        self.asked.append(Asked(request.method, request.raw_path, dict(request.headers), body))
        data = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        return web.Response(status=self.status, body=data, headers=self.headers)


@asynccontextmanager
async def listening(app: web.Application):
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def backend():
    backend = Backend()
    app = web.Application(client_max_size=1 << 30)
    app.router.add_route("*", "/{path:.*}", backend.answer)
    async with listening(app) as backend.url:
        yield backend


@pytest.fixture
async def client(backend):
    async with NemoClient(backend.url, "https://web.example/") as client:
        yield client


@pytest.fixture
async def connect():
    """Return clients for other addresses, closed at the end."""
    async with AsyncExitStack() as stack:

        async def make(url, **more):
            return await stack.enter_async_context(NemoClient(url, "https://web.example", **more))

        yield make


@pytest.fixture
def caller():
    return Caller(Secret("nmv_usr_test"), Attribution("skill", "1.0.0", "unknown"))


@pytest.fixture
async def raw():
    """Serve exact bytes: each connection reads one request head, says them, and closes (or resets)."""
    async with AsyncExitStack() as stack:

        async def serve(*pieces: bytes, reset: bool = False, pause: float = 0.005, silent: float = 0):
            async def connection(reader, writer):
                try:
                    await reader.readuntil(b"\r\n\r\n")
                    for piece in pieces:
                        writer.write(piece)
                        await writer.drain()
                        await asyncio.sleep(pause)
                    await asyncio.sleep(silent)
                    if reset:
                        writer.transport.abort()
                finally:
                    writer.close()

            server = await stack.enter_async_context(await asyncio.start_server(connection, "127.0.0.1", 0))
            return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

        yield serve
