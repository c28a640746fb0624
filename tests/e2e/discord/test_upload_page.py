"""A clip too large for somebody's own Discord: the page is theirs alone, and the film comes back to the channel."""

import contextlib

import aiohttp
import pytest
from aiohttp import web

from bots.upload.service import open_uploads
from tests.doubles.discord_values import MIB
from tests.doubles.tus import upload

CLIP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(11 * MIB)
PUBLIC = "https://bot.example.org"
POINTING = "add calm music to my clip"
NO_CLIP = "I see no clip with your words"


class Page:
    """The upload page of the bot's present life, and whoever has a link to it."""

    def __init__(self, scene, http):
        self.scene, self.http = scene, http

    def offers(self, person, place=None):
        """The messages that show somebody a link to the page."""
        shown = self.scene.dc.shown(place or self.scene.channel, person)
        return [one for one in shown if any((button.get("url") or "").startswith(PUBLIC) for button in one.buttons)]

    def link(self, person, place=None):
        (button,) = [one for one in self.offers(person, place)[-1].buttons if one.get("url")]
        return button["url"]

    async def send(self, link, name="phone.mp4"):
        answer = await upload(self.http, f"{link.removeprefix(PUBLIC)}/files", CLIP, name)
        return answer.status, answer.headers.get("X-Error")


@pytest.fixture
async def paged(scenes):
    """A connected bot with the page, and the page."""
    async with scenes() as scene, contextlib.AsyncExitStack() as closing:
        await scene.begin(nemobot_public_url=PUBLIC)
        uploads = await closing.enter_async_context(open_uploads(scene.life.app))
        app = web.Application()
        app.add_routes(uploads.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        closing.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        http = aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}")
        yield scene, Page(scene, await closing.enter_async_context(http))
        assert not scene.dc.violations
        assert not scene.dc.unanswered()


async def test_upload_leads_its_asker_to_the_page_and_the_film_to_the_channel(paged):
    scene, page = paged
    asked = await scene.dc.slash(scene.anna, scene.channel, "upload")
    await scene.quiet()
    assert "upload page" in asked.original.content
    await scene.dc.press(scene.ben, asked.original, "Upload page")
    await scene.quiet()
    assert not page.offers(scene.ben)
    await scene.dc.press(scene.anna, asked.original, "Upload page")
    await scene.until(lambda: page.offers(scene.anna))
    await scene.quiet()
    assert not page.offers(None)
    assert await page.send(page.link(scene.anna)) == (201, None)
    await scene.quiet()
    suggestions = scene.dc.shown(scene.channel)[-1]
    assert "phone.mp4" in suggestions.content
    assert suggestions.reply_to is asked.original
    await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music"})
    await scene.until(scene.films)
    await scene.quiet()
    assert scene.films()[0].pinged == {str(scene.anna.id)}
    assert len(page.offers(scene.anna)) == 1


async def test_words_about_a_clip_go_on_and_its_asker_alone_is_shown_the_page_for_it(paged):
    scene, page = paged
    asked = await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": POINTING})
    await scene.quiet()
    (offer,) = page.offers(scene.anna)
    assert offer.ephemeral
    assert offer.silent
    assert not page.offers(scene.ben)
    assert len(scene.calls("/run_sse")) == 1
    of_words_alone = scene.films()
    assert await page.send(page.link(scene.anna)) == (201, None)
    await scene.quiet()
    (film,) = [one for one in scene.films() if one not in of_words_alone]
    assert len(scene.calls("/run_sse")) == 2
    assert film.reply_to is asked.original
    assert film.pinged == {str(scene.anna.id)}
    assert len(page.offers(scene.anna)) == 1
    assert await page.send(page.link(scene.anna)) == (409, "used")


async def test_the_film_comes_to_the_channel_after_the_tokens_end_too(paged):
    scene, page = paged
    await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": POINTING})
    await scene.quiet()
    scene.dc.world.token_seconds = 0.0
    scene.life.app.platforms["discord"]._sender._token_seconds = 0.0
    of_words_alone = scene.films()
    assert await page.send(page.link(scene.anna)) == (201, None)
    await scene.quiet()
    (film,) = [one for one in scene.films() if one not in of_words_alone]
    assert film.pinged == {str(scene.anna.id)}
    assert not film.by_webhook


async def test_an_export_of_nothing_offers_the_page(paged):
    scene, page = paged
    await scene.dc.say(scene.anna, scene.channel, "export", mention=True)
    await scene.quiet()
    refusal = scene.dc.shown(scene.channel)[-1]
    await scene.dc.press(scene.anna, refusal, "Upload page")
    await scene.until(lambda: page.offers(scene.anna))
    assert await page.send(page.link(scene.anna)) == (201, None)
    await scene.until(scene.films)
    await scene.quiet()
    assert not page.offers(None)


async def test_in_a_direct_chat_the_page_is_shown_at_once(paged):
    scene, page = paged
    chat = scene.dc.dm(scene.anna)
    await scene.dc.slash(scene.anna, chat, "upload")
    await scene.quiet()
    assert await page.send(page.link(scene.anna, chat)) == (201, None)
    await scene.quiet()
    assert any("phone.mp4" in one.content for one in scene.dc.shown(chat))


@pytest.mark.parametrize(("prompt", "clip"), [("make a video about the sea", False), (POINTING, True)])
async def test_whoever_needs_no_page_is_shown_none(paged, prompt, clip):
    scene, page = paged
    options = {"prompt": prompt} | ({"clip": scene.clip()} if clip else {})
    await scene.dc.slash(scene.anna, scene.channel, "edit", options)
    await scene.quiet()
    await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": POINTING if clip else prompt})
    await scene.quiet()
    assert not page.offers(scene.anna)


async def test_a_mention_about_a_clip_goes_on_and_shows_its_asker_the_way_to_the_page(paged):
    scene, page = paged
    asked = await scene.dc.say(scene.anna, scene.channel, POINTING, mention=True)
    await scene.quiet()
    (offer,) = [one for one in scene.dc.shown(scene.channel) if NO_CLIP in one.content]
    assert offer.silent
    assert "too large to attach" in offer.content
    of_words_alone = scene.films()
    await scene.dc.press(scene.ben, offer, "Upload page")
    await scene.quiet()
    assert not page.offers(scene.ben)
    await scene.dc.press(scene.anna, offer, "Upload page")
    await scene.until(lambda: page.offers(scene.anna))
    assert not page.offers(None)
    assert await page.send(page.link(scene.anna)) == (201, None)
    await scene.quiet()
    (film,) = [one for one in scene.films() if one not in of_words_alone]
    assert film.reply_to is asked
    assert film.pinged == {str(scene.anna.id)}


async def test_without_a_page_none_is_offered_and_whoever_speaks_of_a_clip_hears_that_there_is_none(scene):
    asked = await scene.dc.slash(scene.anna, scene.channel, "upload")
    await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": POINTING})
    await scene.quiet()
    assert "page" not in asked.original.content
    (hint,) = [one for one in scene.dc.shown(scene.channel, scene.anna) if one.ephemeral]
    assert NO_CLIP in hint.content
    assert "page" not in hint.content
    await scene.dc.say(scene.ben, scene.channel, POINTING, mention=True)
    await scene.quiet()
    (told,) = [one for one in scene.dc.shown(scene.channel) if NO_CLIP in one.content]
    assert told.silent
    assert [one["label"] for one in told.buttons] == ["Attach files"]
