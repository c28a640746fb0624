"""A real process is killed in the middle of an upload and started again: the browser ends the upload by itself."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bots.services import build_services
from bots.settings import Settings
from bots.upload.service import open_uploads
from tests.e2e.test_chaos import answering, free_port
from tests.e2e.test_upload_page import Bot, Stage, slowly, until

REPOSITORY = Path(__file__).parents[2]
MIB = 1024 * 1024
CLIP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + os.urandom(12 * MIB)
SLOW = 2 * MIB


class Process:
    """`nemobot run` with the web chat and the upload page, over one folder in every life; its backend never answers."""

    def __init__(self, folder, backend_port):
        self.folder, self.port, self.web_port = folder, free_port(), free_port()
        self.settings = {
            "NEMO_API_URL": f"http://127.0.0.1:{backend_port}",
            "NEMOBOT_DATA_DIR": str(folder),
            "NEMOBOT_HTTP_PORT": str(self.port),
            "NEMOBOT_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "NEMOBOT_WEB": "1",
            "NEMOBOT_WEB_PORT": str(self.web_port),
            "NEMOBOT_JOIN_SECONDS": "0.1",
        }
        self.running = None

    async def link(self):
        """A link to the page, made by a life before."""
        values = {name.lower(): value for name, value in self.settings.items()}
        async with build_services(Settings(**values)) as app, open_uploads(app) as uploads:
            app.platforms["stage"] = Stage()
            made = await Bot(app, uploads, self.folder / "spool").link()
            await app.intake.close()
            return made

    async def start(self):
        self._run()
        await answering(f"http://127.0.0.1:{self.port}/healthz")
        await answering(f"http://127.0.0.1:{self.web_port}/page.json")

    def _run(self):
        with (self.folder / "log.txt").open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "bots.cli", "run"],
                cwd=self.folder,
                env={**os.environ, **self.settings, "PYTHONPATH": str(REPOSITORY)},
                stdout=log,
                stderr=log,
            )

    async def kill(self):
        self.running.kill()
        await asyncio.to_thread(self.running.wait)

    def stop(self):
        if self.running and self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)
            self.running.wait(timeout=20)

    def bytes_here(self):
        """What lies in the spool: the sizes of what has begun, and what is whole."""
        files = [file for file in (self.folder / "spool").iterdir() if ".json" not in file.suffixes]
        begun = [file.stat().st_size for file in files if file.suffix == ".part"]
        return begun, [file.read_bytes() for file in files if file.suffix == ".bin"]


@pytest_asyncio.fixture
async def process(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as backend:  # whom it asks waits
        one = Process(tmp_path, backend.getsockname()[1])
        yield one
        one.stop()


@pytest_asyncio.fixture
async def page(browser):
    context = await browser.new_context(locale="en-US")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    yield page
    await context.close()
    assert faults == []


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "beach.mp4"
    path.write_bytes(CLIP)
    return path


async def killed_in_the_middle(process, page, percent):
    """Kill the process once a third of the clip is there, and start it again; returns how much of it was."""
    await until(page, f"{percent} > 30")
    await process.kill()
    begun, whole = process.bytes_here()
    assert (len(begun), whole) == (1, [])
    return begun[0]


def sent_from(page):
    """The offsets from which the page sends, from now on."""
    offsets: list[int] = []

    def heard(request):
        if request.method == "PATCH":
            offsets.append(int(request.headers["upload-offset"]))

    page.on("request", heard)
    return offsets


async def test_the_web_chat_goes_on_over_a_kill(process, page, clip):
    await process.start()
    await page.goto(f"http://127.0.0.1:{process.web_port}")
    await page.wait_for_selector("#log[aria-busy=false]", state="attached")
    await slowly(page, SLOW)
    await page.set_input_files("#picker", clip)
    here = await killed_in_the_middle(process, page, "document.querySelector('[role=progressbar]').ariaValueNow")
    await expect(page.locator(".chip[data-state=lost]")).to_contain_text("Waiting for the connection")
    offsets = sent_from(page)
    await slowly(page, -1)
    await process.start()
    await expect(page.locator(".chip[data-state=ready]")).to_have_count(1, timeout=30_000)
    assert offsets == [here]
    assert process.bytes_here() == ([], [CLIP])


async def test_the_web_chat_goes_on_over_a_kill_and_a_reload(process, page, clip):
    await process.start()
    await page.goto(f"http://127.0.0.1:{process.web_port}")
    await page.wait_for_selector("#log[aria-busy=false]", state="attached")
    await slowly(page, SLOW)
    await page.set_input_files("#picker", clip)
    await page.fill("#words", "cut it")
    here = await killed_in_the_middle(process, page, "document.querySelector('[role=progressbar]').ariaValueNow")
    offsets = sent_from(page)
    await process.start()
    await page.reload()
    await slowly(page, -1)
    await expect(page.locator(".chip[data-state=ready]")).to_contain_text("beach.mp4", timeout=30_000)
    assert offsets[0] == here
    assert process.bytes_here() == ([], [CLIP])
    await expect(page.locator("#words")).to_have_value("cut it")


async def test_the_upload_page_goes_on_over_a_kill(process, page, clip):
    link = await process.link()
    await process.start()
    await page.goto(link)
    await page.wait_for_selector("#main[aria-busy=false]")
    await slowly(page, SLOW)
    await page.set_input_files("#file", clip)
    here = await killed_in_the_middle(process, page, "document.getElementById('bar').value")
    await expect(page.locator("#course")).to_have_text("Waiting for the connection…")
    offsets = sent_from(page)
    await slowly(page, -1)
    await process.start()
    await page.wait_for_selector("#done:visible")
    assert offsets == [here]
    assert process.bytes_here() == ([], [CLIP])
