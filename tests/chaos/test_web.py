"""A sample of what `make chaos` does, on the web chat: another one each day, and the same all that day."""

import datetime as dt
import os
import random

import pytest
import pytest_asyncio

from tests.chaos.lives import Starter
from tests.chaos.points import ANY
from tests.chaos.runs import points_of, run
from tests.chaos.scenarios import SCENARIOS

DAY = os.environ.get("CHAOS_DAY") or dt.datetime.now(dt.UTC).date().isoformat()
RUNS = 2
DEATHS = 3
FULL_RUNS, FULL_SECONDS = 1, 1.2
TURN = [("NemoVideo turn · accepted", 1)]
FILM_SENT = [("journal outcome film.sent · before", 1)]


@pytest_asyncio.fixture(scope="module")
async def starter():
    async with Starter() as made:
        yield made


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_whatever_a_process_dies_of_nothing_is_lost_and_nothing_done_twice(starter, tmp_path, scenario):
    recorded = await run(starter, tmp_path / "recorded", "web", scenario, [])
    assert not recorded.faults, recorded.log
    points, chance = points_of(recorded), random.Random(f"{DAY} {scenario}")
    for number in range(RUNS):
        # a life that dies before it got on is one of three that a request has, so that the others come later
        later = [(ANY, chance.randint(20, 120)) for _ in range(DEATHS - 1)]
        deaths = [chance.choice(points), *later]
        one = await run(starter, tmp_path / str(number), "web", scenario, deaths)
        assert not one.faults, f"CHAOS_DAY={DAY}: {one.command}\n{one.log}"


@pytest.mark.parametrize("scenario", ["film", "undo"])
async def test_while_the_disk_is_full_nothing_is_given_up_and_nobody_is_told_of_an_interruption(
    starter, tmp_path, scenario
):
    recorded = await run(starter, tmp_path / "recorded", "web", scenario, [])
    points, chance = points_of(recorded), random.Random(f"{DAY} full {scenario}")
    for number, point in enumerate([*chance.sample(points, FULL_RUNS), *TURN]):
        one = await run(starter, tmp_path / str(number), "web", scenario, [(*point, FULL_SECONDS)])
        assert not one.faults, f"CHAOS_DAY={DAY}: {one.command}\n{one.log}"


async def test_with_the_gate_turned_off_a_turn_is_reported_as_billed_twice(starter, tmp_path):
    one = await run(starter, tmp_path / "run", "web", "film", TURN, "gate_off")
    assert one.died == 1
    assert any(fault.startswith("billed twice") for fault in one.faults), one.faults


async def test_with_its_receipt_dropped_a_message_is_reported_as_lost(starter, tmp_path):
    one = await run(starter, tmp_path / "run", "web", "film", [], "receipt_dropped")
    assert any(fault.startswith("lost") for fault in one.faults), one.faults


async def test_without_the_mark_a_repeated_film_is_reported_as_doubled(starter, tmp_path):
    one = await run(starter, tmp_path / "run", "web", "film", FILM_SENT, "mark_dropped")
    assert one.died == 1
    assert any(fault.startswith("doubled") for fault in one.faults), one.faults


async def test_with_the_gate_and_the_mark_in_place_the_same_deaths_are_no_fault(starter, tmp_path):
    one = await run(starter, tmp_path / "run", "web", "film", [*TURN, *FILM_SENT])
    assert one.died == 2
    assert not one.faults, one.log
