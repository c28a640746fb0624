"""What people do at the web chat, each scenario to its end whatever dies meanwhile."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from core.words.phrases import say
from tests.chaos.backend import backend
from tests.chaos.lives import Lives, Point, Starter
from tests.chaos.web import Page, WebStage, free_port, page

QUICK = {
    "NEMOBOT_JOIN_SECONDS": "0.05",
    "NEMOBOT_RECOVERY_SECONDS": "0.05",
    "NEMOBOT_RENDER_POLL_SECONDS": "0.05",
    "NEMOBOT_SILENT_EDIT_SECONDS": "0.02",
    "NEMOBOT_RETRY_429_SECONDS": "0.1",
    "NEMOBOT_TURN_TIMEOUT_SECONDS": "2",
    "NEMOBOT_SHUTDOWN_GRACE_SECONDS": "2",
    "NEMOBOT_REQUESTS_PER_MINUTE": "0",
    "NEMOBOT_REQUESTS_AT_ONCE": "0",
}


async def film(page: Page) -> None:
    """A clip with a wish."""
    await page.say("add upbeat music", await page.upload("beach.mp4"), turn="add upbeat music", film=True)


async def export(page: Page) -> None:
    """A wish that shall not be exported, then the export."""
    wish = "add calm music, but don't export yet"
    first = await page.say(wish, await page.upload("beach.mp4"), turn=wish)
    await page.until(lambda lines: _ended(lines, first.key))
    await page.say("/export")


async def undo(page: Page) -> None:
    """Two wishes, and a step back."""
    first = await page.say("add upbeat music", await page.upload("beach.mp4"), turn="add upbeat music", film=True)
    await page.until(lambda lines: _ended(lines, first.key))
    second = await page.say("make it vertical 9:16", turn="make it vertical 9:16", film=True)
    await page.until(lambda lines: _ended(lines, second.key))
    await page.say("/undo", turn=say("en", "ask.undo"), film=True)


async def batch(page: Page) -> None:
    """Two clips, a film of each."""
    files = [await page.upload(name) for name in ("one.mp4", "two.mp4")]
    await page.say("add music to each clip separately", *files, turn="add music", turns=2, film=True)


async def cancel(page: Page) -> None:
    """A turn that is cancelled while it runs."""
    asked = await page.say("add sad music", await page.upload("beach.mp4"), turn="add sad music", film=True)
    page.cancelled.add(asked.key)
    await page.until(lambda lines: _working(lines, asked.key) or _ended(lines, asked.key))
    await page.say("/cancel")


async def clip_then_words(page: Page) -> None:
    """A clip alone, then what to do with it; in the meantime a question and another wish."""
    clip = await page.say("", await page.upload("beach.mp4"))
    await page.until(lambda lines: _ended(lines, clip.key))
    await page.say("add upbeat music", turn="add upbeat music", film=True)
    await page.say("/status")
    await page.say("make it vertical 9:16", turn="make it vertical 9:16", film=True)


SCENARIOS: dict[str, Callable[[Page], Awaitable[None]]] = {
    one.__name__: one for one in (film, export, undo, batch, cancel, clip_then_words)
}
SLOW = {"cancel": {"turn_seconds": 0.4}}


@contextlib.asynccontextmanager
async def stage(
    starter: Starter, folder: Path, scenario: str, deaths: list[Point], sabotage: str = ""
) -> AsyncIterator[WebStage]:
    """The bot, its backend and a page, before anything was said."""
    folder.mkdir(parents=True)
    async with backend(folder / "sandbox", **SLOW.get(scenario, {})) as nemo:
        port, health = free_port(), free_port()
        environment = QUICK | {
            "NEMO_API_URL": nemo.url,
            "NEMO_WEB_URL": nemo.url,
            "NEMOBOT_DATA_DIR": str(folder / "data"),
            "NEMOBOT_HTTP_PORT": str(health),
            "NEMOBOT_WEB": "1",
            "NEMOBOT_WEB_PORT": str(port),
        }
        lives = Lives(starter, folder, environment, deaths, sabotage)
        lives.begin()
        async with page(port, health) as visitor:
            yield WebStage(nemo, lives, visitor)


def _ended(lines: list[dict], key: str) -> bool:
    return any(line["kind"] == "mark" and line["of"] == key and line["mark"] in {"done", "failed"} for line in lines)


def _working(lines: list[dict], key: str) -> bool:
    return any(line["kind"] == "status" and line["of"] == key and say("en", "working") in str(line) for line in lines)
