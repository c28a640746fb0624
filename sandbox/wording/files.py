"""Files as people name them: by their name, by a single letter, or a clip by its shape. Pure."""

import re
from collections.abc import Mapping, Sequence

from sandbox.wording.lexicon import bounded
from sandbox.wording.marks import Literals, always

_CAPITAL = re.compile("[A-Z]")
_HEARD = re.compile(r"\.(?:mp3|wav|m4a|aac|ogg|oga|opus|flac|aiff?|caf|amr|wma)$", re.IGNORECASE)
_SPOKEN = bounded(r"(?<![a-z])(?:voice|vo|narrat|speech|spoken|dub|comment)(?:[a-z]*)|旁白|画外音|配音|解说|口播|人声")
# a file that is called by a single letter: "B" is one, "b&w" and "plan B" are none, "A nice title" is none of A.mp4
_LETTER = {
    False: r"(?:(?:clip|video|photo)\s+)?(?<!plan )(?-i:{0})(?!\s*[&/]\s*w|[.]\w|['’](?!s(?![a-z]))\w)",
    True: (
        r"(?:(?:clip|video|photo)\s+(?-i:{0})|(?<=[a-z,:、，：] )(?-i:{0})|(?-i:{0})(?=\s*(?:[,，、:：。;；&+]"
        r"|$|[^\x00-\x7f]"
        r"|(?:then|and|on|in|at|to|is|first|before|after|blends|melts|fades|dissolves|goes|comes|plays|should|stays|over|under|with|from|between|left|right|top|small|big)(?![a-z]))|['’]s(?![a-z])))"
        r"(?!\.\w|['’](?!s(?![a-z]))\w)"
    ),
}
_ONE = r"(?:one|clip|video|vid|footage|film)(?![a-z])"
_NOT_MADE = r"(?<!a )(?<!an )(?<!into )(?<!make )(?<!make it )(?<!in )(?<!for )(?<!normal )"
_SHAPES = {
    "upright": bounded(
        rf"(?<![a-z]){_NOT_MADE}(?:(?:the|my|that)\s+)?(?:vertical|portrait|upright|tall)\s+{_ONE}"
        r"|竖(?:着?拍|屏|版|着|拍)?的?(?:那[个段条]|[个段条])(?:视频|片段)?"
    ),
    "wide": bounded(
        rf"(?<![a-z]){_NOT_MADE}(?:(?:the|my|that)\s+)?(?:horizontal|landscape|wide|widescreen)\s+{_ONE}"
        r"|横(?:着?拍|屏|版|着|拍)?的?(?:那[个段条]|[个段条])(?:视频|片段)?"
    ),
    # elsewhere "the photo" is read by the operations of pictures
    "photo": bounded(
        r"(?:(?<=on )|(?<=onto )|(?<=over )|(?<=across ))(?:the|that|this)\s+(?:photo|pic)(?![a-z])"
        r"|(?:[这那]张)?照片(?=上(?:面|头)?(?:写|打|加|配|放))"
    ),
}


def pull_names(literals: Literals, names: Mapping[str, Sequence[str]]) -> None:
    """The uploaded files, by the spellings that each is known by."""
    spellings = [(spelling, key) for key, each in names.items() for spelling in each if spelling.strip()]
    # the longest first, or "clip.mp4" would be found inside "my clip.mp4"; of two alike the newest
    order = sorted(range(len(spellings)), key=lambda place: (-len(spellings[place][0]), -place))
    for spelling, key in (spellings[place] for place in order):
        alone = _LETTER.get(spelling == "A") if _CAPITAL.fullmatch(spelling) else None
        word = alone.format(spelling) if alone else re.escape(spelling)
        quoted = rf"[\"“'「《]?(?<![a-z0-9_-]){word}(?![a-z0-9_-])[\"”'」》]?"
        literals.take(quoted, always(_kind_of(spelling, names[key]), key))


def _kind_of(spelling: str, names: Sequence[str]) -> str:
    """Whether a file is seen ("asset"), or only heard: a "voice" by its name, else a "song"."""
    if not any(_HEARD.search(name) for name in names):
        return "asset"
    return "voice" if is_spoken(spelling) else "song"


def is_spoken(name: str) -> bool:
    """Whether a file is called a voice by its name."""
    return _SPOKEN.search(name) is not None


def pull_subtitles(literals: Literals) -> None:
    """The names of subtitles files, which come as words and not as files."""
    ending = r"\.(?:srt|vtt|ass|ssa)"
    literals.take(rf"[\"“「《]([^\"“”「」《》\n]{{1,150}}{ending})[\"”」》]", lambda m: ("subtitles", m[1]))
    literals.take(rf"(?<![a-z0-9_./-])[a-z0-9_-][a-z0-9_.-]*{ending}(?![a-z0-9])", lambda m: ("subtitles", m[0]))


def pull_shapes(literals: Literals, shapes: Mapping[str, str]) -> None:
    """A clip by its shape, as in "the vertical one", where there is one of that shape among others."""
    for shape, words in _SHAPES.items():
        of_it = [key for key, each in shapes.items() if each == shape]
        if len(of_it) == 1 and len(shapes) > 1:
            literals.take(words, always("asset", of_it[0]))
