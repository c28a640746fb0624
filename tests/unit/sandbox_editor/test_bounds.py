"""What a film may take: no process that outlives the sandbox, so much memory, so much time, so many open files."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import pytest
from PIL import Image

from sandbox.editor import RenderFailed, Unreadable, probe, render
from sandbox.film import ffmpeg
from sandbox.film import render as rendering
from sandbox.film.ffmpeg import OutOfMemory, run_ffmpeg
from sandbox.model.bounds import MOST_INPUTS
from sandbox.model.draft import Canvas, Shot, Timeline, Words
from sandbox.model.wire import to_wire

ENDLESS = ("-v", "error", "-f", "lavfi", "-re", "-i", "testsrc2=d=3600", "-f", "null", "-")
STARTED = f"""
import asyncio
from sandbox.film.ffmpeg import run_ffmpeg
asyncio.run(run_ffmpeg(*{ENDLESS!r}))
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def children(pid: int) -> list[int]:
    """The processes below one, whose parents are known from /proc."""
    below: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
        except OSError:
            continue  # it has just ended
        if state != "Z":
            below.setdefault(int(parent), []).append(int(path.parent.name))
    found, rest = [], [pid]
    while rest:
        rest += (more := below.get(rest.pop(), []))
        found += more
    return found


def is_ffmpeg(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[1:2] == [b"-hide_banner"]
    except OSError:
        return False


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def until(held) -> None:
    async with asyncio.timeout(30):
        while not held():  # noqa: ASYNC110 - it is a process
            await asyncio.sleep(0.01)


async def a_sandbox_that_renders() -> tuple[asyncio.subprocess.Process, list[int]]:
    """A process that runs FFmpeg, and the processes below it."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", STARTED, start_new_session=True)
    await until(lambda: any(map(is_ffmpeg, children(process.pid))))
    return process, children(process.pid)


@linux
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
async def test_ffmpeg_ends_with_the_sandbox_however_it_ends(number):
    process, below = await a_sandbox_that_renders()
    process.send_signal(number)
    await process.wait()
    await until(lambda: not any(map(runs, below)))


@linux
async def test_ffmpeg_ends_when_what_guards_it_is_killed():
    process, below = await a_sandbox_that_renders()
    [ffmpeg] = [pid for pid in below if is_ffmpeg(pid)]
    for pid in set(below) - {ffmpeg}:
        os.kill(pid, signal.SIGKILL)
    await until(lambda: not runs(ffmpeg))
    await process.wait()


@linux
async def test_ffmpeg_ends_when_its_task_is_cancelled():
    before = set(children(os.getpid()))
    task = asyncio.create_task(run_ffmpeg(*ENDLESS))
    await until(lambda: any(map(is_ffmpeg, set(children(os.getpid())) - before)))
    below = set(children(os.getpid())) - before
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(map(runs, below))


async def test_the_code_and_the_words_of_ffmpeg_come_through():
    code, told = await run_ffmpeg("-i", "/nonexistent.mp4")
    assert code not in {0, None}
    assert "No such file" in told


@linux
async def test_more_memory_than_a_film_may_take_is_refused_by_the_system(monkeypatch):
    monkeypatch.setattr(ffmpeg, "MOST_BYTES", 256 << 20)
    whole = "color=s=4000x4000:r=25:d=2,format=rgba,loop=-1:10:0,reverse"
    with pytest.raises(OutOfMemory):
        await run_ffmpeg("-v", "error", "-f", "lavfi", "-i", whole, "-f", "null", "-")


async def test_a_film_that_takes_too_long_says_so(clips, asked, tmp_path, monkeypatch):
    clip = await clips("clip.mp4")
    made = await asked("put this clip on the timeline", [clip])
    monkeypatch.setattr(rendering, "RENDER_SECONDS", 0)
    monkeypatch.setattr(rendering, "RENDER_SECONDS_A_SECOND", 0)
    with pytest.raises(RenderFailed, match="too long"):
        await render(
            made.draft, {clip.id: clip}, tmp_path / "o.mp4", quality="fast", progress=lambda _: None, work=tmp_path
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["wide.png", "wide.jpg", "wide.bmp", "wide.tiff"])
async def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path, name):
    path = tmp_path / name
    Image.new("L", (13_000, 13_000)).save(path)
    with pytest.raises(Unreadable, match="pixels"):
        await probe(path, name, "a")


async def test_a_photo_of_a_hundred_megapixels_is_taken(tmp_path):
    path = tmp_path / "phone.jpg"
    Image.new("RGB", (12_000, 9_000)).save(path)
    assert (await probe(path, "phone.jpg", "a")).width == 12_000


def opened_at_once(args: tuple[str, ...]) -> int:
    return args.count("-i")


@pytest.fixture
def commands(monkeypatch):
    """The arguments of every FFmpeg that a render runs."""
    seen: list[tuple[str, ...]] = []
    for module in ("render", "stretches", "prepare"):

        async def noted(*args, line=None):
            seen.append(args)
            return await run_ffmpeg(*args, line=line)

        monkeypatch.setattr(f"sandbox.film.{module}.run_ffmpeg", noted)
    return seen


COLOURS = {"red": (1, 0, 0), "lime": (0, 1, 0), "blue": (0, 0, 1), "yellow": (1, 1, 0), "cyan": (0, 1, 1)}


@pytest.mark.parametrize("words", ["put these on the timeline", "put these on the timeline with crossfades"])
async def test_a_film_of_many_clips_opens_a_few_at_a_time(clips, asked, rendered, commands, words):
    colours = [list(COLOURS)[n % len(COLOURS)] for n in range(2 * MOST_INPUTS + 3)]
    many = [
        await clips(f"{n}.mp4", seconds=1, picture=f"color=c={colour}", size="160x90", key=f"k{n}")
        for n, colour in enumerate(colours)
    ]
    made = await asked(words, many)
    film = await rendered(made.draft, many)

    assert max(map(opened_at_once, commands)) <= MOST_INPUTS
    assert abs(film.asset.duration_ms - len(many) * 1000) <= 80
    for n in (0, MOST_INPUTS - 1, MOST_INPUTS, 2 * MOST_INPUTS - 1, 2 * MOST_INPUTS, len(many) - 1):
        assert tuple(int(each > 128) for each in await film.colour(n + 0.4, 0.5, 0.5)) == COLOURS[colours[n]], n
        assert await film.loudness(n + 0.4, 0.3) > -40, n


async def test_shots_of_one_clip_in_any_order_open_it_a_few_times_at_once(clips, rendered, commands):
    clip = await clips("long.mp4", seconds=30)
    shots = [Shot(clip.id, "x", second * 1000, second * 1000 + 500) for second in reversed(range(30))]
    film = await rendered(to_wire(Timeline(shots=shots, canvas=Canvas(320, 180, 25))), [clip])
    assert max(map(opened_at_once, commands)) <= MOST_INPUTS
    assert abs(film.asset.duration_ms - 15_000) <= 80


@pytest.mark.parametrize(
    "more",
    [
        {"words": [Words("w")] * 10_000},
        {"words": [Words("w" * 100_000)]},
        {"title": "t" * 1_000_000},
        {"shots": [Shot("a", "a", 0, 1000)] * 10_000},
        {"known": tuple(f"k{n}" for n in range(100_000))},
        {"uncut": [Shot("a", "a", 0, 1000)] * 10_000},
        {"shots": [Shot("a", "n" * 100_000, 0, 1000)]},
    ],
    ids=lambda more: next(iter(more)),
)
async def test_a_draft_that_is_too_large_is_refused_in_words(more, tmp_path):
    timeline = Timeline(**{"shots": [Shot("card:0", "", 0, 1000, still=True)], **more})
    with pytest.raises(RenderFailed, match=re.compile("too|at most")):
        await render(to_wire(timeline), {}, tmp_path / "o.mp4", quality="fast", progress=lambda _: None, work=tmp_path)
