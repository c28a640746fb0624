"""The sandbox server: put together here and nowhere else, started, and stopped within two seconds."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from aiohttp import web

from sandbox.api.routes.accounts import AccountRoutes
from sandbox.api.routes.chat import ChatRoutes
from sandbox.api.routes.control import Control
from sandbox.api.routes.exports import ExportRoutes
from sandbox.api.routes.middleware import LOOPBACK, Middleware
from sandbox.api.routes.pages import Pages
from sandbox.api.routes.uploads import UploadRoutes
from sandbox.api.state.accounts import Accounts
from sandbox.api.state.active_faults import ActiveFaults
from sandbox.api.state.disk import Disk
from sandbox.api.state.exports import Exports
from sandbox.api.state.files import Files
from sandbox.api.state.ledger import Ledger
from sandbox.api.state.sessions import Sessions
from sandbox.api.state.store import Store
from sandbox.api.state.turns import Turns
from sandbox.editing import Editing
from sandbox.editor import Quality, sweep
from sandbox.faults import Faults
from sandbox.limits import Limits

JSON_BYTES = 8 * 1024 * 1024  # a draft; uploads are streamed past this
STOP_SECONDS = 0.5

MILD = Faults()
DOCUMENTED = Limits()
WITH_FFMPEG = Editing()
NOBODY: Mapping[str, int] = MappingProxyType({})


class Running:
    """A started sandbox. In the same process, `active_faults`, `seen` and `ledger` do what the control routes do."""

    def __init__(
        self, runner: web.AppRunner, host: str, active_faults: ActiveFaults, middleware: Middleware, ledger: Ledger
    ) -> None:
        self._runner: web.AppRunner | None = runner
        self.port: int = runner.addresses[0][1]
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
        self.active_faults = active_faults
        self.seen = middleware.seen
        self.ledger = ledger

    async def stop(self) -> None:
        """Break open streams off, leave unfinished work for the next start, let go of port and folder."""
        runner, self._runner = self._runner, None  # a second stop finds nothing left to do
        if runner is not None:
            await runner.cleanup()


async def start(
    data: Path,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    faults: Faults = MILD,
    quality: Quality = "high",
    seed: int = 0,
    control: bool = False,
    any_host: bool = False,
    limits: Limits = DOCUMENTED,
    tokens: Mapping[str, int] = NOBODY,
    editing: Editing = WITH_FFMPEG,
    link_from: Sequence[Path] = (),
    now: Callable[[], float] = time.time,
) -> Running:
    """Serve from `data`, and finish what an earlier process accepted there. Port 0 takes any free one.

    `tokens` are registered accounts and their credits; `control` mounts the routes for tests; `any_host` serves a
    network instead of this machine alone; `link_from` are folders of another program, a file of which an upload may be
    a link to instead of a copy; `now` is seconds since 1970. Raises InUse when another sandbox owns the folder, OSError
    when the port is taken, ValueError when `host` is not this machine's own without `any_host`.
    """
    if host not in LOOPBACK and not any_host:
        raise ValueError(f"{host} is not a loopback address")
    active_faults = ActiveFaults(faults)
    middleware = Middleware(active_faults, None if any_host else LOOPBACK)
    app = web.Application(
        middlewares=[middleware.log_request, middleware.check_host, middleware.apply_faults], client_max_size=JSON_BYTES
    )
    ledger = _mount(
        app,
        data,
        faults,
        limits=limits,
        tokens=tokens,
        editing=editing,
        quality=quality,
        seed=seed,
        link_from=link_from,
        now=now,
    )
    if control:
        app.add_routes(Control(active_faults, middleware, ledger).routes())
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=STOP_SECONDS)
    try:
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
    except BaseException:
        await runner.cleanup()
        raise
    return Running(runner, host, active_faults, middleware, ledger)


def _mount(
    app: web.Application,
    data: Path,
    faults: Faults,
    *,
    limits: Limits,
    tokens: Mapping[str, int],
    editing: Editing,
    quality: Quality,
    seed: int,
    link_from: Sequence[Path],
    now: Callable[[], float],
) -> Ledger:
    """Open the folder and mount what is served from it; return what is written down there."""
    uploads, films, work = (_folder(data / name) for name in ("uploads", "films", "work"))
    store = Store(data / "sandbox.db")
    disk = Disk((uploads, films), limits, link_from=link_from, now=now)
    accounts, sessions, files = Accounts(store, limits, now), Sessions(store, now), Files(store, uploads, disk)
    turns = Turns(store, accounts, sessions, files, edit=editing.edit, work=work, limits=limits, seed=seed)
    exports = Exports(store, files, render=editing.render, films=films, work=work, now=now)

    async def begin(_: web.Application) -> None:
        for token, granted in tokens.items():
            accounts.register(token, granted)
        sweep(work)
        files.sweep()
        disk.sweep()
        turns.resume(faults)
        exports.resume(faults)

    async def halt(_: web.Application) -> None:
        await asyncio.gather(turns.stop(), exports.stop())

    async def close(_: web.Application) -> None:
        await asyncio.gather(turns.stop(), exports.stop())  # what a last request began meanwhile
        store.close()

    app.on_startup.append(begin)
    app.on_shutdown.append(halt)
    app.on_cleanup.append(close)
    app.add_routes(Pages(sessions).routes())
    app.add_routes(AccountRoutes(accounts, sessions, files, turns).routes())
    app.add_routes(ChatRoutes(accounts, sessions, turns).routes())
    app.add_routes(UploadRoutes(accounts, sessions, files, editing.probe, limits).routes())
    app.add_routes(ExportRoutes(accounts, sessions, exports, quality).routes())
    return Ledger(store)


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
