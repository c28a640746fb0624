"""The captions of a subtitles file, each at its time; those of another file take their place and keep their look."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.draft import Words
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import color_of, place_of
from sandbox.wording.vocabulary import COLOR_WORDS, PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_NOUN = r"(?:captions?|subtitles?|subs)"
_THESE = rf"(?:these|this|those|my|our|the\s+(?:attached|uploaded|following|new))\s+(?:{_NOUN}|srt)"
_BURNT = r"(?:burn\w*|hard-?\s?(?:code|burn)\w*|hard-?sub\w*|bake|baked|embed\w*)"
_WORDS = pattern(
    rf"{_BURNT}(?:[\s-]+in)?\s+(?:(?:the|my|these|this|those|all|them|it)\s+)*(?:{_NOUN}|srt)|burned[\s-]in\s+{_NOUN}"
    r"|burn\s+(?:them|these|those|it|this)(?:\s+(?:in|onto|into)(?![a-z]))?"
    rf"|{_NOUN}\s+burn(?:ed|t)\s+in|(?:add|use|put|apply|lay|overlay|include|insert|import|load|with)\s+{_THESE}"
    rf"|(?:subtitles?|captions?|srt|vtt)[\s-]+files?",
    rf"字幕文件|外挂字幕|(?:压|烧录?|嵌入?|内嵌|硬)(?:制|录|入|上|进)*(?:这个|这份|这些|我的)?字幕|硬字幕"
    rf"|字幕(?:{MARK})?\s*(?:文件)?(?:压制?|烧录?|嵌|刻录|内嵌)(?:进|到|入|上|在)?|字幕(?:加|放)(?:进|到|入)(?:去|视频|片子|影片|画面)"
    r"|(?:加|用|上|添加|使用|导入|配)上?(?:这个|这份|这些|我的|附件的?)字幕",
)
_ADDED = Phrase("Burned in {count} captions from {name}.", "已压入 {name} 的 {count} 条字幕。")
_AFTER_END = Phrase(
    "{count} more begin after the end of the film ({length}), so they are not seen.",
    "另有 {count} 条在影片结束（{length}）之后，看不到。",
)
_LATER = Phrase("All its captions are seen {ms} later.", "字幕整体推迟 {ms}。")
_SOONER = Phrase("All its captions are seen {ms} earlier.", "字幕整体提前 {ms}。")
_EARLIER = pattern(r"earlier|sooner|forward|too late|lag\w*|behind", "早|提前|太晚|滞后")
_SHIFTED = pattern(
    rf"{_NOUN}\s+(?:[\w']+\s+){{0,4}}?(?:{MARK}\s+(?:late|later|early|earlier|sooner|too late|too early|forward|back))"
    rf"|(?:delay|shift|move|push)\s+(?:all\s+)?(?:the\s+|my\s+)?{_NOUN}\s+(?:back\s+|forward\s+)?(?:by\s+)?{MARK}(?:\s+(?:later|earlier))?",
    rf"字幕(?:整体|全部|都|统一|再|要)?(?:往[前后])?(?:晚|早|提前|推迟|延后|延迟|慢|快)(?:出现?|显示)?\s*{MARK}(?:出来|出现|显示)?",
)
_NO_FILE = Phrase(
    "Send me the subtitles file ({name}) and I'll burn it in.", "请把字幕文件（{name}）发给我，我来压进视频。"
)
_ANY = Phrase(".srt, .vtt or .ass", ".srt、.vtt 或 .ass")


def _read(clause: Clause) -> Iterator[Wish]:
    named = " ".join(clause.every("subtitles"))
    if (shift := _shift(clause)) is not None:
        yield Wish("subtitles", ms=shift)
        return
    if clause.one("text") is not None or clause.has("MUSIC") or not (named or _WORDS.search(clause.text)):
        return
    if clause.has("REMOVE", "UNDO"):
        yield Wish("text_remove", kind="caption")
    else:
        yield Wish("subtitles", text=named, place=place_of(clause), color=color_of(clause))


def _shift(clause: Clause) -> int | None:
    """By how many ms all captions shall be seen later, or earlier where it is below 0."""
    length: int | None = clause.one("span")
    if length is None or not _SHIFTED.search(clause.text):
        return None
    return -length if _EARLIER.search(clause.text) else length


def _moved(words: Words, ms: int) -> Words:
    begin, end = max(0, words.start + ms), max(1, words.start + words.length + ms)
    return replace(words, start=begin, length=max(1, end - begin))


def _move(context: EditContext, ms: int) -> None:
    timeline = context.timeline
    timeline.words = [_moved(each, ms) if each.source else each for each in timeline.words]
    context.did("move_subtitles", _LATER if ms > 0 else _SOONER, ms=context.long(abs(ms)))


def _do(context: EditContext, wish: Wish) -> None:
    if not context.subtitles and wish.ms and any(each.source for each in context.timeline.words):
        _move(context, wish.ms)
        return
    if not context.subtitles:
        context.note(_NO_FILE, name=wish.text or context.said(_ANY))
        return
    timeline, total = context.timeline, context.timeline.length
    before = next((each for each in timeline.words if each.source), Words("", "caption", "bottom"))
    look = replace(
        before, place=wish.place or before.place, color=wish.color or before.color, size=wish.amount or before.size
    )
    timeline.words = [each for each in timeline.words if not each.source]
    for file in context.subtitles:
        laid = [
            replace(look, text=text, start=begin, length=end - begin, source=file.name)
            for begin, end, text in file.captions
        ]
        timeline.words += laid
        seen = sum(each.start < total for each in laid)
        context.did("add_subtitles", _ADDED, count=seen, name=file.name)
        if wish.ms:
            _move(context, wish.ms)
        if seen < len(laid):
            context.note(_AFTER_END, count=len(laid) - seen, length=context.long())


OPERATION = Operation(
    topic="words",
    ability=Phrase("the captions of a subtitles file, burned in", "压入字幕文件"),
    example=Phrase("burn in the subtitles (with the .srt file)", "把字幕文件压进视频（附上 .srt）"),
    phrase=re.compile(f"{_SHIFTED.pattern}|{_WORDS.pattern}|{MARK}", re.IGNORECASE),
    reads=_read,
    explains=(PLACE_WORDS, COLOR_WORDS, SIZE_WORDS, pattern("burn\\w*|synced", "[压烧嵌]")),
    first=True,
    exclusive=True,
    does={"subtitles": _do},
)
