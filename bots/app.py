"""The composition root: opens everything that settings ask for, serves it, and closes it in reverse order.

On a stop the adapters close first, then open pages, then running steps reach a safe point, then the rest closes.
"""

import asyncio
import contextlib
import gc
import logging
import webbrowser
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping

from aiohttp import web

from bots import http
from bots.alerts import Alerts
from bots.data_folder import data_folder
from bots.errors import CannotStart
from bots.open_files import check_open_files, prepare
from bots.ops.demo_backend import demo_backend
from bots.platforms import open_platforms
from bots.services import App, build_services
from bots.settings import UNBOUNDED, UNBOUNDED_MEND, Settings
from bots.upload.service import open_uploads
from bots.web.open_pages import OpenPages
from bots.web.platform import WebPlatform
from bots.web.server import WebChat
from bots.web.site import PageOptions
from core.model.store_unavailable import StoreUnavailable
from storage.errors import StorageError

log = logging.getLogger(__name__)

PAGE_IDLE_SECONDS = 20.0  # browsers connect again without a word
DEMO_RENDER_POLLS = 600  # local polls are cheap, and one machine renders slowly


async def run(settings: Settings) -> int:
    """Serve every configured platform until cancelled.

    Raises:
        CannotStart: nothing is configured, or a port is taken.
    """
    _require_platform(settings)
    prepare()
    for name in settings.shut_out:
        log.warning("NEMOBOT_ALLOW has no entry for %s: nobody may use the bot there", name)
    if settings.unbounded:
        log.warning("%s; %s", UNBOUNDED, UNBOUNDED_MEND)
    with data_folder(settings.nemobot_data_dir):
        return await _run(settings)


async def _run(settings: Settings) -> int:
    async with build_services(settings) as app, contextlib.AsyncExitStack() as closing:
        services = await closing.enter_async_context(open_platforms(app))
        uploads = await closing.enter_async_context(open_uploads(app))
        checks: dict[str, http.Check] = {
            "database": lambda: _check_database(app),
            "NemoVideo": lambda: _check_backend(app),
            "open files": check_open_files,
        }
        checks |= {service.name: service.ready for service in services}
        app.installation.checks = checks
        alerts = _alerts(settings, app, checks)  # before anything can be given up
        site = http.health(checks, draining=lambda: app.services.drain.on)
        site.add_routes([app.metrics.route(app.backlog, checks)])
        site.add_routes(uploads.routes())
        for service in services:
            site.add_routes(service.routes())
        chat = await closing.enter_async_context(_web_chat(app, local=False)) if settings.nemobot_web else None
        await closing.enter_async_context(_running(app.work(), "requests"))
        await closing.enter_async_context(
            _listening(
                settings, site, settings.nemobot_http_host, settings.nemobot_http_port, before_stop=uploads.close
            )
        )
        if chat is not None:
            await closing.enter_async_context(_web_listening(settings, chat))
        for service in services:
            await closing.enter_async_context(_running(service.serve(), service.name))
        if alerts is not None:
            await closing.enter_async_context(_running(alerts.watch(), "alerts"))
        _freeze_garbage_collector()
        await asyncio.Event().wait()
    return 0


def _alerts(settings: Settings, app: App, checks: Mapping[str, http.Check]) -> Alerts | None:
    if settings.nemobot_alert_chat is None:
        return None
    clock, store, ending = app.services.clock, app.store, app.services.tokens.operator_ending
    chat, parked, kept = settings.nemobot_alert_chat, store.queue.parked, store.adapter_data
    return Alerts(chat, app.platforms, checks, parked, kept, clock, ending)


async def demo(settings: Settings, *, open_browser: bool) -> int:
    """Serve the web chat in front of a local backend until cancelled; no account, no token.

    Raises:
        CannotStart: a port is taken, or the backend does not start.
    """
    prepare()
    settings = demo_settings(settings)
    with data_folder(settings.nemobot_data_dir):
        return await _demo(settings, open_browser=open_browser)


