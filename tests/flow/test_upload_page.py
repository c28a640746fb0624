"""A clip too large for its chat: refused with the ways out, brought by the page, its film where it was asked."""

import contextlib
import dataclasses
import gc

import aiohttp
import pytest
from aiohttp import web

from bots.upload.service import open_uploads
from core.model.access_entries import Policy
from core.model.chat import Address, Capabilities, Sender
from tests.doubles.tus import upload

CLIP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(70_000)
BIG = 40_000_000
MB = 1024 * 1024
GROUP = Address("stage", "group", "topic")
ANNA_AT_HOME = Address("stage", "anna")
BOB = Sender("bob", "Bob", "en")
PLACE = Capabilities(file_bytes=50_000_000, edit_seconds=0.0, incoming_bytes=20 * MB)


class Page:
    """The upload page of the current process of the bot."""

    def __init__(self, world):
        self.world = world

    @contextlib.asynccontextmanager
    async def served(self):
        async with open_uploads(self.world.app) as uploads:
            app = web.Application()
            app.add_routes(uploads.routes())
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            try:
                async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as self.http:
                    yield self
            finally:
                await runner.cleanup()

    async def send(self, link, data=CLIP, name="phone.mp4"):
        assert link.startswith("https://bot.example.org/up/")
        path = link.removeprefix("https://bot.example.org")
        answer = await upload(self.http, f"{path}/files", data, name)
        return answer.status, answer.headers.get("X-Error")

    def link(self):
        """The newest link to the page that the chat shows."""
        return [one.url for one in self.world.stage.buttons() if one.label == "Upload page"][-1]

    @property
    def files(self):
        return list((self.world.settings.nemobot_data_dir / "spool").iterdir())


@pytest.fixture
def pages(worlds):
    """`async with pages(capabilities) as (world, page)`."""

    @contextlib.asynccontextmanager
    async def open_page(here=PLACE, **settings):
        chosen = {"nemobot_public_url": "https://bot.example.org"} | settings
        async with worlds(**chosen) as world:
            world.stage.here = here
            async with Page(world).served() as page:
                yield world, page

    return open_page


@pytest.fixture
async def paged(pages):
    async with pages() as both:
        yield both


def last(world):
    return world.stage.said()[-1]


async def test_a_clip_that_is_too_large_goes_by_the_page_and_its_film_answers_the_first_message(paged):
    world, page = paged
    key = await world.say("add calm music", world.clip("holiday.mp4", size=BIG))
    assert "38 MB" in last(world)
    assert "20 MB" in last(world)
    assert all(way in last(world) for way in ("page", "500 MB", "link", "smaller", "server", "kept your words"))
    assert world.turns() == []
    assert await page.send(page.link()) == (201, None)
    await world.quiet()
    [turn] = world.turns()
    assert "calm music" in turn
    [film] = world.stage.films()
    assert film.target.reply_to == key
    assert any("add calm music" in text for text in world.stage.said())
    assert page.files == []
    assert await page.send(page.link()) == (409, "used")


async def test_without_a_page_the_other_ways_out_are_named(worlds):
    async with worlds() as world:
        world.stage.here = PLACE
        await world.say("add music", world.clip(size=BIG))
        assert all(way in last(world) for way in ("20 MB", "link", "smaller", "server"))
        assert "page" not in last(world)
        assert [one for one in world.stage.buttons() if one.url or one.app] == []


async def test_a_place_without_a_limit_of_its_own_takes_what_it_gets(pages):
    async with pages(dataclasses.replace(PLACE, incoming_bytes=None)) as (world, _):
        await world.say("add music", world.clip(size=BIG))
        assert len(world.turns()) == 1


async def test_in_a_group_a_deep_link_obeys_its_asker_and_the_film_comes_to_the_group(pages):
    async with pages(dataclasses.replace(PLACE, direct_link="https://t.me/nemo?start=")) as (world, page):
        key = await world.say("add music", world.clip(size=BIG), address=GROUP, private=False)
        assert page.link().startswith("https://t.me/nemo?start=up_")
        start = page.link().removeprefix("https://t.me/nemo?start=")
        assert len(start) <= 64
        await world.say(f"/start {start}", address=Address("stage", "bob"), sender=BOB)
        assert "belongs to the person who asked" in last(world)
        await world.say(f"/start {start}", address=GROUP, private=False)
        assert "closed" in last(world)
        await world.say(f"/start {start}x", address=ANNA_AT_HOME)
        assert "closed" in last(world)
        await world.say(f"/start {start}", address=ANNA_AT_HOME)
        assert "ready" in last(world)
        assert await page.send(page.link()) == (201, None)
        await world.quiet()
        [film] = world.stage.films()
        assert (film.target.address, film.target.reply_to) == (GROUP, key)
        await world.say(f"/start {start}", address=ANNA_AT_HOME)
        assert "closed" in last(world)


