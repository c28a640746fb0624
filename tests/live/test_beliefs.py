"""The beliefs as tests on the real services, with the operator's own tokens: skipped unless `TEST_LIVE` names them.

`TEST_LIVE` is a file of settings such as `.env`; `TEST_LIVE_TELEGRAM_CHAT` and `TEST_LIVE_DISCORD_CHANNEL` name where
messages may be sent, `TEST_LIVE_CLIP_URL` a film, `TEST_LIVE_PRESS_SECONDS` how long a press is waited for. What it
costs is what `nemobot doctor --live` says (docs/beliefs.md).
"""

import json
import os
from pathlib import Path

import pytest

from bots.ops.live import walk
from bots.ops.live.beliefs import BELIEFS
from bots.ops.live.options import Options
from bots.settings import Settings

MEND = "TEST_LIVE names no file of settings: the real services are not tried, and what is believed of them is not known"
ENV_FILE = os.environ.get("TEST_LIVE")


@pytest.fixture(scope="session")
async def found(tmp_path_factory) -> dict[str, dict[str, str]]:
    """What one walk through the real services found of each belief."""
    if not ENV_FILE:
        pytest.skip(MEND)
    settings = Settings.load(Path(ENV_FILE).absolute())
    options = Options(
        telegram_chat=os.environ.get("TEST_LIVE_TELEGRAM_CHAT"),
        discord_channel=os.environ.get("TEST_LIVE_DISCORD_CHANNEL"),
        clip_url=os.environ.get("TEST_LIVE_CLIP_URL"),
        press_seconds=float(os.environ.get("TEST_LIVE_PRESS_SECONDS", "0")),
        report=tmp_path_factory.mktemp("live") / "report.json",
    )
    written = list[str]()
    services = walk.chosen(settings, options)
    await walk.walk(settings, options, services, written.append, print, as_object=True)
    return {belief: one for service in json.loads(written[0])["beliefs"].values() for belief, one in service.items()}


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("belief", BELIEFS)
async def test_it_is_as_believed(belief, found):
    verdict = found.get(belief, {"outcome": "not seen", "seen": "its service is not configured"})
    if verdict["outcome"] == "not seen":
        pytest.skip(f"not seen: {verdict['seen']}")
    assert verdict["outcome"] == "confirmed", f"{BELIEFS[belief].sentence}; seen instead: {verdict['seen']}"
