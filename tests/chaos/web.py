"""The web chat: a page that sends again until it hears yes, and what it shows in the end."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from bots.prove.convergence import free_port
from bots.prove.judge import Outside
from bots.prove.page import Line, Page, shown
from tests.chaos.backend import backend
from tests.chaos.files import content_of, type_of
from tests.chaos.lives import Lives, Starter
from tests.chaos.points import Point
from tests.chaos.scenarios import BACKENDS, QUICK, SCENARIOS, SETTINGS
from tests.chaos.stage import Stage

__all__ = ["SCENARIOS", "stage"]


@contextlib.asynccontextmanager
async def stage(
    starter: Starter, folder: Path, scenario: str, deaths: list[Point], sabotage: str = "", **settings: str
) -> AsyncIterator[Stage]:
    """The bot with its web chat, and one page before it."""
    folder.mkdir(parents=True)
    faults = BACKENDS.get(scenario, {})
    async with backend(folder / "sandbox", **faults) as nemo:
        port, health = free_port(), free_port()
        environment = (
            QUICK
            | SETTINGS.get(scenario, {})
            | settings
            | {
                "NEMO_API_URL": nemo.url,
                "NEMO_WEB_URL": nemo.url,
                "NEMOBOT_DATA_DIR": str(folder / "data"),
                "NEMOBOT_HTTP_PORT": str(health),
                "NEMOBOT_WEB": "1",
                "NEMOBOT_WEB_PORT": str(port),
            }
        )
        lives = Lives(starter, folder, environment, deaths, sabotage)
        jar, connector = aiohttp.CookieJar(unsafe=True), aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(cookie_jar=jar, connector=connector) as http:
            page = Page(http, f"http://127.0.0.1:{port}", lives, lambda name: (content_of(name), type_of(name)))

            def outside(lines: list[Line] | None) -> Outside:
                return Outside(page.asked, shown(lines or []), nemo.turns(), set(nemo.films().values()), page.cancelled)

            lives.begin()
            yield Stage(nemo, lives, f"http://127.0.0.1:{health}", page, page.lines, outside)
