"""Shaky clips made steady, where the FFmpeg at hand was built with vid.stab."""

from collections.abc import Iterator

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

NEEDS = "vidstabdetect"
_WORDS = pattern(
    r"(?:image\s+|video\s+)?stabili[sz]\w*|stead(?:y|ier|ied)(?:\s+(?:it|the (?:video|shot|clip"
    r"|picture)))?|(?:de-?|anti-?|un-?)shak\w*|(?:camera\s+)?shak(?:e|y|iness|es|ing)|jitter\w*|wobbl\w*|shaking"
    r"|smooth(?:en)?(?:\s+out)?\s+(?:the\s+)?(?:camera|motion|movement|footage|shake)",
    "防抖|稳定|消抖|抖动?(?!音)|增稳|晃动?|不稳|稳(?:一下|一点|住|一稳)",
)
_OFF = pattern(
    r"undo|without stabili[sz]\w*|(?:turn|take) off|remove (?:the )?stabili[sz]\w*",
    "取消(?:防抖|稳定)|关闭(?:防抖|稳定)",
)
_MUCH = pattern(r"very|much|a lot|strong\w*|really|completely", "非常|很|强力|完全")

_DONE = Phrase(
    "Made it steady: the camera's shaking is taken out, at the cost of a little of the edges.",
    "已做防抖处理：去掉了晃动，边缘会略有裁切。",
)
_UNDONE = Phrase("It shakes as it was recorded again.", "已取消防抖。")
_CANNOT = Phrase(
    "I can't stabilise here: the FFmpeg on this machine was built without vid.stab.",
    "我这里做不了防抖：本机的 FFmpeg 没有 vid.stab。",
)
_STILLS = Phrase("Pictures do not shake; there is no film to stabilise.", "照片不会抖动，没有需要防抖的视频。")


def _read(clause: Clause) -> Iterator[Wish]:
    if _WORDS.search(clause.text) and not clause.has("MUSIC", "SOUND", "TITLE", "CAPTION"):
        scope = scope_of(clause)
        if _OFF.search(clause.text):
            yield Wish("steady_remove", **scope)
        else:
            yield Wish("steady", amount=1.0 if _MUCH.search(clause.text) else 0.5, **scope)


def _do(context: EditContext, wish: Wish) -> None:
    if NEEDS not in context.filters:
        context.note(_CANNOT)
    elif all(shot.still for shot in context.timeline.shots):
        context.note(_STILLS)
    elif context.affect(wish, Effect("steady", wish.amount or 0.5)):
        context.did("stabilise", _DONE)


def _remove(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, "steady"):
        context.did("stabilise", _UNDONE)


OPERATION = Operation(
    topic="picture",
    ability=Phrase("stabilise", "防抖"),
    example=Phrase("stabilise the video", "防抖"),
    phrase=_WORDS,
    reads=_read,
    explains=(pattern("hand-?held|camera|hands?|motion|movement", "[手抖稳晃]|[头眼]晕"),),
    does={"steady_remove": _remove, "steady": _do},
)
