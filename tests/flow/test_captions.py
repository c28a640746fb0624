"""Subtitles files: their captions go to the editor with the words of a turn, and are words of nobody."""

import pytest
from aiohttp import web

from core.words.captions import MOST_CAPTIONS

SRT = b"1\n00:00:01,000 --> 00:00:03,500\nHello there\n\n2\n00:00:04,000 --> 00:00:06,000\nundo the export\nof this\n"
VTT = b"WEBVTT\n\nintro\n00:01.000 --> 00:03.500\nHello there\n\n00:04.000 --> 00:06.000\nundo the export\nof this\n"
ASS = (
    b"[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    b"Dialogue: 0,0:00:01.00,0:00:03.50,Default,,0,0,0,,Hello there\n"
    b"Dialogue: 0,0:00:04.00,0:00:06.00,Default,,0,0,0,,undo the export\\Nof this\n"
)
LINES = "0:01.000 --> 0:03.500 Hello there\n0:04.000 --> 0:06.000 undo the export\n  of this"
FORM = f"Captions from talk.srt:\n{LINES}"
BURN = "Burn the captions from “talk.srt” into the video at their times."


@pytest.mark.parametrize(
    ("name", "data"), [("talk.srt", SRT), ("talk.vtt", VTT), ("TALK.ASS", ASS), ("talk.ssa", ASS), ("talk.txt", SRT)]
)
async def test_the_captions_of_a_file_go_along_with_the_words(world, name, data):
    await world.say("burn these in", world.clip("a.mp4"), world.clip(name, data))
    assert world.turns() == [f"burn these in\n\nCaptions from {name}:\n{LINES}"]
    assert world.agent.files == ["a.mp4"]
    assert len(world.stage.films()) == 1


async def test_a_file_without_words_asks_for_its_captions(world):
    await world.say("", world.clip("a.mp4"), world.clip("talk.srt", SRT))
    assert world.turns() == [f"{BURN}\n\n{FORM}"]


async def test_a_file_that_follows_is_for_the_film_that_is_there(world):
    await world.say("add music", world.clip("a.mp4"))
    await world.say("", world.clip("talk.srt", SRT))
    assert world.turns() == ["add music", f"{BURN}\n\n{FORM}"]
    assert len(world.stage.films()) == 2


@pytest.mark.parametrize("order", [1, -1], ids=["clip first", "captions first"])
async def test_a_clip_and_its_captions_may_be_two_messages(world, order):
    first, second = [world.clip("a.mp4"), world.clip("talk.srt", SRT)][::order]
    await world.send("", first)
    await world.say("", second)
    assert world.turns() == [f"{BURN}\n\n{FORM}"]


async def test_words_that_point_at_them_wait_for_them(worlds):
    async with worlds(nemobot_join_seconds=0.5) as world:
        await world.say("add music", world.clip("a.mp4"))
        await world.send("burn in these subtitles")
        await world.say("", world.clip("talk.srt", SRT))
        assert world.turns()[1:] == [f"burn in these subtitles\n\n{FORM}"]


@pytest.mark.parametrize("words", ["", "burn them in"])
async def test_captions_alone_wait_for_their_clip_and_nothing_is_charged(world, words):
    await world.say(words, world.clip("talk.srt", SRT))
    assert world.turns() == []
    assert "need a clip" in world.stage.said()[-1]
    assert "kept your words" in world.stage.said()[-1]
    await world.say("", world.clip("a.mp4"))
    assert world.turns() == [f"{words or BURN}\n\n{FORM}"]
    assert any("Using what you asked for before" in said for said in world.stage.said())


async def test_captions_that_wait_are_used_once(world):
    await world.say("", world.clip("talk.srt", SRT))
    await world.say("", world.clip("a.mp4"))
    await world.say("", world.clip("b.mp4"))
    assert len(world.turns()) == 1


