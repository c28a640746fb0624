"""A clip put into another one, or into the film, at a moment; what it is put into plays on behind it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import NO_SUCH_CLIP, OUT_OF_FILM, Phrase
from sandbox.wording.vocabulary import PLACE_WORDS
from sandbox.wording.wishes import Wish

_WORDS = bounded(
    rf"(?<![a-z])(?:insert|put|drop|stick|splice)\s+(?:the\s+)?{MARK}\s+(?:in\s+at|into|in|at)\s+(?:the\s+)?(?:{MARK}\s+(?:at|after)\s+)?{MARK}"
    rf"(?:\s+(?:of|in|into)\s+(?:the\s+)?{MARK})?(?!\s*(?:for|in\s+the\s+\w+\s+corner))"
    rf"|{MARK}\s*(?:塞|插|接|放)[入进]?[到在]?\s*(?:{MARK}\s*的?)?\s*{MARK}\s*(?:处|那儿|那里|那边|的?地方|的?位置)?"
)
_INTO_THE_MIDDLE = bounded(
    rf"(?<![a-z])(?:insert|put|drop|stick|splice|place|pop)\s+(?:the\s+)?{MARK}\s+(?:right\s+)?(?:in|into|at)\s+(?:the\s+)?(?:very\s+)?middle\s+of\s+(?:the\s+)?{MARK}"
    rf"|{MARK}\s*(?:塞|插|接|放)[入进]?[到在]?\s*{MARK}\s*的?正?(?:中间|当中|中央)"
)
_PICTURE = pattern(r"[\w-]{1,60}\.(?:png|jpe?g|webp|gif)", "图|照片|标志")
_LOGO = pattern("logo", "标志")

_DONE = Phrase(
    "{name} plays at {at}, in between; the film is {length} now.", "已在 {at} 处插入 {name}，现在全长 {length}。"
)


def _read(clause: Clause) -> Iterator[Wish]:
    kinds = [kind for kind, _ in clause.marks]
    moments = [value for kind, value in clause.marks if kind in {"time", "span"}]
    clips = clause.every("asset") or ()
    if _INTO_THE_MIDDLE.search(clause.text) and kinds == ["asset", "asset"] and not _LOGO.search(clause.folded):
        yield Wish("insert", files=clips, part="middle")
        return
    seen = _WORDS.search(clause.text) is not None and kinds[:1] == ["asset"] and not _PICTURE.search(clause.folded)
    if seen and len(moments) == 1 and len(clips) <= 2 and len(kinds) == len(clips) + 1:
        yield Wish("insert", files=clips, ms=moments[0])


def _do(context: EditContext, wish: Wish) -> None:
    timeline, (put, *into) = context.timeline, wish.files
    others = [shot for shot in timeline.shots if shot.source != put]
    own = [shot for shot in timeline.shots if shot.source == put]
    if not own or not others or (into and into[0] not in timeline.sources):
        context.note(NO_SUCH_CLIP)
        return
    timeline.shots = others
    region = context.region(replace(wish, files=tuple(into), ms=None, part="")) or (0, timeline.length)
    at = region[0] + ((region[1] - region[0]) // 2 if wish.part else wish.ms or 0)
    if at > region[1]:
        timeline.shots = [*others, *own]
        context.note(OUT_OF_FILM, asked=context.long(at), length=context.long())
        return
    context.insert(at, own)
    context.did("insert_clip", _DONE, name=context.called([put]), at=context.long(at), length=context.long())


OPERATION = Operation(
    topic="clips",
    ability=Phrase("put a clip into another", "把片段插到另一个中间"),
    example=Phrase("insert clip2.mp4 at 0:04", "把clip2.mp4插到第4秒"),
    phrase=re.compile(f"{_INTO_THE_MIDDLE.pattern}|{_WORDS.pattern}", re.IGNORECASE),
    reads=_read,
    explains=(PLACE_WORDS,),
    does={"insert": _do},
    remakes=True,
)
