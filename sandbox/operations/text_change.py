"""A text that is there, changed: its words, colour, place, size or time. Nothing here adds a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sandbox.model.colors import COLORS
from sandbox.model.draft import Place, Words
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.overlaid import PLACES
from sandbox.operations.scope import GONE
from sandbox.operations.text import add, is_meant, unquoted
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, left_over, pattern, tags_of
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import color_of, place_of, without_places
from sandbox.wording.sizes import HOW_LARGE, size_of
from sandbox.wording.vocabulary import COLOR_WORDS, PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_CARD = r"(?!\s+(?:cards?|screens?|slides?)(?![a-z]))"
_NOUNS = {
    "lower third": pattern(r"lower[\s-]?thirds?|name\s+(?:tag|banner|strap)", "人名条|名条|人名字幕|下三分之一|身份条"),
    "watermark": pattern(r"water-?\s?marks?", "水印|署名"),
    "title": pattern(rf"(?:titles?|headings?|headlines?){_CARD}", "标题(?![字卡页])|片名|大字|题目"),
    "caption": pattern("captions?|subtitles?|subs|lyrics", "字幕(?!文件)|台词|歌词"),
    "text": pattern(
        "texts?|words|fonts?|lettering|letters|typeface",
        "文字|文本|字样|^字(?=还|就|都|不|先|[改换])|字体|字号|(?:[这那][些个行句]|的)字(?![幕卡])|把字(?=[去删放调改变移弄缩])",
    ),
}
_ANY = re.compile("|".join(f"(?:{each.pattern})" for each in _NOUNS.values()), re.IGNORECASE)
_PLACE = pattern("top|bottom|cent(?:er|re)|middle|corner", "顶|底|中间|角")
_TO = r"(?:(?<![a-z])(?:to|into|with|by|say|read|as)(?![a-z])|->|→|成|为|作)"
_OTHER_WORDS = bounded(
    rf"(?<![a-z])(?:change|replace|rename|edit|correct|fix|swap|turn|update|switch)(?![a-z])[^{MARK[1:-1]}]*"
    rf"(?P<old>{MARK})[^{MARK[1:-1]}]*{_TO}[^{MARK[1:-1]}]*(?P<new>{MARK})"
    rf"|(?P<was>{MARK})[^{MARK[1:-1]}]*(?:改|换|替换|变|写)[^{MARK[1:-1]}]*(?P<now>{MARK})"
)
_INSTEAD = bounded(rf"(?P<new>{MARK})\s*(?:instead of|rather than|而不是|代替)\s*(?:the\s+\w+\s+)?(?P<old>{MARK})")
_NEW_WORDS = bounded(
    rf"(?<![a-z])(?:change|rename|set|update|edit|replace|make|correct|switch|should|must)(?![a-z]).*?{_TO}\s*"
    r"(?P<words>.{1,300})$"
    r"|(?:改|换|变|写)(?:成|为|作)\s*(?P<words_zh>.{1,300})$"
)
_ONE_OF_THEM = bounded(
    rf"(?<![a-z])(?:make|move|turn|change|set|enlarge|shrink|recolou?r)\s[^{MARK[1:-1]}]*{MARK}"
    rf"|把[^{MARK[1:-1]}]*{MARK}[^{MARK[1:-1]}]*(?:放大|缩小|调|改|移|变|挪|弄)"
)
_CHANGES = pattern(
    r"(?:change|turn|set|adjust|move|recolou?r|restyle|resize)|make\s+(?:the|my|this|these|those|all)(?:\s+the)?",
    "改|换|调|设|移|挪|变|弄",
)
_HIGHER = pattern(
    r"(?:move|push|shift|raise|put|bring)\s.*(?:up|higher)|raise|higher", "[往向]上|上移|上调|高一?[点些]"
)
_LOWER = pattern(r"(?:move|push|shift|lower|put|bring)\s.*(?:down|lower)", "[往向]下|下移|下调|低一?[点些]")
_HIDE = pattern(r"hide|disable|(?:captions?|subtitles?|titles?|texts?)\s+off", "隐藏|关闭|不显示|别显示|藏起来")
_STYLE = pattern(
    r"purple|violet|gr[ae]y|brown|gold(?:en)?|silver|cyan|magenta|turquoise|teal|navy|beige|bold|italics?|underlined"
    r"|upper\s?case|lower\s?case|arial|helvetica|serif|english|chinese|spanish|french|german|japanese|korean",
    "紫色?|灰色?|金色?|银色?|棕色?|青色?|粗体|斜体|加粗|宋体|黑体|楷体|英文|中文|英语|日语|双语",
)
_GREETING = pattern("hello|hi|hey|thanks?(?: you)?|welcome|bye", "你好|您好|谢谢|再见|大家好|拜拜")
_OTHER = frozenset({"REMOVE", "CUT", "TRIM", "KEEP", "UNDO", "MUSIC", "SPEED", "TRANSITION", "FADE", "EXPORT", "SOUND"})
_LOOKS = pattern(
    rf"{'|'.join(COLORS)}|colou?r(?:ed)?|size|bold|larger?|place|position|moved?|lasts?|stays?|appears?|should|must"
    r"|screen|frame|picture|of|us(?:e|ing)",
    "[白黑黄红绿蓝粉橙]色?|颜色|大小|位置|字号|显示|停留|持续|出现|放|移|挪|往|向|用|再|些|号|太|了|屏幕|画面",
)
_SMALLEST, _LARGEST = 0.3, 4.0
_ROWS: tuple[str, ...] = ("top", "", "bottom")

_CHANGED = Phrase("Changed “{text}”: {what}.", "已修改“{text}”：{what}。")
_CHANGED_MANY = Phrase("Changed {count} texts: {what}.", "已修改 {count} 处文字：{what}。")
_CHANGED_LOGO = Phrase("Changed the logo: {what}.", "已修改水印图片：{what}。")
_NOW = Phrase("now “{text}”", "改为“{text}”")
_AT = Phrase("at the {place}", "移到{place}")
_SIZE = Phrase("{percent} of its size", "大小为原来的 {percent}")
_FOR = Phrase("for {length}", "显示 {length}")
_FROM = Phrase("from {begin}", "从 {begin} 开始")
_NONE = Phrase(
    "There is no such text on the film to change; tell me which words you mean.",
    "影片上没有这样的文字可改，请告诉我是哪些字。",
)
_NO_WORDS = Phrase('Tell me the words, for example: add a caption "Hello".', "请告诉我文字，例如：加字幕“你好”。")
_WHICH = Phrase(
    'Tell me which of the captions: change "its words" to "other words".', "请说明改哪一条：把“原来的字”改成“新的字”。"
)
_WHAT = Phrase(
    "I can change a text's words, place, size, time and colour ({colors}).",
    "文字可以改内容、位置、大小、时间和颜色（{colors}）。",
)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a clause says of the look of a text; `steps` up or down the picture."""

    color: str
    place: Place | None
    size: float | None
    steps: int
    ms: int | None
    begin: int | None

    @property
    def is_any(self) -> bool:
        return bool(self.color or self.place or self.size or self.steps or self.ms or self.begin is not None)


