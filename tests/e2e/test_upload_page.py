"""The upload page in a real browser: a phone, light and dark, both languages, and as a Mini App."""

import asyncio
import contextlib
import errno
import hashlib
import hmac
import json
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest
import pytest_asyncio
from aiohttp import web
from axe_playwright_python.async_playwright import Axe

from bots.services import App, build_services
from bots.settings import Settings
from bots.upload.service import Uploads, open_uploads
from core.engine.codec import to_json
from core.model.attachments import Attachment
from core.model.chat import Address, Capabilities, Incoming, Sender
from core.model.requests import Outcome
from core.progress import Arrived
from core.words.spoilers import hidden

BOT = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
HERE = Address("stage", "7")
PHONE = {"width": 390, "height": 780}
MIB = 1024 * 1024
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


@dataclass
class Stage:
    name: str = "stage"
    here: Capabilities = field(default_factory=lambda: Capabilities(file_bytes=0, incoming_bytes=1000))

    def capabilities(self, to):
        return self.here

    async def react(self, to, reaction):
        """Nobody looks."""

    async def wait_for_budget(self, to, post):
        """Return at once."""

    async def send(self, to, post, arrived=None, rest=None):
        if arrived:
            await arrived(to.address, "s1", 0)
        return "s1"


@dataclass
class Bot:
    app: App
    uploads: Uploads
    folder: object

    async def link(self, words="add calm music", key="m1", *, app=False):
        """A link for a clip that was refused in the chat."""
        file = Attachment("big", "holiday.mp4", 40_000_000)
        said = Incoming(HERE, Sender("42"), key, time.time(), private=True, text=words, attachments=(file,))
        await self.app.intake.receive(said)
        services = self.app.services
        number = (await services.stores.messages.origin(HERE, key)).request
        refused = Arrived("holiday.mp4", refused="error.too_large_platform")
        await services.stores.entries.record(number, "upload.0", to_json(refused, Arrived))
        await services.stores.requests.end(number, Outcome.FAILED, 0.0)
        link = services.upload_page.link(number, app=app)
        return link.replace("https://", "http://")

    async def files(self, key="m1#upload"):
        """What came by the page."""
        origin = await self.app.services.stores.messages.origin(HERE, key)
        if origin is None:
            return []
        return [
            file for part in await self.app.services.stores.requests.parts(origin.request) for file in part.attachments
        ]

    @property
    def on_disk(self):
        return [file for file in self.folder.iterdir() if ".json" not in file.suffixes]


@pytest_asyncio.fixture
async def bot(tmp_path):
    listening = socket.create_server(("127.0.0.1", 0))
    settings = Settings(
        nemo_api_url="http://127.0.0.1:9",
        nemobot_data_dir=tmp_path,
        nemobot_public_url=f"https://127.0.0.1:{listening.getsockname()[1]}/nemo",
        telegram_bot_token=BOT,
        nemobot_max_file_mb=40,
    )
    async with build_services(settings) as app, open_uploads(app) as uploads:
        app.platforms["stage"] = Stage()
        site = web.Application()
        site.add_routes(uploads.routes())
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        yield Bot(app, uploads, tmp_path / "spool")
        uploads.close()
        await runner.cleanup()
        await app.intake.close()


@pytest.fixture
def opened(browser):
    """`async with opened(link, locale=…) as page`: any fault on its console fails the test."""

    @contextlib.asynccontextmanager
    async def open_page(link, **device):
        context = await browser.new_context(**{"locale": "en-US", "viewport": PHONE, "has_touch": True} | device)
        page = await context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        await page.goto(link)
        await page.wait_for_selector("#main[aria-busy=false]")
        yield page
        assert await context.cookies() == []
        await context.close()
        assert faults == []

    return open_page


@pytest.fixture
def clip(tmp_path):
    def make(name="beach.mov", size=64 * 1024, head=MP4):
        file = tmp_path / name
        file.write_bytes((head + bytes(size))[:size])
        return file

    return make


async def barriers(page):
    found = (await Axe().run(page)).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


async def until(page, true):
    """Wait for an expression; Playwright's own way is what the page's policy forbids."""
    async with asyncio.timeout(20):
        while not await page.evaluate(true):  # noqa: ASYNC110 - the browser has no event of ours
            await asyncio.sleep(0.02)


async def slowly(page, bytes_a_second):
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    pace = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    await session.send("Network.emulateNetworkConditions", pace)


