"""Every photo for the same time."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext, is_card
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import PACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_MADE = Phrase("Made a slideshow of {count} photos, {each} each.", "已把 {count} 张照片做成幻灯片，每张 {each}。")


def is_slideshow(clause: Clause) -> bool:
    """Whether the clause speaks of photos one after the other, and of none of them in particular."""
    if clause.has("RESET", "UNDO"):
        return False
    one = bool(clause.every("asset")) or clause.one("nth") is not None
    if one and clause.has("REMOVE", "CUT", "REPLACE"):
        return False
    return clause.has("SLIDESHOW") or (clause.has("PHOTO") and clause.has("CREATE", "EACH", "CHANGE"))


_NO_PHOTOS = Phrase(
    "There are no photos here; of clips say “the first {each} of each clip”.",
    "这里没有照片；如果说的是视频，请说“每段取前{each}”。",
)
# "photos and my song, 4 seconds each": of clips it means the same as far as there are no photos
_APIECE = bounded(rf"^\W*{MARK}\s+(?:each|apiece|(?:per|a|for\s+each)\s+(?:pic|picture|photo|image))\W*$")


def _read(clause: Clause) -> Iterator[Wish]:
    if is_slideshow(clause) or (not clause.has("CLIP") and _APIECE.match(clause.text) and clause.one("span")):
        apiece = _APIECE.match(clause.text) is not None
        yield Wish(
            "slideshow",
            files=clause.every("asset"),
            ms=clause.one("span") if apiece or clause.has("EACH") else None,
            kind="apiece" if apiece and not is_slideshow(clause) else "",
        )


def _do(context: EditContext, wish: Wish) -> None:
    stills = [shot for shot in context.timeline.shots if shot.still and shot.at is None and not is_card(shot)]
    if not stills:
        if wish.kind:
            context.note(_NO_PHOTOS, each=context.long(wish.ms))
        return
    each = min(max(wish.ms or 3000, 500), 60_000)
    context.timeline.shots = [
        replace(shot, begin=0, end=each) if shot.still and shot.at is None else shot for shot in context.timeline.shots
    ]
    context.did("make_slideshow", _MADE, count=len(stills), each=context.long(each))


OPERATION = Operation(
    topic="clips",
    ability=Phrase("a slideshow of photos", "照片幻灯片"),
    example=Phrase("make a slideshow, 2 seconds each", "把照片做成幻灯片，每张2秒"),
    reads=_read,
    explains=(PACE_WORDS, SIZE_WORDS),
    generic=True,
    does={"slideshow": _do},
    remakes=True,
)
