"""Split screen: two clips side by side or one above the other, or four in a grid, playing at the same time."""

import re
from collections.abc import Iterable, Iterator

from sandbox.model.draft import Effect, Overlay, Place
from sandbox.model.places import tile
from sandbox.operations.context import EditContext
from sandbox.operations.freeze import frame
from sandbox.operations.operation import Frame, Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_WAYS = r"(?:\s+(?:left and right|top and bottom|vertically|horizontally))?"
_WORDS = pattern(
    rf"(?:(?:make|create)\s+(?:an?\s+)?)?split[\s-]?screens?|split\s+the\s+screen{_WAYS}|side[\s-]by[\s-]side"
    r"|(?:next to|beside) each other|one\s+(?:above|on top of|over|below|under)\s+(?:the\s+other|another)"
    r"|stack(?:ed)?\s+(?:vertically|on top of each other)|(?:2\s*x\s*2\s+|four[\s-]way\s+)?grid|collage|half and half"
    r"|(?:left and right|top and bottom)\s+(?:split|halves)",
    "分屏|并排|同屏|双屏|左右(?:并列|各半|各一半|对比|拼接?)|上下(?:并列|各半|各一半|对比|拼接?)|四宫格|一左一右"
    "|一上一下",
)
_STACKED = pattern(
    r"above|below|under|on top of|over|stack(?:ed)?|vertical(?:ly)?|top and bottom|horizontal split",
    "上下|一上一下|竖着",
)
_BESIDE = pattern(r"side[\s-]by[\s-]side|next to|beside|left and right", "左右|一左一右|并排")
_HALVES: dict[str, tuple[Place, ...]] = {"beside": ("left", "right"), "stacked": ("top", "bottom")}
_QUARTERS: tuple[Place, ...] = ("top-left", "top-right", "bottom-left", "bottom-right")

_BESIDE_DONE = Phrase(
    "{names} play side by side, cropped to fill their halves; you hear {first}. The film is {length} long.",
    "{names} 左右分屏播放（裁切填满），声音来自 {first}，全长 {length}。",
)
_STACKED_DONE = Phrase(
    "{names} play one above the other, cropped to fill their halves; you hear {first}. The film is {length} long.",
    "{names} 上下分屏播放（裁切填满），声音来自 {first}，全长 {length}。",
)
_GRID_DONE = Phrase(
    "{names} play in a grid of four; you hear {first}. The film is {length} long.",
    "{names} 以四宫格播放，声音来自 {first}，全长 {length}。",
)
_HOW_MANY = Phrase(
    "A split screen takes two or four clips, and there are {count} here: send more, or name those that you want.",
    "分屏需要两个或四个片段，现在有 {count} 个：请再发素材，或说明用哪几个。",
)
_REMOVED = Phrase("No split screen any more: the clips play one after the other.", "已取消分屏，片段按顺序播放。")
_NONE = Phrase("There is no split screen.", "现在没有分屏。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or clause.has("TITLE", "CAPTION", "MUSIC"):
        return
    if clause.has("REMOVE", "UNDO"):
        yield Wish("tiles_remove")
        return
    stacked, beside = _STACKED.search(clause.text), _BESIDE.search(clause.text)
    yield Wish("tiles", files=clause.every("asset"), kind="stacked" if stacked else "beside" if beside else "")


def _clips(context: EditContext, wish: Wish) -> list[str]:
    """The clips that are meant: the named ones, else those on the timeline and those just sent."""
    seen = [key for key, asset in context.assets.items() if asset.kind != "audio"]
    named = [key for key in wish.files if key in seen]
    if len(named) > 1:
        return named
    fresh = [key for key in seen if key not in context.timeline.known]
    return [key for key in dict.fromkeys((*context.timeline.sources, *fresh)) if key in seen]


def _do(context: EditContext, wish: Wish) -> None:
    clips, canvas = _clips(context, wish), context.timeline.canvas
    if len(clips) not in {2, 4}:
        context.note(_HOW_MANY, count=len(clips))
        return
    kind = wish.kind or ("beside" if canvas.width >= canvas.height else "stacked")
    places = _HALVES[kind] if len(clips) == 2 else _QUARTERS
    timeline, first = context.timeline, clips[0]
    own = [shot for shot in timeline.shots if shot.source == first]
    timeline.shots = own or [context.shot_of(context.assets[first])]
    longest = max(context.assets[key].duration_ms for key in clips)
    if longest > timeline.length:
        # the first one waits with its last picture for the others
        end = timeline.length
        context.insert(end, [frame(context, end, longest - end)])
    timeline.effects = (*(each for each in timeline.effects if each.name != "tile"), Effect("tile", kind=places[0]))
    tiles = [
        Overlay(key, context.assets[key].name, "tile", place, 0.5)
        for key, place in zip(clips[1:], places[1:], strict=True)
    ]
    timeline.overlays = [
        *tiles,
        *(each for each in timeline.overlays if each.kind != "tile" and each.source not in clips),
    ]
    phrase = _GRID_DONE if len(clips) == 4 else _STACKED_DONE if kind == "stacked" else _BESIDE_DONE
    values = {"names": context.called(clips), "first": context.called([first]), "length": context.long()}
    context.did("split_screen", phrase, **values)


def _remove(context: EditContext, _: Wish) -> None:
    timeline = context.timeline
    tiles = [each for each in timeline.overlays if each.kind == "tile"]
    if not tiles:
        context.note(_NONE)
        return
    timeline.overlays = [each for each in timeline.overlays if each.kind != "tile"]
    timeline.effects = tuple(each for each in timeline.effects if each.name != "tile")
    while len(timeline.shots) > 1 and timeline.shots[-1].at is not None:
        timeline.shots.pop()
    timeline.shots += [context.shot_of(context.assets[each.source]) for each in tiles if each.source in context.assets]
    context.did("split_screen", _REMOVED)


def _borrowed(context: EditContext, wish: Wish) -> Iterable[str]:
    if wish.op != "tiles":
        return ()
    clips = _clips(context, wish)
    return clips[1:] if len(clips) in {2, 4} else ()


def _drawn(effect: Effect, on: Frame) -> str:
    place = effect.kind if effect.kind in {*_QUARTERS, "left", "right", "top", "bottom"} else "left"
    x, y, width, height = tile(place, (on.width, on.height))
    filled = f"scale={width}:{height}:force_original_aspect_ratio=increase:flags=bicubic,crop={width}:{height}"
    return f"{filled},pad={on.width}:{on.height}:{x}:{y}"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("split screen of two or four clips", "两个或四个片段分屏"),
    example=Phrase("put them side by side", "左右分屏"),
    phrase=re.compile(_WORDS.pattern, re.IGNORECASE),
    reads=_read,
    does={"tiles_remove": _remove, "tiles": _do},
    draws={"tile": _drawn},
    borrows=_borrowed,
    remakes=True,
)
