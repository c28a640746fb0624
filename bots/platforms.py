"""Opens each configured platform with its part of the settings.

A platform's library is imported only if its token is set.
"""

# ruff: noqa: PLC0415 - see above

import contextlib
import shutil
from collections.abc import AsyncIterator, Iterable
from typing import Protocol

from aiohttp import web
from pydantic import SecretStr

from bots.services import App
from bots.settings import masked, revealed
from core.model.secret import Secret

MB = 1024 * 1024


class Service(Protocol):
    """The running adapter of a platform, as the composition root serves it."""

    name: str

    async def serve(self) -> None:
        """Receive messages until cancelled. Errors are logged with how to fix them, and stop no other platform."""
        ...

    async def ready(self) -> str | None:
        """Return None while messages are received, else what is missing, in words."""
        ...

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Return the routes for the bot's HTTP listener; none if it polls."""
        ...


@contextlib.asynccontextmanager
async def open_platforms(app: App) -> AsyncIterator[list[Service]]:
    """Open every platform that has a token, and add it to the app.

    Raises:
        CannotStart: a platform is wrongly configured.
    """
    settings, services = app.settings, list[Service]()
    async with contextlib.AsyncExitStack() as closing:
        if settings.telegram_bot_token:
            token = Secret(settings.telegram_bot_token.get_secret_value())
            services.append(await closing.enter_async_context(_telegram(app, token)))
        if settings.discord_bot_token:
            services.append(await closing.enter_async_context(_discord(app, settings.discord_bot_token)))
        yield services


@contextlib.asynccontextmanager
async def _telegram(app: App, token: Secret) -> AsyncIterator[Service]:
    from bots.telegram.config import Config
    from bots.telegram.service import open_telegram

    settings, store = app.settings, app.store
    config = Config(
        token=token,
        api_url=settings.telegram_api_url,
        local=settings.telegram_local_mode,
        local_dir=settings.telegram_local_dir,
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=masked(settings.telegram_webhook_secret),
        proxy=revealed(settings.nemobot_proxy),
        ffmpeg=settings.nemobot_ffmpeg or shutil.which("ffmpeg"),
    )
    opened = open_telegram(
        config,
        app.intake,
        store.addresses.moved,
        store.adapter_data,
        store.inbox,
        store.secrets,
        app.services.clock,
    )
    async with opened as service:
        app.platforms[service.name] = service.platform
        yield service


@contextlib.asynccontextmanager
async def _discord(app: App, token: SecretStr) -> AsyncIterator[Service]:
    from bots.discord.config import Config
    from bots.discord.service import open_discord

    settings, store = app.settings, app.store
    config = Config(
        token=token,
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
        cdn_url=settings.discord_cdn_url,
        guild_ids=settings.discord_guild_ids,
        shard_ids=settings.discord_shard_ids,
        shard_count=settings.discord_shard_count,
        proxy=settings.nemobot_proxy,
        message_content=settings.discord_message_content,
        token_seconds=settings.nemobot_discord_token_seconds,
        spool_bytes=settings.nemobot_spool_mb * MB,
        skills={name: skill.headlines["en"] for name, skill in app.services.rules.skills.items()},
    )
    async with open_discord(config, app.intake, store.adapter_data, app.services.clock) as service:
        app.platforms[service.name] = service.platform
        yield service
