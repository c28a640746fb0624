"""What cannot be drawn in one pass: clips that play backwards and clips made steady, as files of their own.

They are made before the film and take the place of the uploaded ones in it; the folder of the render holds them. A
second of pictures at a time is turned around, so that memory stays bounded however long the clip is.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sandbox.film.ffmpeg import run_ffmpeg, user_input
from sandbox.model.assets import Asset
from sandbox.model.draft import Effect, Shot, Timeline

STEADY = "steady"
_LONGEST_MS = 10 * 60 * 1000
_MOST_BYTES = 96 * 1024 * 1024  # of undecoded pictures at once, at one and a half bytes a pixel
_LONG_SIDE = 1920
INTERMEDIATE = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "14", "-pix_fmt", "yuv420p")


class NotPrepared(Exception):
    """A clip could not be turned around or made steady; the text says which of the two, without paths."""


async def prepared(
    timeline: Timeline, assets: Mapping[str, Asset], folder: Path
) -> tuple[Timeline, Mapping[str, Asset]]:
    """The timeline with the files made for it in place of those uploaded. Raises NotPrepared."""
    made = dict(assets)

    async def played(shots: list[Shot]) -> list[Shot]:
        return await _forwards(await _steady(shots, made, folder), made, folder)

    overlays = [replace(each, shots=tuple(await played(list(each.shots)))) for each in timeline.overlays]
    return replace(timeline, shots=await played(timeline.shots), overlays=overlays), made


def _stretches(shots: list[Shot]) -> dict[str, tuple[int, int]]:
    """From where to where each source is used by those shots, in its own ms."""
    spans: dict[str, tuple[int, int]] = {}
    for shot in shots:
        first, last = (shot.begin, shot.end) if shot.at is None else (shot.at, shot.at + 1)
        begin, end = spans.get(shot.source, (first, last))
        spans[shot.source] = (min(begin, first), max(end, last))
    return spans


def _is_film(shot: Shot, assets: Mapping[str, Asset]) -> bool:
    return shot.source in assets and assets[shot.source].kind == "video"


async def _steady(shots: list[Shot], assets: dict[str, Asset], folder: Path) -> list[Shot]:
    meant = [shot for shot in shots if _is_film(shot, assets) and any(each.name == STEADY for each in shot.effects)]
    for source, (begin, end) in _stretches(meant).items():
        name = f"{STEADY}-{len(assets)}"
        strength = next(each for shot in meant if shot.source == source for each in shot.effects if each.name == STEADY)
        assets[name] = await _made_steady(assets[source], begin, end, strength, folder / f"{name}.mov")
        shots = [_of_file(shot, name, begin) if shot.source == source and shot in meant else shot for shot in shots]
    return shots


def _of_file(shot: Shot, name: str, begin: int) -> Shot:
    """The shot taken from a file that holds its source from `begin` on."""
    if shot.at is not None:
        return replace(shot, source=name, at=shot.at - begin)
    return replace(shot, source=name, begin=shot.begin - begin, end=shot.end - begin)


async def _made_steady(asset: Asset, begin: int, end: int, effect: Effect, target: Path) -> Asset:
    seconds = _checked(begin, end)
    motion = target.with_suffix(".trf")
    source = user_input(asset.path, "-ss", f"{begin / 1000:.3f}", "-t", f"{seconds:.3f}")
    smooth = max(5, round(30 * effect.amount))
    # the files' names are ours and plain: nothing in them needs escaping
    await _run("steady", *source, "-vf", f"vidstabdetect=shakiness=8:result={motion}", "-an", "-f", "null", "-")
    steps = f"vidstabtransform=input={motion}:smoothing={smooth}:zoom=4:interpol=bicubic,unsharp=5:5:0.4"
    sound = ["-map", "0:a:0", "-c:a", "pcm_s16le"] if asset.has_audio else []
    await _run("steady", *source, "-map", "0:v:0", "-vf", steps, *INTERMEDIATE, *sound, "-y", f"file:{target}")
    return replace(asset, id=target.stem, path=target, duration_ms=end - begin)


async def _forwards(shots: list[Shot], assets: dict[str, Asset], folder: Path) -> list[Shot]:
    """The shots with those that play backwards taken from files that play them so by themselves."""
    meant = [shot for shot in shots if shot.backwards and _is_film(shot, assets)]
    for source, (begin, end) in _stretches(meant).items():
        name = f"backwards-{len(assets)}"
        assets[name] = await _turned_around(assets[source], begin, end, folder / f"{name}.mov")
        shots = [
            replace(shot, source=name, begin=end - shot.end, end=end - shot.begin, backwards=False)
            if shot.source == source and shot in meant
            else shot
            for shot in shots
        ]
    return shots


async def _turned_around(asset: Asset, begin: int, end: int, target: Path) -> Asset:
    total = _checked(begin, end)
    fps = max(1, min(60, round(asset.fps or 30)))
    scale = min(1.0, _LONG_SIDE / max(asset.width, asset.height, 1))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (asset.width, asset.height))
    most = max(1, int(_MOST_BYTES / (width * height * 1.5)))
    step = max(1, min(fps, most)) / fps
    pieces: list[Path] = []
    frames = round(total * fps)
    at = frames
    while at > 0:
        count = min(at, round(step * fps))
        at -= count
        piece = target.with_name(f"{target.stem}-{len(pieces)}.mov")
        seek = ["-ss", f"{begin / 1000 + at / fps:.4f}"]
        # a source that ends a frame early holds its last picture
        steps = (
            f"fps={fps}:start_time=0,scale={width}:{height},setsar=1,tpad=stop=-1:stop_mode=clone,"
            f"trim=end_frame={count},reverse"
        )
        source = user_input(asset.path, *seek)
        await _run("backwards", *source, "-map", "0:v:0", "-vf", steps, "-an", *INTERMEDIATE, "-y", f"file:{piece}")
        pieces.append(piece)
    row = target.with_suffix(".txt")
    row.write_text("".join(f"file '{piece.name}'\n" for piece in pieces), "utf-8")
    command = ["-f", "concat", "-safe", "1", "-i", str(row)]
    sound: list[str] = []
    if asset.has_audio:
        command += user_input(asset.path, "-ss", f"{begin / 1000:.4f}", "-t", f"{total:.4f}")
        length = f"apad,atrim=end={total:.4f}"
        sound = ["-map", "1:a:0", "-af", f"aresample=48000:async=1:first_pts=0,{length},areverse", "-c:a", "pcm_s16le"]
    await _run("backwards", *command, "-map", "0:v:0", "-c:v", "copy", *sound, "-y", f"file:{target}")
    for piece in pieces:
        piece.unlink()
    return replace(asset, id=target.stem, path=target, duration_ms=end - begin, width=width, height=height)


def _checked(begin: int, end: int) -> float:
    if end - begin > _LONGEST_MS:
        raise NotPrepared("more than 10 minutes to be played backwards or made steady")
    return (end - begin) / 1000


async def _run(what: str, *args: str) -> None:
    code, _ = await run_ffmpeg("-v", "error", *args)
    if code:
        raise NotPrepared(f"a clip could not be made {what}")
