"""Operations on sound and look: volume, music, beat cuts, words, shape, fades, transitions. Each says what it did."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sandbox.model.bounds import MOST_SHOTS
from sandbox.model.draft import Canvas, Fit, Music, Place, TextKind, Words, ratio_name
from sandbox.model.moods import FASTEST, SLOWEST, TEMPOS
from sandbox.operations.context import EditContext
from sandbox.timeline.beat import joined, on_the_beat
from sandbox.wording.phrases import say
from sandbox.wording.wishes import Wish

UNDER_SPEECH, ALONE = 0.35, 0.8
STEP_UP, STEP_DOWN = 1.5, 0.5
UNKNOWN_BPM = 120.0
_FADE_MS = 800
_JOIN_MS = 500
_HINTS = (
    ("upbeat", r"travel|trip|beach|summer|vlog|holiday|party|product|旅|游|海|夏|产品"),
    ("lofi", r"night|city|rain|coffee|study|street|夜|城|雨|咖啡"),
    ("cinematic", r"mountain|drone|wedding|sport|race|山|航拍|婚|赛"),
    ("ambient", r"nature|forest|yoga|sleep|sky|自然|森林|瑜伽|天空"),
)


def mute(context: EditContext, wish: Wish) -> None:
    """The clips' own sound off."""
    if _loudness(context, wish, 0.0):
        context.did("mute", "mute")


def volume(context: EditContext, wish: Wish) -> None:
    """The clips' own sound louder or quieter."""
    step = STEP_DOWN if wish.kind == "down" else STEP_UP
    loud = max((shot.volume for shot in context.timeline.shots), default=1.0)
    level = min(4.0, wish.amount if wish.amount is not None else loud * step)
    if _loudness(context, wish, level):
        context.did("set_volume", "volume", percent=context.share(level))


def _loudness(context: EditContext, wish: Wish, level: float) -> bool:
    region = context.region(wish)
    if region is None:
        context.note("no_such_clip")
        return False
    before, within, after = context.inside(*region)
    context.timeline.shots = before + [replace(shot, volume=level) for shot in within] + after
    return True


def bgm(context: EditContext, wish: Wish) -> None:
    """Background music: an uploaded song if one is named or was just sent, else a mood of ours."""
    had, bpm = context.timeline.music, float(wish.ms or 0)
    level = wish.amount if wish.amount is not None else (UNDER_SPEECH if context.sounds() else ALONE)
    songs = [key for key in wish.files if key in context.assets and context.assets[key].has_audio]
    if not songs and not wish.kind and "add_bgm" not in context.done:
        songs = [
            key for key, asset in context.assets.items() if asset.kind == "audio" and key not in context.timeline.known
        ]
    if songs:
        song = context.assets[songs[-1]]
        context.timeline.music = Music(song.name, bpm=bpm, source=song.id, volume=min(level, 4.0))
        context.did("add_bgm", "bgm_file", name=song.name, percent=context.share(level))
        return
    mood = wish.kind or (had.mood if had and had.mood and bpm else "") or _mood_for(context)
    tempo = min(max(bpm, SLOWEST), FASTEST) if bpm else TEMPOS[mood]
    context.timeline.music = Music(say(mood, chinese=False), mood, tempo, volume=min(level, 4.0))
    key = "bgm_replaced" if had else "bgm"
    name = say(mood, chinese=context.chinese)
    context.did("add_bgm", key, name=name, bpm=f"{tempo:g}", percent=context.share(level))
    if not wish.kind:
        context.note("bgm_guess")


def _mood_for(context: EditContext) -> str:
    names = " ".join(shot.name for shot in context.timeline.shots)
    return next((mood for mood, words in _HINTS if re.search(words, names, re.IGNORECASE)), "upbeat")


def bgm_remove(context: EditContext, _: Wish) -> None:
    """No background music."""
    if context.timeline.music is None:
        context.note("no_bgm")
        return
    context.timeline.music = None
    context.did("remove_bgm", "bgm_removed")


def bgm_volume(context: EditContext, wish: Wish) -> None:
    """Background music louder or quieter."""
    music = context.timeline.music
    if music is None:
        context.note("no_bgm")
        return
    step = STEP_DOWN if wish.kind == "down" else STEP_UP
    level = min(4.0, wish.amount if wish.amount is not None else music.volume * step)
    context.timeline.music = replace(music, volume=level)
    context.did("set_bgm_volume", "bgm_volume", percent=context.share(level))


