"""A title, a caption or a watermark of words; a text of the same kind at the same time gives way."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.colors import COLORS
from sandbox.model.draft import Place, TextKind, Words
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import APPEARS, GONE
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import VERBS, bounded, left_over, pattern
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import color_of, place_of, without_places
from sandbox.wording.sizes import size_of
from sandbox.wording.traditional import simplified
from sandbox.wording.vocabulary import COLOR_WORDS, PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_ANY_TEXT = re.compile(r"text|文字", re.IGNORECASE)
# "the end in red"
_COLORED = bounded(rf"^\W*{MARK}\s+(?:in\s+)?(?:{'|'.join(COLORS)})\W*$")
# what the text that there is shall do, and no words of a new one
_ABOUT_IT = pattern(
    r"(?:like|under|above|below|behind|beside|over|around|next|that|which|to|and|but|so|appear|move|fly|slide|bounce|shake|follow"
    r"|rotate|spin|flash|blink|fade|grow|shrink|disappear|pop|not|a\s+shadow|an?\s+outline|bounces|shakes|flies|moves|blinks|flashes)",
    "(?:做|放|跟|抖|变|弄|改|一个|慢慢|逐|在|从|要|会|能|往|用|换|移|飞|弹|跳|闪|滚|淡|出现|消失|随|像|蹦|晃|转|太|不|没|也|都|再|先|别|得|给|和|与|来|去)",
)
_NAME_AND_WORK = re.compile(
    r"\s{0,9}[,，]?\s{0,9}(?:(?<![a-z])(?:and\s{1,9})?(?:then\s{1,9})?(?:under(?:neath)?|below|beneath)\s{1,9}(?:that|it|this|the\s{1,9}name)(?![a-z])"
    r"|下面(?:一行)?(?:写|是))[:：,]?\s{0,9}|\s{0,9}[,，|｜、]\s{0,9}|\s{1,9}/\s{1,9}",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-Z]\w{1,40}(?: [A-Z]\w{1,40}){0,20}")
_PLACE = bounded(r"(?<![a-z])(?:in|at|on|the|top|bottom|upper|lower|cent(?:er|re)|middle)(?![a-z])|[上下中]")
_POLITE = re.compile(r"(?<![a-z])(?:please|thanks)(?![a-z])|[吧呢。.!]$", re.IGNORECASE)
_AT = re.compile(
    rf"(?:(?<![a-z])at\s{{1,9}}(?:the\s{{1,9}})?|在|第|从)({MARK})|({MARK})(?=\s?(?:处|的?时候?)?\s?(?:写|打|出现|显示))|({MARK})",
    re.IGNORECASE,
)
_NAMED = bounded(
    r"(?:titles?|headings?|captions?|subtitles?|text|标题|字幕|文字|水印|watermark)(?:\s*(?:of|is|为|是"
    r"|:))?(?!\s*(?:on|in|at|with|over|inside|goes|go|comes?|is|are|will|should|stays?|follows?)\s|\s?[放移挪]?[在到正]?[左右上下中][上下间边角方央])\s*(?P<words>[^\s\ue000-\uefff][^\ue000-\uefff]*?)\s*"
    r"(?=\s(?:at|in|on|to|over|for|from|near|across|during|throughout|with)\b"
    r"|\s(?:top|bottom|upper|lower)[\s-](?:left|right)(?:\s+corner)?\W*$|[\ue000-\uefff]|$)"
)

_LOWER_THIRD = pattern(r"lower[\s-]?thirds?|name\s+(?:tag|banner|strap)", "人名条|名条|人名字幕|下三分之一|身份条")

_ADDED: dict[TextKind, Phrase] = {
    "title": Phrase("Title added: “{text}” ({begin}–{end}).", "已添加标题：“{text}”（{begin}–{end}）。"),
    "caption": Phrase("Caption added: “{text}” ({begin}–{end}).", "已添加字幕：“{text}”（{begin}–{end}）。"),
    "watermark": Phrase("Watermark added: “{text}”, throughout.", "已添加水印：“{text}”（全程）。"),
}
_AFTER_THE_CUT = Phrase(
    "The times of a text are those of the film as it is after the cut.", "文字的时间按剪辑之后的影片计算。"
)
_NO_WORDS = Phrase(
    (
        'Tell me the words, for example: add a title "Urban Dreams". I cannot hear speech, so I cannot write '
        "captions by myself."
    ),
    "请告诉我文字，例如：加标题“城市之梦”。我听不懂语音，无法自动生成字幕。",
)
_BOX = pattern("box|banner|bar", "底框|底色|背景框")
_NO_BOX = Phrase("I cannot draw a box behind words; they have an outline.", "文字后面画不了底框，文字带描边。")
_THIRD_MS = 4000
_REMOVED = Phrase("Removed {count} texts.", "已删除 {count} 处文字。")
_NONE = Phrase("There is no such text to remove.", "没有可删除的文字。")


def _read(clause: Clause) -> Iterator[Wish]:
    kind = "watermark" if clause.has("WATERMARK") else "title" if clause.has("TITLE") else "caption"
    text = clause.one("text")
    if not clause.has("TITLE", "CAPTION", "WATERMARK") and not (
        text
        and (
            clause.has("ADD", "REPLACE", "CHANGE", "TOP", "BOTTOM", "CENTER")
            or _COLORED.match(clause.text)
            or _only_when(clause)
        )
    ):
        return
    if clause.has("MUSIC") and text is None:
        return
    if clause.has("REMOVE", "UNDO") and not clause.has("REPLACE") and (text is None or not clause.has("ADD")):
        yield Wish("text_remove", kind="" if clause.has("CAPTION") and clause.has("TITLE") else kind, text=text or "")
        return
    if text is None:
        text = unquoted(clause)
    if not clause.has("TITLE", "CAPTION", "WATERMARK"):
        kind = "caption" if clause.has("BOTTOM") else "title"
    if _LOWER_THIRD.search(clause.text):
        kind = "lower third"
    span, length = clause.one("range"), clause.one("span")
    if span is None and (moment := clause.one("time")) is not None:
        span = (moment, None)
    marks = [(found[1] or found[2], found[3]) for found in _AT.finditer(clause.text)]
    values = dict(zip(MARKS.findall(clause.text), clause.marks, strict=False))
    begins = next((values[at] for at, _ in marks if at and values[at][0] == "span"), None)
    if span is None and begins is not None:  # "at 4 seconds for 2 seconds"
        lengths = [values[other][1] for _, other in marks if other and values[other][0] == "span"]
        span, length = (begins[1], None), lengths[0] if lengths else None
    whole = "whole" if clause.has("WHOLE") else "end" if clause.has("LAST") and span is None else ""
    yield Wish(
        "text",
        text=text,
        kind=f"{kind}",
        place=place_of(clause),
        span=span,
        ms=length,
        color=color_of(clause),
        amount=_size(clause),
        files=clause.every("asset") or ((whole,) if whole else ()),
        nth=clause.one("nth"),
    )


def _size(clause: Clause) -> float | None:
    """How many times as large as usual the letters shall be, where that is said beside words in quotation marks."""
    return size_of(clause) if clause.one("text") is not None else None


def _only_when(clause: Clause) -> bool:
    """Whether the clause is nothing but words and when they are to be seen: "saying Hello at 0:04 for 2 seconds"."""
    timed = any(kind in {"time", "span", "range"} for kind, _ in clause.marks)
    return timed and not clause.tags & VERBS and not left_over(clause.text)


_UNSAID = pattern(
    r"(?:put|write|add|show|stick)\s+(?:the|my|our|their|her|his)\s+(?:(?:final|match|game)\s+scores?|(?:full\s+)?names?|date"
    r"|address|phone\s+number|price|hashtag|website)",
    "(?:写|打|加|放)上?(?:最终|最后)?的?(?:比分|名字|姓名|日期|地址|电话|价格|网址)",
)


def _unsaid(clause: Clause) -> Iterator[Wish]:
    """Words that are spoken of and not said: "put the final score on it"."""
    if _UNSAID.search(clause.text) and not clause.one("text"):
        yield Wish("text")


def unquoted(clause: Clause) -> str:
    """The words of a text that stand behind its noun without quotation marks, or nothing."""
    found = _NAMED.search(clause.text)
    if found is None:
        return ""
    words = _POLITE.sub("", found["words"]).strip(" :：")
    if _ABOUT_IT.match(words):
        return ""
    only_where = place_of(clause) is not None and not without_places(_PLACE.sub(" ", words)).strip()
    unknown = left_over(words) or _CAPITALS.fullmatch(words)
    return clause.as_typed(words) if unknown and not only_where else ""


def add(context: EditContext, wish: Wish) -> None:
    """Lay a text over the film; without words, ask for them."""
    if not wish.text.strip():
        context.note(_NO_WORDS)
        return
    words = _laid(context, wish)
    if _BOX.search(wish.clause.replace(simplified(wish.text), "")):
        context.explain(_NO_BOX)
    timeline = context.timeline
    timeline.words = [each for each in timeline.words if not _same_spot(each, words)] + [words]
    length = min(words.length or timeline.length, timeline.length)
    start = min(words.start, timeline.length - length)
    values = {"text": words.text, "begin": context.long(start), "end": context.long(start + length)}
    context.did(f"add_{words.kind}", _ADDED[words.kind], **values)
    if wish.span is not None and {"trim", "cut_range", "cut_silence", "set_length"} & set(context.done):
        context.explain(_AFTER_THE_CUT)


def _laid(context: EditContext, wish: Wish) -> Words:
    total = context.timeline.length
    third = wish.kind == "lower third"
    kind: TextKind = "watermark" if wish.kind == "watermark" else "title" if wish.kind == "title" else "caption"
    usual: Place = "corner" if kind == "watermark" else "bottom" if kind == "caption" else "center"
    start, length = 0, wish.ms or (_THIRD_MS if third else 3000 if kind == "title" else 0)
    if wish.span is not None:
        start, end = wish.span
        end = min(end, max(total, start + 1)) if end is not None else None
        length = (end - start) if end is not None else (wish.ms or 3000)
    elif (clip := _over(context, wish)) is not None:
        start, length = clip[0], min(wish.ms or clip[1] - clip[0], clip[1] - clip[0])
    elif "end" in wish.files:
        length = length or 3000
        start = max(0, total - length)
    if "whole" in wish.files or kind == "watermark":
        start, length = 0, 0
    text = wish.text.strip()[:400]
    if third:  # the name, and below it what they are
        text, usual = _NAME_AND_WORK.sub("\n", text, count=1), "bottom-left"
    place = usual if third or wish.place is None else wish.place
    return Words(text, kind, place, start, length, wish.color or "white", wish.amount or 1.0)


def _over(context: EditContext, wish: Wish) -> tuple[int, int] | None:
    """From when to when the clip is seen that the words shall lie over, where one is named."""
    files = tuple(key for key in wish.files if key in context.timeline.sources)
    return context.region(replace(wish, files=files)) if files or wish.nth is not None else None


def _same_spot(old: Words, new: Words) -> bool:
    return (old.kind, old.place) == (new.kind, new.place) and abs(old.start - new.start) < 500


def _remove(context: EditContext, wish: Wish) -> None:
    before = context.timeline.words
    left = [each for each in before if not is_meant(each, wish.kind, wish.text, wish.clause)]
    if len(left) == len(before):
        context.note(_NONE)
        return
    context.timeline.words = left
    context.did("remove_text", _REMOVED, count=len(before) - len(left))


def is_meant(words: Words, kind: str, about: str, clause: str) -> bool:
    """Whether a text is of the kind, or has the words, that a clause speaks of."""
    if about:
        return simplified(about).lower() in simplified(words.text).lower()
    if kind == "lower third":
        return (words.kind, words.place) == ("caption", "bottom-left")
    # people say "text" for any of them, which reads as caption
    return not kind or words.kind == kind or (kind == "caption" and _ANY_TEXT.search(clause) is not None)


OPERATION = Operation(
    topic="words",
    ability=Phrase("titles, captions and watermarks of words", "标题、字幕、文字水印"),
    example=Phrase("add the title: Urban Dreams", "加标题：城市之梦"),
    reads=_read,
    explains=(
        PLACE_WORDS,
        COLOR_WORDS,
        SIZE_WORDS,
        _LOWER_THIRD,
        APPEARS,
        GONE,
        _BOX,
        _UNSAID,
        pattern(
            "on\\s+(?:the\\s+|my\\s+)?screen|names?|(?:the\\s+|a\\s+)?date|dead|for\\s+(?:her|him|them)|(?:with\\s+|w\\s+)?(?:my|his|her|their)\\s+name|name|(?:right\\s+)?(?:when|as|once)\\s+(?:it|the\\s+\\w+)\\s+(?:begins?|starts?|opens?)|capitals?|opener|opening|says",
            "[写打字挂]|日期|名字|看得?[到见清]",
        ),
    ),
    falls_back=_unsaid,
    does={"text_remove": _remove, "text": add},
)
