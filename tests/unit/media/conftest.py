"""Servers on loopback, and names that lead to them as if they were public."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest
from aiohttp import web

from core.media.fetch import Fetcher


class Site:
    """A web site that answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.pages: dict[str, object] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        page = self.pages[request.path]
        if callable(page):
            return await page(request)
        # Each request needs a response of its own.
        return web.Response(status=page.status, body=page.body, headers=page.headers)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


@pytest.fixture
async def site():
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


@pytest.fixture
async def fetching():
    """Return fetchers, closed at the end."""
    async with AsyncExitStack() as stack:

        async def make(*trusted, **more):
            return await stack.enter_async_context(Fetcher(frozenset(trusted), **more))

        yield make
