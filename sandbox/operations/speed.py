"""Faster or slower, all of it or a stretch; sound keeps its pitch."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.bounds import LEAST_MS
from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_SAID = Phrase("Speed {factor}×; the film is {length} now.", "速度调为 {factor} 倍，现在全长 {length}。")


_FASTER = pattern(
    r"up|sped|faster|fast|quick(?:er|ly)?|fast forward|time-?lapse|increase|raise|higher|more|boost|speed it",
    "加速|快|倍速|提高|调高|加大",
)


def _read(clause: Clause) -> Iterator[Wish]:
    factor, share = clause.one("factor") or clause.one("pace"), clause.one("share")
    paced = clause.has("SPEED") or clause.one("pace") is not None
    if not paced and not (factor is not None and clause.has("CHANGE", "ADD") and not clause.has("VOLUME", "MUSIC")):
        return
    slow = clause.has("SLOW")
    if factor is None and share is not None:
        by = re.search(r"(?<![a-z])by(?![a-z])", clause.text, re.IGNORECASE) or (clause.has("SPEED") and share < 0.5)
        factor = (1 - share if slow else 1 + share) if by else share
    if factor is None and not slow and not _FASTER.search(clause.text):
        return  # it speaks of the speed, and does not say which
    if factor is None:
        factor = 0.5 if slow else 1.5
    elif slow and factor > 1:
        factor = 1 / factor
    yield Wish("speed", amount=factor, **scope_of(clause))


def _do(context: EditContext, wish: Wish) -> None:
    factor = min(max(wish.amount or 1.0, 0.25), 8.0)
    if context.change(wish, lambda shot: paced(shot, factor)):
        context.did("change_speed", _SAID, factor=f"{factor:g}", length=context.long())


def paced(shot: Shot, factor: float) -> Shot:
    """The shot played so many times as fast; a picture is shown for less time."""
    if shot.still:
        return replace(shot, end=max(LEAST_MS, round(shot.end / factor)))
    return replace(shot, speed=min(max(shot.speed * factor, 0.1), 16.0))


OPERATION = Operation(
    topic="time",
    ability=Phrase("faster, slower", "加速、慢放"),
    example=Phrase("speed it up 2x", "加速到2倍"),
    reads=_read,
    does={"speed": _do},
    remakes=True,
)
