"""Closer: slowly into the picture, slowly out of it, or at once by so much."""

import re
from collections.abc import Iterator

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Frame, Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import place_of
from sandbox.wording.vocabulary import NUMBERS, PLACE_WORDS
from sandbox.wording.wishes import Wish

_FROM = re.compile(r"(?<![a-z])(?:at|from)\s|在|从|第", re.IGNORECASE)
_FILE = re.compile("体积|文件")
_SPEED = (
    r"(?:slow(?:ly)?|gradual(?:ly)?|gentl[ey]|smooth(?:ly)?|subtl[ey]|soft(?:ly)?"
    r"|quick(?:ly)?|fast|creeping|steady|steadily|continuous(?:ly)?)"
)
_SLOWLY = pattern(_SPEED, "慢|渐|缓")
_WORDS = pattern(
    r"start(?:s|ing)?\s+(?:zoomed in|closer?|close up)\W+(?:and\s+)?(?:then\s+)?(?:zoom(?:s|ing)?\s+out"
    r"|pull\w*\s+(?:back|out))|"
    rf"(?:(?:a|an)\s+)?(?:{_SPEED}[\s,]+)*(?:zoom(?:s|ed|ing)?|push|punch|dolly)(?:[\s-]+(?:it|the (?:video"
    rf"|clip|picture)))?(?:[\s-]+{_SPEED})?[\s-]+(?:in|out)"
    rf"(?:\s+{_SPEED})?(?:\s+(?:effect|shot))?(?:\s+(?:on|to|into|towards?)\s+(?:the\s+)?(?:cent(?:er|re)"
    r"|middle|left|right|top|bottom)(?:\s+side)?)?"
    rf"|(?:{_SPEED}\s+)?zoom(?:s|ed|ing)?(?:\s+(?:effect|it|the (?:video|clip|picture)))?"
    r"|ken burns(?:\s+effect)?|close-?\s?up|(?:move|go|get)\s+(?:in\s+)?closer"
    rf"|(?:{_SPEED}\s+)?(?:creep|inch|drift|edge|glide)(?:s|ing)?(?:\s+{_SPEED})?\s+(?:in(?:to)?(?:\s+closer)?|closer)(?:\s+(?:on|to|towards?)\s+(?:the\s+)?(?:cent(?:er|re)|middle))?"
    r"|magnif\w+|enlarge\w*",
    "(?:慢慢|逐渐|缓慢|缓缓|慢速|快速)?(?:地)?(?:拉近|推近|推进|放大|推镜头?|拉远|缩小|拉镜头?)|变焦|特写"
    "|(?:慢慢|逐渐|缓慢|缓缓)?(?:地)?(?:[往向](?:里|前|内)推(?:进|近)?|推(?:上去|过去))|镜头推|肯伯恩斯|缩放(?!转场)",
)
_OUT = pattern(r"out(?!\s+of)|away|wider", "拉远|缩小|拉镜|推远")
_AT_ONCE = pattern(r"punch|close-?\s?up|magnif\w+|enlarge\w*|crop", "特写")
_OFF = pattern(r"remove|no|undo|without|stop|reset|take off", "去掉|取消|不要|恢复|去除")
_FOCUS = {"left": (0.0, 0.5), "right": (1.0, 0.5), "top": (0.5, 0.0), "bottom": (0.5, 1.0)}
_USUAL = 1.35

# from when on it stands still
HOLDS = bounded(
    rf"^\W*(?:and\s+)?(?:then\s+)?(?:just\s+)?(?:hold|stay|keep|leave|stop)s?(?:\s+(?:it|there|like\s+that|that|still|at\s+that\s+size|that\s+close))*\W*$"
    rf"|(?:推|拉|放大|近)?(?:近|进)?(?:到|至)第?({MARK})(?:的时候|时)?(?:就|便|再)?(?:定|停|保持|不动|不再)(?:住|在)?[^，,。\ue000-\uefff]{{0,8}}"
)

