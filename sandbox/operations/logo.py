"""A picture over the film as a logo or watermark: in a corner, as large and as solid as asked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sandbox.model.draft import Overlay
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.overlaid import CORNERED, PLACES, as_laid, is_cornered, off_the_timeline, opacity_of, put_over
from sandbox.operations.scope import APPEARS, GONE, scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, left_over, pattern
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import place_of, without_places
from sandbox.wording.vocabulary import PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_CALLED = re.compile(r"logo|water|brand|标", re.IGNORECASE)
_WORDS = pattern(
    r"logos?(?:\s+as\s+(?:an?|the|my|our)\s+water-?\s?mark|\s*(?:当作?|做成?|作为?|用作)水印)?|water-?\s?marks?"
    r"|brand(?:ing)? (?:image|picture|mark)|stickers?|emblem",
    "水印|标志|台标|图标|贴纸|商标|角标|店标|(?<![目鼠指坐])的标(?=$|[，,。\\s])|(?<![\u3400-\u9fff])标(?=[放贴加])",
)
_OVER = bounded(rf"{MARK}\s+(?:on|over|onto|on top of)\s+(?:the\s+|my\s+)?(?:video|film|clip|footage|movie)")
_INSET = pattern(r"picture[\s-]?in[\s-]?(?:a[\s-])?picture|p\.?i\.?p|inset", "画中画|小窗")  # another operation
_IMAGE = re.compile(r"\.(?:png|jpe?g|webp|gif)(?![a-z])", re.IGNORECASE)
_PICTURE = pattern(
    r"logos?|image|picture|photo|png|stickers?|brand\w*|emblem",
    "logo|图片|图标|标志|台标|贴纸|图像|商标|店标|的标|照片|(?<![\u3400-\u9fff])标(?=[放贴加])",
)
_DEAD = pattern(r"(?:dead|exact(?:ly)?|bang|right|smack)(?=\s+(?:in\s+the\s+)?(?:cent|middle))", "正(?=中)")
_WIDE = r"(?:of\s+)?(?:the\s+)?(?:width|screen|picture|frame|video|film)"
_SIZES: tuple[tuple[re.Pattern[str], tuple[int, int]], ...] = (
    (pattern(rf"half\s+{_WIDE}", "(?:画面|宽度)的?(?:一半|二分之一)"), (1, 2)),
    (pattern(rf"(?:a\s+)?third\s+{_WIDE}", "(?:画面|宽度)的?三分之一"), (1, 3)),
    (pattern(rf"(?:a\s+)?quarter\s+{_WIDE}", "(?:画面|宽度)的?四分之一"), (1, 4)),
    (pattern(rf"(?:a\s+)?fifth\s+{_WIDE}", "(?:画面|宽度)的?五分之一"), (1, 5)),
    (pattern(r"big(?:ger)?|large(?:r)?|huge", "大一?点|大些|更大|放大"), (1, 4)),
    (pattern(r"small(?:er)?|tiny|little", "小一?点|小些|更小|缩小"), (1, 12)),
)
# a share that is said as such: "half the width", "30% of the screen"
_SHARE = bounded(rf"({MARK})\s*{_WIDE}(?![a-z])|(?:画面|宽度)的?\s*({MARK})|({MARK})\s*的?(?:画面|宽度)")
_SIZE, _SOLID = 0.14, 0.9

_LAID = Phrase(
    "{name} lies over the film as a logo ({place}, {percent} solid).",
    "已把 {name} 作为水印叠加在{place}（不透明度 {percent}）。",
)
_NO_FILE = Phrase(
    'Send me the logo as a picture, or tell me the words of the watermark: add a watermark "@name".',
    "请把标志图片发给我，或告诉我水印文字：加水印“@名字”。",
)
_REMOVED = Phrase("Removed the logo.", "已去掉水印图片。")
_NO_LOGO = Phrase(
    "I laid no logo over the film. One that is in the picture itself I cannot take out here.",
    "影片上没有我加的水印图片；画面里本来就有的水印，我这里去不掉。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    laid = _OVER.search(clause.text) is not None or (is_cornered(clause) and not _INSET.search(clause.text))
    image = laid and _IMAGE.search(clause.folded) is not None
    if clause.one("text") is not None or not (image or _WORDS.search(clause.text)):
        return
    files = clause.every("asset")
    pictured = bool(files) or _PICTURE.search(clause.text) is not None
    if clause.has("REMOVE", "UNDO"):
        if pictured:
            yield Wish("logo_remove", files=files)
    # "add a watermark Nemo Studio" are words; "add a watermark" alone is the picture that was sent
    elif pictured or not left_over(without_places(_DEAD.sub(" ", _WORDS.sub(" ", clause.text)))):
        scope = scope_of(clause)
        yield Wish(
            "logo",
            files=files,
            place=place_of(clause),
            amount=opacity_of(clause),
            span=scope["span"],
            ms=clause.one("span") if scope["span"] is None else None,
            size=size_of(clause),
            nth=clause.one("nth"),
            part="" if scope["part"] == "middle" else scope["part"],
        )


def is_logo(name: str) -> bool:
    """Whether a picture is called a logo by its name."""
    return _CALLED.search(name) is not None


def size_of(clause: Clause) -> tuple[int, int] | None:
    """How wide it shall be, as a share of the picture (part, whole), where the clause says so."""
    if (found := _SHARE.search(clause.text)) is not None:
        kind, value = clause.marks[len(MARKS.findall(clause.text[: found.start(found.lastindex or 0)]))]
        if kind == "share" and 0 < value <= 1:
            return round(value * 100), 100
    for words, size in _SIZES:
        if words.search(clause.text):
            return size
    return None


def _pictures(context: EditContext, wish: Wish) -> list[str]:
    """The picture that is meant: a named one, else the newest that is not on the timeline, else none."""
    named = [key for key in wish.files if key in context.assets and context.assets[key].kind == "image"]
    spare = [
        key for key, asset in context.assets.items() if asset.kind == "image" and key not in context.timeline.sources
    ]
    called = [key for key in spare if is_logo(context.assets[key].name)]
    return (named or called or spare)[-1:]


def _do(context: EditContext, wish: Wish) -> None:
    found = _pictures(context, wish)
    if not found:
        context.note(_NO_FILE)
        return
    asset = context.assets[found[0]]
    off_the_timeline(context, asset.id)
    before, wish = as_laid(context, wish, Overlay(asset.id, asset.name, "logo", "corner", _SIZE, _SOLID))
    size = wish.size[0] / wish.size[1] if wish.size else before.scale
    solid = wish.amount if wish.amount is not None else before.opacity
    place = wish.place or before.place
    # a clip that is named with it is where it lies, and not what lies there
    clips = tuple(key for key in wish.files if key in context.timeline.sources and key != asset.id)
    if wish.nth is not None or clips or wish.part or (wish.span is not None and wish.span[0] < 0):
        begin, end = context.region(replace(wish, files=clips)) or (0, context.timeline.length)
        wish = replace(wish, span=(begin, end))
    put_over(context, wish, Overlay(asset.id, asset.name, "logo", place, size, solid))
    context.did("add_logo", _LAID, name=asset.name, place=context.said(PLACES[place]), percent=context.share(solid))


def _remove(context: EditContext, wish: Wish) -> None:
    overlays = context.timeline.overlays
    left = [each for each in overlays if each.kind != "logo" or (wish.files and each.source not in wish.files)]
    if len(left) == len(overlays):
        context.note(_NO_LOGO)
        return
    context.timeline.overlays = left
    context.did("remove_logo", _REMOVED)


def _borrowed(context: EditContext, wish: Wish) -> Iterable[str]:
    return _pictures(context, wish) if wish.op == "logo" else ()


OPERATION = Operation(
    topic="picture",
    ability=Phrase("a logo or watermark picture over the film", "叠加标志或水印图片"),
    example=Phrase("put my logo in the top right corner at 50% opacity", "把logo图片放在右上角，透明度50%"),
    phrase=re.compile(f"{_WORDS.pattern}|{_OVER.pattern}|{CORNERED.pattern}", re.IGNORECASE),
    reads=_read,
    explains=(
        PLACE_WORDS,
        SIZE_WORDS,
        APPEARS,
        GONE,
        pattern("appears?|seen|brand|dead|sit|sits|shop|company", "[现贴盖淡摆店]|出现|公司|我们|我家"),
    ),
    does={"logo_remove": _remove, "logo": _do},
    borrows=_borrowed,
)
