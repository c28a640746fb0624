from __future__ import annotations

import asyncio
import gzip
import json
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import web

from core.nemo import client as client_module
from core.nemo import errors
from core.nemo.client import Timeouts
from core.nemo.events import Failure, Heartbeat, Text, Transcript

WIRE = Path(__file__).parents[2] / "fixtures" / "wire"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
DONE = 'data: {"type":"text","content":"已完成"}\n\n'.encode()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


async def heard(client, caller, text="add music"):
    async with client.turn(caller, "55", text) as events:
        return [event async for event in events]


async def test_a_turn_says_what_the_user_said(backend, client, caller):
    backend.says((WIRE / "adk213_default_streaming.sse").read_bytes(), Content_Type="text/event-stream")
    transcript = Transcript()
    for event in await heard(client, caller, "加音乐"):
        transcript.add(event)
    (asked,) = backend.asked
    assert transcript.text == "I added “Lo-fi” background music and synced the cuts to the beat 🎶. 已完成!"
    assert (asked.path, asked.headers["Accept"]) == ("/run_sse", "text/event-stream")
    assert asked.json == {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": "55",
        "new_message": {"parts": [{"text": "加音乐"}]},
    }


@pytest.mark.parametrize(("fresh_seconds", "connections"), [(1.0, 1), (0.0, 2)], ids=["fresh", "stale"])
async def test_a_turn_shares_the_connection_of_the_look_before_it_only_while_that_is_fresh(
    backend, connect, caller, monkeypatch, fresh_seconds, connections
):
    monkeypatch.setattr(client_module, "_KEEPALIVE_SECONDS", fresh_seconds)
    peers = []

    async def answer(request):
        peers.append(request.transport.get_extra_info("peername"))
        if request.method == "GET":
            return web.json_response({"code": 0, "data": {"state": {}}})
        return web.Response(body=DONE, content_type="text/event-stream")

    backend.handle = answer
    client = await connect(backend.url)
    await client.state(caller, "55")
    assert await heard(client, caller) == [Text("已完成")]
    assert [asked.method for asked in backend.asked] == ["GET", "POST"]
    assert len(set(peers)) == connections


async def test_a_turn_begins_anew_where_the_server_closed_the_connection_meanwhile(backend, connect, caller):
    backend.says({"code": 0, "data": {"state": {}}}, Connection="close")
    client = await connect(backend.url)
    await client.state(caller, "55")
    backend.says(DONE, Content_Type="text/event-stream")
    assert await heard(client, caller) == [Text("已完成")]


@pytest.mark.parametrize(
    "beat",
    [b": ping\n\n", b"data:\n\n", b"event: heartbeat\n\n", b"data: heartbeat\n\n", b'data: {"type":"heartbeat"}\n\n'],
)
async def test_every_spelling_of_a_heartbeat_arrives_before_the_words(connect, raw, caller, beat):
    client = await connect(await raw(HEAD + b"Connection: close\r\n\r\n", beat, beat, DONE))
    assert await heard(client, caller) == [Heartbeat(), Heartbeat(), Text("已完成")]


async def test_a_silence_longer_than_any_other_wait_is_borne(connect, raw, caller):
    client = await connect(await raw(HEAD + b"\r\n", b": ping\n\n", DONE, pause=0.2), timeouts=Timeouts(answer=0.05))
    assert await heard(client, caller) == [Heartbeat(), Text("已完成")]


async def test_a_body_cut_in_mid_character_is_put_together(connect, raw, caller):
    pieces = [chunk(DONE[at : at + 1]) for at in range(len(DONE))]
    client = await connect(await raw(CHUNKED, *pieces, b"0\r\n\r\n", pause=0))
    assert await heard(client, caller) == [Text("已完成")]


async def test_a_stream_of_zero_bytes_ends_in_silence(connect, raw, caller):
    client = await connect(await raw(HEAD + b"Content-Length: 0\r\n\r\n"))
    assert await heard(client, caller) == []


async def test_the_last_event_needs_no_blank_line(connect, raw, caller):
    client = await connect(await raw(HEAD + b"\r\n", DONE.rstrip()))
    assert await heard(client, caller) == [Text("已完成")]


@pytest.mark.parametrize("reset", [True, False])
async def test_a_broken_stream_gives_what_arrived_and_then_says_so(connect, raw, caller, reset):
    client = await connect(await raw(CHUNKED, chunk(DONE.rstrip()), reset=reset))
    found = []

    async def listen():
        async with client.turn(caller, "55", "hi") as events:
            async for event in events:
                found.append(event)  # noqa: PERF401 - what came before the error counts

    with pytest.raises(errors.Interrupted) as caught:
        await listen()
    assert not caught.value.refused
    assert found in ([Text("已完成")], [])  # a reset may overtake the bytes before it
    if not reset:
        assert found


