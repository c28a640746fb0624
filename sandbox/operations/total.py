"""The length of all of the film, whatever else the clause speaks of; or that of the song under it."""

import re
from collections.abc import Iterator

from sandbox.operations.context import EditContext
from sandbox.operations.length import make_long
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import PACE_WORDS
from sandbox.wording.wishes import Wish

TOTAL = bounded(
    rf"(?<![a-z])(?:the\s+whole\s+thing|whole\s+(?:video|film|thing)|in\s+total|altogether|overall|total(?:\s+length)?)"
    rf"(?!\s+(?:for|at|from|by))(?:\s+(?:should|must|be|is|to|in|has|about|around|of|exactly)){{0,4}}\s*{MARK}"
    rf"|{MARK}\s*(?:in\s+total|altogether|overall|total)(?![a-z])"
    rf"|(?:一共|总共|总长度?|总时长|全长|整个(?:视频|影片)?|共)(?:是|要|为|控制在|做成|大约|约|做)?\s*{MARK}"
)
_SONG = r"(?:the\s+|my\s+)?(?:song|music|track|audio)"
_AS_SONG = pattern(
    rf"(?:till|until|so that)?\s*(?:it'?s\s+|it is\s+)?(?:as\s+long\s+as|(?:to\s+)?(?:match|fit"
    rf"|fill)(?:\s+the\s+length\s+of)?"
    rf"|(?:the\s+)?(?:same\s+)?length\s+(?:of|as))\s+{_SONG}|(?:un)?till?\s+{_SONG}\s+(?:ends|is over|finishes|stops)",
    "(?:和|跟|与|同)(?:音乐|歌曲?|配乐)(?:一样长|等长|同长|长度一致)|(?:按|照)(?:音乐|歌曲?)的?(?:时长|长度)"
    "|(?:音乐|歌曲?)(?:放完|结束)为止",
)
# "as long as the first 30 seconds of the song"
_AS_ITS_BEGINNING = bounded(
    rf"(?<![a-z])(?:as\s+long\s+as|(?:to\s+)?(?:match|fit|fill)|(?:the\s+)?(?:same\s+)?length\s+(?:of|as))\s+(?:the\s+)?"
    rf"(?:first|opening)\s+{MARK}\s+(?:of|from)\s+{_SONG}(?![a-z])"
    rf"|(?:和|跟|与|同)(?:音乐|歌曲?|配乐)的?前{MARK}(?:一样长|等长|同长|长度一致)"
)
_NO_SONG = Phrase(
    "There is no song of yours to go by; tell me the length: “make it 20 seconds long”.",
    "没有你上传的歌可以参照，请告诉我时长：“做成20秒”。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    length = clause.one("span")
    if _AS_SONG.search(clause.text):
        yield Wish("total", kind="song")
    elif length is not None and (TOTAL.search(clause.text) or _AS_ITS_BEGINNING.search(clause.text)):
        yield Wish("total", ms=length)


def _song_length(context: EditContext) -> int:
    """Milliseconds of the song under the film, or of the one that was sent; 0 without any."""
    music = context.timeline.music
    key = music.source if music and music.source else ""
    songs = [asset for asset in context.assets.values() if asset.kind == "audio" and key in {"", asset.id}]
    return songs[-1].duration_ms if songs else 0


def _do(context: EditContext, wish: Wish) -> None:
    wanted = _song_length(context) if wish.kind == "song" else wish.ms or 0
    if wanted:
        make_long(context, wanted, shares=wish.kind == "shares")
    else:
        context.note(_NO_SONG)


OPERATION = Operation(
    topic="time",
    ability=Phrase("the length of the whole, or of your song", "总时长，或与歌一样长"),
    example=Phrase("make it as long as the song", "做成和歌一样长"),
    phrase=re.compile(f"{TOTAL.pattern}|{_AS_ITS_BEGINNING.pattern}|{_AS_SONG.pattern}", re.IGNORECASE),
    reads=_read,
    explains=(PACE_WORDS, pattern("loop|repeat", "循环|重复")),
    does={"total": _do},
    remakes=True,
)
