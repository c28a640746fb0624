"""The timeline's one form on the wire: the seeds' short keys (t, tt, sg, d, m).

Only t, tt, sg, d and m are documented; everything else lies in m (NemoVideo skill text, "Draft field mapping").
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, get_args

from sandbox.model.draft import (
    FADES,
    MOST_LEVELS,
    Asked,
    BadDraft,
    Canvas,
    Effect,
    Music,
    Overlay,
    Place,
    Shot,
    Timeline,
    Voice,
    Words,
)
from sandbox.model.ratios import ratio_name

VIDEO, AUDIO, TEXT = 0, 1, 7
N = TypeVar("N", int, float)


def to_wire(timeline: Timeline) -> dict[str, Any] | None:
    """The draft in short keys, or None when nothing is on the timeline."""
    if not timeline.shots:
        return None
    total, canvas = timeline.length, timeline.canvas
    tracks = [{"tt": VIDEO, "m": {}, "sg": _video_segments(timeline.shots)}]
    if timeline.music is not None:
        tracks.append({"tt": AUDIO, "m": {"kind": "bgm"}, "sg": [_music_segment(timeline.music, total)]})
    if timeline.voice is not None:
        tracks.append({"tt": AUDIO, "m": {"kind": "voice"}, "sg": [_voice_segment(timeline.voice, total)]})
    if overlays := [_overlay_segment(each, total) for each in timeline.overlays]:
        tracks.append({"tt": VIDEO, "m": {"kind": "overlay"}, "sg": overlays})
    for source in dict.fromkeys(each.source for each in timeline.words):
        segments = [_words_segment(each, total) for each in timeline.words if each.source == source]
        about_track = {"kind": "caption", "name": source} if source else {}
        tracks.append({"tt": TEXT, "m": about_track, "sg": segments})
    about = {
        "title": timeline.title,
        "width": canvas.width,
        "height": canvas.height,
        "fps": canvas.fps,
        "ratio": ratio_name(canvas.width, canvas.height),
        "fit": canvas.fit,
        "fade_in": canvas.fade_in,
        "fade_out": canvas.fade_out,
        "sound_in": canvas.sound_in,
        "sound_out": canvas.sound_out,
        "keeps": canvas.keeps,
        "fade_from": canvas.fade_from,
        "fade_to": canvas.fade_to,
        "known": list(timeline.known),
        "beat": timeline.on_beat,
        "uncut": _video_segments(timeline.uncut),
        "rev": timeline.rev,
    }
    if timeline.asked is not None:
        about["asked"] = asked_to_wire(timeline.asked)
    if timeline.effects:
        about["fx"] = _effects(timeline.effects)
    return {"d": total, "m": about, "t": tracks}


def asked_to_wire(asked: Asked) -> dict[str, Any]:
    """What a version was asked for, as it stands in its draft."""
    return {"words": asked.words, "base": asked.base, "it": asked.it, "about": asked.about}


def from_wire(draft: Mapping[str, Any]) -> Timeline:
    """The timeline a draft of ours spells; raises BadDraft for any other shape."""
    try:
        return _read(draft)
    except BadDraft:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise BadDraft(f"not a draft of this sandbox: {type(error).__name__}") from error


def _video_segments(shots: Iterable[Shot]) -> list[dict[str, Any]]:
    segments, start = [], 0
    for shot in shots:
        about: dict[str, Any] = {
            "name": shot.name,
            "asset": shot.source,
            "in": shot.begin,
            "out": shot.end,
            "start": start,
            "speed": shot.speed,
            "volume": shot.volume,
        }
        if shot.zoom != 1.0:
            about |= {"zoom": shot.zoom, "focus": shot.focus}
        if shot.still:
            about["still"] = True
        if shot.join:
            about["tr"] = {"type": shot.join, "d": shot.join_ms}
        if shot.backwards:
            about["backwards"] = True
        if shot.at is not None:
            about["at"] = shot.at
        if shot.effects:
            about["fx"] = _effects(shot.effects)
        segments.append({"d": shot.length, "m": about})
        start += shot.length
    return segments


def _effects(effects: Iterable[Effect]) -> list[dict[str, Any]]:
    return [{"type": each.name, "amount": each.amount, "kind": each.kind} for each in effects]


def _music_segment(music: Music, total: int) -> dict[str, Any]:
    about = {
        "name": music.name,
        "mood": music.mood,
        "bpm": music.bpm,
        "volume": music.volume,
        "usual": music.usual,
        "fade_in": music.fade_in,
        "fade_out": music.fade_out,
        "start": min(music.start, total - 1),
        "at": music.start,
    }
    if music.source:
        about["asset"] = music.source
    if music.duck:
        about["duck"] = True
    if music.first_beat:
        about["first_beat"] = music.first_beat
    if music.offset:
        about["from"] = music.offset
    if music.length:
        about["want"] = music.length
    if music.levels:
        about["levels"] = [list(each) for each in music.levels]
    left = max(1, total - music.start)
    return {"d": min(left, music.length or left), "m": about}


def _voice_segment(voice: Voice, total: int) -> dict[str, Any]:
    start = min(voice.start, total - 1)
    about = {
        "name": voice.name,
        "asset": voice.source,
        "start": start,
        "at": voice.start,
        "want": voice.length,
        "volume": voice.volume,
    }
    return {"d": max(1, min(voice.length, total - start)), "m": about}


def _overlay_segment(overlay: Overlay, total: int) -> dict[str, Any]:
    start = min(overlay.start, total - 1)
    about = {
        "name": overlay.name,
        "asset": overlay.source,
        "role": overlay.kind,
        "pos": overlay.place,
        "scale": overlay.scale,
        "opacity": overlay.opacity,
        "start": start,
        "at": overlay.start,
        "want": overlay.length,
    }
    if overlay.shots:
        about["shots"] = _video_segments(overlay.shots)
    return {"d": max(1, min(overlay.length or total, total - start)), "m": about}


def _words_segment(words: Words, total: int) -> dict[str, Any]:
    want = words.length or total
    length = min(want, total)
    start = min(words.start, total - length)
    if words.source:  # at its time or not at all
        start = min(words.start, total - 1)
        length = max(1, min(want, total - start))
    about = {
        "text": words.text,
        "kind": words.kind,
        "pos": words.place,
        "start": start,
        "want": words.length,
        "at": words.start,
        "color": words.color,
    }
    if words.size != 1.0:
        about["size"] = words.size
    if words.source:
        about["from"] = words.source
    return {"d": length, "m": about}


def _read(draft: Mapping[str, Any]) -> Timeline:
    about = draft["m"]
    timeline = Timeline(
        canvas=Canvas(
            width=_within(int(about["width"]), 16, 4096),
            height=_within(int(about["height"]), 16, 4096),
            fps=_within(int(about.get("fps", 30)), 1, 60),
            fit=_one_of(about.get("fit", "blur"), ("blur", "crop", "pad")),
            fade_in=max(0, int(about.get("fade_in", 0))),
            fade_out=max(0, int(about.get("fade_out", 0))),
            keeps=_one_of(about.get("keeps", "center"), get_args(Place)),
            fade_from=_one_of(about.get("fade_from", "black"), FADES),
            fade_to=_one_of(about.get("fade_to", "black"), FADES),
            # a draft of an earlier release has one fade for both
            sound_in=max(0, int(about.get("sound_in", about.get("fade_in", 0)))),
            sound_out=max(0, int(about.get("sound_out", about.get("fade_out", 0)))),
        ),
        title=str(about.get("title", "")),
        known=tuple(str(each) for each in about.get("known", ())),
        on_beat=bool(about.get("beat", False)),
        uncut=[_read_shot(segment["m"]) for segment in about.get("uncut", ())],
        rev=int(about.get("rev", 0)),
        asked=_read_asked(about["asked"]) if "asked" in about else None,
        effects=_read_effects(about),
    )
    for track in draft["t"]:
        for segment in track["sg"]:
            kind = track.get("m", {}).get("kind", "")
            if track["tt"] == VIDEO and kind == "overlay":
                timeline.overlays.append(_read_overlay(segment["m"]))
            elif track["tt"] == VIDEO:
                timeline.shots.append(_read_shot(segment["m"]))
            elif track["tt"] == AUDIO and kind == "voice":
                timeline.voice = _read_voice(segment["m"])
            elif track["tt"] == AUDIO:
                timeline.music = _read_music(segment["m"])
            elif track["tt"] == TEXT:
                timeline.words.append(_read_words(segment["m"]))
    return timeline


def _read_asked(about: Mapping[str, Any]) -> Asked:
    return Asked(str(about["words"]), int(about["base"]), str(about.get("it", "")), str(about.get("about", "")))


def _read_shot(about: Mapping[str, Any]) -> Shot:
    begin, end = int(about["in"]), int(about["out"])
    if not 0 <= begin < end:
        raise BadDraft("a shot without length")
    join = about.get("tr") or {}
    return Shot(
        source=str(about["asset"]),
        name=str(about.get("name", "")),
        begin=begin,
        end=end,
        speed=_within(float(about.get("speed", 1.0)), 0.1, 16.0),
        volume=_within(float(about.get("volume", 1.0)), 0.0, 4.0),
        zoom=_within(float(about.get("zoom", 1.0)), 1.0, 4.0),
        focus=_within(float(about.get("focus", 0.5)), 0.0, 1.0),
        still=bool(about.get("still", False)),
        join=str(join.get("type", "")),
        join_ms=max(0, int(join.get("d", 0))),
        effects=_read_effects(about),
        backwards=bool(about.get("backwards", False)),
        at=max(0, int(about["at"])) if "at" in about else None,
    )


def _read_effects(about: Mapping[str, Any]) -> tuple[Effect, ...]:
    return tuple(
        Effect(str(each["type"]), _within(float(each["amount"]), -1000.0, 1000.0), str(each["kind"]))
        for each in about.get("fx", ())
    )


def _read_music(about: Mapping[str, Any]) -> Music:
    return Music(
        name=str(about["name"]),
        mood=str(about.get("mood", "")),
        bpm=_within(float(about.get("bpm", 0.0)), 0.0, 300.0),
        source=str(about.get("asset", "")),
        volume=_within(float(about.get("volume", 0.35)), 0.0, 4.0),
        fade_in=max(0, int(about.get("fade_in", 0))),
        fade_out=max(0, int(about.get("fade_out", 0))),
        start=max(0, int(about.get("at", 0))),
        duck=bool(about.get("duck", False)),
        usual=_within(float(about.get("usual", 0.35)), 0.01, 4.0),
        first_beat=_within(float(about.get("first_beat", 0.0)), 0.0, 3_600_000.0),
        length=max(0, int(about.get("want", 0))),
        offset=max(0, int(about.get("from", 0))),
        levels=tuple(
            (max(0, int(begin)), max(0, int(end)), _within(float(factor), 0.0, 16.0))
            for begin, end, factor in about.get("levels", ())[:MOST_LEVELS]
        ),
    )


def _read_voice(about: Mapping[str, Any]) -> Voice:
    return Voice(
        name=str(about["name"]),
        source=str(about["asset"]),
        start=max(0, int(about.get("at", 0))),
        length=max(0, int(about.get("want", 0))),
        volume=_within(float(about.get("volume", 1.0)), 0.0, 4.0),
    )


def _read_overlay(about: Mapping[str, Any]) -> Overlay:
    return Overlay(
        source=str(about["asset"]),
        name=str(about["name"]),
        kind=_one_of(about["role"], ("logo", "pip", "tile")),
        place=_one_of(about["pos"], get_args(Place)),
        scale=_within(float(about["scale"]), 0.02, 1.0),
        opacity=_within(float(about["opacity"]), 0.05, 1.0),
        start=max(0, int(about.get("at", 0))),
        length=max(0, int(about.get("want", 0))),
        shots=tuple(_read_shot(segment["m"]) for segment in about.get("shots", ())),
    )


def _read_words(about: Mapping[str, Any]) -> Words:
    return Words(
        text=str(about["text"]),
        kind=_one_of(about.get("kind", "title"), ("title", "caption", "watermark")),
        place=_one_of(about.get("pos", "center"), get_args(Place)),
        start=max(0, int(about.get("at", about.get("start", 0)))),
        length=max(0, int(about.get("want", 3000))),
        color=str(about.get("color", "white")),
        size=_within(float(about.get("size", 1.0)), 0.1, 8.0),
        source=str(about.get("from", "")),
    )


def _within(value: N, low: N, high: N) -> N:
    if not low <= value <= high:
        raise BadDraft("a number out of bounds")
    return value


def _one_of(value: object, allowed: tuple[str, ...]) -> Any:
    if value not in allowed:
        raise BadDraft("an unknown word")
    return value
