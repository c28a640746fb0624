"""A twelve-second clip to try things on, drawn here: four moving scenes, and a humming voice with two pauses.

python -m sandbox.sample out.mp4
"""

import asyncio
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from sandbox.film.ffmpeg import FFmpegError, run_ffmpeg

WIDTH, HEIGHT, FPS = 640, 360, 25
SCENE_SECONDS = 3
PAUSES = ((3.4, 4.4), (8.1, 9.0))  # seconds without any sound
_RATE = 44_100
_Color = tuple[int, int, int]
# a layer, and its left and top edge at t seconds, as ffmpeg expressions
_Layer = tuple[Image.Image, str, str]


async def make_sample(target: Path) -> None:
    """Write the clip: 640x360, H.264 and AAC, 12 s, under 400 kB. Raises FFmpegError."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        args = await asyncio.to_thread(_prepared, folder)
        code, told = await run_ffmpeg("-v", "error", *args, "-y", f"file:{target}")
    if code:
        raise FFmpegError(told.strip()[-300:])


def _prepared(folder: Path) -> list[str]:
    inputs: list[str] = []
    chains: list[str] = []
    stray = 0
    for number, scene in enumerate((_sea, _city, _hills, _balloons)):
        label = f"{number}_"
        for place, (picture, x, y) in enumerate(scene(np.random.default_rng(number + 3))):
            path = folder / f"{number}-{place}.png"
            picture.save(path, compress_level=1)
            inputs += ["-loop", "1", "-framerate", str(FPS), "-t", str(SCENE_SECONDS), "-i", str(path)]
            if place:
                chains.append(f"[{label}][{stray}:v]overlay=x='{x}':y='{y}'[{label}{place}]")
                label += str(place)
            else:
                chains.append(f"[{stray}:v]format=rgb24[{label}]")
            stray += 1
        chains.append(f"[{label}]format=yuv420p,setsar=1[scene{number}]")
    chains.append("[scene0][scene1][scene2][scene3]concat=n=4:v=1:a=0[v]")
    voice = folder / "voice.wav"
    _hum(voice)
    return [
        *inputs, "-i", str(voice), "-filter_complex", ";".join(chains), "-map", "[v]", "-map", f"{stray}:a",
        "-c:v", "libx264", "-preset", "medium", "-crf", "27", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "56k",
        "-movflags", "+faststart",
    ]  # fmt: skip


def _sky(top: _Color, bottom: _Color) -> Image.Image:
    shade = np.linspace(0, 1, HEIGHT)[:, None, None]
    rows = np.array(top) * (1 - shade) + np.array(bottom) * shade
    return Image.fromarray(np.broadcast_to(rows, (HEIGHT, WIDTH, 3)).astype(np.uint8), "RGB")


def _layer(width: int = WIDTH, height: int = HEIGHT) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGBA", (width, height))
    return picture, ImageDraw.Draw(picture)


def _disc(size: int, color: _Color) -> Image.Image:
    picture, pen = _layer(size, size)
    pen.ellipse((0, 0, size - 1, size - 1), fill=color)
    return picture


def _ridge(base: int, swing: int, color: _Color, dice: np.random.Generator) -> Image.Image:
    picture, pen = _layer(WIDTH + 260)
    across = np.arange(picture.width)
    down = np.full(picture.width, float(base))
    for wave_number in (1, 2, 3):
        down += swing / wave_number * np.sin(across * wave_number / 90 + dice.uniform(0, 6))
    pen.polygon([(0, HEIGHT), *zip(across.tolist(), down.tolist(), strict=True), (picture.width, HEIGHT)], fill=color)
    for x in dice.integers(10, picture.width - 10, 26).tolist():
        y, tall = float(down[x]), int(dice.integers(14, 34))
        dark = (color[0] * 2 // 3, color[1] * 2 // 3, color[2] * 2 // 3)
        pen.polygon([(x - 9, y + 4), (x, y - tall), (x + 9, y + 4)], fill=dark)
    return picture


def _sea(dice: np.random.Generator) -> list[_Layer]:
    water, pen = _layer(WIDTH + 200, 150)
    pen.rectangle((0, 0, water.width, 150), fill=(58, 46, 92))
    for y in range(4, 150, 7):
        for x in dice.integers(0, water.width, 9).tolist():
            pen.line((x, y, x + int(dice.integers(14, 70)), y), fill=(255, 176 - y // 2, 110), width=2)
    boat, pen = _layer(90, 90)
    pen.polygon([(6, 64), (84, 64), (68, 84), (22, 84)], fill=(40, 24, 40))
    pen.polygon([(42, 4), (42, 60), (10, 60)], fill=(250, 240, 225))
    pen.polygon([(47, 14), (47, 60), (76, 60)], fill=(240, 200, 180))
    return [
        (_sky((74, 40, 110), (255, 150, 90)), "0", "0"),
        (_disc(110, (255, 236, 160)), "390-8*t", "70+22*t"),
        (water, "-30-34*t", "215"),
        (boat, "90+46*t", "170+5*sin(3*t)"),
    ]


def _city(dice: np.random.Generator) -> list[_Layer]:
    sky = _sky((8, 10, 30), (34, 44, 92))
    pen = ImageDraw.Draw(sky)
    for x, y in zip(dice.integers(0, WIDTH, 90).tolist(), dice.integers(0, 190, 90).tolist(), strict=True):
        pen.point((x, y), fill=(220, 225, 255))
    layers: list[_Layer] = [(sky, "0", "0"), (_disc(52, (240, 240, 215)), "500-6*t", "36")]
    for color, low, high, pace in (((26, 32, 66), 90, 190, 26), ((14, 16, 34), 50, 150, 62)):
        towers, pen = _layer(WIDTH + 260)
        x = 0
        while x < towers.width:
            wide, tall = int(dice.integers(40, 84)), int(dice.integers(low, high))
            pen.rectangle((x, HEIGHT - tall, x + wide - 6, HEIGHT), fill=color)
            for wx in range(x + 6, x + wide - 14, 11):
                for wy in range(HEIGHT - tall + 8, HEIGHT - 8, 14):
                    if dice.random() < 0.5:
                        pen.rectangle(
                            (wx, wy, wx + 5, wy + 7), fill=(255, 214, 120) if dice.random() < 0.8 else (140, 220, 255)
                        )
            x += wide
        layers.append((towers, f"-{pace}*t", "0"))
    return layers


def _hills(dice: np.random.Generator) -> list[_Layer]:
    cloud, pen = _layer(220, 80)
    for x, y, size in ((10, 30, 50), (50, 8, 66), (100, 16, 60), (146, 32, 46)):
        pen.ellipse((x, y, x + size, y + size * 2 // 3), fill=(255, 255, 255, 235))
    return [
        (_sky((104, 184, 240), (222, 242, 250)), "0", "0"),
        (cloud, "40+24*t", "30"),
        (cloud, "360+14*t", "76"),
        (_ridge(220, 22, (126, 176, 110), dice), "-14*t", "0"),
        (_ridge(278, 26, (70, 138, 74), dice), "-52*t", "0"),
    ]


def _balloons(dice: np.random.Generator) -> list[_Layer]:
    layers: list[_Layer] = [(_sky((255, 224, 190), (250, 160, 170)), "0", "0")]
    colors = ((222, 62, 72), (250, 196, 60), (58, 150, 190), (120, 80, 170), (70, 170, 120))
    for number, color in enumerate(colors):
        size = int(dice.integers(64, 120))
        picture, pen = _layer(size, size * 3 // 2)
        pen.line((size // 2, size, size // 2, size * 3 // 2 - 12), fill=(90, 60, 50), width=2)
        pen.ellipse((0, 0, size - 1, size * 9 // 8), fill=color)
        for share in (0.34, 0.68):
            edge = round(size * share / 2)
            pen.ellipse((edge, 0, size - 1 - edge, size * 9 // 8), outline=(255, 245, 230), width=3)
        pen.rectangle((size // 2 - 8, size * 3 // 2 - 14, size // 2 + 8, size * 3 // 2 - 2), fill=(120, 74, 50))
        x = 20 + number * 124
        layers.append((picture, f"{x}+10*sin(1.5*t+{number})", f"{170 - 40 * (number % 3)}-{18 + 12 * (number % 2)}*t"))
    return layers


def _hum(path: Path) -> None:
    """Four syllables a second on a wandering pitch, through two vowels; nothing at all in the pauses."""
    time = np.arange(4 * SCENE_SECONDS * _RATE) / _RATE
    pitch = 165 + 28 * np.sin(2 * np.pi * 0.31 * time) + 12 * np.sin(2 * np.pi * 0.9 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / _RATE
    vowel = 0.5 + 0.5 * np.sin(2 * np.pi * 1.1 * time)
    sound: NDArray[np.float64] = np.zeros_like(time)
    for partial in range(1, 16):
        hertz = pitch * partial
        weight = _formant(hertz, 620, 160) * vowel + _formant(hertz, 360, 120) * (1 - vowel)
        sound += (weight + 0.4 * _formant(hertz, 1500, 260)) / partial**0.4 * np.sin(phase * partial)
    syllables = np.clip(np.sin(2 * np.pi * 3.6 * time) * 0.9 + 0.75, 0.12, 1)
    for begin, end in PAUSES:
        syllables *= np.clip(np.maximum(begin - time, time - end) / 0.05, 0, 1)
    sound *= syllables * np.clip(np.minimum(time, time[-1] - time) / 0.15, 0, 1)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        out.writeframes((sound / np.abs(sound).max() * 0.5 * 32767).astype("<i2").tobytes())


def _formant(hertz: NDArray[np.float64], center: float, width: float) -> NDArray[np.float64]:
    return np.asarray(np.exp(-(((hertz - center) / width) ** 2)))


if __name__ == "__main__":
    asyncio.run(make_sample(Path(sys.argv[1] if len(sys.argv) > 1 else "sample.mp4")))
