"""Two clips that change places, and a clip put before or after another."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.transition import joined_as
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, left_over, pattern
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import NO_SUCH_CLIP, Phrase
from sandbox.wording.vocabulary import PACE_WORDS, PLACE_WORDS
from sandbox.wording.wishes import Wish

_ORDER = re.compile(r"order|places|positions|two|both|顺序|位置|两", re.IGNORECASE)
_FOR = re.compile(r"(?<![a-z])for(?![a-z])", re.IGNORECASE)
_SWAP = pattern(
    r"swap(?:s|ped|ping)?(?!\s+out)(?:\s+(?:the\s+)?(?:order|places|positions))?(?:\s+(?:of|around))?"
    r"|(?:switch|change|trade|exchange)(?:\s+the)?\s+(?:places|positions|order)(?:\s+(?:of|around))?"
    rf"|(?:switch|exchange)(?=\s+(?:the\s+)?(?:two|both|{MARK}|clips|videos))|switch\s+them(?:\s+around)?",
    "交换|对调|互换|调换|(?:顺序|位置)(?:换|倒)(?:一下|过来)?|换(?:一下|个|一个)?(?:顺序|位置)",
)
_PLURAL = r"(?:they|these|those|clips|videos|two|both)(?:'?re|\s+are)?"
# "they're the wrong way round": of one picture it would be said that it is upside down
_WRONG = bounded(
    rf"(?<![a-z]){_PLURAL}\s+(?:\w+\s+){{0,2}}(?:the\s+|in\s+the\s+)(?:wrong|other|opposite)\s+(?:way\s+(?:a?round)|order)(?![a-z])"
    rf"|(?<![a-z]){_PLURAL}\s+back\s+to\s+front(?![a-z])"
    r"|^\W*(?:(?:actually|no|sorry|hmm+|put|play)\W+){0,2}(?:them\s+)?(?:the\s+)?other\s+way\s+a?round(?:\s+(?:actually|please|pls|instead|then))?\W*$|(?<![a-z])(?:the\s+)?order\s+is\s+(?:wrong|reversed|backwards)(?![a-z])"
    r"|(?:顺序|次序|前后)(?:给)?(?:[放搞弄排]?(?:反|错|颠倒)了?|不对)"
)
_MIDDLE = bounded(
    rf"({MARK})\s*(?:(?:should|must)\s+)?(?:goes|go|comes|come|be|in|is)?\s*(?:(?:in|into|to)\s+the\s+middle(?!\s+of)"
    rf"|(?:in\s+)?between\s+(?:the\s+)?{MARK}\s+(?:and|&)\s+(?:the\s+)?{MARK}|(?:放|排|移|挪)(?:到|在)?(?:最?中间|当中)"
    rf"|(?:要|应该)?(?:放|排)?在\s*{MARK}\s*(?:和|跟|与)\s*{MARK}\s*的?(?:中间|之间))"
    rf"|中间(?:放|插入?|加入?)\s*({MARK})"
)
_COMES = pattern(r"(?:should|must|has\s+to|needs\s+to|to)\s+(?:come|go|be|play)|comes|goes|plays", "应该|要")
_BESIDE = bounded(
    rf"(?<![a-z])(?:(before|in front of|ahead of)|after|behind)\s+(?:the\s+)?({MARK})"
    rf"|({MARK})\s*的?(?:(之前|前面|前边)|之后|后面|后边)"
)

_SEPARATED = r"\s*(?:[,，、>→-]+|then|and|&|再|然后|接着?|和)?\s*(?:then\s+|and\s+)?"
_LIST = bounded(
    rf"(?:(?<![a-z])(?:order|sequence|arrange(?:d)?|sort(?:ed)?)|顺序|次序|排列|排序|排成)[^\ue000-\uefff\n]{{0,24}}{MARK}(?:{_SEPARATED}{MARK}){{1,40}}"
    rf"|先放?{MARK}(?:\s*[,，]?(?:再放?|然后放?|接着放?|最后放?)\s*{MARK}){{1,40}}"
    rf"|{MARK}\s+first\s*,?\s*and\s+then\s+(?:the\s+)?{MARK}"
    rf"|先{MARK}(?:[,，]?\s*(?:再|后|然后){MARK}){{1,40}}|{MARK}在前面?[,，]?\s*{MARK}在后"
    rf"|{MARK}(?:\s+first)?(?:\s*(?:,\s*)?(?:then|followed\s+by|->|→|>|再接|接着?)\s*{MARK}){{1,40}}"
    # "C, A, B" and nothing else
    rf"|^\W*{MARK}(?:\s*[,，、]\s*(?:and\s+)?{MARK}){{1,40}}\W*$"
)

_HALVES = bounded(
    rf"(?<![a-z])(?:split\s+(?:it\s+|this\s+|the\s+\w+\s+)?(?:at|after)\s+{MARK}[\s,]*(?:(?:and|then)\s+)*)?"
    r"(?:swap|switch|exchange|flip)(?:\s+(?:the|its))*\s+(?:first\s+half\s+(?:and|with|&|for)\s+(?:the\s+)?"
    r"(?:second|last)\s+half|(?:two\s+)?halves)(?![a-z])|前半段?(?:和|跟|与)?后半段?(?:对调|互换|交换|换(?:一下|个)?位置)"
)
_BY_LENGTH = bounded(
    r"(?<![a-z])(?:short|long)est\s+(?:(?:one|clip|video)\s+)?(?:first|to\s+(?:the\s+)?(?:long|short)est|last"
    r"|at the end)(?![a-z])|(?:sort|order|arrange)\w*\s+(?:\w+\s+){0,2}by\s+length"
    r"|最[短长]的?(?:一?[段个条])?(?:放|排|在)(?:在|到)?(?:最?[前后]面?|最?后|开头|结尾)|按(?:时长|长短|长度)(?:排|排序|排列)?"
    r"|从[短长]到[短长]"
)
_LONGEST_FIRST = bounded(
    r"longest\s+(?:(?:one|clip|video)\s+)?(?:first|to)|shortest\s+(?:(?:one|clip|video)\s+)?(?:last|at)|从长到短"
    r"|最长的?(?:一?[段个条])?(?:放|排|在)(?:在|到)?(?:最?前|开头)|最短的?(?:一?[段个条])?(?:放|排|在)(?:在|到)?(?:最?后|结尾)"
)

_ARRANGED = Phrase("The clips play in this order now: {names}.", "片段顺序：{names}。")
_SWAPPED = Phrase("{one} and {other} have changed places.", "已交换 {one} 和 {other} 的位置。")
_MOVED_BEFORE = Phrase("Moved {one} before {other}.", "已把 {one} 移到 {other} 前面。")
_MOVED_AFTER = Phrase("Moved {one} after {other}.", "已把 {one} 移到 {other} 后面。")
_TO_THE_MIDDLE = Phrase("Moved {one} to the middle.", "已把 {one} 移到中间。")
_NO_MIDDLE = Phrase(
    "With fewer than three clips there is no middle; say “put the second clip first”.",
    "不到三个片段，没有中间的位置；可以说“把第二个片段放到开头”。",
)
_WHICH = Phrase(
    "There are {count} clips; tell me which two: “swap the first and the third clip”.",
    "一共有 {count} 个片段，请告诉我是哪两个：“把第一段和第三段对调”。",
)
_HALVED = Phrase("What came from {at} on plays first now.", "{at} 之后的部分现在先播放。")
_ONE_CLIP = Phrase("There is only one clip, so there is nothing to swap.", "只有一个片段，没有可交换的内容。")


def _read(clause: Clause) -> Iterator[Wish]:
    files, numbers = clause.every("asset"), clause.every("nth")
    if (listed := _LIST.search(clause.text)) and (row := _row(clause, listed)):
        yield Wish("arrange", files=row) if isinstance(row[0], str) else Wish("arrange", nth=row[0], more=row[1:])
        return
    if clause.has("MUSIC", "TITLE", "CAPTION", "WATERMARK", "SOUND", "TRANSITION", "MUTE", "FADE"):
        return
    if _HALVES.search(clause.text):
        yield Wish("swap", kind="halves", ms=clause.one("time") or clause.one("span"))
        return
    if _BY_LENGTH.search(clause.text):
        yield Wish("sort", kind="longest" if _LONGEST_FIRST.search(clause.text) else "shortest")
        return
    named = len(files) + len(numbers)
    if middle := _MIDDLE.search(clause.text):
        place = len(MARKS.findall(clause.text[: middle.start(1) if middle[1] else middle.start(2)]))
        kind, value = clause.marks[place]
        if kind == "asset":
            yield Wish("middle", files=(value,))
        elif kind == "nth":
            yield Wish("middle", nth=value)
        return
    moves = clause.has("MOVE", "ADD") or _COMES.search(clause.text)
    if (beside := _BESIDE.search(clause.text)) and named == 2 and moves:
        yield _beside(clause, beside)
        return
    # "swap this for that" puts one in place of another
    instead = len(files) == 2 and _FOR.search(clause.text)
    if _WRONG.search(clause.text) or (
        _SWAP.search(clause.text) and not instead and (named == 2 or _speaks_of_clips(clause))
    ):
        yield Wish("swap", files=files, nth=numbers[0] if numbers else None)


def _row(clause: Clause, listed: re.Match[str]) -> tuple[Any, ...]:
    """The files, or the numbers, of the clips in such a list; nothing where it holds anything else."""
    first = len(MARKS.findall(clause.text[: listed.start()]))
    marks = clause.marks[first : first + len(MARKS.findall(listed[0]))]
    kinds = {kind for kind, _ in marks}
    row = tuple(value for _, value in marks) if kinds in ({"asset"}, {"nth"}) else ()
    return row if len(set(row)) == len(row) else ()  # a clip has one place


def _speaks_of_clips(clause: Clause) -> bool:
    """Whether it is the clips that shall change places; a clause of nothing but that is about them too."""
    about = clause.has("CLIP", "PHOTO") or _ORDER.search(clause.text) is not None
    return about or not (clause.marks or left_over(_SWAP.sub(" ", clause.text)))


def _beside(clause: Clause, found: re.Match[str]) -> Wish:
    """The wish to move the clip that is not in those words beside the one that is."""
    anchor = len(MARKS.findall(clause.text[: found.start(2) if found[2] else found.start(3)]))
    clips = [(place, *mark) for place, mark in enumerate(clause.marks) if mark[0] in {"asset", "nth"}]
    clips.sort(key=lambda each: each[0] == anchor)
    kind = "before" if found[1] or found[4] else "after"
    files = tuple(value for _, each, value in clips if each == "asset")
    numbers = tuple(value for _, each, value in clips if each == "nth")
    # where one goes by its number and the other by its name, the one to be moved is told by `end`
    return Wish(
        "beside",
        files=files,
        nth=numbers[0] if numbers else None,
        more=numbers[1:],
        kind=kind,
        end=clips[0][1] == "nth",
    )


def _pair(context: EditContext, wish: Wish) -> list[str] | None:
    numbered = context.sources_of(Wish("", nth=wish.nth, more=wish.more)) or []
    named = context.sources_of(Wish("", files=wish.files)) or []
    pair = numbered + named if wish.end else named + numbered
    if len(set(pair)) == 2:
        return pair
    return None


def _arrange(context: EditContext, wish: Wish) -> None:
    named = list(dict.fromkeys(context.sources_of(wish) or ()))
    if len(named) < 2:
        context.note(NO_SUCH_CLIP)
        return
    rest = [source for source in context.timeline.sources if source not in named]
    context.timeline.shots = _in_order(context.timeline.shots, [*named, *rest])
    context.did("reorder", _ARRANGED, names=context.called([*named, *rest]))


def _sort(context: EditContext, wish: Wish) -> None:
    """The clips by their length, the shortest first or the longest."""
    lengths: dict[str, int] = {}
    for shot in context.timeline.shots:
        lengths[shot.source] = lengths.get(shot.source, 0) + shot.length
    order = sorted(lengths, key=lambda source: lengths[source], reverse=wish.kind == "longest")
    context.timeline.shots = _in_order(context.timeline.shots, order)
    context.did("reorder", _ARRANGED, names=context.called(order))


def _swap(context: EditContext, wish: Wish) -> None:
    if wish.kind == "halves":
        at = wish.ms or context.timeline.length // 2
        first, second, _ = context.inside(at, context.timeline.length)
        context.timeline.shots = [*second, *first]
        context.did("reorder", _HALVED, at=context.long(at))
        return
    sources = context.timeline.sources
    if len(sources) < 2:
        context.note(_ONE_CLIP)
        return
    pair = _pair(context, wish) if wish.files or wish.nth is not None else sources if len(sources) == 2 else None
    if pair is None:
        context.note(_WHICH if not wish.files and wish.nth is None else NO_SUCH_CLIP, count=len(sources))
        return
    one, other = pair
    order = [{one: other, other: one}.get(source, source) for source in sources]
    context.timeline.shots = _in_order(context.timeline.shots, order)
    context.did("reorder", _SWAPPED, one=context.called([one]), other=context.called([other]))


def _move(context: EditContext, wish: Wish) -> None:
    pair = _pair(context, wish)
    if pair is None:
        context.note(NO_SUCH_CLIP)
        return
    moved, anchor = pair
    order = [source for source in context.timeline.sources if source != moved]
    order.insert(order.index(anchor) + (wish.kind == "after"), moved)
    context.timeline.shots = _in_order(context.timeline.shots, order)
    phrase = _MOVED_AFTER if wish.kind == "after" else _MOVED_BEFORE
    context.did("move_clip", phrase, one=context.called([moved]), other=context.called([anchor]))


def _into_the_middle(context: EditContext, wish: Wish) -> None:
    named = (context.sources_of(wish) or [])[:1]
    others = [source for source in context.timeline.sources if source not in named]
    if not named or len(others) < 2:
        context.note(_NO_MIDDLE if named else NO_SUCH_CLIP)
        return
    half = (len(others) + 1) // 2
    context.timeline.shots = _in_order(context.timeline.shots, [*others[:half], *named, *others[half:]])
    context.did("move_clip", _TO_THE_MIDDLE, one=context.called(named))


def _in_order(shots: Sequence[Shot], sources: Sequence[str]) -> list[Shot]:
    return joined_as(shots, [shot for source in sources for shot in shots if shot.source == source])


_SOMEWHERE = bounded(
    r"^\W*(?:put|move|place|stick)\s+(?:the\s+|that\s+|this\s+)?(?:clip|video|one|it)(?:\s+(?:where\s+it\s+(?:goes|belongs|should\s+(?:be|go))"
    r"|in\s+the\s+right\s+(?:place|spot|order)|somewhere(?:\s+else)?))\W*$|放[到在](?:它?该[放在]的|合适的|对的)(?:地方|位置)"
)
_WHERE = Phrase(
    "Tell me which clip and where it goes: “put the second clip first”, “put the last clip before the second clip”.",
    "请告诉我是哪个片段、放到哪里：“把第二个片段放到开头”。",
)


def _vaguely(clause: Clause) -> Iterator[Wish]:
    if _SOMEWHERE.search(clause.text):
        yield Wish("move_ask")


def _ask(context: EditContext, _: Wish) -> None:
    context.note(_WHERE)


OPERATION = Operation(
    topic="clips",
    ability=Phrase("swap clips, put one before or after another", "交换片段、调整前后顺序"),
    example=Phrase("swap the first and the second clip", "把第一段和第二段对调"),
    phrase=re.compile(
        f"{_HALVES.pattern}|{_BY_LENGTH.pattern}|{_LIST.pattern}|{_SWAP.pattern}|{_MIDDLE.pattern}|{_BESIDE.pattern}|{_WRONG.pattern}",
        re.IGNORECASE,
    ),
    reads=_read,
    explains=(PLACE_WORDS, PACE_WORDS, pattern("open(?:s|ing)?", "[序拼]")),
    falls_back=_vaguely,
    does={
        "arrange": _arrange,
        "swap": _swap,
        "sort": _sort,
        "beside": _move,
        "middle": _into_the_middle,
        "move_ask": _ask,
    },
    asks=frozenset({"move_ask"}),
    remakes=True,
)
