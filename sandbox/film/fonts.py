"""A font that can write Latin, Cyrillic and Chinese: the wheel's, else one of the system's.

Nothing is downloaded. Where only Pillow's own face is left, Chinese shows as boxes.
"""

import importlib.util
import re
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

_SYSTEM = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("/System/Library/Fonts/PingFang.ttc", 2),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", 0),
    ("C:/Windows/Fonts/msyh.ttc", 0),
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", 0),
)
# pictures and invisible marks that no text face holds; the last range also turns text around
_UNDRAWABLE = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe00-\ufe0f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff"
    "\x00-\x08\x0b-\x1f\x7f]"
)


@lru_cache(maxsize=64)
def font(size: int) -> Font:
    """The best face on this machine at `size` pixels."""
    for path, face in _candidates():
        if path.is_file():
            return ImageFont.truetype(str(path), size, index=face)
    return ImageFont.load_default(size)


def drawable(text: str) -> str:
    """The text without what no face can draw (emoji, control and direction marks)."""
    return _UNDRAWABLE.sub("", text).strip()


def _candidates() -> list[tuple[Path, int]]:
    found = importlib.util.find_spec("noto_cjk_sans_otc")
    wheel = [Path(each) for each in (found.submodule_search_locations or ())] if found else []
    # index 2 of that collection is the Simplified Chinese face, which also holds Latin, Cyrillic and Greek
    return [(folder / "NotoSansCJK-Regular.ttc", 2) for folder in wheel] + [(Path(p), i) for p, i in _SYSTEM]
