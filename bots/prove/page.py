"""A person at the web chat: a page that sends again until it hears yes, and what it shows."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bots.prove.convergence import LOOSE, Lives, until
from bots.prove.judge import Asked, Shown
from bots.prove.tus import Refused, surely, upload
from core.words.phrases import say

Line = dict[str, Any]
"""A line of the page, as the server sends it."""

RENDERING: Final = say("en", "rendering.usual")
LIVE: Final = aiohttp.ClientTimeout(total=None, sock_connect=3, sock_read=12)  # the server says something each 5 s
AGAIN_SECONDS: Final = 0.1

_DATA: Final = b"data: "
_ENDED: Final = frozenset({"done", "failed"})


@dataclass(slots=True)
class Page:
    """One person at the page, `name` in the keys of their messages; `file` gives the bytes and the type of a file.

    `cancelled` are the keys of what was cancelled, `now` what the page shows while it is followed.
    """

    http: aiohttp.ClientSession
    url: str
    lives: Lives
    file: Callable[[str], tuple[bytes, str]] = field(repr=False)
    name: str = ""
    asked: list[Asked] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)
    presses: int = 0
    now: dict[str, Line] = field(default_factory=dict, repr=False)

    async def say(self, text: str, *names: str, **brings: Any) -> Asked:
        """Send words and clips of these names until they are taken; `brings` is what `Asked` says of it."""
        await surely(self.http, self.lives, "GET", self.url)  # for the cookie
        places = [await upload(self.http, self.lives, f"{self.url}/uploads", name, *self.file(name)) for name in names]
        asked = Asked(f"u-{self.name}{len(self.asked):08d}", text, **brings)
        body = {"key": asked.key, "text": text, "files": [place.rpartition("/")[2] for place in places]}
        await surely(self.http, self.lives, "POST", f"{self.url}/messages", json=body)
        self.asked.append(asked)
        return asked

    async def ended(self, asked: Asked) -> None:
        """Wait until a request is marked as ended."""
        await self._until(ends, asked)

    async def working(self, asked: Asked) -> None:
        """Wait until its status says that the agent works, or it has ended."""
        await self._until(lambda line: works(line) or ends(line), asked)

    async def press(self, asked: Asked, label: str) -> None:
        """Press a button of this label at an answer to a request as soon as there is one, unless it ends before."""
        pressed: list[Line] = []

        def there(line: Line) -> bool:
            pressed.extend(button | line for button in line.get("buttons") or () if label == button["label"])
            return bool(pressed) or ends(line)

        await self._until(there, asked)
        for button in pressed[:1]:
            self.presses += 1
            press = {"text": label, "press": button["press"], "reply_to": button["key"]}
            with contextlib.suppress(Refused):  # its line is gone meanwhile
                body = press | {"key": f"u-press{self.presses:03d}"}
                await surely(self.http, self.lives, "POST", f"{self.url}/messages", json=body)

    async def lines(self) -> list[Line] | None:
        """Return what the page shows now, each line with its key; None: it is not reached."""
        shown: list[Line] = []
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self.http.get(f"{self.url}/events", timeout=LOOSE) as answer:
                async for raw in answer.content:
                    if (entry := _entry(raw)) and entry["body"]:
                        shown.append(entry["body"] | {"key": entry["key"]})
                    if raw.startswith(b"event: ready"):
                        return shown
        return None

    async def follow(self, see: Callable[[Line], None]) -> None:
        """Watch the page as a browser does, and hand over each line that is new or changed, until cancelled."""
        change = 0
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                at = {"after": str(change)}
                async with self.http.get(f"{self.url}/events", params=at, timeout=LIVE) as answer:
                    async for raw in answer.content:
                        if entry := _entry(raw):
                            change = entry["change"]
                            self._show(entry["key"], entry["body"], see)
            await asyncio.sleep(AGAIN_SECONDS)

    def _show(self, key: str, line: Line | None, see: Callable[[Line], None]) -> None:
        if line is None:
            self.now.pop(key, None)
        else:
            self.now[key] = line
            see(line)

    async def _until(self, true: Callable[[Line], bool], asked: Asked) -> None:
        async def seen() -> bool:
            return any(line["of"] == asked.key and true(line) for line in await self.lines() or ())

        await until(seen, self.lives)


def _entry(raw: bytes) -> dict[str, Any] | None:
    """Return what a line of the stream tells of a message, None where it tells of something else."""
    entry = json.loads(raw.removeprefix(_DATA)) if raw.startswith(_DATA + b"{") else {}
    return entry if "body" in entry else None


def ends(line: Line) -> bool:
    """Return whether a line says that the request of a message has ended."""
    return line["kind"] == "mark" and line["mark"] in _ENDED


def renders(line: Line) -> bool:
    """Return whether a line is a status that says that the film is made."""
    return line["kind"] == "status" and RENDERING in str(line)


def works(line: Line) -> bool:
    """Return whether a line is a status that says that the agent works."""
    return line["kind"] == "status" and say("en", "working") in str(line)


def shown(lines: list[Line]) -> list[Shown]:
    """Return what is judged of the lines of a page."""
    return [_shown(line) for line in lines if line["kind"] not in {"said", "mark"}]


def _shown(line: Line) -> Shown:
    return Shown(
        of=line["of"] or "",
        role=line["kind"],
        text=json.dumps([line["words"], line["details"]], ensure_ascii=False),
        film=(line["film"] or {}).get("link", "").rpartition("/")[2].removesuffix(".mp4"),
        buttons=tuple(button["label"] for button in line["buttons"]),
    )
