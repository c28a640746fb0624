"""A live walk before the sandbox and both doubles, which stand for the three services."""

import contextlib
import dataclasses
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr

from bots.ops.live import walk
from bots.ops.live.options import Options
from bots.settings import Settings
from sandbox.faults import Faults
from sandbox.server import Running, start
from tests.doubles.discord_double import DiscordDouble
from tests.doubles.discord_values import Channel
from tests.doubles.editor import QuickEditor
from tests.doubles.telegram import NO_LIMITS, TelegramDouble
from tests.doubles.telegram_people import Place

# Long enough for a heartbeat, and for a second export that waits behind the first.
FAULTS = Faults(heartbeat_seconds=0.02, turn_seconds=0.1, render_seconds=0.1)


@dataclass
class Stage:
    """The three services, and what the operator named in them."""

    sandbox: Running
    tg: TelegramDouble
    dc: DiscordDouble
    settings: Settings
    options: Options
    chat: Place
    channel: Channel
    said: list[str] = field(default_factory=list)

    async def walk(self, **changes):
        """Walk with these options besides, and return the exit code."""
        options = dataclasses.replace(self.options, **changes)
        services = walk.chosen(self.settings, options)
        self.said += walk.costs(self.settings, options, services)
        return await walk.walk(self.settings, options, services, self.said.append, self.said.append)

    def set(self, **changes):
        """Set settings otherwise."""
        self.settings = self.settings.model_copy(update=changes)

    @property
    def report(self):
        """The text of the report."""
        return self.options.report.read_text()

    def found(self, outcome):
        """The beliefs that came out so, with what was seen."""
        services = json.loads(self.report)["services"].values()
        beliefs = {belief: one for service in services for belief, one in service["beliefs"].items()}
        return {belief: one.get("seen", "") for belief, one in beliefs.items() if one["outcome"] == outcome}

    @property
    def left(self):
        """What the walk left in the chats."""
        here = [one for one in self.tg.chat(self.chat.chat.id).messages.values() if one.by_bot and not one.removed]
        return [*here, *self.dc.shown(self.channel)]


@pytest.fixture
def stages(tmp_path):
    """`async with stages() as stage`."""

    @contextlib.asynccontextmanager
    async def opened(faults: Faults = FAULTS, **double) -> AsyncIterator[Stage]:
        sandbox = await start(tmp_path / "sandbox", editing=QuickEditor().editing, faults=faults, control=True)
        try:
            async with TelegramDouble(pace=NO_LIMITS) as tg, DiscordDouble(**double) as dc:
                tg.about.descriptions["description", ""] = "Planted description"
                chat, channel = tg.private(tg.person("Anna")), dc.channel(dc.guild())
                settings = Settings(
                    nemo_api_url=sandbox.url,
                    nemo_web_url=sandbox.url,
                    nemobot_http_port=0,
                    telegram_bot_token=SecretStr(tg.token),
                    telegram_api_url=tg.url,
                    discord_bot_token=SecretStr(dc.token),
                    discord_api_url=dc.api_url,
                    discord_gateway_url=dc.gateway_url,
                    nemobot_render_poll_seconds=0.01,
                    nemobot_silent_edit_seconds=(0.01,),
                )
                options = Options(
                    telegram_chat=str(chat.chat.id),
                    discord_channel=str(channel.id),
                    press_seconds=0,
                    report=Path(tmp_path / "report.json"),
                )
                yield Stage(sandbox, tg, dc, settings, options, chat, channel)
        finally:
            await sandbox.stop()

    return opened


@pytest.fixture
async def stage(stages):
    async with stages() as made:
        yield made
