"""Draft JSON read as a timeline.

Only `t`, `tt`, `sg`, `d` and `m` are documented (NemoVideo skill text, "Draft field mapping"). The keys of a segment's
name, start, volume and text are not, so each is looked for under many names, in the segment first, then in the objects
inside it. Never raises.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from core.words.captions import ENDINGS
from core.words.clean import one_line
from core.words.timeline.values import Kind, Segment, Timeline, Track

_TRACKS: Final = ("t", "tracks", "track")
_SEGMENTS: Final = ("sg", "segments", "segment", "clips", "items")
_TYPE: Final = ("tt", "type", "track_type", "trackType", "kind")
_DURATION: Final = ("d", "duration", "dur", "duration_ms", "durationMs", "length")
_START: Final = ("start", "st", "s", "begin", "start_ms", "startMs", "start_time", "startTime", "offset")
_END: Final = ("end", "et", "e", "end_ms", "endMs", "end_time", "endTime")
_VOLUME: Final = ("volume", "vol", "gain", "v")
_TEXT: Final = ("text", "content", "txt", "caption", "words", "tx")
_NAME: Final = (
    *("name", "title", "n", "label", "display_name", "displayName", "asset_name", "assetName"),
    *("file_name", "fileName", "filename", "file", "material_name", "src", "url"),
)
_WIDTH: Final = ("width", "w")
_HEIGHT: Final = ("height", "h")

_NUMBERED: Final[dict[int, Kind]] = {0: "video", 1: "audio", 7: "text"}
_NAMED: Final[dict[str, Kind]] = {
    "video": "video",
    "image": "video",
    "photo": "video",
    "audio": "audio",
    "bgm": "audio",
    "music": "audio",
    "voice": "audio",
    "sound": "audio",
    "text": "text",
    "title": "text",
    "caption": "text",
    "subtitle": "text",
    "watermark": "text",
}
_LABELS: Final[dict[Kind, tuple[str, ...]]] = {
    "video": ("video",),
    "audio": ("bgm", "voice", "sound"),
    "text": ("title", "caption", "watermark"),
    "other": ("track",),
}
_SYNONYMS: Final = {"music": "bgm", "voiceover": "voice", "sfx": "sound", "subtitle": "caption"}

_ELSEWHERE: Final = frozenset({*_TRACKS, *_SEGMENTS, "m", "tr", "transition", "effect"})
_DEEP: Final = 3  # levels of nested objects; bounds the work on a hostile draft
_DAY_MS: Final = 86_400_000
_SEGMENTS_MOST: Final = 5_000
_TRACKS_MOST: Final = 200
_NUMBER: Final = re.compile(r"\s*(-?\d{1,12}(?:\.\d{1,12})?)\s*+(%?)\s*+")
_FILE: Final = re.compile(
    r"(?:.*[/\\])?([^/\\?#]+?)\.(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac)(?:[?#].*)?"
)


_Layers = list[dict[str, object]]


def exportable(draft: object) -> bool:
    """Whether a render has something to show: some track with a non-empty `sg` (NemoVideo skill text)."""
    if not isinstance(draft, dict):
        return False
    return any(isinstance(track, dict) and bool(_rows(track.get("sg"))) for track in _rows(draft.get("t")))


def read(draft: object) -> Timeline:
    """Return the timeline of a draft, times in ms; an empty one for any other value."""
    if not isinstance(draft, dict):
        return Timeline()
    rows = _rows(_first(draft, _TRACKS))
    if not rows and isinstance(inner := draft.get("draft"), dict):
        return read_flat(inner)
    return read_flat(draft)


def read_flat(draft: dict[str, object]) -> Timeline:
    """Return the timeline of a draft that is not inside a `draft` key."""
    layers = _layers(draft)
    title = one_line(_words(layers, ("title", "name")) or "")
    tracks = [_track(row, title) for row in _rows(_first(draft, _TRACKS))[:_TRACKS_MOST] if isinstance(row, dict)]
    shown = tuple(track for track in tracks if track.segments)
    last = max((one.end_ms for track in shown for one in track.segments), default=0)
    return Timeline(
        shown,
        last or _ms(_number(layers, _DURATION)),
        _size(_number(layers, _WIDTH)),
        _size(_number(layers, _HEIGHT)),
    )


def _track(row: dict[str, object], title: str) -> Track:
    kind = _kind(row)
    named = _words(_layers(row, 1), _NAME[:3]) or ""
    fallback = one_line(named or (title if kind == "video" else ""))
    of_captions = kind == "text" and named.strip().lower().endswith(ENDINGS)
    segments: list[Segment] = []
    cursor = 0
    for one in _rows(_first(row, _SEGMENTS))[:_SEGMENTS_MOST]:
        if isinstance(one, dict):
            found = _segment(one, kind, cursor, fallback)
            segments.append(replace(found, name=fallback, of_captions=True) if of_captions else found)
            cursor = segments[-1].end_ms
    return Track(kind, _label(row, kind), tuple(segments))


def _segment(one: dict[str, object], kind: Kind, cursor: int, fallback: str) -> Segment:
    layers = _layers(one)
    start_at = _number(layers, _START)
    start = cursor if start_at is None else _ms(start_at)
    length, end_at = _number(layers, _DURATION), _number(layers, _END)
    end = start + _ms(length) if end_at is None or length is not None else max(start, _ms(end_at))
    words = one_line(_words(layers, _TEXT) or "")
    name = _file_name(_words(layers, _NAME) or "") or fallback
    if kind == "text":
        return Segment(name, start, end, None, words or name)
    return Segment(name or words, start, end, _volume(layers))


def _kind(row: dict[str, object]) -> Kind:
    for value in _values(_layers(row, 1), _TYPE):
        if isinstance(value, str) and value.strip().lower() in _NAMED:
            return _NAMED[value.strip().lower()]
        number = _as_number(value)
        if number is not None:
            return _NUMBERED.get(int(number), "other")
    return "other"


def _label(row: dict[str, object], kind: Kind) -> str:
    rows = [row, *(one for one in _rows(_first(row, _SEGMENTS))[:1] if isinstance(one, dict))]
    for one in rows:
        for value in _values(_layers(one, 1), ("kind", "role", "label", "type")):
            word = value.strip().lower() if isinstance(value, str) else ""
            word = _SYNONYMS.get(word, word)
            if word in _LABELS[kind]:
                return word
    return _LABELS[kind][0]


def _rows(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    return list(value.values()) if isinstance(value, dict) else []


def _first(holder: dict[str, object], keys: tuple[str, ...]) -> object:
    return next((holder[key] for key in keys if holder.get(key)), None)


def _layers(holder: dict[str, object], deep: int = _DEEP) -> _Layers:
    """Return the object and the objects inside it, nearest first, without tracks and segments: they have their own."""
    layer = found = [holder]
    for _ in range(deep):
        layer = [inner for one in layer for inner in _inside(one)][:50]
        if not layer:
            break
        found = found + layer
    return found


def _inside(holder: dict[str, object]) -> Iterator[dict[str, object]]:
    if isinstance(nearest := holder.get("m"), dict):
        yield nearest
    for key, value in holder.items():
        if isinstance(value, dict) and key not in _ELSEWHERE:
            yield value


def _values(layers: _Layers, keys: tuple[str, ...]) -> Iterator[object]:
    for one in layers:
        yield from (one[key] for key in keys if one.get(key) is not None)


def _words(layers: _Layers, keys: tuple[str, ...]) -> str | None:
    return next((one for one in _values(layers, keys) if isinstance(one, str) and one_line(one)), None)


def _number(layers: _Layers, keys: tuple[str, ...]) -> float | None:
    numbers = (_as_number(one) for one in _values(layers, keys))
    return next((one for one in numbers if one is not None), None)


def _as_number(value: object) -> float | None:
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value)
        return float(found[1]) / (100 if found[2] else 1) if found else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return float(max(-_DAY_MS, min(_DAY_MS, value)))
    return value if math.isfinite(value) else None


def _ms(value: float | None) -> int:
    return round(max(0.0, min(float(_DAY_MS), value or 0.0)))


def _size(value: float | None) -> int:
    return round(max(0.0, min(100_000.0, value or 0.0)))


def _volume(layers: _Layers) -> float | None:
    value = _number(layers, _VOLUME)
    if value is None or value < 0:
        return None
    share = value if value <= 2 else value / 100  # a volume above 2 must be per cent
    return round(min(share, 10.0), 2)


def _file_name(name: str) -> str:
    found = _FILE.fullmatch(name.strip())
    return one_line(found[1] if found else name)
