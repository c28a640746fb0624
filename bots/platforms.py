"""Opens each configured platform with its part of the settings. One that cannot be opened takes no other with it.

A platform's library is imported only if its token is set.
"""

# ruff: noqa: PLC0415 - see above

import contextlib
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web
from pydantic import SecretStr

from bots.errors import CannotStart
from bots.ops.local_checks import ffmpeg_program
from bots.services import App
from bots.settings import Settings, masked, revealed
from core.model.secret import Secret

log = logging.getLogger(__name__)

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


@dataclass(slots=True)
class PlatformOff:
    """A platform that could not be opened; `sentence` says so and what helps, without a secret."""

    name: str
    sentence: str

    @classmethod
    def by(cls, name: str, error: Exception) -> "PlatformOff":
        """Return the platform that this error kept from being opened."""
        if isinstance(error, CannotStart):
            return cls(name, f"{name.title()} is off: {error}")
        kind = type(error).__name__  # its text may hold a secret
        return cls(name, f"{name.title()} is off: it could not be opened ({kind}); see the log, then restart the bot.")

    async def serve(self) -> None:
        """Return: nothing is received."""

    async def ready(self) -> str | None:
        """Return what is wrong."""
        return self.sentence

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Return no routes."""
        return ()


@contextlib.asynccontextmanager
async def open_platforms(app: App) -> AsyncIterator[list[Service]]:
    """Open every platform that has a token, and add it to the app; one that cannot be opened is a service all the same.

    Raises:
        CannotStart: none of several platforms, or the only one, can be opened; the log has the causes.
    """
    settings, configured = app.settings, dict[str, AbstractAsyncContextManager[Service]]()
    if settings.telegram_bot_token:
        configured["telegram"] = _telegram(app, Secret(settings.telegram_bot_token.get_secret_value()))
    if settings.discord_bot_token:
        configured["discord"] = _discord(app, settings.discord_bot_token)
    async with contextlib.AsyncExitStack() as closing:
        services = [await _opened(closing, name, opening) for name, opening in configured.items()]
        off = [service.sentence for service in services if isinstance(service, PlatformOff)]
        if off and len(off) == len(services) and not settings.nemobot_web:
            raise CannotStart(*off)
        yield services


async def _opened(
    closing: contextlib.AsyncExitStack, name: str, opening: AbstractAsyncContextManager[Service]
) -> Service:
    """Open a platform; whatever that raises is its own misfortune."""
    try:
        return await closing.enter_async_context(opening)
    except Exception as error:
        off = PlatformOff.by(name, error)
        log.exception("%s", off.sentence)
        return off


def _people(settings: Settings, platform: str) -> tuple[int, ...]:
    """Return the people among the admins of a platform; an anonymous admin of a group is none."""
    entries = (entry.partition(":@") for entry in settings.nemobot_admins)
    return tuple(int(person) for name, _, person in entries if name == platform and person.isdecimal())


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
        ffmpeg=ffmpeg_program(settings),
        admins=_people(settings, "telegram"),
    )
    opened = open_telegram(
        config,
        app.intake,
        store.addresses.moved,
        store.adapter_data,
        store.inbox,
        store.secrets,
        app.services.clock,
        app.metrics,
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
        admins=any(entry.startswith("discord:") for entry in settings.nemobot_admins),
        skills={name: skill.headlines["en"] for name, skill in app.services.rules.skills.items()},
    )
    async with open_discord(config, app.intake, store.adapter_data, app.services.clock, app.metrics) as service:
        app.platforms[service.name] = service.platform
        yield service
