"""The picture of a film as filter chains: sources fitted to the canvas, shots cut, joined and dressed. Pure.

Shots of one file that follow its own order share one input (a decoder each would take a gigabyte for thirty shots
of 1080p).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.film.captions import Sign
from sandbox.film.color import TAGGED
from sandbox.film.command import Command, Cut, drawn, frame_at
from sandbox.film.ffmpeg import user_input
from sandbox.film.subtitles import GRID, Strip
from sandbox.model.assets import Asset
from sandbox.model.bounds import MOST_INPUTS
from sandbox.model.colors import COLORS
from sandbox.model.draft import CARD, Canvas, Effect, Overlay, Shot, Timeline, Words
from sandbox.model.places import corner, tile
from sandbox.operations.operation import Frame
from sandbox.operations.registry import DRAWN, SHAPED

_LEAD_MS = 2_000
FAR_MS = 15_000  # a jump worth a second decoder instead of decoding through it

PALETTES = (
    ("0x0f2027", "0x2c5364"),
    ("0x42275a", "0xd76d77"),
    ("0x134e5e", "0x71b280"),
    ("0x1f1c2c", "0x928dab"),
    ("0xb24592", "0xf15f79"),
    ("0x2b5876", "0x4e4376"),
)


@dataclass(slots=True)
class Pass:
    """Shots that one pass through one source can serve: each begins after the one before has ended.

    They are turned and cropped alike, since that is done before the picture is fitted to the canvas.
    """

    source: str
    shapes: tuple[Effect, ...]
    cuts: list[int]
    begin: int
    end: int


def passes(grid: Sequence[Cut]) -> list[Pass]:
    """The passes that these shots need: a far jump in a file is a pass of its own, unless that would be too many."""
    for far in (FAR_MS, 10**12):
        found: list[Pass] = []
        for place, cut in enumerate(grid):
            shot = cut.shot
            shapes = tuple(each for each in shot.effects if each.name in SHAPED)
            each = next((r for r in reversed(found) if _serves(r, shot, shapes, far)), None)
            if each is None:
                # a frame that is held may be the last one, which a seek would miss
                begin = shot.begin if shot.at is None else max(0, shot.at - _LEAD_MS)
                each = Pass(shot.source, shapes, [], begin, begin)
                found.append(each)
            each.cuts.append(place)
            each.end = max(each.end, shot.end if shot.at is None else shot.at)
        if len(found) <= MOST_INPUTS:
            break
    return found


def _serves(each: Pass, shot: Shot, shapes: tuple[Effect, ...], far: int) -> bool:
    if (each.source, each.shapes) != (shot.source, shapes):
        return False
    begin = shot.begin if shot.at is None else shot.at
    return (shot.still and shot.at is None) or each.end <= begin <= each.end + far


def show(
    command: Command, grid: Sequence[Cut], canvas: Canvas, assets: Mapping[str, Asset]
) -> tuple[dict[int, str], list[tuple[int, Pass]]]:
    """Chains for every shot: its label by its place, and each input with the pass that it serves."""
    shown: dict[int, str] = {}
    opened: list[tuple[int, Pass]] = []
    for each in passes(grid):
        stray = _opened(command, each, canvas, assets)
        opened.append((stray, each))
        labels = [f"s{place}" for place in each.cuts]
        start = f"[{stray}:v:0]{command.colors.shown(each.source, canvas.width, canvas.height)},"
        fitted = _fit(start, stray, assets.get(each.source), each.shapes, canvas)
        command.chains.append(f"{fitted},split={len(labels)}" + "".join(f"[{label}]" for label in labels))
        for place, label in zip(each.cuts, labels, strict=True):
            command.chains.append(f"[{label}]{_shown(grid[place], each, canvas)}[p{place}]")
            shown[place] = f"p{place}"
    return shown, opened


def _opened(command: Command, each: Pass, canvas: Canvas, assets: Mapping[str, Asset]) -> int:
    if each.source.startswith(CARD):
        name, seconds = each.source.removeprefix(CARD), (each.end - each.begin) / 1000 + 2
        if name in COLORS:
            plain = f"color=c=0x{bytes(COLORS[name]).hex()}:s={canvas.width}x{canvas.height}:r={canvas.fps}"
            return command.open("-f", "lavfi", "-i", f"{plain}:d={seconds:.3f}")
        number = int(name or 0)
        dark, light = PALETTES[number % len(PALETTES)]
        painting = (
            f"gradients=s={canvas.width // 2 * 2}x{canvas.height // 2 * 2}:r={canvas.fps}:c0={dark}:c1={light}"
            f":nb_colors=2:seed={number + 1}:speed=0.012:d={seconds:.3f}"
        )
        return command.open("-f", "lavfi", "-i", painting)
    asset = assets[each.source]
    if asset.kind == "image":
        return command.open(*user_input(asset.path))
    seek = ["-ss", f"{each.begin / 1000:.3f}"] if each.begin else []
    return command.open(*user_input(asset.path, *seek))


def _fit(start: str, stray: int, asset: Asset | None, shapes: Sequence[Effect], canvas: Canvas) -> str:
    width, height = canvas.width, canvas.height
    plain = f"scale={width}:{height}:flags=bicubic,setsar=1,format=yuv420p"
    if asset is None:
        return start + plain
    square = "scale=trunc(iw*sar/2+0.5)*2:trunc(ih/2+0.5)*2,setsar=1"
    across, down = asset.width, asset.height
    if shapes:
        start += square + ","
    for each in shapes:
        filters, across, down = SHAPED[each.name](each, across, down)
        start += filters + ","
    if abs(across * height - down * width) <= 0.02 * down * width:
        return start + plain
    square = "scale=trunc(iw*sar/2+0.5)*2:trunc(ih/2+0.5)*2,setsar=1"
    inside = f"scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic"
    filled = "scale={0}:{1}:force_original_aspect_ratio=increase:flags=bicubic,crop={0}:{1}" + _kept(canvas)
    if canvas.fit == "crop":
        return f"{start}{square},{filled.format(width, height)},setsar=1,format=yuv420p"
    if canvas.fit == "pad":
        return f"{start}{square},{inside},pad={width}:{height}:-1:-1,setsar=1,format=yuv420p"
    small = max(16, width // 8 * 2), max(16, height // 8 * 2)
    quarter, radius = (
        filled.format(*small),
        min(8, (min(small) - 2) // 4),
    )  # FFmpeg wants less than half of the halved colours
    return (
        f"{start}{square},split[near{stray}][far{stray}];"
        # blurred at a quarter of the size: a sixteenth of the work, and nobody can tell
        f"[far{stray}]{quarter},boxblur={radius}:2,format=yuv420p,scale={width}:{height},setsar=1[back{stray}];"
        f"[near{stray}]{inside}[front{stray}];"
        f"[back{stray}][front{stray}]overlay=(W-w)/2:(H-h)/2,setsar=1,format=yuv420p"
    )


def _kept(canvas: Canvas) -> str:
    """Where the crop that fills the canvas lies in the picture."""
    across = 0.0 if "left" in canvas.keeps else 1.0 if "right" in canvas.keeps else 0.5
    down = 0.0 if "top" in canvas.keeps else 1.0 if "bottom" in canvas.keeps else 0.5
    return f":(iw-ow)*{across}:(ih-oh)*{down}"


def _shown(cut: Cut, each: Pass, canvas: Canvas) -> str:
    shot, wanted = cut.shot, cut.frames + cut.under
    if shot.at is not None:
        # past its end a clip has its last frame still
        at = f"trim=start={(shot.at - each.begin) / 1000:.4f},setpts=PTS-STARTPTS"
        steps = [f"fps={canvas.fps}:start_time=0,tpad=stop_mode=clone:stop_duration=3", at, _held(canvas.fps, wanted)]
    elif shot.still:
        steps = [_held(canvas.fps, wanted)]
    else:
        begin = shot.begin - each.begin
        # half a second more than asked: rounding may not leave the last frame without a picture
        end = begin + (shot.end - shot.begin) + (cut.under * 1000 / canvas.fps + 500) * shot.speed
        steps = [f"trim=start={begin / 1000:.4f}:end={end / 1000:.4f}"]
        steps += [f"setpts=(PTS-STARTPTS)/{shot.speed:.6f},fps={canvas.fps}:start_time=0"]
    if shot.zoom > 1:
        width, height = canvas.width / shot.zoom, canvas.height / shot.zoom
        steps.append(f"crop={width:.0f}:{height:.0f}:(iw-ow)*{shot.focus:.3f}:(ih-oh)/2")
        steps.append(f"scale={canvas.width}:{canvas.height}:flags=bicubic,setsar=1")
    steps += drawn(shot.effects, DRAWN, Frame(canvas.width, canvas.height, canvas.fps, wanted / canvas.fps))
    # a source that ends early holds its last picture
    steps.append(f"tpad=stop=-1:stop_mode=clone,trim=end_frame={wanted},setpts=PTS-STARTPTS")
    return ",".join(steps)


def _held(fps: int, frames: int) -> str:
    """One picture, for so many frames; fps and tpad alone would drop a stream of a single picture."""
    return f"loop=loop=-1:size=1:start=0,settb=1/{fps},setpts=N,trim=end_frame={frames}"


def join(command: Command, grid: Sequence[Cut], shown: Mapping[int, str], canvas: Canvas) -> str:
    """Plain cuts are concatenated; each transition cross-fades what came before with what follows."""
    groups: list[list[int]] = [[]]
    for place, cut in enumerate(grid):
        groups[-1].append(place)
        if cut.under and place + 1 < len(grid):
            groups.append([])
    done = ""
    for number, group in enumerate(groups):
        label = f"g{number}"
        feed = "".join(f"[{shown[place]}]" for place in group)
        command.chains.append(f"{feed}concat=n={len(group)}:v=1:a=0,fps={canvas.fps}[{label}]")
        if number == 0:
            done = label
            continue
        before = grid[group[0] - 1]
        offset, length = grid[group[0]].first / canvas.fps, before.under / canvas.fps
        command.chains.append(
            f"[{done}][{label}]xfade=transition={before.shot.join}:duration={length:.5f}:offset={offset:.5f},"
            f"fps={canvas.fps}[x{number}]"
        )
        done = f"x{number}"
    return done


def dress(command: Command, picture: str, timeline: Timeline, assets: Mapping[str, Asset], canvas: Canvas) -> str:
    """The effects on the whole film, and the pictures over it; the label of the result."""
    seconds = timeline.length / 1000
    if steps := drawn(timeline.effects, DRAWN, Frame(canvas.width, canvas.height, canvas.fps, seconds)):
        command.chains.append(f"[{picture}]{','.join(steps)}[dressed]")
        picture = "dressed"
    for number, overlay in enumerate(timeline.overlays):
        if overlay.source in assets:
            picture = _overlaid(command, picture, overlay, assets[overlay.source], canvas, seconds, number)
    return picture


def _overlaid(
    command: Command, picture: str, overlay: Overlay, asset: Asset, canvas: Canvas, seconds: float, number: int
) -> str:
    still = asset.kind == "image"
    stray = command.open(*user_input(asset.path))
    start = overlay.start / 1000
    left = max(1.0, seconds * 1000 - overlay.start)
    count = max(1, frame_at(min(overlay.length or left, left), canvas.fps))
    x, y, width, height = _box(overlay, asset, canvas)
    color = command.colors.overlaid(overlay.source, canvas.width, canvas.height)
    fitted = f"scale={width}:{height}:flags=bicubic"
    if overlay.kind == "tile":
        fitted = f"scale={width}:{height}:force_original_aspect_ratio=increase:flags=bicubic,crop={width}:{height}"
    steps = [*([color] if color else []), f"{fitted},setsar=1,format=rgba"]
    # a tile that ends before the film keeps its last picture
    keeps = "tpad=stop=-1:stop_mode=clone," if overlay.kind == "tile" else ""
    steps.append(_held(canvas.fps, count) if still else f"fps={canvas.fps}:start_time=0,{keeps}trim=end_frame={count}")
    if overlay.opacity < 1:
        steps.append(f"colorchannelmixer=aa={overlay.opacity:.3f}")
    steps.append(f"setpts=PTS-STARTPTS+{start:.4f}/TB")
    command.chains.append(f"[{stray}:v:0]{','.join(steps)}[l{number}]")
    command.chains.append(f"[{picture}][l{number}]overlay={x}:{y}:eof_action=pass[over{number}]")
    return f"over{number}"


def _box(overlay: Overlay, asset: Asset, canvas: Canvas) -> tuple[int, int, int, int]:
    """Where an overlay lies on the canvas, and its width and height."""
    if overlay.kind == "tile":
        return tile(overlay.place, (canvas.width, canvas.height))
    width = min(canvas.width, max(16, round(canvas.width * overlay.scale / 2) * 2))
    height = max(2, round(width * asset.height / max(1, asset.width) / 2) * 2)
    if height > canvas.height * max(overlay.scale, 0.3):  # an upright one may not be taller than a lying one is wide
        height = max(2, round(canvas.height * max(overlay.scale, 0.3) / 2) * 2)
        width = max(2, round(height * asset.width / max(1, asset.height) / 2) * 2)
    x, y = corner(overlay.place, (width, height), (canvas.width, canvas.height), round(canvas.height * 0.04))
    return x, y, width, height


def subtitled(command: Command, picture: str, strip: Strip | None, canvas: Canvas) -> str:
    """The captions of subtitles files over the picture; the label of the result."""
    if strip is None:
        return picture
    stray = command.open("-f", "concat", "-safe", "1", "-i", f"file:{strip.listed}")
    # from the grid of the list to the frames of the film; a tenth of one early, so that no rounding makes one late
    times = f"max(0,PTS*{GRID}/{canvas.fps}-{100_000 / canvas.fps:.0f})"
    command.chains.append(f"[{stray}:v]format=rgba,settb=AVTB,setpts='{times}'[captions]")
    command.chains.append(f"[{picture}][captions]overlay=0:{strip.y}:eof_action=pass[captioned]")
    return "captioned"


def sign(command: Command, picture: str, signs: Sequence[tuple[Words, Sign]], canvas: Canvas, frames: int) -> str:
    """The words over the picture, each for its time; the label of the result."""
    for number, (words, sign) in enumerate(signs):
        stray = command.open("-i", f"file:{sign.path}")
        start, last = frame_at(words.start, canvas.fps), frame_at(words.start + words.length, canvas.fps)
        count = max(1, min(last, frames) - start)
        fade = min(0.35, count / canvas.fps / 4)
        out = count / canvas.fps - fade
        command.chains.append(
            f"[{stray}:v]format=rgba,{_held(canvas.fps, count)},"
            f"fade=t=in:st=0:d={fade:.3f}:alpha=1,fade=t=out:st={out:.3f}:d={fade:.3f}:alpha=1,"
            f"setpts=PTS-STARTPTS+{start / canvas.fps:.5f}/TB[t{number}]"
        )
        command.chains.append(f"[{picture}][t{number}]overlay={sign.x}:{sign.y}:eof_action=pass[o{number}]")
        picture = f"o{number}"
    return picture


def fades(canvas: Canvas, frames: int) -> list[str]:
    """The filters of the film's fades from and to black."""
    steps = []
    if canvas.fade_in:
        steps.append(f"fade=t=in:st=0:d={canvas.fade_in / 1000:.3f}:color={canvas.fade_from}")
    if canvas.fade_out:
        start = max(0.0, frames / canvas.fps - canvas.fade_out / 1000)
        steps.append(f"fade=t=out:st={start:.3f}:d={canvas.fade_out / 1000:.3f}:color={canvas.fade_to}")
    return [*steps, "format=yuv420p", TAGGED]
