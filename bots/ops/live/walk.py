"""`nemobot doctor --live`: says what it will cost, tries the services, takes away what it can, and reports.

It never prints a secret, an address that may hold one, or a service's own words.
"""

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from bots.errors import CannotStart
from bots.ops.asking import host_of
from bots.ops.live import discord, nemovideo, telegram
from bots.ops.live.beliefs import SERVICES
from bots.ops.live.discord import Discord
from bots.ops.live.exchange import Exchange
from bots.ops.live.nemovideo import NemoVideo
from bots.ops.live.options import Options
from bots.ops.live.probe import CLIP, run_probes
from bots.ops.live.report import as_json, write_report
from bots.ops.live.telegram import Telegram
from bots.ops.live.verdicts import Outcome, Verdicts
from bots.settings import Settings
from core import skills
from core.nemo.caller import Attribution
from core.skills import SkillError

CONTRADICTED = 1  # the exit code

Write = Callable[[str], object]


class _Context(Protocol):
    """What the walks through all services have."""

    stays: list[str]
    private: list[str]

    async def clean_up(self) -> None:
        """Take away what can be taken away; `stays` says what could not."""


@dataclass
class _Found:
    """What a walk has found so far; `private` must not be told, `stays` counts what could not be taken away."""

    verdicts: Verdicts = field(default_factory=Verdicts)
    steps: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    private: list[str] = field(default_factory=list)
    stays: Counter[str] = field(default_factory=Counter)


def chosen(settings: Settings, options: Options) -> tuple[str, ...]:
    """Return the services to try: those that are asked for, or all that are configured.

    Raises:
        CannotStart: one that is asked for is not configured, the skill cannot be used, or the report not be written.
    """
    configured = tuple(name for name in SERVICES if name == "nemovideo" or name in settings.platforms)
    missing = [name for name in options.services if name not in configured]
    if missing:
        raise CannotStart(*(f"{SERVICES[name]} is not configured: set {name.upper()}_BOT_TOKEN." for name in missing))
    try:
        skills.load(settings.nemobot_skill)
    except SkillError as error:
        raise CannotStart(*(f"NEMOBOT_SKILL: {problem}." for problem in error.problems)) from None
    report = options.report
    if report.is_dir() or not os.access(report if report.exists() else report.parent, os.W_OK):
        raise CannotStart(f"{report} cannot be written: name another file by --report.")
    return tuple(name for name in configured if not options.services or name in options.services)


def costs(settings: Settings, options: Options, services: tuple[str, ...]) -> Iterator[str]:
    """Return the sentences that say what a walk will do and cost."""
    size = f"{CLIP.stat().st_size / 1000:.0f} kB"
    if "nemovideo" in services:
        account = "with NEMO_TOKEN" if settings.nemo_token else "with a starter token, of which this address gets few"
        clip = f"uploads a clip of {size}, twice where it has an address for it"
        yield (
            f"NemoVideo at {host_of(settings.nemo_api_url)}, {account}: makes a session, {clip}, asks for one edit "
            "(NemoVideo says: about 50 credits), and exports it up to three times (free). The session stays there. "
            "It tries some calls that must be refused."
        )
    if "telegram" in services:
        where = f"sends about eight silent messages, one of them of {size}, and deletes them"
        yield f"Telegram: looks at the bot; {_in_chat(options.telegram_chat, 'telegram-chat', where)}"
    if "discord" in services:
        where = f"sends about six silent messages, one of them of {size} and one of 10 MB, and deletes them"
        press = f", and waits {options.press_seconds:.0f} s for a press of a button" if options.press_seconds else ""
        where += press if options.discord_channel else ""
        told = _in_chat(options.discord_channel, "discord-channel", where)
        yield f"Discord: looks at the bot; {told} It opens one session of the gateway, of a thousand a day."


def _in_chat(chat: str | None, option: str, where: str) -> str:
    return f"in the chat that you named, {where}." if chat else f"sends nothing, for --{option} names no chat."


async def walk(
    settings: Settings,
    options: Options,
    services: tuple[str, ...],
    write: Write,
    say: Write,
    *,
    as_object: bool = False,
) -> int:
    """Walk through the services and return the exit code: 1 if a belief is contradicted, else 0.

    However it ends, what it made is taken away where it can be, and it is said what stays.

    Args:
        settings: the operator's.
        options: what may be used for it.
        services: the ids of those to try.
        write: writes a line of the result.
        say: writes a line of what goes on meanwhile.
        as_object: write one JSON object as the result instead: `contradicted`, `beliefs` by service, and what `stays`.
    """
    found = _Found()
    try:
        for service in services:
            say(f"Trying {SERVICES[service]} …")
            await _try(service, settings, options, found, say)
            if not as_object:
                write("\n".join([SERVICES[service], *map(str, found.verdicts.of(service))]))
    except asyncio.CancelledError:
        say("Stopped.")
        raise
    finally:
        for sentence in found.stays:
            say(f"What stays: {sentence}{_times(found.stays[sentence])}.")
    verdicts = {service: list(found.verdicts.of(service)) for service in services}
    contradicted = found.verdicts.count(Outcome.CONTRADICTED) > 0
    if as_object:
        told = {"contradicted": contradicted, "stays": list(found.stays)}
        write(json.dumps(told | {"beliefs": {name: as_json(one) for name, one in verdicts.items()}}, indent=2))
    else:
        write(", ".join(f"{found.verdicts.count(outcome)} {outcome}" for outcome in Outcome))
    try:
        write_report(options.report, verdicts, found.steps, (*settings.secrets(), *found.private))
    except OSError:
        say(f"{options.report} could not be written.")
    else:
        say(f"Report: {options.report}. It holds shapes and codes, and may be put under an issue.")
    return CONTRADICTED if contradicted else 0


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""


async def _try(service: str, settings: Settings, options: Options, found: _Found, say: Write) -> None:
    async with Exchange(settings) as exchange:
        found.steps[service] = exchange.steps
        match service:
            case "nemovideo":
                skill = skills.load(settings.nemobot_skill)
                origin = skills.platform(settings.skill_source, settings.nemobot_skill)
                attribution = Attribution(skill.name, skill.version, origin)
                api = NemoVideo(settings, options, exchange, found.verdicts, attribution)
                async with _cleaned(api, found):
                    await run_probes(api, nemovideo.PROBES, found.verdicts)
            case "telegram":
                chat = Telegram(settings, options, exchange, found.verdicts)
                async with _cleaned(chat, found):
                    await run_probes(chat, telegram.PROBES, found.verdicts)
            case _:
                channel = Discord(settings, options, exchange, found.verdicts, say)
                async with _cleaned(channel, found):
                    await run_probes(channel, discord.PROBES, found.verdicts)
    found.verdicts.not_tried(service)


@asynccontextmanager
async def _cleaned(context: _Context, found: _Found) -> AsyncGenerator[None]:
    """Take away what was made, at the end of the block; keep what must not be told, and what stays."""
    try:
        yield
    finally:
        try:
            await context.clean_up()
        finally:
            found.private += context.private
            found.stays.update(context.stays)
