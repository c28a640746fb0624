"""The noise of a dark picture smoothed away, over the whole film, a clip or a stretch."""

from collections.abc import Iterator

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Frame, Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_WORDS = pattern(
    r"(?:picture|image|video|visual|sensor|iso)\s+noise|noise\s+(?:in|from|of)\s+the\s+(?:picture|image|video|dark)"
    r"|(?:nois[ey]{1,2}|grainy)\s+(?:picture|image|footage|video)|(?:picture|image|footage|video)\s+(?:is|was|looks)\s+(?:\w+\s+){0,2}(?:noisy|grainy)",
    "(?:画面|视频|图像)?(?:里|上)?(?:全是|都是|有|很多|好多|太多)?(?:的)?(?<!加)(?<!添加)(?<!点)噪点(?:太多|很多|好多)?|画面降噪",
)
_OFF = pattern("undo|stop|off", "取消|恢复")

_DONE = Phrase("Took noise out of the picture; it is a little softer for it.", "已降低画面噪点，画面会略微变柔。")
_UNDONE = Phrase("The picture has its noise again.", "已取消画面降噪。")


def _read(clause: Clause) -> Iterator[Wish]:
    if _WORDS.search(clause.text) and not clause.has("ADD", carried=False):
        yield Wish("clean_remove" if _OFF.search(clause.text) else "clean", **scope_of(clause))


def _do(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, Effect("clean", 1.0)):
        context.did("clean_picture", _DONE)


def _remove(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, "clean"):
        context.did("clean_picture", _UNDONE)


def _drawn(_: Effect, __: Frame) -> str:
    return "hqdn3d=5:4:7:6"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("less noise in the picture", "画面降噪"),
    example=Phrase("take the picture noise out", "画面噪点降一降"),
    phrase=_WORDS,
    reads=_read,
    explains=(pattern("shot|filmed|night", "夜[里晚]?|[拍晚]"),),
    does={"clean_remove": _remove, "clean": _do},
    draws={"clean": _drawn},
)
