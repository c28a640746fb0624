"""Background music: an uploaded song if one is named or was just sent, else a mood of ours."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.bounds import LEAST_MS
from sandbox.model.draft import MOST_LEVELS, Music
from sandbox.model.moods import FASTEST, SLOWEST, TEMPOS
from sandbox.operations.context import EditContext
from sandbox.operations.fade import EDGES
from sandbox.operations.operation import Operation
from sandbox.operations.scope import NOT_UNTIL, Scope, scope_of
from sandbox.operations.sound import STEP_DOWN, STEP_UP, TOO_LOUD, TOO_QUIET, by_so_much, complains, direction
from sandbox.wording.clauses import Clause
from sandbox.wording.files import is_spoken
from sandbox.wording.lexicon import MOOD_TAGS, bounded, left_over, nearest, pattern
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import NO_BGM, OUTSIDE, Phrase
from sandbox.wording.wishes import Wish

UNDER_SPEECH, ALONE = 0.35, 0.8
_UNPAID = re.compile(r"without (?:any )?paid", re.IGNORECASE)
_HINTS = (
    ("upbeat", re.compile(r"travel|trip|beach|summer|vlog|holiday|party|product|旅|游|海|夏|产品", re.IGNORECASE)),
    ("lofi", re.compile(r"night|city|rain|coffee|study|street|夜|城|雨|咖啡", re.IGNORECASE)),
    ("cinematic", re.compile(r"mountain|drone|wedding|sport|race|山|航拍|婚|赛", re.IGNORECASE)),
    ("ambient", re.compile(r"nature|forest|yoga|sleep|sky|自然|森林|瑜伽|天空", re.IGNORECASE)),
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
_VOLUME_PART = Phrase(
    "Background music at {percent} from {begin} to {end}.", "{begin} 到 {end} 的背景音乐音量设为 {percent}。"
)
_SILENT = Phrase("No background music from {begin} to {end}.", "{begin} 到 {end} 没有背景音乐。")
_SKIPPED = Phrase("{name} plays from {at} of it on.", "{name} 从它的 {at} 处开始播放。")
_TOO_SHORT = Phrase("I can't: {name} is only {length} long.", "做不到：{name} 只有 {length}。")
_FROM_WHERE = Phrase(
    "Tell me from which moment of the song it shall play: “play the song from 0:12 on”.",
    "请告诉我从歌的哪一处开始放：“歌从0:12开始放”。",
)
_ONLY_SONGS = Phrase(
    "My own music is made for the film and has no such moment; that can be said of a song of yours.",
    "我自带的音乐是按影片生成的，没有这个时间点；这只能对你自己的歌说。",
)
_WHAT_SHALL_BE_SO = Phrase(
    "Tell me what shall be so: the music (“add cinematic music”) or the look (“a moody look”).",
    "请告诉我是音乐还是画面：例如“加电影感音乐”“用暗调滤镜”。",
)
_FROM = Phrase("The music begins at {begin}.", "音乐从 {begin} 开始。")
_FROM_TO = Phrase("The music plays from {begin} to {end}.", "音乐从 {begin} 播放到 {end}。")

# a place in the song, and not in the film
_OFFSET = bounded(
    rf"(?<![a-z])(?:use|play|take|with)\s+(?:the\s+|my\s+)?(?:song|music|track|{MARK})\s+from\s+({MARK})"
    rf"|(?<![a-z])(?:song|music|track|{MARK})\s+(?:right\s+|straight\s+)?(?:starting\s+|beginning\s+)?(?:from|at)\s+its\s+({MARK})"
    rf"|(?:part|bit|section)\s+of\s+(?:the\s+)?(?:song|music|track)\s+(?:from|after|at)\s+({MARK})"
    rf"|从(?:大概|大约|差不多)?第?({MARK})(?:左右)?的?(?:副歌|高潮|那段副歌)"
    rf"|从(?:这首)?(?:歌曲?|音乐|曲子|{MARK})的\s*({MARK})"
    rf"|({MARK})\s+(?:in|into|of)\s+the\s+(?:song|music|track)|skip\s+(?:the\s+first\s+)?({MARK})\s+of\s+the\s+(?:song|music|track)"
    rf"|(?:歌曲?|音乐|{MARK})的?(?:从)?\s*({MARK})\s*(?:之后|以后|开始|起)?的?(?:那段|那部分|部分|后面|副歌)"
)

# the beginning or the end of the song, and nothing else of it: "the first 10 seconds of the song"
_EDGE_OF_IT = bounded(
    r"(?<!after )(?<!past )(?<!from )(?<!after the )(?<!past the )(?<!from the )"
    rf"(?:first|opening|(last|final|closing))\s+({MARK})\s+(?:of|from)\s+(?:(?:the|my|this)\s+)?(?:song|music|track|tune|{MARK})"
    rf"|(?:歌曲?|音乐|曲子)的?(最后|结尾)({MARK})"
)
# "make the edges dark" is about what is seen, whatever music may be called dark
_SEEN = pattern(
    r"edges|corners|colou?rs?|picture|image|screen|sky|background|light\w*|dark|bright|soft|fun|pop",
    "画面|颜色|色彩|背景|天空|边",
)


_AS_MUSIC = pattern(r"(?:as|for)\s+(?:the\s+|my\s+)?(?:background\s+)?music", "(?:作为|当作?|做)(?:背景)?(?:音乐|配乐)")
# its intro, and not all of it: "skip the boring intro of the song"
_INTRO = bounded(
    r"(?<![a-z])(?:intro|beginning|start|opening|first (?:bit|part))\s+(?:of|in|from)\s+(?:the\s+|my\s+|this\s+)?"
    rf"(?:song|music|track|tune)|(?:song|music|track|tune)(?:'s)?\s+intro(?![a-z])|(?:歌曲?|音乐|曲子)的?(?:前奏|开头)|(?:歌曲?|音乐|曲子)的(?:前面?|开头|头)\s*{MARK}"
)
_UNTIL = bounded(
    rf"(?<![a-z])(?:stop|end|finish|until|till|up to)(?:s|ing|ped|ed)?(?:\s+(?:it|the music|playing|at|after|by|the))*"
    rf"\s*({MARK})|({MARK})\s*(?:处|时|的时候)?(?:就)?(?:停|结束|为止)"
)
_BALANCE = bounded(r"(?<![\d.:])(\d{2})\s*[/:比 -]\s*(\d{2})(?![\d.:]|\s*(?:s|bpm))")
_HALVED = pattern(r"half\s+as\s+loud|half\s+(?:the|its)\s+volume", "减半")
_QUIETLY = pattern(
    r"quiet(?:ly)?|softly|subtl[ey]|faint(?:ly)?|low\s+(?:volume|level)|not too loud|barely audible",
    "小声|轻轻|轻声|低音量|(?:音量|声音)(?:小|低|轻)|(?:不要|别)太大声",
)


def _read(clause: Clause) -> Iterator[Wish]:
    if not clause.has("MUSIC") and not clause.one("song"):
        return
    if clause.one("voice") and not _AS_MUSIC.search(clause.text):
        return  # "lay voice.mp3 over the music"
    scope = scope_of(clause)
    beginning = _INTRO.search(clause.text) or ((edge := _EDGE_OF_IT.search(clause.text)) and not (edge[1] or edge[3]))
    if clause.has("REMOVE", "CUT") and beginning:
        yield Wish("bgm_offset", ms=clause.one("span") or clause.one("time"), files=clause.every("song"))
        return
    if clause.has("REMOVE", "MUTE", "UNDO") and not clause.has("REPLACE") and not _UNPAID.search(clause.text):
        yield Wish("bgm_remove", span=scope["span"], part=scope["part"])
        return
    share = clause.one("share")
    if both := balance_of(clause):
        yield from both
        return
    if _HALVED.search(clause.folded):
        yield Wish("bgm_volume", amount=0.5, kind="by", span=scope["span"], part=scope["part"])
        return
    louder = complains(clause) or (
        clause.has("VOLUME", "UP", "DOWN")
        and clause.has("VOLUME", "CHANGE", "UP", "DOWN")
        and not clause.has("ADD", "CREATE", "REPLACE")
        and not (clause.has("FADE") and share is None)
    )
    described = is_quiet(clause) and not clause.has("UP", "DOWN", "CHANGE")  # "quiet music please"
    if (louder and not described) or (
        share is not None and clause.has("CHANGE", carried=not clause.has(*MOOD_TAGS)) and not clause.has("ADD")
    ):
        by = by_so_much(clause, direction(clause))
        kind = "by" if by else direction(clause)
        yield Wish("bgm_volume", amount=by or share, kind=kind, span=scope["span"], part=scope["part"])
    elif clause.has("ADD") or not (clause.has("FADE") or EDGES.search(clause.text)):
        yield from _played(clause, scope)


def _played(clause: Clause, scope: Scope) -> Iterator[Wish]:
    """Music that shall play, or another part of it, or for another part of the film."""
    plays = clause.has("ADD", "CREATE", "REPLACE", "EDIT", "CHANGE", *MOOD_TAGS) or not clause.has(
        "STRONG_SYNC", "FADE", "CUT"
    )
    # "the song has 96 BPM" is about the music there is
    if not (plays or clause.files) or (clause.one("bpm") and not makes_music(clause)):
        return
    share, offset, until = clause.one("share"), _offset(clause), _until(clause)
    if offset is not None:
        yield Wish("bgm_offset", ms=offset, files=clause.files, amount=share)
        return
    yield Wish(
        "bgm",
        kind=_mood(clause),
        amount=share,
        files=clause.files,
        ms=round(clause.one("bpm") or 0) or None,
        span=(0, until) if until is not None else scope["span"],
        part=scope["part"],
        end=until is not None,
    )
    if share is None and is_quiet(clause):
        yield Wish("bgm_volume", kind="down")


def balance_of(clause: Clause) -> list[Wish]:
    """The levels of the music and of the clips, where two are said: "the music louder than the clip, 70 30"."""
    found = _BALANCE.search(clause.text)
    if found is None:
        return []
    return [Wish("bgm_volume", amount=int(found[1]) / 100), Wish("volume", amount=int(found[2]) / 100)]


def is_quiet(clause: Clause) -> bool:
    """Whether the clause asks for it to be quiet."""
    return _QUIETLY.search(clause.text) is not None


def _until(clause: Clause) -> int | None:
    """The moment at which the music shall end, where the clause says so."""
    if (edge := _edge(clause)) is not None:
        return edge if edge > 0 else None
    return None if NOT_UNTIL.search(clause.text) else _moment(clause, _UNTIL.search(clause.text))


def _offset(clause: Clause) -> int | None:
    """The moment of the song with which it shall begin, below 0 from its end, where the clause says so."""
    if (edge := _edge(clause)) is not None:
        return edge if edge < 0 else None
    return _moment(clause, _OFFSET.search(clause.text))


def _edge(clause: Clause) -> int | None:
    """How much of the beginning of the song shall play, or below 0 of its end, where the clause says so."""
    found = None if clause.has("REMOVE", "CUT") else _EDGE_OF_IT.search(clause.text)
    long = _moment(clause, found)
    return None if found is None or long is None else -long if found[1] or found[3] else long


def _moment(clause: Clause, found: re.Match[str] | None) -> int | None:
    """The time that stands in the group which was matched."""
    if found is None or found.lastindex is None:
        return None
    kind, value = clause.marks[len(MARKS.findall(clause.text[: found.start(found.lastindex)]))]
    return value[0] if kind == "range" else value if kind in {"span", "time"} else None


def makes_music(clause: Clause) -> bool:
    """Whether the clause asks for music, and does not only speak of the music there is."""
    wanted = clause.has("MUSIC") and clause.has("ADD", "CREATE", "REPLACE")
    return wanted or clause.has(*MOOD_TAGS) or bool(clause.files)


def _mood(clause: Clause) -> str:
    return nearest(clause.text, MOOD_TAGS, to="MUSIC")


# "make me a coffee" and "build a house" name no music
_THINGS = bounded(
    r"(?<![a-z])(?:(?:coffee|house|study)(?!\s+(?:shop|house|vibe|music|beats?))|(?:an?|the|my|our|your)\s+(?:rock|dance|trap|pop|fun|hype))(?![a-z])"
)
_LATIN = re.compile("[a-z]{2}", re.IGNORECASE)
_VIBE = pattern(
    "vibes?|feel(?:ing)?|mood|style|energy|atmosphere|something|anything|stuff|under(?:neath)?|behind|it",
    "风格|氛围|气氛|感觉|底|下面",
)
_BEHIND_SPEECH = pattern(
    r"(?:behind|under(?:neath)?|below|beneath)\s+(?:the\s+|my\s+|me\s+|him\s+|her\s+)?(?:talking|speaking|speech|voices?|dialog(?:ue)?|words|narration)",
    "(?:人声|说话|对白|讲话)(?:的)?(?:下面|后面|底下)",
)
_UNDER = pattern(
    r"(?:something|anything)\s+(?:\w+\s+){1,2}(?:under(?:neath)?|behind|in\s+the\s+background)(?:\s+(?:it|us|that))?",
    "(?:垫|衬|铺)(?:在)?(?:底|下面|后面)",
)


# of all of it, and not of what is heard: "i want it creepy"
_OF_IT_ALL = bounded(
    r"(?<![a-z])(?:want|wants|make|making|get|need)\s+(?:it|this|that|everything|(?:the|my)\s+(?:whole\s+)?(?:thing|video|clip|film))\s+(?:\w+\s+){0,3}?\w+\W*$"
)


def _moody(clause: Clause) -> Iterator[Wish]:
    """A mood alone means music of that mood, where nobody else understood the clause and nothing seen is spoken of."""
    if _OF_IT_ALL.search(clause.text) and clause.has(*MOOD_TAGS) and not left_over(_VIBE.sub(" ", clause.text)):
        yield Wish("mood_ask")
        return
    changed = clause.has("CHANGE") and not _SEEN.search(clause.text)
    mood = nearest(_THINGS.sub(" ", clause.text), MOOD_TAGS, to="MUSIC")
    if (
        mood
        and not _LATIN.search(left_over(_VIBE.sub(" ", clause.text)))
        and (clause.has("ADD", "REPLACE") or changed or _UNDER.search(clause.text))
    ):
        yield Wish("bgm", kind=mood, ms=round(clause.one("bpm") or 0) or None)


def add_music(context: EditContext, wish: Wish) -> None:
    """The music of a wish under the film, instead of any other."""
    had, bpm = context.timeline.music, float(wish.ms or 0)
    if had is not None and wish.amount is not None and _placed(wish) and not (wish.kind or wish.files or bpm):
        _volume(context, wish)  # "music at 5% from 0:03 to 0:04" is said of the music there is
        return
    usual = UNDER_SPEECH if context.sounds() else ALONE
    level = wish.amount if wish.amount is not None else usual
    songs = [key for key in wish.files if key in context.assets and context.assets[key].has_audio]
    if not songs and not wish.kind and "add_bgm" not in context.done:
        songs = [
            key for key, asset in context.assets.items() if asset.kind == "audio" and key not in context.timeline.known
        ]
        songs = [key for key in songs if not is_spoken(context.assets[key].name)] or songs
    if songs:
        song = context.assets[songs[-1]]
        context.timeline.music = Music(song.name, bpm=bpm, source=song.id, volume=min(level, 4.0), usual=usual)
        context.did("add_bgm", _FILE, name=song.name, percent=context.share(level))
    elif had is not None and had.source and not (wish.kind or bpm or _placed(wish)):
        # their song plays already
        if wish.amount is None:
            context.note(_FILE, name=had.name, percent=context.share(had.volume))
        else:
            context.timeline.music = replace(had, volume=min(level, 4.0))
            context.did("set_bgm_volume", _VOLUME, percent=context.share(level))
    elif had is None or wish.kind or bpm or not _placed(wish):
        mood = wish.kind or (had.mood if had and had.mood and bpm else "") or _mood_for(context)
        tempo = min(max(bpm, SLOWEST), FASTEST) if bpm else TEMPOS[mood]
        context.timeline.music = Music(context.said(_NAMES[mood]), mood, tempo, volume=min(level, 4.0), usual=usual)
        name = context.said(_NAMES[mood])
        context.did("add_bgm", _CHANGED if had else _ADDED, name=name, bpm=f"{tempo:g}", percent=context.share(level))
        if not wish.kind:
            context.explain(_GUESSED)
    if _placed(wish):
        _place(context, wish)


def _skip(context: EditContext, wish: Wish) -> None:
    """The song from another moment of it on."""
    if context.timeline.music is None or wish.files:
        add_music(context, Wish("bgm", files=wish.files, amount=wish.amount))
    if wish.ms is None:
        context.note(_FROM_WHERE)
        return
    music, offset = context.timeline.music, wish.ms
    song = context.assets.get(music.source) if music else None
    if song is not None and offset < 0:
        offset += song.duration_ms
    if music is None or song is None:
        context.note(_ONLY_SONGS)
    elif not 0 <= offset < song.duration_ms - LEAST_MS:
        context.note(_TOO_SHORT, name=song.name, length=context.long(song.duration_ms))
    else:
        context.timeline.music = replace(music, offset=offset)
        context.did("place_bgm", _SKIPPED, name=song.name, at=context.long(offset))


def _placed(wish: Wish) -> bool:
    return wish.span is not None or bool(wish.part)


def _place(context: EditContext, wish: Wish) -> None:
    """When the music begins and ends; one that only is to end keeps its beginning."""
    music, total = context.timeline.music, context.timeline.length
    begin, end = context.stretch(wish)
    if music is not None and music.source and begin >= total and wish.span is not None and wish.span[1] is None:
        _skip(context, Wish("bgm_offset", ms=begin))  # so late is a moment of the song, and none of the film
        return
    if music is None or begin >= total or end - begin < LEAST_MS:
        context.note(OUTSIDE, asked=context.long(begin), length=context.long())
        return
    begin = music.start if wish.end and music.start < end else begin
    context.timeline.music = replace(music, start=begin, length=end - begin if end < total else 0)
    context.did("place_bgm", _FROM_TO if end < total else _FROM, begin=context.long(begin), end=context.long(end))


def _mood_for(context: EditContext) -> str:
    names = " ".join(shot.name for shot in context.timeline.shots)
    return next((mood for mood, words in _HINTS if words.search(names)), "upbeat")


def _remove(context: EditContext, wish: Wish) -> None:
    music = context.timeline.music
    if music is None:
        context.note(NO_BGM)
    elif _placed(wish):
        _turn(context, wish, music, 0.0, _SILENT)
    else:
        context.timeline.music = None
        context.did("remove_bgm", _REMOVED)


def _volume(context: EditContext, wish: Wish) -> None:
    music = context.timeline.music
    if music is None:
        context.note(NO_BGM)
        return
    step = STEP_DOWN if wish.kind == "down" else STEP_UP
    amount = wish.amount * music.volume if wish.amount is not None and wish.kind == "by" else wish.amount
    level = min(4.0, amount if amount is not None else music.volume * step)
    if _placed(wish):
        _turn(context, wish, music, level / max(music.volume, 0.01), _VOLUME_PART, percent=context.share(level))
        return
    context.timeline.music = replace(music, volume=level)
    context.did("set_bgm_volume", _VOLUME, percent=context.share(level))


def _turn(context: EditContext, wish: Wish, music: Music, factor: float, said: Phrase, **values: object) -> None:
    """The music so many times as loud for a stretch of the film."""
    begin, end = context.stretch(wish)
    if end - begin < LEAST_MS:
        context.note(OUTSIDE, asked=context.long(begin), length=context.long())
        return
    levels = (*(each for each in music.levels if each[:2] != (begin, end)), (begin, end, factor))
    context.timeline.music = replace(music, levels=levels[-MOST_LEVELS:])
    context.did("set_bgm_volume", said, begin=context.long(begin), end=context.long(end), **values)


def _ask(context: EditContext, _: Wish) -> None:
    context.note(_WHAT_SHALL_BE_SO)


OPERATION = Operation(
    topic="sound",
    ability=Phrase("background music in five moods, or your own song", "五种曲风的背景音乐，或你自己的歌"),
    example=Phrase("add lo-fi music at 35%", "加轻松的音乐，音量35%"),
    reads=_read,
    explains=(
        TOO_LOUD,
        TOO_QUIET,
        _AS_MUSIC,
        _INTRO,
        _UNTIL,
        _BALANCE,
        _QUIETLY,
        _VIBE,
        _OFFSET,
        _UNDER,
        _BEHIND_SPEECH,
        pattern("tracks?|instrumental|type|on\\s+top|under(?:neath)?|behind", "[乐曲歌底垫作首配]|温馨"),
    ),
    falls_back=_moody,
    does={"bgm_remove": _remove, "bgm": add_music, "bgm_offset": _skip, "bgm_volume": _volume, "mood_ask": _ask},
    asks=frozenset({"mood_ask"}),
)
