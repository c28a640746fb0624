"""A Bot API server on loopback that forgives nothing: for tests and benchmarks of the Telegram adapter.

    async with TelegramDouble() as tg:
        anna = tg.person("Anna")
        chat = tg.private(anna)
        chat.sends(anna, Clip(), "add music")
        ...                              # an adapter at tg.url with tg.token
        assert chat.films and not tg.violations

Every call is held against the published schema, then against the rules that the schema does not tell (markup,
lengths, buttons, reactions, flood limits, topics). Whatever a well-made client never does is kept in `violations`
and refused as the real server refuses it. It is no model of what the real server tolerates. That a token which was
taken back is refused is documented [telegram.revoked]; every other fact stands in the module that keeps it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.doubles import telegram_files as files
from tests.doubles.telegram_about import About
from tests.doubles.telegram_calls import Call
from tests.doubles.telegram_chats import Chat, Person, World
from tests.doubles.telegram_flood import NO_LIMITS, UNCOUNTED, Flood, Pace
from tests.doubles.telegram_inbox import Inbox
from tests.doubles.telegram_messages import Messages
from tests.doubles.telegram_people import Clip, Crowd, Place, Press
from tests.doubles.telegram_refusal import Refused, flood
from tests.doubles.telegram_schema import Schema
from tests.doubles.telegram_wire import Fault, cut, read_call, stream

__all__ = ["NO_LIMITS", "Clip", "Pace", "Person", "Place", "Press", "TelegramDouble"]

PUBLISHED = Pace()
TOKEN = "8102030405:AAH-planted-telegram-token-0123456789x"
FORM_BYTES = 1024 * 1024


class TelegramDouble:
    """The server with one bot. With `local_dir` it is an own server in local mode, its files on that disk."""

    def __init__(
        self,
        *,
        pace: Pace = PUBLISHED,
        local_dir: Path | None = None,
        token: str = TOKEN,
        username: str = "nemo_test_bot",
        port: int = 0,
    ) -> None:
        self.token = token
        self.bot = Person(int(token.partition(":")[0]), "Nemo", username, is_bot=True)
        self.world = World(self.bot)
        self.shelf = files.Shelf()
        self.inbox = Inbox()
        self.flood = Flood(pace)
        self.crowd = Crowd(self.world, self.shelf, self.inbox)
        self._local = local_dir is not None
        self._upload_bytes = files.LOCAL_UPLOAD_BYTES if self._local else files.CLOUD_UPLOAD_BYTES
        folder = local_dir / token if local_dir else None  # the real one names it after the token too
        self.about = About(self.world, self.crowd, self.shelf, self.inbox, folder)
        self._methods = {**self.about.table, **Messages(self.world, self.crowd, self.shelf, self.flood).table}
        self.schema = Schema.load()
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.downloads: list[str] = []
        self.overheard: Callable[[Call], None] | None = None  # told of each call before it is done
        self._revoked = False
        self._faults: dict[str, list[Fault]] = {}
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address for `TELEGRAM_API_URL`."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=FORM_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{path:.+}", self._downloaded)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.inbox.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # the people's side

    def person(self, name: str, *, language: str = "en", username: str = "", is_bot: bool = False) -> Person:
        """Return somebody new."""
        return self.world.person(name, language=language, username=username, is_bot=is_bot)

    def private(self, person: Person) -> Place:
        """Return the person's talk with the bot."""
        return Place(self.crowd, self.world.private(person))

    def group(self, title: str, *members: Person) -> Place:
        """Return a new basic group with the bot in it; its first member made it."""
        return Place(self.crowd, self.world.group("group", title, members))

    def supergroup(self, title: str, *members: Person, forum: bool = False) -> Place:
        """Return a new supergroup with the bot in it; in a forum this is General."""
        return Place(self.crowd, self.world.group("supergroup", title, members, forum=forum))

    def channel(self, title: str, *members: Person) -> Place:
        """Return a new channel with the bot in it."""
        return Place(self.crowd, self.world.group("channel", title, members))

    def chat(self, number: int) -> Chat:
        """Return a chat by its id."""
        return self.world.chats[number]

    # trouble on demand

    def fault(self, method: str, **what: Any) -> None:
        """Let the next calls of a method go wrong (`file` is a download); see Fault."""
        self._faults.setdefault(method, []).append(Fault(**what))

    def renames_bot(self, username: str) -> None:
        """Give the bot another username, as @BotFather does; nothing tells the bot."""
        self.bot = self.world.bot = self.world.people[self.bot.id] = replace(self.bot, username=username)

    def revoke(self) -> None:
        """Let BotFather take the token back; a poll that is waiting comes back empty."""
        self._revoked = True
        self.inbox.wake()

    def push_raw(self, kind: str, payload: Any) -> None:
        """Queue an update of any shape, such as one that no library decodes."""
        self.inbox.push(kind, payload)

    def called(self, *methods: str) -> list[Call]:
        """Return the calls of these methods in order; without names all but the polling."""
        return [call for call in self.calls if (call.method in methods if methods else call.method != "getUpdates")]

    def unanswered(self) -> list[Press]:
        """Return the presses over which a person still sees the little clock."""
        return [press for press in self.crowd.presses.values() if not press.answer]

    # the wire

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = None
        try:
            self._known_token(request.match_info["token"])
            fault = self._fault(method, midway=True)
            if fault:
                await request.content.readany()
                return cut(request)
            call = await read_call(request, method, self._upload_bytes)
            self.calls.append(call)
            if self.overheard:
                self.overheard(call)
            fault = self._fault(method, call.chat)
            answer = await self._answer(call, fault)
        except Refused as refusal:
            if refusal.breach:
                self.violations.append(f"{method}: {refusal.description}")
            return web.json_response(refusal.body(), status=refusal.code)
        if fault and fault.drop:
            return cut(request)
        if fault and fault.html:
            return web.Response(text="<html><h1>502 Bad Gateway</h1></html>", status=502, content_type="text/html")
        return web.json_response({"ok": True, "result": answer})

    async def _answer(self, call: Call, fault: Fault | None) -> Any:
        """Do a call, and what goes wrong with it. Raises Refused."""
        try:
            self._check(call)
            if fault:
                await self._before(call, fault)
            skipped = fault and (fault.html or fault.drop == "before")
            answer = None if skipped else await self._work(call)
        except Refused as refusal:
            call.status, call.error = refusal.code, refusal.description
            raise
        if fault:
            await asyncio.sleep(fault.lag)
        call.status = 200
        return answer

    async def _work(self, call: Call) -> Any:
        if self.about.out and call.method != "getMe":
            raise Refused(401, "Unauthorized: logged out")
        result = self._methods[call.method](call)
        return await result if isinstance(result, Awaitable) else result

    async def _before(self, call: Call, fault: Fault) -> None:
        await asyncio.sleep(fault.delay)
        if fault.retry_after is not None:
            if call.method not in UNCOUNTED:
                self.flood.ban(call.chat, fault.retry_after)
            raise flood(fault.retry_after)
        if fault.status:
            raise Refused(fault.status, fault.description)

    def _check(self, call: Call) -> None:
        """Hold a call against the schema; its parameters become values."""
        method = call.method
        if method not in self.schema.methods:
            raise Refused(404, "Not Found: method not found", breach=True)
        call.params, problems = self.schema.read(method, call.params, call.uploads)
        used = {str(value).removeprefix("attach://") for value in call.params.values() if isinstance(value, str)}
        problems += [f"uploaded part {name!r} is not used" for name in call.uploads if name not in used]
        if problems:
            raise Refused(400, f"Bad Request: {'; '.join(problems)}", breach=True)
        if method not in self._methods:
            raise Refused(501, "Not Implemented: this double cannot do it", breach=True)

    def _known_token(self, token: str) -> None:
        if self._revoked:
            raise Refused(401, "Unauthorized")
        if token != self.token:
            self.violations.append("a call with a token of nobody")
            raise Refused(401, "Unauthorized")

    def _fault(self, method: str, chat: int = 0, *, midway: bool = False) -> Fault | None:
        """Take the fault of this call, if there is one; those midway through a body are asked for before it is read."""
        for name in (method, "*"):
            for fault in self._faults.get(name, []):
                if fault.chat in (None, chat) and midway == (fault.drop == "midway"):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults[name].remove(fault)
                    return fault
        return None

    async def _downloaded(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        self.downloads.append(path)
        fault = self._fault("file", midway=True) or self._fault("file")
        try:
            self._known_token(request.match_info["token"])
            if fault and fault.status:
                return web.json_response(Refused(fault.status, fault.description).body(), status=fault.status)
        except Refused as refusal:
            return web.json_response(refusal.body(), status=refusal.code)
        file = None if self._local else self.shelf.at(path)
        if file is None:
            return web.json_response(Refused(404, "Not Found").body(), status=404)
        return await stream(request, file, fault)