async def test_cancel_ends_captions_that_wait(world):
    await world.say("", world.clip("talk.srt", SRT))
    await world.say("cancel")
    assert "talk.srt" in world.stage.said()[-1]
    await world.say("", world.clip("a.mp4"))
    assert world.turns() == []


async def test_words_that_wait_for_a_clip_are_not_used_up_by_captions(world):
    await world.say("trim it to 10 seconds", world.clip("bad.mp4", b"this is no video"))
    await world.say("", world.clip("talk.srt", SRT))
    assert world.turns() == []
    await world.say("", world.clip("a.mp4"))
    (turn,) = world.turns()
    assert turn == f"trim it to 10 seconds\n\n{BURN}\n\n{FORM}"


async def test_captions_wait_with_the_words_of_a_clip_that_was_refused(world):
    await world.say("burn them in", world.clip("bad.mp4", b"this is no video"), world.clip("talk.srt", SRT))
    assert world.turns() == []
    await world.say("", world.clip("a.mp4"))
    assert world.turns() == [f"burn them in\n\n{FORM}"]


async def test_a_film_to_be_made_of_captions_needs_no_clip(world):
    await world.say("create a short film with these captions", world.clip("talk.srt", SRT))
    assert len(world.turns()) == 1


HOSTILE = [
    "export", "undo", "cancel", "/new", "one video each", "don't export yet", "https://files.example/clip.mp4",
    "||hidden||", "导出", "每个视频都单独做", "nothing", "1080p",
]  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE)
async def test_nothing_is_read_into_a_caption(world, line):
    data = f"1\n00:00:01,000 --> 00:00:02,000\n{line}\n".encode()
    await world.say("add these captions", world.clip("a.mp4"), world.clip("b.mp4"), world.clip("talk.srt", data))
    assert world.turns() == [f"add these captions\n\nCaptions from talk.srt:\n0:01.000 --> 0:02.000 {line}"]
    assert world.agent.files == ["a.mp4", "b.mp4"]


async def test_a_file_name_is_no_wish(world):
    await world.say("", world.clip("a.mp4"), world.clip("don't export yet.srt", SRT))
    assert len(world.turns()) == 1
    assert len(world.stage.films()) == 1


async def test_export_with_captions_is_a_film_that_has_them(world):
    await world.say("add music", world.clip("a.mp4"))
    await world.say("export", world.clip("talk.srt", SRT))
    assert world.turns()[1:] == [f"export\n\n{FORM}"]
    assert len(world.stage.films()) == 2


async def test_each_film_of_a_batch_has_them(world):
    files = [world.clip("a.mp4"), world.clip("talk.srt", SRT), world.clip("b.mp4")]
    await world.say("burn these into each clip", *files)
    assert [turn.partition(" only. ")[2] for turn in world.turns()] == [f"burn these into each clip\n\n{FORM}"] * 2
    assert world.agent.files == ["a.mp4", "b.mp4"]


async def test_what_is_shown_names_the_file_and_no_caption(world):
    world.fault(turn_seconds=1)
    await world.send("", world.clip("a.mp4"), world.clip("talk.srt", SRT))
    await world.until(lambda: world.calls("/run_sse"))
    await world.say("/status")
    said = "\n".join(world.stage.said())
    assert "talk.srt" in said
    assert "Hello there" not in said


async def test_try_again_asks_with_the_captions_again(world):
    await world.say("burn these in", world.clip("a.mp4"), world.clip("talk.srt", SRT))
    world.stage.files.clear()  # the platform has it no more
    await world.press("again:1")
    assert world.turns() == [f"burn these in\n\n{FORM}"] * 2


async def test_the_same_for_another_clip_has_them_too(world):
    await world.say("burn these in", world.clip("a.mp4"), world.clip("talk.srt", SRT))
    await world.press("same:1")
    await world.say("", world.clip("b.mp4"))
    assert world.turns() == [f"burn these in\n\n{FORM}"] * 2


