"""What the server asks of the editor: three functions, so that a test of the server needs no FFmpeg."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sandbox import editor
from sandbox.editor import Asset, Edit, Film, Quality
from sandbox.model.draft import Draft

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
        """Write it to `target` and report percents to `progress`. Raises RenderFailed; may be cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class Editing:
    """The three functions; a test puts its own in their place."""

    probe: Probe = editor.probe
    edit: MakeEdit = editor.edit
    render: RenderFilm = editor.render
