"""Black and white, sepia and other looks: one at a time, of the whole film, a clip or a stretch."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Frame, Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_KIND = r"(?:\s+(?:look|filter|style|effect|vibe|feel|grade|tones?|colou?rs?|lut|video|film|movie|picture))"


@dataclass(frozen=True, slots=True)
class _Look:
    words: re.Pattern[str]
    name: Phrase
    filters: str


# curves, not colorbalance: at 1080p the latter takes 54 ms of CPU a frame, curves 10
_LOOKS: dict[str, _Look] = {
    "noir": _Look(
        pattern(rf"(?:film\s+)?noir{_KIND}?", "黑色电影|暗黑黑白"),
        Phrase("film noir", "黑色电影"),
        "hue=s=0,eq=contrast=1.45:brightness=-0.04,vignette=PI/4.5",
    ),
    "mono": _Look(
        pattern(
            rf"(?:black\s*(?:&|and|n|-and-|/)\s*white|b\s?(?:&|/|n)\s?w|bnw|mono-?chrom\w*|gr[ae]y-?\s?scale"
            r"|without colou?rs?|colou?rless|(?:remove|take out|drop"
            rf"|no)\s+(?:all\s+)?(?:the\s+)?colou?rs?){_KIND}?",
            "黑白|单色|灰度|去色|去掉颜色|去除颜色|没有颜色",
        ),
        Phrase("black and white", "黑白"),
        "hue=s=0",
    ),
    "sepia": _Look(
        pattern(rf"sepia{_KIND}?|old\s+photo(?:graph)?{_KIND}?", "棕褐色|泛黄|怀旧棕|老照片"),
        Phrase("sepia", "棕褐色"),
        "colorchannelmixer=.42:.80:.20:0:.349:.686:.168:0:.22:.44:.11",
    ),
    "vintage": _Look(
        pattern(
            r"(?:vintage|retro|old-?\s?(?:school|fashioned|film|movie)|nostalgi\w*|(?:19)?[6-9]0'?s|super\s?8"
            rf"|analog(?:ue)?){_KIND}?",
            "复古|怀旧|老电影|胶片|年代感",
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
            rf"(?:faded|matte|washed-?\s?out|lo-?fi){_KIND}|matte|fade(?:d)?\s+(?:film|look|filter)",
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
    r"(?:colou?r\s+)?(?:filters?|luts?|grad(?:e|ing))|(?:a|an|another|different|new|colou?r)\s+look|looks",
    "滤镜|(?<!颜)色调|调色",
)
_BACK = pattern(
    r"(?:back\s+)?(?:to|in|into)\s+(?:full\s+)?colou?rs?|(?:bring|get|put)\s+(?:the\s+)?colou?rs?\s+back"
    r"|colou?r\s+again",
    "恢复(?:成)?(?:原来的?|原有的?)?(?:彩色|颜色|色彩|原色)|变回彩色|还原颜色",
)
_ANY = re.compile(
    "|".join(f"(?:{words.pattern})" for words in (_BACK, *(look.words for look in _LOOKS.values()), _FILTERS)),
    re.IGNORECASE,
)

_DONE = Phrase("The look is {name} now.", "滤镜已设为{name}。")
_REMOVED = Phrase("Took the look off again.", "已去掉滤镜。")
_WHICH = Phrase("Tell me which look: {names}.", "请告诉我要哪种滤镜：{names}。")


def _read(clause: Clause) -> Iterator[Wish]:
    if clause.has("MUSIC", "SOUND", "TITLE", "CAPTION", "TRANSITION", "FADE"):
        return
    scope = scope_of(clause)
    if _BACK.search(clause.text):
        yield Wish("look_remove", **scope)
        return
    name = next((name for name, look in _LOOKS.items() if look.words.search(clause.text)), "")
    if clause.has("REMOVE", "UNDO") and (name != "mono" or _FILTERS.search(clause.text)):
        yield Wish("look_remove", kind=name, **scope)
    elif name:
        yield Wish("look", kind=name, **scope)
    elif clause.has("ADD", "CHANGE", "CREATE"):
        yield Wish("look", **scope)


def _do(context: EditContext, wish: Wish) -> None:
    if not wish.kind:
        joint = "、" if context.chinese else ", "
        context.note(_WHICH, names=joint.join(context.said(look.name) for look in _LOOKS.values()))
    elif context.affect(wish, Effect("look", kind=wish.kind)):
        context.did("apply_look", _DONE, name=context.said(_LOOKS[wish.kind].name))


def _remove(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, "look"):
        context.did("remove_look", _REMOVED)


def _drawn(effect: Effect, _: Frame) -> str:
    return _LOOKS[effect.kind].filters if effect.kind in _LOOKS else "null"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("looks: black and white, sepia, vintage, cinematic and more", "滤镜：黑白、棕褐、复古、电影感等"),
    example=Phrase("make it black and white", "改成黑白"),
    phrase=_ANY,
    reads=_read,
    does={"look_remove": _remove, "look": _do},
    draws={"look": _drawn},
)