def _kind(text: str) -> str:
    return next((kind for kind, words in _NOUNS.items() if words.search(text)), "")


def _without_nouns(clause: Clause) -> Clause:
    """The clause without the words for texts: a lower third is at no place by its name."""
    text = _ANY.sub(" ", clause.text)
    return replace(clause, text=text, tags=tags_of(MARKS.sub(" ", text)))


def amended(clause: Clause, before: Wish) -> Wish | None:
    """The change before, with what a clause of nothing but looks adds to it: "…, and bigger"."""
    look = _look(clause)
    if not look.is_any or _rest(clause, look) or clause.one("text") is not None:
        return None
    return replace(
        before,
        color=look.color or before.color,
        place=look.place or before.place,
        amount=look.size or before.amount,
        nth=look.steps or before.nth,
        ms=look.ms or before.ms,
        span=before.span if look.begin is None else (look.begin, None),
    )


def _look(clause: Clause) -> _Look:
    steps = -1 if _HIGHER.search(clause.text) else 1 if _LOWER.search(clause.text) else 0
    span, moment = clause.one("range"), clause.one("time")
    begin = span[0] if span is not None else moment
    ms = span[1] - span[0] if span is not None and span[1] is not None else clause.one("span")
    # "top" and "up" are one word in Chinese
    place = None if steps and not _is_place(clause) else place_of(clause)
    return _Look(color_of(clause), place, size_of(clause), 0 if place else steps, ms, begin)


def _is_place(clause: Clause) -> bool:
    return _PLACE.search(clause.text) is not None


def _read(clause: Clause) -> Iterator[Wish]:
    kind, texts = _kind(clause.text), clause.every("text")
    if clause.every("asset"):  # a picture that is laid over the film
        return
    if _removes(clause, kind, texts):
        yield Wish("text_remove", kind="" if kind == "text" else kind, text=(texts or ("",))[0])
    elif not clause.has(*_OTHER) or clause.has("CHANGE", "REPLACE", "MOVE"):
        yield from _change(clause, kind, texts)


