"""What every chat platform promises the core, whoever it is."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.web.pages import Pages
from bots.web.platform import WebPlatform
from bots.web.spool import Spool
from core.chat import Address, Attachment, Button, ChatPlatform, Film, NotSent, Post, Role, Target
from core.clock import SystemClock
from storage.store import open_store
from storage.transcript import TranscriptRows

CLIP = b"\x00\x00\x00\x20ftypisom" + bytes(5000)
ANSWER = Post(Role.ANSWER, "Your **film** is ready.", (Button("Undo", press="undo:1"),))


class Seen:
    """What a person sees of a chat: the texts that stand there, oldest first, and the marks on their own message."""

    def __init__(self, transcript: TranscriptRows, address: Address) -> None:
        self._transcript = transcript
        self._address = address

    async def texts(self) -> list[str]:
        bodies = [body for body in await self._bodies() if "words" in body]
        return ["".join(_plain(body["words"])) for body in bodies]

    async def mark(self, key: str) -> str | None:
        return next((body["mark"] for body in await self._bodies() if body.get("of") == key and "mark" in body), None)

    async def _bodies(self) -> list[dict]:
        entries = await self._transcript.since(self._address, 0, 1000)
        return [json.loads(entry.body) for entry in sorted(entries, key=lambda one: one.position) if entry.body]


@dataclass
class Stage:
    """A platform, a place on it, a file that somebody sent there, and a pair of eyes."""

    platform: ChatPlatform
    to: Target
    file: Attachment
    seen: Seen


@pytest.fixture(params=["web"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    clock = SystemClock()
    spool = Spool(tmp_path / "spool", budget_bytes=1 << 20, file_bytes=1 << 20, clock=clock)
    await spool.start()
    here = Address(request.param, "7")

    async def content() -> AsyncIterator[bytes]:
        yield CLIP

    kept = await spool.take(here.chat, "clip.mp4", len(CLIP), "video/mp4", content())
    async with open_store(tmp_path / "chat.db", secret_key=None, clock=clock) as store:
        yield Stage(
            WebPlatform(store.transcript, spool, Pages(), clock),
            Target(here, private=True, asker="7", reply_to="u-00000001"),
            Attachment(kept.ref, kept.name, kept.size),
            Seen(store.transcript, here),
        )


async def test_a_message_arrives_under_a_key_of_its_own(stage):
    keys = {await stage.platform.send(stage.to, ANSWER) for _ in range(3)}
    assert len(keys) == 3
    assert await stage.seen.texts() == ["Your film is ready."] * 3


async def test_a_key_is_a_short_text_that_can_be_stored(stage):
    key = await stage.platform.send(stage.to, ANSWER)
    assert isinstance(key, str)
    assert 0 < len(key) <= 100
    assert key.isprintable()


async def test_an_edit_replaces_a_message_in_its_place(stage):
    status = await stage.platform.send(stage.to, Post(Role.STATUS, "Connecting..."))
    await stage.platform.send(stage.to, ANSWER)
    await stage.platform.edit(stage.to, status, Post(Role.STATUS, "Done."))
    assert await stage.seen.texts() == ["Done.", "Your film is ready."]


async def test_an_edit_to_the_same_text_is_no_error(stage):
    key = await stage.platform.send(stage.to, ANSWER)
    await stage.platform.edit(stage.to, key, ANSWER)
    assert await stage.seen.texts() == ["Your film is ready."]


async def test_a_removed_message_is_gone(stage):
    key = await stage.platform.send(stage.to, ANSWER)
    await stage.platform.remove(stage.to, key)
    assert await stage.seen.texts() == []


async def test_what_is_gone_cannot_be_edited_or_removed_and_does_not_come_back(stage):
    key = await stage.platform.send(stage.to, ANSWER)
    await stage.platform.remove(stage.to, key)
    for attempt in (stage.platform.edit(stage.to, key, ANSWER), stage.platform.remove(stage.to, key)):
        with pytest.raises(NotSent) as refused:
            await attempt
        assert refused.value.retry_seconds is None
    assert await stage.seen.texts() == []


async def test_a_note_takes_the_place_of_the_note_before(stage):
    if not stage.platform.manners(stage.to).notes:
        pytest.skip("no notes here")
    await stage.platform.send(stage.to, Post(Role.NOTE, "⏳ Still working... 2 minutes"))
    last = await stage.platform.send(stage.to, Post(Role.NOTE, "⏳ Still working... 4 minutes"))
    assert await stage.seen.texts() == ["⏳ Still working... 4 minutes"]
    await stage.platform.remove(stage.to, last)
    await stage.platform.send(stage.to, Post(Role.NOTE, "⏳ Still working... 6 minutes"))
    assert await stage.seen.texts() == ["⏳ Still working... 6 minutes"]


async def test_a_later_mark_takes_the_place_of_an_earlier_one(stage):
    await stage.platform.mark(stage.to, "seen")
    await stage.platform.mark(stage.to, "done")
    assert await stage.seen.mark(stage.to.reply_to) == "done"


async def test_a_mark_on_nothing_in_particular_is_nothing(stage):
    nowhere = Target(stage.to.address, private=True, asker="7")
    await stage.platform.mark(nowhere, "seen")


async def test_backend_text_never_becomes_markup_of_the_platform(stage):
    await stage.platform.send(stage.to, Post(Role.ANSWER, "<b>hi</b> @everyone <script>x</script>"))
    assert await stage.seen.texts() == ["<b>hi</b> @everyone <script>x</script>"]


async def test_manners_are_told_at_once_and_make_sense(stage):
    manners = stage.platform.manners(stage.to)
    assert manners.file_bytes >= 0
    assert 0 < manners.edit_seconds <= 60
    assert manners == stage.platform.manners(stage.to)
    assert manners.file_bytes > 0 or manners.plays_links


async def test_a_film_as_a_link_is_taken(stage):
    film = Film("travel-v3.mp4", link="https://films.example/1.mp4", seconds=8.0)
    await stage.platform.send(stage.to, Post(Role.ANSWER, "Here it is.", film=film))
    assert (await stage.seen.texts())[0].startswith("Here it is.")


async def test_a_file_that_was_sent_is_given_out_byte_for_byte_as_often_as_asked(stage):
    for _ in range(2):
        async with stage.platform.open(stage.file) as source:
            assert source.length == len(CLIP)
            assert b"".join([chunk async for chunk in source.chunks]) == CLIP


async def test_a_file_that_nobody_sent_is_refused_for_good(stage):
    with pytest.raises(NotSent) as refused:
        async with stage.platform.open(Attachment("nobody-sent-this", "x.mp4")):
            pass
    assert refused.value.retry_seconds is None


async def test_an_error_while_reading_a_file_stays_what_it_is(stage):
    with pytest.raises(ZeroDivisionError):
        async with stage.platform.open(stage.file):
            raise ZeroDivisionError


async def test_a_file_may_be_released_more_than_once(stage):
    await stage.platform.release(stage.file)
    await stage.platform.release(stage.file)


async def test_a_public_address_is_a_web_address_or_none(stage):
    url = await stage.platform.public_url(stage.file)
    assert url is None or url.startswith("https://")


def _plain(tree: object) -> list[str]:
    match tree:
        case str():
            return [tree]
        case list():
            return [text for part in tree for text in _plain(part)]
        case {"in": inner}:
            return _plain(inner)
        case {"text": str(text)}:
            return [text]
        case {"items": items}:
            return _plain(items)
        case _:
            return []
