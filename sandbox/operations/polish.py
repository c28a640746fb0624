"""For a vague wish: a gentle fade in and out, and a request for something concrete."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_POLISHED = Phrase(
    (
        "You left it to me, so I only added a gentle fade in and out. Tell me something concrete: “cut the "
        "silences”, “add lo-fi music”, “add the title: …”."
    ),
    "你没有说具体要求，我只加了柔和的淡入淡出。想要更多请说具体些，例如：“去掉静音片段”“加轻松的音乐”“加标题‘…’”。",
)
_ALREADY = Phrase(
    ("It already fades in and out. Tell me something concrete: “cut the silences”, “add lo-fi music”, “make it 9:16”."),
    "已经有淡入淡出了。请说得具体些，例如：“去掉静音片段”“加轻松的音乐”“改成9:16”。",
)


# that something is wrong, and not what
_MENDS = bounded(
    r"^\W*(?:(?:can|could|please|just|you|u)\s+){0,4}(?:fix|work on|process)(?:\s+(?:it|this|that|the\s+\w+"
    r"|my\s+\w+))?\W*$|处理"
)
_WHAT = Phrase(
    "Tell me what to change, for example: “cut the silences”, “make it brighter”, “add lo-fi music”.",
    "请告诉我要改什么，例如：“去掉静音片段”“画面调亮”“加轻松的音乐”。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    if clause.has("EDIT") and not clause.has("UNDO", "RESET", "REMOVE"):
        yield Wish("polish_ask" if _MENDS.search(clause.text) else "polish")


def _do(context: EditContext, _: Wish) -> None:
    canvas = context.timeline.canvas
    if canvas.fade_in and canvas.fade_out:
        context.note(_ALREADY)
        return
    most = context.timeline.length // 3
    begin, end = min(500, most), min(800, most)
    context.timeline.canvas = replace(canvas, fade_in=begin, fade_out=end, sound_in=begin, sound_out=end)
    context.did("polish", _POLISHED)


def _ask(context: EditContext, _: Wish) -> None:
    context.note(_WHAT)


OPERATION = Operation(
    topic="film",
    ability=Phrase("a gentle polish", "简单美化"),
    example=Phrase("edit my clip", "剪辑我的视频"),
    reads=_read,
    does={"polish": _do, "polish_ask": _ask},
    asks=frozenset({"polish_ask"}),
)