def telegram(link, person=42, *, at=None, token=BOT, **more):
    """The link as Telegram opens a Mini App with it."""
    fields = {"auth_date": str(int(time.time() if at is None else at)), "user": json.dumps({"id": person})}
    said = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    data = urlencode(fields | {"hash": hmac.digest(key, said.encode(), hashlib.sha256).hex()})
    launch = {"tgWebAppData": data, "tgWebAppVersion": "8.0", **more}
    return f"{link}#" + "&".join(f"{name}={quote(value, safe='')}" for name, value in launch.items())


async def test_a_clip_is_chosen_sent_and_said_to_have_arrived(bot, opened, clip):
    link = await bot.link()
    async with opened(link) as page:
        assert await page.inner_text("#words") == "add calm music"
        assert "40 MB" in await page.inner_text("#choosing")
        await page.set_input_files("#file", clip())
        await page.wait_for_selector("#done:visible")
        assert await page.evaluate("document.activeElement.id") == "done-head"
        [file] = await bot.files()
        assert (file.name, file.size) == ("beach.mp4", 64 * 1024)
        await page.reload()
        await page.wait_for_selector("#shut:visible")
        assert "has arrived" in await page.inner_text("#why")


async def test_what_waits_hidden_is_shown_by_a_click(bot, opened):
    covered = "(element) => getComputedStyle(element).backgroundColor === getComputedStyle(element).color"
    async with opened(await bot.link(f"a title {hidden('he dies')} in red")) as page:
        assert await page.inner_text("#words") == "a title he dies in red"
        spoiler = page.locator("#words .spoiler")
        assert await spoiler.inner_text() == "he dies"
        assert await spoiler.evaluate(covered)
        await spoiler.click()
        assert not await spoiler.evaluate(covered)


async def test_subtitles_are_said_to_be_taken_and_arrive(bot, opened, tmp_path):
    file = tmp_path / "talk.srt"
    file.write_text("1\n00:00:01,000 --> 00:00:02,000\n你好\n", "utf-8")
    blank = tmp_path / "blank.srt"
    blank.write_text("no times at all\n" * 9, "utf-8")
    async with opened(await bot.link("burn these in")) as page:
        assert ".srt" in await page.inner_text("#choosing")
        assert ".srt" in (await page.get_attribute("#file", "accept")).split(",")
        await page.set_input_files("#file", blank)
        await page.wait_for_selector("#problem:visible")
        assert "subtitles with their times" in await page.inner_text("#problem")
        await page.set_input_files("#file", file)
        await page.wait_for_selector("#done:visible")
        assert [file.name for file in await bot.files()] == ["talk.srt"]
        [path] = bot.on_disk
        assert path.read_bytes() == file.read_bytes()


async def test_the_progress_is_shown_and_a_cancelled_upload_can_be_tried_again(bot, opened, clip):
    async with opened(await bot.link()) as page:
        await slowly(page, 2 * MIB)
        await page.set_input_files("#file", clip(size=8 * MIB))
        await until(page, "document.getElementById('bar').value > 15")
        assert "of 8 MB" in await page.inner_text("#count")
        await page.click("#cancel")
        await page.wait_for_selector("#problem:visible")
        assert "Cancelled" in await page.inner_text("#problem")
        assert await bot.files() == []
        await slowly(page, -1)
        await page.click("#again")
        await page.wait_for_selector("#done:visible")
        assert len(await bot.files()) == 1


async def test_a_connection_that_breaks_goes_on_by_itself(bot, opened, clip):
    async with opened(await bot.link()) as page:
        await slowly(page, 2 * MIB)
        await page.set_input_files("#file", clip(size=8 * MIB))
        await until(page, "document.getElementById('bar').value > 15")
        bot.uploads.close()
        bot.uploads.uploading._transfers.closed = False
        await slowly(page, -1)
        await page.wait_for_selector("#done:visible")
        assert [file.size for file in await bot.files()] == [8 * MIB]
        [path] = bot.on_disk
        assert path.read_bytes() == clip(size=8 * MIB).read_bytes()


async def test_a_reload_in_mid_upload_goes_on_where_it_was(bot, opened, clip):
    file = clip(size=8 * MIB)
    async with opened(await bot.link()) as page:
        await slowly(page, 2 * MIB)
        await page.set_input_files("#file", file)
        await until(page, "document.getElementById('bar').value > 30")
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
        await page.reload()
        await page.wait_for_selector("#begun:visible")
        assert "beach.mov is here already" in await page.inner_text("#begun")
        sent: list[int] = []
        page.on("request", lambda asked: sent.append(int(asked.headers.get("upload-offset", "0"))))
        await slowly(page, -1)
        await page.set_input_files("#file", file)
        await page.wait_for_selector("#done:visible")
        assert max(sent) > MIB  # not from the start
        [path] = bot.on_disk
        assert path.read_bytes() == file.read_bytes()


