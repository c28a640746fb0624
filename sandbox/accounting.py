"""Whether all that was read ends in what is done: a clause whose wish was lost on the way has to be told. Pure.

Composing and settling drop wishes: those that are vague beside definite ones, those that are said twice, those that a
later clause puts right. Such a wish is met only by the one that stands in its place. Whatever is met by nothing was
left out in silence, and is quoted instead.
"""

import re
from collections.abc import Iterator, Sequence

from sandbox.operations.registry import NEVER, OF_WISH
from sandbox.operations.sound import compares
from sandbox.values import says_which
from sandbox.wording.clauses import LEAVES, NEGATED, Clause, is_chinese
from sandbox.wording.corrections import Said, says_only_no
from sandbox.wording.lexicon import bounded, left_over, tags_of
from sandbox.wording.marks import MARKS, Literals
from sandbox.wording.remarks import tells
from sandbox.wording.vocabulary import NEUTRAL
from sandbox.wording.wishes import Doubt, Wish

_LATIN = re.compile("[a-z]", re.IGNORECASE)
# what an exact thing that was said may be found in, in the wish that was made of it
_FIELDS = {
    **dict.fromkeys(("time", "span", "range"), ("ms", "span", "spans")),
    **dict.fromkeys(("share", "factor", "pace"), ("amount", "ms", "size")),
    **dict.fromkeys(("fps", "bytes", "bpm", "lines"), ("amount", "ms")),
    **dict.fromkeys(("asset", "song", "voice"), ("files",)),
    **dict.fromkeys(("ratio", "size"), ("size",)),
    "nth": ("nth",),
    "wide": ("amount",),
    "text": ("text", "about"),
}
# "the first clip melts into the second one", "export the final video"
_OF_ALL = frozenset({"transition", "export"})

# wishes that are met by any other: there is no more to them than "do something", or "that is a wish"
_VAGUE = frozenset({"polish", "polish_ask", "put", "volume_ask", "speed_ask", "impossible", "resolution", "swap"})
# what else may stand in the place of a wish
_INSTEAD = {
    "text": {"card", "script", "subtitles", "text_change", "watermark"},
    "subtitles": {"text", "script"},
    "keep_last": {"keep"},
    "logo": {"card"},
    "bars": {"aspect"},
    "transition": {"ramp"},
    "volume": {"loudness", "bgm_volume", "mute"},
    "bgm": {"bgm_volume"},
    "look_remove": {"look"},
    "adjust": {"blur"},
    "blur": {"blur_remove"},
}


def left_out(said: Sequence[Said], made: Sequence[Wish], doubts: Sequence[Doubt]) -> Iterator[str]:
    """The clauses, as they were typed, that wished what is neither carried out nor told.

    `made` are the wishes that are carried out, and `doubts` tell of clauses that are not.
    """
    for each in said:
        told = any(each.clause.typed in doubt.clause for doubt in doubts)
        if not told and not all(_is_met(wish, made) for wish in each.wishes):
            yield each.clause.typed


def _is_met(wish: Wish, made: Sequence[Wish]) -> bool:
    return bool(made) and (wish.op in _VAGUE or any(_stands_for(other, wish) for other in made))


def _stands_for(other: Wish, wish: Wish) -> bool:
    """Whether a wish is of the same operation, takes it back, corrects it, or is one that may stand in its place."""
    if other.op == f"{wish.op}_remove":
        return other.span in {None, wish.span}  # off a stretch, it is still to be done in the rest
    one, instead = OF_WISH[wish.op], OF_WISH[other.op]
    return (
        one is instead
        or other.op in _INSTEAD.get(wish.op, set())
        or (one.topic == instead.topic and wish.clause in other.clause)
    )


def unread(clause: Clause, wishes: Sequence[Wish], literals: Literals) -> str:
    """The first time, number, file or text of a clause that nothing was made of, as it was typed; "" if none."""
    if all(wish.op in NEVER or (wish.op == "text" and not wish.text) for wish in wishes):
        return ""  # nothing is done, and something is asked
    marks = [literals.at(mark) for mark in MARKS.findall(clause.text)]
    empty = (None, (), "")
    left = (
        typed
        for kind, _, typed in marks
        if kind in _FIELDS
        and not (kind == "nth" and any(wish.op in _OF_ALL for wish in wishes))
        and all(getattr(wish, field) in empty for wish in wishes for field in _FIELDS[kind])
    )
    return next(left, "")


# not too much of what is made anyway; music lies lower than the clips' own sound by itself
_BOUNDS = bounded(
    r"(?<![a-z])not\s+(?:too|so|that|overly)(?![a-z])|(?<![a-z])(?:don'?t|do\s+not)\s+(?:over\w+|go\s+overboard)"
    r"|别(?:太|过|搞得太|弄得太)|别[^，,。]{0,12}[盖压抢](?:了|过|住|掉)"
)
# what is there already, and shall not be
_UNWANTED = bounded(
    r"(?<![a-z])(?:don'?t|do\s+not|never)\s+(?:\w+\s+)?(?:want|need|keep|like|show|let|see|hear)(?![a-z])"
    r"|别[^，,。]{0,4}(?:留(?!黑|白)|让|[给被][^，,。]{1,4}[看听])"
)


def _is_heeded(clause: Clause) -> bool:
    """Whether what a clause forbids is heeded by doing nothing.

    It leaves things as they are, says how much is too much, or forbids in known words what is done only when wished.
    """
    if _says_more_than_no(clause):
        return False
    if LEAVES.search(clause.text) or _BOUNDS.search(clause.text):
        return True
    rest = NEUTRAL.sub(" ", left_over(NEGATED.sub(" ", clause.text)))
    return not (_UNWANTED.search(clause.text) or len(_LATIN.findall(rest)) > 1 or is_chinese(rest))


def _says_more_than_no(clause: Clause) -> bool:
    """Whether a clause that forbids something says more before that than what it is about."""
    forbidding = NEGATED.search(clause.text)
    before = left_over(clause.text[: forbidding.start()]) if forbidding else ""
    # 颜色 or "colours" is what shall not be changed
    several = len(before) > 2 if is_chinese(before) else " " in before
    return several and not tells(clause)


def says_something(clause: Clause) -> bool:
    """Whether ignoring the clause would hide something: it holds unknown words, a loose number, or a plain command.

    What is forbidden says nothing where it is heeded by doing nothing.
    """
    if clause.forbids:
        return not _is_heeded(clause)
    if says_only_no(clause) or compares(clause):
        return False
    rest = left_over(clause.text)
    if not (rest or clause.marks or tags_of(clause.text)):
        return False  # "thanks" asks for nothing, whatever verb stood before it
    unknown = len(_LATIN.findall(rest)) > 1 or is_chinese(rest)
    loose = any(kind in {"factor", "share", "file", "link", "range", "span", "time"} for kind, _ in clause.marks)
    # a clip that something is said of: "A on top" is no mere list of the files
    spoken_of = any(kind in {"asset", "nth"} for kind, _ in clause.marks) and bool(
        tags_of(MARKS.sub(" ", clause.text)) - {"CLIP", "PHOTO", "MUSIC"}
    )
    return unknown or loose or spoken_of or says_which(clause.text) or clause.has("REMOVE", "CUT", "TRIM", "REPLACE")
