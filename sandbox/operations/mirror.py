"""Mirrored: left and right, or top and bottom."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.draft import Effect, Shot
from sandbox.operations.backwards import READS_BACKWARDS
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.operations.shapes import mirrored
from sandbox.operations.turn import RIGHT_WAY_UP
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import PLACE_WORDS
from sandbox.wording.wishes import Wish

_WORDS = pattern(
    rf"flip(?:s|ped|ping)?(?!{RIGHT_WAY_UP})(?:\s+(?:it|this|the (?:video|clip|film|picture|photo|image)))?(?:\s+over)?"
    r"(?:\s+(?:horizontal(?:ly)?|vertical(?:ly)?|upside[\s-]down|left(?:\s+(?:and|&|to)\s+right)?|sideways|around))?"
    r"|mirror(?:s|ed|ing)?(?:\s+(?:it|effect|image|the (?:video|clip|film|picture|photo|image)))?"
    r"(?:\s+(?:horizontal(?:ly)?|vertical(?:ly)?))?"
    r"|(?:swap|switch)\s+left\s+(?:and|&|with)\s+right|(?:make|put|turn)\s+(?:it\s+)?upside[\s-]down|un-?mirror\w*",
    "翻转|镜像|左右(?:颠倒|对调|互换|反转|调换)|上下(?:颠倒|反转|调换)|反转画面|倒过来(?!了|的|播|放(?!在|到))|倒置|左右反了?|翻过来|弄反",
)
_DOWN = pattern(r"vertical(?:ly)?|upside[\s-]down|top (?:and|to|&) bottom", "上下|垂直|竖直|纵向|倒过来|倒置")

_DONE = Phrase("Mirrored the picture, left and right.", "画面已左右镜像翻转。")
_TURNED = Phrase("Flipped the picture, top and bottom.", "画面已上下翻转。")


def _read(clause: Clause) -> Iterator[Wish]:
    if READS_BACKWARDS.search(clause.text):
        yield Wish("mirror", kind="mirror")
    elif _WORDS.search(clause.text) and not clause.has("TITLE", "CAPTION"):
        scope = scope_of(clause)
        yield Wish("mirror", kind="mirror_down" if _DOWN.search(clause.text) else "mirror", **scope)


def _do(context: EditContext, wish: Wish) -> None:
    if not context.change(wish, lambda shot: _flipped(shot, wish.kind)):
        return
    context.did("mirror", _TURNED if wish.kind == "mirror_down" else _DONE)


def _flipped(shot: Shot, name: str) -> Shot:
    """Mirrored once more: twice is as it was."""
    rest = tuple(each for each in shot.effects if each.name != name)
    return replace(shot, effects=rest if len(rest) < len(shot.effects) else (*rest, Effect(name)))


OPERATION = Operation(
    topic="picture",
    ability=Phrase("flip, mirror", "翻转、镜像"),
    example=Phrase("flip it horizontally", "左右翻转"),
    phrase=re.compile(f"{READS_BACKWARDS.pattern}|{_WORDS.pattern}", re.IGNORECASE),
    reads=_read,
    explains=(PLACE_WORDS,),
    does={"mirror": _do},
    shapes={"mirror": mirrored, "mirror_down": mirrored},
)
