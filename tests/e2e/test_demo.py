"""`nemobot demo` as a newcomer meets it: real processes, a real browser, real FFmpeg, and the plug pulled."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import imageio_ffmpeg
import numpy as np
import pytest
from playwright.async_api import Browser, Page

REPOSITORY = Path(__file__).parents[2]
WISH = "add background music and sync the cuts to the beat"
BEAT_SECONDS = 0.5  # the sandbox's upbeat music has 120 beats a minute
FRAME_SECONDS = 1 / 25


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Demo:
    """The two processes of a demo, each of which can be killed and started again."""

    folder: Path
    port: int = field(default_factory=free_port)
    backend_port: int = field(default_factory=free_port)
    bot: subprocess.Popen[bytes] | None = None
    backend: subprocess.Popen[bytes] | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def backend_url(self) -> str:
        return f"http://127.0.0.1:{self.backend_port}"

    def log(self) -> str:
        return (self.folder / "log.txt").read_text()

    def start_backend(self, *options: str) -> None:
        """A sandbox like the demo's own, in the same folder, but quick and with its control routes."""
        data = self.folder / "data/demo/sandbox"
        data.mkdir(parents=True, exist_ok=True)
        words = ["--port", str(self.backend_port), "--data", str(data), "--quality", "fast", "--control", *options]
        self.backend = self._run("sandbox", *words)
        self._answering(f"{self.backend_url}/healthz")

    def start(self) -> None:
        self.bot = self._run("bots.cli", "demo", "--no-browser")
        self._answering(f"{self.url}/readyz")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()

    def faults(self, **faults: object) -> None:
        body = json.dumps(faults).encode()
        headers = {"Content-Type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(f"{self.backend_url}/_sandbox/faults", body, headers)).close()

    def seen(self) -> list[dict[str, str]]:
        """What the backend was asked since it was started."""
        with urllib.request.urlopen(f"{self.backend_url}/_sandbox/log") as answer:
            return json.load(answer)

    def turns(self) -> int:
        """How often the backend was asked for a turn, over all of its lives."""
        logs = (self.log(), (self.folder / "data/demo/sandbox/sandbox.log").read_text())
        return sum(log.count("POST /run_sse") for log in logs)

    def stop(self) -> None:
        for process in (self.bot, self.backend):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=20)

    def _run(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        quick = {"NEMOBOT_RENDER_POLL_SECONDS": "0.3", "NEMOBOT_RECOVERY_SECONDS": "0.3"}
        own = {
            "NEMOBOT_HTTP_PORT": str(self.port),
            "NEMO_API_URL": self.backend_url,
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONUNBUFFERED": "1",
        }
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *words],
                cwd=self.folder,
                env={**os.environ, **quick, **own, **self.settings},
                stdout=log,
                stderr=log,
            )

    def _answering(self, url: str) -> None:
        end = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(url, timeout=2).close()
                return
            assert time.monotonic() < end, self.log()
            time.sleep(0.05)


@pytest.fixture
def demo(tmp_path):
    running = Demo(tmp_path)
    yield running
    running.stop()


@contextlib.asynccontextmanager
async def visitor(browser: Browser, url: str, locale: str = "en-US") -> AsyncIterator[Page]:
    context = await browser.new_context(locale=locale)
    page = await context.new_page()
    await page.goto(url)
    try:
        yield page
    finally:
        await context.close()


async def ask(page: Page, clip: Path, words: str) -> None:
    await page.locator("input[type=file]").set_input_files(clip)
    await page.locator("textarea").fill(words)
    await page.keyboard.press("Enter")


async def film(page: Page, folder: Path, seconds: float = 90) -> Path:
    """Wait for the player of the finished film and fetch what it plays."""
    player = page.locator("video[src*='/film/']").first
    await player.wait_for(timeout=seconds * 1000)
    answer = await page.request.get(urljoin(page.url, await player.get_attribute("src")))
    assert answer.ok
    path = folder / "film.mp4"
    path.write_bytes(await answer.body())
    return path


def ffmpeg(*arguments: str) -> tuple[bytes, str]:
    made = subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), *arguments], capture_output=True, check=False)
    return made.stdout, made.stderr.decode(errors="replace")


