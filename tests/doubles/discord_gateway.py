"""The double's gateway: sessions over a real WebSocket, with shards, heartbeats, resume and Discord's close codes.

Says only what a session's intents let it hear. Opcodes, intents and close codes are documented [discord.ready,
discord.intent, discord.closed].
"""

import asyncio
import itertools
import json
import secrets
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

PRIVILEGED = {"members": 1 << 1, "presences": 1 << 8, "message_content": 1 << 15}
KNOWN_INTENTS = (1 << 26) - 1
ENDS_SESSION = frozenset({4007, 4009})


class Op(IntEnum):
    """Gateway opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE = 4
    RESUME = 6
    RECONNECT = 7
    MEMBERS = 8
    INVALID = 9
    HELLO = 10
    ACK = 11


Event = Callable[[int], dict[str, Any] | None]  # intents of the listener in, what it hears out


class Closed(Exception):
    """The double closes the socket with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(eq=False)
class Session:
    """One shard's session; it outlives its socket, and keeps what it said for a resume."""

    shard: tuple[int, int]
    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    said: list[dict[str, Any]] = field(default_factory=list)
    line: "_Line | None" = None
    alive: bool = True

    async def tell(self, event: str, data: dict[str, Any]) -> None:
        """Say it now when somebody listens, and keep it."""
        message = {"op": Op.DISPATCH, "t": event, "s": len(self.said) + 1, "d": data}
        self.said.append(message)
        if self.line is not None:
            await self.line.send(message)


class _Line:
    """One socket, compressed as the client asked for."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket, self._request = socket, request
        self.heard_at = time.monotonic()
        self.dropped = False
        self._squeeze = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None

    def cut(self) -> None:
        """Break it without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def send(self, message: dict[str, Any]) -> None:
        text = json.dumps(message)
        if self.socket.closed:
            return
        try:
            if self._squeeze is None:
                await self.socket.send_str(text)
            else:
                data = self._squeeze.compress(text.encode()) + self._squeeze.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(data)
        except ConnectionError:
            return  # a line that breaks is heard of at its other end


