"""Discord's addresses, where they are not the public ones: a proxy of its API, or a double on this machine.

The library keeps these addresses in its classes, so they hold for the whole process. They are restored at the end.
"""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord
from discord.asset import Asset
from discord.http import Route
from yarl import URL

from bots.discord.config import Config

Connect = Callable[..., Coroutine[Any, Any, aiohttp.ClientWebSocketResponse]]


@contextmanager
def endpoints(config: Config) -> Iterator[None]:
    """Use the configured addresses of the API and of the CDN inside the block."""
    before = Route.BASE, Asset.BASE
    Route.BASE = config.api_url
    Asset.BASE = config.cdn_url or Asset.BASE
    try:
        yield
    finally:
        Route.BASE, Asset.BASE = before


def use_gateway(client: discord.Client, gateway_url: str) -> None:
    """Send every connection of this client to one gateway: each shard's, for a new session and for a resumed one.

    Discord names other hosts in `/gateway/bot` and in `resume_gateway_url` (Discord developer documentation,
    "Gateway": "Get Gateway Bot", "Ready"). The query that Discord asks for is kept.
    """
    connect: Connect = client.http.ws_connect

    async def redirected(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        return await connect(str(URL(gateway_url).with_query(URL(url).query)), compress=compress)

    client.http.ws_connect = redirected  # type: ignore[method-assign]  # the library builds its HTTP client itself
