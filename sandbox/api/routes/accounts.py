"""Routes of accounts and sessions: starter token, session, browser link, credits, state."""

import time
from typing import Any

from aiohttp import web

from sandbox.api.routes.middleware import faults_of, note
from sandbox.api.state.accounts import Accounts
from sandbox.api.state.files import Files, info
from sandbox.api.state.sessions import Sessions
from sandbox.api.state.turns import Turns
from sandbox.api.wire.envelope import base_url, json_answer, json_object, success
from sandbox.api.wire.state import canvas, music, shown


class AccountRoutes:
    """Endpoints 1, 2, 3, 6 and 7 of the skill text's table."""

    def __init__(self, accounts: Accounts, sessions: Sessions, files: Files, turns: Turns) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._files = files
        self._turns = turns

    def routes(self) -> list[web.RouteDef]:
        """What is served here."""
        return [
            web.post("/api/auth/anonymous-token", self.token, name="token"),
            web.post("/api/tasks/{user}/with-session/nemo_agent", self.session, name="session"),
            web.post("/api/auth/claim-token", self.claim, name="claim"),
            web.get("/api/credits/balance/simple", self.credits, name="credits"),
            web.get("/api/state/nemo_agent/{user}/{session}/latest", self.state, name="state"),
        ]

    async def token(self, request: web.Request) -> web.Response:
        """A starter token for the client that names itself."""
        starter = self._accounts.mint(request.headers.get("X-Client-Id", "").strip(), request.remote or "")
        data: dict[str, Any] = {"token": starter.token, "credits": starter.credits}
        if not faults_of(request).bare_token:
            data |= {"user_id": starter.user_id, "expires_at": starter.expires_at}
        return success(data)

    async def session(self, request: web.Request) -> web.Response:
        """A new task and session."""
        account = self._accounts.bearer(request.headers.get("Authorization"))
        body = await json_object(request)
        session = self._sessions.create(
            account, str(body.get("task_name") or "project"), str(body.get("language") or "en")
        )
        note(request, session=session.id)
        return success({"task_id": session.task_id, "session_id": session.id, "user_id": account.user_id})

    async def claim(self, request: web.Request) -> web.Response:
        """A token that opens the session in a browser and does nothing else."""
        if faults_of(request).no_claim:
            return json_answer({"detail": "Not Found"}, 404)
        account = self._accounts.bearer(request.headers.get("Authorization"))
        body = await json_object(request)
        session = self._sessions.find(account, str(body.get("session_id")))
        token, seconds = self._sessions.claim(session)
        return success({"claim_token": token, "expires_in": seconds})

    async def credits(self, request: web.Request) -> web.Response:
        """What the account has left."""
        left = self._accounts.credits(self._accounts.bearer(request.headers.get("Authorization")))
        match faults_of(request).credits_form:
            case "missing":
                return success({})
            case "negative":
                return success({"available": -5, "frozen": 0, "total": -5})
            case _:
                total = left.available + left.frozen
                return success({"available": left.available, "frozen": left.frozen, "total": total})

    async def state(self, request: web.Request) -> web.Response:
        """The session as it stands."""
        account = self._accounts.bearer(request.headers.get("Authorization"))
        session = self._sessions.find(account, request.match_info["session"])
        note(request, session=session.id)
        draft = self._turns.look(session.id)
        drift = {"last_seen": time.time_ns()} if faults_of(request).drift else {}
        state = {
            "video_infos": [info(kept, base_url(request)) | drift for kept in self._files.of(session.id)],
            **shown(draft, faults_of(request).draft_form),
            "canvas_config": canvas(draft),
            "video_analyses": {},
            "generated_media": music(draft),
        }
        about = {"session_id": session.id, "task_id": session.task_id, "task_name": session.name}
        return success(about | {"user_id": account.user_id, "state": state})
