"""What the operations share that lay a picture or a clip over the film."""

from dataclasses import replace

from sandbox.model.draft import Overlay, Place
from sandbox.operations.context import EditContext
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_OPACITY = bounded(r"(?<![a-z])(?:opacity|opaque|transparen\w+|see-?through|faint|subtle)(?![a-z])|透明|淡")
_THROUGH = bounded(r"(?<![a-z])(?:transparen\w+|see-?through)(?![a-z])|(?<!不)透明(?!度)")
_BARELY = bounded(
    r"(?<![a-z])(?:very|super|really|extremely|barely)\s+(?:faint|subtle|transparent|see-?through)|(?:很|非常|极其?)(?:淡|透明)"
)
# "30% see-through" lets so much through, "see-through, like 30%" is so solid
_SO_SOLID = bounded(
    rf"(?<![a-z])(?:transparent|see-?through)\s+(?:like|at|about|around|to|say)\s+{MARK}|半透明\s*(?:大概|约|到)?{MARK}"
)
# a file that is put there lies over the film: nothing in a row has a corner
CORNERED = bounded(
    rf"{MARK}\s+(?:(?:in|at|on|to|into)\s+)?(?:the\s+)?(?:top|bottom|upper|lower)[\s-]+(?:left|right)(?!\w)"
    rf"|{MARK}\s*(?:放|摆|贴)?(?:在|到)?(?:画面)?(?:的)?[左右][上下]角"
)
PLACES: dict[Place, Phrase] = {
    "top": Phrase("top", "顶部"),
    "center": Phrase("centre", "中间"),
    "bottom": Phrase("bottom", "底部"),
    "corner": Phrase("top right", "右上角"),
    "top-left": Phrase("top left", "左上角"),
    "top-right": Phrase("top right", "右上角"),
    "bottom-left": Phrase("bottom left", "左下角"),
    "bottom-right": Phrase("bottom right", "右下角"),
    "left": Phrase("left", "左侧"),
    "right": Phrase("right", "右侧"),
}


def is_cornered(clause: Clause) -> bool:
    """Whether the clause puts a file into a corner of the picture: "zoom in 2x on the top left" does not."""
    found = CORNERED.search(clause.text)
    return found is not None and clause.marks[len(MARKS.findall(clause.text[: found.start()]))][0] == "asset"


def opacity_of(clause: Clause) -> float | None:
    """How solid it shall be, 0 to 1: "50% opacity", "30% transparent", "see-through"; None: nothing is said."""
    if not _OPACITY.search(clause.text):
        return None
    share: float | None = clause.one("share")
    if share is None:
        return 0.25 if _BARELY.search(clause.text) else 0.5
    through = _THROUGH.search(clause.text) is not None and not _SO_SOLID.search(clause.text)
    return max(0.05, min(1.0, 1 - share if through else share))


def as_laid(context: EditContext, wish: Wish, usual: Overlay) -> tuple[Overlay, Wish]:
    """How it lies over the film already, or the usual; and the wish, with its time where no other is said."""
    same = (each for each in context.timeline.overlays if (each.source, each.kind) == (usual.source, usual.kind))
    before = next(same, None)
    if before is None:
        return usual, wish
    if wish.span is None and wish.ms is None:
        end = before.start + before.length if before.length else None
        wish = replace(wish, span=(before.start, end))
    return before, wish


def put_over(context: EditContext, wish: Wish, overlay: Overlay) -> None:
    """Lay it over the film in place of one of the same kind at the same place; times as the wish has them."""
    start, end = wish.span or (0, None)
    length = (end - start) if end is not None else (wish.ms or 0)
    placed = Overlay(
        overlay.source, overlay.name, overlay.kind, overlay.place, overlay.scale, overlay.opacity, start, length
    )
    others = [each for each in context.timeline.overlays if (each.kind, each.place) != (placed.kind, placed.place)]
    context.timeline.overlays = [*(each for each in others if each.source != placed.source), placed]


def off_the_timeline(context: EditContext, key: str) -> bool:
    """Take the shots of what is laid over the film out of it, unless nothing would be left; whether there were any."""
    left = [shot for shot in context.timeline.shots if shot.source != key]
    if not left or len(left) == len(context.timeline.shots):
        return False
    context.timeline.shots = left
    return True
