"""Faults for single calls, the control routes, and who may use any of it."""

import asyncio
import json

import aiohttp
import pytest

from sandbox.api.state.active_faults import ActiveFaults
from sandbox.faults import BadFault, Faults
from sandbox.server import start

CREDITS = "/api/credits/balance/simple"


async def test_a_call_gets_the_answer_queued_for_it_and_the_next_one_does_not(caller):
    caller.set(next={"credits": [{"status": 502, "html": True}, {"status": 429, "headers": {"Retry-After": "7"}}]})
    async with caller.request("GET", CREDITS) as response:
        assert (response.status, response.content_type) == (502, "text/html")
        assert "502 Bad Gateway" in await response.text()
    async with caller.request("GET", CREDITS) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "7")
        assert (await response.json())["code"] == 429
    assert (await caller.credits())["available"] == 100


@pytest.mark.parametrize(
    ("answer", "status", "text"),
    [
        ({"json": [1, 2]}, 200, "[1, 2]"),
        ({"body": '{"code": 0, "da'}, 200, '{"code": 0, "da'),
        ({"json": {"code": 1001, "message": "x"}, "status": 401}, 401, '{"code": 1001, "message": "x"}'),
        ({"body": "busy", "content_type": "text/plain", "status": 599}, 599, "busy"),
        ({"status": 599}, 599, '{"code": 599, "message": "Unknown"}'),
    ],
)
async def test_an_answer_may_be_any_nonsense(caller, answer, status, text):
    caller.set(next={"credits": [answer]})
    async with caller.request("GET", CREDITS) as response:
        assert (response.status, await response.text()) == (status, text)


async def test_an_answer_in_place_of_a_stream_means_that_the_turn_never_ran(caller):
    caller.set(next={"run_sse": [{"json": {"code": 2001, "message": "no credits"}}]})
    async with caller.ask("music") as response:
        assert (await response.json())["code"] == 2001
    assert (await caller.state())["draft"] is None


async def test_a_call_can_be_answered_wrongly_after_its_work_was_done(caller):
    caller.set(next={"run_sse": [{"status": 502, "work": True}]})
    async with caller.ask("music") as response:
        assert response.status == 502
    assert (await caller.settled())["draft"]


@pytest.mark.parametrize(("drop", "done"), [("before", False), ("after", True)])
async def test_a_connection_can_drop_before_or_after_the_work(caller, drop, done):
    caller.set(next={"run_sse": [{"drop": drop}], "upload": [{"drop": drop}]})
    with pytest.raises(aiohttp.ClientError):
        await caller.stream("music")
    with pytest.raises(aiohttp.ClientError):
        await caller.upload()
    state = await caller.settled()
    assert bool(state["draft"]) == done
    assert bool(state["video_infos"]) == done


async def test_a_delay_only_delays(caller):
    caller.set(next={"credits": [{"delay": 0.1}]})
    began = asyncio.get_running_loop().time()
    assert (await caller.credits())["available"] == 100
    assert asyncio.get_running_loop().time() - began >= 0.1


async def test_polls_fail_as_often_as_told(caller):
    caller.set(next={"poll": [{"status": 503, "times": 2}]})
    await caller.submit(draft={"t": [{"tt": 0, "sg": [{"d": 1}]}]})
    assert [(await caller.poll())[0] for _ in range(3)] == [503, 503, 200]


async def test_a_fault_may_wait_for_the_call_that_says_certain_words(caller):
    caller.set(next={"run_sse": [{"about": "quiet music", "status": 503}, {"status": 502}]})
    for words, status in (("loud music", 502), ("more music", 200), ("quiet music", 503), ("quiet music", 200)):
        async with caller.ask(words) as response:
            assert response.status == status


async def test_reset_goes_back_to_the_faults_it_was_started_with(caller):
    caller.set(silent=1.0, next={"credits": [{"status": 500}]})
    caller.set(reset=True)
    assert await caller.say("music")
    assert (await caller.credits())["available"] == 95


