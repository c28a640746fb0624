"""Black and white, sepia and other looks: those of one message at once, of the whole film, a clip or a stretch."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Frame, Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import NO_SUCH_CLIP, Phrase
from sandbox.wording.vocabulary import COLOR_WORDS
from sandbox.wording.wishes import Wish

_KIND = r"(?:\s+(?:look|filter|style|effect|vibe|feel|grade|tones?|colou?rs?|lut|video|film|movie|picture))"


@dataclass(frozen=True, slots=True)
class _Look:
    words: re.Pattern[str]
    name: Phrase
    filters: str


# who takes the colours out has black and white
_COLORLESS = (
    r"(?:remove|take\s+out|drop|drain|suck|strip|bleach)\s+(?:out\s+)?(?:all\s+)?(?:of\s+)?(?:the\s+|its\s+)?"
    r"colou?rs?(?:\s+out(?:\s+of)?|\s+from)?"
    r"|take\s+(?:all\s+)?(?:the\s+|its\s+)?colou?rs?\s+(?:out|away)(?:\s+of)?"
)
_COLORLESS_ZH = (
    "(?:颜色|色彩)(?:都|全)?(?:去掉|去除|抽掉|抽走|拿掉|去了)"
    "|(?:去掉|去除|抽掉|抽走|拿掉)(?:所有的?)?(?:颜色|色彩)(?:变成?|改成?)?(?:黑白)?"
)
# curves, not colorbalance: at 1080p the latter takes 54 ms of CPU a frame, curves 10
_LOOKS: dict[str, _Look] = {
    "noir": _Look(
        pattern(rf"(?:film\s+)?noir{_KIND}?", "黑色电影|暗黑黑白"),
        Phrase("film noir", "黑色电影"),
        "hue=s=0,eq=contrast=1.45:brightness=-0.04,vignette=PI/4.5",
    ),
    "mono": _Look(
        pattern(
            rf"(?:(?:old\s+)?silent\s+(?:movies?|films?)|black\s*(?:&|and|n|-and-|/)\s*white|b\s?(?:&|/|n)\s?w|bnw|mono-?chrom\w*|gr[ae]y-?\s?scale"
            rf"|without colou?rs?|colou?rless|no\s+(?:all\s+)?(?:the\s+)?colou?rs?){_KIND}?"
            rf"|{_COLORLESS}|(?:all|in|turn\w*|goes?|going|{MARK})\s+gr[ae]y(?=\W*$|\s+(?:and|then|from|only|for|at|until|please))|^\W*gr[ae]y\W*$",
            f"黑白|单色|灰度|去色|没有颜色|{_COLORLESS_ZH}",
        ),
        Phrase("black and white", "黑白"),
        "hue=s=0",
    ),
    "sepia": _Look(
        pattern(
            rf"sepia{_KIND}?|(?:(?:old|faded|yellowed)\s+)?photo\s+album{_KIND}|(?:old|faded)\s+photo(?:graph)?{_KIND}?",
            "棕褐色|泛黄|怀旧棕|老照片",
        ),
        Phrase("sepia", "棕褐色"),
        "colorchannelmixer=.42:.80:.20:0:.349:.686:.168:0:.22:.44:.11",
    ),
    "vintage": _Look(
        pattern(
            r"(?:vintage|retro|old-?\s?(?:school|fashioned|film|movie)|nostalgi\w*|(?:19)?[6-9]0'?s|super\s?8"
            rf"|analog(?:ue)?){_KIND}?",
            "复古|怀旧|老电影|胶片(?!颗粒)|年代感|做旧|港片|港风",
        ),
        Phrase("vintage", "复古"),
        "curves=preset=vintage,eq=saturation=0.85,vignette=PI/6",
    ),
    "teal": _Look(
        pattern(
            r"(?:teal\s*(?:&|and|n|/)?\s*orange|cinematic|film-?like|movie-?like|hollywood|blockbuster"
            rf"|colou?r-?\s?grad(?:e|ed|ing)){_KIND}?",
            "电影感|电影色调|青橙|大片感|大片色调|电影质感|电影滤镜|调色",
        ),
        Phrase("cinematic (teal and orange)", "电影色调（青橙）"),
        "curves=r='0/0 0.25/0.18 0.75/0.84 1/1':b='0/0.05 0.25/0.33 0.75/0.66 1/0.92',eq=contrast=1.08:saturation=1.1",
    ),
    "faded": _Look(
        pattern(
            rf"(?:faded|matte|washed-?\s?out|lo-?fi)(?:\s+(?:warm|cold|soft|old))?{_KIND}|matte|fade(?:d)?\s+(?:film|look|filter)",
            "褪色感|哑光|褪色滤镜",
        ),
        Phrase("faded film", "褪色胶片"),
        "curves=all='0/0.12 0.5/0.5 1/0.9',eq=saturation=0.75",
    ),
    "neon": _Look(
        pattern(rf"(?:neon|cyber-?\s?punk|vapou?rwave|synthwave){_KIND}?", "霓虹|赛博朋克|蒸汽波"),
        Phrase("neon", "霓虹"),
        "curves=r='0/0.04 0.5/0.57 1/1':g='0/0 0.5/0.43 1/1':b='0/0.1 0.5/0.64 1/1',eq=saturation=1.5:contrast=1.1",
    ),
    "moody": _Look(
        pattern(rf"(?:moody|gritty|gloomy|dark){_KIND}", "阴郁|暗调|低沉色调|情绪感"),
        Phrase("moody", "暗调"),
        "eq=brightness=-0.07:contrast=1.12:saturation=0.65",
    ),
    "pastel": _Look(
        pattern(rf"(?:pastel|soft|dreamy|airy){_KIND}|pastel|dreamy", "马卡龙|柔和色调|梦幻滤镜|小清新|日系"),
        Phrase("pastel", "清新柔和"),
        "eq=gamma=1.25:contrast=0.85:saturation=0.8",
    ),
    "negative": _Look(
        pattern(rf"(?:invert(?:ed|ing)?|negative){_KIND}?", "反色|反相|负片"),
        Phrase("inverted colours", "反色"),
        "negate",
    ),
}
_FILTERS = pattern(
    r"(?:colou?r\s+)?(?:filters?|luts?|grad(?:e|ing))|(?:a|an|another|different|new|colou?r)\s+look|looks(?!\s+[a-z])",
    "滤镜|(?<!颜)色调|调色",
)
_BACK = pattern(
    r"(?:back\s+)?(?:to|in|into)\s+(?:full\s+)?colou?rs?|(?:bring|get|put)\s+(?:the\s+)?colou?rs?\s+back"
    r"|colou?r\s+again",
    "恢复(?:成)?(?:原来的?|原有的?)?(?:彩色|颜色|色彩|原色)|变回(?:彩色|原色|原来的?颜色)|还原颜色|(?:把|将)?(?:颜色|色彩|彩色)(?:还给我|[还变弄调改找加要]回来)",
)
_MONO = r"(?:black\s*(?:&|and|n)\s*white|b\s?(?:&|n)\s?w|mono\w*|gr[ae]y\w*)"
_SLOWLY = r"(?:slowly|gradually|bit by bit|over time)"
_GRADUAL = pattern(
    rf"fad\w*\s+(?:(?:it|the (?:video|clip|film|picture|colou?rs?)|slowly|gradually"
    rf"|in)\s+){{0,3}}(?:from\s+(?:full\s+)?colou?r\s+)?(?:in)?to\s+{_MONO}"
    rf"|fad\w*\s+(?:\w+\s+){{0,3}}from\s+{_MONO}\s+(?:in)?to\s+(?:full\s+)?colou?rs?"
    rf"|{_SLOWLY}\s+(?:\w+\s+){{0,4}}{_MONO}|{_MONO}\s+{_SLOWLY}|from\s+colou?r\s+to\s+{_MONO}|from\s+{_MONO}\s+to\s+colou?rs?",
    "(?:从|由)?(?:彩色|黑白)(?:逐渐|渐渐|慢慢|缓缓|渐变|淡)(?:变|过渡|转|渐变)?(?:成|到|为|出)?(?:黑白|彩色)|(?:逐渐|渐渐|慢慢|缓缓)(?:变|过渡|转)?(?:成|到|为)?黑白",
)
_GREY = pattern(_MONO, "黑白|单色|灰度")
_TAKEN_OUT = pattern(_COLORLESS, _COLORLESS_ZH)
_FROM_MONO = pattern(rf"from\s+{_MONO}", "(?:从|由)?黑白[^，,。]{0,8}彩色")
_ANY = bounded(
    "|".join(f"(?:{words.pattern})" for words in (_GRADUAL, _BACK, *(look.words for look in _LOOKS.values()), _FILTERS))
)

_DONE = Phrase("The look is {name} now.", "滤镜已设为{name}。")
_REMOVED = Phrase("Took the look off again.", "已去掉滤镜。")
_NONE = Phrase("It has its own colours, without a look.", "现在就是原来的颜色，没有滤镜。")
_FADES_OUT = Phrase("The colours fade to black and white from {begin} to {end}.", "{begin} 到 {end} 从彩色渐变为黑白。")
_FADES_IN = Phrase(
    "The colours come up from black and white from {begin} to {end}.", "{begin} 到 {end} 从黑白渐变为彩色。"
)
_WHICH = Phrase("Tell me which look: {names}.", "请告诉我要哪种滤镜：{names}。")


def _read(clause: Clause) -> Iterator[Wish]:
    if clause.has("MUSIC", "SOUND", "TITLE", "CAPTION", "TRANSITION"):
        return
    if clause.has("FADE") and not _GRADUAL.search(clause.text):
        return
    scope = scope_of(clause)
    if _GRADUAL.search(clause.text):
        yield Wish("look_fade", kind="in" if _FROM_MONO.search(clause.text) else "out", **scope)
        return
    if _BACK.search(clause.text):
        yield Wish("look_remove", **scope)
        return
    name = both_looks("", " ".join(_named(clause.text)))
    # "remove the silences, sepia" puts one on, "remove the music and the filter" takes one off
    off = clause.has("REMOVE", "UNDO", carried=_FILTERS.search(clause.text) is not None)
    if _TAKEN_OUT.search(clause.text):
        yield Wish("look", kind="mono", **scope)
    elif off and (name != "mono" or _GREY.search(clause.text) or _FILTERS.search(clause.text)):
        yield Wish("look_remove", kind=name, **scope)
    elif name:
        yield Wish("look", kind=name, **scope)
    elif clause.has("ADD", "CHANGE", "CREATE"):
        yield Wish("look", **scope)


_LAST = ("mono", "sepia")


def _named(text: str) -> list[str]:
    """The looks that a text names, none of them by words of another one."""
    found: list[tuple[str, tuple[int, int]]] = []
    for name, look in _LOOKS.items():
        words = look.words.search(text)
        if words and not any(begin < words.end() and words.start() < end for _, (begin, end) in found):
            found.append((name, words.span()))
    return [name for name, _ in found]


def both_looks(one: str, other: str) -> str:
    """The kind of a wish for two looks at once, in the order in which they are drawn.

    Black and white comes behind the others, so that it stays without colours; but sepia colours it.
    """
    names = dict.fromkeys((*one.split(), *other.split()))
    return " ".join(sorted(names, key=lambda name: _LAST.index(name) if name in _LAST else -1))


def _do(context: EditContext, wish: Wish) -> None:
    if not wish.kind:
        joint = "、" if context.chinese else ", "
        context.note(_WHICH, names=joint.join(context.said(look.name) for look in _LOOKS.values()))
    elif context.affect(wish, Effect("look", kind=wish.kind)):
        names = [context.said(_LOOKS[name].name) for name in wish.kind.split()]
        context.did("apply_look", _DONE, name=("、" if context.chinese else " + ").join(names))


def _fade(context: EditContext, wish: Wish) -> None:
    """From colour to black and white, or the other way, over all that the wish speaks of."""
    region = context.region(wish)
    if region is None:
        context.note(NO_SUCH_CLIP)
        return
    begin, end = region
    effect = Effect("look_fade", (end - begin) / 1000, f"{wish.kind} {begin}")
    context.timeline.effects = (*(each for each in context.timeline.effects if each.name != "look_fade"), effect)
    context.did(
        "apply_look", _FADES_IN if wish.kind == "in" else _FADES_OUT, begin=context.long(begin), end=context.long(end)
    )


def _remove(context: EditContext, wish: Wish) -> None:
    timeline = context.timeline
    left = tuple(each for each in timeline.effects if each.name != "look_fade")
    if left == timeline.effects and not any(each.name == "look" for shot in timeline.shots for each in shot.effects):
        context.note(_NONE)
    elif context.affect(wish, None, "look"):
        timeline.effects = left
        context.did("remove_look", _REMOVED)


def _drawn(effect: Effect, _: Frame) -> str:
    return ",".join(_LOOKS[name].filters for name in effect.kind.split() if name in _LOOKS) or "null"


def _fading(effect: Effect, _: Frame) -> str:
    way, begin = effect.kind.split(" ")
    run = f"clip((t-{int(begin) / 1000:.3f})/{max(0.1, effect.amount):.3f},0,1)"
    return f"hue=s='{run if way == 'in' else f'1-{run}'}'"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("looks: black and white, sepia, vintage, cinematic and more", "滤镜：黑白、棕褐、复古、电影感等"),
    example=Phrase("make it black and white", "改成黑白"),
    phrase=_ANY,
    reads=_read,
    explains=(COLOR_WORDS, pattern("film|movie|old|photo|home|colou?rs?", "[感调]|电影|胶片")),
    does={"look_remove": _remove, "look": _do, "look_fade": _fade},
    draws={"look": _drawn, "look_fade": _fading},
)
