"""From settings to the platforms that are served: what each is told, and where it is put.

A platform's library is imported only where its token is set. Knows nothing of how a platform works.
"""

# ruff: noqa: PLC0415 - see above

import contextlib
import functools
import shutil
from collections.abc import AsyncIterator, Sequence

from pydantic import SecretStr

from bots.house import Rooms
from bots.masked import masked, revealed
from bots.service import Service
from core.chat import Address
from core.nemo.secret import Secret
from core.presses import may_press

MB = 1024 * 1024
SHOWN_PROJECTS = 25  # what Discord's autocomplete shows at most


@contextlib.asynccontextmanager
async def open_platforms(rooms: Rooms) -> AsyncIterator[list[Service]]:
    """Open every platform that has a token, and put it into the house."""
    settings, services = rooms.settings, list[Service]()
    async with contextlib.AsyncExitStack() as closing:
        if settings.telegram_bot_token:
            token = Secret(settings.telegram_bot_token.get_secret_value())
            services.append(await closing.enter_async_context(_telegram(rooms, token)))
        if settings.discord_bot_token:
            services.append(await closing.enter_async_context(_discord(rooms, settings.discord_bot_token)))
        yield services


@contextlib.asynccontextmanager
async def _telegram(rooms: Rooms, token: Secret) -> AsyncIterator[Service]:
    from bots.telegram.intake import Core
    from bots.telegram.service import open_telegram
    from bots.telegram.terms import Terms

    settings, store = rooms.settings, rooms.store
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
        receive=rooms.intake.receive,
        may_press=functools.partial(may_press, store.messages, store.requests),
        origin=store.messages.origin,
    )
    async with open_telegram(terms, core, store.addresses.moved, store.preferences, rooms.house.clock) as service:
        rooms.platforms[service.name] = service.platform
        yield service


@contextlib.asynccontextmanager
async def _discord(rooms: Rooms, token: SecretStr) -> AsyncIterator[Service]:
    from bots.discord.service import open_discord
    from bots.discord.terms import Terms

    settings, store = rooms.settings, rooms.store
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
        skills={name: skill.headlines["en"] for name, skill in rooms.house.rules.skills.items()},
    )

    async def projects(address: Address, person: str) -> Sequence[tuple[int, str]]:
        found = await store.projects.latest(address, person, SHOWN_PROJECTS)
        return [(project.number, project.title or "…") for project in found]

    opened = open_discord(
        terms,
        receive=rooms.intake.receive,
        may_press=functools.partial(may_press, store.messages, store.requests),
        projects=projects,
        preferences=store.preferences,
        clock=rooms.house.clock,
    )
    async with opened as service:
        rooms.platforms[service.name] = service.platform
        yield service
