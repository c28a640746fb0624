"""The routes of a link: who may open the page, what a link is still good for, and the request that its file makes."""

import asyncio
import io
import logging
from types import SimpleNamespace

import pytest

from core.model.attachments import Attachment
from core.model.chat import Incoming, Sender
from core.model.requests import Outcome
from core.progress import Arrived
from core.words.spoilers import hidden

INIT = "X-Telegram-Init-Data"
OTHER = Sender("43", "Bob", "en")


async def test_the_page_shows_the_words_that_wait(place):
    number = await place.ask("配上音乐")
    status, said = await place.state(place.page.link(number))
    assert status == 200
    assert (said["words"], said["language"], said["file_bytes"]) == ("配上音乐", "zh", 1024 * 1024)
    assert said["said"] == ["配上音乐"]
    assert "mp4" in said["formats"]


async def test_the_page_is_told_which_of_the_words_are_hidden(place):
    number = await place.ask(f"a title {hidden('he dies')} in red")
    _, said = await place.state(place.page.link(number))
    assert said["said"] == ["a title ", {"hidden": "he dies"}, " in red"]
    assert said["words"] == "a title he dies in red"


async def test_a_file_makes_a_request_as_if_it_had_come_by_the_chat(place, clock):
    number = await place.ask("add music")
    asked = await place.request(number)
    clock.now += 60
    assert await place.send(place.page.link(number), name="../x/holi\nday.mov") == (201, None)
    made = await place.made()
    assert (made.address, made.sender, made.private) == (asked.address, asked.sender, False)
    assert (made.handle, made.words, made.project) == ('{"of":1}', "add music", asked.project)
    assert made.target.reply_to == "m1"
    assert made.accepted_at == clock.time()
    [part] = await place.app.services.stores.requests.parts(made.id)
    [file] = part.attachments
    assert (file.name, file.size, file.media_type) == ("holi day.mp4", place.size, "video/mp4")
    async with place.page.file_store.open(file.ref) as source:
        assert source.length == place.size


async def test_a_link_is_used_up_by_a_file_that_came(place):
    link = place.page.link(await place.ask())
    assert await place.send(link) == (201, None)
    assert await place.send(link) == (409, "used")
    assert (await place.state(link))[0] == 409
    made = await place.made()
    await place.over(made.id, Arrived("clip.mp4"), outcome=Outcome.DONE)
    assert await place.send(link) == (409, "used")
    assert len(place.files) == 1  # which the end of the request deletes


@pytest.mark.parametrize(
    ("data", "answer"),
    [(b"", (400, "empty")), (bytes(9000), (415, "alien")), (b"x" * (1024 * 1024 + 1), (413, "too_large"))],
)
async def test_what_the_page_refuses_leaves_the_link_usable(place, data, answer):
    link = place.page.link(await place.ask())
    assert await place.send(link, io.BytesIO(data), size=len(data)) == answer
    assert place.files == []
    assert await place.send(link) == (201, None)


async def test_what_the_backend_refuses_opens_the_link_again(place):
    link = place.page.link(await place.ask())
    await place.send(link)
    made = await place.made()
    await place.over(made.id, Arrived("clip.mp4", refused="error.formats"))
    assert (await place.state(link))[1]["words"] == "add music"
    assert await place.send(link) == (201, None)
    again = await place.made("m1#upload.2")
    assert (again.words, again.target.reply_to) == ("add music", "m1")
    await place.over(again.id, outcome=Outcome.CANCELLED)
    assert await place.send(link) == (201, None)
    assert await place.made("m1#upload.3")


async def test_an_upload_that_is_cut_leaves_the_link_usable(place, eventually):
    link = place.page.link(await place.ask())
    _, writer = await place.begin_to_send(link, place.mp4)
    await eventually(lambda: place.files)
    writer.transport.abort()
    assert await place.made() is None
    assert await place.send(link) == (201, None)
    assert len(place.files) == 1


async def test_a_silent_upload_is_cut(place):
    place.uploads.uploading._silence_seconds = 0.02
    link = place.page.link(await place.ask())
    reader, writer = await place.begin_to_send(link)
    assert b"cut" in await reader.readuntil(b"}")
    writer.close()
    await writer.wait_closed()


async def test_a_byte_in_five_seconds_is_cut_after_a_minute_and_the_link_stays_good(place, clock, eventually):
    link = place.page.link(await place.ask())
    reader, writer = await place.begin_to_send(link)
    await eventually(clock.waits)
    answer = asyncio.create_task(reader.readline())
    for at in range(0, 55, 5):
        writer.write(place.mp4[at : at + 1])
        await clock.advance(5.0)
        await asyncio.sleep(0.01)
    assert not answer.done()
    await clock.advance(10.0)
    assert (await answer).split()[1] == b"400"
    assert b"slow" in await reader.readuntil(b"}")
    writer.close()
    assert await place.send(link) == (201, None)
    assert len(place.files) == 1


