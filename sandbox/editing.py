"""The seam to the editing half: three calls, so that a test of the server needs no FFmpeg."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sandbox import editor
from sandbox.api.state import Draft
from sandbox.editor import Asset, Edit, Film, Quality

Probe = Callable[[Path, str, str], Awaitable[Asset]]
MakeEdit = Callable[[str, Draft | None, Sequence[Draft], Sequence[Asset], Path], Awaitable[Edit]]


class RenderFilm(Protocol):
    """The film of a draft."""

    async def __call__(
        self,
        draft: Draft,
        assets: Mapping[str, Asset],
        target: Path,
        *,
        quality: Quality,
        progress: Callable[[int], None],
        work: Path,
    ) -> Film:
        """Make it at `target`; `progress` hears percents. Raises RenderFailed; may be cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class Editing:
    """What the server asks of the editing half."""

    probe: Probe = editor.probe
    edit: MakeEdit = editor.edit
    render: RenderFilm = editor.render
