"""The film, a clip or a stretch several times in a row."""

import re
from collections.abc import Iterator

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.marks import MARK
from sandbox.wording.numbers import number
from sandbox.wording.phrases import NO_SUCH_CLIP, Phrase
from sandbox.wording.vocabulary import PACE_WORDS
from sandbox.wording.wishes import Wish

_OF_A_FILE = re.compile(rf"(?:play|show|run)\W.{{0,60}}{MARK}", re.IGNORECASE)
_COUNT = (
    rf"(?:\s+(?:{MARK}|(?:two|three|four|five|six|seven|eight|nine|ten|\d+|a few)\s*(?:more\s+)?times?"
    r"|twice|once more|again))?"
)
# "play the last 2 seconds twice": how often, and not how fast
_SOME_OF_IT = (
    r"(?:play|show|run|go\s+(?:through|over))\s+"
    rf"(?:it|that|this|the\s+(?:first|last|final|middle|whole|second|bit|part)[^,;.]{{0,30}}?)\s+{MARK}(?=\W*$)"
)
_OFTEN = pattern("twice|times", "[次遍回]")
_WORDS = pattern(
    r"loop(?:s|ed|ing)?(?:\s+(?:it|this|that|the (?:video|clip|film|whole thing)))?(?:\s+(?:video"
    rf"|effect))?{_COUNT}"
    rf"|repeat(?:s|ed|ing)?(?:\s+(?:it|this|that|the (?:video|clip|film|whole thing)))?{_COUNT}"
    rf"|(?:play|show|run)(?:\s+(?:it|this|that|the (?:video|clip|film|whole thing)))?\s+(?:{MARK}|(?:two|three|four"
    rf"|five|six"
    r"|\d+)\s*times|twice)(?:\s+in a row)?"
    rf"|{_SOME_OF_IT}|{MARK}\s+in a row|on (?:a )?loop|over and over|duplicate(?:\s+the (?:video|clip|film))?",
    r"循环(?:播放)?(?:[一二两三四五六七八九十\d]+[次遍回])?"
    r"|重复(?:播放)?(?:[一二两三四五六七八九十\d]+[次遍回])?"
    r"|(?:连续|连着|连)?(?:播放?|放)[一二两三四五六七八九十\d]+[次遍回]|再(?:播|放)(?:一|两|\d)?[次遍]",
)
_WORD_COUNT = pattern(
    r"(two|three|four|five|six|seven|eight|nine|ten|\d+)\s*(?:more\s+)?times?", r"([一二两三四五六七八九十\d]+)[次遍回]"
)
_MORE = pattern(r"more|again", "再")
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_USUAL, _MOST = 2, 20

_DONE = Phrase("It plays {count} times in a row; the film is {length} now.", "连续播放 {count} 遍，现在全长 {length}。")


def _read(clause: Clause) -> Iterator[Wish]:
    words = _WORDS.search(clause.text)
    if words is None or clause.has("MUSIC", "TITLE", "CAPTION"):
        return
    found = _WORD_COUNT.search(clause.text)
    factor = clause.one("factor")
    if _OF_A_FILE.search(words[0]) and not (factor and _OFTEN.search(clause.folded)):
        return  # "show clip2.mp4" is said of a file, and "play it 2x" is how fast
    if factor is not None:
        count = round(factor)
    elif found:
        word = (found[1] or found[2]).lower()
        count = _ENGLISH.get(word) or round(number(word))
    else:
        count = _USUAL
    length = clause.one("span")
    scope = scope_of(clause)
    if (
        length is not None
        and not clause.has("FIRST", "LAST")
        and clause.one("range") is None
        and not found
        and factor is None
    ):
        yield Wish("target", ms=length)
        return
    yield Wish("loop", ms=count + 1 if _MORE.search(clause.text) and (found or factor) else count, **scope)


def _do(context: EditContext, wish: Wish) -> None:
    region = context.region(wish)
    if region is None:
        context.note(NO_SUCH_CLIP)
        return
    count = min(_MOST, max(2, wish.ms or _USUAL))
    before, within, after = context.inside(*region)
    shots = [*before, *within * count, *after]
    if not context.too_many(shots):
        context.timeline.shots = shots
        context.did("loop", _DONE, count=count, length=context.long())


OPERATION = Operation(
    topic="time",
    ability=Phrase("loop", "循环播放"),
    example=Phrase("loop it 3 times", "循环播放3遍"),
    phrase=re.compile(_WORDS.pattern, re.IGNORECASE),
    reads=_read,
    explains=(PACE_WORDS,),
    does={"loop": _do},
    remakes=True,
)
