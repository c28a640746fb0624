"""What an operator counts adds up: each request that was accepted ends once, or is open."""

import asyncio
import contextlib
import functools

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

import bots.services
from bots import http
from core.engine.delays import Delays
from core.model.chat import Role, Sender


@contextlib.asynccontextmanager
async def served(app):
    """`await scrape()`: what `/metrics` shows of an app, by name and labels."""
    site = http.health({})
    site.add_routes([app.metrics.route(app.backlog, {"database": none, "NemoVideo": troubled})])
    listener = await http.start(site, http.LOOPBACK, 0, grace_seconds=0.1)

    async def scrape():
        url = f"http://{http.LOOPBACK}:{listener.port}/metrics"
        async with aiohttp.ClientSession() as client, client.get(url) as answer:
            assert answer.status == 200
            text = await answer.text()
        families = text_string_to_metric_families(text)
        return {
            (sample.name, *sorted(sample.labels.values())): sample.value
            for family in families
            for sample in family.samples
        }

    try:
        yield scrape
    finally:
        await listener.stop()


async def none():
    return None


async def troubled():
    return "it cannot be reached"


def total(found, name):
    return sum(value for key, value in found.items() if key[0] == name)


async def test_whatever_becomes_of_requests_their_figures_add_up(worlds):
    async with worlds(nemobot_allow=("stage:@anna",)) as world, served(world.app) as scrape:
        await world.say("add music", world.clip())
        await world.say("/help")
        await world.say("add music", sender=Sender("stranger"))
        world.queue(run_sse=[{"status": 402}])
        await world.say("a title please: «Day 1»")
        await world.send("make it black and white")
        await world.send("cancel")
        await world.quiet()
        await world.say("each: add music", world.clip("a.mp4"), world.clip("b.mp4"))
        found = await scrape()
        rows = await world.rows("select count(*) as number from requests")
    accepted, ended = total(found, "nemobot_requests_accepted_total"), total(found, "nemobot_requests_ended_total")
    assert accepted == ended + total(found, "nemobot_requests_open") == rows[0]["number"]
    outcomes = {key[1]: value for key, value in found.items() if key[0] == "nemobot_requests_ended_total" and value}
    assert outcomes["refused"] == 1
    assert outcomes["failed"] >= 1
    assert outcomes["split"] == 1
    assert total(found, "nemobot_request_seconds_count") == ended


async def sums(world, scrape):
    """What was accepted, what ended or is open, and the rows of the database: one number, if it adds up."""
    found = await scrape()
    rows = await world.rows("select count(*) as number from requests")
    ended = total(found, "nemobot_requests_ended_total") + total(found, "nemobot_requests_open")
    return {total(found, "nemobot_requests_accepted_total"), ended, rows[0]["number"]}, found


async def test_what_comes_after_an_answer_is_a_request_that_adds_up(worlds, monkeypatch):
    monkeypatch.setattr(bots.services, "Delays", functools.partial(Delays, read_pauses=(0.01, 0.01), settled=0.1))
    async with worlds(faults={"lingers": 0.5}, nemobot_turn_timeout_seconds=20.0) as world, served(world.app) as scrape:
        await world.say("add music", world.clip())
        (one_number, found) = await sums(world, scrape)
        assert len(one_number) == 1
        await world.quiet(later=True)
        (one_number, found) = await sums(world, scrape)
    assert len(one_number) == 1
    assert total(found, "nemobot_requests_ended_total") == 2


async def test_one_that_a_button_splits_while_its_files_are_on_their_way_ends_once(worlds):
    async with worlds() as world, served(world.app) as scrape:
        world.queue(upload=[{"delay": 0.3}])
        await world.send("join these clips", world.clip("a.mp4"), world.clip("b.mp4"))
        await world.until(lambda: any(button.wire == "each:1" for button in world.stage.buttons()))
        pressed = [world.send(press="each:1", key=key) for key in ("p1", "p2")]
        await asyncio.gather(*pressed)
        await world.quiet()
        (one_number, found) = await sums(world, scrape)
    assert len(one_number) == 1
    assert found["nemobot_requests_ended_total", "split", "stage"] == 1


@pytest.mark.parametrize("can_be_told", [True, False])
async def test_one_that_is_given_up_is_counted_as_parked_whether_or_not_its_sender_hears_of_it(worlds, can_be_told):
    async with worlds() as world, served(world.app) as scrape:

        async def die(_):
            raise RuntimeError("poison")

        world.app.runner._run_flow = die
        if not can_be_told:
            world.app.dispatcher._park_and_tell = die
        world.app.dispatcher._pause_seconds = 0.01
        await world.say("add music")
        (one_number, found) = await sums(world, scrape)
    assert len(one_number) == 1
    assert found["nemobot_requests_ended_total", "parked", "stage"] == 1


