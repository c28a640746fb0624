"""Corners that fall into the dark."""

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
    r"vignett\w*(?:\s+(?:effect|filter|look))?|dark(?:en(?:ed)?)?\s+(?:the\s+)?(?:corners|edges|borders)"
    r"|dark(?:er)?\s+(?:corners|edges|borders)|(?:corners|edges|borders)\s+dark(?:er)?",
    "暗角|晕影|(?:四个?角|四周|边缘|角落)(?:都|稍微|再)?(?:压|变|调|弄)?暗",
)

_DONE = Phrase("Darkened the corners (a vignette).", "已加暗角。")
_UNDONE = Phrase("Took the vignette off again.", "已去掉暗角。")


def _read(clause: Clause) -> Iterator[Wish]:
    if _WORDS.search(clause.text):
        scope = scope_of(clause)
        yield Wish("vignette_remove" if clause.has("REMOVE", "UNDO") else "vignette", **scope)


def _do(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, Effect("vignette")):
        context.did("vignette", _DONE)


def _remove(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, "vignette"):
        context.did("vignette", _UNDONE)


def _drawn(_: Effect, __: Frame) -> str:
    return "vignette=angle=PI/3.2"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("a vignette", "暗角"),
    example=Phrase("add a vignette", "加暗角"),
    phrase=_WORDS,
    reads=_read,
    does={"vignette_remove": _remove, "vignette": _do},
    draws={"vignette": _drawn},
)
