from __future__ import annotations

import asyncio
import socket

import pytest

from core.media.source import ByteSource
from core.model.secret import Secret
from core.nemo import errors
from core.nemo.client import Attribution, Caller, Timeouts
from core.nemo.draft import Draft

ODD = '{ "d":1.50e3 ,"t" : [ {"sg":[{"d":10000.000,"n":"\\u57ce\\ud83c 城"}]}],"t":[ 1.0 ],"z":-0.0}'


def ok(data):
    return {"code": 0, "message": "ok", "data": data}


async def test_a_token_is_minted_with_the_client_id_and_without_a_bearer(backend, client):
    backend.says(ok({"token": "nmv_usr_new", "user_id": "anon_1", "credits": 100}))
    token = await client.mint("4f9c", Attribution("skill", "1.0.0", "cursor"))
    (asked,) = backend.asked
    assert (token.token.reveal(), token.user_id) == ("nmv_usr_new", "anon_1")
    assert (asked.method, asked.path, asked.body) == ("POST", "/api/auth/anonymous-token", b"")
    assert asked.headers["X-Client-Id"] == "4f9c"
    assert "Authorization" not in asked.headers
    assert asked.headers["X-Skill-Platform"] == "cursor"


@pytest.mark.parametrize("client_id", ["", "x" * 65, "a b", "a\r\nb", "号"])
async def test_a_client_id_no_header_can_carry_is_never_sent(backend, client, client_id):
    with pytest.raises(errors.ClientIdMissing) as caught:
        await client.mint(client_id, Attribution("a", "b", "c"))
    assert caught.value.refused
    assert not backend.asked


async def test_a_session_is_created_in_the_users_language(backend, client, caller):
    backend.says(ok({"task_id": "t", "session_id": "5529798706024415232"}))
    session = await client.create_session(caller, "zh-CN")
    assert session.session_id == "5529798706024415232"
    assert backend.asked[0].path == "/api/tasks/me/with-session/nemo_agent"
    assert backend.asked[0].json == {"task_name": "project", "language": "zh-CN"}


async def test_a_browser_link_carries_a_claim_and_never_the_token(backend, client, caller):
    backend.says(ok({"claim_token": "clm_a/b", "expires_in": 604800}))
    assert await client.claim(caller, "t", "s") == "https://web.example/workspace/claim?ct=clm_a%2Fb"
    assert backend.asked[0].json == {"task_id": "t", "session_id": "s"}
    assert client.registration_url("anon_1&x") == "https://web.example/register?bind=anon_1%26x"


async def test_credits_and_state_are_read(backend, client, caller):
    backend.says(ok({"available": 60, "frozen": 40, "total": 100}))
    assert (await client.credits(caller)).frozen == 40
    backend.says(ok({"state": {"draft": {"t": []}, "video_infos": [{"name": "a"}]}}))
    assert (await client.state(caller, "55")).media_count == 1
    assert [asked.path for asked in backend.asked] == [
        "/api/credits/balance/simple",
        "/api/state/nemo_agent/me/55/latest",
    ]


async def test_the_draft_that_was_read_is_submitted_byte_for_byte(backend, client, caller):
    backend.says(b'{"code":0,"data":{"state":{"draft":' + ODD.encode() + b"}}}")
    draft = (await client.state(caller, "55")).draft
    backend.says({"success": True, "data": {"id": "render_1", "status": "pending"}})
    assert await client.submit(caller, "render_1", "55", Draft(draft.text), "720p") == "render_1"
    asked = backend.asked[-1]
    assert asked.path == "/api/render/proxy/lambda"
    assert b'"draft": ' + ODD.encode() + b", " in asked.body
    assert asked.json["output"] == {"format": "mp4", "quality": "high", "resolution": "720p"}


async def test_a_render_is_polled_and_cancelled(backend, client, caller):
    backend.says({"status": "processing", "progress": 50})
    assert (await client.poll(caller, "render_1")).progress == 50
    backend.says(b"", 204)
    await client.cancel(caller, "render_1")
    assert [(asked.method, asked.path) for asked in backend.asked] == [
        ("GET", "/api/render/proxy/lambda/render_1"),
        ("POST", "/api/render/proxy/lambda/render_1/cancel"),
    ]


async def test_an_id_from_outside_cannot_leave_its_place_in_the_path(backend, client, caller):
    backend.says(ok({"state": {}}))
    await client.state(caller, "../../x?y#z")
    assert backend.asked[0].path == "/api/state/nemo_agent/me/%2E%2E%2F%2E%2E%2Fx%3Fy%23z/latest"


async def test_every_call_carries_token_and_attribution(backend, client, caller):
    backend.says({"success": False}, Content_Type="application/json")
    source = ByteSource(0, pieces())
    for call in (
        client.create_session(caller, "en"),
        client.claim(caller, "t", "s"),
        client.upload(caller, "s", "a.mp4", "video/mp4", source),
        client.upload_url(caller, "s", "https://x.example/a.mp4"),
        client.credits(caller),
        client.state(caller, "s"),
        client.submit(caller, "r", "s", Draft("{}")),
        client.poll(caller, "r"),
        client.cancel(caller, "r"),
        enter(client.turn(caller, "s", "hi")),
        enter(client.download(caller, "r")),
    ):
        with pytest.raises(errors.NemoError):
            await call
    assert len(backend.asked) == 11
    for asked in backend.asked:
        assert asked.headers["Authorization"] == "Bearer nmv_usr_test"
        assert {name for name in asked.headers if name.startswith("X-Skill-")} == {
            "X-Skill-Source",
            "X-Skill-Version",
            "X-Skill-Platform",
        }


