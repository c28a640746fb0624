"""Words that carry a value, and what holds it in the wishes of a clause: what nothing holds was not heard. Pure.

The words that an operation shares with others, such as places and colours, and those that need no explaining beside
most wishes, such as "before" and "tiny", say something all the same: which text, which side, until when, how large. A
wish that was made of the clause has a field for that, or its operation does what they say. Else it would be done to
another thing, or at another time, than was asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.vocabulary import COLOR_WORDS, PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_EMPTY = (None, (), "", False)


@dataclass(frozen=True, slots=True)
class Value:
    """Words of one kind of value, and what holds it.

    That is any of some `fields` of a wish, one of some `kinds` of wish that name it, or one of some operations (`ops`)
    that do what the words say. `times` is how many wishes have to hold it, if none is of these operations.
    """

    words: re.Pattern[str]
    fields: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    ops: frozenset[str] = frozenset()
    times: int = 1

    def is_held(self, wishes: Sequence[Wish]) -> bool:
        """Whether the wishes of a clause hold the value of these words."""
        done = any(wish.op in self.ops for wish in wishes)
        return done or sum(map(self._is_in, wishes)) >= self.times

    def _is_in(self, wish: Wish) -> bool:
        filled = any(getattr(wish, field) not in _EMPTY for field in self.fields)
        return filled or not self.kinds.isdisjoint(wish.kind.split())


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_WHERE = ("part", "nth", "span", "end", "more", "spans", "others")
_SIDE = r"(?:top|bottom|upper|lower|left|right|cent(?:er|re)|middle)"
_CORNER = rf"{_SIDE}(?:[\s-]+(?:corner|{_SIDE})){{0,2}}"
_SIDED = ("place", "part", "nth")
_SIDES = _set("left right top bottom sides stacked beside mirror mirror_down before after middle first last")
_SIDE_OPS = _set("turn crop swap smear arrange move mirror vignette")
# vocabularies that many operations explain: only where the wish that was made holds what the words say
SHARED = (
    Value(PLACE_WORDS, ("place", *_WHERE), _SIDES, _SIDE_OPS),
    Value(COLOR_WORDS, ("color", "kind")),
    Value(SIZE_WORDS, ("amount", "size", "kind", "place", "text")),
)
VALUES = (
    # which of them
    Value(pattern(r"every\s+(?:other|second|third)|alternate", "每?隔"), ("others",)),
    Value(
        # "first, mute it" and 最后静音 say in which order it is told
        pattern(r"(?<=\S\s)first|second|third|fourth|last", "第[一二三四]|最后(?=[一的那])"),
        (*_WHERE, "ms", "files"),
        _set("first last start end in out"),
        _set("swap arrange"),
    ),
    Value(
        pattern(r"(?<!after )(?:the|that|an)\s?other(?!\s+way)", "另外?[一那]"),
        ("others", "files", "nth"),
        ops=_set("swap bgm volume loudness"),
    ),
    Value(pattern("separate(?:ly)?|individually", "分别|分开|各自")),
    # when
    Value(
        pattern(r"before|(?<!one )after(?!\s+all)|until|till?", "[之以]前|[之以]后|直到"),
        ("span",),
        _set("before after"),
        _set("append beside card insert freeze fit"),
    ),
    Value(
        bounded(
            rf"(?<![a-z])(?:from|starting\s+(?:with|at|from))\s+(?:the\s+)?{MARK}\s+on(?:wards?)?(?![a-z])"
            rf"|(?<![a-z])(?:until|till|before|after)\s+(?:the\s+)?{MARK}|{MARK}[之以][前后]|从{MARK}(?:开始|起)"
        ),
        ("span", "ms"),
        _set("before after"),
        _set("append beside card insert arrange"),
    ),
    # in the place of what
    Value(pattern(r"instead\s+of|rather\s+than", "而不?是"), ops=_set("mute")),
    # how often, how much, how fast
    Value(pattern(r"twice|once\s+more|two\s+times", "[两三]遍"), ("amount", "ms")),
    Value(pattern("half|third|quarter", "半|三分之一"), ("amount", "part", "size")),
    Value(pattern("tiny|huge|teeny|wee", "小小"), ("amount", "size")),
    Value(pattern("slowly|gradually", "慢慢|渐渐|逐渐|缓缓"), ops=_set("fade zoom look_fade transition ramp speed")),
    Value(
        pattern(
            r"same\s+(?:brightness|size|length|speed|volume|colou?rs?|level|look)|equally"
            r"|as\s+[a-z]+\s+as(?!\s+(?:possible|you))",
            "[一同]样(?=的?[大长快慢亮暗高响])",
        ),
        kinds=_set("even"),
        ops=_set("speed loudness total text_change"),
    ),
    # where in the picture, and which way
    Value(
        pattern(
            r"left|right(?!\s+(?:now|away|before|after|when|as|at|on|in|from))|corners?|sides?|edges?",
            "左(?!右)|(?<!左)右|[两上下]边|角|边缘",
        ),
        _SIDED,
        _SIDES,
        _SIDE_OPS,
    ),
    Value(pattern("middle|cent(?:er|re)", "中间"), (*_SIDED, "span", "ms"), _SIDES, _SIDE_OPS),
    Value(
        pattern(
            r"(?:all|both)\s+(?:the\s+)?(?:four\s+|two\s+)?(?:corners|sides)"
            rf"|{_CORNER}\s+(?:and|&)\s+(?:(?:the|in|at|on)\s+){{0,2}}{_CORNER}",
            "[两四]个?角",
        ),
        ("place",),
        ops=_set("crop bars tiles mirror vignette"),
        times=2,
    ),
    Value(pattern("horizontal(?:ly)?|vertical(?:ly)?", "水平|垂直"), ("kind", "size")),
)
_SAYS_WHICH = tuple(value.words for value in VALUES)


def says_which(text: str) -> bool:
    """Whether any of the words say which, when, where or how much."""
    return any(words.search(text) for words in _SAYS_WHICH)