async def _demo(settings: Settings, *, open_browser: bool) -> int:
    async with demo_backend(settings) as backend_url, contextlib.AsyncExitStack() as closing:
        served = settings.model_copy(update={"nemo_api_url": backend_url, "nemo_web_url": backend_url})
        services = build_services(served, render_polls=DEMO_RENDER_POLLS, stand_in=True)
        app = await closing.enter_async_context(services)
        chat = await closing.enter_async_context(_web_chat(app, local=True))
        await closing.enter_async_context(_running(app.work(), "requests"))
        site = chat.application()
        checks: dict[str, http.Check] = {"database": lambda: _check_database(app), "open files": check_open_files}
        app.installation.checks = checks
        health = http.health_routes(checks, draining=lambda: app.services.drain.on)
        site.add_routes([*health, app.metrics.route(app.backlog, checks)])
        host, port = settings.nemobot_http_host, settings.nemobot_http_port
        await closing.enter_async_context(
            _listening(served, site, host, port, before_stop=chat.pages.close, idle_seconds=PAGE_IDLE_SECONDS)
        )
        address = f"http://{http.LOOPBACK}:{port}"
        log.info("the demo is ready: open %s", address)
        if open_browser:
            await asyncio.to_thread(webbrowser.open, address)
        _freeze_garbage_collector()
        await asyncio.Event().wait()
    return 0


def demo_settings(settings: Settings) -> Settings:
    """Return the settings of the demo: a folder of its own, no account, and shorter waits for a local backend."""
    quick: dict[str, object] = {
        "nemobot_render_poll_seconds": 2.0,
        "nemobot_recovery_seconds": (3.0, 5.0, 5.0, 10.0, 15.0),
        "nemobot_silent_edit_seconds": (1.0, 1.0, 1.0),
    }
    chosen = {name: value for name, value in quick.items() if name not in settings.model_fields_set}
    folder = settings.nemobot_data_dir / "demo"
    return settings.model_copy(update={**chosen, "nemo_token": None, "nemobot_data_dir": folder})


def _freeze_garbage_collector() -> None:
    """Exclude existing objects from garbage collection: they stay anyway, and scanning them would block the loop."""
    gc.collect()
    gc.freeze()


def _require_platform(settings: Settings) -> None:
    if not settings.platforms:
        raise CannotStart(
            "Nothing to serve: set TELEGRAM_BOT_TOKEN, DISCORD_BOT_TOKEN or NEMOBOT_WEB=1, or try `nemobot demo`."
        )


@contextlib.asynccontextmanager
async def _web_chat(app: App, *, local: bool) -> AsyncIterator[WebChat]:
    clock, pages = app.services.clock, OpenPages()
    app.platforms["web"] = WebPlatform(app.store.transcript, app.spool, pages, clock)
    options = PageOptions(examples=app.services.rules.skill.examples, local=local)
    yield WebChat(
        front_door=app.intake,
        transcript=app.store.transcript,
        projects=app.store.projects,
        requests=app.store.requests,
        versions=app.store.versions,
        spool=app.spool,
        pages=pages,
        fetcher=app.services.fetcher,
        clock=clock,
        options=options,
    )


@contextlib.asynccontextmanager
async def _running(work: Coroutine[None, None, None], name: str) -> AsyncIterator[None]:
    """Run `work` as a task during the block, and cancel it afterwards; if it fails, the block is cancelled too.

    What either raises comes out as it is: a start that cannot be is recognised by its class.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(work, name=name)
            try:
                yield
            finally:
                task.cancel()
    except BaseExceptionGroup as failed:
        if len(failed.exceptions) > 1:
            raise
        raise failed.exceptions[0] from failed.exceptions[0].__cause__


def _web_listening(settings: Settings, chat: WebChat) -> contextlib.AbstractAsyncContextManager[http.Listener]:
    port = settings.nemobot_web_port
    log.info("the web chat is at http://%s:%d", http.LOOPBACK, port)
    stop = chat.pages.close
    return _listening(
        settings,
        chat.application(),
        http.LOOPBACK,
        port,
        before_stop=stop,
        idle_seconds=PAGE_IDLE_SECONDS,
        port_name="NEMOBOT_WEB_PORT",
    )


@contextlib.asynccontextmanager
async def _listening(
    settings: Settings,
    site: web.Application,
    host: str,
    port: int,
    *,
    before_stop: Callable[[], None] | None = None,
    idle_seconds: float = http.IDLE_SECONDS,
    port_name: str = "NEMOBOT_HTTP_PORT",
) -> AsyncIterator[http.Listener]:
    grace = settings.nemobot_shutdown_grace_seconds
    listener = await http.start(site, host, port, grace_seconds=grace, idle_seconds=idle_seconds, port_name=port_name)
    try:
        yield listener
    finally:
        if before_stop is not None:
            before_stop()
        await listener.stop()


async def _check_database(app: App) -> str | None:
    try:
        await app.store.database.write()
    except StoreUnavailable as error:
        return f"it {error.found}" if isinstance(error, StorageError) else str(error)
    return None


async def _check_backend(app: App) -> str | None:
    return app.services.client.health.trouble
