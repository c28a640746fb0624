"""Builds the core and the storage from the settings, and closes them in reverse order.

Knows no platform: the composition root adds those.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bots.errors import CannotStart
from bots.metrics import Backlog, Metrics
from bots.operations import Installation
from bots.ops.maintenance import explain
from bots.settings import Settings, masked, revealed
from bots.spool.spool import Spool
from core import skills
from core.engine.clock import SystemClock
from core.engine.delays import Delays
from core.engine.dispatch import Stop
from core.intake.intake import Intake
from core.intake.reminders import Reminders
from core.media.fetch import Fetcher
from core.model.access import AccessLists
from core.model.access_entries import policies_in
from core.model.chat import ChatPlatform
from core.model.first_times import HOUR_SECONDS
from core.model.limits import Limits
from core.model.requests import Outcome
from core.nemo.client import NemoClient
from core.outbox.request_log import log_stage
from core.runner import Runner
from core.services import Rules, Services, Stores
from core.tokens import Tokens
from storage.embedded import EmbeddedDispatcher
from storage.errors import StorageError
from storage.queue import Head
from storage.store import Store, open_store

OF_ONE_SENDER = 10  # uploads and turns at once; with few places in all, a quarter of them
RENDER_POLLS = 10  # NemoVideo skill text: every 30 s, at most ten times
_SPOOL = "spool"
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class App:
    """Everything but the platforms, which the composition root adds to `platforms` before work begins.

    `spool` holds what browsers upload, to the web chat and to the upload page.
    """

    settings: Settings
    store: Store
    services: Services
    intake: Intake
    runner: Runner
    dispatcher: EmbeddedDispatcher
    platforms: dict[str, ChatPlatform]
    spool: Spool
    metrics: Metrics
    installation: Installation

    async def backlog(self) -> Backlog:
        """Return what is open now.

        Raises:
            StorageError: it cannot be read.
        """
        now = self.services.clock.time()
        found = await self.store.queue.open(now)
        working = min(self.dispatcher.working, found.number - found.suspended)
        waiting = found.number - found.suspended - working
        return Backlog(working, waiting, found.suspended, 0.0 if found.oldest is None else max(0.0, now - found.oldest))

    async def work(self) -> None:
        """Work on requests until cancelled, then give running steps the grace to reach a safe point."""
        housekeeping = asyncio.create_task(self.store.housekeeping.run(), name="housekeeping")
        reminders = asyncio.create_task(Reminders(self.services).run(), name="reminders")
        try:
            await self.dispatcher.run(self.runner, self.settings.nemobot_shutdown_grace_seconds)
        finally:
            housekeeping.cancel()
            reminders.cancel()
            await asyncio.gather(housekeeping, reminders, return_exceptions=True)
            await self.intake.close()
            await self.services.queue_positions.close()


@contextlib.asynccontextmanager
async def build_services(
    settings: Settings, *, render_polls: int = RENDER_POLLS, stand_in: bool = False
) -> AsyncIterator[App]:
    """Open the database, the spool, the clients and the engine.

    A render is polled `render_polls` times at most; `stand_in` is as in `core.services.Rules`.

    Raises:
        CannotStart: the database, the spool or the skill cannot be used.
    """
    clock, proxy = SystemClock(), revealed(settings.nemobot_proxy)
    rules, delays = _rules(settings, stand_in=stand_in), _delays(settings, render_polls)
    async with contextlib.AsyncExitStack() as closing:
        store = await closing.enter_async_context(_store(settings, clock))
        spool = await _spool(settings, clock)
        metrics = Metrics(settings.platforms or ("web",))
        client = NemoClient(settings.nemo_api_url, settings.nemo_web_url, proxy=proxy, called=metrics.called)
        closing.push_async_callback(client.close)
        fetcher = Fetcher(_trusted(settings), proxy=proxy)
        closing.push_async_callback(fetcher.close)
        tokens = Tokens(
            client,
            store.accounts,
            operator=masked(settings.nemo_token),
            client_id=masked(settings.nemo_client_id),
            delays=delays,
            clock=clock,
        )
        stop, platforms = Stop(), dict[str, ChatPlatform]()
        dispatcher = EmbeddedDispatcher(
            store.queue,
            clock=clock,
            stop=stop,
            concurrency=settings.nemobot_concurrency,
            of_one_sender=max(1, min(OF_ONE_SENDER, settings.nemobot_concurrency // 4)),
            platforms=platforms,
            parked_silently=lambda head: _count_parked(head, metrics, clock),
            park=lambda request: runner.park(request),  # noqa: PLW0108 - the runner is built below, from this dispatcher
            join_seconds=delays.join,
            needs_place=lambda request: runner.needs_place(request),  # noqa: PLW0108 - as above
        )
        installation = Installation(settings.database_path, clock)
        services = Services(
            stores=_stores(store),
            rules=rules,
            client=client,
            fetcher=fetcher,
            platforms=platforms,
            tokens=tokens,
            dispatcher=dispatcher,
            delays=delays,
            clock=clock,
            operations=installation,
            measures=metrics,
        )
        runner = Runner(services, stop)
        intake = Intake(services)
        yield App(settings, store, services, intake, runner, dispatcher, platforms, spool, metrics, installation)


@contextlib.asynccontextmanager
async def _store(settings: Settings, clock: SystemClock) -> AsyncIterator[Store]:
    path = settings.database_path
    try:
        opened = open_store(
            path,
            secret_key=revealed(settings.nemobot_secret_key),
            earlier_key=revealed(settings.nemobot_secret_key_old),
            clock=clock,
            keep_days=settings.nemobot_keep_days,
        )
        store = await opened.__aenter__()
    except (StorageError, OSError) as error:
        raise CannotStart(explain(error, path)) from error
    try:
        yield store
    finally:
        await opened.__aexit__(None, None, None)


async def _spool(settings: Settings, clock: SystemClock) -> Spool:
    folder = settings.nemobot_data_dir / _SPOOL
    file_bytes, budget_bytes = settings.nemobot_max_file_mb * _MB, settings.nemobot_spool_mb * _MB
    spool = Spool(folder, file_bytes=file_bytes, budget_bytes=budget_bytes, clock=clock)
    try:
        await spool.start()
    except OSError as error:
        raise CannotStart(explain(error, folder)) from error
    return spool


def _count_parked(head: Head, metrics: Metrics, clock: SystemClock) -> None:
    """Log and count the end of a request whose user could not be told of it."""
    seconds = clock.time() - head.accepted_at
    log_stage(f"ended, {Outcome.PARKED}", head.request, head.platform, seconds)
    metrics.ended(head.platform, Outcome.PARKED, seconds)


def _stores(store: Store) -> Stores:
    return Stores(
        accounts=store.accounts,
        logins=store.logins,
        addresses=store.addresses,
        requests=store.requests,
        messages=store.messages,
        projects=store.projects,
        versions=store.versions,
        preferences=store.preferences,
        first_times=store.first_times,
        pending=store.pending,
        timings=store.timings,
        entries=store.entries,
        usage=store.usage,
        access=store.access,
        pairing=store.pairing,
        broadcasts=store.broadcasts,
    )


def _trusted(settings: Settings) -> frozenset[str]:
    """Return the URLs of the operator's settings; files are fetched from them also on loopback."""
    return frozenset(url for url in (settings.nemo_api_url, settings.discord_cdn_url) if url)


