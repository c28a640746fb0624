"""A film told clip by clip: "start with the photo for 2 seconds, then A, then B, then A again", 先放A的前5秒，再放B."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sandbox.model.bounds import LEAST_MS
from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext, inside
from sandbox.operations.logo import is_logo
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import NO_SUCH_CLIP, Phrase
from sandbox.wording.vocabulary import PLACE_WORDS
from sandbox.wording.wishes import Wish

_PHOTO, _CLIP = "photo", "clip"  # what is named by its kind alone stands so among the files of the wish
_ONE = rf"(?:{MARK}|(?:the\s+|my\s+)?(?:photo|picture|image|pic|clip|video)(?![a-z]))"
_ITEM = (
    rf"(?:(?:the\s+)?(?:first|last)\s+{MARK}\s+(?:of|from)\s+)?{_ONE}(?:'s\s+(?:first|last)\s+{MARK})?"
    rf"(?:\s+(?:for|from)\s+{MARK}|\s*\({MARK}\))?(?:\s+(?:once\s+)?(?:again|more))?"
)
_THEN = (
    r"\s*(?:,\s*)?(?:and\s+)?(?:then|after\s+that|followed\s+by|finally|lastly)\s+(?:(?:put|play|show|add|comes?)\s+)?"
)
_LEADS = r"(?:(?:start|begin|open)(?:\s+(?:it|off))?\s+with|(?:first|put|play|show)(?:\s+(?:put|play|show))?)\s+"
_ITEM_ZH = (
    rf"(?:(?:{MARK}的?)?(?:照片|图片)|{MARK}|视频|片段)"
    rf"(?:的?\s*(?:最?前|开头|最后)的?\s*{MARK}|的?(?:播?放|显示)?\s*{MARK}(?=\W))?"
)
_THEN_ZH = r"\s*[,，、]?\s*(?:再|然后|接着|之后|(?<!的)最后)再?(?:来|放|接|播放?|是)?(?:一[遍次])?\s*"
_ROW = bounded(
    rf"(?:^\W*|(?<![a-z]){_LEADS}){_ITEM}(?:{_THEN}{_ITEM}){{1,12}}"
    rf"|先[播来]?放?{_ITEM_ZH}(?:{_THEN_ZH}{_ITEM_ZH}){{1,12}}"
    rf"|^\W*{MARK}(?:\s*[,，、]\s*(?:and\s+)?{MARK}){{2,12}}\W*$"
)
_BETWEEN = bounded(rf"{_THEN}|{_THEN_ZH}|\s*[,，、]\s*(?:and\s+)?")
_NAMED = re.compile(
    rf"(?P<photo>photo|picture|image|pic|照片|图片)|(?P<clip>clip|video|视频|片段)|{MARK}", re.IGNORECASE
)
_LAST = pattern("last", "最后")

_TOLD = Phrase("The film is this now: {items} ({length}).", "影片现在是：{items}（{length}）。")
_PART = Phrase("{name} from {begin} to {end}", "{name} 的 {begin}–{end}")
_STILL = Phrase("{name} for {long}", "{name} 放 {long}")
_WHICH = Phrase(
    "Tell me by its name which clip or photo is meant: “first A.mp4, then photo.jpg for 2 seconds”.",
    "请用文件名告诉我是哪个片段或哪张照片：例如“先放A.mp4，再放photo.jpg 2秒”。",
)
_TOO_SHORT = Phrase("I can't: {name} is only {had} long.", "做不到：{name} 只有 {had}。")


def _read(clause: Clause) -> Iterator[Wish]:
    row = _ROW.search(clause.text)
    if row is None:
        return
    values = iter(clause.marks[len(MARKS.findall(clause.text[: row.start()])) :])
    items = [_item(words, [next(values) for _ in MARKS.findall(words)]) for words in _parted(row[0])]
    files = tuple(name for name, _ in items)
    plain = all(stretch == (0, None) for _, stretch in items) and not {_PHOTO, _CLIP} & set(files)
    # clips in a plain order are arranged
    if all(files) and not (plain and len(set(files)) == len(files)):
        yield Wish("sequence", files=files, spans=tuple(stretch for _, stretch in items))


def _parted(row: str) -> list[str]:
    """The words of each item; what stands before the first one goes with it."""
    first = _NAMED.search(row)
    begin = first.end() if first else 0
    parts = _BETWEEN.split(row[begin:])
    return [row[:begin] + parts[0], *parts[1:]]


def _item(words: str, marks: Sequence[tuple[str, Any]]) -> tuple[str, tuple[int, int | None]]:
    """The file of one item, "" where it is none, and which stretch of it; one below 0 counts from its end."""
    named = _NAMED.search(MARKS.sub(" ", words))
    kinds = [kind for kind, _ in marks]
    name = next((value for kind, value in marks if kind == "asset"), "")
    if not name and named is not None:
        name = _PHOTO if named["photo"] else _CLIP
    long = next((value for kind, value in marks if kind in {"span", "range"}), None)
    known = set(kinds) <= {"asset", "span", "range"} and kinds.count("asset") <= 1 and len(kinds) <= 2
    if not known:
        return "", (0, None)
    if isinstance(long, tuple):
        return name, long
    return name, (0, None) if long is None else (-long, None) if _LAST.search(words) else (0, long)


def _do(context: EditContext, wish: Wish) -> None:
    sources = [_source(context, name) for name in wish.files]
    if any(source is None for source in sources):
        context.note(_WHICH if {_PHOTO, _CLIP} & set(wish.files) else NO_SUCH_CLIP)
        return
    told = [_told(context, source or "", span) for source, span in zip(sources, wish.spans, strict=True)]
    items = [item for item, shots in told if shots]
    if len(items) < len(told):
        return
    shots = [replace(shot, join="", join_ms=0) for _, each in told for shot in each]
    rest = [shot for shot in context.timeline.shots if shot.source not in sources]
    items += [context.called([source]) for source in dict.fromkeys(shot.source for shot in rest)]
    context.timeline.shots = [*shots, *rest]
    context.did("reorder", _TOLD, items=("、" if context.chinese else ", ").join(items), length=context.long())


def _told(context: EditContext, source: str, stretch: tuple[int, int | None]) -> tuple[str, list[Shot]]:
    """A clip, or a stretch of it, in words and in shots; without any where it is too short, which is said."""
    own = [shot for shot in context.timeline.shots if shot.source == source] or [
        context.shot_of(context.assets[source])
    ]
    name, had = context.called([source]), sum(shot.length for shot in own)
    begin, end = stretch
    begin, end = (max(0, had + begin), had) if begin < 0 else (begin, had if end is None else end)
    if (begin, end) == (0, had):
        return name, own
    if own[0].still:
        long = max(LEAST_MS, end - begin)
        return context.said(_STILL, name=name, long=context.long(long)), [replace(own[0], end=long)]
    if end > had or end - begin < LEAST_MS:
        context.note(_TOO_SHORT, name=name, had=context.long(had))
        return name, []
    words = context.said(_PART, name=name, begin=context.long(begin), end=context.long(end))
    return words, inside(own, begin, end)[1]


def _source(context: EditContext, name: str) -> str | None:
    """The file of that name, or the only one of that kind; None where it is not there or cannot be told."""
    if name not in {_PHOTO, _CLIP}:
        return name if name in context.assets or name in context.timeline.sources else None
    kind = "image" if name == _PHOTO else "video"
    found = [key for key, each in context.assets.items() if each.kind == kind and not is_logo(each.name)]
    return found[0] if len(found) == 1 else None


OPERATION = Operation(
    topic="clips",
    ability=Phrase("a film told clip by clip", "按先后说出每段放什么"),
    example=Phrase("start with clip1.mp4 for 5 seconds, then clip2.mp4", "先放clip1.mp4的前5秒，再放clip2.mp4"),
    phrase=_ROW,
    reads=_read,
    explains=(PLACE_WORDS,),
    first=True,
    does={"sequence": _do},
    remakes=True,
)
