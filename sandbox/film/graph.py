"""A timeline as one ffmpeg command: inputs and a filter graph. Pure; nothing is run here.

Every cut falls on a frame: shot k takes the frames between the rounded times of its two ends, so picture and
sound cannot drift apart however many shots there are. Shots of one file that follow its own order share one
input (a decoder each would take a gigabyte for thirty shots of 1080p).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.film.captions import Sign
from sandbox.film.ffmpeg import user_input
from sandbox.model.assets import Asset
from sandbox.model.bounds import MOST_INPUTS
from sandbox.model.draft import CARD, Canvas, Effect, Music, Shot, Timeline, Words
from sandbox.model.transitions import TRANSITIONS
from sandbox.operations.operation import Draw, Frame
from sandbox.operations.registry import DRAWN, HEARD

RATE = 48_000
FAR_MS = 15_000  # a jump worth a second decoder instead of decoding through it

PALETTES = (
    ("0x0f2027", "0x2c5364"),
    ("0x42275a", "0xd76d77"),
    ("0x134e5e", "0x71b280"),
    ("0x1f1c2c", "0x928dab"),
    ("0xb24592", "0xf15f79"),
    ("0x2b5876", "0x4e4376"),
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A shot with the frames it fills, and how many more of it lie under the next shot's transition."""

    shot: Shot
    first: int
    frames: int
    under: int = 0


@dataclass(slots=True)
class Command:
    """Input arguments, filter chains, and the labels of the finished picture and sound."""

    inputs: list[list[str]] = field(default_factory=list)
    chains: list[str] = field(default_factory=list)

    def open(self, *args: str) -> int:
        """Add an input; its number."""
        self.inputs.append(list(args))
        return len(self.inputs) - 1

    def arguments(self) -> list[str]:
        """All of it, as ffmpeg wants it, up to the maps."""
        return [arg for each in self.inputs for arg in each] + ["-filter_complex", ";".join(self.chains)]


