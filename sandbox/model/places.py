"""Places in the picture, in pixels."""

from sandbox.model.draft import Place


def corner(place: Place, size: tuple[int, int], canvas: tuple[int, int], inset: int) -> tuple[int, int]:
    """The top left corner of something of a size at a place on the canvas, that far from the edges it lies at."""
    name = "top-right" if place == "corner" else place
    across, down = canvas[0] - size[0], canvas[1] - size[1]
    x = inset if name.endswith("left") else across - inset if name.endswith("right") else across // 2
    y = inset if name.startswith("top") else down - inset if name.startswith("bottom") else down // 2
    return max(0, x), max(0, y)


def tile(place: str, canvas: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, width and height of a part of the canvas: "left", "top-left" (a quarter), "left third"."""
    if place.endswith(" third"):
        return _third(place, canvas)
    half = canvas[0] // 4 * 2, canvas[1] // 4 * 2
    width = half[0] if "left" in place or "right" in place else canvas[0]
    height = half[1] if "top" in place or "bottom" in place else canvas[1]
    return (canvas[0] - width if "right" in place else 0, canvas[1] - height if "bottom" in place else 0, width, height)


def _third(place: str, canvas: tuple[int, int]) -> tuple[int, int, int, int]:
    """A column ("left third", "middle third") or a row ("top third", "center third"); all sizes are even."""
    name = place.split(" ", maxsplit=1)[0]
    rows = ("top", "center", "bottom")
    number = rows.index(name) if name in rows else ("left", "middle", "right").index(name)
    side = canvas[1] if name in rows else canvas[0]
    edges = [side * step // 6 * 2 for step in range(3)] + [side]
    start, length = edges[number], edges[number + 1] - edges[number]
    return (0, start, canvas[0], length) if name in rows else (start, 0, length, canvas[1])
