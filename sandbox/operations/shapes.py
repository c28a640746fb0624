"""The shape of clips that are turned, mirrored or cropped, and the film taking it on: what those operations share."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.draft import Effect, Shot
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Shape


def cropped(effect: Effect, width: int, height: int) -> tuple[str, int, int]:
    """Cut the effect's share off the side in its name."""
    side, left = effect.name.removeprefix("crop_"), 1 - effect.amount
    if side in {"left", "right"}:
        x = "iw-ow" if side == "left" else "0"
        return f"crop=trunc(iw*{left:.4f}/2)*2:ih:{x}:0", max(2, round(width * left)), height
    y = "ih-oh" if side == "top" else "0"
    return f"crop=iw:trunc(ih*{left:.4f}/2)*2:0:{y}", width, max(2, round(height * left))


def turned(effect: Effect, width: int, height: int) -> tuple[str, int, int]:
    """Turn by so many degrees clockwise: 90, 180 or 270."""
    match round(effect.amount) % 360:
        case 90:
            return "transpose=clock", height, width
        case 180:
            return "hflip,vflip", width, height
        case 270:
            return "transpose=cclock", height, width
        case _:
            return "null", width, height


def mirrored(effect: Effect, width: int, height: int) -> tuple[str, int, int]:
    """Mirror left and right, or top and bottom where the name says so."""
    return ("vflip" if effect.name == "mirror_down" else "hflip"), width, height


SHAPES: dict[str, Shape] = {
    "turn": turned,
    "mirror": mirrored,
    "mirror_down": mirrored,
    **{f"crop_{side}": cropped for side in ("left", "right", "top", "bottom")},
}


_LONGEST = 1920  # pixels of the long side


def sizes(context: EditContext) -> Iterator[tuple[int, int]]:
    """Width and height of what each shot shows of a file."""
    for shot in context.timeline.shots:
        asset = context.assets.get(shot.source)
        if asset is not None and asset.width and asset.height:
            yield _size(shot, asset.width, asset.height)


def _size(shot: Shot, width: int, height: int) -> tuple[int, int]:
    for each in shot.effects:
        if each.name in SHAPES:
            _, width, height = SHAPES[each.name](each, width, height)
    return width, height


def fills(context: EditContext, width: int, height: int) -> bool:
    """Whether every shot has the shape of that picture, so that nothing is left around it."""
    return all(abs(across * height - down * width) <= 0.02 * down * width for across, down in sizes(context))


def take_on_shape(context: EditContext, *, whole: bool = False) -> None:
    """The film gets the shape of its first shot, no larger than it was; or, where that is `whole` again, as high."""
    found = next(sizes(context), None)
    if found is None:
        return
    canvas = context.timeline.canvas
    long, short = max(canvas.width, canvas.height), min(canvas.width, canvas.height)
    scale = min((_LONGEST if whole else long) / max(found), short / min(found))
    width, height = (max(16, round(side * scale / 2) * 2) for side in found)
    context.timeline.canvas = replace(canvas, width=width, height=height)
