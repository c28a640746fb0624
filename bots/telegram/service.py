"""Telegram, put together: one entry for the composition root, which knows nothing else of this room."""

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from aiohttp import web
from telegram.error import TelegramError

from bots.telegram.api import Api
from bots.telegram.calls import Calls, Moved
from bots.telegram.files import Files
from bots.telegram.films import Films
from bots.telegram.health import Health
from bots.telegram.intake import Core, Intake
from bots.telegram.mapping import Me
from bots.telegram.menu import tell_menu
from bots.telegram.pace import Pace
from bots.telegram.place import NAME
from bots.telegram.platform import TelegramPlatform
from bots.telegram.polling import POLL_SECONDS, Polling
from bots.telegram.presses import Presses
from bots.telegram.previews import Previews
from bots.telegram.request import Transport
from bots.telegram.terms import Terms
from bots.telegram.webhook import CHECK_SECONDS, Webhook
from core.engine.clock import Clock
from core.model.adapter_data import AdapterData
from core.model.secret import Secrets

log = logging.getLogger(__name__)

Serve = Callable[[Me], Awaitable[None]]


class TelegramService:
    """Telegram's intake at work; `platform` is its outward half."""

    name = NAME

    def __init__(
        self,
        api: Api,
        platform: TelegramPlatform,
        serve: Serve,
        health: Health,
        adapter_data: AdapterData,
        clock: Clock,
        routes: Iterable[web.RouteDef] = (),
    ) -> None:
        self.platform = platform
        self._api = api
        self._serve = serve
        self._health = health
        self._adapter_data = adapter_data
        self._clock = clock
        self._routes = tuple(routes)

    async def serve(self) -> None:
        """Take updates until cancelled; whatever goes wrong is logged with its mend and tried again."""
        while True:
            try:
                me = await self._introduced()
                self.platform.named(me.username)
                await tell_menu(self._api, self._adapter_data)
                await self._serve(me)
            except Exception:
                log.exception("Telegram's intake failed by a mistake of ours; it begins again")
                self._health.ill("the intake failed")
                await self._clock.sleep(5.0)

    async def ready(self) -> str | None:
        """Return None while messages are taken, else a few words on what is missing."""
        return self._health.state

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Return the webhook's route; none where updates are fetched."""
        return self._routes

    async def _introduced(self) -> Me:
        """Ask Telegram who the bot is, as often as it takes."""
        while True:
            try:
                user = await self._api.get_me()
            except TelegramError as error:
                await self._clock.sleep(self._health.failed(error))
            else:
                log.info("Telegram knows this bot as @%s", user.username)
                return Me(user.id, user.username or "")


@asynccontextmanager
async def open_telegram(
    terms: Terms, core: Core, moved: Moved, adapter_data: AdapterData, own_secrets: Secrets, clock: Clock
) -> AsyncGenerator[TelegramService]:
    """Open the way to Telegram; close its connections at the end.

    Args:
        terms: what the operator configured.
        core: how messages get in.
        moved: renames an address wherever it is written.
        adapter_data: what this adapter keeps for itself.
        own_secrets: holds the webhook's secret where the operator gave none.
        clock: what waits.
    """
    # Its debug lines quote every parameter, a secret of the webhook's among them.
    logging.getLogger("telegram.Bot").setLevel(logging.INFO)
    transport = Transport(terms.proxy)
    api = Api(terms.token, terms.api_url, transport)
    calls = Calls(Pace(clock), moved)
    files = Files(api, clock, local=terms.local, folder=terms.local_dir)
    films = Films(api, Previews(files, adapter_data, terms.ffmpeg), adapter_data)
    presses = Presses(adapter_data)
    platform = TelegramPlatform(api, calls, files, films, presses, clock, local=terms.local)
    intake = Intake(api, calls, core, presses, adapter_data, clock)
    try:
        if terms.webhook_url:
            health = Health(clock, fresh_seconds=3 * CHECK_SECONDS)
            webhook = Webhook(
                api, intake, health, own_secrets, clock, url=terms.webhook_url, secret=terms.webhook_secret
            )
            yield TelegramService(api, platform, webhook.serve, health, adapter_data, clock, webhook.routes())
        else:
            health = Health(clock, fresh_seconds=3 * POLL_SECONDS)
            polling = Polling(api, intake, health, clock)
            yield TelegramService(api, platform, polling.serve, health, adapter_data, clock)
    finally:
        await intake.close()
        await transport.shutdown()
