"""Words drawn as a small transparent picture, to be laid over the film.

Drawn with Pillow and not with ffmpeg's drawtext, which several builds lack.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from sandbox.film.fonts import Font, drawable, font
from sandbox.model.colors import COLORS
from sandbox.model.draft import Words
from sandbox.model.places import corner

_SIZES = {"title": 0.088, "caption": 0.046, "watermark": 0.036}
_LEAST = 12  # pixels high; what is smaller cannot be read
_LONGEST = 400  # characters; a whole script pasted as one title would never fit


@dataclass(frozen=True, slots=True)
class Sign:
    """A drawn text: the picture's file, and where its top left corner lies on the canvas."""

    path: Path
    x: int
    y: int


def draw(words: Words, width: int, height: int, target: Path) -> Sign | None:
    """Draw the words for a canvas of that size; None when nothing in them can be drawn."""
    picture = painted(words, width, height)
    if picture is None:
        return None
    picture.save(target, compress_level=1)
    x, y = _corner(words, picture.size, (width, height))
    return Sign(target, x, y)


def painted(words: Words, width: int, height: int) -> Image.Image | None:
    """The words as a picture for a canvas of that size; None when nothing in them can be drawn."""
    text = drawable(words.text)[:_LONGEST]
    if not text:
        return None
    unit = min(height, round(width * 1.2))
    size = max(_LEAST, round(_SIZES[words.kind] * unit * words.size))
    lines = _fitted(text, size, width, height)
    return _painted(words, lines, font(lines.size))


@dataclass(frozen=True, slots=True)
class _Lines:
    text: str
    size: int


def _fitted(text: str, size: int, width: int, height: int) -> _Lines:
    """Wrapped to 86 % of the width, in ever smaller type until it takes no more than 60 % of the height."""
    while True:
        wrapped = wrap(text, font(size), round(width * 0.86))
        tall = (wrapped.count("\n") + 1) * size * 1.3
        if tall <= height * 0.6 or size <= _LEAST:
            return _Lines(wrapped, size)
        size = max(_LEAST, round(size * 0.85))


def wrap(text: str, face: Font, width: int) -> str:
    """Lines no wider than `width` pixels, broken between words, or between any two characters of Chinese."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for piece in _pieces(paragraph):
            if line and face.getlength(line + piece.rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece if line else piece.lstrip()
        lines.append(line.rstrip())
    return "\n".join(lines)


def _pieces(paragraph: str) -> list[str]:
    pieces: list[str] = []
    for mark in paragraph:
        wide = ord(mark) > 0x2E7F
        # full stops and closing marks stay with the character before them
        closing = mark in "，。！？、；：）》」』】…"
        if pieces and (closing or (not wide and not _ends_piece(pieces[-1]))):
            pieces[-1] += mark
        else:
            pieces.append(mark)
    return [part for piece in pieces for part in _broken(piece)]


def _ends_piece(piece: str) -> bool:
    return piece[-1].isspace() or ord(piece[-1]) > 0x2E7F


def _broken(piece: str, longest: int = 24) -> list[str]:
    return [piece[at : at + longest] for at in range(0, len(piece), longest)]


def _painted(words: Words, lines: _Lines, face: Font) -> Image.Image:
    stroke = max(1, lines.size // 16)
    left, top, right, bottom = ImageDraw.Draw(Image.new("RGBA", (1, 1))).multiline_textbbox(
        (0, 0), lines.text, font=face, stroke_width=stroke, align="center", spacing=lines.size // 4
    )
    margin = lines.size // 3 + stroke
    size = (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin)
    picture = Image.new("RGBA", (size[0] + size[0] % 2, size[1] + size[1] % 2))
    pen = ImageDraw.Draw(picture)
    if words.kind == "caption":
        pen.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius=margin, fill=(0, 0, 0, 128))
    strength = 170 if words.kind == "watermark" else 255
    color = COLORS.get(words.color, COLORS["white"])
    edge = (250, 250, 250) if words.color == "black" else (12, 12, 16)
    pen.multiline_text(
        (margin - left, margin - top),
        lines.text,
        font=face,
        fill=(*color, strength),
        stroke_width=stroke,
        stroke_fill=(*edge, strength * 3 // 4),
        align="center",
        spacing=lines.size // 4,
    )
    return picture


def _corner(words: Words, size: tuple[int, int], canvas: tuple[int, int]) -> tuple[int, int]:
    return corner(words.place, size, canvas, round(canvas[1] * 0.05))
