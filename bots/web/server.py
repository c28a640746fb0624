"""The web chat's server: routes, rules and limits put together on an application of its own.

It listens on loopback names only and is never mounted on the webhook's listener.
"""

from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from bots.spool.site import STATIC as SHARED
from bots.spool.spool import Spool
from bots.spool.tus import Tus
from bots.spool.uploading import SILENCE_SECONDS, Uploading
from bots.web.events import Events
from bots.web.files import Files
from bots.web.films import Films
from bots.web.handlers import ChatHandlers, UploadDoor
from bots.web.open_pages import OpenPages
from bots.web.projects import ChatProjects
from bots.web.security import add_headers, same_origin
from bots.web.site import STATIC, PageOptions, Site
from bots.web.transcript import Transcript
from core.engine.clock import Clock
from core.media.fetch import Fetcher
from core.model.front_door import FrontDoor
from core.model.projects import Projects
from core.model.requests import Requests
from core.model.versions import Versions

_BODY_BYTES: Final = 512 * 1024  # the longest text, every character escaped
PROJECT: Final = r"/projects/{id:\d{1,18}}"
_POLL_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class WebChat:
    """Everything the server needs.

    `poll_seconds` is how often a page looks for what another process wrote; an upload of which nothing comes for
    `silence_seconds` is cut off, and so is a message that is not whole by then.
    """

    front_door: FrontDoor
    transcript: Transcript
    projects: Projects
    requests: Requests
    versions: Versions
    spool: Spool
    pages: OpenPages
    fetcher: Fetcher
    clock: Clock
    options: PageOptions = field(default_factory=PageOptions)
    poll_seconds: float = _POLL_SECONDS
    silence_seconds: float = SILENCE_SECONDS

    def application(self) -> web.Application:
        """Return the application, ready for a runner."""
        app = web.Application(middlewares=[same_origin], client_max_size=_BODY_BYTES)
        app.on_response_prepare.append(add_headers)
        app.add_routes(self._routes())
        return app

    def _routes(self) -> list[web.AbstractRouteDef]:
        site = Site(self.options, file_bytes=self.spool.file_bytes)
        projects = ChatProjects(
            self.front_door,
            self.projects,
            self.requests,
            self.versions,
            self.transcript,
            self.spool,
            self.pages,
            self.clock,
        )
        handlers = ChatHandlers(
            self.front_door,
            self.transcript,
            self.spool,
            self.pages,
            projects,
            self.clock,
            silence_seconds=self.silence_seconds,
        )
        uploading = Uploading(self.pages.transfers, self.clock, silence_seconds=self.silence_seconds)
        tus = Tus(UploadDoor(), self.spool, uploading, {})
        events = Events(self.transcript, self.pages, poll_seconds=self.poll_seconds)
        films = Films(self.transcript, self.spool, self.fetcher, self.pages)
        files = Files(self.spool, self.pages)
        return [
            web.get("/", site.page),
            web.get("/page.json", site.words),
            web.get("/sample.mp4", site.sample),
            web.static("/web/static", STATIC),
            web.static("/spool/static", SHARED),
            *tus.routes("/uploads"),
            web.post("/messages", handlers.message),
            web.get("/events", events.stream, allow_head=False),
            web.get("/projects", projects.list),
            web.get(PROJECT + "/versions", projects.versions),
            web.patch(PROJECT, projects.rename),
            web.delete(PROJECT, projects.delete),
            web.get("/film/{key}", films.get),
            web.get("/file/{ref}", files.get),
        ]
