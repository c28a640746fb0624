"""What an operator counts adds up: each request that was accepted ends once, or is open."""

import contextlib

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bots import http
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