async def enter(context):
    async with context:
        pass


async def pieces(*chunks: bytes):
    for chunk in chunks:
        yield chunk


async def test_a_cookie_of_one_account_never_travels_with_anothers_token(backend, client, caller):
    backend.says(ok({"available": 1}), Set_Cookie="session=of-one-account; Path=/")
    await client.credits(caller)
    await client.credits(Caller(Secret("nmv_usr_other"), caller.attribution))
    assert "Cookie" not in backend.asked[1].headers


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind"),
    [
        (200, {"code": 1001}, {}, errors.TokenRejected),
        (200, {"code": 2001}, {}, errors.NoCredits),
        (401, b"", {}, errors.TokenRejected),
        (402, {"detail": "x"}, {}, errors.PlanRequired),
        (403, b"<html>", {}, errors.Denied),
        (429, b"", {"Retry_After": "7"}, errors.RateLimited),
        (502, b"<html>", {}, errors.Unavailable),
        (302, b"", {"Location": "http://127.0.0.1:1/"}, errors.Garbled),
        (200, b"<html>", {}, errors.Garbled),
        (200, b"", {}, errors.Garbled),
        (200, b"nonsense", {"Content_Encoding": "gzip"}, errors.Garbled),
    ],
)
async def test_a_refusal_is_an_error_of_ours(backend, client, caller, status, body, headers, kind):
    backend.says(body, status, **headers)
    with pytest.raises(errors.NemoError) as caught:
        await client.credits(caller)
    assert type(caught.value) is kind
    assert caught.value.retry_after == (7 if kind is errors.RateLimited else None)


async def test_an_answer_without_end_is_garbled(backend, client, caller, monkeypatch):
    monkeypatch.setattr("core.nemo.client._MAX_ANSWER_BYTES", 1000)
    backend.says(b" " * 2000 + b"{}")
    with pytest.raises(errors.Garbled):
        await client.credits(caller)


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


async def test_what_was_never_connected_was_provably_not_sent(connect, caller):
    client = await connect(f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(errors.Unreachable) as caught:
        await client.credits(caller)
    assert caught.value.refused
    with pytest.raises(errors.Unreachable):
        await enter(client.turn(caller, "s", "hi"))


async def test_a_connection_that_drops_leaves_the_outcome_open(connect, raw, caller):
    for pieces_, reset in (((), True), ((), False), ((b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",), False)):
        client = await connect(await raw(*pieces_, reset=reset))
        with pytest.raises(errors.Interrupted) as caught:
            await client.credits(caller)
        assert not caught.value.refused


async def test_an_answer_that_never_comes_leaves_the_outcome_open(connect, raw, caller):
    client = await connect(await raw(silent=1), timeouts=Timeouts(answer=0.1))
    with pytest.raises(errors.Interrupted):
        await client.credits(caller)


async def test_an_answer_that_trickles_without_end_is_given_up(connect, raw, caller):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"
    client = await connect(await raw(head, *[b" "] * 100, pause=0.02), timeouts=Timeouts(answer=0.2))
    with pytest.raises(errors.Interrupted):
        await client.credits(caller)


async def test_loopback_is_never_proxied_and_the_environment_never_asked(backend, connect, caller, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    backend.says(ok({"available": 1}))
    for url in (backend.url, backend.url.replace("127.0.0.1", "localhost")):
        client = await connect(url, proxy=f"http://127.0.0.1:{closed_port()}")
        assert (await client.credits(caller)).available == 1


async def test_all_else_goes_through_the_proxy_it_was_given(backend, connect, caller):
    backend.says(ok({"available": 1}))
    client = await connect("http://nemo.invalid", proxy=backend.url)
    assert (await client.credits(caller)).available == 1
    assert backend.asked[0].headers["Host"] == "nemo.invalid"
    dead = await connect("http://nemo.invalid", proxy=f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(errors.Unreachable):
        await dead.credits(caller)


async def test_an_api_under_a_path_keeps_it(backend, connect, caller):
    backend.says(ok({"available": 1}))
    client = await connect(f"{backend.url}/gateway/")
    await client.credits(caller)
    assert backend.asked[0].path == "/gateway/api/credits/balance/simple"


async def test_no_error_shows_a_secret(backend, client, caller, caplog):
    backend.says({"code": 1001, "message": "nmv_usr_test is no token"})
    with caplog.at_level("WARNING"), pytest.raises(errors.TokenRejected) as caught:
        await client.credits(caller)
    shown = f"{caught.value} {caught.value!r} {caught.value.reason} {caller!r} {caplog.text}"
    assert "nmv_usr_test" not in shown


async def test_a_hundred_calls_at_once_are_all_answered(backend, client, caller):
    backend.says(ok({"available": 1}))
    found = await asyncio.gather(*(client.credits(caller) for _ in range(100)))
    assert len(found) == 100