async def test_another_file_takes_the_place_of_the_one_that_was_begun(bot, opened, clip, eventually):
    async with opened(await bot.link()) as page:
        await slowly(page, 2 * MIB)
        await page.set_input_files("#file", clip(size=8 * MIB))
        await until(page, "document.getElementById('bar').value > 30")
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
        await page.reload()
        await page.wait_for_selector("#begun:visible")
        await slowly(page, -1)
        await page.set_input_files("#file", clip("other.mov"))
        await page.wait_for_selector("#done:visible")
        assert [file.name for file in await bot.files()] == ["other.mp4"]
        await eventually(lambda: len(bot.on_disk) == 1)


async def second_tab(page, link):
    other = await page.context.new_page()
    await other.goto(link)
    await other.wait_for_selector("#main[aria-busy=false]")
    return other


async def test_two_tabs_with_one_file_send_it_once(bot, opened, clip):
    link, file = await bot.link(), clip(size=8 * MIB)
    async with opened(link) as page:
        await slowly(page, 2 * MIB)
        await page.set_input_files("#file", file)
        await until(page, "document.getElementById('bar').value > 15")
        other = await second_tab(page, link)
        asked: list[str] = []
        other.on("request", lambda request: asked.append(request.method))
        await other.set_input_files("#file", file)
        await other.wait_for_selector("#sending:visible")
        await slowly(page, -1)
        await page.wait_for_selector("#done:visible")
        await other.wait_for_selector("#shut:visible")
        assert "the file has arrived" in await other.inner_text("#why")
        assert "PATCH" not in asked
        assert len(await bot.files()) == 1


async def test_another_file_in_another_tab_stops_the_first_which_says_so(bot, opened, clip):
    link = await bot.link()
    async with opened(link) as page:
        await slowly(page, MIB)
        await page.set_input_files("#file", clip(size=8 * MIB))
        await until(page, "document.getElementById('bar').value > 15")
        other = await second_tab(page, link)
        await slowly(other, MIB)
        await other.set_input_files("#file", clip("other.mov", size=4 * MIB))
        await page.wait_for_selector("#problem:visible")
        assert "another upload was begun by the same link" in await page.inner_text("#problem")
        await slowly(other, -1)
        await other.wait_for_selector("#done:visible")
        assert [file.name for file in await bot.files()] == ["other.mp4"]


async def test_what_was_kept_for_too_long_is_sent_from_the_beginning_and_that_is_said(bot, opened, clip):
    async with opened(await bot.link()) as page:
        await slowly(page, 2 * MIB)
        await page.set_input_files("#file", clip(size=8 * MIB))
        await until(page, "document.getElementById('bar').value > 30")
        [file] = bot.app.spool.files("page:")
        await bot.app.spool.discard([file.ref])
        bot.uploads.close()
        bot.uploads.uploading._transfers.closed = False
        await until(page, "document.getElementById('course').textContent.includes('sent from the beginning')")
        await slowly(page, -1)
        await page.wait_for_selector("#done:visible")
        assert len(await bot.files()) == 1


async def test_a_disk_that_is_full_in_the_middle_is_said_and_the_file_may_be_tried_again(
    bot, opened, clip, monkeypatch
):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    async with opened(await bot.link()) as page:
        await slowly(page, 2 * MIB)
        await page.set_input_files("#file", clip(size=8 * MIB))
        await until(page, "document.getElementById('bar').value > 30")
        with monkeypatch.context() as patched:
            patched.setattr("bots.spool.spool._write", full)
            patched.setattr("bots.spool.spool._close", lambda opened, _: opened.close())
            await page.wait_for_selector("#problem:visible")
        assert "There is no room for beach.mov" in await page.inner_text("#problem")
        assert bot.on_disk == []
        await slowly(page, -1)
        await page.click("#again")
        await page.wait_for_selector("#done:visible")