@pytest.mark.parametrize(
    "data", [b"", b"Dear all,\nthis is no subtitles file", b"\x89PNG\r\n\x1a\n\x00\x01", b"WEBVTT\n"]
)
async def test_a_file_without_captions_is_refused_in_words(world, data):
    await world.say("burn them in", world.clip("a.mp4"), world.clip("talk.srt", data))
    assert world.turns() == []
    said = world.stage.said()[-1]
    assert "talk.srt" in said
    assert "Send it again" in said or "send it again" in said


async def test_a_file_too_large_is_refused_in_words(world):
    await world.say("burn them in", world.clip("a.mp4"), world.clip("talk.srt", SRT + b" " * (1024 * 1024)))
    assert world.turns() == []
    assert "too long" in world.stage.said()[-1]


async def test_what_is_left_out_is_said(world):
    line = "00:{:02d}:{:02d},000 --> 00:{:02d}:{:02d},500\nline\n\n"
    data = "".join(line.format(n // 60, n % 60, n // 60, n % 60) for n in range(MOST_CAPTIONS + 50)).encode()
    await world.say("burn them in", world.clip("a.mp4"), world.clip("talk.srt", data))
    assert world.turns()[0].count("-->") == MOST_CAPTIONS
    assert any("1000 of the 1050 captions in talk.srt" in said for said in world.stage.said())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "big5"])
async def test_the_encoding_of_a_file_is_found(world, encoding):
    data = "1\r\n00:00:01,000 --> 00:00:02,000\r\n世界你好\r\n".encode(encoding)
    await world.say("把字幕压进视频", world.clip("a.mp4"), world.clip("talk.srt", data))
    assert world.turns() == ["把字幕压进视频\n\nCaptions from talk.srt:\n0:01.000 --> 0:02.000 世界你好"]


async def test_a_spoiler_stays_hidden(world):
    await world.say("", world.clip("a.mp4"), world.clip("SPOILER_talk.srt", SRT))
    (film,) = world.stage.films()
    assert film.post.film.name.startswith("SPOILER_")


@pytest.fixture
async def linked(worlds):
    """A world with a site of files: `linked[1]` is its address."""

    async def answer(request):
        match request.path:
            case "/talk.srt":
                return web.Response(body=SRT, content_type="application/octet-stream")
            case "/page.srt":
                return web.Response(text="<html>a page</html>", content_type="text/html")
        raise web.HTTPNotFound

    app = web.Application()
    app.router.add_get("/{name:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with worlds(discord_cdn_url=url) as world:
        yield world, url
    await runner.cleanup()


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("burn in {url}/talk.srt", "burn in"),
        ("add these subtitles: {url}/talk.srt please", "add these subtitles: please"),
        ("{url}/talk.srt", BURN),
        ("加上这个字幕文件 {url}/talk.srt?key=1#top", "加上这个字幕文件"),
    ],
)
async def test_a_link_to_a_file_is_that_file(linked, words, asked):
    world, url = linked
    await world.say(words.format(url=url), world.clip("a.mp4"))
    assert world.turns() == [f"{asked}\n\n{FORM}"]
    assert world.agent.files == ["a.mp4"]


async def test_a_link_alone_is_for_the_film_that_is_there(linked):
    world, url = linked
    await world.say("add music", world.clip("a.mp4"))
    await world.say(f"burn in {url}/talk.srt")
    assert world.turns()[1:] == [f"burn in\n\n{FORM}"]


async def test_a_link_takes_no_words_that_wait_for_a_clip(linked):
    world, url = linked
    await world.say("trim it to 10 seconds", world.clip("bad.mp4", b"this is no video"))
    await world.say(f"{url}/talk.srt")
    assert world.turns() == []
    await world.say("", world.clip("a.mp4"))
    assert [turn.count("trim it") for turn in world.turns()] == [1]


async def test_a_page_with_such_a_name_is_a_word(linked):
    world, url = linked
    await world.say(f"make an ad for the blog at {url}/page.srt", world.clip("a.mp4"))
    assert world.turns() == [f"make an ad for the blog at {url}/page.srt"]
