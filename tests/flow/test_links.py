"""Links in the words: what is media becomes a file, everything else stays a word."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from core.words.spoilers import hidden

HEIC = (Path(__file__).resolve().parents[1] / "fixtures" / "photo.heic").read_bytes()
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)


class Site:
    """A site that the operator trusts: pages, and clips whose path does not say so."""

    def __init__(self):
        self.asked = []
        self.released = asyncio.Event()

    async def answer(self, request):
        self.asked.append(request.path)
        match request.path:
            case "/download" | "/IMG 0042 final.mp4" | "/film.mp4":
                return web.Response(body=MP4, content_type="application/octet-stream")
            case "/odd":
                return web.Response(body=b"of no known kind", content_type="video/x-ms-wmv")
            case "/dribble":
                await self.released.wait()
            case "/missing" | "/missing.mp4":
                raise web.HTTPNotFound
            case "/junk.mp4":
                return web.Response(body=b"of no known kind", content_type="application/octet-stream")
            case "/photo.heic" | "/photo.jpg":
                return web.Response(body=HEIC, content_type="image/heic")
            case "/as-text.mp4":
                return web.Response(body=MP4, content_type="text/html")
        return web.Response(text="<html>a page</html>", content_type="text/html")


@pytest.fixture
async def site():
    made = Site()
    app = web.Application()
    app.router.add_get("/{name:.*}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    made.released.set()
    await runner.cleanup()


@pytest.fixture
async def world(worlds, site):
    async with worlds(discord_cdn_url=site.url) as made:
        yield made


@pytest.mark.parametrize(
    "words",
    [
        "add an end card: visit {url}/shop (open daily), then fade out",
        "add the caption {url}/shop.",
        "放一个片尾：{url}/shop，谢谢",
        "add music  and two  spaces, and show {url}",
        "make an ad for {url}/missing",
    ],
)
async def test_an_address_that_is_no_media_stays_in_the_words_as_it_stands(world, site, words):
    wish = words.format(url=site.url)
    await world.say(wish, world.clip())
    assert world.turns() == [wish]


@pytest.mark.parametrize("quotes", ['""', "''", "«»", "»«", "‹›", "「」", "『』", "“”", "„“", "‘’", "＂＂"])
async def test_a_quoted_address_is_a_word_even_if_it_leads_to_a_clip(world, site, quotes):
    before, after = quotes
    wish = f"write {before}get it at {site.url}/film.mp4{after} at the end"
    await world.say(wish, world.clip())
    assert world.turns() == [wish]
    assert site.asked == []


async def test_an_address_whose_server_gives_a_clip_is_a_file(world, site):
    await world.say(f"add music to {site.url}/download?id=7 please")
    assert world.turns() == ["add music to please"]
    assert len(world.calls("/upload-video")) == 1


async def test_of_two_addresses_only_the_clip_is_taken_out(world, site):
    await world.say(f"use {site.url}/film.mp4 and end on {site.url}/shop")
    assert world.turns() == [f"use and end on {site.url}/shop"]


async def test_media_of_a_kind_that_cannot_be_edited_is_refused_and_not_taken_for_a_word(world, site):
    await world.say(f"add music to {site.url}/odd")
    assert world.turns() == []
    assert "kept your words" in world.stage.said()[-1]


async def test_a_wish_without_a_clip_that_names_a_web_site_is_a_turn(world, site):
    wish = f"create a 20 second ad for my shop {site.url}/shop"
    await world.say(wish)
    assert world.turns() == [wish]


@pytest.mark.parametrize("words", ["{url}/watch?v=1", "add music {url}/watch?v=1", "加音乐 {url}/watch?v=1"])
async def test_a_page_that_can_only_be_meant_as_the_clip_is_refused_before_anything_is_charged(world, site, words):
    await world.say(words.format(url=site.url))
    assert world.turns() == []
    assert any("leads to a page" in text or "链接" in text for text in world.stage.said())


async def test_a_project_with_a_clip_takes_the_same_words_as_they_are(world, site):
    await world.say("", world.clip())
    await world.say(f"add music {site.url}/watch?v=1")
    assert world.turns() == [f"add music {site.url}/watch?v=1"]


async def test_a_percent_encoded_name_is_shown_decoded(world, site):
    world.queue(upload=[{"json": {"code": 4999, "message": "no urls"}}])
    await world.say(f"add music to this: {site.url}/IMG%200042%20final.mp4")
    assert any("IMG 0042 final.mp4" in post.text for one in world.stage.messages.values() for post in one.posts)
    assert len(world.turns()) == 1


async def test_an_address_that_does_not_answer_in_time_is_a_word(world, site, monkeypatch):
    monkeypatch.setattr("core.flows.linked_files._LOOK_SECONDS", 0.1)
    wish = f"show {site.url}/dribble at the end"
    await world.say(wish, world.clip())
    assert world.turns() == [wish]


class TestAPageWhosePathEndsLikeMedia:
    """It is a word where there is something else to work on, else it is refused as the file that it was meant as."""

    @pytest.mark.parametrize(
        "words",
        [
            "add an end card: visit {url}/promo.mp4 (open daily), then fade out",
            "add the caption {url}/promo.mp4.",
            "放一个片尾：{url}/promo.mp4，谢谢",
            "write {url}/logo.png in the corner for the whole film",
            "use {url}/promo.mp4",
            "加上 {url}/logo.png",
        ],
    )
    async def test_beside_a_clip_it_stays_in_the_words_and_that_is_said(self, world, site, words):
        wish = words.format(url=site.url)
        await world.say(wish, world.clip())
        assert world.turns() == [wish]
        assert any("leads to a page" in text or "是网页" in text for text in world.stage.said())

    async def test_beside_a_link_to_a_clip_it_stays_in_the_words(self, world, site):
        await world.say(f"use {site.url}/film.mp4 and end on {site.url}/promo.mp4")
        assert world.turns() == [f"use and end on {site.url}/promo.mp4"]

    @pytest.mark.parametrize(
        "words",
        [
            "add an end card with {url}/promo.mp4 and fade out",
            "片尾显示 {url}/promo.mp4",
            "at the end of the film, after the last cut, {url}/promo.mp4",
        ],
    )
    async def test_what_is_said_about_a_project_with_a_clip_keeps_it_as_a_word(self, world, site, words):
        await world.say("", world.clip())
        wish = words.format(url=site.url)
        await world.say(wish)
        assert world.turns() == [wish]

    @pytest.mark.parametrize(
        "words",
        ["{url}/promo.mp4", "use {url}/promo.mp4", "用这个 {url}/promo.mp4", "now trim {url}/promo.mp4 please"],
    )
    @pytest.mark.parametrize("has_clip", [False, True])
    async def test_where_it_is_all_that_is_asked_about_it_is_refused_and_costs_nothing(
        self, world, site, words, has_clip
    ):
        if has_clip:
            await world.say("", world.clip())
        await world.say(words.format(url=site.url))
        assert world.turns() == []
        assert any("leads to a page" in text or "是网页" in text for text in world.stage.said())

    @pytest.mark.parametrize("words", ["make a trailer of {url}/promo.mp4", "add an end card: visit {url}/promo.mp4"])
    async def test_where_there_is_nothing_else_to_work_on_it_is_refused(self, world, site, words):
        await world.say("change nothing, please")
        await world.say(words.format(url=site.url))
        assert world.turns() == ["change nothing, please"]
        assert "leads to a page" in world.stage.said()[-1]

    @pytest.mark.parametrize(
        ("path", "why"), [("missing.mp4", "couldn't reach that link"), ("junk.mp4", "isn't what its name says")]
    )
    async def test_what_is_no_page_is_the_file_that_it_was_meant_as(self, world, site, path, why):
        await world.say(f"add an end card with {site.url}/{path} and fade out", world.clip())
        assert world.turns() == ["add an end card with and fade out"]
        assert any(why in text for text in world.stage.said()), world.stage.said()

    @pytest.mark.parametrize("path", ["photo.heic", "photo.jpg"])
    async def test_a_picture_in_another_format_is_said_with_what_to_send_instead(self, world, site, path):
        await world.say(f"add {site.url}/{path} at the end", world.clip())
        assert any("Send it as a JPEG, or send a screenshot of it." in text for text in world.stage.said())

    async def test_a_clip_whose_server_calls_it_a_page_is_a_clip(self, world, site):
        await world.say(f"join it with {site.url}/as-text.mp4 and fade out", world.clip())
        assert world.turns() == ["join it with and fade out"]
        assert len(world.agent.files) == 2


BAD = b"this is no video at all, only words"


@pytest.mark.parametrize(
    "words", ["add music to {url}/download", "{url}/film.mp4 加音乐", "use {url}/film.mp4, add music"]
)
async def test_words_with_a_link_to_a_clip_end_what_was_kept_before(world, site, words):
    await world.say("trim it to 10 seconds", world.clip("big.mp4", BAD))
    await world.say(words.format(url=site.url))
    await world.say("", world.clip("song.mp3"))
    assert len(world.turns()) == 1
    assert "trim" not in world.turns()[0]
    assert "What would you like me to do with it?" in world.stage.said()[-1]


@pytest.mark.parametrize("link", ["{url}/film.mp4", " {url}/film.mp4\n", "<{url}/film.mp4>"])
async def test_a_link_to_a_clip_without_words_gets_those_that_were_kept(world, site, link):
    await world.say("trim it to 10 seconds", world.clip("big.mp4", BAD))
    text = link.format(url=site.url)
    key = await world.say(text)
    assert world.turns() == ["trim it to 10 seconds"]
    assert any("Using what you asked for before: “trim it to 10 seconds”" in one for one in world.stage.said())
    said = len(world.stage.said())
    await world.say(text, key=key, corrects=True)  # as when a preview of the link was made
    await world.say("", world.clip("song.mp3"))
    assert len(world.turns()) == 1
    assert "too late" not in "".join(world.stage.said()[said:])


@pytest.mark.parametrize(
    ("corrected", "asked"),
    [
        ("{url}/film.mp4", "trim it to 10 seconds"),
        ("<{url}/film.mp4>", "trim it to 10 seconds"),
        ("add music {url}/film.mp4", "add music"),  # complete: it ends what was kept, as when it is said at once
        ("给它配乐 {url}/film.mp4", "给它配乐"),
    ],
)
async def test_a_link_that_is_corrected_while_it_waits_keeps_the_words_it_got(world, site, corrected, asked):
    await world.say("trim it to 10 seconds", world.clip("big.mp4", BAD))
    world.fault(turn_seconds=0.3)
    await world.send("create a film about bees")
    await world.until(lambda: world.calls("/run_sse"))
    key = await world.send(f"{site.url}/flim.mp4")
    await world.say(corrected.format(url=site.url), key=key, corrects=True)
    assert world.turns() == ["create a film about bees", asked]
    assert "too late" not in "".join(world.stage.said())


async def test_the_same_for_another_clip_may_be_a_link(world, site):
    await world.say("add music", world.clip("a.mp4"))
    await world.press("same:1")
    await world.say(f"{site.url}/film.mp4")
    assert world.turns() == ["add music"] * 2
    assert world.agent.files == ["film.mp4"], "in a new project"


async def test_a_link_that_leads_to_a_page_uses_no_kept_words_up(world, site):
    await world.say("trim it to 10 seconds", world.clip("big.mp4", BAD))
    await world.say(f"{site.url}/promo.mp4")
    assert "leads to a page" in world.stage.said()[-1]
    await world.say("", world.clip("good.mp4"))
    assert world.turns() == ["trim it to 10 seconds"]


@pytest.mark.parametrize("words", ["make an ad for {url}/shop", 'write "{url}/film.mp4" on a black screen for 3 s'])
async def test_words_with_a_link_that_is_no_clip_end_nothing_as_all_words_alone(world, site, words):
    await world.say("trim it to 10 seconds", world.clip("big.mp4", BAD))
    await world.say(words.format(url=site.url))
    await world.say("", world.clip("good.mp4"))
    assert world.turns() == [words.format(url=site.url), "trim it to 10 seconds"]


async def test_a_batch_of_links_ends_what_was_kept_before(world, site):
    await world.say("trim it to 10 seconds", world.clip("big.mp4", BAD))
    await world.say(f"add music to each: {site.url}/film.mp4 {site.url}/download")
    await world.say("", world.clip("song.mp3"))
    assert len(world.turns()) == 2
    assert not any("trim" in turn for turn in world.turns())


async def test_words_with_a_link_leave_what_was_kept_after_they_were_sent(world, site):
    world.fault(turn_seconds=0.3)
    await world.send("create a film about bees")
    await world.until(lambda: world.calls("/run_sse"))
    await world.send("trim it to 10 seconds", world.clip("big.mp4", BAD))
    await world.say(f"add music to {site.url}/film.mp4")
    await world.say("", world.clip("good.mp4"))
    assert world.turns()[1:] == ["add music to", "trim it to 10 seconds"]


async def test_a_kill_at_any_await_of_the_look_ends_what_was_kept_before_and_nothing_is_lost(world, site):
    async def ask(here):
        asked.clear()
        await world.say("trim it", world.clip("big.mp4", BAD), address=here)
        world.sandbox.seen.clear()
        asked.append(here)
        await world.send(f"add music to {site.url}/film.mp4", address=here)

    asked = []
    async for here in world.each_kill(ask, since=lambda: asked and not world.calls("/upload-video")):
        heard = len(world.turns())
        await world.say("", world.clip("song.mp3"), address=here)
        assert len(world.turns()) == heard
    assert set(world.turns()) == {"add music to"}


async def test_try_again_brings_the_link_whose_upload_failed(world, site):
    world.queue(upload=[{"status": 503}] * 2)
    await world.say(f"add music to {site.url}/film.mp4")
    assert world.turns() == []
    (again,) = [button for button in world.stage.buttons() if button.wire.startswith("again:")]
    await world.press(again.wire)
    assert world.turns() == ["add music to"]
    assert len(world.stage.films()) == 1


@pytest.mark.parametrize(
    "words",
    [
        f"{hidden('{url}/film.mp4')} add music",
        f"add music to {hidden('{url}/film.mp4')}",
        f"加音乐 {hidden('看 {url}/film.mp4')}",
        f"add music {hidden('{url}/download')}",
    ],
)
async def test_a_film_of_a_link_that_was_hidden_is_hidden(world, site, words):
    await world.say(words.replace("{url}", site.url))
    (film,) = world.stage.films()
    assert film.post.film.name.startswith("SPOILER_")