def _rules(settings: Settings, *, stand_in: bool) -> Rules:
    try:
        skill = skills.load(settings.nemobot_skill)
    except skills.SkillError as error:
        raise CannotStart(*(f"NEMOBOT_SKILL: {problem}." for problem in error.problems)) from error
    known: Mapping[str, skills.Skill] = {**skills.bundled(), skill.name: skill}
    platform = skills.platform(settings.skill_source, settings.nemobot_skill)
    return Rules(
        skill=skill,
        skills=known,
        skill_platform=platform,
        auto_export=settings.nemobot_auto_export,
        stand_in=stand_in,
        max_file_bytes=settings.nemobot_max_file_mb * _MB,
        keep_days=settings.nemobot_keep_days,
        stale_seconds=settings.nemobot_stale_hours * HOUR_SECONDS,
        backend_host=urlsplit(settings.nemo_api_url).hostname or "",
        sealed=settings.nemobot_secret_key is not None,
        limits=_limits(settings),
        access=_access(settings),
    )


def _access(settings: Settings) -> AccessLists:
    policies = policies_in(settings.nemobot_places)
    return AccessLists(settings.nemobot_allow, settings.nemobot_admins, policies)


def _limits(settings: Settings) -> Limits:
    return Limits(
        requests_per_minute=settings.nemobot_requests_per_minute,
        requests_at_once=settings.nemobot_requests_at_once,
        requests_per_day=settings.nemobot_requests_per_day,
        chat_requests_per_day=settings.nemobot_chat_requests_per_day,
        upload_bytes_per_day=settings.nemobot_upload_mb_per_day * _MB,
        credits_per_day=settings.nemobot_credits_per_day,
    )


def _delays(settings: Settings, render_polls: int) -> Delays:
    return Delays(
        still_working=settings.nemobot_still_working_seconds,
        render_poll=settings.nemobot_render_poll_seconds,
        render_polls=render_polls,
        turn_timeout=settings.nemobot_turn_timeout_seconds,
        silence_timeout=settings.nemobot_silence_timeout_seconds,
        recovery=settings.nemobot_recovery_seconds,
        silent_edit=settings.nemobot_silent_edit_seconds,
        retry_429=settings.nemobot_retry_429_seconds,
        join=settings.nemobot_join_seconds,
    )
