"""How long one clip is, or each of them: cut at its end, or the first or last part of each kept."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sandbox.model.bounds import LEAST_MS
from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext, is_card
from sandbox.operations.length import EACH_CLIP, is_target
from sandbox.operations.operation import Operation
from sandbox.operations.trim import BOTH_ENDS
from sandbox.timeline.beat import split
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import NO_SUCH_CLIP, Phrase
from sandbox.wording.wishes import Wish

_SHOW = re.compile(r"(?<![a-z])(?:show|display|hold)(?![a-z])|显示|展示|放", re.IGNORECASE)
_PHOTO = pattern("the (?:photo|picture|image|still|pic)", "照片|图片")

_SET = Phrase("{names}: {each} now; the film is {length}.", "{names} 现在时长 {each}，全长 {length}。")
_EACH_DONE = Phrase(
    "Cut each clip: {count} of them, {length} in all now.", "已逐段剪辑（{count} 段），现在全长 {length}。"
)
_SHORT = Phrase("{names} is only {had} long, so I left it.", "{names} 只有 {had}，没有改动。")
_NOTHING_LEFT = Phrase(
    "That would leave nothing of some clips, so I left them.", "这样有的片段就没有内容了，所以没有改动。"
)


def _read(clause: Clause) -> Iterator[Wish]:
    length = clause.one("span")
    if (
        length is None
        or clause.every("range")
        or clause.has("TITLE", "CAPTION", "FADE", "TRANSITION", "MUSIC", "SPEED")
    ):
        return
    scope = {"files": clause.every("asset"), "nth": clause.one("nth")}
    one, each = bool(scope["files"]) or scope["nth"] is not None, EACH_CLIP.search(clause.text) is not None
    if each and not one and not (clause.has("PHOTO") and not clause.has("CLIP")):
        end = clause.has("LAST") and not clause.has("FIRST")
        if BOTH_ENDS.search(clause.text):
            yield Wish("each_clip", kind="off_both", ms=length)
        elif clause.has("REMOVE", "CUT") and not clause.has("KEEP") and (end or clause.has("FIRST")):
            yield Wish("each_clip", kind="off_end" if end else "off_start", ms=length)
        else:
            yield Wish("each_clip", kind="last" if end else "first", ms=length)
    elif one and not clause.has("FIRST", "LAST") and (is_target(clause) or _is_shown(clause)):
        yield Wish("clip_length", ms=length, **scope)
    elif not one and _is_photo(clause) and _is_shown(clause):
        yield Wish("clip_length", ms=length, kind="photo")


def _is_photo(clause: Clause) -> bool:
    """Whether it is the photo that is meant, by no name: "show the photo for 4 seconds"."""
    return _PHOTO.search(clause.text) is not None and not clause.has("CREATE", "SLIDESHOW", "EACH", "CHANGE")


def _is_shown(clause: Clause) -> bool:
    """To show the second photo for 5 seconds; words to be shown are another matter."""
    return _SHOW.search(clause.text) is not None and clause.one("text") is None


def _do(context: EditContext, wish: Wish) -> None:
    named = context.sources_of(wish)
    if wish.kind == "photo":
        stills = [
            shot.source for shot in context.timeline.shots if shot.still and shot.at is None and not is_card(shot)
        ]
        named = list(dict.fromkeys(stills))
    if not named:
        context.note(NO_SUCH_CLIP)
        return
    wanted, shots = max(LEAST_MS, wish.ms or 0), context.timeline.shots
    for source in named:
        own = [shot for shot in shots if shot.source == source]
        had = sum(shot.length for shot in own)
        if not all(shot.still for shot in own) and had < wanted:
            context.note(_SHORT, names=context.called([source]), had=context.long(had))
            continue
        made = [replace(own[0], begin=0, end=wanted)] if own[0].still else _between(own, 0, wanted)
        shots = _instead(shots, source, made)
        context.timeline.shots = shots
        values = {"names": context.called([source]), "each": context.long(wanted), "length": context.long()}
        context.did("trim", _SET, **values)


_PARTS: dict[str, Callable[[int, int], tuple[int, int]]] = {
    "first": lambda had, ms: (0, min(had, ms)),
    "last": lambda had, ms: (max(0, had - ms), had),
    "off_start": lambda had, ms: (ms, had),
    "off_end": lambda had, ms: (0, had - ms),
    "off_both": lambda had, ms: (ms, had - ms),
}


def _each(context: EditContext, wish: Wish) -> None:
    shots, sources = context.timeline.shots, list(context.timeline.sources)
    for source in sources:
        own = [shot for shot in shots if shot.source == source]
        if is_card(own[0]):
            continue
        begin, end = _PARTS[wish.kind](sum(shot.length for shot in own), wish.ms or 0)
        if end - begin < LEAST_MS:
            context.note(_NOTHING_LEFT)
            return
        shots = _instead(shots, source, _between(own, begin, end))
    context.timeline.shots = shots
    context.did("trim", _EACH_DONE, count=len(sources), length=context.long())


def _between(shots: Sequence[Shot], begin: int, end: int) -> list[Shot]:
    kept, start = [], 0
    for shot in split(shots, [begin, end]):
        if begin <= start + shot.length / 2 < end:
            kept.append(shot)
        start += shot.length
    return kept


def _instead(shots: Sequence[Shot], source: str, made: Sequence[Shot]) -> list[Shot]:
    """The shots with those of one source replaced, where the first of them was."""
    place = next(place for place, shot in enumerate(shots) if shot.source == source)
    others = [shot for shot in shots[place:] if shot.source != source]
    return [*shots[:place], *made, *others]


OPERATION = Operation(
    topic="time",
    ability=Phrase("the length of one clip, or of each", "单个或每个片段的时长"),
    example=Phrase("use the first 3 seconds of each clip", "每段只取前3秒"),
    reads=_read,
    explains=(BOTH_ENDS,),
    generic=True,
    does={"each_clip": _each, "clip_length": _do},
    remakes=True,
)
