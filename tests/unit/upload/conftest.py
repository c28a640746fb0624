"""The upload page on loopback, with the real intake and store behind it; requests are accepted and never worked on."""

import asyncio
import contextlib
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

import bots.services
from bots.prove.tus import announced
from bots.services import App, build_services
from bots.settings import Settings
from bots.upload.service import Uploads, open_uploads
from core.engine.codec import to_json
from core.model.attachments import Attachment
from core.model.chat import Address, Capabilities, Incoming, Sender
from core.model.pending import PendingWords
from core.model.requests import Child, Outcome, Request
from core.progress import Arrived
from tests.doubles.tus import upload

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 40
BOT = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
HERE = Address("stage", "-100", "7")
ANNA = Sender("42", "Anna", "en")


@dataclass
class Stage:
    """A platform that nothing is said through."""

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
class Place:
    """One life of the bot, and a browser in front of it."""

    app: App
    uploads: Uploads
    http: aiohttp.ClientSession
    url: str
    folder: object

    @property
    def page(self):
        return self.app.services.upload_page

    @property
    def files(self):
        """The names of what lies on disk, whole or not; what is known of each lies beside it."""
        return sorted(file.name for file in self.folder.iterdir() if ".json" not in file.suffixes)

    async def ask(self, text="add music", key="m1", sender=ANNA, address=HERE) -> int:
        """Send a clip that the chat cannot carry, and have it refused: its words wait, and its number comes back."""
        file = Attachment("big", "holiday.mp4", 40_000_000, "video/mp4")
        now = self.app.services.clock.time()
        said = Incoming(address, sender, key, now, private=False, text=text, attachments=(file,), handle='{"of":1}')
        await self.app.intake.receive(said)
        number = (await self.app.services.stores.messages.origin(address, key)).request
        await self.app.services.stores.requests.seal(number, text, (await self.request(number)).meaning)
        await self.over(number, Arrived("holiday.mp4", refused="error.too_large_platform"))
        if text:
            words = PendingWords(text, fresh=False, request=number)
            await self.app.services.stores.pending.keep(address, sender.id, words, now + 3600)
        return number

    async def over(self, number, *files: Arrived, outcome=Outcome.FAILED):
        """End a request after this became of its files."""
        for index, file in enumerate(files):
            await self.app.services.stores.entries.record(number, f"upload.{index}", to_json(file, Arrived))
        await self.app.services.stores.requests.end(number, outcome, self.app.services.clock.time())

    async def request(self, number) -> Request:
        return await self.app.services.stores.requests.get(number)

    async def made(self, key="m1#upload", address=HERE) -> Request | None:
        """The request that a file of the page made."""
        origin = await self.app.services.stores.messages.origin(address, key)
        return None if origin is None or origin.request is None else await self.request(origin.request)

    here = HERE
    mp4 = MP4
    size = len(MP4)
    clip = Attachment("small", "small.mp4", 900, "video/mp4")

    @property
    def port(self):
        return int(self.url.rpartition(":")[2])

    async def keep(self, number, data=MP4):
        """Keep a whole file for a request, of which the core does not know."""

        async def chunks():
            yield data

        prefix = f"page:{number}-"
        file = await self.app.spool.begin(prefix, "clip.mp4", len(data), prefix=prefix)
        await self.app.spool.append(file, 0, chunks(), lambda *_: None)
        return file

    async def say(self, *files, key, text="", address=HERE, sender=ANNA):
        """Say something in the chat."""
        now = self.app.services.clock.time()
        await self.app.intake.receive(Incoming(address, sender, key, now, private=False, text=text, attachments=files))

    async def split(self, parent, files):
        request = await self.request(parent)
        children = [Child(f"only part{n}", request.meaning, (file,)) for n, file in enumerate(files, start=1)]
        return await self.app.services.stores.requests.split(parent, children)

    async def begin_to_send(self, link, data=b""):
        """Send so much of a file of 90,000 bytes; returns the connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        headers = {"Host": "x", "Content-Length": 90_000, **announced(90_000)}
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"POST /up/{self.token(link)}/files HTTP/1.1\r\n{told}\r\n".encode() + data)
        await writer.drain()
        return reader, writer

    def token(self, link):
        return link.rpartition("/")[2]

    async def state(self, link, **headers):
        async with self.http.get(f"/up/{self.token(link)}/state", headers=headers) as answer:
            return answer.status, await answer.json()

    async def send(self, link, data=MP4, name="clip.mp4", size=None, **headers):
        """Send a file in one piece; returns the status and the code of an error."""
        answer = await upload(self.http, f"/up/{self.token(link)}/files", data, name, size=size, **headers)
        return answer.status, answer.headers.get("X-Error")


@pytest.fixture
def lives(tmp_path, monkeypatch, clock):
    """`async with lives() as place`: the same folder again is the next life."""
    monkeypatch.setattr(bots.services, "SystemClock", lambda: clock)

    @contextlib.asynccontextmanager
    async def live(**changes) -> AsyncIterator[Place]:
        chosen = {
            "nemo_api_url": "http://127.0.0.1:9",
            "nemobot_data_dir": tmp_path,
            "nemobot_public_url": "https://bot.example.org",
            "telegram_bot_token": BOT,
            "nemobot_max_file_mb": 1,
            "nemobot_spool_mb": 3,
        }
        settings = Settings(**(chosen | changes))
        async with build_services(settings) as app, open_uploads(app) as uploads:
            app.platforms["stage"] = Stage()
            site = web.Application()
            site.add_routes(uploads.routes())
            runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            async with aiohttp.ClientSession(url) as http:
                yield Place(app, uploads, http, url, tmp_path / "spool")
            uploads.close()
            await runner.cleanup()
            await app.intake.close()

    return live


@pytest.fixture
async def place(lives):
    async with lives() as made:
        yield made


@pytest.fixture
def signed(clock):
    """What Telegram tells a Mini App about who opened it."""

    def sign(person=42, *, at=None, token=BOT, **more):
        fields = {"auth_date": str(int(clock.time() if at is None else at)), "query_id": "AA", "signature": "x-y_z"}
        fields |= {"user": json.dumps({"id": person, "first_name": "Анна & Co"}), **more}
        said = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
        key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
        return urlencode(fields | {"hash": hmac.digest(key, said.encode(), hashlib.sha256).hex()})

    return sign
