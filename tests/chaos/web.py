"""The web chat: a page that sends again until it hears yes, and what it shows in the end."""

import contextlib
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from core.words.phrases import say
from tests.chaos.backend import backend
from tests.chaos.judge import Asked, Outside, Shown
from tests.chaos.lives import Lives, Starter
from tests.chaos.points import Point
from tests.chaos.scenarios import BACKENDS, QUICK, SCENARIOS, SETTINGS
from tests.chaos.stage import LOOSE, Stage, free_port, until
from tests.chaos.tus import Refused, surely, upload

__all__ = ["SCENARIOS", "stage"]

Line = dict[str, Any]


@dataclass
class Page:
    """One person at the page."""

    http: aiohttp.ClientSession
    url: str
    lives: Lives
    asked: list[Asked] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)
    presses: int = 0

    async def say(self, text: str, *names: str, **brings: Any) -> Asked:
        await surely(self.http, self.lives, "GET", self.url)  # for the cookie
        places = [await upload(self.http, self.lives, f"{self.url}/uploads", name) for name in names]
        asked = Asked(f"u-{len(self.asked):08d}", text, **brings)
        body = {"key": asked.key, "text": text, "files": [place.rpartition("/")[2] for place in places]}
        await surely(self.http, self.lives, "POST", f"{self.url}/messages", json=body)
        self.asked.append(asked)
        return asked

    async def ended(self, asked: Asked) -> None:
        await self._until(_ended, asked)

    async def working(self, asked: Asked) -> None:
        def works(line: Line) -> bool:
            return _ended(line) or (line["kind"] == "status" and say("en", "working") in str(line))

        await self._until(works, asked)

    async def press(self, asked: Asked, label: str) -> None:
        pressed: list[Line] = []

        def there(line: Line) -> bool:
            pressed.extend(button | line for button in line.get("buttons") or () if label == button["label"])
            return bool(pressed) or _ended(line)

        await self._until(there, asked)
        for button in pressed[:1]:
            self.presses += 1
            press = {"text": label, "press": button["press"], "reply_to": button["key"]}
            with contextlib.suppress(Refused):  # its line is gone meanwhile
                body = press | {"key": f"u-press{self.presses:03d}"}
                await surely(self.http, self.lives, "POST", f"{self.url}/messages", json=body)

    async def lines(self) -> list[Line] | None:
        """What the page shows now, each line with its key; None: it is not reached."""
        raw = b""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self.http.get(f"{self.url}/events", timeout=LOOSE) as answer:
                async for line in answer.content:
                    raw += line
                    if line.startswith(b"event: ready"):
                        found = re.findall(rb"^data: (\{.*\"body\":.*\})$", raw, re.MULTILINE)
                        entries = map(json.loads, found)
                        return [entry["body"] | {"key": entry["key"]} for entry in entries if entry["body"]]
        return None

    async def _until(self, true: Callable[[Line], bool], asked: Asked) -> None:
        async def seen() -> bool:
            return any(line["of"] == asked.key and true(line) for line in await self.lines() or ())

        await until(seen, self.lives)


def _ended(line: Line) -> bool:
    return line["kind"] == "mark" and line["mark"] != "seen"


def shown(line: Line) -> Shown:
    """What is judged of a line."""
    return Shown(
        of=line["of"] or "",
        role=line["kind"],
        text=json.dumps([line["words"], line["details"]], ensure_ascii=False),
        film=(line["film"] or {}).get("link", "").rpartition("/")[2].removesuffix(".mp4"),
        buttons=tuple(button["label"] for button in line["buttons"]),
    )


@contextlib.asynccontextmanager
async def stage(
    starter: Starter, folder: Path, scenario: str, deaths: list[Point], sabotage: str = ""
) -> AsyncIterator[Stage]:
    """The bot with its web chat, and one page before it."""
    folder.mkdir(parents=True)
    faults = BACKENDS.get(scenario, {})
    async with backend(folder / "sandbox", **faults) as nemo:
        port, health = free_port(), free_port()
        environment = (
            QUICK
            | SETTINGS.get(scenario, {})
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
            page = Page(http, f"http://127.0.0.1:{port}", lives)

            def outside(lines: list[Line] | None) -> Outside:
                told = [shown(line) for line in lines or () if line["kind"] not in {"said", "mark"}]
                return Outside(page.asked, told, nemo.turns(), set(nemo.films().values()), page.cancelled)

            lives.begin()
            yield Stage(nemo, lives, f"http://127.0.0.1:{health}", page, page.lines, outside)
