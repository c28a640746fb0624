"""Ways of ending, each by itself: three deaths of one request, orderly stops, SIGTERM, a receipt that was not sent."""

import datetime as dt
import os
import random

import pytest
import pytest_asyncio

from bots.prove.judge import PARKED, faults
from tests.chaos import discord
from tests.chaos.lives import Starter
from tests.chaos.points import STOP, STOP_AT_ONCE
from tests.chaos.runs import points_of, run
from tests.chaos.scenarios import SCENARIOS

DAY = os.environ.get("CHAOS_DAY") or dt.datetime.now(dt.UTC).date().isoformat()
CLAIMED = ("database Queue.begin · after", 1)  # before any step of the request, in each life anew
NOT_ACKNOWLEDGED = [  # what is committed, and will be sent again
    ("web", "answer POST /messages · before"),
    ("telegram", "database InboxRows.add · after"),
    ("telegram-webhook", "answer POST /telegram/hook · before"),
]
PERSON = "telegram:@5001"  # the first in a double


@pytest_asyncio.fixture(scope="module")
async def starter():
    async with Starter() as made:
        yield made


async def test_a_request_that_kills_the_process_three_times_is_parked_and_its_asker_and_the_operator_are_told(
    starter, tmp_path
):
    one = await run(starter, tmp_path / "run", "telegram", "film", [CLAIMED] * 3, NEMOBOT_ALERT_CHAT=PERSON)
    texts = [shown.text for shown in one.outside.shown]
    assert one.died == 3
    assert [text for text in texts if PARKED in text], texts
    assert [text for text in texts if "Given up" in text and "R1" in text], texts
    assert len(one.outside.turns) == 1


async def test_orderly_stops_are_no_deaths(starter, tmp_path):
    one = await run(starter, tmp_path / "run", "web", "film", [(*CLAIMED, STOP)] * 4)
    assert one.died == 4
    assert not one.faults, one.log


async def test_lives_that_got_on_do_not_count(starter, tmp_path):
    recorded = await run(starter, tmp_path / "recorded", "web", "film", [])
    written = [(name, count) for name, count in points_of(recorded) if name.startswith("journal outcome")]
    after = [point for point in written if point[0].endswith("after")]
    one = await run(starter, tmp_path / "run", "web", "film", after[:6])
    assert one.died == 6
    assert not one.faults, one.log


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_after_a_stop_wherever_it_comes_all_goes_on_and_nothing_untrue_was_said(starter, tmp_path, scenario):
    recorded = await run(starter, tmp_path / "recorded", "web", scenario, [])
    points, chance = points_of(recorded), random.Random(f"{DAY} stop {scenario}")
    stops = [(*chance.choice(points), how) for how in chance.sample([STOP, STOP_AT_ONCE], 2)]
    one = await run(starter, tmp_path / "run", "web", scenario, stops)
    assert not one.faults, f"CHAOS_DAY={DAY}: {one.command}\n{one.log}"


@pytest.mark.parametrize(("platform", "point"), NOT_ACKNOWLEDGED)
async def test_what_comes_again_as_its_receipt_was_not_acknowledged_changes_nothing(starter, tmp_path, platform, point):
    one = await run(starter, tmp_path / "run", platform, "film", [(point, 1)])
    assert one.died == 1
    assert not one.faults, one.log


async def test_what_discord_s_gateway_says_again_changes_nothing(starter, tmp_path):
    async with discord.stage(starter, tmp_path / "run", "press_cancel", []) as on:
        await SCENARIOS["press_cancel"](on.person)
        await on.person.ended(on.person.asked[0])
        before = await on.person.look()
        for session in list(on.person.double.gateway.sessions.values()):
            for said in [one for one in session.said if one["t"] in {"MESSAGE_CREATE", "INTERACTION_CREATE"}]:
                await session.tell(said["t"], said["d"])
        outside = await on.converge()
    assert not faults(outside), on.lives.log
    assert len(outside.shown) == len(before)
