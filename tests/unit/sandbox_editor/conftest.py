"""Tiny clips made by ffmpeg once, and measures taken of finished films."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
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

    async def frames(self, rate: int = 4) -> np.ndarray:
        """The film as [number, row, column, red green blue], 32 by 18, so many a second, the first half a step in."""
        target = self.path.with_suffix(".frames")
        shown = f"fps={2 * rate}:round=up,select='mod(n,2)',scale=32:18:flags=area"
        options = ["-vf", shown, "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "rawvideo", "-y", str(target)]
        await run_ffmpeg("-i", str(self.path), *options)
        return np.fromfile(target, np.uint8).reshape(-1, 18, 32, 3).astype(int)

    async def heard(self, hertz: float, rate: int = 4) -> list[float]:
        """How loud a tone is in dB, in every stretch of the film, so many stretches a second."""
        target = self.path.with_suffix(".heard")
        options = ["-vn", "-ac", "1", "-ar", "8000", "-f", "f32le", "-y", str(target)]
        await run_ffmpeg("-i", str(self.path), *options)
        samples = np.fromfile(target, np.float32)
        long = 8000 // rate
        stretches = samples[: len(samples) // long * long].reshape(-1, long)
        wave = np.exp(2j * np.pi * hertz * np.arange(long) / 8000) * np.hanning(long)
        return [float(20 * np.log10(max(1e-6, abs(each @ wave) * 4 / long))) for each in stretches]

    async def pixels(self, at: float, size: str = "64x36") -> bytes:
        """One frame as grey bytes."""
        target = self.path.with_suffix(".gray")
        options = ["-frames:v", "1", "-s", size, "-pix_fmt", "gray", "-f", "rawvideo", "-y", str(target)]
        await run_ffmpeg("-ss", str(at), "-i", str(self.path), *options)
        return target.read_bytes()


@pytest.fixture(scope="session")
def rendered(tmp_path_factory):
    """`await rendered(draft, assets)`: the film at fast quality, measured; `small` is its width and height instead."""
    from sandbox.editor import render

    folder = tmp_path_factory.mktemp("films")
    count = iter(range(1000))

    async def make(draft, assets=(), small=()) -> Measured:
        if small:
            draft = {**draft, "m": {**draft["m"], "width": small[0], "height": small[1]}}
        path = folder / f"{next(count)}.mp4"
        by_id = {asset.id: asset for asset in assets}
        film = await render(draft, by_id, path, quality="fast", progress=lambda _: None, work=folder)
        assert film.size == path.stat().st_size
        _, told = await run_ffmpeg("-i", str(path))
        return Measured(path, await probe(path, "film.mp4", "film"), told)

    return make


@pytest.fixture(scope="session")
def told(asked, rendered):
    """`await told(assets, *messages)`: the small film after these messages, each of which has to change something."""

    async def tell(assets, *messages, size=(160, 90)) -> Measured:
        draft, history = None, []
        for words in messages:
            made = await asked(words, assets, draft, history)
            assert made.changed, made.said
            history += [draft] if draft else []
            draft = made.draft
        return await rendered(draft, assets, small=size)

    return tell
