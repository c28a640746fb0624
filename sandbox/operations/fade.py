"""From black, to black, or both: of the whole film, or of its picture, its sound or its music alone."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import NO_BGM, Phrase
from sandbox.wording.vocabulary import COLOR_WORDS
from sandbox.wording.wishes import Wish

_SWELLS = re.compile("渐强|渐弱|渐响|渐小")
_FADE_MS = 800
_MUSIC_MS = 2000
# at the cuts between clips it is a transition
BETWEEN = pattern(
    rf"fad\w*\s+from\s+(?:the\s+)?{MARK}\s+(?:in)?to\s+(?:the\s+)?{MARK}|fad\w*\s+(?:\w+\s+){{0,3}}(?:between"
    rf"|through)|(?:between|through)\b[\w\s]{{0,30}}fad\w*|(?:dip|fade)s?\s+through"
    r"|(?:dip|flash|cut)(?:s|es)?\s+(?:to|through)\s+(?:white|black)\s+(?:between"
    r"|at\s+(?:the|every|each)\s+(?:cut|join)s?)"
    r"|(?:white|black)\s+flash(?:es)?\s+(?:between|at|on)|flash(?:es)?\s+(?:of\s+)?(?:white|black)\s+(?:between|at|on)"
    r"|(?:every|each)\s+(?:cut|join)\s+(?:dips?|fades?|flash(?:es)?)"
    rf"|(?:melt|blend|morph|flow)s?\s+(?:\w+\s+){{0,2}}into\s+(?:the\s+)?(?:{MARK}|second|next"
    r"|other|one another|each other)",
    "(?:之间|中间|当中|衔接处|连接处|接缝处?)[^，,。]{0,6}(?:黑场|渐变|淡|白|[黑白暗]一下)(?:再亮(?:起来)?)?|闪白|闪黑|叠黑|叠白|过黑|过白",
)
# who wants no hard cuts wants soft ones
NOT_HARD = pattern(
    r"(?:no|without|don'?t|do\s+not|never|not|avoid|stop|instead\s+of|rather\s+than)\s+(?:[a-z]+\s+){0,4}?"
    r"(?:hard|abrupt|harsh|jarring|straight)[\s-]+cuts?",
    "(?:别|不要|不想要?|不用|避免|太)(?:再|用|这么|那么|直接|都是){0,2}(?:硬切|直接切|直切|生硬)|(?:柔和|平滑|顺滑|自然)地?(?:换|切|过渡|衔接)",
)
_WHITE = pattern(r"(?:(?:in)?to|from|in|on|with)\s+(?:pure\s+)?white|white\s+fade", "白场|[到为成]白|从白")
_PICTURE = pattern(r"pictures?|pics?|image|visuals?|screen", "画面|图像")
_INTO = bounded(r"fad\w*(?:[\s-]+(?!out\b)\w+){0,4}?[\s-]+in(?!\w)|fade-?in|from black|淡入|渐显|渐入|渐强|渐响")
_OUT_OF = bounded(
    r"fad\w*(?:[\s-]+(?!in\b)\w+){0,4}?[\s-]+(?:out|away|down|to black)(?!\w)|fade-?out|in (?:&|and) out|to black"
    r"|d(?:ie|ies|ying) (?:away|down|out)|(?:tail|taper|trail)(?:s|ing)? (?:off|away)"
    r"|淡出|渐隐|渐出|渐弱|渐小|(?:渐渐|慢慢|逐渐)地?(?:没|收|无声|消失|变小|变轻|停)"
)

_TONE = (
    r"(?:a\s+)?(?:pure\s+)?(?:black|white)(?!\s*(?:and\s+white|&|screen|card|slide|page|background|title|bars?"
    r"|text|letter|box))"
)
_THE_FILM = r"(?:\s+(?:it|the (?:video|film|clip)))?"
_SLOWLY = "(?:慢慢|渐渐|逐渐|缓缓)"
_FROM_BLACK = pattern(
    rf"(?:start|begin|open|come)(?:s|ing)?{_THE_FILM}\s+(?:(?:up|in|out)\s+)?(?:from|on|in|with)\s+{_TONE}",
    rf"黑[屏场](?:里|中|开始)?{_SLOWLY}(?:地)?变?亮(?:起来|起)?|(?:开头|一?开始|片头){_SLOWLY}(?:地)?变?亮(?:起来|起)?|从[黑白](?:场|屏|色|暗)?(?:里|中)?{_SLOWLY}?(?:地)?(?:亮|出现|显现|显|进)(?:起来|出来|起)?",
)
_TO_BLACK = pattern(
    rf"(?:go|end|finish|close|dissolve|melt|blend)(?:s|es|ing)?{_THE_FILM}\s+(?:out\s+)?(?:(?:in)?to|on|in|with)\s+{_TONE}",
    rf"{_SLOWLY}(?:地)?变?[黑暗](?!白)(?:下去|下来|掉)?|[黑暗]下[去来]",
)
# the film comes from black or goes to it, and nobody says that it fades
EDGES = re.compile(f"{_FROM_BLACK.pattern}|{_TO_BLACK.pattern}", re.IGNORECASE)

_SAID = Phrase("Fade in {begin}, fade out {end}.", "淡入 {begin}，淡出 {end}。")
_SOUND = Phrase(
    "The sound fades in {begin} and out {end}; the picture does not.", "声音淡入 {begin}，淡出 {end}，画面不变。"
)
_SHOWN = Phrase(
    "The picture fades in {begin} and out {end}; the sound does not.", "画面淡入 {begin}，淡出 {end}，声音不变。"
)
_MUSIC = Phrase(
    "The music fades in {begin} and out {end}; the picture does not.", "音乐淡入 {begin}，淡出 {end}，画面不变。"
)
_WHITENED = Phrase("Fade in {begin}, fade out {end}, to white.", "淡入 {begin}，淡出 {end}（白场）。")
_REMOVED = Phrase("Removed the fades.", "已去掉淡入淡出。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not clause.has("FADE") and not _SWELLS.search(clause.text) and not EDGES.search(clause.text):
        return
    if instead := NOT_HARD.search(clause.text):
        clause = clause.less(instead)
    if (clause.has("TRANSITION") and not EDGES.search(clause.text)) or BETWEEN.search(clause.text):
        return
    subject = "music" if clause.has("MUSIC") else "sound" if clause.has("SOUND") else ""
    if _PICTURE.search(clause.text):
        subject = "" if subject else "picture"  # together with what is heard: all of it
    if clause.has("REMOVE"):
        yield Wish("fade_remove", text=subject)
        return
    into = (_INTO.search(clause.text) or _FROM_BLACK.search(clause.text)) is not None
    out = (_OUT_OF.search(clause.text) or _TO_BLACK.search(clause.text)) is not None
    if not into and not out:
        into, out = clause.has("IN"), clause.has("OUT")
    yield Wish(
        "fade",
        kind="both" if into == out else "in" if into else "out",
        ms=clause.one("span"),
        text=subject,
        color="white" if _WHITE.search(clause.text) else "",
    )


def _do(context: EditContext, wish: Wish) -> None:
    into, out = wish.kind in {"in", "both"}, wish.kind in {"out", "both"}
    canvas, most = context.timeline.canvas, context.timeline.length // 2
    ms = min(max(wish.ms or (_MUSIC_MS if wish.text == "music" else _FADE_MS), 100), most)
    if wish.text == "music":
        music = context.timeline.music
        if music is None:
            context.note(NO_BGM)
            return
        music = replace(music, fade_in=ms if into else music.fade_in, fade_out=ms if out else music.fade_out)
        context.timeline.music = music
        context.did("fade_music", _MUSIC, begin=context.long(music.fade_in), end=context.long(music.fade_out))
        return
    if wish.text != "sound":
        canvas = replace(canvas, fade_in=ms if into else canvas.fade_in, fade_out=ms if out else canvas.fade_out)
        color = wish.color or "black"
        canvas = replace(
            canvas, fade_from=color if into else canvas.fade_from, fade_to=color if out else canvas.fade_to
        )
    if wish.text != "picture":
        canvas = replace(canvas, sound_in=ms if into else canvas.sound_in, sound_out=ms if out else canvas.sound_out)
    context.timeline.canvas = canvas
    phrase = {"sound": _SOUND, "picture": _SHOWN}.get(wish.text, _SAID)
    begin, end = (canvas.sound_in, canvas.sound_out) if wish.text == "sound" else (canvas.fade_in, canvas.fade_out)
    if wish.color and wish.text != "sound":
        phrase = _WHITENED
    context.did("add_fade", phrase, begin=context.long(begin), end=context.long(end))


def _remove(context: EditContext, wish: Wish) -> None:
    timeline = context.timeline
    if wish.text in {"", "picture"}:
        timeline.canvas = replace(timeline.canvas, fade_in=0, fade_out=0)
    if wish.text in {"", "sound"}:
        timeline.canvas = replace(timeline.canvas, sound_in=0, sound_out=0)
    if wish.text == "music" and timeline.music is not None:
        timeline.music = replace(timeline.music, fade_in=0, fade_out=0)
    context.did("remove_fade", _REMOVED)


OPERATION = Operation(
    topic="picture",
    ability=Phrase("fades in and out, of picture, sound or music", "画面、声音或音乐的淡入淡出"),
    example=Phrase("fade out over 2 seconds", "结尾淡出2秒"),
    reads=_read,
    explains=(
        COLOR_WORDS,
        BETWEEN,
        NOT_HARD,
        _INTO,
        _OUT_OF,
        _FROM_BLACK,
        _TO_BLACK,
        _SWELLS,
        pattern("die|dreamy", "[渐慢缓]|突然"),
    ),
    does={"fade_remove": _remove, "fade": _do},
)
