"""Who may talk to the web chat."""

import aiohttp
import pytest

from bots.prove.tus import TUS
from bots.web.cookie import COOKIE


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "LOCALHOST:8080", "[::1]:80"])
async def test_a_loopback_name_is_answered_whatever_its_port(chat, host):
    async with aiohttp.request("GET", chat.url, headers={"Host": host}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "127.0.0.1.evil.example", "10.0.0.7:8080", "127.1", "0.0.0.0", "localhost.", "[", ""),
        *("localhost@evil.example", "evil.example@localhost", "localhost/evil.example", "localhost:80:80"),
    ],
)
async def test_a_foreign_name_that_points_here_is_refused(chat, host):
    async with aiohttp.request("GET", chat.url, headers={"Host": host}) as answer:
        assert answer.status == 421
        assert COOKIE not in answer.cookies


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
async def test_a_foreign_origin_cannot_speak(chat, browser, origin):
    answer = await browser.http.post("/messages", json={"key": "u-00000001", "text": "hi"}, headers={"Origin": origin})
    assert answer.status == 403
    assert chat.heard == []


async def test_the_own_origin_may_speak(chat, browser):
    headers = {"Origin": chat.url, "Sec-Fetch-Site": "same-origin"}
    answer = await browser.http.post("/messages", json={"key": "u-00000001", "text": "hi"}, headers=headers)
    assert answer.status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/events", "/page.json", "/web/static/app.js", "/file/x"])
async def test_another_site_cannot_even_read(browser, site, path):
    answer = await browser.http.get(path, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"})
    assert answer.status == 403


async def test_a_link_on_another_site_leads_to_the_page(browser):
    answer = await browser.http.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert answer.status == 200


async def test_every_answer_carries_the_security_headers(browser):
    for path in ("/", "/web/static/app.js", "/page.json", "/nowhere"):
        answer = await browser.http.get(path)
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_secret_is_long_and_for_this_server_only(chat):
    async with aiohttp.request("GET", chat.url) as answer:
        cookie = answer.cookies[COOKIE]
    assert len(cookie.value) == 43
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"


async def test_a_browser_keeps_its_secret(browser):
    before = browser.secret
    await browser.arrive()
    assert browser.secret == before


async def test_a_made_up_secret_is_replaced(chat):
    async with aiohttp.request("GET", chat.url, cookies={COOKIE: "short"}) as answer:
        assert len(answer.cookies[COOKIE].value) == 43


@pytest.mark.parametrize(("method", "path"), [("POST", "/messages"), ("POST", "/uploads"), ("GET", "/events")])
async def test_without_a_secret_nothing_is_said_or_heard(chat, method, path):
    async with aiohttp.request(method, chat.url + path, data=b"x", headers=TUS) as answer:
        assert answer.status == 401


async def test_the_chat_is_named_by_a_hash_and_never_by_the_secret(chat, browser):
    await browser.say("hello")
    address = chat.heard[0].address
    assert address.platform == "web"
    assert browser.secret not in str(chat.heard[0])
    assert chat.heard[0].private
