"""The captions of subtitles files as one stream of pictures: however many there are, FFmpeg opens one input.

A picture for each stretch in which the same captions are seen, in the order of the film, through FFmpeg's concat
demuxer. Its `subtitles` filter needs libass, which several builds lack, and fonts of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PIL import Image

from sandbox.film.captions import painted
from sandbox.film.command import frame_at
from sandbox.model.draft import Canvas, Words

GRID = 25  # pictures a second that FFmpeg takes still images for; times in the list are whole numbers of these
_SHARE = 0.62  # of the height of the film, for all captions that are seen at once
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Strip:
    """The list of pictures, each as wide as the film, and how far from its top they lie.

    The list counts the frames of the film as `GRID` a second, whatever their rate is.
    """

    listed: Path
    y: int


def strip(words: Sequence[Words], canvas: Canvas, total: int, folder: Path) -> Strip | None:
    """Draw the captions for a film of `total` ms; None where none are seen."""
    shown = [each for each in words if each.source and each.start < total]
    if not shown:
        return None
    place, width = shown[0].place, canvas.width
    height = round(canvas.height * _SHARE / 2) * 2
    top = 0 if place.startswith("top") else canvas.height - height
    top = top if place.startswith(("top", "bottom")) else top // 2
    blank = folder / "subtitles-blank.png"
    Image.new("RGBA", (width, height)).save(blank, compress_level=1)
    lines = ["ffconcat version 1.0"]
    for number, (frames, seen) in enumerate(_stretches(shown, canvas.fps, frame_at(total, canvas.fps))):
        drawn = _drawn(seen, canvas, top, height) if seen else None
        name = f"subtitles-{number}.png" if drawn is not None else blank.name
        if drawn is not None:
            drawn.save(folder / name, compress_level=1)
        lines += [f"file {name}", f"duration {frames / GRID:.6f}"]
    listed = folder / "subtitles.txt"
    listed.write_text("\n".join([*lines, f"file {blank.name}", f"duration {1 / GRID:.6f}", ""]), "utf-8")
    return Strip(listed, top)


def _stretches(shown: Sequence[Words], fps: int, frames: int) -> Iterator[tuple[int, list[Words]]]:
    """How many frames the same captions are seen for, and these; nobody sees all of a crowd."""
    spans = []
    for each in shown:
        first = frame_at(each.start, fps)
        spans.append((first, min(frames, max(first + 1, frame_at(each.start + each.length, fps))), each))
    spans.sort(key=lambda span: span[:2])
    edges = sorted({0, frames, *(edge for begin, end, _ in spans for edge in (begin, end))})
    at = 0
    open_: list[tuple[int, int, Words]] = []
    for begin, end in pairwise(edges):
        while at < len(spans) and spans[at][0] <= begin:
            open_.append(spans[at])
            at += 1
        open_ = [span for span in open_ if span[1] > begin]
        yield end - begin, [words for _, _, words in open_[-_AT_ONCE:]]


def _drawn(seen: Sequence[Words], canvas: Canvas, top: int, height: int) -> Image.Image:
    """Captions one below the other, where the film has them, on a picture that begins `top` pixels from its top."""
    pictures = [each for words in seen if (each := painted(words, canvas.width, canvas.height)) is not None]
    place, inset = seen[0].place, round(canvas.height * 0.05)
    tall = sum(each.height for each in pictures)
    y = canvas.height - inset - tall if place.startswith("bottom") else (canvas.height - tall) // 2
    y = (inset if place.startswith("top") else y) - top
    found = Image.new("RGBA", (canvas.width, height))
    for each in pictures:
        across = canvas.width - each.width
        x = inset if place.endswith("left") else across - inset if place.endswith("right") else across // 2
        found.paste(each, (max(0, x), max(0, y)))
        y += each.height
    return found
