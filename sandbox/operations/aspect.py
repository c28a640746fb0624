"""Another shape of picture, with the short side as it was."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sandbox.model.draft import Canvas, Fit
from sandbox.model.ratios import ratio_name
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.overlaid import PLACES
from sandbox.operations.shapes import fills
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import left_over, pattern, tags_of
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import place_of
from sandbox.wording.vocabulary import PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_RATIOS = {"VERTICAL": (9, 16), "HORIZONTAL": (16, 9), "SQUARE": (1, 1)}
_FITS: dict[Fit, Phrase] = {
    "blur": Phrase("with a blurred background where the clip does not fill it", "空出的部分用模糊背景填充"),
    "crop": Phrase("cropped to fill", "裁切填满"),
    "pad": Phrase("with black bars", "空出的部分留黑边"),
}

_INTO = pattern("into|to", "成|为|变")
_FOR = pattern(
    r"for\s+(?:my\s+|the\s+|our\s+)?(?:insta(?:gram)?|ig|facebook|fb|linkedin|whatsapp|feed|post)(?:\s+(?:feed|post|page))?",
    "发(?:朋友圈|微博)",
)
_BLURRED = pattern(r"blur\w*", "模糊|虚化")

# what is to be seen of a picture that is cropped
_MATTERS = pattern(
    r"(?:everything|all|what(?:ever)?|the\s+(?:thing|part|bit|only\s+thing))\s+(?:that\s+)?(?:i|we)\s+(?:care\s+about|want(?:\s+to\s+see)?|need)"
    r"|(?:what|all\s+that)\s+(?:really\s+)?matters|(?:the\s+)?(?:action|subject|main\s+(?:thing|part|bit)|important\s+(?:stuff|thing|part|bit)|interesting\s+(?:part|bit))",
    "重点|主体|主角|要看的(?:东西|部分)?|重要的(?:东西|部分)?|关键的?(?:东西|部分)?",
)
_KEEPS = Phrase("cropped to fill, keeping the {place}", "裁切填满，保留{place}")

_SAID = Phrase(
    "The picture is {ratio} now ({width}×{height}), {fit}.",
    "画幅改为 {ratio}（{width}×{height}），{fit}。",
)

_AS_IT_IS = Phrase(
    "The picture is {ratio} already ({width}×{height}), and every clip fills it; I left it.",
    "画幅已经是 {ratio}（{width}×{height}），素材已填满，没有改动。",
)
_FILLING = Phrase("which every clip fills", "素材正好填满")


def _read(clause: Clause) -> Iterator[Wish]:
    # 裁剪 is to trim in time and to crop in space: with a shape it is the latter
    blurred = _BLURRED.search(clause.text) is not None
    fit = "crop" if clause.has("CROP") or "裁" in clause.text else "pad" if clause.has("PAD") and not blurred else ""
    into = _INTO.search(clause.text)
    wanted = tags_of(clause.text[into.end() :]) & _RATIOS.keys() if into else frozenset()
    named = next((ratio for tag, ratio in _RATIOS.items() if (tag in wanted if wanted else clause.has(tag))), None)
    ratio = clause.one("ratio") or (
        named
        if clause.has("CHANGE", "ADD", "CREATE", "EXPORT", "ASPECT", "EDIT", "CROP")
        or len(left_over(_FOR.sub(" ", clause.text))) < 3
        else None
    )
    if ratio:
        yield Wish("aspect", size=ratio, kind=fit, place=place_of(clause) if fit == "crop" else None)
    elif fit and clause.has("CHANGE", "ADD", "CROP", "REMOVE") and not clause.has("TRIM"):
        yield Wish("aspect", kind="crop" if clause.has("REMOVE") else fit)


def _do(context: EditContext, wish: Wish) -> None:
    canvas = context.timeline.canvas
    fit: Fit = "crop" if wish.kind == "crop" else "pad" if wish.kind == "pad" else "blur"
    across, down = wish.size or (canvas.width, canvas.height)
    width, height = (
        shaped(min(canvas.width, canvas.height), across, down) if wish.size else (canvas.width, canvas.height)
    )
    ratio, full = ratio_name(width, height), fills(context, width, height)
    if full and (width, height) == (canvas.width, canvas.height):
        context.note(_AS_IT_IS, ratio=ratio, width=width, height=height)
        return
    kept = (wish.place or "center") if fit == "crop" else "center"
    context.timeline.canvas = replace(canvas, width=width, height=height, fit=fit, keeps=kept)
    how = context.said(
        _FILLING if full else _KEEPS if kept != "center" else _FITS[fit], place=context.said(PLACES[kept])
    )
    context.did("set_aspect", _SAID, ratio=ratio, width=width, height=height, fit=how)


def shaped(short: int, across: int, down: int) -> tuple[int, int]:
    """Even width and height of a ratio, with that short side, at most 1920 long."""
    scale = min(short / min(across, down), 1920 / max(across, down))
    return round(across * scale / 2) * 2, round(down * scale / 2) * 2


def canvas_for(sizes: Sequence[tuple[int, int]], fps: float) -> Canvas:
    """1080p in the shape nearest to the first picture's: wide, upright or square."""
    width, height = sizes[0] if sizes else (16, 9)
    ratio = width / max(1, height)
    shape = (1, 1) if 0.9 < ratio < 1.1 else (16, 9) if ratio > 1 else (9, 16)
    rate = {24: 24, 25: 25, 50: 25}.get(round(fps), 30)
    across, down = shaped(1080, *shape)
    return Canvas(across, down, rate)


OPERATION = Operation(
    topic="picture",
    ability=Phrase("another shape (9:16, square …), cropped or with bars", "改画幅（竖屏、方形等），裁切或留边"),
    example=Phrase("make it vertical", "改成竖屏"),
    reads=_read,
    explains=(
        PLACE_WORDS,
        SIZE_WORDS,
        _BLURRED,
        _FOR,
        pattern("black|fill(?:ed)?|fit|blank|background|bars|sides|anywhere|screen", "[留裁切]|填充|填满|两边"),
        _MATTERS,
    ),
    does={"aspect": _do},
)
