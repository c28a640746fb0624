"""A card before or after the film: words on a drawn background, or a picture, for a while."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sandbox.model.bounds import LEAST_MS
from sandbox.model.colors import COLORS
from sandbox.model.draft import CARD, Overlay, Shot, Words
from sandbox.operations.context import EditContext, is_card
from sandbox.operations.operation import Operation
from sandbox.operations.overlaid import off_the_timeline
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import color_of
from sandbox.wording.vocabulary import COLOR_WORDS, PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_THE = r"(?:(?:the|my|this|that|a|an)\s+)?"
_WORDS_OF_IT = rf"(?:\s*(?:(?:with|saying|that\s+says|that\s+reads)\s+)?{MARK})?"
_CARD = pattern(
    rf"(?:{MARK}\s+(?:as|for)\s+)?(?:(?:make|create)\s+)?{_THE}"
    r"(?:(?:end(?:ing)?|closing|outro|final|thank[\s-]?you|intro|opening|start(?:ing)?)\s+(?:title\s+)?"
    r"(?:cards?|screens?|slides?|page)|title\s+cards?|end\s+credits?"
    rf"|(?:intro|outro)(?!\s+(?:music|song|clip|video|text))"
    r"|at\s+the\s+(?:very\s+)?(?:end|start|beginning),?\s+(?:add|put|have|show)\s+"
    rf"{_THE}(?:{MARK}\s+)?(?:{'|'.join(COLORS)})\s+(?:screen|card|slide|page)(?:\s+for\s+{MARK})?"
    rf"|(?:just\s+){_THE}(?:{MARK}\s+)?(?:{'|'.join(COLORS)})\s+(?:screen|card|slide)"
    rf"|(?:end|finish|close|start|begin|open)(?:s|ing)?\s+(?:it\s+|the\s+(?:video|film)\s+)?(?:with|on)\s+{_THE}(?:{MARK}\s+)?"
    rf"(?:{'|'.join(COLORS)})\s+(?:screen|card|slide|page)){_WORDS_OF_IT}",
    rf"(?:[张页]|(?:片尾|结尾|最后|片头|开头)(?:再)?加?(?:一?[个张页段])?)(?:{MARK}的?)?[白黑黄红绿蓝粉橙]底[白黑黄红绿蓝粉橙]字(?:的?(?:字幕|文字|标题)?卡片?)?(?:\s*{MARK}){{0,2}}"
    rf"|(?:片尾|结尾|结束|最后|片头|开场|开头)(?:再|处|那里)?[加放来做添插](?:一?[个张页段])?(?:{MARK}的?)?[白黑黄红绿蓝粉橙]色?的?(?:字幕|文字|标题)?(?:卡片?|页|画面)(?:\s*{MARK}){{0,2}}|(?:{MARK}\s*(?:做成?|当作?|作为))?(?:片尾|结尾|结束|片头|开场|开头|标题)字?(?:卡片?|页|画面)(?:{MARK})?|字卡(?:{MARK})?|加(?:一?个)?(?:片尾|结尾|片头)字?(?:卡片?|页|画面)?(?!的?(?:音乐|曲|歌))(?:{MARK})?",
)
_PHOTO = pattern(
    rf"{_THE}(?:photo|picture|image|logo|{MARK})\s+(?:at|to|in|on)\s+the\s+(?:very\s+)?(?:start|beginning|front|end)",
    rf"(?:照片|图片|图|{MARK})(?:放|加|移|插)(?:到|在|入)?(?:最)?(?:开头|前面|片头|结尾|末尾|最后|后面|片尾)(?:收尾|压轴)?",
)
_FRAMED = pattern(
    rf"(?:end|finish|close|start|begin|open|kick|lead)(?:s|ing)?\s+(?:it\s+|the\s+(?:video|film)\s+)?(?:off\s+)?with\s+{_THE}(?:photo|picture|image|logo|{MARK})"
    rf"|{_THE}(?:photo|picture|image|logo|{MARK})\s+(?:for\s+{MARK}\s+)?(?:before|in front of"
    rf"|after)\s+(?:the\s+|my\s+)?"
    rf"(?:clip|video|film|footage|movie)|{_THE}(?:photo|picture|image|jpe?g|png|{MARK})\s+(?:as|for)\s+{_THE}(?:opening|intro|start|beginning|outro|ending|end)(?![a-z])",
    r"(?:视频|片子|影片)的?(?:最)?(?:前面|之前|开头|后面|之后|结尾)(?:先|再)?(?:放|加|插|接)[^，,。]{0,8}?(?:照片|图片|图|logo|标志)"
    r"|(?:片尾|结尾|结束|片头|开场|开头)(?:用|加|放)?[白黑黄红绿蓝粉橙]色?(?:底|背景)(?:放|加|写上?|显示)?(?:logo|标志|图片|照片)?",
)
_BOTTOMED = re.compile(
    r"[白黑黄红绿蓝粉橙]底[白黑黄红绿蓝粉橙]字|(?:片尾|结尾|结束|片头|开场|开头)(?:用|加|放)?[白黑黄红绿蓝粉橙]色?(?:底|背景)"
)
_AFTERWARDS = pattern(r"after|finish|close", "之后|后面")
_PICTURE = pattern(r"logo|photo|picture|image|jpe?g|png", "图|照片|标志")
_IMAGE = re.compile(r"\.(?:png|jpe?g|webp|gif)(?![a-z])", re.IGNORECASE)
_END = pattern(
    r"end(?:s|ing)?|finish(?:es)?|closing|outro|final|thank[\s-]?you|credits", "最后|片尾|结尾|结束|末尾|后面"
)
_GROUND = bounded(
    rf"(?<![a-z])({'|'.join(COLORS)})\s+(?:(?:title|intro|opening|end(?:ing)?|closing|outro|final)\s+)?(?:background|card|screen|slide|page)"
    rf"|(?<=on )(?:a\s+)?({'|'.join(COLORS)})(?![a-z])"
    r"|([白黑黄红绿蓝粉橙])(?:色)?(?:背景|底|的?(?:片[头尾]|标题)?卡片?)"
)
_NAMES = dict(
    zip("白黑黄红绿蓝粉橙", ("white", "black", "yellow", "red", "green", "blue", "pink", "orange"), strict=True)
)
_LIGHT = frozenset({"white", "yellow"})
_USUAL_MS, _MOST_MS = 3000, 60_000

_BEFORE = Phrase(
    "{what} comes before the film for {long}; it is {length} now.", "片头加了 {what}（{long}），现在全长 {length}。"
)
_AFTER = Phrase(
    "{what} comes after the film for {long}; it is {length} now.", "片尾加了 {what}（{long}），现在全长 {length}。"
)
_ALONE = Phrase("The film is a card: {what}, {long}.", "影片是一张卡片：{what}（{long}）。")
_NO_WORDS = Phrase(
    'Tell me the words of the card, or send a picture: add an end card "Thanks for watching" for 3 seconds.',
    "请告诉我卡片上的文字，或发一张图片：加片尾卡“谢谢观看”3秒。",
)
_REMOVED = Phrase("Took the card away; the film is {length} now.", "已去掉卡片，现在全长 {length}。")
_NONE = Phrase("There is no card there.", "那里没有卡片。")


def _read(clause: Clause) -> Iterator[Wish]:
    card = _CARD.search(clause.text) is not None or _BOTTOMED.search(clause.text) is not None
    clip = clause.one("nth") is not None or (clause.every("asset") and not _IMAGE.search(clause.folded))
    framed = _PHOTO.search(clause.text) or _FRAMED.search(clause.text)
    photo = not clip and clause.one("text") is None and framed is not None
    if clause.has("MUSIC", "FADE", "TRANSITION") or not (card or photo):
        return
    end = (_END.search(clause.text) or _AFTERWARDS.search(clause.text)) is not None
    if clause.has("REMOVE", "UNDO") and card:
        yield Wish("card_remove", end=end)
        return
    text = clause.one("text") or ""
    pictured = bool(clause.every("asset")) or (not text and _PICTURE.search(clause.text) is not None)
    yield Wish(
        "card",
        text=text,
        files=clause.every("asset"),
        ms=clause.one("span"),
        end=end,
        kind=ground_of(clause),
        part="middle" if pictured else "",
        color=color_of(replace(clause, text=_GROUND.sub(" ", clause.text))),
    )


def ground_of(clause: Clause) -> str:
    """The colour that a card stands on, by its name; nothing where none is said."""
    found = _GROUND.search(clause.text)
    return _NAMES.get(name := (found[1] or found[2] or found[3]), name).lower() if found else ""


def _picture(context: EditContext, wish: Wish) -> str | None:
    """The picture that is meant: a named one, else the newest that was sent."""
    if not wish.part:
        return None
    pictures = [key for key, asset in context.assets.items() if asset.kind == "image"]
    named = [key for key in wish.files if key in pictures]
    return next(reversed(named or pictures), None)


def _do(context: EditContext, wish: Wish) -> None:
    picture, long = _picture(context, wish), min(_MOST_MS, max(LEAST_MS, wish.ms or _USUAL_MS))
    text = wish.text.strip()[:400]
    if picture is None and not text:
        context.note(_NO_WORDS)
        return
    if picture is not None:
        off_the_timeline(context, picture)
    drawn = Shot(f"{CARD}{wish.kind or '0'}", text, 0, long, still=True)
    shot = drawn if picture is None or wish.kind else replace(context.shot_of(context.assets[picture]), end=long)
    at = context.timeline.length if wish.end else 0
    context.insert(at, [shot])
    if picture is not None and wish.kind:
        name = context.assets[picture].name
        context.timeline.overlays.append(Overlay(picture, name, "logo", "center", 0.4, 1.0, at, long))
    if text:
        color = _readable(wish.color, shot.source.removeprefix(CARD))
        context.timeline.words.append(Words(text, "title", "center", at, long, color))
    alone = len(context.timeline.shots) == 1
    what = context.called([picture]) if picture is not None else f"“{text}”"
    context.did(
        "add_card",
        _ALONE if alone else _AFTER if wish.end else _BEFORE,
        what=what,
        long=context.long(long),
        length=context.long(),
    )


def _readable(color: str, ground: str) -> str:
    """The colour of the letters; one that would vanish in the ground they stand on is not taken."""
    usual = "black" if ground in _LIGHT else "white"
    return color if color and color != ground else usual


def _remove(context: EditContext, wish: Wish) -> None:
    timeline = context.timeline
    shot = timeline.shots[-1 if wish.end else 0]
    if not (is_card(shot) or (shot.still and shot.at is None)) or len(timeline.shots) < 2:
        context.note(_NONE)
        return
    begin = timeline.length - shot.length if wish.end else 0
    timeline.shots = timeline.shots[:-1] if wish.end else timeline.shots[1:]
    end = begin + shot.length
    timeline.words = [each for each in timeline.words if not (each.length and begin <= each.start < end)]
    timeline.overlays = [each for each in timeline.overlays if not (each.length and begin <= each.start < end)]
    context.did("remove_card", _REMOVED, length=context.long())


def _borrowed(context: EditContext, wish: Wish) -> Iterable[str]:
    key = _picture(context, wish) if wish.op == "card" else None
    return (key,) if key is not None else ()


OPERATION = Operation(
    topic="clips",
    ability=Phrase("an intro card or an end card, of words or a picture", "片头卡、片尾卡（文字或图片）"),
    example=Phrase("add an end card saying Thanks for watching for 3 seconds", "加3秒片尾卡，写着谢谢观看"),
    phrase=re.compile(f"{_CARD.pattern}|{_PHOTO.pattern}|{_FRAMED.pattern}", re.IGNORECASE),
    reads=_read,
    explains=(PLACE_WORDS, COLOR_WORDS, SIZE_WORDS),
    does={"card_remove": _remove, "card": _do},
    borrows=_borrowed,
    remakes=True,
)
