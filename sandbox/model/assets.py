"""An uploaded file as the editor sees it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["video", "audio", "image"]


class Unreadable(Exception):
    """Not media, nothing in it to see or hear, or cut off; the text says which, without the file's name."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One uploaded file: duration in ms (0 for images), display size after rotation in pixels."""

    id: str
    name: str
    path: Path
    kind: Kind
    duration_ms: int
    width: int
    height: int
    fps: float
    has_audio: bool
