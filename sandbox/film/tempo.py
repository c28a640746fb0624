"""The beat of an uploaded song: its first minutes decoded, and listened to."""

import asyncio
import tempfile
from pathlib import Path

import numpy as np

from sandbox.film.ffmpeg import SCRATCH, run_ffmpeg, user_input
from sandbox.model.assets import Asset
from sandbox.model.tempo import Tempo
from sandbox.music.tempo import RATE, heard

LISTENED_SECONDS = 180


async def song_tempo(asset: Asset, work: Path, bpm: float = 0.0) -> Tempo | None:
    """The beat of a file, or with `bpm` only the place of its first beat; None where there is no telling."""
    if not asset.has_audio:
        return None
    await asyncio.to_thread(work.mkdir, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work, prefix=SCRATCH) as folder:
        raw = Path(folder) / "song.f32"
        opened = user_input(asset.path, "-v", "error", "-vn", "-t", str(LISTENED_SECONDS))
        await run_ffmpeg(*opened, "-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "f32le", f"file:{raw}")
        return await asyncio.to_thread(_listened, raw, bpm)


def _listened(raw: Path, bpm: float) -> Tempo | None:
    return heard(np.fromfile(raw, dtype=np.float32), bpm) if raw.exists() else None
