"""From settings to the platforms that are served: what each is told, and where it is put.

A platform's library is imported only where its token is set. Knows nothing of how a platform works.
"""

# ruff: noqa: PLC0415 - see above

import contextlib
import functools
import shutil
from collections.abc import AsyncIterator, Sequence

from pydantic import SecretStr

from bots.masked import masked, revealed
from bots.service import Service
from bots.services import App
from core.intake.permission import may_press
from core.model.chat import Address
from core.model.secret import Secret

MB = 1024 * 1024
SHOWN_PROJECTS = 25  # what Discord's autocomplete shows at most


@contextlib.asynccontextmanager
async def open_platforms(app: App) -> AsyncIterator[list[Service]]:
    """Open every platform that has a token, and hand it to the app."""
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
    from bots.telegram.intake import Core
    from bots.telegram.service import open_telegram
    from bots.telegram.terms import Terms

    settings, store = app.settings, app.store
    terms = Terms(
        token=token,
        api_url=settings.telegram_api_url,
        local=settings.telegram_local_mode,
        local_dir=settings.telegram_local_dir,
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=masked(settings.telegram_webhook_secret),
        proxy=revealed(settings.nemobot_proxy),
        ffmpeg=settings.nemobot_ffmpeg or shutil.which("ffmpeg"),
    )
    core = Core(
        receive=app.intake.receive,
        may_press=functools.partial(may_press, store.messages, store.requests),
        origin=store.messages.origin,
    )
    opened = open_telegram(terms, core, store.addresses.moved, store.adapter_data, store.secrets, app.services.clock)
    async with opened as service:
        app.platforms[service.name] = service.platform
        yield service


@contextlib.asynccontextmanager
async def _discord(app: App, token: SecretStr) -> AsyncIterator[Service]:
    from bots.discord.service import open_discord
    from bots.discord.terms import Terms

    settings, store = app.settings, app.store
    terms = Terms(
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

    async def projects(address: Address, person: str) -> Sequence[tuple[int, str]]:
        found = await store.projects.latest(address, person, SHOWN_PROJECTS)
        return [(project.number, project.title or "…") for project in found]

    opened = open_discord(
        terms,
        receive=app.intake.receive,
        may_press=functools.partial(may_press, store.messages, store.requests),
        projects=projects,
        adapter_data=store.adapter_data,
        clock=app.services.clock,
    )
    async with opened as service:
        app.platforms[service.name] = service.platform
        yield service