class Gateway:
    """All sessions. `granted` names the privileged intents of the application; `token` is the only good one."""

    def __init__(self, token: str, heartbeat_seconds: float = 41.25) -> None:
        self.token = token
        self.heartbeat_seconds = heartbeat_seconds
        self.granted: set[str] = set()
        self.sessions: dict[str, Session] = {}
        self.identified: list[dict[str, Any]] = []
        self.resumed: list[str] = []
        self.paths: list[str] = []  # where each socket was opened
        self.refuse_resumes = False
        self.must_shard = 0  # at least so many shards, else 4011
        self.ready: Callable[[Session], dict[str, Any]] = lambda _: {}
        self.arrived: Callable[[Session], list[tuple[str, dict[str, Any]]]] = lambda _: []
        self._changed = asyncio.Condition()
        self._numbers = itertools.count()

    def routes(self) -> list[web.RouteDef]:
        """Return the sockets: the advertised one, and the one that a configuration names."""
        return [web.get(path, self._serve) for path in ("/gateway", "/gateway/", "/advertised", "/advertised/")]

    def listening(self) -> list[Session]:
        """Return the sessions that somebody listens to."""
        return [one for one in self.sessions.values() if one.line is not None]

    async def until(self, true: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until something about the sessions is so."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(true)

    async def tell(self, event: str, heed_cancel: Event, guild: int | None = None) -> None:
        """Say something to the session whose shard it concerns."""
        for session in list(self.sessions.values()):
            mine = session.shard[0] == ((guild or 0) >> 22) % session.shard[1]
            if session.alive and mine and (data := heed_cancel(session.intents)) is not None:
                await session.tell(event, data)

    async def drop(self, code: int | None = None) -> None:
        """Break every line: with a close code, or as a cable does; some codes end the session too.

        That is documented [discord.closed].
        """
        for session in self.listening():
            line = session.line
            assert line is not None
            line.dropped, session.alive = True, code not in ENDS_SESSION
            if code is None:
                line.cut()
            else:
                await line.socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Tell every client to come again, as Discord does when it moves a session."""
        for session in self.listening():
            assert session.line is not None
            await session.line.send(_control(Op.RECONNECT, None))

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every client that its session is no longer valid."""
        for session in self.listening():
            assert session.line is not None
            session.alive = resumable
            await session.line.send(_control(Op.INVALID, resumable))

    async def close(self) -> None:
        """Close every line."""
        await self.drop(1001)

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=4096, autoclose=True)
        await socket.prepare(request)
        self.paths.append(request.path)
        line = _Line(socket, request)
        session: Session | None = None
        watch = asyncio.create_task(self._watch(line), name=f"gateway watch {next(self._numbers)}")
        try:
            await line.send(_control(Op.HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000)}))
            async for frame in socket:
                session = await self._hear(line, session, _decoded(frame))
        except Closed as closed:
            await socket.close(code=closed.code)
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            if session is not None and session.line is line:
                session.line = None
            if not line.dropped and socket.close_code in {1000, 1001} and session is not None:
                session.alive = False  # a client that says goodbye ends its session
            await self._tell_of_change()
        return socket

    async def _watch(self, line: _Line) -> None:
        """A client that stops to beat is cut off."""
        while True:
            await asyncio.sleep(self.heartbeat_seconds / 2)
            if time.monotonic() - line.heard_at > self.heartbeat_seconds * 1.5:
                await line.socket.close(code=4009)
                return

    async def _hear(self, line: _Line, session: Session | None, message: dict[str, Any]) -> Session | None:
        match message.get("op"):
            case Op.HEARTBEAT:
                line.heard_at = time.monotonic()
                await line.send(_control(Op.ACK, None))
            case Op.IDENTIFY if session is not None:
                raise Closed(4005)
            case Op.IDENTIFY:
                session = await self._identify(line, message["d"])
            case Op.RESUME:
                session = await self._resume(line, message["d"])
            case Op.PRESENCE | Op.VOICE | Op.MEMBERS:
                if session is None:
                    raise Closed(4003)
            case _:
                raise Closed(4001)
        return session

    async def _identify(self, line: _Line, data: dict[str, Any]) -> Session:
        self.identified.append(data)
        if data.get("token") != self.token:
            raise Closed(4004)
        shard, intents = tuple(data.get("shard") or (0, 1)), data.get("intents")
        if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            raise Closed(4010)
        if shard[1] < self.must_shard:
            raise Closed(4011)
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            raise Closed(4013)
        if any(intents & bit for name, bit in PRIVILEGED.items() if name not in self.granted):
            raise Closed(4014)
        session = Session((shard[0], shard[1]), intents)
        self.sessions[session.id] = session
        session.line = line
        await session.tell("READY", self.ready(session))
        for event, said in self.arrived(session):
            await session.tell(event, said)
        await self._tell_of_change()
        return session

    async def _resume(self, line: _Line, data: dict[str, Any]) -> Session | None:
        if data.get("token") != self.token:
            raise Closed(4004)
        session = self.sessions.get(str(data.get("session_id")))
        seq = data.get("seq") or 0
        if session is None or not session.alive or self.refuse_resumes:
            await line.send(_control(Op.INVALID, False))
            return None
        if seq > len(session.said):
            raise Closed(4007)
        self.resumed.append(session.id)
        while seq < len(session.said):  # more may be said meanwhile
            await line.send(session.said[seq])
            seq += 1
        session.line = line
        await session.tell("RESUMED", {})
        await self._tell_of_change()
        return session

    async def _tell_of_change(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _decoded(frame: WSMessage) -> dict[str, Any]:
    try:
        message = json.loads(frame.data) if frame.type is WSMsgType.TEXT else None
    except ValueError:
        raise Closed(4002) from None
    if not isinstance(message, dict):
        raise Closed(4002)
    return message


def _control(op: Op, data: object) -> dict[str, Any]:
    return {"op": op, "d": data, "s": None, "t": None}