def beat(context: EditContext, wish: Wish) -> None:
    """Cuts on the beat of the music that sounds; without any, music is added first."""
    timeline = context.timeline
    if timeline.music is None:
        bgm(context, replace(wish, op="bgm", kind="upbeat", files=()))
    if timeline.music is None:
        return
    if not timeline.music.bpm:
        timeline.music = replace(timeline.music, bpm=UNKNOWN_BPM)
        context.note("beat_unknown", bpm=f"{UNKNOWN_BPM:g}")
    uncut, turns = timeline.uncut or joined(timeline.shots), len(timeline.sources) > 1
    cells = on_the_beat(uncut, timeline.music.bpm)
    if len(cells) > MOST_SHOTS:
        context.note("too_many", most=MOST_SHOTS)
        return
    if len(cells) <= len(uncut) and len(cells) < 3:
        context.note("beat_short")
        return
    timeline.uncut, timeline.shots, timeline.on_beat = uncut, cells, True
    context.did("sync_to_beat", "beat", count=len(cells) - 1, bpm=f"{timeline.music.bpm:g}", length=context.long())
    context.note("beat_turns" if turns else "beat_closer")


def beat_again(context: EditContext) -> None:
    """After the film or its music changed, the cuts go back on the beat."""
    timeline = context.timeline
    if timeline.music is None or not timeline.music.bpm:
        timeline.on_beat, timeline.uncut = False, []
        return
    timeline.uncut = timeline.uncut or joined(timeline.shots)
    timeline.shots = on_the_beat(timeline.uncut, timeline.music.bpm)
    context.did("sync_to_beat", "beat_again")


def beat_remove(context: EditContext, _: Wish) -> None:
    """The film as it was before the beat cuts."""
    timeline = context.timeline
    if not timeline.on_beat:
        context.note("no_beat")
        return
    timeline.shots = timeline.uncut or joined(timeline.shots)
    timeline.on_beat, timeline.uncut = False, []
    context.did("remove_beat_cuts", "beat_removed")


def text(context: EditContext, wish: Wish) -> None:
    """A title, a caption or a watermark; a text of the same kind at the same time gives way."""
    if not wish.text.strip():
        context.note("no_text")
        return
    words = _laid(context, wish)
    timeline = context.timeline
    timeline.words = [each for each in timeline.words if not _same_spot(each, words)] + [words]
    length = min(words.length or timeline.length, timeline.length)
    start = min(words.start, timeline.length - length)
    values = {"text": words.text, "begin": context.long(start), "end": context.long(start + length)}
    context.did(f"add_{words.kind}", words.kind, **values)


def _laid(context: EditContext, wish: Wish) -> Words:
    total = context.timeline.length
    kind: TextKind = "watermark" if wish.kind == "watermark" else "caption" if wish.kind == "caption" else "title"
    places: dict[str, Place] = {"top": "top", "bottom": "bottom", "center": "center"}
    usual: Place = "corner" if kind == "watermark" else "bottom" if kind == "caption" else "center"
    start, length = 0, wish.ms or (3000 if kind == "title" else 0)
    if wish.span is not None:
        start, end = wish.span
        length = (end - start) if end is not None else (wish.ms or 3000)
    elif "end" in wish.files:
        length = length or 3000
        start = max(0, total - length)
    if "whole" in wish.files or kind == "watermark":
        start, length = 0, 0
    return Words(wish.text.strip()[:400], kind, places.get(wish.place, usual), start, length, wish.color or "white")


def _same_spot(old: Words, new: Words) -> bool:
    return (old.kind, old.place) == (new.kind, new.place) and abs(old.start - new.start) < 500


def script(context: EditContext, _: Wish) -> None:
    """The script's lines as captions: one a photo where they are as many, else evenly over the film."""
    lines, timeline = context.script, context.timeline
    total = timeline.length
    edges = [round(total * place / len(lines)) for place in range(len(lines) + 1)]
    if len(lines) == len(timeline.shots):
        edges = [start for start, _ in context.placed()] + [total]
    captions = [
        Words(line[:400], "caption", "bottom", start, max(1, stop - start))
        for line, start, stop in zip(lines, edges, edges[1:], strict=False)
    ]
    timeline.words = [each for each in timeline.words if each.kind != "caption"] + captions
    context.did("add_captions", "script", count=len(lines))


def text_remove(context: EditContext, wish: Wish) -> None:
    """Texts of a kind, or the one with those words, taken off."""
    before = context.timeline.words
    left = [each for each in before if not _is_meant(each, wish)]
    if len(left) == len(before):
        context.note("no_texts")
        return
    context.timeline.words = left
    context.did("remove_text", "texts_removed", count=len(before) - len(left))


def _is_meant(words: Words, wish: Wish) -> bool:
    if wish.text:
        return wish.text.lower() in words.text.lower()
    # people say "text" for any of them, which reads as caption
    return (
        not wish.kind
        or words.kind == wish.kind
        or (wish.kind == "caption" and re.search(r"text|文字", wish.clause, re.IGNORECASE) is not None)
    )


