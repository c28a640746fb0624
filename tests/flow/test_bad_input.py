"""What bad input gets: a clear sentence, and nothing is lost."""

import contextlib
from pathlib import Path

import pytest
from aiohttp import web

from core.media.errors import Truncated
from core.media.source import ByteSource
from core.model.attachments import Attachment
from core.model.chat import NotSent

HEIC = (Path(__file__).resolve().parents[1] / "fixtures" / "photo.heic").read_bytes()
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)


def last(world):
    return list(world.stage.messages.values())[-1].post.text


@pytest.fixture
async def elsewhere():
    """A site on this machine: `elsewhere.url` and what it was asked."""

    class Site:
        def __init__(self):
            self.asked = []

        async def answer(self, request):
            self.asked.append(request.path)
            if request.path == "/redirect.mp4":
                raise web.HTTPFound("http://127.0.0.1:1/secret.mp4")
            if request.path == "/page.mp4":
                return web.Response(text="<html>no film</html>", content_type="text/html")
            return web.Response(body=MP4, content_type="video/mp4")

    site = Site()
    app = web.Application()
    app.router.add_get("/{name}", site.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


@pytest.mark.parametrize("data", [b"only words, whatever the name says", b"%PDF-1.7 ...", b"MZ\x90\x00" + bytes(200)])
async def test_a_wrong_type_is_known_by_its_content(world, data):
    await world.say("add music", world.clip("clip.mp4", data))
    assert "These can: mp4, mov" in last(world)
    assert world.calls("/upload-video") == []


@pytest.mark.parametrize("name", ["IMG_0042.HEIC", "photo.jpg"])
async def test_a_phones_picture_in_another_format_is_said_with_what_to_send_instead(world, name):
    await world.say("add music", world.clip(name, HEIC))
    assert f"{name} is a picture in a format that can't be edited" in last(world)
    assert "Send it as a JPEG, or send a screenshot of it." in last(world)
    assert world.calls("/upload-video") == []


@pytest.mark.parametrize(("name", "media_type"), [("voice", "audio/ogg"), ("note.OGA", ""), ("a.ogg", "video/mp4")])
async def test_a_voice_message_is_refused_before_it_is_read(world, name, media_type):
    await world.say("add music", Attachment("nobody reads this", name, 5000, media_type))
    assert "Send a voice message again as an audio file." in last(world)
    assert world.calls("/upload-video") == []


async def test_a_right_type_under_a_wrong_name_is_taken(world):
    await world.say("add music", world.clip("clip.docx", MP4))
    assert len(world.turns()) == 1
    assert len(world.stage.films()) == 1


@pytest.mark.parametrize("size", [0, None])
async def test_an_empty_file_is_said_to_be_empty(world, size):
    clip = world.clip("clip.mp4", b"", size=size)
    await world.say("add music", clip)
    assert "is empty (0 bytes)" in last(world)
    assert world.calls("/upload-video") == []


async def test_a_file_over_the_limit_is_refused_before_it_is_read(worlds):
    async with worlds(nemobot_max_file_mb=1) as world:
        await world.say("add music", world.clip("big.mp4", size=1024 * 1024 + 1))
        assert "big.mp4 is too large: 1" in last(world)
        assert "the limit is 1 MB" in last(world)
        assert world.calls("/upload-video") == []


async def test_a_file_that_is_larger_than_it_said_is_refused_too(worlds):
    async with worlds(nemobot_max_file_mb=1) as world:
        clip = world.clip("big.mp4", MP4 + bytes(1024 * 1024), size=100)
        await world.say("add music", clip)
        assert "big.mp4 is too large" in last(world)
        assert "kept your words" in last(world)


async def test_a_file_that_breaks_off_on_its_way_is_said_to_be_broken(world, monkeypatch):
    @contextlib.asynccontextmanager
    async def short(file):
        async def chunks():
            yield MP4
            raise Truncated

        yield ByteSource(len(MP4) + 10, chunks())

    monkeypatch.setattr(world.stage, "open", short)
    await world.say("add music", world.clip("clip.mp4"))
    assert "clip.mp4 broke off on its way here" in last(world)
    assert world.turns() == []


async def test_a_file_that_cannot_be_read_any_more_is_asked_for_again(world):
    await world.say("add music", Attachment("nowhere", "clip.mp4", 100, "video/mp4"))
    assert "I can't get that file any more" in last(world)
    assert world.turns() == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.mp4", "a\0b.mp4", "gnp\u202e4pm.exe", "x" * 300 + ".mp4", "", "..", "/", "日本.mp4"]
)
async def test_an_ugly_name_is_made_safe(world, name):
    await world.say("add music", world.clip(name))
    assert len(world.turns()) == 1
    film = world.stage.films()[0].post.film.name
    assert "/" not in film
    assert "\0" not in film
    assert len(film) < 60


