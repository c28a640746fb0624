"""The picture a film shows before it plays."""

import asyncio
import os
import subprocess
from contextlib import asynccontextmanager
from pathlib import Path

import imageio_ffmpeg
import pytest

from bots.telegram.films import with_shape
from bots.telegram.previews import Previews
from core.media.mp4 import Shape
from core.media.source import from_file
from core.model.chat import Film
from tests.doubles.telegram_files import jpeg_side

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """A real film, its index first."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    made = ("-f", "lavfi", "-i", "testsrc=size=640x360:rate=10:duration=1", "-pix_fmt", "yuv420p")
    subprocess.run([FFMPEG, "-v", "error", *made, "-movflags", "+faststart", path], check=True)
    return path


def film(path):
    return Film("f.mp4", open=lambda: from_file(path))


async def test_ffmpeg_gives_a_frame_where_the_clip_has_none(clip):
    previews = Previews(None, FFMPEG)
    picture = await previews.picture(film(clip), Shape(640, 360, 1.0))
    assert jpeg_side(picture) == 320


@pytest.mark.parametrize("content", [b"", b"no film at all" * 1000])
async def test_a_film_that_ffmpeg_cannot_read_goes_without(tmp_path, content):
    path = tmp_path / "x.mp4"
    path.write_bytes(content)
    assert await Previews(None, FFMPEG).picture(film(path), Shape(640, 360, 1.0)) is None


async def test_without_ffmpeg_or_with_a_broken_one_a_film_goes_without(clip, tmp_path):
    for program in (None, str(tmp_path / "nothing")):
        assert await Previews(None, program).picture(film(clip), Shape(640, 360, 1.0)) is None


async def test_what_hangs_is_not_waited_for(clip, monkeypatch):
    @asynccontextmanager
    async def hanging():
        await asyncio.sleep(60)
        yield

    monkeypatch.setattr("bots.telegram.previews._SECONDS", 0.1)
    stuck = Film("f.mp4", open=hanging)
    assert await Previews(None, FFMPEG).picture(stuck, Shape(640, 360, 1.0)) is None


async def test_a_real_film_is_measured(clip):
    async with with_shape(lambda: from_file(clip)) as (source, shape):
        assert (shape.width, shape.height) == (640, 360)
        assert shape.seconds == pytest.approx(1.0, abs=0.15)
        assert b"".join([chunk async for chunk in source.chunks]) == clip.read_bytes()


async def test_a_picture_that_comes_in_pieces_is_whole(clip, tmp_path):
    program = tmp_path / "slow"
    program.write_text("#!/bin/sh\nprintf '\\377\\330'\nsleep 0.2\nprintf 'x\\377\\331'\n")
    program.chmod(0o700)
    picture = await Previews(None, str(program)).picture(film(clip), Shape(640, 360, 1.0))
    assert picture == b"\xff\xd8x\xff\xd9"


async def test_ffmpeg_ends_by_itself_behind_its_picture(clip, tmp_path):
    program, ended = tmp_path / "ffmpeg", tmp_path / "ended"
    picture = r"printf '\377\330x\377\331'"
    program.write_text(f"#!/bin/sh\n{picture}\nexec 1>&-\nsleep 0.1\ntouch {ended}\n")
    program.chmod(0o700)
    assert await Previews(None, str(program)).picture(film(clip), Shape(640, 360, 1.0))
    assert ended.exists()


async def test_one_that_does_not_end_is_killed(clip, tmp_path, monkeypatch):
    monkeypatch.setattr("bots.telegram.previews._END_SECONDS", 0.1)
    program, number = tmp_path / "ffmpeg", tmp_path / "pid"
    program.write_text(f"#!/bin/sh\necho $$ >{number}\nexec 1>&-\nexec sleep 60\n")
    program.chmod(0o700)
    assert await Previews(None, str(program)).picture(film(clip), Shape(640, 360, 1.0)) is None
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)