_IN = Phrase("It moves slowly into the picture, up to {factor}×.", "画面慢慢拉近到 {factor} 倍。")
_AWAY = Phrase("It moves slowly out of the picture, from {factor}×.", "画面从 {factor} 倍慢慢拉远。")
_CLOSE = Phrase("The picture is {factor}× closer.", "画面已放大到 {factor} 倍。")
_UNDONE = Phrase("Took the zoom out again.", "已取消缩放。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or clause.has(
        "TRANSITION", "CROP", "TITLE", "CAPTION", "WATERMARK", "SOUND", "VOLUME", "MUSIC"
    ):
        return
    if clause.one("bytes") is not None or _FILE.search(clause.text):
        return  # the file is to be smaller, not the picture
    scope = {"span": clause.one("range"), "files": clause.every("asset"), "nth": clause.one("nth")}
    moment, length = clause.one("time"), clause.one("span")
    if scope["span"] is None and moment is not None:
        scope["span"] = (moment, moment + length if length else None)
    elif scope["span"] is None and length is not None and not clause.has("CREATE"):
        at = _FROM.search(clause.text)
        scope["span"] = (length, None) if at else (0, length)
    if _OFF.search(clause.text):
        yield Wish("zoom_remove", **scope)
        return
    factor, share = clause.one("factor") or clause.one("pace"), clause.one("share")
    if factor is None and share is not None:
        factor = share if share > 1 else 1 + share
    slowly = _SLOWLY.search(clause.text) is not None
    out = _OUT.search(clause.text) is not None
    at_once = not slowly and not out and (factor is not None or _AT_ONCE.search(clause.text) is not None)
    yield Wish(
        "zoom",
        kind="close" if at_once else "out" if out else "in",
        amount=min(4.0, max(1.05, factor or _USUAL)),
        place=place_of(clause),
        **scope,
    )


def _do(context: EditContext, wish: Wish) -> None:
    factor = wish.amount or _USUAL
    kind = f"{wish.kind} {wish.place or 'center'}"
    if context.affect(wish, Effect("zoom", factor, kind)):
        phrase = {"in": _IN, "out": _AWAY}.get(wish.kind, _CLOSE)
        context.did("zoom", phrase, factor=f"{factor:g}")


def _remove(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, "zoom"):
        context.did("zoom", _UNDONE)


def _drawn(effect: Effect, frame: Frame) -> str:
    how, _, place = effect.kind.partition(" ")
    across, down = _FOCUS.get(place.split("-")[-1], (0.5, 0.5))
    if place.startswith(("top", "bottom")):
        down = 0.0 if place.startswith("top") else 1.0
    if how == "close":
        width, height = (2 * round(side / effect.amount / 2) for side in (frame.width, frame.height))
        closer = f"crop={width}:{height}:(iw-ow)*{across}:(ih-oh)*{down}"
        return f"{closer},scale={frame.width}:{frame.height}:flags=bicubic,setsar=1"
    # perspective moves by parts of a pixel, which a crop of whole ones cannot: nothing trembles
    run = f"min(1,on/{max(1, round(frame.seconds * frame.fps) - 1)})"
    first, last = (1.0, effect.amount) if how == "in" else (effect.amount, 1.0)
    shown = f"(1/({first:.4f}+{last - first:.4f}*{run}))"
    left, top = f"W*(1-{shown})*{across}", f"H*(1-{shown})*{down}"
    right, bottom = f"{left}+W*{shown}", f"{top}+H*{shown}"
    corners = zip(range(4), (left, right, left, right), (top, top, bottom, bottom), strict=True)
    points = ":".join(f"x{number}='{x}':y{number}='{y}'" for number, x, y in corners)
    return f"perspective={points}:sense=source:eval=frame:interpolation=linear"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("zoom in or out, slowly or at once", "慢慢拉近、拉远，或直接放大"),
    example=Phrase("slowly zoom in", "慢慢拉近"),
    phrase=_WORDS,
    reads=_read,
    explains=(
        HOLDS,
        NUMBERS,
        PLACE_WORDS,
    ),
    does={"zoom_remove": _remove, "zoom": _do},
    draws={"zoom": _drawn},
)
