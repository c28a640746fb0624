"""Background music: an uploaded song if one is named or was just sent, else a mood of ours."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.draft import Music
from sandbox.model.moods import FASTEST, SLOWEST, TEMPOS
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.sound import STEP_DOWN, STEP_UP, complains, direction
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import MOOD_TAGS, nearest, pattern
from sandbox.wording.phrases import NO_BGM, Phrase
from sandbox.wording.wishes import Wish

UNDER_SPEECH, ALONE = 0.35, 0.8
_HINTS = (
    ("upbeat", r"travel|trip|beach|summer|vlog|holiday|party|product|旅|游|海|夏|产品"),
    ("lofi", r"night|city|rain|coffee|study|street|夜|城|雨|咖啡"),
    ("cinematic", r"mountain|drone|wedding|sport|race|山|航拍|婚|赛"),
    ("ambient", r"nature|forest|yoga|sleep|sky|自然|森林|瑜伽|天空"),
)
_NAMES = {
    "lofi": Phrase("Lo-fi", "轻松"),
    "upbeat": Phrase("Upbeat", "欢快"),
    "cinematic": Phrase("Cinematic", "电影感"),
    "ambient": Phrase("Ambient", "氛围"),
    "energetic": Phrase("Energetic", "动感"),
}

_ADDED = Phrase(
    "Added {name} background music ({bpm} BPM, {percent}).",
    "已添加{name}背景音乐（{bpm} BPM，音量 {percent}）。",
)
_CHANGED = Phrase(
    "Changed the background music to {name} ({bpm} BPM, {percent}).",
    "背景音乐已换成{name}（{bpm} BPM，音量 {percent}）。",
)
_FILE = Phrase("Added {name} as background music ({percent}).", "已把 {name} 用作背景音乐（音量 {percent}）。")
_GUESSED = Phrase(
    ("I chose the mood by rule, not by ear: you can ask for lo-fi, upbeat, cinematic, ambient or energetic."),
    "曲风是按规则选的，不是听出来的，你可以指定：轻松、欢快、电影感、氛围或动感。",
)
_REMOVED = Phrase("Removed the background music.", "已移除背景音乐。")
_VOLUME = Phrase("Background music at {percent}.", "背景音乐音量设为 {percent}。")

# "make the edges dark" is about what is seen, whatever music may be called dark
_SEEN = pattern(
    r"edges|corners|colou?rs?|picture|image|screen|sky|background|light\w*|dark|bright|soft|fun|pop",
    "画面|颜色|色彩|背景|天空|边",
)


def _read(clause: Clause) -> Iterator[Wish]:
    if not clause.has("MUSIC"):
        return
    if (
        clause.has("REMOVE", "MUTE", "UNDO")
        and not clause.has("REPLACE")
        and not re.search(r"without (?:any )?(?:paid)", clause.text)
    ):
        yield Wish("bgm_remove")
        return
    share = clause.one("share")
    louder = complains(clause) or (
        clause.has("VOLUME", "UP", "DOWN")
        and clause.has("VOLUME", "CHANGE", "UP", "DOWN")
        and not clause.has("ADD", "CREATE", "REPLACE")
    )
    if louder or (share is not None and clause.has("CHANGE") and not clause.has("ADD")):
        yield Wish("bgm_volume", amount=share, kind=direction(clause))
    elif not (clause.has("FADE") and not clause.has("ADD")):
        plays = clause.has("ADD", "CREATE", "REPLACE", "EDIT", "CHANGE", *MOOD_TAGS) or not clause.has(
            "STRONG_SYNC", "FADE", "CUT"
        )
        if plays or clause.every("asset"):
            if clause.one("bpm") and not makes_music(clause):
                return  # "the song has 96 BPM" is about the music there is
            yield Wish(
                "bgm",
                kind=_mood(clause),
                amount=share,
                files=clause.every("asset"),
                ms=round(clause.one("bpm") or 0) or None,
            )


def makes_music(clause: Clause) -> bool:
    """Whether the clause asks for music, and does not only speak of the music there is."""
    wanted = clause.has("MUSIC") and clause.has("ADD", "CREATE", "REPLACE")
    return wanted or clause.has(*MOOD_TAGS) or bool(clause.every("asset"))


def _mood(clause: Clause) -> str:
    return nearest(clause.text, MOOD_TAGS, to="MUSIC")


def _moody(clause: Clause) -> Iterator[Wish]:
    """A mood alone means music of that mood, where nobody else understood the clause and nothing seen is spoken of."""
    changed = clause.has("CHANGE") and not _SEEN.search(clause.text)
    if (mood := _mood(clause)) and (clause.has("ADD", "REPLACE") or changed):
        yield Wish("bgm", kind=mood, ms=round(clause.one("bpm") or 0) or None)


def add_music(context: EditContext, wish: Wish) -> None:
    """The music of a wish under the film, instead of any other."""
    had, bpm = context.timeline.music, float(wish.ms or 0)
    usual = UNDER_SPEECH if context.sounds() else ALONE
    level = wish.amount if wish.amount is not None else usual
    songs = [key for key in wish.files if key in context.assets and context.assets[key].has_audio]
    if not songs and not wish.kind and "add_bgm" not in context.done:
        songs = [
            key for key, asset in context.assets.items() if asset.kind == "audio" and key not in context.timeline.known
        ]
    if songs:
        song = context.assets[songs[-1]]
        context.timeline.music = Music(song.name, bpm=bpm, source=song.id, volume=min(level, 4.0), usual=usual)
        context.did("add_bgm", _FILE, name=song.name, percent=context.share(level))
        return
    mood = wish.kind or (had.mood if had and had.mood and bpm else "") or _mood_for(context)
    tempo = min(max(bpm, SLOWEST), FASTEST) if bpm else TEMPOS[mood]
    context.timeline.music = Music(_NAMES[mood].english, mood, tempo, volume=min(level, 4.0), usual=usual)
    name = context.said(_NAMES[mood])
    context.did("add_bgm", _CHANGED if had else _ADDED, name=name, bpm=f"{tempo:g}", percent=context.share(level))
    if not wish.kind:
        context.explain(_GUESSED)


def _mood_for(context: EditContext) -> str:
    names = " ".join(shot.name for shot in context.timeline.shots)
    return next((mood for mood, words in _HINTS if re.search(words, names, re.IGNORECASE)), "upbeat")


def _remove(context: EditContext, _: Wish) -> None:
    if context.timeline.music is None:
        context.note(NO_BGM)
        return
    context.timeline.music = None
    context.did("remove_bgm", _REMOVED)


def _volume(context: EditContext, wish: Wish) -> None:
    music = context.timeline.music
    if music is None:
        context.note(NO_BGM)
        return
    step = STEP_DOWN if wish.kind == "down" else STEP_UP
    level = min(4.0, wish.amount if wish.amount is not None else music.volume * step)
    context.timeline.music = replace(music, volume=level)
    context.did("set_bgm_volume", _VOLUME, percent=context.share(level))


OPERATION = Operation(
    topic="sound",
    ability=Phrase("background music in five moods, or your own song", "五种曲风的背景音乐，或你自己的歌"),
    example=Phrase("add lo-fi music at 35%", "加轻松的音乐，音量35%"),
    reads=_read,
    falls_back=_moody,
    does={"bgm_remove": _remove, "bgm": add_music, "bgm_volume": _volume},
)
