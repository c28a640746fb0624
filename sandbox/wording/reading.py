"""From words to wishes: every clause is offered to a row of small readers, each knowing one subject.

A clause may wish several things. Something is taken away only where the clause says so in a verb; a clause nobody
understands is kept as it was typed, to be quoted back. Pure and total: any text gives a reading.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from sandbox.film.captions import COLORS
from sandbox.wording.clauses import Clause, clauses, is_chinese, names_of, sentences, split_script
from sandbox.wording.lexicon import MOOD_TAGS, left_over, nearest
from sandbox.wording.literals import MARK, pull
from sandbox.wording.wishes import ORDER, Reading, Wish

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
_NAMED = re.compile(
    r"(?:titles?|headings?|captions?|subtitles?|text|标题|字幕|文字|水印|watermark)\s*(?:of|is|为|是"
    r"|:)?\s*(?P<words>[^\ue000-\uefff]+?)\s*"
    r"(?=\s(?:at|in|on|to|over|for|from|near|across|during|throughout|with)\b|[\ue000-\uefff]|$)",
    re.IGNORECASE,
)
_COLORS_ZH = {
    "白": "white",
    "黑": "black",
    "黄": "yellow",
    "红": "red",
    "绿": "green",
    "蓝": "blue",
    "粉": "pink",
    "橙": "orange",
}
_JOINS = (
    ("wipeleft", (
        r"wipe"
        r"|擦"
    )), ("slideleft", r"slide|滑|推"), ("zoomin", r"zoom|缩放|推近"), ("circleopen", r"circle|圆"),
    ("fadeblack", r"black|黑"), ("pixelize", r"pixel|马赛克|像素"), ("dissolve", r"grain"),
)  # fmt: skip
_RATIOS = {"VERTICAL": (9, 16), "HORIZONTAL": (16, 9), "SQUARE": (1, 1)}


def read(text: str, files: Mapping[str, str]) -> Reading:
    """Read a message; `files` maps the ids of the uploaded files to their names."""
    head, script = split_script(text)
    literals = pull(head, names_of(files))
    wishes: list[Wish] = []
    missed: list[str] = []
    questions: list[str] = []
    forbids = False
    for sentence, asks in sentences(literals):
        if asks:
            questions.append(literals.original(sentence).strip())
            continue
        for clause in clauses(sentence, literals):
            found = _wishes_of(clause, wishes)
            wishes += found
            forbids = forbids or clause.forbids
            if not found and not clause.forbids and _says_something(clause):
                missed.append(clause.typed)
    wishes = _settled(wishes, script)
    unknown = tuple(value for kind, value, _ in literals.found if kind == "file")
    ordered = tuple(sorted(wishes, key=lambda wish: ORDER[wish.op]))
    # a Chinese title in an English sentence does not make it Chinese
    bare = literals.text if re.search(r"[a-z]", literals.text, re.IGNORECASE) else text
    return Reading(ordered, tuple(missed), tuple(questions), unknown, script, is_chinese(bare), forbids)


def _says_something(clause: Clause) -> bool:
    """Whether ignoring the clause would be a pretence: it holds unknown words, a loose number, or a plain command."""
    rest = left_over(clause.text)
    unknown = len(re.findall(r"[a-z]", rest, re.IGNORECASE)) > 1 or is_chinese(rest)
    loose = any(kind in {"factor", "share", "file", "range"} for kind, _ in clause.marks)
    return unknown or loose or clause.has("REMOVE", "CUT", "TRIM", "REPLACE")


def _wishes_of(clause: Clause, before: list[Wish]) -> list[Wish]:
    if clause.forbids:
        return []
    found = [wish for reader in _READERS for wish in reader(clause)]
    # "add music, volume 35 %": the volume is the music's
    if before and before[-1].op == "bgm":
        found = [
            replace(wish, op="bgm_volume") if wish.op == "volume" and not clause.has("SOUND") else wish
            for wish in found
        ]
    if (amended := _amended(clause, before, found)) is not None:
        return amended
    if not found:
        found = [wish for reader in _FALLBACKS for wish in reader(clause)][:1]
    return [replace(wish, clause=clause.typed) for wish in found]


def _amended(clause: Clause, before: list[Wish], found: list[Wish]) -> list[Wish] | None:
    """What only completes the wish before: "…, for 4 seconds", "…, at the bottom", "…, 2 seconds each"."""
    last = before[-1] if before else None
    if found or last is None or last.op not in {"text", "slideshow", "transition", "fade"}:
        return None
    length, place = clause.one("span"), _place(clause)
    if length is None and not (place and last.op == "text"):
        return None
    before.pop()
    color = _color(clause) or last.color
    return [replace(last, ms=length or last.ms, place=place or last.place, color=color)]


def _settled(wishes: list[Wish], script: tuple[str, ...]) -> list[Wish]:
    """Wishes made one: the vague ones step back before the definite, a mood joins its music."""
    ops = {wish.op for wish in wishes}
    if "create" in ops and "slideshow" not in ops:
        wishes = [replace(wish, op="slideshow") if wish.op == "put" else wish for wish in wishes]
    vague = {"polish", "put", "resolution", "aspect", "export"}
    if any(wish.op not in vague for wish in wishes):
        wishes = [wish for wish in wishes if wish.op != "polish"]
    music = [wish for wish in wishes if wish.op == "bgm"]
    if len(music) > 1:
        one = music[0]
        for more in music[1:]:
            one = replace(one, kind=more.kind or one.kind, amount=more.amount or one.amount, ms=more.ms or one.ms)
        wishes = [one if wish is music[0] else wish for wish in wishes if wish.op != "bgm" or wish is music[0]]
    seen: list[Wish] = []
    for wish in wishes:
        if wish.op in {"beat", "polish", "silence", "export", "create", "undo"} and any(s.op == wish.op for s in seen):
            continue
        seen.append(wish)
    if script and not any(wish.op == "undo" for wish in seen):
        seen = [wish for wish in seen if not (wish.op == "text" and not wish.text)] + [Wish("script")]
    return seen


# --- readers: one subject each -------------------------------------------------------------------------------


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


def _creating(clause: Clause) -> Iterator[Wish]:
    if (
        clause.has("CREATE")
        and clause.has("CLIP", "SLIDESHOW", "PHOTO", "SCRIPT", "EXPORT")
        and not clause.has("TITLE", "CAPTION", "SPEED")
    ):
        topic = _ABOUT.search(clause.text)
        named = (topic[1] or topic[2] or "").strip() if topic else ""
        yield Wish("create", text=clause.one("text") or named, files=clause.every("asset"))


def _music(clause: Clause) -> Iterator[Wish]:
    if not clause.has("MUSIC"):
        return
    if (
        clause.has("REMOVE", "MUTE", "UNDO")
        and not clause.has("REPLACE")
        and not re.search(r"without (?:any )?(?:paid)", clause.text)
    ):
        yield Wish("bgm_remove")
        return
    share = clause.one("share")
    louder = (
        clause.has("VOLUME", "UP", "DOWN")
        and clause.has("VOLUME", "CHANGE", "UP", "DOWN")
        and not clause.has("ADD", "CREATE", "REPLACE")
    )
    if louder or (share is not None and clause.has("CHANGE") and not clause.has("ADD")):
        yield Wish("bgm_volume", amount=share, kind=_direction(clause))
    elif not (clause.has("FADE") and not clause.has("ADD")):
        plays = clause.has("ADD", "CREATE", "REPLACE", "EDIT", "CHANGE", *MOOD_TAGS) or not clause.has(
            "STRONG_SYNC", "FADE", "CUT"
        )
        if plays or clause.every("asset"):
            yield Wish(
                "bgm",
                kind=_mood(clause),
                amount=share,
                files=clause.every("asset"),
                ms=round(clause.one("bpm") or 0) or None,
            )


def _mood(clause: Clause) -> str:
    return nearest(clause.text, MOOD_TAGS, to="MUSIC")


def _direction(clause: Clause) -> str:
    return "down" if clause.has("DOWN") else "up" if clause.has("UP") else ""


def _beat(clause: Clause) -> Iterator[Wish]:
    if clause.has("REMOVE") and clause.has("BEAT") and not clause.has("MUSIC"):
        yield Wish("beat_remove")
        return
    strong = clause.has("STRONG_SYNC") and (clause.has("BEAT", "CUTS", "MUSIC", "CLIP") or len(clause.text.split()) < 4)
    if strong or (clause.has("SYNC") and clause.has("BEAT")):
        yield Wish("beat")


def _sound(clause: Clause) -> Iterator[Wish]:
    if clause.has("MUSIC") or (clause.has("SILENCE") and clause.has("REMOVE", "CUT", "TRIM", "KEEP", "EDIT")):
        return
    scope = {"span": clause.one("range"), "files": clause.every("asset"), "nth": clause.one("nth")}
    if clause.has("MUTE") or (clause.has("REMOVE") and clause.has("SOUND") and clause.one("share") is None):
        yield Wish("mute", **scope)
    elif clause.has("VOLUME") or (
        clause.has("SOUND") and clause.has("UP", "DOWN", "CHANGE") and clause.one("share") is not None
    ):
        yield Wish("volume", amount=clause.one("share") or clause.one("factor"), kind=_direction(clause), **scope)


def _speed(clause: Clause) -> Iterator[Wish]:
    factor, share = clause.one("factor") or clause.one("pace"), clause.one("share")
    paced = clause.has("SPEED") or clause.one("pace") is not None
    if not paced and not (factor is not None and clause.has("CHANGE", "ADD") and not clause.has("VOLUME", "MUSIC")):
        return
    slow = clause.has("SLOW")
    if factor is None and share is not None:
        by = re.search(r"(?<![a-z])by(?![a-z])", clause.text, re.IGNORECASE) or (clause.has("SPEED") and share < 0.5)
        factor = (1 - share if slow else 1 + share) if by else share
    if factor is None:
        factor = 0.5 if slow else 1.5
    elif slow and factor > 1:
        factor = 1 / factor
    yield Wish("speed", amount=factor, span=clause.one("range"), files=clause.every("asset"), nth=clause.one("nth"))


def _words(clause: Clause) -> Iterator[Wish]:
    kind = "watermark" if clause.has("WATERMARK") else "title" if clause.has("TITLE") else "caption"
    text = clause.one("text")
    if not clause.has("TITLE", "CAPTION", "WATERMARK") and not (
        text and clause.has("ADD", "REPLACE", "CHANGE", "TOP", "BOTTOM", "CENTER")
    ):
        return
    if clause.has("MUSIC") and text is None:
        return
    if clause.has("REMOVE", "UNDO") and not clause.has("REPLACE") and (text is None or not clause.has("ADD")):
        yield Wish("text_remove", kind="" if clause.has("CAPTION") and clause.has("TITLE") else kind, text=text or "")
        return
    if text is None:
        text = _unquoted(clause)
    if not clause.has("TITLE", "CAPTION", "WATERMARK"):
        kind = "caption" if clause.has("BOTTOM") else "title"
    place = _place(clause)
    span, length = clause.one("range"), clause.one("span")
    if span is None and (moment := clause.one("time")) is not None:
        span = (moment, None)
    at = re.search(rf"(?:(?<![a-z])at\s+(?:the\s+)?|在|第)({MARK})", clause.text)
    if span is None and at and length is not None and len(clause.every("span")) < 2:
        span, length = (length, None), None
    whole = "whole" if clause.has("WHOLE") else "end" if clause.has("LAST") and span is None else ""
    yield Wish(
        "text",
        text=text,
        kind=f"{kind}",
        place=place,
        span=span,
        ms=length,
        color=_color(clause),
        files=(whole,) if whole else (),
    )


def _place(clause: Clause) -> str:
    places = (("TOP", "top"), ("BOTTOM", "bottom"), ("CENTER", "center"))
    return next((name for tag, name in places if clause.has(tag)), "")


def _unquoted(clause: Clause) -> str:
    found = _NAMED.search(clause.text)
    if found is None:
        return ""
    words = re.sub(r"(?<![a-z])(?:please|thanks)(?![a-z])|[吧呢。.!]$", "", found["words"], flags=re.IGNORECASE).strip(
        " :："
    )
    return words if left_over(words) or re.fullmatch(r"[A-Z]\w+(?: [A-Z]\w+)*", words) else ""


def _color(clause: Clause) -> str:
    english = next(
        (name for name in COLORS if re.search(rf"(?<![a-z]){name}(?![a-z])", clause.text, re.IGNORECASE)), ""
    )
    return english or next((name for mark, name in _COLORS_ZH.items() if f"{mark}色" in clause.text), "")


def _shape(clause: Clause) -> Iterator[Wish]:
    fit = "crop" if clause.has("CROP") else "pad" if clause.has("PAD") else ""
    named = next((ratio for tag, ratio in _RATIOS.items() if clause.has(tag)), None)
    ratio = clause.one("ratio") or (
        named
        if clause.has("CHANGE", "ADD", "CREATE", "EXPORT", "ASPECT", "EDIT", "CROP") or len(left_over(clause.text)) < 3
        else None
    )
    if ratio:
        yield Wish("aspect", size=ratio, kind=fit)
    elif fit and clause.has("CHANGE", "ADD", "CROP", "REMOVE") and not clause.has("TRIM"):
        yield Wish("aspect", kind="crop" if clause.has("REMOVE") else fit)
    if (size := clause.one("size")) is not None:
        yield Wish("resolution", size=size)
    elif (lines := clause.one("lines")) is not None:
        yield Wish("resolution", ms=lines)


def _fading(clause: Clause) -> Iterator[Wish]:
    if not clause.has("FADE"):
        return
    if clause.has("REMOVE"):
        yield Wish("fade_remove")
        return
    into, out = clause.has("IN"), clause.has("OUT")
    yield Wish("fade", kind="both" if into == out else "in" if into else "out", ms=clause.one("span"))


def _joining(clause: Clause) -> Iterator[Wish]:
    if not clause.has("TRANSITION"):
        return
    if clause.has("REMOVE", "UNDO"):
        yield Wish("transition_remove")
        return
    kind = next((name for name, words in _JOINS if re.search(words, clause.text, re.IGNORECASE)), "fade")
    yield Wish("transition", kind=kind, ms=clause.one("span"))


def _exporting(clause: Clause) -> Iterator[Wish]:
    if clause.has("EXPORT"):
        yield Wish("export")


def _putting(clause: Clause) -> Iterator[Wish]:
    timeline = clause.has("TIMELINE") and clause.has("ADD", "MOVE", "CREATE")
    bare = clause.has("ADD", "UNCHANGED") and (clause.has("CLIP", "PHOTO") or clause.every("asset"))
    if timeline or bare:
        yield Wish("put", files=clause.every("asset"), kind="unchanged" if clause.has("UNCHANGED") else "")


def _vague(clause: Clause) -> Iterator[Wish]:
    if clause.has("EDIT") and not clause.has("UNDO", "RESET", "REMOVE"):
        yield Wish("polish")


def _moody(clause: Clause) -> Iterator[Wish]:
    if (mood := _mood(clause)) and clause.has("ADD", "CHANGE", "REPLACE"):
        yield Wish("bgm", kind=mood)


Reader = Callable[[Clause], Iterator[Wish]]
_READERS: tuple[Reader, ...] = (
    _history, _silence, _cutting, _lasting, _creating, _structure, _music, _beat, _sound, _speed, _words, _shape,
    _fading, _joining, _exporting, _vague,
)  # fmt: skip
_FALLBACKS: tuple[Reader, ...] = (_putting, _moody)
