"""How loud the parts of a film are, and the gains that make a film with music as loud as films on the net are.

Loudness is measured by FFmpeg's EBU R 128 meter, 400 ms at a time; a part of a file, once. What the mix will have
follows by adding energies, so that nothing is rendered twice. Levels in LUFS, gains as factors.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sandbox.film.ffmpeg import run_ffmpeg, user_input
from sandbox.model.assets import Asset
from sandbox.model.draft import Music, Timeline

TARGET = -14.0
TRUE_PEAK = -1.0  # dBTP
DUCK_FROM, DUCK_RATIO = 0.02, 8  # what is louder, where 1 is full scale, pushes the rest back; and how far
_NEAR = 0.4  # LU from the target that are near enough
_STEP_MS = 100  # from one value of the meter to the next
_SILENT = -70.0
_MOST_UP, _MOST_DOWN = 12.0, 24.0  # decibels that a part is moved by
_KEY = "lavfi.r128.M"

Energies = list[float]  # one value every 100 ms


@dataclass(frozen=True, slots=True)
class Gains:
    """What every part is multiplied by before it is mixed, and the mix thereafter."""

    own: float = 1.0
    music: float = 1.0
    voice: float = 1.0
    film: float = 1.0


async def gains(timeline: Timeline, assets: Mapping[str, Asset], music: Sequence[str] | None) -> Gains:
    """The gains of a film; all 1 without music. `music` opens the background music.

    Every part is brought to the same loudness, and the film to -14 LUFS with its parts as loud as they are unless
    somebody says otherwise. So "music at 20%" makes the music quieter and leaves the rest as it is; music that is
    louder than usual makes the rest quieter, for together they are no louder.
    """
    if music is None or timeline.music is None:
        return Gains()
    seconds = timeline.length / 1000
    own = await _own(timeline, assets)
    score = [0.0] * (timeline.music.start // _STEP_MS) + await _momentary([*music], 0.0, seconds)
    voice = await _voice(timeline, assets)
    parts = _Parts(timeline.music, own, _as_long(score, own), _as_long(voice, own))
    to_score, to_voice = _towards(score), _towards(voice)
    as_it_is = Gains(1.0, to_score, to_voice)
    before = parts.together(as_it_is)
    if abs(TARGET - before) <= _NEAR:
        return as_it_is
    levelled = replace(as_it_is, own=_towards(own))
    loud = parts.together(levelled)
    # nobody asked for the clips to be touched: no further than need be
    aim = TARGET if parts.music_alone else min(TARGET + _NEAR, max(TARGET - _NEAR, before))
    return replace(levelled, film=_factor(aim - loud)) if loud > _SILENT else levelled


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a film is mixed of: the energy of each part, every 100 ms, equally long."""

    music: Music
    own: Energies
    score: Energies
    voice: Energies

    @property
    def music_alone(self) -> bool:
        """Whether nothing else is heard."""
        return max(integrated(self.own), integrated(self.voice)) <= _SILENT

    def together(self, at: Gains) -> float:
        """The loudness of the film with these gains, at the levels that are usual."""
        usual = self.music.usual
        level = at.music * (usual if self.music_alone else max(usual, self.music.volume))
        under_clips = self.music.duck and not any(self.voice)
        mix: Energies = []
        for own, score, voice in zip(self.own, self.score, self.voice, strict=True):
            clips, words = own * at.own**2, voice * at.voice**2
            under = _ducked((clips if under_clips else 0.0) + words)
            mix.append(clips * _ducked(words) + score * level**2 * under + words)
        return integrated(mix)


def integrated(energies: Sequence[float]) -> float:
    """The loudness of the whole, gated as ITU-R BS.1770 has it; -70 for silence."""
    heard = [each for each in energies if each > _energy(_SILENT)]
    if not heard:
        return _SILENT
    gate = sum(heard) / len(heard) / 10
    loud = [each for each in heard if each > gate]
    return max(_SILENT, 10 * math.log10(sum(loud) / len(loud)) - 0.691)


def _ducked(key: float) -> float:
    """The share of its energy that is left of what steps back for that."""
    over = 10 * math.log10(key) - 0.691 - 20 * math.log10(DUCK_FROM) if key > 0 else 0.0
    return float(10 ** (-max(0.0, over) * (1 - 1 / DUCK_RATIO) / 10))


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _factor(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _towards(energies: Sequence[float]) -> float:
    loud = integrated(energies)
    return _factor(min(_MOST_UP, max(-_MOST_DOWN, TARGET - loud))) if loud > _SILENT else 1.0


def _as_long(energies: Energies, other: Sequence[float]) -> Energies:
    return (energies + [0.0] * len(other))[: len(other)]


async def _own(timeline: Timeline, assets: Mapping[str, Asset]) -> Energies:
    """What the clips have of their own, shot after shot, at the level they were recorded with."""
    spans: dict[str, tuple[int, int]] = {}
    for shot in timeline.shots:
        asset = assets.get(shot.source)
        if asset is not None and asset.has_audio and not shot.still and shot.volume > 0:
            begin, end = spans.get(shot.source, (shot.begin, shot.end))
            spans[shot.source] = (min(begin, shot.begin), max(end, shot.end))
    heard = {
        key: await _momentary(user_input(assets[key].path, "-vn"), begin / 1000, (end - begin) / 1000)
        for key, (begin, end) in spans.items()
    }
    energies: Energies = []
    start = 0
    for shot in timeline.shots:
        count = (start + shot.length) // _STEP_MS - start // _STEP_MS
        start += shot.length
        if shot.source not in heard or shot.still or shot.volume <= 0:
            energies += [0.0] * count
            continue
        source, offset = heard[shot.source], shot.begin - spans[shot.source][0]
        places = [int((offset + step * _STEP_MS * shot.speed) // _STEP_MS) for step in range(count)]
        energies += [source[place] if place < len(source) else 0.0 for place in places]
    return energies


async def _voice(timeline: Timeline, assets: Mapping[str, Asset]) -> Energies:
    voice = timeline.voice
    if voice is None or voice.source not in assets or not assets[voice.source].has_audio:
        return []
    spoken = await _momentary(user_input(assets[voice.source].path, "-vn"), 0.0, timeline.length / 1000)
    return [0.0] * (voice.start // _STEP_MS) + spoken


async def _momentary(opened: list[str], begin: float, seconds: float) -> Energies:
    """The energy of every 400 ms of a file's sound, in stereo as the film has it, one every 100 ms."""
    found: Energies = []

    def line(text: str) -> None:
        if text.startswith(_KEY):
            value = float(text.partition("=")[2])
            found.append(_energy(value) if value > _SILENT else 0.0)

    meter = f"aformat=channel_layouts=stereo,ebur128=metadata=1,ametadata=mode=print:key={_KEY}:file=-"
    window = ["-ss", f"{begin:.3f}", "-t", f"{seconds:.3f}"]
    await run_ffmpeg(*window, *opened, "-map", "0:a:0", "-af", meter, "-f", "null", "-", line=line)
    return found
