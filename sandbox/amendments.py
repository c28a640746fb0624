"""Clauses that are no wish of their own: they complete, narrow or place the wish before them. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from sandbox.model.bounds import LONGEST_MS
from sandbox.model.colors import COLORS
from sandbox.operations import text_change
from sandbox.operations.blur import is_filling
from sandbox.operations.card import ground_of
from sandbox.operations.logo import size_of
from sandbox.operations.music import balance_of, is_quiet
from sandbox.operations.overlaid import opacity_of
from sandbox.operations.pip import BY_ITSELF
from sandbox.operations.scope import APPEARS, GONE, scope_of
from sandbox.operations.voice import VOICE_FROM
from sandbox.operations.zoom import HOLDS
from sandbox.references import ITS_PLACE
from sandbox.wording.clauses import Clause, is_chinese
from sandbox.wording.lexicon import VERBS, bounded, left_over, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.places import color_of, place_of
from sandbox.wording.sizes import size_of as larger
from sandbox.wording.wishes import Wish

# the operations that hold for a stretch or a clip, where it is said
_SOMEWHERE = frozenset(
    {"look", "adjust", "blur", "grain", "vignette", "zoom", "speed", "backwards", "turn", "mirror", "mute", "volume"}
    | {"smear"}
    | {"bgm", "denoise", "text", "logo", "pip"}
)
# those of them that can hold for all but a stretch
CHANGED = frozenset({"look", "adjust", "blur", "grain", "vignette", "zoom", "speed", "mute", "volume"})
EXCEPT = bounded(
    rf"(?<![a-z])(?:except|but\s+not|apart from|other than|(?:(?:all|everything)\s+)?but|without"
    rf"|besides)(?:\s+for)?\s+(?:the\s+"
    rf"|in\s+|last\s+|first\s+){{0,3}}{MARK}|除了?[^，,。]{{0,6}}{MARK}",
)
_ONLY = bounded(
    r"^\W*(?:but\s+|and\s+)?(?:only|just)(?![a-z])|(?<![a-z])only\W*$|^\W*(?:但是?)?(?:只|仅|就)(?:是|有)?(?:在|对|给)?|(?:而已|就[行好]|就够了?|即可|够了)\W*$"
    r"|^\W*the\s+(?:first|last|opening|final)\s+[\ue000-\uefff]\s+(?:is|are|will)\s+(?:enough|fine|plenty|do)\W*$"
)
_KEPT = pattern("keep(?:ing)?|retain|trim", "保留|截取|只留|留下")
_COMPLETED = frozenset(
    {"text", "subtitles", "slideshow", "transition", "fade", "logo", "pip", "voice", "card", "aspect", "freeze", "turn"}
)
_REST = bounded(
    r"(?<![a-z])(?:the\s+)?(?:rest|remainder|others?|everything else)(?![a-z])|(?:前面|后面|其余|其他|其它|剩下"
    r"|剩余|别)的?(?:部分)?(?:都|全)?(?:不要|删|去掉|剪掉|扔)"
)
# how fast or how loud was not said before, and is said now
_PACE = bounded(r"(?<![a-z])(?:half|twice|double|\d+(?:\.\d+)?\s*(?:x|times|%))(?![a-z])|倍|一半|减半")
_TILL_END = bounded(
    r"(?<![a-z])(?:un)?till?\s+(?:the\s+(?:very\s+)?end|it'?s\s+over|it\s+(?:ends|is\s+over|finishes))(?![a-z])|[到至](?:最后|结尾|片尾|结束)"
)
_A_FACTOR = bounded(r"^\W*(?:like|say|maybe|perhaps|about|around|to)\s+(\d(?:\.\d{1,2})?)\W*$")
_OTHER_WAY = bounded(rf"^\W*(in|out)\s+(?:over\s+|for\s+|in\s+)?{MARK}\W*$")
_OF_ITSELF = bounded(
    rf"(?<![a-z])(?:from|at)\s+(?:its|the song'?s|the music'?s|the)\s+{MARK}|从(?:它的?|歌的?|音乐的?)?第?{MARK}"
)
# when a text is to be seen, and nothing that is kept of the film
_SHOWN = bounded(
    rf"^\W*(?:and\s+)?(?:show|display)\s+(?:it|that|this|them|the\s+\w+)(?:\s+(?:up|on\s+(?:the\s+)?screen))?\s+(?:from|for|between)?\s*{MARK}\W*$"
    rf"|^\W*(?:it\s+)?(?:显示|出现)(?:在|从)?{MARK}\W*$"
)
_QUARTERS = bounded(r"^\W*(?:like\s+|by\s+)?(90|180|270)\W*$")
_COLOR = bounded(rf"^\W*(?:in\s+)?(?:{'|'.join(COLORS)}|[白黑黄红绿蓝粉橙](?:色的?|的|字))\W*$")
# a size by itself, behind a text: "…, nice and big", 字大点
_SIZE_ALONE = bounded(
    r"^\W*(?:(?:and|in|nice|really|very|super|quite|make|it|the|text|letters|font|please|a|bit)\s+){0,5}(?:big|bigger|large|larger|huge|giant|small|smaller|tiny)(?:\s+(?:text|letters|font|please))?(?:\s+(?:right\s+)?(?:when|as|once)\s+(?:it|the\s+\w+)\s+(?:begins?|starts?))?\W*$"
    r"|^\W*(?:字|字体|字号)(?:要|再|给我)?(?:[大小]一?[点些号]|放大|缩小|[大小])(?:一?[点些])?\W*$"
)
# of the letters, and of nothing else in the picture
_LETTERS = pattern("letters?|letter?ing|text|font", "字")
_OVER_IT = bounded(
    r"(?<![a-z])(?:over|on|onto|on\s+top\s+of|across)\s+(?:it|that)(?![a-z])|[在盖]?(?:它|这一?段|上面)上?面?"
)
_OVER_THE_LAST = bounded(
    rf"^\W*(?:and\s+)?(?:over|during|across|for|in|within)\s+(?:just\s+)?(?:the\s+|its\s+)?(?:last|final|first)?\s*{MARK}\W*$|^\W*(?:在?最后|最后的?){MARK}(?:内|里)?\W*$"
)
# the operations that change a clip in its place
OF_A_CLIP = CHANGED | {"backwards", "turn", "mirror", "denoise"}
_NONE_OF_IT = bounded(r"^\W*(?:and\s+|with\s+)?(?:no|without)\s|^\W*(?:无|没有|不要)")
ALL_OF_IT = pattern("all|everything|both|overall|video|film|clips|them", "全|都|整|所有|两[个段条]")
_LONGEST_JOIN_MS = 5000
_HALVED = bounded(rf"(?<![a-z])halve[sd]?(?![a-z])|^\W*{MARK}\s+(?:of\s+)?(?:that|it)\W*$")
_ITSELF = bounded(
    r"fad\w*\s+(?:it|that)(?![a-z])|(?<![a-z])(?:let|have|make)\s+(?:it|that)\s+(?:fade|die|tail|trail|taper)(?![a-z])"
    r"|(?:让|使)?它(?:慢慢|渐渐|逐渐)?(?:淡出|淡掉|变?小|消失|没)"
)


def narrowed(clause: Clause, before: list[Wish]) -> list[Wish] | None:
    """What only says where the wish before holds: "black and white, but only the first 3 seconds".

    None where it says more than that; else the wishes in place of those that were taken out of `before`.
    """
    others = EXCEPT.search(clause.text) is not None
    if not before or not (others or _ONLY.search(clause.text)) or clause.tags & VERBS - clause.carried - {"KEEP"}:
        return None
    scope = scope_of(clause)
    place = scope["span"] or scope["part"] or scope["nth"] is not None or scope["files"]
    last = [wish for wish in before if wish.clause == before[-1].clause and wish.op in _SOMEWHERE]
    if not place or not last or (not others and left_over(_ONLY.sub(" ", clause.text))):
        return None
    kept = _KEPT.search(clause.text) is not None
    if kept and any(wish.op == "text" for wish in last):
        return None  # "add a title, keep only 2s to 5s"
    before[:] = [wish for wish in before if wish not in last]
    return [
        replace(wish, ms=clause.one("span"), span=clause.one("range"), files=("end",) if clause.has("LAST") else ())
        if wish.op == "text"
        else replace(wish, span=scope["span"], part=scope["part"])
        if wish.op in {"logo", "pip"}
        else replace(wish, others=others, **scope)
        for wish in last
    ]


def amended(clause: Clause, before: list[Wish], found: Sequence[Wish]) -> list[Wish] | None:
    """What only completes the wish before: "…, for 4 seconds", "…, at the bottom", "…, 2 seconds each".

    `found` are the wishes that the clause was read for by itself. None where it completes nothing; else the wishes in
    place of those that were taken out of `before`.
    """
    last = before[-1] if before else None
    if last is None:
        return None
    each_of = clause.has("EACH") and clause.one("span") and all(wish.op in {"each_clip", "slideshow"} for wish in found)
    if last.op in {"fade", "transition", "text"} and each_of:
        each = [replace(wish, ms=clause.one("span")) if wish.op == last.op else wish for wish in before]
        before[:], last = each[:-1], each[-1]
        return [last]
    if last.op == "compress" and any(wish.op == last.op for wish in found):
        before.pop()  # "I can't send it, make it under 8 MB", and the other way round
        return [wish if wish.op != last.op or wish.amount else last for wish in found]
    if [wish.op for wish in found] == ["text"] and found[0].text and (texts := _with_words(clause, before, found[0])):
        return texts
    instead = _until(clause, last) or _instead(clause, last, found) or _of_an_effect(clause, last, found)
    if instead is None and not any(wish.text for wish in found):
        instead = _of_a_text(clause, last)
    if instead is None and not found and last.op in _COMPLETED and (whole := _completed(clause, last)) != last:
        instead = [whole]
    if instead is not None:
        before.pop()
        return instead
    return _besides(clause, last, found) or None


def _of_an_effect(clause: Clause, last: Wish, found: Sequence[Wish]) -> list[Wish] | None:
    """The fade, transition or logo before with how long it takes, or when it is seen; "…, dreamy" only describes it."""
    ops, long = [wish.op for wish in found], clause.one("span") or 0
    span = scope_of(clause)["span"] if last.op in {"logo", "pip"} and not found else None
    if span and not left_over(APPEARS.sub(" ", clause.text)):
        return [replace(last, span=span)]  # "…, the first 3 seconds are enough", "…, pops up at 2 s"
    if last.op == "fade" and last.kind in {"in", "out"} and not found and (way := _OTHER_WAY.match(clause.text)):
        return [last, replace(last, kind=way[1].lower(), ms=clause.one("span"))]  # "fade in 0.5 s and out 1.5 s"
    if last.op == "fade" and long and _OVER_THE_LAST.search(clause.text):
        return [replace(last, ms=long)]  # "only the sound fades out, over the last 2 sec"
    if last.op not in {"fade", "transition"} or clause.has("CLIP", *VERBS, carried=False):
        return None
    if ops in (["target"], ["append"]) and not clause.every("asset") and 0 < long <= _LONGEST_JOIN_MS:
        return [replace(last, ms=long)]
    return [last] if ops == ["look"] and found[0].kind == "pastel" else None


def _with_words(clause: Clause, before: list[Wish], found: Wish) -> list[Wish] | None:
    """The wish before with the words that were found in the clause, or these behind it; None: they stand by itself."""
    last = before[-1]
    after = last.span[1] if last.op == "text" and last.span else None
    if after and found.span is None and _TILL_END.search(clause.text):
        return [replace(found, span=(after, LONGEST_MS), files=(), clause=clause.folded)]  # "then BOOM till the end"
    if last.span and last.op in CHANGED and found.span is None and found.ms is None and _OVER_IT.search(clause.text):
        begin, end = last.span  # "at 5 s let it go blurry til the end and write 'Bye' over it"
        return [replace(found, span=(begin, end or LONGEST_MS), clause=clause.folded)] if begin >= 0 else None
    if last.op == "card" and not last.text and not found.files:
        before.pop()  # "an end card for 3 seconds, black, with 'Bye'"
        return [replace(last, text=found.text, kind=ground_of(clause) or color_of(clause) or last.kind)]
    named = clause.has("TITLE", "CAPTION", "WATERMARK", "LAST") or clause.tags & VERBS - clause.carried
    if last.op == "text" and last.text and last.span and found.span and not named:
        # "caption 'hello' from 0 to 3 and 'bye' from 3 to 6": two of a kind
        like_it = replace(last, text=found.text, span=found.span, clause=clause.folded)
        return [replace(like_it, place=found.place or last.place, color=found.color or last.color)]
    if last.op == "text" and not last.text:
        before.pop()  # "put white text at the bottom, says Part One"
        place, color = found.place or last.place, found.color or last.color
        kind = last.kind if found.kind == "title" else found.kind
        return [replace(found, kind=kind, place=place, color=color, clause=f"{last.clause}, {clause.folded}")]
    return None


def _instead(clause: Clause, last: Wish, found: Sequence[Wish]) -> list[Wish] | None:
    """The wish again, of which the clause only says what it says already."""
    if (pace := _only_a_pace(clause, last)) is not None:
        return [replace(last, amount=pace, kind="")]  # "slow motion from 3 to 5, half speed"
    # "play the song quietly, like 20 percent", "it drowns her, half that"
    halved = _HALVED.search(clause.text) is not None
    loud = last.op == "bgm_volume" and last.amount is None
    share = clause.one("share") if loud or not halved else None
    if last.op in {"bgm", "bgm_volume"} and share and not (found or left_over(clause.text)):
        return [replace(last, amount=share, kind="by" if halved else last.kind)]
    if last.op == "bgm_offset" and last.ms is None and _OF_ITSELF.search(clause.text):
        return [replace(last, ms=clause.one("span") or clause.one("time"))]
    if last.op in {"keep", "keep_last"} and _REST.search(clause.text):
        return [last]  # "keep 2 to 6, drop the rest"
    if (
        last.op in _SOMEWHERE | {"logo", "pip"}
        and ITS_PLACE.search(clause.text)
        and clause.one("range")
        and len(clause.marks) == 1
    ):
        return [replace(last, span=clause.one("range"))]  # 加字幕“好”，2秒到5秒
    return [replace(last, kind="")] if last.op == "aspect" and is_filling(clause) else None


def _only_a_pace(clause: Clause, last: Wish) -> float | None:
    """How fast the wish before shall be, where that did not say so and the clause says nothing else."""
    number = _A_FACTOR.search(clause.text)
    pace: float | None = clause.one("factor") or clause.one("pace") or clause.one("share")
    pace = float(number[1]) if pace is None and number else pace
    elsewhere = scope_of(clause)["part"] or scope_of(clause)["span"]
    told = last.op != "speed" or elsewhere or _PACE.search(last.clause) is not None
    if told or pace is None or len(clause.marks) > 1 or left_over(clause.text):
        return None
    return 1 / pace if last.amount and last.amount < 1 < pace else pace


def of_the_same_clip(wish: Wish, clause: Clause, before: Sequence[Wish]) -> Wish:
    """The wish for the clip that the one before it was for, where nothing else is said: "the first one grey, muted"."""
    last = before[-1] if before else None
    # "no noise" and 倒放 hold words that are verbs elsewhere
    no_verbs = {"REMOVE", "ADD"} if _NONE_OF_IT.match(clause.text) else {"ADD"} if is_chinese(clause.text) else set()
    own = clause.tags & VERBS - clause.carried - no_verbs
    if last is None or {wish.op, last.op} - OF_A_CLIP or own or clause.has("WHOLE"):
        return wish
    placed = wish.nth is not None or wish.files or wish.span or wish.part or wish.others
    if placed or last.span or last.part or (last.nth is None and not last.files) or ALL_OF_IT.search(clause.text):
        return wish
    return replace(wish, nth=last.nth, files=last.files, more=last.more, others=last.others)


def _held(clause: Clause, last: Wish) -> list[Wish] | None:
    """The slow move before, and from when on it stands still: "…, hold it there", 推到第5秒就定住."""
    if (last.op, last.kind) != ("zoom", "in") or not (found := HOLDS.search(clause.text)):
        return None
    until = clause.one("span") or clause.one("time") if found[1] else last.span[1] if last.span else None
    if until is None or (last.span and last.span[0] > 0):
        return None
    return [replace(last, span=(0, until)), replace(last, kind="close", span=(until, None), clause=clause.folded)]


def _until(clause: Clause, last: Wish) -> list[Wish] | None:
    """What was wished before with when it begins, is gone, or stands still."""
    if last.op == "pip" and BY_ITSELF.match(clause.text):
        return [last]
    if last.op == "voice" and VOICE_FROM.match(clause.text):
        begin = scope_of(clause)["span"] or (clause.one("span") or 0, None)
        return [replace(last, ms=begin[0])]  # "this is my voice-over, start it at 4 s"
    if last.op in {"text", "logo", "pip"} and text_change.APPEARS_AT.match(clause.text) and not clause.every("range"):
        return [replace(last, span=(clause.one("time") or clause.one("span"), None))]
    return _until_gone(clause, last) or _held(clause, last)


def _until_gone(clause: Clause, last: Wish) -> list[Wish] | None:
    """What is to be seen with when it is gone again: "…, gone after 3 seconds", 过4秒再没."""
    gone = GONE.search(clause.text)
    if gone is None or last.op not in {"text", "logo", "pip", "text_change"} or len(clause.marks) != 1:
        return None
    kind, value = clause.marks[0]
    end = value[0] if kind == "range" else value
    begin = last.span[0] if last.span else 0
    if last.op == "text_change":
        return [replace(last, span=(begin, None), ms=end - begin)] if begin < end else None
    return [replace(last, span=(begin, end), ms=None, files=())] if begin < end else None


def _of_a_text(clause: Clause, last: Wish) -> list[Wish] | None:
    """The text with when it is seen, "…, 2s to 5s"; its change with more of its look, "…, and bigger"."""
    if last.op == "text" and last.span is None and _SHOWN.match(clause.text):
        return [replace(last, span=clause.one("range"), ms=clause.one("span") or last.ms)]
    if last.op == "text" and _SIZE_ALONE.match(clause.text):
        return [replace(last, amount=larger(clause))]
    if clause.tags & VERBS - clause.carried:
        return None
    if last.op == "text" and last.span is None and clause.one("range") and not left_over(clause.text):
        return [replace(last, span=clause.one("range"))]
    more = text_change.amended(clause, last) if last.op == "text_change" else None
    return [more] if more else None


def _besides(clause: Clause, last: Wish, found: Sequence[Wish]) -> list[Wish]:
    """What is wished besides of that which was just spoken of."""
    if last.op == "tiles" and not found and clause.has("SOUND") and (side := place_of(clause)):
        return [Wish("tile_sound", place=side)]
    if last.op in {"tiles", "tile_place"} and not found and clause.has("SOUND") and len(clause.every("asset")) == 1:
        return [Wish("tile_sound", files=clause.every("asset"))]
    if last.op == "tiles" and not found and clause.one("span"):
        return [Wish("total", ms=clause.one("span"))]
    return _about_music(clause, found) if last.op in {"bgm", "bgm_volume"} else []


def _completed(clause: Clause, last: Wish) -> Wish:
    """The wish with what the clause adds to it."""
    more = replace(last, ms=clause.one("span") or last.ms)
    place = place_of(clause)
    match last.op:
        case "aspect":
            return replace(last, place=place or last.place) if last.kind == "crop" else last
        case "turn":  # "turn it to the left, 180"
            quarters = _QUARTERS.match(clause.text)
            more = replace(last, ms=int(quarters[1]) * (-1 if (last.ms or 0) < 0 else 1)) if quarters else last
        case "card":
            return replace(more, kind=ground_of(clause) or last.kind)
        case "subtitles":
            size = larger(clause) or last.amount
            return replace(last, amount=size, color=color_of(clause) or last.color, place=place or last.place)
        case "logo":
            solid = opacity_of(clause)
            more = replace(more, size=size_of(clause) or last.size, amount=last.amount if solid is None else solid)
    if last.op in {"logo", "pip", "voice"}:
        more = replace(more, files=last.files or clause.files)
    if last.op in {"text", "logo", "pip"}:
        more = replace(more, place=place or last.place)
    if last.op == "text" and clause.has("LAST") and clause.one("span") and last.span is None:
        return replace(more, files=("end",))
    if last.op == "text" and (clause.has("WHOLE") or _LETTERS.search(clause.text) or _COLOR.match(clause.text)):
        files = ("whole",) if clause.has("WHOLE") and not last.span else last.files
        return replace(more, files=files, color=color_of(clause) or last.color)
    # a colour by itself may be that of anything
    return replace(more, color=color_of(clause) or last.color) if more != last else last


def _about_music(clause: Clause, found: Sequence[Wish]) -> list[Wish]:
    """What is said of the music that was just spoken of, without naming it: "…, quiet", "…, fade it out"."""
    ops = [wish.op for wish in found]
    if ops == ["fade"] and _ITSELF.search(clause.text) and not found[0].text:
        return [replace(found[0], text="music")]
    if not ops and _HALVED.search(clause.text):
        return [Wish("bgm_volume", amount=0.5, kind="by")]
    if ops in ([], ["volume_ask"]):
        return balance_of(clause) or ([Wish("bgm_volume", kind="down")] if is_quiet(clause) else [])
    return []
