"""An editing half for the sandbox that needs no FFmpeg: a music track an edit, the same film a render."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.editing import Editing
from sandbox.editor import Asset, Edit, Film, Quality

FILM = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 40
SECONDS = 10

Draft = dict[str, Any]


@dataclass
class QuickEditor:
    """What it was told is in `heard`, and when that was done in `done_at`.

    A film is `film`, with zeros behind it up to `film_bytes`.
    """

    film_bytes: int = 0
    film: bytes = FILM
    heard: list[str] = field(default_factory=list)
    done_at: dict[str, float] = field(default_factory=dict)

    @property
    def editing(self) -> Editing:
        """The seam that the sandbox takes."""
        return Editing(self.probe, self.edit, self.render)

    async def probe(self, path: Path, name: str, asset_id: str) -> Asset:
        """Call everything a clip of ten seconds."""
        return Asset(asset_id, name, path, "video", SECONDS * 1000, 640, 360, 25.0, has_audio=True)

    async def edit(
        self, text: str, draft: Draft | None, history: Sequence[Draft], assets: Sequence[Asset], work: Path
    ) -> Edit:
        """Put every clip on the timeline and name a music track after the words; «nothing» changes nothing."""
        self.heard.append(text)
        self.done_at[text] = time.monotonic()
        await asyncio.sleep(0)
        if "nothing" in text:
            return Edit(draft, "Nothing to do.", (), changed=False, missed=(), is_question=False)
        if "undo" in text.lower():
            return Edit(history[-1] if history else None, "Undone.", ("undo",), True, (), is_question=False)
        length = SECONDS * 1000
        shown = [one for one in assets if one.name in text] or assets
        video = {"tt": 0, "sg": [{"d": length, "m": {"name": one.name, "asset": one.id}} for one in shown]}
        music = {"tt": 1, "m": {"kind": "bgm"}, "sg": [{"d": length, "m": {"name": text[-40:], "volume": 0.35}}]}
        tracks = [track for track in (video, music) if track["sg"]]
        made: Draft = {"d": length, "m": {"width": 1920, "height": 1080}, "t": tracks}
        return Edit(made, f"Added music: {text[-40:]}", ("add_bgm",), changed=True, missed=(), is_question=False)

    async def render(
        self,
        draft: Draft,
        assets: Mapping[str, Asset],
        target: Path,
        *,
        quality: Quality,
        progress: Callable[[int], None],
        work: Path,
    ) -> Film:
        """Write the film."""
        progress(50)
        size = max(self.film_bytes, len(self.film))
        with target.open("wb") as file:
            file.write(self.film)
            file.truncate(size)
        return Film(target, SECONDS * 1000, 1920, 1080, size)