def aspect(context: EditContext, wish: Wish) -> None:
    """Another shape of picture, with the short side as it was."""
    canvas = context.timeline.canvas
    fit: Fit = "crop" if wish.kind == "crop" else "pad" if wish.kind == "pad" else "blur"
    across, down = wish.size or (canvas.width, canvas.height)
    width, height = (
        shaped(min(canvas.width, canvas.height), across, down) if wish.size else (canvas.width, canvas.height)
    )
    context.timeline.canvas = replace(canvas, width=width, height=height, fit=fit)
    ratio, how = ratio_name(width, height), say(fit, chinese=context.chinese)
    context.did("set_aspect", "aspect", ratio=ratio, width=width, height=height, fit=how)


def shaped(short: int, across: int, down: int) -> tuple[int, int]:
    """Even width and height of a ratio, with that short side, at most 1920 long."""
    scale = min(short / min(across, down), 1920 / max(across, down))
    return round(across * scale / 2) * 2, round(down * scale / 2) * 2


def resolution(context: EditContext, wish: Wish) -> None:
    """Another size of the same shape; the most is 1080p."""
    canvas = context.timeline.canvas
    if wish.size is not None:
        width, height = _at_most(*wish.size)
        asked = f"{wish.size[0]}×{wish.size[1]}"
    else:
        lines = wish.ms or 1080
        width, height = shaped(min(lines, 1080), canvas.width, canvas.height)
        asked = f"{lines}p"
    changed = (width, height) != (canvas.width, canvas.height)
    context.timeline.canvas = replace(canvas, width=width, height=height)
    over = (wish.ms or 0) > 1080 or (wish.size is not None and wish.size != (width, height))
    key = "resolution_most" if over else "resolution"
    values = {"asked": asked, "width": width, "height": height}
    if changed:
        context.did("set_resolution", key, **values)
    else:
        context.note(key, **values)


def _at_most(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, 1920 / max(width, height), 1080 / min(width, height))
    return max(16, round(width * scale / 2) * 2), max(16, round(height * scale / 2) * 2)


def fade(context: EditContext, wish: Wish) -> None:
    """From black, to black, or both; music goes along."""
    canvas, most = context.timeline.canvas, context.timeline.length // 2
    ms = min(max(wish.ms or _FADE_MS, 100), most)
    begin = ms if wish.kind in {"in", "both"} else canvas.fade_in
    end = ms if wish.kind in {"out", "both"} else canvas.fade_out
    context.timeline.canvas = replace(canvas, fade_in=begin, fade_out=end)
    context.did("add_fade", "fade", begin=context.long(begin), end=context.long(end))


def fade_remove(context: EditContext, _: Wish) -> None:
    """No fades."""
    context.timeline.canvas = replace(context.timeline.canvas, fade_in=0, fade_out=0)
    context.did("remove_fade", "fade_removed")


def transition(context: EditContext, wish: Wish) -> None:
    """The same transition at every cut; it takes no time, so the film stays as long as it is."""
    shots = context.timeline.shots
    if len(shots) < 2:
        context.note("no_cuts")
        return
    most = min(shot.length for shot in shots) // 2
    ms = max(80, min(wish.ms or _JOIN_MS, most, 2000))
    context.timeline.shots = [replace(shot, join=wish.kind or "fade", join_ms=ms) for shot in shots[:-1]] + [
        replace(shots[-1], join="", join_ms=0)
    ]
    context.did("add_transition", "transition", count=len(shots) - 1, ms=context.long(ms))


def transition_remove(context: EditContext, _: Wish) -> None:
    """Plain cuts."""
    context.timeline.shots = [replace(shot, join="", join_ms=0) for shot in context.timeline.shots]
    context.did("remove_transition", "transition_removed")


def polish(context: EditContext, _: Wish) -> None:
    """For a vague wish: a gentle fade in and out, and a request for something concrete."""
    canvas = context.timeline.canvas
    if canvas.fade_in and canvas.fade_out:
        context.note("polished")
        return
    most = context.timeline.length // 3
    context.timeline.canvas = replace(canvas, fade_in=min(500, most), fade_out=min(800, most))
    context.did("polish", "polish")


def canvas_for(sizes: Sequence[tuple[int, int]], fps: float) -> Canvas:
    """1080p in the shape nearest to the first picture's: wide, upright or square."""
    width, height = sizes[0] if sizes else (16, 9)
    ratio = width / max(1, height)
    shape = (1, 1) if 0.9 < ratio < 1.1 else (16, 9) if ratio > 1 else (9, 16)
    rate = {24: 24, 25: 25, 50: 25}.get(round(fps), 30)
    across, down = shaped(1080, *shape)
    return Canvas(across, down, rate)
