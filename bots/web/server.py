"""The web chat's server: routes, rules and limits put together on an application of its own.

It listens on loopback names only and is never mounted on the webhook's listener.
"""

from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from bots.web.door import Door, Receive
from bots.web.events import Events
from bots.web.files import Files
from bots.web.films import Films
from bots.web.guard import guard, harden
from bots.web.pages import Pages
from bots.web.site import STATIC, Setting, Site
from bots.web.spool import Spool
from bots.web.transcript import Transcript
from core.engine.clock import Clock
from core.media.fetch import Fetcher

_BODY_BYTES: Final = 512 * 1024  # the longest text, every character escaped
_LOOK_SECONDS: Final = 5.0
_SILENCE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class WebChat:
    """Everything the server needs. `receive` returns once a message is committed.

    `look_seconds` is how often a page looks for what another process wrote; an upload of which nothing comes for
    `silence_seconds` is cut off.
    """

    receive: Receive
    transcript: Transcript
    spool: Spool
    pages: Pages
    fetcher: Fetcher
    clock: Clock
    setting: Setting = field(default_factory=Setting)
    look_seconds: float = _LOOK_SECONDS
    silence_seconds: float = _SILENCE_SECONDS

    def application(self) -> web.Application:
        """Return the application, ready for a runner."""
        app = web.Application(middlewares=[guard], client_max_size=_BODY_BYTES)
        app.on_response_prepare.append(harden)
        app.add_routes(self._routes())
        return app

    async def close_pages(self) -> None:
        """End what browsers hold open; to be called when no new connection is taken, before the runner's clean-up."""
        self.pages.close()

    def _routes(self) -> list[web.AbstractRouteDef]:
        site = Site(self.setting, file_bytes=self.spool.file_bytes)
        silence = self.silence_seconds
        door = Door(self.receive, self.transcript, self.spool, self.pages, self.clock, silence_seconds=silence)
        events = Events(self.transcript, self.pages, look_seconds=self.look_seconds)
        films = Films(self.transcript, self.spool, self.fetcher, self.pages)
        files = Files(self.spool, self.pages)
        return [
            web.get("/", site.page),
            web.get("/page.json", site.words),
            web.get("/sample.mp4", site.sample),
            web.static("/static", STATIC),
            web.post("/upload", door.upload),
            web.post("/messages", door.say),
            web.get("/events", events.stream, allow_head=False),
            web.get("/film/{key}", films.give),
            web.get("/file/{ref}", files.give),
        ]
