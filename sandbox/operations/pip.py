"""Picture in picture: one clip small over the others, which play on; it leaves the row of clips for that."""

import re
from collections.abc import Iterable, Iterator

from sandbox.model.draft import Overlay
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.overlaid import CORNERED, PLACES, as_laid, is_cornered, off_the_timeline, put_over
from sandbox.operations.scope import APPEARS, GONE, scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import place_of
from sandbox.wording.vocabulary import PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_WITH_ITS_SOUND = "(?:小窗口?|画中画)的?(?:不要|没有|去掉|关掉|不带|静音|别带)(?:的)?(?:声音)?"
_WORDS = pattern(
    r"picture[\s-]?in[\s-]?(?:a[\s-])?picture|p\.?i\.?p|video[\s-]in[\s-](?:a[\s-])?video|inset"
    r"|(?<!is my )(?<!is the )face-?cam"
    r"|floating (?:window|video)|(?<!make a )(?<!make me a )(?<!create a )"
    r"(?:small|little|mini|lil|tiny)\s+(?:window|video|screen|box|square)"
    rf"|{MARK}\s+(?:small|little|tiny|smaller)\s+(?:in|at|on|over)|{MARK}\s+in\s+the\s+(?:\w+[\s-]){{0,2}}corner(?:\s+of)?"
    r"|(?:me|myself|my\s+(?:face|webcam|camera))\s+(?:small\s+)?in\s+(?:the|a)\s+(?:\w+[\s-]){0,2}corner"
    r"|as\s+an?\s+(?:small|little|tiny|mini)\s+(?:picture|window|inset|video|box)|overlay(?:s|ed"
    r"|ing)?(?=.{0,80}(?:over|on|onto|top|in the))",
    rf"{_WITH_ITS_SOUND}|画中画|子母画面|{MARK}的?\s*(?:缩小|变小|小小地?)了?(?:放|塞|摆|贴)|小窗口?|悬浮窗|子画面|叠在|叠加到|叠到",
)
_THE_SMALL_ONE = (
    r"(?:tiny|small|smaller|little|mini|inset|corner|overlaid)\s+(?:one|clip|video|vid|window|picture|box)"
    r"(?:'s\s+(?:sound|audio))?"
)
# it is silent: a wish for that is met already
_SILENT = pattern(
    r"(?:small|little|inset|pip|corner)\s+(?:window|video|one|clip)?\s*(?:without|muted|with no|no)\s+(?:sound|audio)"
    rf"|(?:mut(?:e|ing)|silence)\s+(?:only\s+|just\s+)?(?:the\s+)?{_THE_SMALL_ONE}|no\s+(?:sound|audio)\s+(?:on|from|for|in)\s+(?:the\s+)?{_THE_SMALL_ONE}"
    r"|(?:only|just)\s+(?:hear\s+|play\s+)?(?:the\s+)?(?:sound|audio)?\s*(?:of|from)?\s*(?:the\s+)?(?:big|large)\s+(?:one|clip|video)(?:'s\s+(?:sound|audio))?",
    rf"{_WITH_ITS_SOUND}|(?:把|将)?小的?(?:那[个段条])?(?:静音|消音|别出声|不要声音?|不出声|没有?声音?)|声音?只[留要听用]大(?:的|窗口?|画面)(?:那[个段条])?|只[留要听]大(?:的|画面)(?:那[个段条])?的?声音?",
)
# what ends by itself needs no end: "it goes when it's done"
BY_ITSELF = bounded(
    r"^\W*(?:and\s+)?(?:then\s+)?(?:it\s+)?(?:is\s+|it'?s\s+)?(?:gone|goes|disappears?|vanish(?:es)?|go\s+away|goes\s+away)\s+(?:again\s+)?(?:when|once|after|as\s+soon\s+as)\s+it(?:'?s|\s+is|\s+has)?\s+(?:over|done|ends?|ended|finish(?:es|ed)?|through)\W*$"
    r"|^\W*(?:它)?(?:[放播]完|结束)(?:了|以?后|之后)?(?:它)?(?:就|便)?(?:消失|没了?|撤掉?|不见了?|收掉|去掉)\W*$"
)
# a picture that is laid over the film fills it, a clip is small in a corner of it
_OVER = pattern(
    rf"(?:photo|picture|image|{MARK})\s+full[\s-]?screen|(?:photo|picture|image)\s+(?:over|on top of"
    rf"|across)\s+(?:the\s+|my\s+)?(?:video|clip|film|footage|it)",
    rf"{MARK}(?:的时候|时|处)(?:插入?|放|盖上?)(?:一张)?(?:照片|图片)|{MARK}插入?(?:一张)?(?:照片|图片)|(?:照片|图片|图)(?:盖|叠|放|覆盖)在?(?:视频|影片|画面)(?:上面?|之上)",
)
# a picture that comes at a moment, for a while: 第8秒的时候插一张照片
_AT_A_MOMENT = bounded(rf"({MARK})(?:的时候|时|处)?(?:插入?|放|盖上?)(?:一张)?(?:照片|图片)")
_SIZE, _A_WHILE_MS = 0.32, 3000

