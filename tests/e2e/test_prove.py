"""`nemobot prove` as an operator calls it: what holds is proven, and what is broken from outside is found."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

# Python imports a module of this name at its start. Only the process that is killed is sabotaged.
SITECUSTOMIZE = """
import sys
if sys.orig_argv[-3:] == ["-m", "bots.cli", "run"]:
    from tests.chaos.sabotage import SABOTAGE
    SABOTAGE["{name}"]()
"""


@pytest.fixture
def place(tmp_path):
    """A folder to be called from, with a data folder in it."""
    (tmp_path / "data").mkdir()
    return tmp_path


async def start(place, *arguments, sabotage="", **environment):
    if sabotage:
        (place / "sitecustomize.py").write_text(SITECUSTOMIZE.format(name=sabotage))
    paths = {"PYTHONPATH": os.pathsep.join((str(place), str(REPOSITORY)))}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bots.cli", "prove", *arguments),
        cwd=place,
        env={**os.environ, **paths, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def prove(place, minutes, sabotage="", **environment):
    process = await start(place, "--minutes", str(minutes), "--json", sabotage=sabotage, **environment)
    said, complained = await process.communicate()
    return process.returncode, json.loads(said or "{}"), complained.decode()


def left_behind(place):
    """The command lines of processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(place) in str((process / "cwd").readlink()) and process.name != str(os.getpid()):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


async def test_a_short_proof_is_proven_and_leaves_nothing_behind(place):
    code, told, complained = await prove(place, 0.25, NEMO_TOKEN="planted-token", TELEGRAM_BOT_TOKEN="planted-telegram")
    assert code == 0, (told, complained)
    assert told["proven"] is True
    assert told["ended"] == told["requests"] >= 3
    assert sum(told["kills"].values()) >= 1
    assert told["ready"]["times"] == 1 + sum(told["kills"].values())
    assert told["left_out"] == ["NEMO_TOKEN", "TELEGRAM_BOT_TOKEN"]
    assert (complained, list((place / "data").iterdir()), left_behind(place)) == ("", [], [])


async def test_with_the_gate_of_a_turn_turned_off_it_reports_what_was_billed_twice(place):
    code, told, complained = await prove(place, 0.1, "gate_off")
    assert (code, told["proven"]) == (1, False), complained
    assert told["billed_twice"] >= 1
    broken = next(fault for fault in told["faults"] if fault["kind"] == "billed twice")
    log = (Path(told["logs"]) / "nemobot.log").read_text()
    assert f"R{broken['request']} on web: turn asked" in log
    assert {one.suffix for one in Path(told["logs"]).iterdir()} == {".log"}
    assert left_behind(place) == []


async def test_with_its_receipts_dropped_it_reports_what_was_lost(place):
    code, told, complained = await prove(place, 0.02, "receipt_dropped")
    assert (code, told["proven"]) == (1, False), complained
    assert told["lost"] == told["requests"] > 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
async def test_stopped_before_its_time_it_leaves_no_process_behind(place, number, eventually):
    process = await start(place, "--json")
    async with asyncio.timeout(120):  # two programs start before
        while not any(one.endswith("bots.cli run ") for one in left_behind(place)):  # noqa: ASYNC110 - a process
            await asyncio.sleep(0.05)
    process.send_signal(number)
    said, _ = await process.communicate()
    await eventually(lambda: left_behind(place) == [])
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert json.loads(said)["interrupted"] is True
        assert list((place / "data").iterdir()) == []


async def test_without_an_ffmpeg_nothing_is_tried_and_the_mend_is_said(place):
    code, told, complained = await prove(place, 0.1, NEMOBOT_FFMPEG="no-such-program")
    assert (code, told) == (2, {})
    assert "NEMOBOT_FFMPEG names 'no-such-program'" in complained
    assert list((place / "data").iterdir()) == []