async def test_one_that_an_admin_lets_go_on_is_accepted_once_more_and_ends_once_more(worlds, monkeypatch):
    async with worlds(nemobot_admins=("stage:@anna",)) as world, served(world.app) as scrape:
        with monkeypatch.context() as patch:

            async def bug(*_):
                raise RuntimeError

            patch.setattr("core.flows.edit.after_turn", bug)
            await world.say("add music")
        await world.say("/admin requeue R1")
        found = await scrape()
    assert found["nemobot_requests_accepted_total", "stage"] == 3
    assert total(found, "nemobot_requests_ended_total") == 3
    assert found["nemobot_requests_ended_total", "failed", "stage"] == 1


async def test_turns_films_answers_and_calls_are_counted(worlds):
    async with worlds() as world, served(world.app) as scrape:
        before = await scrape()
        await world.say("add music", world.clip())
        found = await scrape()
    assert total(before, "nemobot_requests_accepted_total") == 0
    assert found["nemobot_turns_total", "answered"] == 1
    assert found["nemobot_renders_total",] == len(world.submits()) == 1
    assert found["nemobot_work_seconds_count", "turn"] == found["nemobot_work_seconds_count", "render"] == 1
    assert found["nemobot_answers_delivered_total", "stage"] == len(world.stage.said(Role.ANSWER))
    assert found["nemobot_backend_call_seconds_count", "ok", "upload"] == 1
    assert found["nemobot_backend_call_seconds_count", "ok", "turn"] == 1
    assert found["nemobot_ready", "database"] == 1
    assert found["nemobot_ready", "NemoVideo"] == 0


async def test_a_call_that_fails_is_counted_by_its_error(worlds):
    async with worlds() as world, served(world.app) as scrape:
        world.queue(run_sse=[{"status": 402}])
        await world.say("add music", world.clip())
        found = await scrape()
    assert found["nemobot_backend_call_seconds_count", "PlanRequired", "turn"] == 1
    assert found["nemobot_turns_total", "refused"] == 1


async def test_what_waits_is_counted_with_the_age_of_the_oldest(worlds):
    async with worlds() as world, served(world.app) as scrape:
        world.fault(turn_seconds=30.0)
        await world.send("add music", world.clip())
        await world.send("add a title")
        await world.until(lambda: world.calls("run_sse"))
        found = await scrape()
        assert (found["nemobot_requests_open", "working"], found["nemobot_requests_open", "waiting"]) == (1, 1)
        assert found["nemobot_requests_oldest_seconds",] > 0


async def test_what_sleeps_between_two_looks_is_no_work(worlds):
    async with (
        worlds(nemobot_render_poll_seconds=30.0, faults={"render_seconds": 60.0}) as world,
        served(world.app) as scrape,
    ):
        await world.send("add music")
        await world.until(world.submits)
        while not (found := await scrape())["nemobot_requests_open", "suspended"]:
            pass
        assert found["nemobot_requests_open", "suspended"] == total(found, "nemobot_requests_open") == 1


async def test_whoever_was_told_and_asks_on_is_counted_as_dropped(worlds):
    limits = {"nemobot_requests_per_minute": 1, "nemobot_allow": ("stage:@anna",)}
    async with worlds(**limits) as world, served(world.app) as scrape:
        for _ in range(3):
            await world.say("/export")
            await world.say("add music", sender=Sender("stranger"))
        found = await scrape()
    assert found["nemobot_requests_dropped_total", "not_allowed", "stage"] == 2
    assert found["nemobot_requests_dropped_total", "limit", "stage"] == 1
    outcomes = {key[1]: value for key, value in found.items() if key[0] == "nemobot_requests_ended_total" and value}
    assert outcomes["refused"] == 2
    assert total(found, "nemobot_requests_accepted_total") == total(found, "nemobot_requests_ended_total")


async def test_no_figure_tells_of_a_person_or_their_words(worlds):
    async with worlds() as world, served(world.app) as scrape:
        await world.say("add zithers and bagpipes", world.clip("granny.mp4"))
        text = str(await scrape())
    assert not any(secret in text for secret in ("zither", "granny", "anna", "nmv_"))
