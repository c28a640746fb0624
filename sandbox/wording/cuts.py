"""What a clause wishes of material and time: which clips, in which order, how long, and back to what. Pure."""

import re
from collections.abc import Iterator

from sandbox.wording.clauses import Clause
from sandbox.wording.literals import MARK
from sandbox.wording.wishes import Wish

_TARGET = re.compile(
    rf"(?:(?<![a-z])(?:to|it|into|under|within|max(?:imum)?|exactly|about|around|down to|less than|no longer than)\s+"
    rf"(?:be\s+)?(?:an?\s+)?|到|成|为|至|在|约|大概)\s*({MARK})",
    re.IGNORECASE,
)
_LONG = re.compile(rf"({MARK})\s*(?:long|以内|之内|长|左右)", re.IGNORECASE)
_ABOUT = re.compile(
    (
        r"(?<![a-z])about\s+(?:my\s+|the\s+|our\s+)?([^,.;\ue000-\uefff]+?)(?=\s+(?:with|in|for|using|that)\b"
        r"|$)|关于(.{1,30}?)的"
    ),
    re.IGNORECASE,
)


def _history(clause: Clause) -> Iterator[Wish]:
    subject = clause.has("MUSIC", "TITLE", "CAPTION", "WATERMARK", "TRANSITION", "FADE")
    fresh = clause.has("RESET") and (clause.has("TIMELINE", "CLIP") or not clause.has("SOUND", "MUSIC", "TITLE"))
    if (fresh and not clause.has("KEEP")) or (clause.has("RESET") and clause.has("TIMELINE")):
        yield Wish("fresh", files=clause.every("asset"))
    elif (version := clause.one("version")) is not None and clause.has("UNDO", "CHANGE", "ADD", "KEEP"):
        yield Wish("undo", nth=version)
    elif clause.has("UNDO") and not subject:
        yield Wish("undo")


def _silence(clause: Clause) -> Iterator[Wish]:
    if clause.has("SILENCE") and clause.has("REMOVE", "CUT", "TRIM", "EDIT"):
        yield Wish("silence", files=clause.every("asset"), nth=clause.one("nth"))


def _cutting(clause: Clause) -> Iterator[Wish]:
    if clause.has("TITLE", "CAPTION", "WATERMARK", "SPEED", "MUTE", "SILENCE", "FADE", "MUSIC", "VOLUME", "RESET"):
        return
    scope = {"files": clause.every("asset"), "nth": clause.one("nth")}
    takes = clause.has("REMOVE", "CUT")
    for span in clause.every("range"):
        if takes and not clause.has("KEEP"):
            yield Wish("cut", span=span, **scope)
        elif clause.has("KEEP", "TRIM", "ADD", "CREATE", "EXPORT", "EDIT"):
            yield Wish("keep", span=span, **scope)
    length = clause.one("span") or clause.one("time")
    if clause.every("range") or length is None:
        return
    to_edge = re.search(r"(?<![a-z])to the (?:first|last)", clause.text, re.IGNORECASE)
    if clause.has("FIRST", "LAST") and not _is_target(clause):
        end = clause.has("LAST") and not re.search(r"(?<![a-z])(?:first|start|beginning)(?![a-z])|前|开头", clause.text)
        if (takes or clause.has("TRIM")) and not clause.has("KEEP") and not to_edge:
            yield Wish("trim_end" if end else "trim_start", ms=length, **scope)
        elif clause.has("KEEP", "ADD", "TRIM", "CREATE"):
            yield Wish("keep_last", ms=length, **scope) if end else Wish("keep", span=(0, length), **scope)


def _is_target(clause: Clause) -> bool:
    marks = re.findall(MARK, clause.text)
    found = [match for pattern in (_TARGET, _LONG) for match in pattern.finditer(clause.text)]
    lengths = [match for match in found if clause.marks[marks.index(match[1])][0] == "span"]
    return (
        bool(lengths)
        and clause.has("TRIM", "CUT", "CHANGE", "CREATE", "KEEP", "EDIT")
        and (not clause.has("REMOVE") or clause.has("TRIM", "CUT"))
    )


def _lasting(clause: Clause) -> Iterator[Wish]:
    length = clause.one("span")
    if length is None or clause.every("range"):
        return
    if clause.has("TITLE", "CAPTION", "WATERMARK", "FADE", "TRANSITION", "EACH", "SILENCE") and not clause.has(
        "CREATE"
    ):
        return
    if _is_target(clause) or (clause.has("CREATE") and not clause.has("EACH", "FIRST", "LAST")):
        yield Wish("target", ms=length)


def _creating(clause: Clause) -> Iterator[Wish]:
    if (
        clause.has("CREATE")
        and clause.has("CLIP", "SLIDESHOW", "PHOTO", "SCRIPT", "EXPORT")
        and not clause.has("TITLE", "CAPTION", "SPEED")
    ):
        topic = _ABOUT.search(clause.text)
        named = (topic[1] or topic[2] or "").strip() if topic else ""
        yield Wish("create", text=clause.one("text") or named, files=clause.every("asset"))


def _structure(clause: Clause) -> Iterator[Wish]:
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
        and clause.has("MOVE")
        and clause.has("FIRST", "LAST")
        and not timed
        and not music
        and not clause.has("JOIN")
    ):
        yield Wish("move", files=files, nth=nth, place="end" if clause.has("LAST") and nth != -1 else "start")
    elif clause.has("REVERSE") and re.search(r"order|顺序|倒序", clause.text, re.IGNORECASE):
        yield Wish("reverse")
    elif clause.has("SLIDESHOW") or (clause.has("PHOTO") and clause.has("CREATE", "EACH", "CHANGE")):
        yield Wish("slideshow", files=files, ms=clause.one("span") if clause.has("EACH") else None)
    elif clause.has("JOIN") and not music:
        yield Wish("append", files=files)
    elif files and clause.has("KEEP") and not timed and not music:
        yield Wish("only", files=files)


def putting(clause: Clause) -> Iterator[Wish]:
    """Material onto the timeline, for a clause that nobody else understood."""
    timeline = clause.has("TIMELINE") and clause.has("ADD", "MOVE", "CREATE")
    bare = clause.has("ADD", "UNCHANGED") and (clause.has("CLIP", "PHOTO") or clause.every("asset"))
    if timeline or bare:
        yield Wish("put", files=clause.every("asset"), kind="unchanged" if clause.has("UNCHANGED") else "")


READERS = (_history, _silence, _cutting, _lasting, _creating, _structure)