async def test_where_answers_can_be_ephemeral_a_press_brings_the_page(pages):
    async with pages(dataclasses.replace(PLACE, ephemeral=True)) as (world, page):
        await world.say("add music", world.clip(size=BIG), address=GROUP, private=False)
        [press] = [one.wire for one in world.stage.buttons() if one.label == "Upload page"]
        await world.press(press, address=GROUP, private=False, sender=BOB)
        await world.press(press, address=GROUP, private=False, sender=dataclasses.replace(BOB, admin=True))
        assert not any(one.url for one in world.stage.buttons())
        await world.press(press, address=GROUP, private=False)
        answered = list(world.stage.messages.values())[-1]
        assert answered.post.ephemeral
        assert await page.send(answered.post.buttons[0].url) == (201, None)
        await world.quiet()
        assert world.stage.films()[0].target.address == GROUP


async def test_a_group_without_a_private_way_is_told_the_other_ways(paged):
    world, _ = paged
    await world.say("add music", world.clip(size=BIG), address=GROUP, private=False)
    assert "page" not in last(world)
    assert [one for one in world.stage.buttons() if one.label == "Upload page"] == []


async def test_a_private_chat_that_can_gets_a_mini_app(pages):
    async with pages(dataclasses.replace(PLACE, mini_apps=True)) as (world, page):
        await world.say("add music", world.clip(size=BIG))
        assert [one.app for one in world.stage.buttons() if one.label == "Upload page"] == [True]
        assert await page.send(page.link()) == (403, "forged")


async def test_a_page_without_https_is_no_mini_app(pages):
    async with pages(dataclasses.replace(PLACE, mini_apps=True), nemobot_public_url="http://example.org") as (world, _):
        await world.say("add music", world.clip(size=BIG))
        assert [one.app for one in world.stage.buttons() if one.label == "Upload page"] == [False]


async def test_a_file_that_the_backend_refuses_leaves_the_link_usable(paged):
    world, page = paged
    key = await world.say("add music", world.clip(size=BIG))
    link = page.link()
    world.queue(upload=[{"json": {"code": 4001, "message": "unsupported"}}])
    assert await page.send(link) == (201, None)
    await world.quiet()
    assert "can't read phone.mp4" in last(world)
    assert page.link() != ""
    assert page.files == []
    assert world.turns() == []
    assert await page.send(link) == (201, None)
    await world.quiet()
    assert len(world.turns()) == 1
    assert world.stage.films()[0].target.reply_to == key


async def test_a_backend_that_cannot_be_reached_leaves_the_link_usable_and_offers_no_try_without_the_file(paged):
    world, page = paged
    await world.say("add music", world.clip(size=BIG))
    world.queue(upload=[{"status": 502, "html": True}] * 2)
    assert await page.send(page.link()) == (201, None)
    await world.quiet()
    assert [one.label for one in list(world.stage.messages.values())[-1].post.buttons] == ["Upload page"]
    assert page.files == []
    assert await page.send(page.link()) == (201, None)
    await world.quiet()
    assert len(world.stage.films()) == 1


async def test_who_may_ask_in_a_group_only_still_gets_the_page_of_that_request(pages):
    here = dataclasses.replace(PLACE, direct_link="https://t.me/nemo?start=")
    async with pages(here, nemobot_allow=("stage:group",)) as (world, page):
        await world.say("add music", world.clip(size=BIG), address=GROUP, private=False)
        start = page.link().partition("=")[2]
        await world.say(f"/start {start}", address=ANNA_AT_HOME)
        assert "ready" in last(world)
        await world.say("/start up_nonsense", address=ANNA_AT_HOME)
        assert "not set up" in last(world)


