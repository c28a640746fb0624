"""The sound of a film as filter chains: what the clips have of their own, the voice and the music over it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.film.command import RATE, Command, Cut, drawn
from sandbox.film.ffmpeg import user_input
from sandbox.film.loudness import DUCK_FROM, DUCK_RATIO, Gains
from sandbox.film.picture import Pass
from sandbox.model.assets import Asset
from sandbox.model.draft import Canvas, Effect, Music, Shot, Timeline, Voice
from sandbox.operations.operation import Frame
from sandbox.operations.registry import HEARD


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
    return same and before.end == after.begin and not before.still and not after.still


def _sounds_of(shot: Shot) -> list[Effect]:
    return [each for each in shot.effects if each.name in HEARD]


def listen(
    command: Command, grid: Sequence[Cut], opened: Sequence[tuple[int, Pass]], assets: Mapping[str, Asset], fps: int
) -> str:
    """Chains for what is heard of the clips themselves, without a gap; their label."""
    pieces = _pieces(grid)
    heard: set[int] = set()
    for stray, each in opened:
        asset = assets.get(each.source)
        if asset is not None and asset.has_audio:
            heard |= _listened(command, stray, each, [one for one in pieces if one.place in each.cuts], fps)
    for piece in pieces:
        if piece.place not in heard:
            command.chains.append(f"anullsrc=r={RATE}:cl=stereo,atrim=end_sample={piece.samples(fps)}[q{piece.place}]")
    feed = "".join(f"[q{piece.place}]" for piece in pieces)
    command.chains.append(f"{feed}concat=n={len(pieces)}:v=0:a=1[own]")
    return "own"


def _listened(command: Command, stray: int, opened: Pass, pieces: Sequence[_Piece], fps: int) -> set[int]:
    audible = [piece for piece in pieces if piece.shot.volume > 0 and not piece.shot.still]
    if not audible:
        return set()
    feed = "".join(f"[r{piece.place}]" for piece in audible)
    command.chains.append(
        f"[{stray}:a:0]aresample={RATE}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo,"
        f"asplit={len(audible)}{feed}"
    )
    for piece in audible:
        shot = piece.shot
        begin, end = (shot.begin - opened.begin) / 1000, (shot.end - opened.begin) / 1000
        seconds = piece.frames / fps
        steps = [f"atrim=start={begin:.4f}:end={end:.4f}", "asetpts=PTS-STARTPTS", *_tempo(shot.speed)]
        steps += drawn(shot.effects, HEARD, Frame(0, 0, fps, seconds))
        if shot.volume != 1:
            steps.append(f"volume={shot.volume:.3f}")
        # eight milliseconds at each end keep a cut from clicking
        steps.append(f"afade=t=in:st=0:d=0.008,afade=t=out:st={max(0.0, seconds - 0.008):.4f}:d=0.008")
        steps.append(f"apad,atrim=end_sample={piece.samples(fps)},asetpts=PTS-STARTPTS")
        command.chains.append(f"[r{piece.place}]{','.join(steps)}[q{piece.place}]")
    return {piece.place for piece in audible}


def _tempo(speed: float) -> list[str]:
    steps = []
    while speed < 0.5:  # the filter takes no less
        steps.append("atempo=0.5")
        speed /= 0.5
    return steps + ([f"atempo={speed:.6f}"] if speed != 1 else [])


def mix(
    command: Command,
    own: str,
    timeline: Timeline,
    music: list[str] | None,
    assets: Mapping[str, Asset],
    canvas: Canvas,
    frames: int,
    gains: Gains,
) -> None:
    """Chains from the clips' own sound, the voice and the music to [a]. `music` opens the background music."""
    if gains.own != 1:
        command.chains.append(f"[{own}]volume={gains.own:.4f}[levelled]")
        own = "levelled"
    seconds = frames / canvas.fps
    voice = timeline.voice if timeline.voice is not None and timeline.voice.source in assets else None
    score = timeline.music if music is not None else None
    heard, voice_keys = own, []
    if voice is not None:
        stray = command.open(*user_input(assets[voice.source].path, "-vn"))
        voice_keys = ["speaking0", *(["speaking1"] if score else [])]
        taps = "".join(f"[{key}]" for key in voice_keys)
        spoken = _spoken(voice, seconds, gains.voice)
        command.chains.append(f"[{stray}:a:0]{spoken},asplit={len(voice_keys) + 1}[voice]{taps}")
        command.chains.append(f"[{own}][{voice_keys[0]}]{_DUCK}[under]")
        heard = "under"
    if score is not None and music is not None:
        stray = command.open(*music)
        command.chains.append(f"[{stray}:a:0]{_underscore(score, seconds, gains.music)}[score]")
        keys = voice_keys[1:]
        if score.duck and voice is None:  # a voice-over is what is meant to be heard, not what lies under it
            command.chains.append(f"[{heard}]asplit=2[clips][key]")
            heard, keys = "clips", [*keys, "key"]
        command.chains.append(f"{_keyed(command, keys)}[bgm]")
    parts = [heard, *(["bgm"] if score else []), *(["voice"] if voice else [])]
    feed = "".join(f"[{part}]" for part in parts)
    joined = [f"amix=inputs={len(parts)}:duration=first:normalize=0"] if len(parts) > 1 else []
    if canvas.sound_in:
        joined.append(f"afade=t=in:st=0:d={canvas.sound_in / 1000:.3f}")
    if canvas.sound_out:
        start = max(0.0, seconds - canvas.sound_out / 1000)
        joined.append(f"afade=t=out:st={start:.3f}:d={canvas.sound_out / 1000:.3f}")
    joined += drawn(timeline.effects, HEARD, Frame(0, 0, canvas.fps, seconds))
    if gains.film != 1:
        joined.append(f"volume={gains.film:.4f}")
    command.chains.append(feed + ",".join([*joined, *(_MASTERED if score else _LIMITED)]) + "[a]")


