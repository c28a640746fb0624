"""The film as long as asked: trimmed at its end, its pictures shown longer, or its material repeated."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sandbox.model.bounds import LEAST_MS, LONGEST_MS
from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import PACE_WORDS
from sandbox.wording.wishes import Wish

THE_FILM = r"(?:(?:the\s+|my\s+|this\s+)?(?:video|clip|film|movie|footage|it)\s+)?"
# where the film shall begin or end: that is a cut, and no length
EDGE = bounded(
    rf"(?<![a-z])(?:start|begin|commence|play|end|stop|finish)(?:s|ing)?\s+{THE_FILM}(?:playing\s+)?"
    rf"(?:at|from|with|on|after|by)\s+(?:the\s+)?(?:second\s+)?{MARK}"
    rf"|从\s*{MARK}\s*(?:处|的地方|那里|起|开始)|(?:开头|开始|起点)(?:定在|设在|设为|改到|在|于|从)\s*{MARK}"
    rf"|(?:在|到)\s*{MARK}\s*(?:处|的地方)?(?:结束|停止|停|为止|截止)|(?:结尾|结束|终点)(?:定在|设在|设为|改到|在|于)\s*{MARK}"
)
# every one of the clips, and not the film
EACH_CLIP = bounded(
    rf"(?<![a-z])(?:each|every)\s+(?:of\s+(?:the|them|these)\s*)?(?:clips?|videos?|one|shots?|of them|file|segment)"
    rf"|(?:all|both)\s+(?:of\s+)?(?:the\s+)?(?:clips|videos|vids)|both\s+of\s+them|ends\s+of\s+(?:both|all)\W*$|(?<![a-z])(?:clips?|videos?)\s+each(?![a-z])"
    rf"|{MARK}\s+(?:from|of|per)\s+(?:each|every|clip)"
    r"|每(?:一)?(?:个|段|条|支)(?:视频|片段|素材|镜头)?|各(?:段|个)|各(?:取|剪|留|保留)"
)
# how long something in the film is, and not the film
_OF_SOMETHING = bounded(
    rf"{MARK}\s*(?:long\s+)?(?:cross[\s-]?)?(?:fad|dissolv|transition|wipe|title|caption|intro|outro|freeze)[a-z]*"
    rf"|{MARK}\s*(?:长)?的?\s*(?:叠化|转场|过渡|溶解|淡入|淡出|渐变|渐隐|渐显|黑场|擦除|闪白|闪黑|标题|字幕|片头|片尾|定格)"
)
_TARGET = bounded(
    rf"(?:(?<![a-z])(?:to|it|into|under|within|max(?:imum)?|exactly|about|around|down to|less than|no longer than)\s+"
    rf"(?:be\s+)?(?:an?\s+)?|到|成|为|至|在|约|大概)\s*({MARK})"
)
_REDUCED = bounded(
    rf"(?<![a-z])(?:reduc|shorten|cut|trim|bring)\w*\s[^\ue000-\uefff]{{0,60}}(?:duration|length|runtime)[^\ue000-\uefff]{{0,40}}\sto\s+{MARK}"
)
_AT_MOST = bounded(
    rf"^\W*(?:max(?:imum)?|at most|no (?:more|longer) than|not longer than|最多|不超过|最长)\s*({MARK})(?:\s+long)?\W*$"
    rf"|^\W*({MARK})\s*(?:max(?:imum)?|at most|tops)\W*$"
)
_LONG = bounded(rf"({MARK})\s*(?:long|以内|之内|长|左右)")

_SHORTER = Phrase("Shortened to {length}: the end was trimmed.", "已缩短到 {length}（剪去了结尾）。")
_SHARED = Phrase("Shortened to {length}: every clip gives its share.", "已缩短到 {length}（每个片段按比例剪短）。")
_SET = Phrase("Set the length to {length}.", "时长设为 {length}。")
_LONGER = Phrase(
    "Your material is only {had} long, so I repeated it to reach {length}.",
    "素材只有 {had}，我重复播放以达到 {length}。",
)
_SAME = Phrase("It is {length} long already.", "现在已经是 {length}。")
_TOO_LONG = Phrase("Longer than 30 minutes is more than this sandbox makes.", "沙盒最长只能做 30 分钟。")


def is_target(clause: Clause) -> bool:
    """Whether the clause names the length that the film shall have."""
    if EDGE.search(clause.text) or _OF_SOMETHING.search(clause.text):
        return False
    marks = MARKS.findall(clause.text)
    found = [match for pattern in (_TARGET, _LONG) for match in pattern.finditer(clause.text)]
    lengths = [match for match in found if clause.marks[marks.index(match[1])][0] == "span"]
    return (
        bool(lengths)
        and clause.has("TRIM", "CUT", "CHANGE", "CREATE", "KEEP", "EDIT")
        and (not clause.has("REMOVE") or clause.has("TRIM", "CUT"))
    ) or (bool(lengths) and _REDUCED.search(clause.text) is not None)


def _read(clause: Clause) -> Iterator[Wish]:
    length = clause.one("span")
    one = bool(clause.every("asset")) or clause.one("nth") is not None
    if length is None or clause.every("range") or ((one or EACH_CLIP.search(clause.text)) and not clause.has("CREATE")):
        return
    if clause.has("TITLE", "CAPTION", "WATERMARK", "FADE", "TRANSITION", "EACH", "SILENCE") and not clause.has(
        "CREATE"
    ):
        return
    if _AT_MOST.search(clause.text):
        yield Wish("target", ms=length, kind="most")
    elif is_target(clause) or (_is_made(clause)):
        yield Wish("target", ms=length)


def _is_made(clause: Clause) -> bool:
    """Whether a film of that length shall be made."""
    part = clause.has("EACH", "FIRST", "LAST") or _OF_SOMETHING.search(clause.text)
    return clause.has("CREATE") and not part


def _do(context: EditContext, wish: Wish) -> None:
    if wish.kind == "most" and context.timeline.length <= (wish.ms or 0):
        context.note(_SAME, length=context.long())
    else:
        make_long(context, wish.ms or 0, shares=wish.kind == "shares")


def make_long(context: EditContext, ms: int, *, shares: bool = False) -> None:
    """The film as long as that: cut at its end, its pictures shown for longer, or played again; it is said how.

    With `shares` every clip is cut at its end, by the same share of its length, so that none is lost.
    """
    had, wanted = context.timeline.length, max(ms, LEAST_MS)
    if wanted > LONGEST_MS:
        context.note(_TOO_LONG)
    elif abs(had - wanted) < 40:
        context.note(_SAME, length=context.long())
    elif all(shot.still for shot in context.timeline.shots):
        context.timeline.shots = _stretched(context.timeline.shots, wanted)
        context.did("set_length", _SET, length=context.long())
    elif wanted < had and shares:
        context.timeline.shots = _by_shares(context.timeline.shots, wanted / had)
        context.did("set_length", _SHARED, length=context.long())
    elif wanted < had:
        context.timeline.shots = context.inside(0, wanted)[1]
        context.did("set_length", _SHORTER, length=context.long())
    else:
        _repeat(context, had, wanted)


def _repeat(context: EditContext, had: int, wanted: int) -> None:
    again = list(context.timeline.shots) * (wanted // had + 1)
    if context.too_many(again):
        return
    context.timeline.shots = again
    context.timeline.shots = context.inside(0, wanted)[1]
    context.did("set_length", _LONGER, had=context.long(had), length=context.long())


def _by_shares(shots: Sequence[Shot], share: float) -> list[Shot]:
    return [replace(shot, end=shot.begin + max(LEAST_MS, round((shot.end - shot.begin) * share))) for shot in shots]


def _stretched(shots: Sequence[Shot], wanted: int) -> list[Shot]:
    edges = [round(wanted * place / len(shots)) for place in range(len(shots) + 1)]
    return [replace(shot, end=stop - start) for shot, start, stop in zip(shots, edges, edges[1:], strict=False)]


OPERATION = Operation(
    topic="time",
    ability=Phrase("a certain length", "指定时长"),
    example=Phrase("shorten it to 15 seconds", "剪成15秒"),
    reads=_read,
    explains=(PACE_WORDS, pattern("loop|repeat|max|limit", "循环|重复|超过")),
    generic=True,
    does={"target": _do},
    remakes=True,
)
