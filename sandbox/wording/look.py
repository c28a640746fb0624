"""What a clause wishes of the look: words on the picture, its shape, fades, transitions, and a finished film. Pure."""

import re
from collections.abc import Iterator

from sandbox.model.colors import COLORS
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import left_over
from sandbox.wording.literals import MARK
from sandbox.wording.wishes import Wish

_NAMED = re.compile(
    r"(?:titles?|headings?|captions?|subtitles?|text|标题|字幕|文字|水印|watermark)\s*(?:of|is|为|是"
    r"|:)?\s*(?P<words>[^\ue000-\uefff]+?)\s*"
    r"(?=\s(?:at|in|on|to|over|for|from|near|across|during|throughout|with)\b|[\ue000-\uefff]|$)",
    re.IGNORECASE,
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
_JOINS = (
    ("wipeleft", r"wipe|擦"),
    ("slideleft", r"slide|滑|推"), ("zoomin", r"zoom|缩放|推近"), ("circleopen", r"circle|圆"),
    ("fadeblack", r"black|黑"), ("pixelize", r"pixel|马赛克|像素"), ("dissolve", r"grain"),
)  # fmt: skip
_RATIOS = {"VERTICAL": (9, 16), "HORIZONTAL": (16, 9), "SQUARE": (1, 1)}


def _words(clause: Clause) -> Iterator[Wish]:
    kind = "watermark" if clause.has("WATERMARK") else "title" if clause.has("TITLE") else "caption"
    text = clause.one("text")
    if not clause.has("TITLE", "CAPTION", "WATERMARK") and not (
        text and clause.has("ADD", "REPLACE", "CHANGE", "TOP", "BOTTOM", "CENTER")
    ):
        return
    if clause.has("MUSIC") and text is None:
        return
    if clause.has("REMOVE", "UNDO") and not clause.has("REPLACE") and (text is None or not clause.has("ADD")):
        yield Wish("text_remove", kind="" if clause.has("CAPTION") and clause.has("TITLE") else kind, text=text or "")
        return
    if text is None:
        text = _unquoted(clause)
    if not clause.has("TITLE", "CAPTION", "WATERMARK"):
        kind = "caption" if clause.has("BOTTOM") else "title"
    place = place_of(clause)
    span, length = clause.one("range"), clause.one("span")
    if span is None and (moment := clause.one("time")) is not None:
        span = (moment, None)
    at = re.search(rf"(?:(?<![a-z])at\s+(?:the\s+)?|在|第)({MARK})", clause.text)
    if span is None and at and length is not None and len(clause.every("span")) < 2:
        span, length = (length, None), None
    whole = "whole" if clause.has("WHOLE") else "end" if clause.has("LAST") and span is None else ""
    yield Wish(
        "text",
        text=text,
        kind=f"{kind}",
        place=place,
        span=span,
        ms=length,
        color=color_of(clause),
        files=(whole,) if whole else (),
    )


def place_of(clause: Clause) -> str:
    """Where in the picture, or nothing."""
    places = (("TOP", "top"), ("BOTTOM", "bottom"), ("CENTER", "center"))
    return next((name for tag, name in places if clause.has(tag)), "")


def _unquoted(clause: Clause) -> str:
    found = _NAMED.search(clause.text)
    if found is None:
        return ""
    words = re.sub(r"(?<![a-z])(?:please|thanks)(?![a-z])|[吧呢。.!]$", "", found["words"], flags=re.IGNORECASE).strip(
        " :："
    )
    return words if left_over(words) or re.fullmatch(r"[A-Z]\w+(?: [A-Z]\w+)*", words) else ""


def color_of(clause: Clause) -> str:
    """The name of a colour, or nothing."""
    english = next(
        (name for name in COLORS if re.search(rf"(?<![a-z]){name}(?![a-z])", clause.text, re.IGNORECASE)), ""
    )
    return english or next((name for mark, name in _COLORS_ZH.items() if f"{mark}色" in clause.text), "")


def _shape(clause: Clause) -> Iterator[Wish]:
    fit = "crop" if clause.has("CROP") else "pad" if clause.has("PAD") else ""
    named = next((ratio for tag, ratio in _RATIOS.items() if clause.has(tag)), None)
    ratio = clause.one("ratio") or (
        named
        if clause.has("CHANGE", "ADD", "CREATE", "EXPORT", "ASPECT", "EDIT", "CROP") or len(left_over(clause.text)) < 3
        else None
    )
    if ratio:
        yield Wish("aspect", size=ratio, kind=fit)
    elif fit and clause.has("CHANGE", "ADD", "CROP", "REMOVE") and not clause.has("TRIM"):
        yield Wish("aspect", kind="crop" if clause.has("REMOVE") else fit)
    if (size := clause.one("size")) is not None:
        yield Wish("resolution", size=size)
    elif (lines := clause.one("lines")) is not None:
        yield Wish("resolution", ms=lines)


def _fading(clause: Clause) -> Iterator[Wish]:
    if not clause.has("FADE"):
        return
    if clause.has("REMOVE"):
        yield Wish("fade_remove")
        return
    into, out = clause.has("IN"), clause.has("OUT")
    yield Wish("fade", kind="both" if into == out else "in" if into else "out", ms=clause.one("span"))


def _joining(clause: Clause) -> Iterator[Wish]:
    if not clause.has("TRANSITION"):
        return
    if clause.has("REMOVE", "UNDO"):
        yield Wish("transition_remove")
        return
    kind = next((name for name, words in _JOINS if re.search(words, clause.text, re.IGNORECASE)), "fade")
    yield Wish("transition", kind=kind, ms=clause.one("span"))


def _exporting(clause: Clause) -> Iterator[Wish]:
    if clause.has("EXPORT"):
        yield Wish("export")


def _vague(clause: Clause) -> Iterator[Wish]:
    if clause.has("EDIT") and not clause.has("UNDO", "RESET", "REMOVE"):
        yield Wish("polish")


READERS = (_words, _shape, _fading, _joining, _exporting, _vague)
