"""What lies on disk: each clip once, and nothing for ever."""

import time

import pytest

from sandbox.limits import Limits

WEEK = 7 * 24 * 3600
HOUR = 3600


@pytest.fixture
def shifted():
    """A clock that can be set forward."""

    class Clock:
        ahead = 0.0

        def __call__(self):
            return time.time() + self.ahead

    return Clock()


def inodes(folder):
    return {path.stat().st_ino for path in folder.iterdir()}


async def hands_out(caller, answer):
    async with caller.http.get(answer[1]["data"]["files"][0]["cdn_url"]) as response:
        return response.status, await response.read()


async def test_a_clip_that_comes_twice_lies_there_once(caller, tmp_path, stand_in):
    first, second = await caller.upload(), await caller.upload(name="again.mp4")
    assert len(inodes(tmp_path / "uploads")) == 1
    assert await hands_out(caller, first) == await hands_out(caller, second) == (200, stand_in.mp4)


async def test_a_clip_that_another_program_has_lies_there_once(opened, tmp_path, stand_in):
    other = tmp_path / "spool"
    other.mkdir()
    (other / "a.bin").write_bytes(stand_in.mp4)
    (other / "b.bin").write_bytes(stand_in.mp4[:-1] + b"!")
    async with opened(link_from=[other, tmp_path / "missing"]) as caller:
        answer = await caller.upload()
        assert inodes(tmp_path / "uploads") == {(other / "a.bin").stat().st_ino}
        (other / "a.bin").unlink()
        assert await hands_out(caller, answer) == (200, stand_in.mp4)


async def test_where_the_disk_makes_no_links_a_copy_is_kept(caller, tmp_path, stand_in, monkeypatch):
    def refused(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("sandbox.api.state.disk.os.link", refused)
    await caller.upload()
    assert await hands_out(caller, await caller.upload()) == (200, stand_in.mp4)
    assert len(inodes(tmp_path / "uploads")) == 2


async def test_what_nobody_used_for_a_week_goes_until_it_is_sent_again(opened, tmp_path, shifted, stand_in):
    async with opened(now=shifted, limits=Limits(token_seconds=9 * WEEK)) as caller:
        old = await caller.upload()
        await caller.say("music")
        await caller.submit()
        await caller.finished()
        shifted.ahead = WEEK - 60
        await caller.say("more")  # the session's clips are used, its film is not
        shifted.ahead = WEEK + 60
        await caller.say("more")
        assert (len(list((tmp_path / "uploads").iterdir())), len(list((tmp_path / "films").iterdir()))) == (1, 0)
        shifted.ahead = 3 * WEEK
        await caller.upload(stand_in.mp4[:-1] + b"!")
        assert (await hands_out(caller, old))[0] == 404
        await caller.upload()
        assert await hands_out(caller, old) == (200, stand_in.mp4)


async def test_the_oldest_goes_first_for_want_of_room_but_not_within_an_hour(opened, tmp_path, shifted, stand_in):
    limits = Limits(kept_bytes=2 * len(stand_in.mp4) + 9)
    async with opened(now=shifted, limits=limits) as caller:
        answers = [await caller.upload(stand_in.mp4 + bytes([n]), f"{n}.mp4") for n in range(3)]
        assert len(list((tmp_path / "uploads").iterdir())) == 3
        shifted.ahead = HOUR + 60
        await caller.upload(stand_in.mp4 + b"new", "new.mp4")
        statuses = [(await hands_out(caller, answer))[0] for answer in answers]
        assert statuses == [404, 404, 200]
