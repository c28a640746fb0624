"""Where Discord is, when it is not at its own addresses: a proxy of its API, or a double on this machine.

The library keeps these addresses in its classes, so they hold for the process; they are put back at the end.
"""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord
from discord.asset import Asset
from discord.http import Route
from yarl import URL

from bots.discord.config import Terms

Connect = Callable[..., Coroutine[Any, Any, aiohttp.ClientWebSocketResponse]]


@contextmanager
def endpoints(terms: Terms) -> Iterator[None]:
    """Use the configured addresses of the API and of the CDN meanwhile."""
    before = Route.BASE, Asset.BASE
    Route.BASE = terms.api_url
    Asset.BASE = terms.cdn_url or Asset.BASE
    try:
        yield
    finally:
        Route.BASE, Asset.BASE = before


def through(client: discord.Client, gateway: str) -> None:
    """Have every connection of this client go to one gateway: shards, new sessions and resumed ones alike.

    Discord names other hosts in `/gateway/bot` and in `resume_gateway_url`; what it asks in the query is kept.
    """
    connect: Connect = client.http.ws_connect

    async def redirected(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        return await connect(str(URL(gateway).with_query(URL(url).query)), compress=compress)

    client.http.ws_connect = redirected  # type: ignore[method-assign]  # the library builds its HTTP client itself
