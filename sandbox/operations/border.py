"""A frame of one colour around the picture."""

import re
from collections.abc import Iterator

from sandbox.model.colors import COLORS
from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Frame, Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import color_of
from sandbox.wording.vocabulary import COLOR_WORDS, PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_SHORT = re.compile("[白黑黄红绿蓝粉橙](?=边)")
_WORDS = pattern(
    rf"(?:(?:a|the)\s+)?(?:(?:thin|thick|{'|'.join(COLORS)})\s+){{0,2}}(?:border|outline"
    rf"|picture\s+frame)(?:\s+around(?:\s+(?:it|the (?:video|picture|film|clip|edges?|frame|image|whole\s+\w+)))?)?"
    r"|frame\s+around\s+(?:it|the\s+(?:video|picture|film|clip))",
    "边框|相框|画框|[白黑黄红绿蓝粉橙]色?的?边(?:框)?(?!缘)",
)
_THICK = pattern(r"thick|wide|big|broad", "粗|宽|厚")
_THIN = pattern(r"thin|narrow|small|fine", "细|窄|薄")
_USUAL = 0.04  # of the short side

_DONE = Phrase("Put a {color} border around the picture.", "已在画面四周加{color}边框。")
_REMOVED = Phrase("Took the border away.", "已去掉边框。")
_NONE = Phrase("There is no border of mine.", "没有我加的边框。")
_NAMES = {
    "white": Phrase("white", "白色"), "black": Phrase("black", "黑色"), "yellow": Phrase("yellow", "黄色"),
    "red": Phrase("red", "红色"), "green": Phrase("green", "绿色"), "blue": Phrase("blue", "蓝色"),
    "pink": Phrase("pink", "粉色"), "orange": Phrase("orange", "橙色"),
}  # fmt: skip


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or clause.has("CROP", "TITLE", "CAPTION"):
        return
    if clause.has("REMOVE", "UNDO"):
        yield Wish("border_remove")
        return
    wide = 2.0 if _THICK.search(clause.text) else 0.5 if _THIN.search(clause.text) else 1.0
    yield Wish("border", amount=_USUAL * wide, color=color_of(clause) or _short(clause) or "white")


def _short(clause: Clause) -> str:
    """The colour of 白边, which needs no 色."""
    found = _SHORT.search(clause.text)
    return next((name for name, said in _NAMES.items() if found and said.chinese.startswith(found[0])), "")


def _do(context: EditContext, wish: Wish) -> None:
    effect = Effect("border", wish.amount or _USUAL, wish.color)
    context.timeline.effects = (*(each for each in context.timeline.effects if each.name != "border"), effect)
    context.did("add_border", _DONE, color=context.said(_NAMES[wish.color]))


def _remove(context: EditContext, _: Wish) -> None:
    left = tuple(each for each in context.timeline.effects if each.name != "border")
    if left == context.timeline.effects:
        context.note(_NONE)
        return
    context.timeline.effects = left
    context.did("remove_border", _REMOVED)


def _drawn(effect: Effect, on: Frame) -> str:
    wide = max(2, round(effect.amount * min(on.width, on.height)))
    color = bytes(COLORS.get(effect.kind, COLORS["white"])).hex()
    return f"drawbox=x=0:y=0:w=iw:h=ih:color=0x{color}:t={wide}"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("a border", "边框"),
    example=Phrase("put a white border around it", "加白色边框"),
    phrase=_WORDS,
    reads=_read,
    explains=(
        PLACE_WORDS,
        COLOR_WORDS,
        SIZE_WORDS,
        pattern("(?:all\\s+(?:the\\s+way\\s+)?)?a?round|on\\s+all\\s+(?:four\\s+)?sides", "四周|一圈|周围"),
    ),
    does={"border_remove": _remove, "border": _do},
    draws={"border": _drawn},
)
