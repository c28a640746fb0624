"""The projects of a chat and their versions, as a page lists them beside the conversation."""

import json
from typing import Annotated, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from bots.http import whole_body
from bots.spool.spool import Spool
from bots.web import message_json
from bots.web.cookie import chat_of
from bots.web.errors import error_response
from bots.web.open_pages import OpenPages
from bots.web.transcript import Transcript
from core.engine.clock import Clock
from core.model.actions import ExportVersion, to_wire
from core.model.chat import Address
from core.model.front_door import FrontDoor
from core.model.projects import Project, Projects
from core.model.requests import Requests
from core.model.titles import shown_titles
from core.model.versions import Version, Versions
from core.words.language import Language
from core.words.repeated_spoilers import hide
from core.words.spoilers import is_all_hidden, without_hidden
from core.words.timeline import line, read

_LISTED: Final = 200
_VERSIONS: Final = 50
_SENDER: Final = ""  # a direct chat has one current project

Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]*$")
]


class Rename(BaseModel):
    """Another title for a project."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Title


class ChatProjects:
    """Lists, renames and deletes the projects of the chat that asks; another chat's are not there."""

    def __init__(
        self,
        front_door: FrontDoor,
        projects: Projects,
        requests: Requests,
        versions: Versions,
        transcript: Transcript,
        spool: Spool,
        pages: OpenPages,
        clock: Clock,
    ) -> None:
        self._front_door = front_door
        self._projects = projects
        self._requests = requests
        self._versions = versions
        self._transcript = transcript
        self._spool = spool
        self._pages = pages
        self._clock = clock

    async def choose(self, chat: Address, number: int) -> bool:
        """Make a project the current one of its chat; False: there is none with this id."""
        project = await self._find(chat, number)
        if project is None:
            return False
        await self._projects.switch(chat, _SENDER, project.id)
        return True

    async def list(self, request: web.Request) -> web.StreamResponse:
        """`GET /projects`: the newest first, and which of them is the current one."""
        chat = chat_of(request)
        if chat is None:
            return error_response(401, "stranger")
        current = await self._projects.current(chat, _SENDER)
        known = await self._projects.latest(chat, _SENDER, _LISTED)
        titles = await shown_titles(self._requests, known)
        listed = [_project(one, titles[one.id]) for one in known]
        return web.json_response({"current": current.id if current else None, "projects": listed})

    async def versions(self, request: web.Request) -> web.StreamResponse:
        """`GET /projects/<id>/versions?language=…`: the newest first."""
        project = await self._asked(request)
        if project is None:
            return error_response(404, "project_gone")
        language: Language = "zh" if request.query.get("language") == "zh" else "en"
        made = await self._versions.all(project.id)
        hidden = (await self._requests.spoilers([project.id]))[project.id]
        shown = [_version(one, language, hidden) for one in made[: -_VERSIONS - 1 : -1]]
        return web.json_response({"versions": shown})

    async def rename(self, request: web.Request) -> web.StreamResponse:
        """`PATCH /projects/<id>` with a `title`."""
        project = await self._asked(request)
        if project is None:
            return error_response(404, "project_gone")
        try:
            wanted = Rename.model_validate_json(await whole_body(request))
        except ValidationError:
            return error_response(400, "title")
        await self._projects.rename(project.id, wanted.title)
        self._pages.notify(project.address, projects=True)
        return web.json_response({})

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """`DELETE /projects/<id>`: 409 while something is going on in it, unless `?cancel=1` cancels that."""
        project = await self._asked(request)
        if project is None:
            return error_response(404, "project_gone")
        files = await self._files(project)
        if "cancel" in request.query:
            await self._front_door.close_project(project)
        elif not await self._projects.delete(project.id, self._clock.time()):
            return error_response(409, "project_busy")
        await self._spool.discard(files)  # what a crash leaves here goes within days
        self._pages.notify(project.address, projects=True)
        return web.json_response({})

    async def _files(self, project: Project) -> set[str]:
        """Return the spooled files that the lines of a project show."""
        refs, seen = set[str](), 0
        while entries := await self._transcript.since(project.address, seen, _LISTED):
            seen = entries[-1].change
            for entry in entries:
                if entry.body and entry.project == project.id:
                    refs |= message_json.refs_of(entry.body)
        return refs

    async def _asked(self, request: web.Request) -> Project | None:
        chat = chat_of(request)
        return await self._find(chat, int(request.match_info["id"])) if chat else None

    async def _find(self, chat: Address, number: int) -> Project | None:
        try:
            project = await self._projects.get(number)
        except LookupError:
            return None
        # by its number, for a deleted one has none any more
        return await self._projects.numbered(chat, _SENDER, project.number) if project.address == chat else None


def _project(project: Project, title: str) -> dict[str, object]:
    """Return a project as it is listed; one of whose title nothing may be shown has none."""
    title = "" if is_all_hidden(title) else without_hidden(title)
    return {"id": project.id, "number": project.number, "title": title, "at": project.created_at}


def _version(version: Version, language: Language, hidden: tuple[str, ...]) -> dict[str, object]:
    return {
        "number": version.number,
        "at": version.made_at,
        "request": version.request,
        "timeline": without_hidden(hide(line(read(json.loads(version.draft)), language), hidden)),
        "press": to_wire(ExportVersion(version.number)),
    }
