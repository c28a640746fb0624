"""Another size of the same shape; the most is 1080p."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.aspect import shaped
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import SIZE_WORDS
from sandbox.wording.wishes import Wish

_SAID = Phrase("Resolution {width}×{height}.", "分辨率 {width}×{height}。")
_MOST = Phrase(
    "I can't make it {asked}: that is more than this sandbox renders; it is {width}×{height}.",
    "做不到 {asked}，沙盒渲染不了这么大；现为 {width}×{height}。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    if (size := clause.one("size")) is not None:
        yield Wish("resolution", size=size)
    elif (lines := clause.one("lines")) is not None:
        yield Wish("resolution", ms=lines)


def _do(context: EditContext, wish: Wish) -> None:
    canvas = context.timeline.canvas
    if wish.size is not None:
        width, height = _at_most(*wish.size)
        asked = f"{wish.size[0]}×{wish.size[1]}"
    else:
        lines = wish.ms or 1080
        width, height = shaped(min(lines, 1080), canvas.width, canvas.height)
        asked = f"{lines}p"
    changed = (width, height) != (canvas.width, canvas.height)
    context.timeline.canvas = replace(canvas, width=width, height=height)
    over = (wish.ms or 0) > 1080 or (wish.size is not None and wish.size != (width, height))
    phrase = _MOST if over else _SAID
    values = {"asked": asked, "width": width, "height": height}
    if changed:
        context.did("set_resolution", phrase, **values)
    else:
        context.note(phrase, **values)


def _at_most(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, 1920 / max(width, height), 1080 / min(width, height))
    return max(16, round(width * scale / 2) * 2), max(16, round(height * scale / 2) * 2)


OPERATION = Operation(
    topic="film",
    ability=Phrase("a size up to 1080p", "分辨率（最高1080p）"),
    example=Phrase("make it 720p", "改成720p"),
    reads=_read,
    explains=(
        SIZE_WORDS,
        pattern("resolution|quality|shrink|downscale", "分辨率|解析度|清晰度|画质|超清|高清"),
    ),
    does={"resolution": _do},
)
