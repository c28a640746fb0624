"""The requests to NemoVideo as values, one function an endpoint. Pure.

Paths and bodies are those of the NemoVideo skill text. Bodies are snake_case; only the render's `sessionId` is not.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from core.nemo.errors import ClientIdMissing, Route

if TYPE_CHECKING:
    from core.nemo.draft import Draft

_CLIENT_ID = re.compile(r"[!-~]{1,64}")
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Call:
    """A request without the caller's headers; `path` is relative to the API's URL."""

    method: str
    path: str
    route: Route = Route.OTHER
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


def _post(path: str, body: object, route: Route = Route.OTHER) -> Call:
    return Call("POST", path, route, _JSON, json.dumps(body).encode())


def mint(client_id: str) -> Call:
    """Return the call for an anonymous token.

    Raises:
        ClientIdMissing: the id is empty, longer than 64 characters or no plain ASCII.
    """
    if not _CLIENT_ID.fullmatch(client_id):
        raise ClientIdMissing(refused=True)
    return Call("POST", "/api/auth/anonymous-token", Route.TOKEN, {"X-Client-Id": client_id})


def create_session(language: str) -> Call:
    """Return the call for a new task and session."""
    return _post("/api/tasks/me/with-session/nemo_agent", {"task_name": "project", "language": language})


def claim(task_id: str, session_id: str) -> Call:
    """Return the call for a browser link's token."""
    return _post("/api/auth/claim-token", {"task_id": task_id, "session_id": session_id})


def turn(session_id: str, text: str) -> Call:
    """Return the call that sends the agent a message and is answered with an event stream."""
    body = {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": session_id,
        "new_message": {"parts": [{"text": text}]},
    }
    call = _post("/run_sse", body, Route.SESSION)
    return Call(call.method, call.path, call.route, {**_JSON, "Accept": "text/event-stream"}, call.body)


def upload_path(session_id: str) -> str:
    """Return the path to which files of a session are posted."""
    return f"/api/upload-video/nemo_agent/me/{_segment(session_id)}"


def upload_url(session_id: str, url: str) -> Call:
    """Return the call that makes the server download a file."""
    return _post(upload_path(session_id), {"urls": [url], "source_type": "url"}, Route.SESSION)


def balance() -> Call:
    """Return the call for the credits."""
    return Call("GET", "/api/credits/balance/simple")


def state(session_id: str) -> Call:
    """Return the call for a session's state."""
    return Call("GET", f"/api/state/nemo_agent/me/{_segment(session_id)}/latest", Route.SESSION)


def submit(render_id: str, session_id: str, draft: Draft, resolution: str | None = None) -> Call:
    """Return the call that starts a render; the draft's text is sent byte for byte as it was received."""
    output = {"format": "mp4", "quality": "high"}
    if resolution:
        output["resolution"] = resolution
    head = json.dumps({"id": render_id, "sessionId": session_id})
    body = f'{head[:-1]}, "draft": {draft.text}, "output": {json.dumps(output)}}}'
    return Call("POST", "/api/render/proxy/lambda", Route.SUBMIT, _JSON, body.encode())


def poll(render_id: str) -> Call:
    """Return the call for a render's progress."""
    return Call("GET", f"/api/render/proxy/lambda/{_segment(render_id)}", Route.RENDER)


def cancel(render_id: str) -> Call:
    """Return the call that stops a render."""
    return Call("POST", f"/api/render/proxy/lambda/{_segment(render_id)}/cancel", Route.RENDER)


def download(render_id: str) -> Call:
    """Return the call that downloads a finished film; unlike the other render paths this one has no `lambda`."""
    return Call("GET", f"/api/render/proxy/{_segment(render_id)}/download", Route.RENDER)


def _segment(text: str) -> str:
    # The id comes from the backend and must stay one segment: no `/`, and no `..` that would lead to another route.
    return quote(text, safe="").replace(".", "%2E")
