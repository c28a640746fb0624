"""Tiny clips made by ffmpeg once, and measures taken of finished films."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from sandbox.editor import Asset, edit, probe
from sandbox.film.ffmpeg import run_ffmpeg

Make = Callable[..., Awaitable[Asset]]
TONE = "sine=f=440:d=30"


@pytest.fixture(scope="session")
def clips(tmp_path_factory) -> Make:
    """`await clips("name.mp4", seconds=4)`: a test picture with a tone, probed; made once a session."""
    folder = tmp_path_factory.mktemp("clips")
    made: dict[tuple[str, str], Asset] = {}

    async def make(
        name: str,
        *more: str,
        seconds: float = 4,
        size: str = "320x180",
        picture: str = "testsrc2",
        sound: str = TONE,
        key: str = "",
    ) -> Asset:
        wanted = (name, repr((more, seconds, size, picture, sound, key)))
        if wanted not in made:
            path = folder / f"{len(made)}-{name}"
            source = ["-f", "lavfi", "-i", f"{picture}{':' if '=' in picture else '='}s={size}:r=25"] if picture else []
            source += ["-f", "lavfi", "-i", sound] if sound else []
            code, told = await run_ffmpeg("-v", "error", *source, "-t", str(seconds), *more, "-y", str(path))
            assert code == 0, told
            made[wanted] = await probe(path, name, key or name)
        return made[wanted]

    return make


@pytest.fixture(scope="session")
def asked(tmp_path_factory):
    """`await asked("words", assets, draft, history)`: what the editor makes of it."""
    work = tmp_path_factory.mktemp("edits")

    async def ask(text, assets=(), draft=None, history=()):
        return await edit(text, draft, list(history), list(assets), work)

    return ask


class Measured:
    """A finished film, measured by ffmpeg."""

    def __init__(self, path: Path, asset: Asset, told: str) -> None:
        self.path, self.asset, self.told = path, asset, told

    async def changes(self, least: float) -> list[float]:
        """Moments in seconds at which the picture changes by at least so much."""
        lines: list[str] = []
        shown = f"select='gte(scene,{least})',metadata=print:file=-"
        await run_ffmpeg("-i", str(self.path), "-vf", shown, "-an", "-f", "null", "-", line=lines.append)
        return [float(found[1]) for line in lines if (found := re.search(r"pts_time:([\d.]+)", line))]

    async def loudness(self, start: float = 0, length: float = 1000, heard: str = "anull") -> float:
        """Mean volume in dB of a stretch, behind a filter."""
        window = ["-ss", str(start), "-t", str(length)]
        _, told = await run_ffmpeg(
            *window, "-i", str(self.path), "-vn", "-af", f"{heard},volumedetect", "-f", "null", "-"
        )
        found = re.search(r"mean_volume: (-?[\d.]+|-inf)", told)
        assert found, told
        return float(found[1])

    async def colour(self, at: float, across: float, down: float) -> tuple[int, int, int]:
        """Red, green and blue around a point of one frame, given as shares of its width and height."""
        target = self.path.with_suffix(".rgb")
        options = ["-frames:v", "1", "-s", "64x36", "-pix_fmt", "rgb24", "-f", "rawvideo", "-y", str(target)]
        await run_ffmpeg("-ss", str(at), "-i", str(self.path), *options)
        place = (min(35, int(down * 36)) * 64 + min(63, int(across * 64))) * 3
        red, green, blue = target.read_bytes()[place : place + 3]
        return red, green, blue

    async def pixels(self, at: float, size: str = "64x36") -> bytes:
        """One frame as grey bytes."""
        target = self.path.with_suffix(".gray")
        options = ["-frames:v", "1", "-s", size, "-pix_fmt", "gray", "-f", "rawvideo", "-y", str(target)]
        await run_ffmpeg("-ss", str(at), "-i", str(self.path), *options)
        return target.read_bytes()


@pytest.fixture(scope="session")
def rendered(tmp_path_factory):
    """`await rendered(draft, assets)`: the film at fast quality, measured."""
    from sandbox.editor import render

    folder = tmp_path_factory.mktemp("films")
    count = iter(range(1000))

    async def make(draft, assets=()) -> Measured:
        path = folder / f"{next(count)}.mp4"
        by_id = {asset.id: asset for asset in assets}
        film = await render(draft, by_id, path, quality="fast", progress=lambda _: None, work=folder)
        assert film.size == path.stat().st_size
        _, told = await run_ffmpeg("-i", str(path))
        return Measured(path, await probe(path, "film.mp4", "film"), told)

    return make
