"""A timeline as one ffmpeg command: inputs and a filter graph. Pure; nothing is run here."""

from collections.abc import Mapping, Sequence

from sandbox.film import picture, sound
from sandbox.film.captions import Sign
from sandbox.film.color import Colors
from sandbox.film.command import Command, cuts
from sandbox.film.loudness import Gains
from sandbox.film.subtitles import Strip
from sandbox.model.assets import Asset
from sandbox.model.draft import Canvas, Timeline, Words


def film(
    timeline: Timeline,
    canvas: Canvas,
    assets: Mapping[str, Asset],
    music: list[str] | None,
    signs: Sequence[tuple[Words, Sign]],
    gains: Gains,
    colors: Colors,
    strip: Strip | None = None,
) -> Command:
    """The whole command for a canvas; picture [v], sound [a]. `music` opens the background music."""
    command = Command(colors)
    grid = cuts(timeline.shots, canvas.fps)
    frames = sum(cut.frames for cut in grid)
    shown, opened = picture.show(command, grid, canvas, assets)
    label = picture.join(command, grid, shown, canvas)
    label = picture.dress(command, label, timeline, assets, canvas)
    label = picture.subtitled(command, label, strip, canvas)
    label = picture.sign(command, label, signs, canvas, frames)
    command.chains.append(f"[{label}]{','.join(picture.fades(canvas, frames))}[v]")
    own = sound.listen(command, grid, opened, assets, canvas.fps)
    sound.mix(command, own, timeline, music, assets, canvas, frames, gains)
    return command