@pytest.mark.parametrize(
    "link",
    ["http://10.0.0.1/a.mp4", "http://[::1]:9/a.mp4", "http://169.254.169.254/a.mp4", "http://localhost:1/a.mp4"],
)
async def test_a_link_to_a_private_address_is_refused(world, link):
    await world.say(f"add music {link}")
    assert "I only fetch links that are public" in last(world)
    assert world.calls("/upload-video") == []
    assert world.turns() == []


@pytest.fixture
async def hosted(world, tmp_path):
    """The address of a clip at an origin that the operator trusts."""
    await world.say("", world.clip("a.mp4"))
    await world.say("/new")
    (file,) = (tmp_path / "sandbox" / "uploads").iterdir()
    return f"{world.sandbox.url}/videos/{file.name}"


async def test_a_link_in_the_words_is_handed_over_and_taken_out_of_them(world, hosted):
    await world.say(f"add music to {hosted} please")
    assert world.turns() == ["add music to please"]
    assert len(world.stage.films()) == 1
    assert len(world.calls("/upload-video")) == 2


async def test_a_link_the_backend_does_not_take_is_streamed_through(world, hosted):
    world.queue(upload=[{"json": {"code": 4999, "message": "no urls"}}])
    await world.say(f"add music {hosted}")
    assert len(world.calls("/upload-video")) == 3
    assert len(world.stage.films()) == 1


async def test_a_link_to_a_web_page_is_answered_as_such(world, hosted):
    await world.say(f"add music {world.sandbox.url}/register")
    assert "That link leads to a page" in last(world)
    assert world.turns() == []


async def test_a_link_that_leads_nowhere_is_answered(world, hosted):
    await world.say(f"add music {world.sandbox.url}/videos/nothing.mp4")
    assert "I couldn't reach that link" in last(world)


async def test_a_link_to_a_file_over_the_limit_is_refused(worlds, tmp_path):
    async with worlds(nemobot_max_file_mb=1) as world:
        (tmp_path / "sandbox" / "uploads" / "big.mp4").write_bytes(MP4 + bytes(1024 * 1024))
        await world.say(f"add music {world.sandbox.url}/videos/big.mp4")
        assert "is too large" in last(world) or "couldn't reach" in last(world)
        assert world.turns() == []


async def test_a_session_that_is_gone_while_a_link_is_handed_over_is_replaced(world, hosted):
    world.queue(upload=[{"json": {"code": 1002, "message": "gone"}}])
    await world.say(f"add music {hosted}")
    assert len(world.stage.films()) == 1


@pytest.mark.parametrize("link", ["file:///etc/passwd", "ftp://a.example/a.mp4"])
async def test_a_link_of_another_kind_is_refused_in_words_and_the_wish_is_kept(world, link):
    await world.say(f"add music {link}")
    assert world.calls("/upload-video") == []
    assert world.turns() == []
    assert "public on the internet" in last(world)
    await world.say("", world.clip())
    assert world.turns() == ["add music"]


async def test_a_platforms_url_on_a_private_address_is_not_handed_over(world, elsewhere):
    clip = world.clip("clip.mp4")
    world.stage.urls[clip.ref] = f"{elsewhere.url}/clip.mp4"
    await world.say("add music", clip)
    assert "I only fetch links that are public" in last(world)
    assert elsewhere.asked == []


async def test_one_bad_file_of_several_does_not_stop_the_others(world):
    await world.say("join these", world.clip("a.mp4"), world.clip("b.mp4", b"words"), world.clip("c.mp4"))
    assert any("These can: mp4" in text for text in world.stage.said())
    assert len(world.turns()) == 1
    assert len(world.stage.films()) == 1


async def test_of_several_bad_files_each_is_named(world):
    await world.say("join these", world.clip("a.mp4", b""), world.clip("b.mp4", size=10**12))
    said = "\n".join(world.stage.said())
    assert "a.mp4 is empty" in said
    assert "b.mp4 is too large" in said


@pytest.mark.parametrize("form", ["null", "absent", "empty", "no_tracks", "no_segments", "unknown_track"])
async def test_a_draft_of_unknown_shape_never_breaks_the_answer(world, form):
    world.fault(draft_form=form)
    await world.say("add music", world.clip())
    assert len(world.turns()) == 1
    assert not any("went wrong on my side" in text for text in world.stage.said())


async def test_a_text_of_braces_marks_and_lone_surrogates_comes_through(world):
    words = "add the title {name} %s <b> \ud83d"
    await world.say(words)
    assert len(world.turns()) == 1
    assert "{name} %s <b>" in world.turns()[0]


async def test_a_platform_that_cannot_mark_or_show_stops_nothing(world, monkeypatch):
    async def broken(*_):
        raise NotSent("no")

    for name in ("react", "edit", "remove", "release"):
        monkeypatch.setattr(world.stage, name, broken)
    world.fault(turn_seconds=0.15)
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1
