"""Places in the picture, and colours, as a clause names them. Pure."""

import re

from sandbox.model.colors import COLORS
from sandbox.model.draft import Place
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import tags_of
from sandbox.wording.marks import MARKS

_ON_TOP_OF = re.compile(r"(?<![a-z])on\s{1,3}top\s{1,3}of(?![a-z])", re.IGNORECASE)
_HEIGHT = re.compile(r"([上下])角|[左右]([上下])")
_COLORS_EN = {name: re.compile(rf"(?<![a-z]){name}(?![a-z])", re.IGNORECASE) for name in COLORS}
_NOT_COLORED = re.compile(
    rf"(?<![a-z])not\s{{1,3}}(?:{'|'.join(COLORS)})(?![a-z])|(?:不要|不是|别用?)[白黑黄红绿蓝粉橙]", re.IGNORECASE
)
_COLORS_ZH = {
    "白": "white",
    "黑": "black",
    "黄": "yellow",
    "红": "red",
    "绿": "green",
    "蓝": "blue",
    "粉": "pink",
    "橙": "orange",
}


_SIDES: tuple[tuple[Place, re.Pattern[str]], ...] = (
    ("left", re.compile(r"(?<![a-z])left(?![a-z])|左", re.IGNORECASE)),
    ("right", re.compile(r"(?<![a-z])right(?! now| away| before| after)(?![a-z])|右", re.IGNORECASE)),
)
_CORNER = re.compile(r"(?<![a-z])corners?(?![a-z])|角落?", re.IGNORECASE)
_CORNERS: dict[tuple[str, str], Place] = {
    ("top", "left"): "top-left",
    ("top", "right"): "top-right",
    ("bottom", "left"): "bottom-left",
    ("bottom", "right"): "bottom-right",
}


def place_of(clause: Clause) -> Place | None:
    """Where in the picture, or nothing."""
    places: tuple[tuple[str, Place], ...] = (("TOP", "top"), ("BOTTOM", "bottom"), ("CENTER", "center"))
    text = _ON_TOP_OF.sub(" ", clause.text)
    tags = clause.tags if text == clause.text else tags_of(MARKS.sub(" ", text))
    height = next((name for tag, name in places if tag in tags), None)
    if height is None and (found := _HEIGHT.search(clause.text)):
        height = "top" if "上" in found[0] else "bottom"
    side = next((name for name, words in _SIDES if words.search(clause.text)), None)
    if side is None:
        return "corner" if height is None and _CORNER.search(clause.text) else height
    return _CORNERS.get((height or "", side), side)


def color_of(clause: Clause) -> str:
    """The name of a colour, or nothing."""
    text = _NOT_COLORED.sub(" ", clause.text)
    english = next((name for name, words in _COLORS_EN.items() if words.search(text)), "")
    return english or next(
        (name for mark, name in _COLORS_ZH.items() if any(f"{mark}{kind}" in text for kind in "色字的")), ""
    )


def without_places(text: str) -> str:
    """The text without the words for sides and corners."""
    for words in (*(words for _, words in _SIDES), _CORNER):
        text = words.sub(" ", text)
    return text
