"""Picture in picture: one clip small over the others, which play on; it leaves the row of clips for that."""

from collections.abc import Iterable, Iterator

from sandbox.model.draft import Overlay
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.overlaid import PLACES, off_the_timeline, put_over
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import place_of
from sandbox.wording.wishes import Wish

_WORDS = pattern(
    r"picture[\s-]?in[\s-]?(?:a[\s-])?picture|p\.?i\.?p|video[\s-]in[\s-](?:a[\s-])?video|inset|face-?cam"
    r"|floating (?:window|video)|(?:small|little|mini)\s+(?:window|video|screen)"
    r"|overlay(?:s|ed|ing)?(?=.{0,80}(?:over|on|onto|top|in the))",
    "画中画|小窗口?|悬浮窗|子画面|叠在|叠加到|叠到",
)
_SIZE = 0.32

_LAID = Phrase(
    "{name} plays small over the film ({place}), without its sound; the film itself is as long as before.",
    "{name} 以小窗叠加在{place}播放（不带声音），影片长度不变。",
)
_MOVED = Phrase(
    "{name} plays small over the rest ({place}), without its sound; I took it out of the row of clips for that.",
    "{name} 已从片段序列移到小窗，叠加在{place}播放（不带声音）。",
)
_NEEDS_TWO = Phrase("A picture in picture needs two clips: send me the second one.", "画中画需要两个片段：请再发一个。")
_REMOVED = Phrase("Removed the picture in picture.", "已去掉画中画。")
_NONE = Phrase("There is no picture in picture.", "现在没有画中画。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or clause.one("text") is not None or clause.has("TITLE", "CAPTION", "MUSIC"):
        return
    if clause.has("REMOVE", "UNDO"):
        yield Wish("pip_remove")
        return
    yield Wish(
        "pip",
        files=clause.every("asset"),
        nth=clause.one("nth"),
        place=place_of(clause),
        span=clause.one("range"),
        ms=clause.one("span"),
        amount=clause.one("share"),
    )


def _clip(context: EditContext, wish: Wish) -> str | None:
    """The clip that is meant: the named one, the one of that number, else the last; never the only one."""
    seen = [key for key, asset in context.assets.items() if asset.kind != "audio"]
    order = [*context.timeline.sources, *(key for key in seen if key not in context.timeline.sources)]
    order = [key for key in order if key in context.assets]
    named = [key for key in wish.files if key in order]
    if named:
        # "clip1.mp4 over clip2.mp4": the first named lies on top
        return named[0] if len(order) > 1 else None
    if len(order) < 2:
        return None
    if wish.nth is not None and (wish.nth == -1 or wish.nth <= len(order)):
        return order[-1] if wish.nth == -1 else order[wish.nth - 1]
    return order[-1]


def _do(context: EditContext, wish: Wish) -> None:
    key = _clip(context, wish)
    if key is None:
        context.note(_NEEDS_TWO)
        return
    asset = context.assets[key]
    moved = off_the_timeline(context, key)
    place = wish.place or "bottom-right"
    size = min(0.9, max(0.1, wish.amount)) if wish.amount is not None else _SIZE
    put_over(context, wish, Overlay(key, asset.name, "pip", place, size))
    context.did("picture_in_picture", _MOVED if moved else _LAID, name=asset.name, place=context.said(PLACES[place]))


def _remove(context: EditContext, _: Wish) -> None:
    left = [each for each in context.timeline.overlays if each.kind != "pip"]
    if len(left) == len(context.timeline.overlays):
        context.note(_NONE)
        return
    context.timeline.overlays = left
    context.did("remove_picture_in_picture", _REMOVED)


def _borrowed(context: EditContext, wish: Wish) -> Iterable[str]:
    key = _clip(context, wish) if wish.op == "pip" else None
    return (key,) if key is not None else ()


OPERATION = Operation(
    topic="picture",
    ability=Phrase("picture in picture", "画中画"),
    example=Phrase("put clip2.mp4 in the corner as picture in picture", "把clip2.mp4做成画中画放在右下角"),
    phrase=_WORDS,
    reads=_read,
    does={"pip_remove": _remove, "pip": _do},
    borrows=_borrowed,
    remakes=True,
)
