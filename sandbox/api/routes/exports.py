"""The routes of exports: submit, poll, cancel, download, and the result link, which asks for no token."""

import re
from typing import Any, Final

from aiohttp import web

from sandbox.api.routes.middleware import faults_of, note
from sandbox.api.state.accounts import Account, Accounts
from sandbox.api.state.exports import Exports, Render
from sandbox.api.state.sessions import Sessions
from sandbox.api.wire.envelope import base_url, json_answer, json_object
from sandbox.api.wire.refusal import export_blocked
from sandbox.api.wire.state import exportable
from sandbox.editor import Quality
from sandbox.faults import Faults

ATTRIBUTION: Final = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")
ODD_STATUS: Final = "compositing"
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,128}")


class ExportRoutes:
    """Endpoints 8 to 11 of the skill text's table, and the vendor's static host of results."""

    def __init__(self, accounts: Accounts, sessions: Sessions, exports: Exports, quality: Quality) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._exports = exports
        self._quality = quality
        self._odd: dict[str, int] = {}

    def routes(self) -> list[web.RouteDef]:
        """What is served here."""
        return [
            web.post("/api/render/proxy/lambda", self.submit, name="render"),
            web.get("/api/render/proxy/lambda/{id}", self.poll, name="poll"),
            web.post("/api/render/proxy/lambda/{id}/cancel", self.cancel, name="cancel"),
            web.get("/api/render/proxy/{id}/download", self.download, name="download"),
            web.get("/render-result/{id}.mp4", self.result, name="result"),
        ]

    async def submit(self, request: web.Request) -> web.Response:
        """Queue a render of the draft that was sent."""
        faults = faults_of(request)
        account = self._account(request)
        if faults.export_blocked or not all(request.headers.get(name) for name in ATTRIBUTION):
            raise export_blocked()
        body = await json_object(request)
        render_id, draft = str(body.get("id") or ""), body.get("draft")
        session = self._sessions.find(account, str(body.get("sessionId") or ""))
        note(request, session=session.id, render=render_id)
        if not _ID.fullmatch(render_id):
            return _unsuccessful("The render id is missing or malformed", 400)
        if not isinstance(draft, dict) or not exportable(draft):
            return _unsuccessful("The draft has no segments", 400)
        render = self._exports.find(render_id)
        if render is None:
            render = self._exports.submit(account, session, render_id, draft, self._quality, faults)
        elif faults.duplicates == "error" or not self._exports.find(render_id, account):
            return _unsuccessful("duplicate id", 409)
        data = {"id": render.id, "status": render.status, "progress": render.progress}
        return json_answer({"success": True, "data": data})

    async def poll(self, request: web.Request) -> web.Response:
        """How far a render is, in the form asked for."""
        render = self._find(request, self._account(request))
        if render is None:
            return _unsuccessful("Render not found", 404)
        faults = faults_of(request)
        url = f"{base_url(request)}/render-result/{render.id}.mp4" if faults.render_url else None
        status = self._status(render, faults)
        return json_answer(_polled(render, status, url if render.status == "completed" else None, faults.render_form))

    async def cancel(self, request: web.Request) -> web.Response:
        """Stop a render that is not finished."""
        render = self._find(request, self._account(request))
        if render is None:
            return _unsuccessful("Render not found", 404)
        if not self._exports.cancel(render):
            return _unsuccessful(f"The render is already {render.status}", 409)
        return json_answer({"success": True, "data": {"id": render.id, "status": "cancelled"}})

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A finished film's bytes, for the render's own account."""
        return self._film(self._find(request, self._account(request)))

    async def result(self, request: web.Request) -> web.StreamResponse:
        """A finished film's bytes, for whoever has the link."""
        return self._film(self._find(request, None))

    def _account(self, request: web.Request) -> Account:
        return self._accounts.bearer(request.headers.get("Authorization"))

    def _find(self, request: web.Request, account: Account | None) -> Render | None:
        render_id = request.match_info["id"]
        note(request, render=render_id)
        return self._exports.find(render_id, account)

    def _film(self, render: Render | None) -> web.StreamResponse:
        path = self._exports.film(render) if render else None
        if path is None:
            return _unsuccessful("Render not found", 404)
        return web.FileResponse(path, headers={"Content-Type": "video/mp4"})

    def _status(self, render: Render, faults: Faults) -> str:
        polls = self._odd.get(render.id, 0)
        if polls >= faults.odd_polls:
            return render.status
        self._odd[render.id] = polls + 1
        return ODD_STATUS


def _polled(render: Render, status: str, url: str | None, form: int) -> dict[str, Any]:
    """The three documented forms: bare, `{success, data}`, `{code, data}`."""
    about: dict[str, Any] = {"status": status, "progress": render.progress}
    if render.error:
        about["error"] = render.error
    finished = render.status == "completed"
    output: dict[str, Any] = {"duration": render.duration_ms / 1000, "size": render.size} if finished else {}
    if url is not None:
        output["url"] = url
    match form:
        case 1:
            return {"taskId": render.id, **about} | ({"output": output} if output else {})
        case 2:
            times = {"createdAt": int(render.created * 1000)}
            times |= {"completedAt": int(render.completed * 1000)} if render.completed else {}
            link = {"outputUrl": url} if url is not None else {}
            return {"success": True, "data": {"id": render.id, **about, **link, **times}}
        case _:
            return {"code": 0, "message": "ok", "data": about | ({"output": output} if output else {})}


def _unsuccessful(error: str, status: int) -> web.Response:
    """`{"success": false, "error": ...}`, the render proxy's own envelope."""
    return json_answer({"success": False, "error": error}, status)