def about(path: Path) -> str:
    return ffmpeg("-hide_banner", "-i", str(path))[1]


def seconds_of(path: Path) -> float:
    found = about(path).split("Duration: ")[1].split(",")[0].split(":")
    return int(found[0]) * 3600 + int(found[1]) * 60 + float(found[2])


def loudness_of(path: Path) -> float:
    said = ffmpeg("-hide_banner", "-i", str(path), "-vn", "-af", "volumedetect", "-f", "null", "-")[1]
    return float(said.split("mean_volume: ")[1].split(" dB")[0])


def cuts_of(path: Path) -> list[float]:
    """Where a picture differs from the one before far more than pictures of this film usually do, in seconds."""
    raw = ffmpeg("-i", str(path), "-vf", "fps=25,scale=64:36,format=gray", "-f", "rawvideo", "-")[0]
    pictures = np.frombuffer(raw, np.uint8).reshape(-1, 64 * 36).astype(int)
    change = np.abs(np.diff(pictures, axis=0)).mean(axis=1)
    return [(place + 1) / 25 for place in np.flatnonzero(change > 4 * np.median(change) + 2)]


async def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        await asyncio.sleep(0.02)


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> Path:
    return REPOSITORY / "bots/web/static/sample.mp4"


async def test_a_clip_and_a_wish_bring_a_film_with_music_cut_to_the_beat(demo, browser, clip, tmp_path):
    demo.start()
    async with visitor(browser, demo.url) as page:
        await ask(page, clip, WISH)
        made = await film(page, tmp_path)
    said = about(made)
    assert "Video: h264" in said
    assert "yuv420p" in said
    assert "1920x1080" in said
    assert "Audio: aac" in said
    assert seconds_of(made) == pytest.approx(seconds_of(clip), abs=0.1)
    assert loudness_of(made) > -35
    on_beat = [
        cut
        for cut in cuts_of(made)
        if abs(cut / BEAT_SECONDS - round(cut / BEAT_SECONDS)) * BEAT_SECONDS <= FRAME_SECONDS
    ]
    assert len(on_beat) >= 4


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
async def test_each_suggestion_ends_in_a_film_on_the_first_press(demo, browser, tmp_path, locale):
    demo.start()
    for number in range(3):
        async with visitor(browser, demo.url, locale) as page:
            await page.locator(".wish").nth(number).click()
            made = await film(page, tmp_path)
            shown = await page.locator("#log").inner_text()
        assert "Video: h264" in about(made)
        assert not any(greeting in shown for greeting in ("Ready!", "准备好了", "Try saying", "Open in browser"))


@pytest.mark.parametrize(
    ("route", "faults"),
    [
        ("/run_sse", {"turn_seconds": 3.0, "silent": 0.0}),
        ("/api/upload-video", {"next": {"upload": [{"delay": 3.0}]}}),
        ("/api/render/proxy/lambda", {"render_seconds": 3.0}),
    ],
)
async def test_a_kill_of_the_bot_costs_nobody_the_film(demo, browser, clip, tmp_path, route, faults):
    demo.start_backend()
    demo.faults(**faults)
    demo.start()
    async with visitor(browser, demo.url) as page:
        await ask(page, clip, "add upbeat background music")
        await until(lambda: begun(demo, route))
        demo.kill(demo.bot)
        demo.start()
        made = await film(page, tmp_path)
    assert "Video: h264" in about(made)
    assert sum(one["path"] == "/run_sse" for one in demo.seen()) == 1


@pytest.mark.parametrize("route", ["/run_sse", "/api/render/proxy/lambda"])
async def test_a_kill_of_the_backend_costs_nobody_the_film(demo, browser, clip, tmp_path, route):
    demo.start_backend("--turn-seconds", "2", "--render-seconds", "2", "--silent", "0")
    demo.start()
    async with visitor(browser, demo.url) as page:
        await ask(page, clip, "add upbeat background music")
        await until(lambda: begun(demo, route))
        demo.kill(demo.backend)
        made = await film(page, tmp_path)
    assert "Video: h264" in about(made)
    assert demo.turns() <= 1  # the first life may have died before it could log the turn


def begun(demo: Demo, route: str) -> bool:
    return any(one["method"] == "POST" and one["path"].startswith(route) for one in demo.seen())