async def test_a_place_that_was_closed_meanwhile_takes_no_file_and_costs_nothing(pages):
    async with pages() as (world, page):
        await world.say("add music", world.clip(size=BIG))
        link, calls, access = page.link(), len(world.sandbox.seen), world.app.services.rules.access
        object.__setattr__(access, "policies", {"stage:direct": Policy.CLOSED})
        assert await page.send(link) == (403, "refused")
        assert (len(world.sandbox.seen), world.turns()) == (calls, [])
        object.__setattr__(access, "policies", {})
        assert await page.send(link) == (201, None)
        await world.quiet()
        assert len(world.turns()) == 1


async def test_a_file_that_comes_while_the_bot_drains_leaves_its_link_open(pages):
    async with pages() as (world, page):
        await world.say("add music", world.clip(size=BIG))
        link = page.link()
        world.app.services.drain.on = True
        assert await page.send(link) == (403, "refused")
        await world.quiet()
        assert "about to be updated" in last(world)
        world.app.services.drain.on = False
        assert await page.send(link) == (201, None)
        await world.quiet()
        assert len(world.turns()) == 1


async def test_after_such_a_refusal_a_clip_of_the_chat_may_still_take_the_words(paged):
    world, page = paged
    await world.say("add music", world.clip(size=BIG))
    link = page.link()
    world.queue(upload=[{"json": {"code": 4001, "message": "unsupported"}}])
    await page.send(link)
    await world.quiet()
    await world.say("", world.clip("small.mp4"))
    assert len(world.turns()) == 1
    assert await page.send(link) == (409, "taken")


async def test_of_several_files_the_rest_goes_on_and_the_page_brings_the_missing_one_without_the_words(paged):
    world, page = paged
    await world.say("add music", world.clip("small.mp4"), world.clip("huge.mp4", size=BIG))
    assert len(world.turns()) == 1
    assert any("huge.mp4" in text and "20 MB" in text for text in world.stage.said())
    assert await page.send(page.link()) == (201, None)
    await world.quiet()
    assert len(world.turns()) == 1
    assert "phone.mp4" in last(world)


async def test_each_video_of_a_batch_has_a_page_of_its_own(paged):
    world, page = paged
    files = [world.clip(f"part{n}.mp4", size=BIG) for n in (1, 2)]
    await world.say("add music to each", *files)
    links = [one.url for one in world.stage.buttons() if one.label == "Upload page"]
    assert len(set(links)) == 2
    for link in links:
        assert await page.send(link) == (201, None)
        await world.quiet()
    assert [name in turn for turn, name in zip(world.turns(), ("part1.mp4", "part2.mp4"), strict=True)] == [True, True]
    assert page.files == []


async def test_whoever_asks_for_the_page_gets_it_with_the_words_for_its_file(paged):
    world, page = paged
    await world.say("/upload add calm music")
    assert "500 MB" in last(world)
    assert await page.send(page.link()) == (201, None)
    await world.quiet()
    [turn] = world.turns()
    assert "calm music" in turn


async def test_the_page_takes_a_subtitles_file_and_nothing_that_is_only_called_so(paged):
    world, page = paged
    await world.say("add music", world.clip("a.mp4", CLIP))
    await world.say("/upload burn these in")
    link = page.link()
    assert await page.send(link, b"no captions at all" * 10, "talk.srt") == (415, "alien")
    captions = "1\n00:00:01,000 --> 00:00:02,000\n你好\n".encode("gb18030")
    assert (await page.send(link, captions, "talk.srt"))[0] in {200, 201, 204}
    await world.quiet()
    assert world.turns()[1:] == ["burn these in\n\nCaptions from talk.srt:\n0:01.000 --> 0:02.000 你好"]


async def test_an_export_of_nothing_offers_the_page_too(paged):
    world, page = paged
    await world.say("export")
    assert await page.send(page.link()) == (201, None)
    await world.quiet()
    assert len(world.stage.films()) == 1


@pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")
async def test_a_kill_during_the_upload_to_the_backend_loses_nothing(pages):
    async with pages() as (world, page):
        key = await world.say("add music", world.clip(size=BIG))
        world.queue(upload=[{"delay": 5}])
        assert await page.send(page.link()) == (201, None)
        await world.until(lambda: world.calls("/upload"))
        await world.process.kill_and_clean_up()
        gc.collect()  # what the killed process left open is released here, not in a later test
        await world.begin()
        async with Page(world).served() as again:
            world.process.work()  # as in the real process, the page is there before
            await world.quiet(20)
            assert len(world.turns()) == 1
            assert world.stage.films()[0].target.reply_to == key
            assert again.files == []
