"""Telegram, put together: one entry for the composition root, which knows nothing else of this package."""

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from aiohttp import web
from telegram import User
from telegram.error import TelegramError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_fixed

from bots.telegram.albums import Albums
from bots.telegram.api import Api
from bots.telegram.chat_actions import ChatActions
from bots.telegram.commands import set_admin_commands, set_commands
from bots.telegram.config import Config
from bots.telegram.files import Files
from bots.telegram.films import Films
from bots.telegram.handle import NAME
from bots.telegram.health import Health, Subject
from bots.telegram.inbox import Inbox
from bots.telegram.keyboard import ShortNames
from bots.telegram.mapping import BotUser
from bots.telegram.platform import TelegramPlatform
from bots.telegram.polling import POLL_SECONDS, Polling
from bots.telegram.previews import Previews
from bots.telegram.profile import set_descriptions
from bots.telegram.rate_limit import Moved, RateLimiter
from bots.telegram.refusals import causes
from bots.telegram.request import Transport
from bots.telegram.retries import error_of
from bots.telegram.sender import Sender
from bots.telegram.updates import Updates
from bots.telegram.webhook import CHECK_SECONDS, Webhook
from core.engine.clock import Clock, keepalive
from core.model.adapter_data import AdapterData
from core.model.front_door import FrontDoor
from core.model.inbox import Inbox as InboxStore
from core.model.measures import Measures
from core.model.secret import Secrets

log = logging.getLogger(__name__)

Serve = Callable[[], Awaitable[None]]

_RESTART_SECONDS: Final = 5.0
_NAME_SECONDS: Final = 60.0  # for so long a command with a new name is taken for another bot's


def shown_in_groups(user: User) -> str:
    """Return which messages of groups Telegram shows the bot, in words for the log."""
    if user.can_read_all_group_messages:
        return "every message (privacy mode is off, can_read_all_group_messages)"
    return (
        "commands and replies to it, and mentions only where it is an admin "
        "(privacy mode is on, no can_read_all_group_messages)"
    )


class TelegramService:
    """Telegram's updates at work; `platform` is its outward half."""

    name = NAME

    def __init__(
        self,
        api: Api,
        platform: TelegramPlatform,
        serve: Serve,
        inbox: Inbox,
        health: Health,
        adapter_data: AdapterData,
        clock: Clock,
        routes: Iterable[web.RouteDef] = (),
        *,
        admins: Collection[int] = (),
    ) -> None:
        self.platform = platform
        self._api = api
        self._serve = serve
        self._inbox = inbox
        self._health = health
        self._adapter_data = adapter_data
        self._clock = clock
        self._routes = tuple(routes)
        self._admins = admins

    async def serve(self) -> None:
        """Take updates until cancelled; a failure of ours is logged, and everything starts again."""

        def failed(state: RetryCallState) -> None:
            log.error("taking Telegram's updates failed by a defect; it starts again", exc_info=error_of(state))
            self._health.degraded(Subject.CALLS, "taking updates failed")

        await AsyncRetrying(
            retry=retry_if_exception_type(Exception),
            wait=wait_fixed(_RESTART_SECONDS),
            before_sleep=failed,
            sleep=self._clock.sleep,
        )(self._serve_once)

    async def ready(self) -> str | None:
        """Return None while messages are taken, else a few words on what is missing."""
        return self._health.problem

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Return the webhook's route; none where updates are polled."""
        return self._routes

    async def _serve_once(self) -> None:
        user = await self._health.until_answered(self._api.get_me)
        log.info(
            "Telegram knows this bot as @%s, https://t.me/%s; in groups it is shown %s",
            *(user.username, user.username, shown_in_groups(user)),
        )
        bot = BotUser(user.id, user.username or "")
        self.platform.set_username(bot.username)

        async def look_at_name() -> None:
            nonlocal bot
            if (now := await self._present_name(bot)) != bot:
                log.info("the bot is called @%s now", now.username)
                bot = now
                self.platform.set_username(bot.username)
                self._inbox.rename(bot)

        await set_commands(self._api, self._adapter_data)
        await set_admin_commands(self._api, self._adapter_data, self._admins)
        await set_descriptions(self._api, self._adapter_data)
        named = keepalive(look_at_name, every=_NAME_SECONDS, clock=self._clock, name="telegram bot's name")
        async with self._inbox.handling(bot), named:
            await self._serve()

    async def _present_name(self, bot: BotUser) -> BotUser:
        """Return the bot with its present name, which its owner may change at any time."""
        try:
            user = await self._api.get_me()
        except TelegramError as error:
            log.debug("Telegram did not tell the bot's name: %s", causes(error))
            return bot
        return BotUser(user.id, user.username or "")


@asynccontextmanager
async def open_telegram(
    config: Config,
    front_door: FrontDoor,
    moved: Moved,
    adapter_data: AdapterData,
    inbox_store: InboxStore,
    own_secrets: Secrets,
    clock: Clock,
    measures: Measures,
) -> AsyncGenerator[TelegramService]:
    """Open the way to Telegram; close its connections at the end. Nothing is called until it serves or sends.

    Args:
        config: what the operator configured.
        front_door: takes messages in.
        moved: renames an address wherever the core stores it.
        adapter_data: where this package stores small facts of its own.
        inbox_store: where updates wait until they have been handled.
        own_secrets: holds the webhook's secret where the operator gave none.
        clock: measures and waits.
        measures: count what happens.
    """
    # Its debug lines quote every parameter, the webhook's secret among them.
    logging.getLogger("telegram.Bot").setLevel(logging.INFO)
    transport = Transport(config.proxy, partial(measures.told_to_wait, NAME))
    api = Api(config.token, config.api_url, transport)
    limiter = RateLimiter(clock, moved)
    short_names = ShortNames(adapter_data)
    files = Files(api, clock, local=config.local, folder=config.local_dir)
    films = Films(api, Previews(files, config.ffmpeg), adapter_data)
    chat_actions = ChatActions(api, limiter, clock)
    sender = Sender(api, limiter, films, short_names, chat_actions, clock)
    platform = TelegramPlatform(api, limiter, sender, files, chat_actions, local=config.local)
    scope = f"{NAME}:{api.user_id}"
    albums = Albums(adapter_data, inbox_store, scope=scope)
    updates = Updates(api, limiter, front_door, short_names, albums, adapter_data, clock)
    health = Health(clock, fresh_seconds=3 * (CHECK_SECONDS if config.webhook_url else POLL_SECONDS))
    inbox = Inbox(inbox_store, albums, updates, health, clock, scope=scope)
    try:
        if config.webhook_url:
            webhook = Webhook(
                api, inbox, health, own_secrets, clock, url=config.webhook_url, secret=config.webhook_secret
            )
            serve, routes = webhook.serve, webhook.routes()
        else:
            serve, routes = Polling(api, inbox, health, clock).serve, ()
        yield TelegramService(api, platform, serve, inbox, health, adapter_data, clock, routes, admins=config.admins)
    finally:
        await updates.close()
        await transport.shutdown()