_LAID = Phrase(
    "{name} plays small over the film ({place}), without its sound; the film itself is as long as before.",
    "{name} 以小窗叠加在{place}播放（不带声音），影片长度不变。",
)
_MOVED = Phrase(
    "{name} plays small over the rest ({place}), without its sound; I took it out of the row of clips for that.",
    "{name} 已从片段序列移到小窗，叠加在{place}播放（不带声音）。",
)
_COVERED = Phrase("{name} lies over the whole picture for that time.", "这段时间 {name} 盖住整个画面。")
_NEEDS_TWO = Phrase("A picture in picture needs two clips: send me the second one.", "画中画需要两个片段：请再发一个。")
_IS_SILENT = Phrase("The small picture has no sound.", "小窗不带声音。")
_REMOVED = Phrase("Removed the picture in picture.", "已去掉画中画。")
_NONE = Phrase("There is no picture in picture.", "现在没有画中画。")


def _read(clause: Clause) -> Iterator[Wish]:
    if _SILENT.search(clause.text):
        yield Wish("pip_silent")
        return
    over = _OVER.search(clause.text)
    inset = _WORDS.search(clause.text) is not None or is_cornered(clause)
    if not (over or inset) or clause.one("text") is not None:
        return
    if clause.has("TITLE", "CAPTION", "MUSIC"):
        return
    if clause.has("REMOVE", "UNDO"):
        yield Wish("pip_remove")
        return
    moment = clause.one("span") if _AT_A_MOMENT.search(clause.text) and not clause.has("FIRST", "LAST") else None
    if moment is not None and len(clause.marks) == 1:
        yield Wish("pip", place=place_of(clause), span=(moment, None), ms=_A_WHILE_MS, amount=1.0, kind="picture")
        return
    yield Wish(
        "pip",
        files=clause.every("asset"),
        nth=clause.one("nth"),
        place=place_of(clause),
        span=scope_of(clause)["span"] if over else clause.one("range"),
        ms=clause.one("span"),
        amount=clause.one("share") or (1.0 if over else None),
        kind="picture" if over else "",
    )


def _clip(context: EditContext, wish: Wish) -> str | None:
    """The clip that is meant: the named one, the one of that number, else the last; never the only one."""
    seen = [key for key, asset in context.assets.items() if asset.kind != "audio"]
    order = [*context.timeline.sources, *(key for key in seen if key not in context.timeline.sources)]
    order = [key for key in order if key in context.assets]
    if wish.kind == "picture" and not wish.files:
        pictures = [key for key in order if context.assets[key].kind == "image"]
        return pictures[-1] if pictures and len(order) > 1 else None
    named = [key for key in wish.files if key in order]
    if named:
        # "clip1.mp4 over clip2.mp4": the first named lies on top
        return named[0] if len(order) > 1 else None
    if len(order) < 2:
        return None
    if wish.nth is not None and (wish.nth == -1 or wish.nth <= len(order)):
        return order[-1] if wish.nth == -1 else order[wish.nth - 1]
    return order[-1]


def _do(context: EditContext, wish: Wish) -> None:
    key = _clip(context, wish)
    if key is None:
        context.note(_NEEDS_TWO)
        return
    asset = context.assets[key]
    moved = off_the_timeline(context, key)
    before, wish = as_laid(context, wish, Overlay(key, asset.name, "pip", "bottom-right", _SIZE))
    place = wish.place or before.place
    size = min(1.0 if wish.kind else 0.9, max(0.1, wish.amount)) if wish.amount is not None else before.scale
    place = "center" if wish.kind and wish.place is None else place
    put_over(context, wish, Overlay(key, asset.name, "pip", place, size))
    phrase = _COVERED if wish.kind else _MOVED if moved else _LAID
    context.did("picture_in_picture", phrase, name=asset.name, place=context.said(PLACES[place]))


def _remove(context: EditContext, _: Wish) -> None:
    left = [each for each in context.timeline.overlays if each.kind != "pip"]
    if len(left) == len(context.timeline.overlays):
        context.note(_NONE)
        return
    context.timeline.overlays = left
    context.did("remove_picture_in_picture", _REMOVED)


def _silent(context: EditContext, _: Wish) -> None:
    context.note(_IS_SILENT if any(each.kind == "pip" for each in context.timeline.overlays) else _NONE)


def _borrowed(context: EditContext, wish: Wish) -> Iterable[str]:
    key = _clip(context, wish) if wish.op == "pip" else None
    return (key,) if key is not None else ()


OPERATION = Operation(
    topic="picture",
    ability=Phrase("picture in picture", "画中画"),
    example=Phrase("put clip2.mp4 in the corner as picture in picture", "把clip2.mp4做成画中画放在右下角"),
    phrase=re.compile(f"{_SILENT.pattern}|{_OVER.pattern}|{_WORDS.pattern}|{CORNERED.pattern}", re.IGNORECASE),
    reads=_read,
    explains=(
        PLACE_WORDS,
        SIZE_WORDS,
        APPEARS,
        GONE,
        BY_ITSELF,
        pattern(r"while|window|inset|picture|on\s+top\s+of", "小窗|窗口|塞|缩小"),
    ),
    does={"pip_remove": _remove, "pip": _do, "pip_silent": _silent},
    borrows=_borrowed,
    remakes=True,
)