_LIMITED = ("alimiter=limit=0.95:level=0",)
# true peaks at -1 dB: those between the samples count too, and the encoder adds up to three decibels
_MASTERED = (f"aresample={4 * RATE}", "alimiter=limit=0.63:attack=2:release=80:level=0", f"aresample={RATE}")
# what speaks at -20 dB takes twelve off the rest; it comes back half a second after the last word
_DUCK = f"sidechaincompress=threshold={DUCK_FROM}:ratio={DUCK_RATIO}:attack=30:release=500"


def _keyed(command: Command, keys: Sequence[str]) -> str:
    """The music, made quieter by what the keys hold."""
    if not keys:
        return "[score]anull"
    if len(keys) > 1:
        command.chains.append("".join(f"[{key}]" for key in keys) + f"amix=inputs={len(keys)}:normalize=0[keys]")
        return f"[score][keys]{_DUCK}"
    return f"[score][{keys[0]}]{_DUCK}"


def _spoken(voice: Voice, seconds: float, gain: float) -> str:
    steps = [f"aresample={RATE},aformat=sample_fmts=fltp:channel_layouts=stereo", f"volume={voice.volume * gain:.4f}"]
    steps.append(f"adelay=delays={voice.start}:all=1,apad,atrim=end={seconds:.4f},asetpts=PTS-STARTPTS")
    return ",".join(steps)


def _underscore(music: Music, seconds: float, gain: float) -> str:
    start = min(music.start / 1000, max(0.0, seconds - 0.1))
    seconds = min(seconds - start, music.length / 1000) if music.length else seconds - start
    rise, fall = min(music.fade_in / 1000, seconds / 4), min(music.fade_out / 1000, seconds / 3)
    steps = [f"aresample={RATE},aformat=sample_fmts=fltp:channel_layouts=stereo", f"atrim=end={seconds:.4f}"]
    steps += ["asetpts=PTS-STARTPTS", f"volume={music.volume * gain:.4f}"]
    for begin, end, factor in music.levels:
        within = f"between(t,{begin / 1000 - start:.3f},{end / 1000 - start:.3f})"
        steps.append(f"volume={factor:.4f}:enable='{within}'")
    if rise:
        steps.append(f"afade=t=in:st=0:d={rise:.3f}")
    if fall:
        steps.append(f"afade=t=out:st={seconds - fall:.3f}:d={fall:.3f}")
    if start:
        steps.append(f"adelay=delays={start * 1000:.0f}:all=1")
    return ",".join(steps)
