"""Split screen: two or three clips side by side or one above the other, or four in a grid, at the same time."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from sandbox.model.draft import Effect, Overlay, Place, Shot
from sandbox.model.places import tile
from sandbox.operations.context import EditContext
from sandbox.operations.freeze import frame
from sandbox.operations.operation import Frame, Operation
from sandbox.operations.overlaid import PLACES
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import PLACE_WORDS, REST_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_SIDES = "left (?:and|&) right|top (?:and|&) bottom"
_WAYS = rf"(?:\s+(?:{_SIDES}|vertically|horizontally))?"
_WORDS = pattern(
    rf"(?:(?:make|create)\s+(?:an?\s+)?)?split[\s-]?screens?|split\s+the\s+screen{_WAYS}|side[\s-]by[\s-]side"
    r"|(?:next to|beside) each other|one\s+(?:above|on top of|over|below|under)\s+(?:the\s+other|another)"
    r"|stack(?:ed)?\s+(?:them|both|the\s+(?:clips|videos|two))(?:\s+(?:vertically|on top of each other))?"
    r"|stack(?:ed)?\s+(?:vertically|on top of each other)|(?:in\s+)?(?:an?\s+)?(?:2|two)\s*(?:x|by)\s*(?:2"
    r"|two)(?:\s+grid)?|(?:four[\s-]way\s+)?grid|collage|half and half"
    rf"|(?:{_SIDES})\s+(?:split|halves)",
    "分屏|并排|同屏|双屏|左右(?:并列|各半|各一半|对比|分割|拼接?)|上下(?:并列|各半|各一半|对比|分割|拼接?)|四宫格|一左一右"
    "|一上一下",
)
_STACKED = pattern(
    r"above|below|under|on top of|over|stack(?:ed)?|vertical(?:ly)?|top (?:and|&) bottom|horizontal split",
    "上下|一上一下|竖着",
)
_BESIDE = pattern(r"side[\s-]by[\s-]side|next to|beside|left (?:and|&) right", "左右|一左一右|并排")
_PLACES: dict[str, Place] = {
    "left": "left", "right": "right", "on top": "top", "at the top": "top", "on the top": "top",
    "above": "top", "below": "bottom",
    "underneath": "bottom", "at the bottom": "bottom", "on the bottom": "bottom",
    "top half": "top", "bottom half": "bottom", "left half": "left", "right half": "right",
    "upper half": "top", "lower half": "bottom",
    "左": "left", "右": "right", "上": "top", "下": "bottom",
}  # fmt: skip
_SIDE = re.compile(
    r"(?<![a-z])(?:(?:top|bottom|left|right|upper|lower) half|left|right|on top"
    r"|(?:at|on) the top|above|below|underneath|(?:at|on) the bottom)(?![a-z])"
    r"|(?<=[在放])[左右上下](?=[边侧面方半])|[左右上下](?=[边侧面方半]MARK)|(?<=MARK)[左右上下](?=$|[，,。])".replace(
        "MARK", MARK
    ),
    re.IGNORECASE,
)
_HALVES: dict[str, tuple[Place, ...]] = {"beside": ("left", "right"), "stacked": ("top", "bottom")}
_THIRDS: dict[str, tuple[Place, ...]] = {
    "beside": ("left third", "middle third", "right third"), "stacked": ("top third", "center third", "bottom third"),
}  # fmt: skip
_COUNTS = frozenset({2, 3, 4})
_QUARTERS: tuple[Place, ...] = ("top-left", "top-right", "bottom-left", "bottom-right")

_BESIDE_DONE = Phrase(
    "{names} play side by side, cropped to fill their parts; you hear {first}. The film is {length} long.",
    "{names} 左右分屏播放（裁切填满），声音来自 {first}，全长 {length}。",
)
_STACKED_DONE = Phrase(
    "{names} play one above the other, cropped to fill their parts; you hear {first}. The film is {length} long.",
    "{names} 上下分屏播放（裁切填满），声音来自 {first}，全长 {length}。",
)
_GRID_DONE = Phrase(
    "{names} play in a grid of four; you hear {first}. The film is {length} long.",
    "{names} 以四宫格播放，声音来自 {first}，全长 {length}。",
)
_HOW_MANY = Phrase(
    "A split screen takes two, three or four clips, and there are {count} here: send more, or name those you want.",
    "分屏需要两到四个片段，现在有 {count} 个：请再发素材，或说明用哪几个。",
)
_PLACED = Phrase("{name} is on that side: {place}.", "{name} 放在{place}。")
_NO_SUCH_PLACE = Phrase("There is no such clip or place in the split screen.", "分屏里没有这个片段或位置。")
_HEARD = Phrase("That is the one you hear.", "听到的就是这一个。")
_ONLY_FIRST = Phrase(
    "I can't: in a split screen you hear the first clip, {name}; put the other one first.",
    "做不到：分屏里听到的是第一个片段 {name}；可以把另一个放到最前面。",
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
    yield from _placed(clause)


def _placed(clause: Clause) -> Iterator[Wish]:
    """Which clip is on which side: "B.mp4 on the left", "A on top, B below"."""
    clips = [(kind, value) for kind, value in clause.marks if kind in {"asset", "nth"}]
    places = [_PLACES[found[0].lower()] for found in _SIDE.finditer(clause.text)]
    timed = any(kind in {"span", "time", "range", "share", "text"} for kind, _ in clause.marks)
    if not clips or len(places) != len(clips) or timed or clause.has("CROP", "TITLE", "CAPTION", "MUSIC", "REMOVE"):
        return
    for (kind, value), place in zip(clips, places, strict=True):
        if kind == "asset":
            yield Wish("tile_place", files=(value,), place=place)
        else:
            yield Wish("tile_place", nth=value, place=place)


def _clips(context: EditContext, wish: Wish) -> list[str]:
    """The clips that are meant: the named ones, else those on the timeline and those just sent."""
    seen = [key for key, asset in context.assets.items() if asset.kind != "audio"]
    named = [key for key in wish.files if key in seen]
    if len(named) > 1:
        return named
    fresh = [key for key in seen if key not in context.timeline.known]
    return [key for key in dict.fromkeys((*context.timeline.sources, *fresh)) if key in seen]


def _shots(context: EditContext, key: str) -> tuple[Shot, ...]:
    """What is played of a clip: its shots as they are in the film, or in an earlier split screen, else all of it."""
    timeline = context.timeline
    tiles = [each.shots for each in timeline.overlays if each.kind == "tile" and each.source == key]
    own = tuple(shot for shot in timeline.shots if shot.source == key and shot.at is None)
    return own or next(iter(tiles), ()) or (context.shot_of(context.assets[key]),)


def _do(context: EditContext, wish: Wish) -> None:
    clips, canvas = _clips(context, wish), context.timeline.canvas
    if len(clips) not in _COUNTS:
        context.note(_HOW_MANY, count=len(clips))
        return
    kind = wish.kind or ("beside" if canvas.width >= canvas.height else "stacked")
    places = {2: _HALVES[kind], 3: _THIRDS[kind]}.get(len(clips), _QUARTERS)
    timeline, first = context.timeline, clips[0]
    rows = {key: _shots(context, key) for key in clips}
    timeline.shots = list(rows[first])
    longest = max(sum(shot.length for shot in row) for row in rows.values())
    if longest > timeline.length:
        # the first one waits with its last picture for the others
        end = timeline.length
        context.insert(end, [frame(context, end, longest - end)])
    timeline.effects = (*(each for each in timeline.effects if each.name != "tile"), Effect("tile", kind=places[0]))
    tiles = [
        Overlay(key, context.assets[key].name, "tile", place, 0.5, shots=rows[key])
        for key, place in zip(clips[1:], places[1:], strict=True)
    ]
    timeline.overlays = [
        *tiles,
        *(each for each in timeline.overlays if each.kind != "tile" and each.source not in clips),
    ]
    phrase = _GRID_DONE if len(clips) == 4 else _STACKED_DONE if kind == "stacked" else _BESIDE_DONE
    values = {"names": context.called(clips), "first": context.called([first]), "length": context.long()}
    context.did("split_screen", phrase, **values)


def _place(context: EditContext, wish: Wish) -> None:
    """The clip at that place of the split screen, and the one that was there where it was."""
    timeline = context.timeline
    base = next((each for each in timeline.effects if each.name == "tile"), None)
    if base is None:
        _do(context, Wish("tiles", kind="stacked" if wish.place in {"top", "bottom"} else "beside"))
        base = next((each for each in timeline.effects if each.name == "tile"), None)
    tiles = {each.source: each.place for each in timeline.overlays if each.kind == "tile"}
    if base is None or not tiles:
        return
    order = [timeline.sources[0], *tiles]
    meant = [key for key in wish.files if key in order] or (
        [order[wish.nth - 1]] if wish.nth is not None and 0 < wish.nth <= len(order) else []
    )
    places: dict[str, str] = {order[0]: base.kind, **tiles}
    other = next((key for key, place in places.items() if place == wish.place), None)
    if not meant or other is None:
        context.note(_NO_SUCH_PLACE)
        return
    places[meant[0]], places[other] = places[other], places[meant[0]]
    timeline.effects = tuple(
        replace(each, kind=places[order[0]]) if each.name == "tile" else each for each in timeline.effects
    )
    timeline.overlays = [
        replace(each, place=cast("Place", places[each.source])) if each.kind == "tile" else each
        for each in timeline.overlays
    ]
    side = context.said(PLACES[cast("Place", wish.place)])
    context.did("split_screen", _PLACED, name=context.called(meant), place=side)


def _hear(context: EditContext, wish: Wish) -> None:
    """Whose sound is heard: that of the first clip, whatever is asked."""
    timeline = context.timeline
    base = next((each.kind for each in timeline.effects if each.name == "tile"), "")
    first = timeline.sources[:1]
    if base and (wish.files == tuple(first) or (wish.place and base.split(" ")[0] == wish.place)):
        context.note(_HEARD)
    else:
        context.note(_ONLY_FIRST, name=context.called(first))


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
    timeline.shots += [
        shot
        for each in tiles
        if each.source in context.assets
        for shot in each.shots or (context.shot_of(context.assets[each.source]),)
    ]
    context.did("split_screen", _REMOVED)


def _borrowed(context: EditContext, wish: Wish) -> Iterable[str]:
    if wish.op not in {"tiles", "tile_place"}:
        return ()
    clips = _clips(context, wish)
    return clips[1:] if len(clips) in _COUNTS else ()


def _drawn(effect: Effect, on: Frame) -> str:
    thirds = {*_THIRDS["beside"], *_THIRDS["stacked"]}
    place = effect.kind if effect.kind in {*_QUARTERS, *thirds, "left", "right", "top", "bottom"} else "left"
    x, y, width, height = tile(place, (on.width, on.height))
    filled = f"scale={width}:{height}:force_original_aspect_ratio=increase:flags=bicubic,crop={width}:{height}"
    return f"{filled},pad={on.width}:{on.height}:{x}:{y}"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("split screen of two to four clips", "两到四个片段分屏"),
    example=Phrase("put them side by side", "左右分屏"),
    phrase=re.compile(_WORDS.pattern, re.IGNORECASE),
    reads=_read,
    explains=(REST_WORDS, PLACE_WORDS, SIZE_WORDS, pattern("screens?|split|comparison|compare", "[拼格屏]|同屏")),
    falls_back=_placed,
    does={"tiles_remove": _remove, "tiles": _do, "tile_place": _place, "tile_sound": _hear},
    draws={"tile": _drawn},
    borrows=_borrowed,
    remakes=True,
)