async def test_a_stop_cuts_what_is_arriving(place, eventually):
    link = place.page.link(await place.ask())
    reader, writer = await place.begin_to_send(link, place.mp4 + bytes(60_000))

    def bytes_came():
        begun = (part for part in place.folder.glob("*.part") if not part.name.endswith(".json.part"))
        return any(part.stat().st_size for part in begun)

    await eventually(bytes_came)
    place.uploads.close()
    assert await reader.read() == b""
    writer.close()
    assert await place.send(link) == (503, "later")


async def test_the_words_go_with_the_first_file_that_comes_and_by_the_page_they_are_gone_for_the_chat(place):
    link = place.page.link(await place.ask())
    await place.send(link)
    await place.say(place.clip, key="m2")
    assert (await place.made("m2")).words == ""


async def test_a_clip_of_the_chat_takes_the_words_and_the_page_says_so(place):
    link = place.page.link(await place.ask())
    await place.say(place.clip, key="m2")
    assert (await place.made("m2")).words == "add music"
    assert await place.state(link) == (409, {"error": "taken", "language": "en"})
    assert await place.send(link) == (409, "taken")
    assert place.files == []


async def test_a_clip_of_the_chat_that_comes_while_the_page_is_sending_wins(place, eventually):
    link = place.page.link(await place.ask())

    async def slow():
        yield place.mp4[:5000]
        await eventually(lambda: place.files)
        await place.say(place.clip, key="m2")
        yield place.mp4[5000:]

    assert await place.send(link, slow(), size=place.size) == (409, "taken")
    assert (await place.made("m2")).words == "add music"
    assert await place.made() is None
    assert place.files == []


async def test_of_page_and_chat_at_the_same_moment_one_gets_the_words(place):
    link = place.page.link(await place.ask())
    (status, error), _ = await asyncio.gather(place.send(link), place.say(place.clip, key="m2"))
    by_page, by_chat = await place.made(), await place.made("m2")
    got = [one.words for one in (by_page, by_chat) if one and one.words]
    assert got == ["add music"]
    assert (status, error) == ((201, None) if by_page else (409, "taken"))


async def test_a_clip_with_words_of_its_own_leaves_those_of_the_link(place):
    link = place.page.link(await place.ask())
    await place.say(place.clip, key="m2", text="cut the silences")
    assert await place.send(link) == (201, None)
    assert (await place.made()).words == "add music"


async def test_words_that_newer_ones_replaced_still_run_with_their_own_link(place):
    first = place.page.link(await place.ask("add music", key="m1"))
    second = place.page.link(await place.ask("make it vertical", key="m2"))
    assert await place.send(first) == (201, None)
    assert (await place.made("m1#upload")).words == "add music"
    await place.say(place.clip, key="m3")
    assert (await place.made("m3")).words == "make it vertical"
    assert await place.send(second) == (409, "taken")


async def test_words_that_ran_with_the_other_files_do_not_run_again(place):
    number = await place.ask()
    await place.app.services.stores.entries.record(number, "upload.1", '{"name":"small.mp4"}')
    assert (await place.state(place.page.link(number)))[1]["words"] == ""
    await place.send(place.page.link(number))
    assert (await place.made()).words == ""


async def test_a_link_expires_but_what_began_in_time_may_end(place, clock, eventually):
    link = place.page.link(await place.ask())
    clock.now += 3600
    assert (await place.state(link))[0] == 200

    async def slow():
        yield place.mp4[:5000]
        await eventually(lambda: place.files)
        clock.now += 60
        yield place.mp4[5000:]

    assert await place.send(link, slow(), size=place.size) == (201, None)
    other = place.page.link(await place.ask(key="m2"))
    clock.now += 3601
    assert await place.send(other) == (410, "expired")


async def test_wrong_links_get_a_plain_answer(place):
    number = await place.ask()
    for link in ("/up/x", f"/up/{'A' * 36}", place.page.link(number)[:-1], place.page.link(10**6), "/up/%C3%A9"):
        assert (await place.state(link)) == (404, {"error": "unknown", "language": None})
        assert await place.send(link) == (404, "unknown")
    invitation = "/up/" + place.page.invitation(number).removeprefix("up_")
    assert await place.send(invitation) == (404, "unknown")
    async with place.http.get("/up/nonsense") as answer:
        assert answer.status == 404
        assert "JavaScript" in await answer.text()


async def test_a_link_survives_a_restart_and_so_does_its_file(lives):
    async with lives() as first:
        waiting = first.page.link(await first.ask(key="m1"))
        going = first.page.link(await first.ask(key="m2"))
        await first.send(going)
        orphan = await first.keep(99)
        await first.app.spool.claim([orphan.ref])  # whose request ended with the process
        assert len(first.files) == 2
    async with lives() as second:
        assert len(second.files) == 1
        assert await second.send(going) == (409, "used")
        assert await second.send(waiting) == (201, None)
        [part] = await second.app.services.stores.requests.parts((await second.made("m2#upload")).id)
        async with second.page.file_store.open(part.attachments[0].ref) as source:
            assert source.length == second.size


