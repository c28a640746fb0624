"""The web chat: a page that sends again until it hears yes, and what it shows in the end."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from bots.prove.convergence import free_port
from bots.prove.judge import Outside
from bots.prove.page import Line, Page, shown
from tests.chaos.files import content_of, type_of
from tests.chaos.lives import Starter
from tests.chaos.points import Point
from tests.chaos.scenarios import SCENARIOS
from tests.chaos.stage import Stage, bot

__all__ = ["SCENARIOS", "stage"]


@contextlib.asynccontextmanager
async def stage(
    starter: Starter, folder: Path, scenario: str, deaths: list[Point], sabotage: str = "", **settings: str
) -> AsyncIterator[Stage]:
    """The bot with its web chat, and one page before it."""
    async with bot(starter, folder, scenario, deaths, sabotage, settings) as one:
        port = free_port()
        one.lives.environment |= {"NEMOBOT_WEB": "1", "NEMOBOT_WEB_PORT": str(port)}
        jar, connector = aiohttp.CookieJar(unsafe=True), aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(cookie_jar=jar, connector=connector) as http:
            page = Page(http, f"http://127.0.0.1:{port}", one.lives, lambda name: (content_of(name), type_of(name)))

            def outside(lines: list[Line] | None) -> Outside:
                return one.outside(page, shown(lines or []))

            one.lives.begin()
            yield Stage(one.backend, one.lives, one.health, page, page.lines, outside)
