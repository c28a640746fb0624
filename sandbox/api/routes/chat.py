"""The route of a turn: its words in, its events out as they come."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from sandbox.api.routes.middleware import answer_is_replaced, cut_off, faults_of, note
from sandbox.api.state.accounts import Accounts
from sandbox.api.state.sessions import Sessions
from sandbox.api.state.turns import Turn, Turns
from sandbox.api.wire.envelope import json_answer, json_object
from sandbox.api.wire.events import Batch
from sandbox.api.wire.refusal import Refusal
from sandbox.api.wire.stream import Spelling, ending, heartbeats
from sandbox.faults import Faults

ABRUPT = frozenset(("late", "mid_event", "mid_character"))
HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache"}


class ChatRoutes:
    """Endpoint 4 of the skill text's table, `/run_sse`. Its body is that of a stock ADK server."""

    def __init__(self, accounts: Accounts, sessions: Sessions, turns: Turns) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._turns = turns

    def routes(self) -> list[web.RouteDef]:
        """What is served here."""
        return [web.post("/run_sse", self.run, name="run_sse")]

    async def run(self, request: web.Request) -> web.StreamResponse:
        """Accept a turn, then stream what it tells. A reader who leaves loses the stream, not the turn."""
        faults = faults_of(request)
        account = self._accounts.bearer(request.headers.get("Authorization"))
        body = await json_object(request)
        session_id, text = str(body.get("session_id") or body.get("sessionId") or ""), _words(body)
        note(request, session=session_id, text=text)
        try:
            session = self._sessions.find(account, session_id)
        except Refusal:
            if faults.stock_errors:
                return json_answer({"detail": f"Session not found: {session_id[:40]}"}, 404)
            raise
        if not text:
            return _missing("new_message")
        turn = self._turns.accept(account, session, text, faults)
        if answer_is_replaced(request):
            return web.Response()
        try:
            return await _stream(request, turn, partials=faults.partials or body.get("streaming") is True)
        except (ConnectionError, asyncio.CancelledError):
            if faults.cancel_on_disconnect:
                self._turns.cancel(turn)
            raise


async def _stream(request: web.Request, turn: Turn, *, partials: bool) -> web.StreamResponse:
    faults = turn.faults
    response = web.StreamResponse(headers=HEADERS)
    await response.prepare(request)
    spelling = Spelling(faults.dialect, f"{turn.session[-6:]}-{turn.number}", time.time(), partials=partials)
    beats = heartbeats("none" if faults.cut == "empty" else faults.heartbeat)
    while True:
        batch = await _next(turn, faults)
        if batch is None:
            await _write(response, next(beats))
            continue
        frames = [frame for event in batch.events for frame in spelling.frames(event)]
        if batch.last:
            await _write(response, ending(frames, faults.cut))
        elif faults.cut != "empty":
            await _write(response, b"".join(frames))
        if batch.broken or (batch.last and faults.cut in ABRUPT) or (frames and faults.cut == "early"):
            cut_off(request)
            return response
        if batch.last:
            await _linger(response, beats, faults)
            return response


async def _linger(response: web.StreamResponse, beats: Iterator[bytes], faults: Faults) -> None:
    """Keep a stream open whose turn is over."""
    until = time.monotonic() + faults.lingers
    while time.monotonic() < until:
        await asyncio.sleep(min(faults.heartbeat_seconds, faults.lingers))
        await _write(response, next(beats))


async def _next(turn: Turn, faults: Faults) -> Batch | None:
    """What the turn tells next; None when it has been silent for a heartbeat's time."""
    try:
        async with asyncio.timeout(faults.heartbeat_seconds):
            return await turn.batches.get()
    except TimeoutError:
        return None


async def _write(response: web.StreamResponse, data: bytes) -> None:
    if data:  # an empty chunk would be the end of the body
        await response.write(data)


def _words(body: dict[str, Any]) -> str:
    message = body.get("new_message") or body.get("newMessage")
    parts = message.get("parts") if isinstance(message, dict) else None
    if not isinstance(parts, list):
        return ""
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return "\n".join(text for text in texts if isinstance(text, str)).strip()


def _missing(field: str) -> web.Response:
    """A wrong body, in the words of the framework a stock ADK server is built on."""
    detail = {"type": "missing", "loc": ["body", field], "msg": "Field required"}
    return json_answer({"detail": [detail]}, 422)
