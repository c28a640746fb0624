"""Renders: submitted, polled in three forms, cancelled, refused, handed out."""

import asyncio
from collections import Counter

import pytest

from sandbox.editor import Film

DRAFT = {"d": 1000, "t": [{"tt": 0, "sg": [{"d": 1000, "m": {}}]}]}


@pytest.mark.parametrize("missing", ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"])
async def test_an_export_without_an_attribution_header_is_402(caller, missing):
    headers = {name: value for name, value in caller.headers.items() if name != missing}
    status, body = await caller.submit(draft=DRAFT, headers=headers)
    assert (status, body["code"]) == (402, 402)


async def test_an_export_can_be_blocked_by_the_plan(caller):
    caller.set(export_blocked=True)
    assert (await caller.submit(draft=DRAFT))[0] == 402


@pytest.mark.parametrize("draft", [{"t": []}, {"t": [{"tt": 0, "sg": []}]}, {"t": "x"}, [1], "text"])
async def test_a_draft_without_segments_is_refused(caller, draft):
    status, body = await caller.submit(draft=draft)
    assert (status, body["success"]) == (400, False)


@pytest.mark.parametrize("render_id", ["", "../x", "a b", "x" * 129])
async def test_a_malformed_render_id_is_refused(caller, render_id):
    assert (await caller.submit(render_id, DRAFT))[0] == 400


async def test_a_render_starts_pending_with_five_percent(caller):
    _, body = await caller.submit(draft=DRAFT)
    assert body == {"success": True, "data": {"id": "render_1", "status": "pending", "progress": 5}}


async def test_renders_go_one_at_a_time_in_order(opened, stand_in):
    now, order, begun, may_end = Counter(), [], asyncio.Event(), asyncio.Event()

    async def slow(draft, assets, target, *, quality, progress, work):
        now["running"] += 1
        now["most"] = max(now["most"], now["running"])
        order.append(target.stem)
        progress(40)
        begun.set()
        await may_end.wait()
        await asyncio.sleep(0)
        now["running"] -= 1
        target.write_bytes(b"film")
        return Film(target, 1000, 2, 2, 4)

    async with opened(editing=stand_in.Editing(probe=stand_in.probe, edit=stand_in.edit, render=slow)) as caller:
        for n in range(3):
            await caller.submit(f"r{n}", DRAFT)
        async with asyncio.timeout(10):
            await begun.wait()
        states = [(await caller.poll(f"r{n}"))[1] for n in range(3)]
        assert [state["status"] for state in states] == ["processing", "pending", "pending"]
        assert states[0]["progress"] == 40
        may_end.set()
        await caller.finished("r2")
    assert now["most"] == 1
    assert order == ["1-1", "2-1", "3-1"]


async def test_the_three_documented_forms_of_a_poll(caller, stand_in):
    await caller.submit(draft=DRAFT)
    first = await caller.finished()
    url = f"{caller.running.url}/render-result/render_1.mp4"
    assert first["output"] == {"url": url, "duration": 10.0, "size": len(stand_in.film)}
    caller.set(render_form=2)
    _, second = await caller.poll()
    assert second["success"] is True
    assert (second["data"]["status"], second["data"]["outputUrl"]) == ("completed", url)
    assert second["data"]["completedAt"] >= second["data"]["createdAt"] > 1e12
    caller.set(render_form=3)
    _, third = await caller.poll()
    assert (third["code"], third["data"]["status"], third["data"]["output"]["url"]) == (0, "completed", url)


async def test_a_draft_that_cannot_be_rendered_fails_with_its_reason(caller):
    await caller.submit(draft=DRAFT | {"m": "bad"})
    done = await caller.finished()
    assert (done["status"], done["error"]) == ("failed", "The draft cannot be rendered")


async def test_a_renderer_that_explodes_is_a_failed_render(opened, stand_in):
    async def explode(draft, assets, target, **more):
        raise ZeroDivisionError

    async with opened(editing=stand_in.Editing(probe=stand_in.probe, edit=stand_in.edit, render=explode)) as caller:
        await caller.submit(draft=DRAFT)
        done = await caller.finished()
    assert (done["status"], done["error"]) == ("failed", "The render failed")


async def test_renders_fail_as_often_as_told(caller):
    caller.set(next={"render": [{"faults": {"render_fails": True}, "times": 2}]})
    statuses = []
    for n in range(3):
        await caller.submit(f"r{n}", DRAFT)
        statuses.append((await caller.finished(f"r{n}"))["status"])
    assert statuses == ["failed", "failed", "completed"]


async def test_a_completed_render_may_lack_its_url_but_can_be_downloaded(caller, stand_in):
    caller.set(render_url=False)
    await caller.submit(draft=DRAFT)
    done = await caller.finished()
    assert "url" not in done["output"]
    async with caller.request("GET", "/api/render/proxy/render_1/download") as response:
        assert await response.read() == stand_in.film
    assert (await caller.json("GET", "/api/render/proxy/render_1/download", headers={}))[1]["code"] == 1001


async def test_an_unknown_status_is_shown_for_some_polls(caller):
    await caller.submit(draft=DRAFT)
    await caller.finished()
    caller.set(odd_polls=2)
    assert [(await caller.poll())[1]["status"] for _ in range(3)] == ["compositing", "compositing", "completed"]


async def test_a_duplicate_id_is_an_error_or_the_same_render(caller):
    await caller.submit(draft=DRAFT)
    assert await caller.submit(draft=DRAFT) == (409, {"success": False, "error": "duplicate id"})
    caller.set(duplicates="existing")
    status, body = await caller.submit(draft=DRAFT)
    assert (status, body["data"]["id"]) == (200, "render_1")


async def test_a_strangers_render_is_unknown_to_polls_cancels_and_downloads(caller):
    await caller.submit(draft=DRAFT)
    await caller.finished()
    await caller.enter("another client")
    assert (await caller.poll())[0] == 404
    assert (await caller.json("POST", "/api/render/proxy/lambda/render_1/cancel"))[0] == 404
    assert (await caller.json("GET", "/api/render/proxy/render_1/download"))[0] == 404


async def test_a_cancelled_render_stops_and_the_next_one_goes_on(caller):
    caller.set(next={"render": [{"faults": {"render_seconds": 60}}]})
    await caller.submit("slow", DRAFT)
    await caller.submit("next", DRAFT)
    status, body = await caller.json("POST", "/api/render/proxy/lambda/slow/cancel")
    assert (status, body["data"]["status"]) == (200, "cancelled")
    assert (await caller.finished("next"))["status"] == "completed"
    assert (await caller.finished("slow"))["status"] == "cancelled"
    assert (await caller.json("POST", "/api/render/proxy/lambda/next/cancel"))[0] == 409


async def test_a_waiting_render_can_be_cancelled_before_it_began(caller):
    caller.set(next={"render": [{"faults": {"render_seconds": 0.5}}]})
    await caller.submit("first", DRAFT)
    await caller.submit("waiting", DRAFT)
    await caller.json("POST", "/api/render/proxy/lambda/waiting/cancel")
    assert (await caller.finished("first"))["status"] == "completed"
    assert (await caller.poll("waiting"))[1]["status"] == "cancelled"


async def test_a_result_link_serves_ranges_without_a_token(caller, stand_in):
    await caller.submit(draft=DRAFT)
    url = (await caller.finished())["output"]["url"]
    async with caller.http.get(url, headers={"Range": "bytes=4-7"}) as response:
        assert response.status == 206
        assert response.headers["Content-Range"] == f"bytes 4-7/{len(stand_in.film)}"
        assert await response.read() == b"ftyp"
    async with caller.http.get(url, headers={"Range": "bytes=99999-"}) as response:
        assert response.status == 416
    async with caller.http.get(url.replace("render_1", "render_2")) as response:
        assert response.status == 404


async def test_an_unfinished_film_is_not_handed_out(caller):
    caller.set(render_seconds=60)
    await caller.submit(draft=DRAFT)
    async with caller.http.get(f"{caller.running.url}/render-result/render_1.mp4") as response:
        assert response.status == 404


async def test_links_use_the_host_the_client_called(caller):
    await caller.submit(draft=DRAFT)
    await caller.finished()
    url = f"http://localhost:{caller.running.port}/api/render/proxy/lambda/render_1"
    async with caller.http.get(url, headers=caller.headers) as response:
        body = await response.json()
    assert body["output"]["url"] == f"http://localhost:{caller.running.port}/render-result/render_1.mp4"
