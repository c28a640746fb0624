"""Places in the picture, and colours, as a clause names them. Pure."""

import re

from sandbox.model.colors import COLORS
from sandbox.wording.clauses import Clause

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


def place_of(clause: Clause) -> str:
    """Where in the picture, or nothing."""
    places = (("TOP", "top"), ("BOTTOM", "bottom"), ("CENTER", "center"))
    return next((name for tag, name in places if clause.has(tag)), "")


def color_of(clause: Clause) -> str:
    """The name of a colour, or nothing."""
    english = next(
        (name for name in COLORS if re.search(rf"(?<![a-z]){name}(?![a-z])", clause.text, re.IGNORECASE)), ""
    )
    return english or next((name for mark, name in _COLORS_ZH.items() if f"{mark}色" in clause.text), "")