async def test_the_screen_stays_on_while_a_file_is_sent(bot, opened, clip):
    async with opened(await bot.link()) as page:
        await page.evaluate(
            "() => { window.held = []; navigator.wakeLock.request = async () => {"
            " const lock = { released: false, release: async () => { lock.released = true; } };"
            " window.held.push(lock); return lock; }; }"
        )
        await slowly(page, 2 * MIB)
        await page.set_input_files("#file", clip(size=4 * MIB))
        await until(page, "window.held.length === 1 && !window.held[0].released")
        await slowly(page, -1)
        await page.wait_for_selector("#done:visible")
        await until(page, "window.held[0].released")


async def test_a_file_that_will_not_do_is_refused_in_words_and_another_may_follow(bot, opened, clip):
    async with opened(await bot.link()) as page:
        for file, said in (
            (clip("empty.mp4", size=0), "0 bytes"),
            (clip("huge.mp4", size=41 * MIB), "larger than 40 MB"),
            (clip("words.mp4", head=b"%PDF-1.7"), "or subtitles"),
        ):
            await page.set_input_files("#file", file)
            await page.wait_for_selector(f'#problem:has-text("{said}")')
            assert file.name in await page.inner_text("#problem")
            assert said in await page.text_content("#alarm")
        await page.set_input_files("#file", clip())
        await page.wait_for_selector("#done:visible")


async def test_words_that_went_with_a_clip_of_the_chat_close_the_page(bot, opened, clip):
    link = await bot.link()
    async with opened(link) as page:
        await bot.app.store.database.all("update requests set words_taken = true where id = 1")
        await page.set_input_files("#file", clip())
        await page.wait_for_selector("#shut:visible")
        assert "sent in the chat" in await page.inner_text("#why")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_fits_a_phone_and_has_no_barrier(bot, opened, clip, theme):
    async with opened(
        await bot.link("剪掉静音" * 40), color_scheme=theme, viewport={"width": 320, "height": 560}
    ) as page:
        ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == ("rgb(247, 245, 241)" if theme == "light" else "rgb(18, 20, 24)")
        await page.set_input_files("#file", clip("x" * 150 + ".mp4", head=b"no"))
        await page.wait_for_selector("#problem:visible")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        assert await barriers(page) == []
        await slowly(page, 100_000)
        await page.set_input_files("#file", clip(size=MIB))
        await page.wait_for_selector("#sending:visible")
        assert await barriers(page) == []
        await slowly(page, -1)
        await page.wait_for_selector("#done:visible")
        assert await barriers(page) == []


async def test_it_speaks_the_language_of_the_request_and_the_other_on_demand(bot, opened):
    async with opened(await bot.link("配上轻松的音乐")) as page:
        assert await page.inner_text("h1:visible") == "上传你的素材"
        assert await page.get_attribute("html", "lang") == "zh-CN"
        await page.click("#language")
        assert await page.inner_text("h1:visible") == "Upload your clip"


async def test_keys_alone_are_enough(bot, opened, clip):
    async with opened(await bot.link()) as page:
        async with page.expect_file_chooser() as chooser:  # asked for first: it takes the browser a moment
            await page.keyboard.press("Tab")
            await page.keyboard.press("Tab")
            assert await page.evaluate("document.activeElement.id") == "file"
            await page.keyboard.press("Enter")
        await (await chooser.value).set_files(clip())
        await page.wait_for_selector("#done:visible")


async def test_a_link_that_is_none_says_so(bot, opened):
    link = await bot.link()
    async with opened(link[:-3] + "AAA", locale="zh-CN") as page:
        assert "不完整" in await page.inner_text("#why")


async def test_a_mini_app_of_the_asker_takes_the_colours_of_the_chat_and_the_clip(bot, opened, clip):
    link = telegram(await bot.link(app=True), tgWebAppThemeParams='{"bg_color":"#17212b"}')
    async with opened(link) as page:
        assert await page.get_attribute("html", "data-theme") == "dark"
        await page.set_input_files("#file", clip())
        await page.wait_for_selector("#done:visible")
        assert await page.is_visible("#done [data-close]")
        assert len(await bot.files()) == 1


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"token": "1:wrong"}, "only inside Telegram"),
        ({"at": 1_700_000_000}, "open for too long"),
        ({"person": 43}, "belongs to the person who asked"),
    ],
)
async def test_a_mini_app_with_wrong_or_stale_data_or_of_another_is_refused(bot, opened, how, said):
    async with opened(telegram(await bot.link(app=True), **how)) as page:
        assert said in await page.inner_text("#why")


async def test_the_link_of_a_mini_app_opens_nowhere_else(bot, opened):
    async with opened(await bot.link(app=True)) as page:
        assert "only inside Telegram" in await page.inner_text("#why")