def _removes(clause: Clause, kind: str, texts: Sequence[str]) -> bool:
    """Whether a text shall go; those that are called by their kind are left to `text`, unless they are hidden."""
    if kind and _HIDE.search(clause.text):
        return True
    # 要 in 不要 adds nothing
    adds = clause.has("ADD") and "不要" not in clause.text
    if not clause.has("REMOVE") or adds or clause.has("REPLACE", "CUT", "TRIM"):
        return False
    named = kind == "text" or (not kind and len(texts) == 1)
    return named and not left_over(
        _unlook(_ANY.sub(" ", clause.text.replace("不要", " ")))
    )  # the filler words are heard


# when the text that is there shall be seen
APPEARS_AT = bounded(
    rf"^\W*(?:make|have|let|change)\s+(?:it|that)\s+(?:to\s+)?(?:only\s+)?(?:appear|come\s+(?:in|up|on)|show(?:\s+up)?|pop\s+up)\s+(?:at|from|after)?\s*(?:the\s+)?{MARK}"
    rf"|^\W*(?:改成|改为|改到|换成|变成|让它|要它)(?:从|在|到)?第?{MARK}(?:的时候|时|开始)?[再才](?:出来|出现|显示|冒出来|现)"
)


def _change(clause: Clause, kind: str, texts: Sequence[str]) -> Iterator[Wish]:
    look = _look(_without_nouns(clause))
    if APPEARS_AT.search(clause.text) and not texts:
        stretch = clause.one("range") or (clause.one("time") or clause.one("span"), None)
        ms = stretch[1] - stretch[0] if stretch[1] else None
        yield Wish("text_change", kind="" if kind == "text" else kind, span=(stretch[0], None), ms=ms)
        return
    # "a watermark, bottom left" is the picture that was sent
    if (
        kind == "watermark"
        and not texts
        and not (look.color or look.size or look.steps or _CHANGES.search(clause.text))
    ):
        return
    if kind == "watermark" and clause.has("ADD") and not clause.has("CHANGE", "MOVE"):
        return
    old, new = _words(clause, texts, kind)
    if not (old or new):
        if texts and not (_ONE_OF_THEM.search(clause.text) and look.is_any):
            return
        if clause.has("ADD") and unquoted(clause)[:1].isupper():  # add a title Hello in yellow
            return
        old = texts[0] if texts else ""
        if not (kind or old) or not (look.is_any or _CHANGES.search(clause.text)) or _rest(clause, look):
            return
    yield Wish(
        "text_change",
        kind="" if kind == "text" else kind,
        about=old,
        text=new,
        color="" if new and not texts else look.color,
        place=look.place,
        amount=look.size,
        nth=look.steps or None,
        ms=look.ms,
        span=None if look.begin is None else (look.begin, None),
        files=("add",) if clause.has("ADD") and not clause.has("CHANGE", "MOVE", "REPLACE") else (),
    )


def _words(clause: Clause, texts: Sequence[str], kind: str) -> tuple[str, str]:
    """The words that are meant, and those that take their place; "" where none are said."""
    values = dict(zip(MARKS.findall(clause.text), clause.marks, strict=False))

    def said(mark: str | None) -> str | None:
        return str(values[mark][1]) if mark and values[mark][0] == "text" else None

    if len(texts) > 1:
        for found in (_INSTEAD.search(clause.text), _OTHER_WORDS.search(clause.text)):
            if found is not None:
                groups = found.groupdict()
                old, new = said(groups["old"] or groups.get("was")), said(groups["new"] or groups.get("now"))
                if old and new:
                    return old, new
        return "", ""
    found = _NEW_WORDS.search(clause.text) if kind else None
    if found is None:
        return "", ""
    words = (found["words"] or found["words_zh"]).strip(" .!?。！？:：吧")
    words = words.removesuffix(" instead")
    if MARKS.fullmatch(words) and (quoted := said(words)):
        return "", quoted
    plain = not texts and not MARKS.search(words) and not _LOOKS.sub(" ", without_places(words)).strip()
    return "", "" if texts or plain or MARKS.search(words) or not _says(words) else words


def _says(words: str) -> bool:
    """Whether words are no colour, place or size."""
    return bool(left_over(_unlook(words)))


def _unlook(text: str) -> str:
    for words in (_STYLE, *HOW_LARGE, _HIGHER, _LOWER, _LOOKS):
        text = words.sub(" ", text)
    return without_places(text)


