"""Films and clips, given in ranges to whom they belong."""

import time
from contextlib import asynccontextmanager

import pytest

from core.media.errors import Truncated
from core.media.source import ByteSource
from core.model.chat import Film, NotSent, Post, Role, Target

MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 8


async def shown(chat, browser, link: str, name: str = "travel-v3.mp4") -> str:
    await browser.say("go")
    heard = chat.heard[-1]
    to = Target(heard.address, private=True, asker=heard.sender.id, reply_to=heard.key)
    return await chat.platform.send(to, Post(Role.ANSWER, "here", film=Film(name, link=link)))


async def test_a_film_is_played_from_the_backends_link(chat, browser):
    key = await shown(chat, browser, f"{chat.films}/film.mp4")
    answer = await browser.http.get(f"/film/{key}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "video/mp4")
    assert await answer.read() == MP4


async def test_a_player_can_seek(chat, browser):
    key = await shown(chat, browser, f"{chat.films}/film.mp4")
    answer = await browser.http.get(f"/film/{key}", headers={"Range": "bytes=100-199"})
    assert (answer.status, answer.headers["Content-Range"]) == (206, f"bytes 100-199/{len(MP4)}")
    assert await answer.read() == MP4[100:200]


async def test_a_range_beyond_the_end_is_said_to_be_one(chat, browser):
    key = await shown(chat, browser, f"{chat.films}/film.mp4")
    answer = await browser.http.get(f"/film/{key}", headers={"Range": "bytes=99999-"})
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{len(MP4)}")


async def test_a_download_has_the_films_name_in_any_script(chat, browser):
    key = await shown(chat, browser, f"{chat.films}/film.mp4", name='旅行 "1".mp4')
    answer = await browser.http.get(f"/film/{key}?download=1")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="__ _1_.mp4"')
    assert "filename*=UTF-8''%E6%97%85" in disposition


async def test_another_chats_film_is_not_there(chat, browser, other_browser):
    key = await shown(chat, browser, f"{chat.films}/film.mp4")
    assert (await other_browser.http.get(f"/film/{key}")).status == 404


@pytest.mark.parametrize("path", ["/film/u-00000001", "/film/b-nothing", "/film/..%2f..%2fetc%2fpasswd"])
async def test_a_message_without_a_film_has_none_to_give(chat, browser, path):
    await browser.say("words only")
    assert (await browser.http.get(path)).status == 404


@pytest.mark.parametrize("link", ["/gone.mp4", "http://10.0.0.1/film.mp4"])
async def test_a_film_that_cannot_or_may_not_be_fetched_is_refused_without_its_link(chat, browser, link, caplog):
    key = await shown(chat, browser, link if link.startswith("http") else chat.films + link)
    answer = await browser.http.get(f"/film/{key}")
    assert (answer.status, await answer.json()) == (502, {"error": "film_gone"})
    assert link not in caplog.text


@pytest.mark.parametrize("link", ["/busy.mp4", "http://127.0.0.1:9/film.mp4"])
async def test_a_film_that_is_out_of_reach_for_a_while_is_not_said_to_be_gone(chat, browser, link, monkeypatch):
    monkeypatch.setattr(chat.web.fetcher, "_trusted", frozenset({chat.films, "http://127.0.0.1:9"}), raising=True)
    key = await shown(chat, browser, link if link.startswith("http") else chat.films + link)
    answer = await browser.http.get(f"/film/{key}")
    assert (answer.status, await answer.json()) == (503, {"error": "later"})


async def test_a_paused_player_does_not_hold_a_stop(chat, browser):
    key = await shown(chat, browser, f"{chat.films}/endless.mp4")
    answer = await browser.http.get(f"/film/{key}")
    await answer.content.readany()
    began = time.monotonic()
    chat.pages.close()
    await chat.runner.cleanup()
    assert time.monotonic() - began < 2
    answer.close()


async def test_the_own_clip_is_given_back_in_ranges(browser):
    _, kept = await browser.upload(MP4, name="旅行.mp4")
    answer = await browser.http.get(f"/file/{kept['ref']}", headers={"Range": "bytes=0-9"})
    assert (answer.status, answer.headers["Content-Type"]) == (206, "video/mp4")
    assert await answer.read() == MP4[:10]
    beyond = await browser.http.get(f"/file/{kept['ref']}", headers={"Range": "bytes=99999-"})
    assert beyond.status == 416


async def test_another_persons_clip_is_not_there(browser, other_browser):
    _, kept = await browser.upload(MP4)
    assert (await other_browser.http.get(f"/file/{kept['ref']}")).status == 404


async def test_a_page_in_disguise_can_only_be_saved(browser):
    _, kept = await browser.upload(b"<script>alert(1)</script>", name="clip.html", media_type="text/html")
    answer = await browser.http.get(f"/file/{kept['ref']}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_a_link_that_is_no_web_address_is_no_film(chat, browser):
    key = await shown(chat, browser, "javascript:alert(1)")
    assert (await browser.http.get(f"/film/{key}")).status == 404
    (line,) = [line for line in await browser.lines() if line["key"] == key]
    assert line["body"]["film"]["link"] == ""


def without_link(data: bytes, length: int | None = None) -> Film:
    @asynccontextmanager
    async def opened():
        async def chunks():
            yield data
            if length is not None:
                raise Truncated

        yield ByteSource(length or len(data), chunks())

    return Film("travel-v3.mp4", open=opened)


async def posted(chat, browser, film: Film) -> str:
    await browser.say("go")
    heard = chat.heard[-1]
    to = Target(heard.address, private=True, asker=heard.sender.id, reply_to=heard.key)
    return await chat.platform.send(to, Post(Role.ANSWER, "here", film=film))


async def test_a_film_that_came_without_a_link_is_kept_here_and_plays(chat, browser):
    key = await posted(chat, browser, without_link(MP4))
    answer = await browser.http.get(f"/film/{key}", headers={"Range": "bytes=100-199"})
    assert (answer.status, answer.headers["Content-Type"]) == (206, "video/mp4")
    assert await answer.read() == MP4[100:200]


async def test_a_film_that_breaks_off_on_its_way_is_not_sent(chat, browser):
    with pytest.raises(NotSent) as refused:
        await posted(chat, browser, without_link(MP4, length=len(MP4) + 5))
    assert refused.value.retry_seconds
