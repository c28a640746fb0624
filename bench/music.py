"""The music of each mood, measured: what it costs, what clashes in it, how loud its film is, how unlike the others."""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from pathlib import Path

import numpy as np

from sandbox.editor import edit, render
from sandbox.film.ffmpeg import run_ffmpeg
from sandbox.model.moods import TEMPOS
from sandbox.music.instruments import RATE, Samples
from sandbox.music.moods import MOODS
from sandbox.music.player import play
from sandbox.music.score import clashes, compose

MOST_CPU, MOST_ALIKE, LOUDNESS, HIGHEST = 5.0, 0.7, -14.0, -1.0


def main(arguments: list[str]) -> int:
    """Print one line a mood; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench music")
    parser.add_argument("--seconds", type=float, default=30.0, help="length of each piece and film")
    parser.add_argument("--seed", type=int, default=0, help="which themes; the films are made with 0")
    options = parser.parse_args(arguments)
    return asyncio.run(_measure(options.seconds, options.seed))


async def _measure(seconds: float, seed: int) -> int:
    print("mood       CPU s/min  clashes/min lead, all  LUFS in its film  dBTP  most like (r)")
    met, spectra, lines = True, {}, {}
    for mood in MOODS:
        score = compose(MOODS[mood], TEMPOS[mood], seconds, seed)
        begun = time.process_time()
        sound = np.concatenate(list(play(score)))
        cost = (time.process_time() - begun) * 60 / seconds
        spectra[mood] = _bands(sound)
        found = clashes(score.notes)
        lead = sum("lead" in {one.part, other.part} for one, other in found)
        loud, peak = await _film(mood, seconds)
        met = met and cost <= MOST_CPU and not found and abs(loud - LOUDNESS) <= 1 and peak <= HIGHEST
        rubs = f"{lead * 60 / seconds:16.1f}, {len(found) * 60 / seconds:.1f}"
        lines[mood] = f"{mood:<10} {cost:9.2f} {rubs} {loud:16.1f} {peak:7.1f}"
    for mood, line in lines.items():
        alike = {other: float(np.corrcoef(spectra[mood], spectra[other])[0, 1]) for other in MOODS if other != mood}
        nearest = max(alike, key=lambda other: alike[other])
        met = met and alike[nearest] < MOST_ALIKE
        print(f"{line}  {nearest} ({alike[nearest]:.2f})")
    return 0 if met else 1


def _bands(sound: Samples) -> list[float]:
    """Levels in dB of the third octaves from 40 Hz to 12.8 kHz."""
    size = 16_384
    windows = np.lib.stride_tricks.sliding_window_view(sound.mean(axis=1), size)[:: size // 2] * np.hanning(size)
    power = (np.abs(np.fft.rfft(windows)) ** 2).sum(axis=0)
    places = np.digitize(np.fft.rfftfreq(size, 1 / RATE), 40 * 2 ** (np.arange(26) / 3))
    return [float(10 * np.log10(power[places == band].sum())) for band in range(1, 26)]


async def _film(mood: str, seconds: float) -> tuple[float, float]:
    """Integrated loudness and true peak of a finished film with nothing but this music, by FFmpeg's EBU R128 meter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = await edit(f"create a {seconds:g}-second video with {mood} music", None, [], [], folder)
        path = folder / "film.mp4"
        await render(made.draft or {}, {}, path, quality="fast", progress=lambda _: None, work=folder)
        _, told = await run_ffmpeg("-i", str(path), "-vn", "-af", "ebur128=peak=true", "-f", "null", "-")
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", told)[-1]), float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", told)[-1])