async def test_a_mini_app_obeys_its_asker_alone(place, signed, clock):
    link = place.page.link(await place.ask(), app=True)
    assert await place.send(link) == (403, "forged")
    assert await place.send(link, **{INIT: signed(42, token="1:other")}) == (403, "forged")
    assert await place.send(link, **{INIT: signed(43)}) == (403, "not_yours")
    assert await place.send(link, **{INIT: signed(42, at=clock.time() - 3601)}) == (403, "stale")
    assert (await place.state(link, **{INIT: signed(43)}))[0] == 403
    assert await place.send(link, **{INIT: signed(42)}) == (201, None)


async def test_init_data_counts_wherever_it_is_brought(place, signed):
    link = place.page.link(await place.ask())
    assert await place.send(link, **{INIT: signed(43)}) == (403, "not_yours")


async def test_without_a_bot_of_telegram_a_mini_app_opens_for_nobody(lives, signed):
    async with lives(telegram_bot_token=None) as place:
        link = place.page.link(await place.ask(), app=True)
        assert await place.send(link, **{INIT: signed(42)}) == (403, "forged")


async def test_a_core_that_cannot_take_it_leaves_the_link_usable(place, monkeypatch):
    link = place.page.link(await place.ask())

    async def broken(_):
        raise OSError("disk full")

    with monkeypatch.context() as trouble:
        trouble.setattr(place.uploads.handlers, "_front_door", SimpleNamespace(receive=broken))
        assert await place.send(link) == (503, "later")
    assert await place.send(link) == (201, None)
    assert len(place.files) == 1


async def test_a_full_spool_says_so(lives):
    async with lives(nemobot_spool_mb=1) as place:
        link = place.page.link(await place.ask())
        big = place.mp4 + bytes(1024 * 1024 - place.size)
        await place.keep(99, big)
        assert await place.send(link) == (507, "full")


async def test_a_file_is_judged_by_its_first_bytes_before_it_is_sent(place):
    link = place.page.link(await place.ask())
    path = f"/up/{place.token(link)}/look"
    for head, status in ((place.mp4[:4096], 200), (bytes(4096), 415), (b"", 415)):
        async with place.http.post(path, data=head) as answer:
            assert answer.status == status


async def test_children_of_a_batch_have_links_of_their_own_and_their_files_keep_their_names(place):
    files = [Attachment(f"big{n}", f"part{n}.mp4", 40_000_000) for n in (1, 2)]
    now = place.app.services.clock.time()
    await place.app.intake.receive(
        Incoming(place.here, Sender("42"), "m1", now, private=False, text="each: cut", attachments=tuple(files))
    )
    parent = (await place.app.services.stores.messages.origin(place.here, "m1")).request
    children = await place.split(parent, files)
    for number, child in enumerate(children, start=1):
        await place.over(child, Arrived(f"part{number}.mp4", refused="error.too_large_platform"))
    for number, child in enumerate(children, start=1):
        assert await place.send(place.page.link(child), name="IMG.mov") == (201, None)
        made = await place.made(f"m1#upload.{child}")
        assert made.words == f"only part{number}"
        [part] = await place.app.services.stores.requests.parts(made.id)
        assert part.attachments[0].name == f"part{number}.mp4"


async def test_every_answer_is_hardened_and_sets_no_cookie(place):
    link = place.page.link(await place.ask())
    token = place.token(link)
    for path in (
        f"/up/{token}",
        f"/up/{token}/state",
        "/up/upload/static/app.js",
        "/up/upload/static/words.json",
        "/up/spool/static/no",
    ):
        async with place.http.get(path) as answer:
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in answer.headers


async def test_a_path_in_the_public_address_may_be_stripped_or_not(lives):
    async with lives(nemobot_public_url="https://example.org/nemo") as place:
        link = place.page.link(await place.ask())
        assert link.startswith("https://example.org/nemo/up/")
        for path in (f"/up/{place.token(link)}/state", f"/nemo/up/{place.token(link)}/state"):
            async with place.http.get(path) as answer:
                assert answer.status == 200


async def test_no_token_reaches_the_log(place, caplog):
    caplog.set_level(logging.DEBUG)
    link = place.page.link(await place.ask())
    await place.state(link)
    await place.send(link)
    await place.send(link)
    assert "came by its upload page" in caplog.text
    assert place.token(link) not in caplog.text


async def test_somebody_elses_group_and_person_are_left_alone(place):
    link = place.page.link(await place.ask(sender=OTHER, key="m9"))
    await place.ask(key="m1")
    assert await place.send(link) == (201, None)
    made = await place.made("m9#upload")
    assert made.sender.id == "43"
    assert await place.made("m1#upload") is None