def cuts(shots: Sequence[Shot], fps: int) -> list[Cut]:
    """The shots on the frame grid; one shorter than half a frame is left out."""
    found: list[Cut] = []
    start = 0
    for place, shot in enumerate(shots):
        first, last = _frame(start, fps), _frame(start + shot.length, fps)
        start += shot.length
        if last <= first:
            continue
        under = 0
        if shot.join in TRANSITIONS and place + 1 < len(shots):
            shorter = min(last - first, _frame(shots[place + 1].length, fps))
            under = max(0, min(_frame(shot.join_ms, fps), shorter // 2))
        found.append(Cut(shot, first, last - first, under))
    return found


def film(
    timeline: Timeline,
    canvas: Canvas,
    assets: Mapping[str, Asset],
    music: list[str] | None,
    signs: Sequence[tuple[Words, Sign]],
) -> Command:
    """The whole command for a canvas; picture [v], sound [a]. `music` opens the background music."""
    command = Command()
    grid = cuts(timeline.shots, canvas.fps)
    frames = sum(cut.frames for cut in grid)
    shown, heard = _sources(command, grid, canvas, assets)
    picture = _joined(command, grid, shown, canvas)
    picture = _signed(command, picture, signs, canvas, frames)
    whole = Frame(canvas.width, canvas.height, canvas.fps, frames / canvas.fps)
    dressing = [*_drawn(timeline.effects, DRAWN, whole), *_dressing(canvas, frames)]
    command.chains.append(f"[{picture}]{','.join(dressing)}[v]")
    _sound(command, heard, timeline, music, canvas, frames)
    return command


def _frame(ms: float, fps: int) -> int:
    return int(ms * fps / 1000 + 0.5)


# --- picture -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reel:
    """Shots that one pass through one source can serve: each begins after the one before has ended."""

    source: str
    cuts: list[int]
    begin: int
    end: int


def _reels(grid: Sequence[Cut]) -> list[_Reel]:
    for far in (FAR_MS, 10**12):
        reels: list[_Reel] = []
        for place, cut in enumerate(grid):
            shot = cut.shot
            reel = next((r for r in reversed(reels) if r.source == shot.source and _follows(r, shot, far)), None)
            if reel is None:
                reel = _Reel(shot.source, [], shot.begin, shot.end)
                reels.append(reel)
            reel.cuts.append(place)
            reel.end = max(reel.end, shot.end)
        if len(reels) <= MOST_INPUTS:
            break
    return reels


def _follows(reel: _Reel, shot: Shot, far: int) -> bool:
    return shot.still or reel.end <= shot.begin <= reel.end + far


def _sources(
    command: Command, grid: Sequence[Cut], canvas: Canvas, assets: Mapping[str, Asset]
) -> tuple[dict[int, str], list[str]]:
    shown: dict[int, str] = {}
    heard: dict[int, str] = {}
    pieces = _pieces(grid)
    for reel in _reels(grid):
        stray = _opened(command, reel, canvas, assets)
        asset = assets.get(reel.source)
        labels = [f"s{place}" for place in reel.cuts]
        fitted = _fit(stray, asset, canvas)
        command.chains.append(f"{fitted},split={len(labels)}" + "".join(f"[{label}]" for label in labels))
        for place, label in zip(reel.cuts, labels, strict=True):
            command.chains.append(f"[{label}]{_shown(grid[place], reel, canvas)}[p{place}]")
            shown[place] = f"p{place}"
        if asset is not None and asset.has_audio:
            heard |= _listened(command, stray, reel, [p for p in pieces if p.place in reel.cuts], canvas.fps)
    for piece in pieces:
        if piece.place not in heard:
            command.chains.append(
                f"anullsrc=r={RATE}:cl=stereo,atrim=end_sample={piece.samples(canvas.fps)}[q{piece.place}]"
            )
    return shown, [f"q{piece.place}" for piece in pieces]


def _opened(command: Command, reel: _Reel, canvas: Canvas, assets: Mapping[str, Asset]) -> int:
    if reel.source.startswith(CARD):
        number = int(reel.source.removeprefix(CARD) or 0)
        dark, light = PALETTES[number % len(PALETTES)]
        seconds = (reel.end - reel.begin) / 1000 + 2
        painting = (
            f"gradients=s={canvas.width // 2 * 2}x{canvas.height // 2 * 2}:r={canvas.fps}:c0={dark}:c1={light}"
            f":nb_colors=2:seed={number + 1}:speed=0.012:d={seconds:.3f}"
        )
        return command.open("-f", "lavfi", "-i", painting)
    asset = assets[reel.source]
    if asset.kind == "image":
        return command.open(*user_input(asset.path))
    seek = ["-ss", f"{reel.begin / 1000:.3f}"] if reel.begin else []
    return command.open(*user_input(asset.path, *seek))


def _fit(stray: int, asset: Asset | None, canvas: Canvas) -> str:
    width, height = canvas.width, canvas.height
    start = f"[{stray}:v:0]"
    plain = f"scale={width}:{height}:flags=bicubic,setsar=1,format=yuv420p"
    if asset is None or abs(asset.width * height - asset.height * width) <= 0.02 * asset.height * width:
        return start + plain
    square = "scale=trunc(iw*sar/2+0.5)*2:trunc(ih/2+0.5)*2,setsar=1"
    inside = f"scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic"
    filled = "scale={0}:{1}:force_original_aspect_ratio=increase:flags=bicubic,crop={0}:{1}"
    if canvas.fit == "crop":
        return f"{start}{square},{filled.format(width, height)},setsar=1,format=yuv420p"
    if canvas.fit == "pad":
        return f"{start}{square},{inside},pad={width}:{height}:-1:-1,setsar=1,format=yuv420p"
    quarter = filled.format(max(16, width // 8 * 2), max(16, height // 8 * 2))
    return (
        f"{start}{square},split[near{stray}][far{stray}];"
        # blurred at a quarter of the size: a sixteenth of the work, and nobody can tell
        f"[far{stray}]{quarter},boxblur=8:2,format=yuv420p,scale={width}:{height},setsar=1[back{stray}];"
        f"[near{stray}]{inside}[front{stray}];"
        f"[back{stray}][front{stray}]overlay=(W-w)/2:(H-h)/2,setsar=1,format=yuv420p"
    )


def _shown(cut: Cut, reel: _Reel, canvas: Canvas) -> str:
    shot, wanted = cut.shot, cut.frames + cut.under
    if shot.still:
        steps = [_held(canvas.fps, wanted)]
    else:
        begin = shot.begin - reel.begin
        # half a second more than asked: rounding may not leave the last frame without a picture
        end = begin + (shot.end - shot.begin) + (cut.under * 1000 / canvas.fps + 500) * shot.speed
        steps = [f"trim=start={begin / 1000:.4f}:end={end / 1000:.4f}"]
        steps += [f"setpts=(PTS-STARTPTS)/{shot.speed:.6f},fps={canvas.fps}:start_time=0"]
    if shot.zoom > 1:
        width, height = canvas.width / shot.zoom, canvas.height / shot.zoom
        steps.append(f"crop={width:.0f}:{height:.0f}:(iw-ow)*{shot.focus:.3f}:(ih-oh)/2")
        steps.append(f"scale={canvas.width}:{canvas.height}:flags=bicubic,setsar=1")
    steps += _drawn(shot.effects, DRAWN, Frame(canvas.width, canvas.height, canvas.fps, wanted / canvas.fps))
    # a source that ends early holds its last picture
    steps.append(f"tpad=stop=-1:stop_mode=clone,trim=end_frame={wanted},setpts=PTS-STARTPTS")
    return ",".join(steps)


def _drawn(effects: Iterable[Effect], drawings: Mapping[str, Draw], frame: Frame) -> list[str]:
    """The filters of the effects; one that only changes the other of picture and sound has none here."""
    return [drawings[each.name](each, frame) for each in effects if each.name in drawings]


def _held(fps: int, frames: int) -> str:
    """One picture, for so many frames; fps and tpad alone would drop a stream of a single picture."""
    return f"loop=loop=-1:size=1:start=0,settb=1/{fps},setpts=N,trim=end_frame={frames}"


def _joined(command: Command, grid: Sequence[Cut], shown: Mapping[int, str], canvas: Canvas) -> str:
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


def _signed(command: Command, picture: str, signs: Sequence[tuple[Words, Sign]], canvas: Canvas, frames: int) -> str:
    for number, (words, sign) in enumerate(signs):
        stray = command.open("-i", f"file:{sign.path}")
        start, last = _frame(words.start, canvas.fps), _frame(words.start + words.length, canvas.fps)
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


def _dressing(canvas: Canvas, frames: int) -> list[str]:
    steps = []
    if canvas.fade_in:
        steps.append(f"fade=t=in:st=0:d={canvas.fade_in / 1000:.3f}")
    if canvas.fade_out:
        start = max(0.0, frames / canvas.fps - canvas.fade_out / 1000)
        steps.append(f"fade=t=out:st={start:.3f}:d={canvas.fade_out / 1000:.3f}")
    return [*steps, "format=yuv420p"]


# --- sound ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of sound: neighbouring shots that play on without a jump are heard as one."""

    place: int
    shot: Shot
    frames: int

    def samples(self, fps: int) -> int:
        return self.frames * RATE // fps


def _pieces(grid: Sequence[Cut]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for place, cut in enumerate(grid):
        if pieces and _plays_on(pieces[-1].shot, cut.shot):
            last = pieces.pop()
            whole = Shot(
                last.shot.source,
                "",
                last.shot.begin,
                cut.shot.end,
                speed=cut.shot.speed,
                volume=cut.shot.volume,
                effects=cut.shot.effects,
            )
            pieces.append(_Piece(last.place, whole, last.frames + cut.frames))
        else:
            pieces.append(_Piece(place, cut.shot, cut.frames))
    return pieces


def _plays_on(before: Shot, after: Shot) -> bool:
    same = (before.source, before.speed, before.volume) == (after.source, after.speed, after.volume)
    same = same and _sounds_of(before) == _sounds_of(after)
    return same and before.end == after.begin and not after.still


def _sounds_of(shot: Shot) -> list[Effect]:
    return [each for each in shot.effects if each.name in HEARD]


def _listened(command: Command, stray: int, reel: _Reel, pieces: Sequence[_Piece], fps: int) -> dict[int, str]:
    audible = [piece for piece in pieces if piece.shot.volume > 0]
    if not audible:
        return {}
    feed = "".join(f"[r{piece.place}]" for piece in audible)
    command.chains.append(
        f"[{stray}:a:0]aresample={RATE}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo,"
        f"asplit={len(audible)}{feed}"
    )
    for piece in audible:
        shot = piece.shot
        begin, end = (shot.begin - reel.begin) / 1000, (shot.end - reel.begin) / 1000
        seconds = piece.frames / fps
        steps = [f"atrim=start={begin:.4f}:end={end:.4f}", "asetpts=PTS-STARTPTS", *_tempo(shot.speed)]
        steps += _drawn(shot.effects, HEARD, Frame(0, 0, fps, seconds))
        if shot.volume != 1:
            steps.append(f"volume={shot.volume:.3f}")
        # eight milliseconds at each end keep a cut from clicking
        steps.append(f"afade=t=in:st=0:d=0.008,afade=t=out:st={max(0.0, seconds - 0.008):.4f}:d=0.008")
        steps.append(f"apad,atrim=end_sample={piece.samples(fps)},asetpts=PTS-STARTPTS")
        command.chains.append(f"[r{piece.place}]{','.join(steps)}[q{piece.place}]")
    return {piece.place: f"q{piece.place}" for piece in audible}


def _tempo(speed: float) -> list[str]:
    steps = []
    while speed < 0.5:  # the filter takes no less
        steps.append("atempo=0.5")
        speed /= 0.5
    return steps + ([f"atempo={speed:.6f}"] if speed != 1 else [])


def _sound(
    command: Command, heard: Sequence[str], timeline: Timeline, music: list[str] | None, canvas: Canvas, frames: int
) -> None:
    seconds = frames / canvas.fps
    feed = "".join(f"[{label}]" for label in heard)
    command.chains.append(f"{feed}concat=n={len(heard)}:v=0:a=1[own]")
    label = "own"
    if music is not None and timeline.music is not None:
        stray = command.open(*music)
        command.chains.append(f"[{stray}:a:0]{_underscore(timeline.music, seconds)}[bgm]")
        command.chains.append("[own][bgm]amix=inputs=2:duration=first:normalize=0[mix]")
        label = "mix"
    steps = []
    if canvas.fade_in:
        steps.append(f"afade=t=in:st=0:d={canvas.fade_in / 1000:.3f}")
    if canvas.fade_out:
        steps.append(f"afade=t=out:st={max(0.0, seconds - canvas.fade_out / 1000):.3f}:d={canvas.fade_out / 1000:.3f}")
    steps += _drawn(timeline.effects, HEARD, Frame(0, 0, canvas.fps, seconds))
    command.chains.append(f"[{label}]" + ",".join([*steps, "alimiter=limit=0.95:level=0"]) + "[a]")


def _underscore(music: Music, seconds: float) -> str:
    rise, fall = min(music.fade_in / 1000, seconds / 4), min(music.fade_out / 1000, seconds / 3)
    steps = [f"aresample={RATE},aformat=sample_fmts=fltp:channel_layouts=stereo", f"atrim=end={seconds:.4f}"]
    steps += ["asetpts=PTS-STARTPTS", f"volume={music.volume:.3f}"]
    if rise:
        steps.append(f"afade=t=in:st=0:d={rise:.3f}")
    if fall:
        steps.append(f"afade=t=out:st={seconds - fall:.3f}:d={fall:.3f}")
    return ",".join(steps)
