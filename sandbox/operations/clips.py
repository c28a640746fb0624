"""Which clips are on the timeline, and in which order."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.slideshow import is_slideshow
from sandbox.operations.transition import joined_as
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import MOOD_TAGS, bounded, left_over, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import APPENDED, NO_SUCH_CLIP, NOT_LAST, Phrase
from sandbox.wording.vocabulary import PLACE_WORDS, REST_WORDS
from sandbox.wording.wishes import Wish

# half of a split screen
_ORDER = re.compile(r"order|顺序|倒序", re.IGNORECASE)
_AT_A_SIDE = re.compile(r"(?<![a-z])on the (?:left|right)(?![a-z])|[在放][左右][边侧]", re.IGNORECASE)

_GOES = bounded(
    rf"^\W*(?:the\s+)?{MARK}\s+(?:(?:goes|comes|plays|should be|should go)\s+)?"
    r"(?:first|last|at the (?:start|beginning|end))\W*$"
    rf"|^\W*(?:the\s+)?{MARK}\s+(?:should\s+|must\s+|has\s+to\s+)?(?:opens?|begins?|starts?|leads?|goes\s+first|be\s+first)\W*$"
    rf"|^\W*(?:还是|那|要不|不如|就)?{MARK}(?:要|应该|得|还是)?(?:先[放来播上]|打头|开头|[在排放]最?前[面头]?|压轴|收尾|最后[放来播])(?:吧|好了)?\W*$"
)

# and something is done to it besides: "just give me B in slow motion"
_GIVE_ONLY = bounded(
    rf"(?<![a-z])(?:just|only)\s+(?:give|show)\s+me\s+{MARK}(?=\s+(?:in|at|as|with|and)(?![a-z]))"
    rf"|(?<![a-z])(?:give|show)\s+me\s+(?:just|only)\s+{MARK}(?=\s+(?:in|at|as|with|and)(?![a-z]))"
)
_ALL_THERE = Phrase("Everything you sent is already on the timeline.", "你上传的素材已经都在时间线上了。")
_ONLY = Phrase("Kept only {names} on the timeline.", "时间线上只保留了 {names}。")
_JOINED = Phrase("Joined {count} clips one after the other ({length}).", "已按顺序拼接 {count} 个片段（{length}）。")
_ONE_CLIP = Phrase("There is only one clip, so there is nothing to join.", "只有一个片段，没有可拼接的内容。")
_TO_THE_START = Phrase("Moved {names} to the beginning.", "已把 {names} 移到开头。")
_TO_THE_END = Phrase("Moved {names} to the end.", "已把 {names} 移到末尾。")
_REVERSED = Phrase("Reversed the order of the shots.", "已颠倒片段顺序。")
_REMOVED = Phrase("Removed {names}.", "已删除 {names}。")
_REPLACED = Phrase("Replaced {old} with {new}.", "已用 {new} 替换 {old}。")


def _read(clause: Clause) -> Iterator[Wish]:
    files, nth = clause.every("asset"), clause.one("nth")
    music = clause.has(
        "MUSIC", "TITLE", "CAPTION", "WATERMARK", "BEAT", "TRANSITION", "FADE", "SOUND", "MUTE", "VOLUME", "SILENCE"
    )
    timed = clause.one("range") or clause.one("span") or clause.one("time")
    named = bool(files) or nth is not None
    if clause.has("RESET", "UNDO"):
        return
    if named and clause.has("REMOVE", "CUT") and not timed and not music:
        yield Wish("remove_clip", files=files, nth=nth)
    elif len(files) > 1 and clause.has("REPLACE"):
        yield Wish("replace_clip", files=files)
    elif (
        named
        and (clause.has("MOVE") or _GOES.search(clause.text))
        and (clause.has("FIRST", "LAST") or _GOES.search(clause.text))
        and not timed
        and not music
        and not clause.has("JOIN", carried=False)
    ):
        yield Wish("move", files=files, nth=nth, end=clause.has("LAST") and nth != -1)
    elif clause.has("REVERSE") and _ORDER.search(clause.text):
        yield Wish("reverse")
    elif is_slideshow(clause):
        return
    elif clause.has("JOIN") and not music:
        yield Wish("append", files=files)
    elif _GIVE_ONLY.search(clause.text) and files and not timed:
        yield Wish("only", files=files)


def _left(clause: Clause) -> Iterator[Wish]:
    """What nobody else understood: nothing but some clips, or something to be put on the timeline."""
    files, nth = clause.every("asset"), clause.one("nth")
    timed = clause.one("range") or clause.one("span") or clause.one("time")
    if clause.one("factor") or clause.one("pace"):
        return  # "play it at 2x"
    if (files or nth is not None) and clause.has("KEEP") and not timed and not clause.has("MUSIC", "SOUND"):
        yield Wish("only", files=files, nth=nth)
        return
    if clause.has(*MOOD_TAGS) or clause.one("voice") or _AT_A_SIDE.search(clause.text):
        return
    timeline = clause.has("TIMELINE") and clause.has("ADD", "MOVE", "CREATE")
    bare = clause.has("ADD", "UNCHANGED") and (clause.has("CLIP", "PHOTO") or clause.files)
    if timeline or (bare and (clause.files or not left_over(clause.text))):
        yield Wish("put", files=clause.files, kind="unchanged" if clause.has("UNCHANGED") else "")


def _put(context: EditContext, wish: Wish) -> None:
    """Files named and not there yet come to the end; what was just taken in needs no second word."""
    missing = [key for key in wish.files if key in context.assets and key not in context.timeline.sources]
    missing = [key for key in missing if context.assets[key].kind != "audio"]
    if missing:
        context.timeline.shots += [context.shot_of(context.assets[key]) for key in missing]
        context.did("append_clip", APPENDED, names=context.called(missing), length=context.long())
    elif not {"put_clip", "append_clip"} & set(context.done):
        context.note(_ALL_THERE)


def _only(context: EditContext, wish: Wish) -> None:
    named = context.sources_of(wish)
    kept = [shot for shot in context.timeline.shots if shot.source in (named or ())]
    if not named or not kept:
        context.note(NO_SUCH_CLIP)
    elif len(kept) < len(context.timeline.shots):
        context.timeline.shots = kept
        context.did("remove_clip", _ONLY, names=context.called(named))


def _append(context: EditContext, wish: Wish) -> None:
    if any(key not in context.timeline.sources for key in wish.files):
        _put(context, wish)
    elif len(context.timeline.sources) < 2:
        context.note(_ONE_CLIP)
    else:
        context.did("join_clips", _JOINED, count=len(context.timeline.sources), length=context.long())


def _move(context: EditContext, wish: Wish) -> None:
    named = context.sources_of(wish)
    if not named:
        context.note(NO_SUCH_CLIP)
        return
    chosen = [shot for shot in context.timeline.shots if shot.source in named]
    others = [shot for shot in context.timeline.shots if shot.source not in named]
    moved = others + chosen if wish.end else chosen + others
    context.timeline.shots = joined_as(context.timeline.shots, moved)
    context.did("move_clip", _TO_THE_END if wish.end else _TO_THE_START, names=context.called(named))


def _reverse(context: EditContext, _: Wish) -> None:
    context.timeline.shots = [replace(shot, join="", join_ms=0) for shot in reversed(context.timeline.shots)]
    context.did("reorder", _REVERSED)


def _remove(context: EditContext, wish: Wish) -> None:
    """All shots of a clip, unless nothing would be left."""
    named = context.sources_of(wish)
    if not named:
        context.note(NO_SUCH_CLIP)
        return
    left = [shot for shot in context.timeline.shots if shot.source not in named]
    if not left:
        context.note(NOT_LAST)
        return
    context.timeline.shots = left
    context.did("remove_clip", _REMOVED, names=context.called(named))


def _replace(context: EditContext, wish: Wish) -> None:
    """The first named file gives its place to the second."""
    old, new = wish.files[0], wish.files[1]
    if old not in context.timeline.sources or new not in context.assets or context.assets[new].kind == "audio":
        context.note(NO_SUCH_CLIP)
        return
    shots, there = [], False
    for shot in context.timeline.shots:
        if shot.source == old and not there:
            shots.append(context.shot_of(context.assets[new]))
            there = True
        elif shot.source not in {old, new}:
            shots.append(shot)
    context.timeline.shots = shots
    context.did("replace_clip", _REPLACED, old=context.called([old]), new=context.called([new]))


OPERATION = Operation(
    topic="clips",
    ability=Phrase("join, move, replace and remove clips", "拼接、移动、替换、删除片段"),
    example=Phrase("put the second clip first", "把第二个片段放到开头"),
    reads=_read,
    explains=(REST_WORDS, PLACE_WORDS, _ORDER, _GOES, pattern("glue|opens?", "[拼接穩稳]")),
    generic=True,
    falls_back=_left,
    does={
        "put": _put,
        "only": _only,
        "append": _append,
        "move": _move,
        "reverse": _reverse,
        "remove_clip": _remove,
        "replace_clip": _replace,
    },
    remakes=True,
)