@pytest.mark.parametrize(
    "changes",
    [
        {"silence": 1},
        {"silent": "often"},
        {"heartbeat": "morse"},
        {"render_form": 4},
        {"next": {"nowhere": []}},
        {"next": {"poll": {}}},
        {"next": []},
        {"next": {"poll": [{"code": 1}]}},
        {"next": {"poll": [{"faults": {"silence": 1}}]}},
    ],
)
def test_a_fault_that_does_not_exist_is_refused_and_changes_nothing(changes):
    board = ActiveFaults(Faults())
    with pytest.raises(BadFault):
        board.set({"thought": True} | changes)
    assert board.standing == Faults()
    assert board.take("poll") is None


async def test_the_control_routes_set_faults_and_tell_what_was_asked(opened):
    async with opened(control=True) as caller:
        status, _ = await caller.json("POST", "/_sandbox/faults", json={"silent": 1.0})
        assert status == 200
        assert await caller.say("add music") == []
        _, log = await caller.json("GET", "/_sandbox/log")
        assert [entry["path"] for entry in log][2:] == ["/run_sse"]
        entry = log[-1]
        assert (entry["method"], entry["session"], entry["text"]) == ("POST", caller.sid, "add music")
        assert entry["status"] == 200
        assert "X-Skill-Source" in entry["headers"]
        assert caller.token not in json.dumps(log)


async def test_the_ledger_tells_what_was_accepted_and_made_and_whether_something_runs(opened, stand_in):
    may_end = asyncio.Event()

    async def slow(*given, **more):
        await may_end.wait()
        return await stand_in.render(*given, **more)

    async with opened(control=True, editing=stand_in.Editing(stand_in.probe, stand_in.edit, slow)) as caller:

        async def ledger():
            return (await caller.json("GET", "/_sandbox/ledger"))[1]

        assert await ledger() == {"turns": [], "films": {}, "busy": False}
        await caller.say("add music")
        await caller.say("add music")
        await caller.submit("render_7")
        assert (await ledger())["busy"] is True
        may_end.set()
        await caller.finished("render_7")
        assert await ledger() == {"turns": ["add music", "add music"], "films": {"1": "render_7"}, "busy": False}


async def test_the_control_routes_refuse_nonsense(opened):
    async with opened(control=True) as caller:
        assert (await caller.json("POST", "/_sandbox/faults", json={"silence": 1}))[0] == 400
        assert (await caller.json("POST", "/_sandbox/faults", data=b"{}"))[0] == 400


async def test_without_control_there_are_no_control_routes(caller):
    async with caller.request("GET", "/_sandbox/log") as response:
        assert response.status == 404


async def test_health_says_that_this_is_a_sandbox(caller):
    status, body = await caller.json("GET", "/healthz", headers={})
    assert (status, body["sandbox"]) == (200, True)


@pytest.mark.parametrize("name", ["Host", "Origin"])
async def test_a_page_of_the_wide_web_is_turned_away(caller, name):
    value = "evil.example" if name == "Host" else "http://evil.example"
    async with caller.request("GET", CREDITS, headers=caller.headers | {name: value}) as response:
        assert response.status == 403
    local = "localhost:1" if name == "Host" else "http://localhost:8080"
    async with caller.request("GET", CREDITS, headers=caller.headers | {name: local}) as response:
        assert response.status == 200
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("origin", ["null", "http://[::1", "x"])
async def test_an_opaque_or_broken_origin_is_turned_away_too(caller, origin):
    async with caller.request("GET", CREDITS, headers=caller.headers | {"Origin": origin}) as response:
        assert response.status == 403


async def test_only_loopback_is_served_unless_told_otherwise(tmp_path):
    with pytest.raises(ValueError, match="loopback"):
        await start(tmp_path, "0.0.0.0")


async def test_any_host_may_be_served_when_told(opened):
    async with (
        opened(any_host=True) as caller,
        caller.request("GET", CREDITS, headers=caller.headers | {"Host": "nas.example"}) as response,
    ):
        assert response.status == 200


async def test_no_token_reaches_the_log(opened, caplog):
    caplog.set_level("DEBUG")
    async with opened() as caller:
        await caller.say("music")
        _, body = await caller.json("POST", "/api/auth/claim-token", json={"session_id": caller.sid})
        claim = body["data"]["claim_token"]
        async with caller.http.get(f"{caller.running.url}/workspace/claim?ct={claim}"):
            pass
    assert "/run_sse" in caplog.text
    assert caller.token not in caplog.text
    assert claim not in caplog.text
