"""The places in which a process may die, put around its classes from outside before they are used.

What a process leaves behind passes through a few doors: the journal, other writes of the database, calls of NemoVideo
and of a platform, the files of the spool, answers to HTTP requests. There is a point before and after each pass.
"""

import contextlib
import errno
import functools
import os
import sys
from collections.abc import Callable

from tests.chaos.points import Points

NEMO = ("mint", "create_session", "claim", "upload", "upload_url", "credits", "state", "submit", "poll", "cancel")
PLATFORM = ("send", "edit", "remove", "react", "release", "delete_files")
SPOOL = ("begin", "open_part", "commit", "adopt", "describe")

Name = Callable[..., str | None]


def wrap(points: Points, platforms: tuple[str, ...]) -> None:
    """Put the points around everything that a bot on these platforms uses."""
    from bots import alerts

    alerts.LOOK_SECONDS = 0.1  # type: ignore[misc]  # a wait that no setting shrinks
    _journal(points)
    _database(points)
    _nemo(points)
    _spool(points)
    _answers(points)
    if "web" in platforms:
        from bots.web.platform import WebPlatform

        _platform(points, WebPlatform)
    if "telegram" in platforms:
        _telegram(points)
    if "discord" in platforms:
        _discord(points)


def _around(points: Points, owner: type, method: str, name: Name) -> None:
    """Put a point before and after an async method; `name` gets its arguments, and None is no point."""
    original = getattr(owner, method)

    @functools.wraps(original)
    def wrapped(*given, **more):
        called = name(*given, **more)

        async def run():
            if called:
                points(f"{called} · before")
            result = await original(*given, **more)
            if called:
                points(f"{called} · after")
            return result

        return run()

    setattr(owner, method, wrapped)


def _around_blocking(points: Points, owner: object, method: str, name: Name) -> None:
    original = getattr(owner, method)

    @functools.wraps(original)
    def wrapped(*given, **more):
        called = name(*given, **more)
        points(f"{called} · before")
        if points.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        result = original(*given, **more)
        points(f"{called} · after")
        return result

    setattr(owner, method, wrapped)


def _journal(points: Points) -> None:
    from storage.entries import EntryRows

    def written(self, request, name, value, read):
        return f"journal {'intent' if value is None else 'outcome'} {name}"

    _around(points, EntryRows, "_write", written)
    _around(points, EntryRows, "withdraw", lambda self, request, name, tries: f"journal withdraw {name}")


def _database(points: Points) -> None:
    from storage.database import Database
    from storage.errors import Unwritable

    def statement(self, sql, *params):
        """Not the journal's, which has points of its own."""
        if sql.startswith(("select", "pragma")) or "journal" in sql.split(" (", 1)[0].split(" where ", 1)[0]:
            return None
        return f"database {sys._getframe(2).f_code.co_qualname}"

    _around(points, Database, "all", statement)
    original = Database.transaction

    def transaction(self):
        caller = sys._getframe(1).f_code.co_qualname
        if caller == "Database.write":  # a check of health, which changes nothing
            return original(self)

        @contextlib.asynccontextmanager
        async def run():
            async with original(self) as tx:
                yield tx
                points(f"database {caller} · before")
            points(f"database {caller} · after")

        return run()

    Database.transaction = transaction
    run_statement = Database._run

    async def run(self, sql, params):
        if points.full and not sql.startswith(("select", "begin")):
            raise Unwritable("database or disk is full")
        return await run_statement(self, sql, params)

    Database._run = run


def _nemo(points: Points) -> None:
    from core.nemo.client import NemoClient

    for method in NEMO:
        _around(points, NemoClient, method, functools.partial(_named, f"NemoVideo {method}"))
    original = NemoClient.turn

    @contextlib.asynccontextmanager
    async def turn(self, caller, session_id, text):
        points("NemoVideo turn · before")
        async with original(self, caller, session_id, text) as events:
            points("NemoVideo turn · accepted")

            async def told():
                async for event in events:
                    points("NemoVideo turn · event")
                    yield event

            yield told()
        points("NemoVideo turn · after")

    NemoClient.turn = turn


def _named(name: str, *_: object, **__: object) -> str:
    return name


def _spool(points: Points) -> None:
    from bots.spool import spool
    from bots.spool.folder import Folder

    for method in (*SPOOL, "delete"):
        _around_blocking(points, Folder, method, functools.partial(_named, f"spool {method}"))
    for function in ("_write", "_close"):
        _around_blocking(points, spool, function, functools.partial(_named, f"spool {function[1:]}"))


def _answers(points: Points) -> None:
    """An answer to a request that may have changed something is what acknowledges it."""
    from aiohttp.web_protocol import RequestHandler

    def answered(self, request, response, start_time):
        resource = getattr(getattr(getattr(request, "match_info", None), "route", None), "resource", None)
        if request.method == "GET" or resource is None:
            return None
        return f"answer {request.method} {resource.canonical}"

    _around(points, RequestHandler, "finish_response", answered)


def _platform(points: Points, platform: type) -> None:
    for method in PLATFORM:
        if hasattr(platform, method):
            _around(points, platform, method, functools.partial(_named, f"{platform.name} {method}"))


def _telegram(points: Points) -> None:
    from bots.telegram.rate_limit import Limit, RateLimiter
    from bots.telegram.request import Transport

    quick = Limit(calls=4, seconds=0.1, reserved=2)  # a wait that no setting shrinks
    RateLimiter.__init__ = functools.partialmethod(RateLimiter.__init__, chat=quick)

    def called(self, url, *_, **__):
        return f"telegram {url.rpartition('/')[2]}"

    _around(points, Transport, "do_request", called)


def _discord(points: Points) -> None:
    from discord.http import HTTPClient
    from discord.webhook.async_ import AsyncWebhookAdapter

    from bots.discord.calls import Calls

    def called(self, route, *_, **__):
        return f"discord {route.method} {getattr(route, 'path', '') or 'webhook'}"

    _around(points, Calls, "_once", lambda self, client, route, body: called(self, route))
    _around(points, HTTPClient, "request", called)
    _around(points, AsyncWebhookAdapter, "request", called)