def _rest(clause: Clause, look: _Look) -> str:
    """What else the clause says. Where it says how a text shall look, one unknown word may be a colour."""
    if _GREETING.search(clause.text):  # filler elsewhere, but words of a text here
        return clause.text
    rest = left_over(_unlook(_CHANGES.sub(" ", _ANY.sub(" ", clause.text))))
    return rest if look.is_any or " " in rest or len(rest) > 12 else ""


def _do(context: EditContext, wish: Wish) -> None:
    timeline = context.timeline
    meant = [each for each in timeline.words if is_meant(each, wish.kind, wish.about, wish.clause)]
    logo = next((each for each in timeline.overlays if each.kind == "logo"), None)
    if not meant and wish.kind == "watermark" and logo is not None and (wish.place or wish.amount):
        changed = replace(logo, place=wish.place or logo.place, scale=min(1.0, logo.scale * (wish.amount or 1.0)))
        timeline.overlays = [changed if each is logo else each for each in timeline.overlays]
        context.did("change_logo", _CHANGED_LOGO, what=_said(context, wish))
        return
    if not meant and wish.text and wish.kind and not wish.about:
        add(context, wish)
        return
    if not meant:
        context.note(_NO_WORDS if wish.files else _NONE)
        return
    if wish.text and not wish.about:
        meant = [each for each in meant if not each.source][-1:]
        if not meant:
            context.note(_WHICH)
            return
    what = _said(context, wish)
    if not what:
        context.note(_WHAT, colors=", ".join(COLORS))
        return
    timeline.words = [_changed(each, wish) if each in meant else each for each in timeline.words]
    if len(meant) == 1:
        context.did("change_text", _CHANGED, text=meant[0].text, what=what)
    else:
        context.did("change_text", _CHANGED_MANY, count=len(meant), what=what)


def _changed(words: Words, wish: Wish) -> Words:
    text = words.text
    if wish.text and wish.about:
        text = re.compile(re.escape(wish.about), re.IGNORECASE).sub(lambda _: wish.text, text)
    elif wish.text:
        text = wish.text
    place = wish.place or (_stepped(words.place, wish.nth) if wish.nth else words.place)
    size = round(max(_SMALLEST, min(_LARGEST, words.size * (wish.amount or 1.0))), 3)
    start = words.start if wish.span is None or words.source else wish.span[0]
    length = words.length if wish.ms is None or words.source else wish.ms
    color = wish.color or words.color
    return replace(words, text=text[:400], place=place, color=color, size=size, start=start, length=length)


def _stepped(place: Place, steps: int) -> Place:
    """The place above or below, at the same side."""
    name = "top-right" if place == "corner" else place
    row = next((each for each in ("top", "bottom") if name.startswith(each)), "")
    side = next((each for each in ("left", "right") if name.endswith(each)), "")
    row = _ROWS[max(0, min(2, _ROWS.index(row) + steps))]
    return next(each for each in PLACES if each == ("-".join(filter(None, (row, side))) or "center"))


def _said(context: EditContext, wish: Wish) -> str:
    """What becomes of the text, in words."""
    said = [context.said(_NOW, text=wish.text)] if wish.text else []
    said += [wish.color] if wish.color else []
    if wish.place:
        said.append(context.said(_AT, place=context.said(PLACES[wish.place])))
    elif wish.nth:
        said.append(context.said(_HIGHER_UP if wish.nth < 0 else _FURTHER_DOWN))
    said += [context.said(_SIZE, percent=context.share(wish.amount))] if wish.amount else []
    said += [context.said(_FROM, begin=context.long(wish.span[0]))] if wish.span else []
    said += [context.said(_FOR, length=context.long(wish.ms))] if wish.ms else []
    return ("、" if context.chinese else ", ").join(said)


_HIGHER_UP = Phrase("higher up", "上移")
_FURTHER_DOWN = Phrase("further down", "下移")

# colours that a text cannot have, which is said
_OTHER_COLOR = pattern(
    "purple|violet|brown|cyan|magenta|gold(?:en)?|silver|beige|navy|turquoise|gr[ae]y|longer|shorter",
    "[移动]|[紫棕灰金银青]色?",
)


OPERATION = Operation(
    topic="words",
    ability=Phrase(
        "other words, colours, places and sizes for a text that is there", "修改已有文字的内容、颜色、位置、大小"
    ),
    example=Phrase("make the captions yellow and bigger", "字幕改成黄色，放大一点"),
    phrase=re.compile(f"{_ANY.pattern}|{MARK}", re.IGNORECASE),
    reads=_read,
    explains=(PLACE_WORDS, COLOR_WORDS, SIZE_WORDS, _OTHER_COLOR, APPEARS_AT, GONE),
    first=True,
    exclusive=True,
    does={"text_change": _do},
)