@pytest.mark.parametrize(
    ("status", "body", "kind", "refused"),
    [
        (200, {"code": 1001}, errors.TokenRejected, True),
        (200, {"code": 1002}, errors.SessionGone, True),
        (200, {"code": 429}, errors.RateLimited, True),
        (200, {"code": 2001}, errors.NoCredits, False),
        (200, {"success": False, "error": "x"}, errors.Rejected, False),
        (200, {"code": 0}, errors.Garbled, False),
        (401, {}, errors.TokenRejected, True),
        (402, {}, errors.PlanRequired, False),
        (404, {"detail": "Session not found: nope"}, errors.SessionGone, True),
        (422, {"detail": [{"msg": "Field required"}]}, errors.Rejected, False),
        (429, {}, errors.RateLimited, True),
        (502, {"code": 1001}, errors.TokenRejected, False),
        (503, {}, errors.Unavailable, False),
    ],
)
async def test_json_in_place_of_the_stream_is_a_refusal_before_anyone_iterates(
    backend, client, caller, status, body, kind, refused
):
    backend.says(body, status, Content_Type="application/json")
    with pytest.raises(errors.NemoError) as caught:
        async with client.turn(caller, "55", "hi"):
            pytest.fail("entered")
    assert (type(caught.value), caught.value.refused) == (kind, refused)


@pytest.mark.parametrize(("status", "kind"), [(200, errors.Garbled), (502, errors.Unavailable)])
async def test_html_in_place_of_the_stream_is_an_error(backend, client, caller, status, kind):
    backend.says(b"<html>Bad gateway</html>", status, Content_Type="text/html")
    with pytest.raises(kind) as caught:
        await heard(client, caller)
    assert not caught.value.refused


async def test_a_refusal_that_calls_itself_a_stream_is_heard(backend, client, caller):
    backend.says({"code": 1001, "message": "bad"}, Content_Type="text/event-stream")
    assert await heard(client, caller) == [Failure("1001", "bad")]


@pytest.mark.parametrize(
    "kind", [b"", b"Content-Type: text/plain\r\n", b"Content-Type: text/event-stream; charset=gbk\r\n"]
)
async def test_a_stream_is_read_whatever_it_calls_itself_but_json_and_html(connect, raw, caller, kind):
    client = await connect(await raw(b"HTTP/1.1 200 OK\r\n" + kind + b"\r\n", DONE))
    assert await heard(client, caller) == [Text("已完成")]


async def test_a_stream_that_is_compressed_unasked_is_read(backend, client, caller):
    backend.says(gzip.compress(DONE), Content_Type="text/event-stream", Content_Encoding="gzip")
    assert await heard(client, caller) == [Text("已完成")]
    backend.says(DONE, Content_Type="text/event-stream", Content_Encoding="gzip")
    with pytest.raises(errors.Garbled):
        await heard(client, caller)


async def test_the_senders_errors_pass_through_the_turn(backend, client, caller):
    backend.says(DONE, Content_Type="text/event-stream")

    async def stumble():
        async with client.turn(caller, "55", "hi") as events:
            async for _ in events:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()


async def test_leaving_early_closes_the_connection(backend, client, caller):
    gone = asyncio.Event()

    async def endless(request):
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            while True:
                await response.write(b": ping\n\n")
                await asyncio.sleep(0.005)
        except (ConnectionError, asyncio.CancelledError):
            gone.set()
            raise

    backend.handle = endless
    async with client.turn(caller, "55", "hi") as events:
        assert await anext(events) == Heartbeat()
    await asyncio.wait_for(gone.wait(), 5)


async def test_a_cancelled_turn_leaves_nothing_behind(connect, raw, caller):
    client = await connect(await raw(HEAD + b"\r\n", silent=0.5))
    task = asyncio.create_task(heard(client, caller), name="turn")
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_streams_are_spread_over_clients_and_none_waits_for_another(backend, connect, caller, monkeypatch):
    monkeypatch.setattr(client_module, "STREAMS_PER_CLIENT", 3)
    client = await connect(backend.url)
    waiting, release = [], asyncio.Event()

    async def held(request):
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        waiting.append(request)
        await release.wait()
        await response.write(DONE)
        return response

    backend.handle = held
    async with AsyncExitStack() as stack:
        turns = [await stack.enter_async_context(client.turn(caller, "55", "hi")) for _ in range(8)]
        assert len(waiting) == 8
        release.set()
        assert [[event async for event in events] for events in turns] == [[Text("已完成")]] * 8
        backend.handle = None
        backend.says({"code": 0, "data": {"available": 1}})
        assert (await client.credits(caller)).available == 1


async def test_an_event_without_end_is_refused(connect, raw, caller, monkeypatch):
    monkeypatch.setattr("core.nemo.sse.LONGEST_EVENT_BYTES", 1000)
    client = await connect(await raw(HEAD + b"\r\n", b"data: " + b"x" * 5000))
    with pytest.raises(errors.Garbled):
        await heard(client, caller)


async def test_what_a_turn_says_survives_as_json(backend, client, caller):
    backend.says(DONE, Content_Type="text/event-stream")
    await heard(client, caller, 'quotes " and \\ and \n and 🎶')
    assert json.loads(backend.asked[0].body)["new_message"]["parts"] == [{"text": 'quotes " and \\ and \n and 🎶'}]
