"""One request followed through the whole log by its number: every line of its work has it, whoever wrote it."""

import io
import json
import logging

import pytest

from bots import logs
from core.model.chat import Address, Role

LIBRARY = logging.getLogger("some.library")


@pytest.fixture
def lines(untouched_logging):
    """`lines()`: what was logged as JSON since the test began."""
    stream = io.StringIO()
    logs.configure("json", (), stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def of(lines, request):
    return [line for line in lines if line.get("request") == f"R{request}"]


def stages(lines, request):
    return [line["stage"] for line in of(lines, request) if "stage" in line]


async def test_a_request_is_followed_by_its_number_through_retries_and_a_restart(worlds, lines):
    async with worlds(nemobot_render_poll_seconds=0.1, faults={"render_seconds": 0.5}) as world:
        world.queue(upload=[{"status": 502, "html": True}], run_sse=[{"status": 429}])
        await world.send("add music", world.clip())
        await world.until(lambda: world.calls("/lambda/render_"))
        before = len(lines())
        await world.restart()
        await world.quiet()
    found = lines()
    work = [line for line in found if line["logger"].startswith("core.")]
    assert work == of(work, 1), "no line of its work is without its number"
    assert "R1 was open when this process began; it goes on" in [line["message"] for line in of(found[before:], 1)]
    turn = ["turn asked", "turn asked", "turn answered"]  # the first was refused as one too many
    assert stages(found, 1) == ["accepted", *turn, "rendering", "delivered", "ended, done"]
    seconds = [line["seconds"] for line in found if "stage" in line]
    assert seconds == sorted(seconds)
    assert {line["platform"] for line in found if "stage" in line} == {"stage"}
    told = " ".join(line["message"] for line in of(found, 1))
    for cause in ("an upload broke off", "it is sent again in"):
        assert cause in told


async def test_what_an_adapter_or_a_library_writes_for_a_request_has_its_number(world, lines):
    def noisy(name):
        call = getattr(world.stage, name)

        async def and_says(to, *given, **more):
            LIBRARY.warning("%s for R%d", name, to.request)
            return await call(to, *given, **more)

        setattr(world.stage, name, and_says)

    for name in ("send", "edit", "react"):
        noisy(name)
    for wish in ("add music", "add a title", "make it louder"):  # the last two wait, and are shown their places
        await world.send(wish)
    await world.quiet()
    await world.say("/help")
    written = [line for line in lines() if line["logger"] == LIBRARY.name]
    assert len(written) > 15
    assert [line for line in written if not line["message"].endswith(f" for {line.get('request')}")] == []


async def test_two_requests_at_once_are_told_apart(world, lines):
    world.fault(turn_seconds=0.2)
    for chat in ("one", "two"):
        await world.send("add music", address=Address("stage", chat))
    await world.quiet()
    for request in (1, 2):
        assert stages(lines(), request)[0] == "accepted"
        assert stages(lines(), request)[-1] == "ended, done"
        assert all(f"R{request}" in line["message"] for line in of(lines(), request) if "stage" in line)


async def test_a_request_that_is_given_up_says_so_under_its_number(worlds, lines):
    async with worlds() as world:
        await world.process.end()
        await world.open()
        await world.send("add music")
        await world.quiet()
        await world.rows("update requests set outcome = null, claims = 9, progress = 99 where id = 1")
        await world.restart()
        await world.quiet()
    parked = [line for line in lines() if "parked" in line["message"]]
    assert parked
    assert {line.get("request") for line in parked} == {"R1"}
    assert world.stage.said(Role.ANSWER)
