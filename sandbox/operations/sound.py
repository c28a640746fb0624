"""The clips' own sound: off, louder or quieter."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

STEP_UP, STEP_DOWN = 1.5, 0.5
_LITTLE, _SOME = 0.2, 0.25
_MUCH = pattern("way|far|a lot|much|right", "很多|得多|大幅|非常")

_MUTED = Phrase("Muted the original sound.", "已静音原声。")
_VOLUME = Phrase("Original sound at {percent}.", "原声音量设为 {percent}。")
_LOUDER = Phrase(
    "Which do you mean, the music or the clips' own sound? Say “make the music louder” or “make the clips louder”.",
    "是指音乐还是视频原声？请说“音乐大声一点”或“原声大声一点”。",
)
_QUIETER = Phrase(
    "Which do you mean, the music or the clips' own sound? Say “make the music quieter” or “make the clips quieter”.",
    "是指音乐还是视频原声？请说“音乐小声一点”或“原声小声一点”。",
)
_HOW = Phrase(
    "Tell me how loud: “set the volume to 50%”, “make it quieter”; or of the music, “music at 20%”.",
    "请告诉我要多响：“音量调到50%”“小声一点”；如果说的是音乐：“音乐音量20%”。",
)


_WHICH = Phrase(
    "Which one do you mean: “the music quieter” or “the original sound quieter”? (Or louder, said that way.)",
    "你指的是哪一个：“音乐小声一点”还是“原声小声一点”？（要大声也请这样说。）",
)
# what is heard of the clips, or all there is: where none of it is named and music plays, nobody knows what is meant
_NAMED = pattern(
    r"sounds?|audio|voices?|volume|clips?|videos?|films?|everything|all|talk\w*|speech|noise|mic\w*",
    "声音|原声|人声|音量|视频|片|全|都|说话|讲话",
)

_INSTEAD = pattern(
    r"(?:replace|swap|change|exchange)\s+(?:the\s+|its\s+|my\s+)?(?:original\s+|own\s+)?(?:sound|audio"
    r"|voices?)\s+(?:with|by|for|to)"
    rf"|(?:only|just)\s+(?:use\s+|keep\s+|hear\s+)?(?:the\s+|my\s+)?(?:music|song|track|{MARK})\s+(?:as|for)\s+(?:the\s+)?(?:only\s+)?(?:sound|audio)"
    rf"|(?:music|song|tune|track|{MARK})\s+(?:on\s+|in\s+|over\s+)?instead\s+of\s+(?:(?:all\s+)?(?:the|that|this|its|my)\s+)?(?:(?:original|real|actual|own|camera|live|awful|horrible|annoying|background)\s+){{0,2}}"
    r"(?:sound|audio|voices?|noise|hum|buzz(?:ing)?|racket|din|what(?:'?s|\s+is|ever)\s+(?:on\s+)?there)",
    f"只(?:要|放|留|听|用)(?:我的?|这首|那首)?(?:歌|音乐|配乐|{MARK})|(?:把|将)?(?:原声|原音|声音|音频)(?:换成|替换成|替换为|改成)",
)


_NOISE = pattern("noises?", "噪音|杂音|噪声")
_SILENCED = bounded(rf"(?<![a-z])silence\s+(?:only\s+|just\s+)?(?:the\s+)?(?:seconds?\s+)?{MARK}")
_SILENT_FILM = pattern(
    r"(?:like|as)\s+(?:an?\s+)?(?:old\s+)?silent\s+(?:movies?|films?)|silent\s+(?:movie|film)\s+(?:look|style|vibe|effect)",
    "默片",
)
# so much louder or quieter than it is
BY_DECIBELS = bounded(
    r"(?<![a-z\d.])(\d{1,2}(?:\.\d)?)\s*(?:db|decibels?)\s*(?:louder|quieter|softer|up|down|more|less|higher|lower)"
    r"|(?:up|down|louder|quieter|raise\w*|lower\w*|boost\w*|reduce\w*)(?:\s+(?:it|the\s+\w+))?\s+(?:by\s+)?(\d{1,2}(?:\.\d)?)\s*(?:db|decibels?)(?![a-z])"
    r"|(?:调高|提高|增加|加大|调大|降低|调低|减小|调小|大|小)(?:了)?\s*(\d{1,2}(?:\.\d)?)\s*(?:db|分贝)"
)
_BY = bounded(
    rf"(?<![a-z])(?:by|down|up)\s+(?:about\s+|by\s+)?{MARK}|(?<![a-z])halve[sd]?\s*{MARK}|{MARK}\s*(?:louder|quieter|softer|lower|higher)"
    rf"|(?:调高|调低|降低?|提高|增大|减小|加大|[大小高低响轻]了?)\s*{MARK}"
)
_COMPARED = bounded(r"(?<!make )(?<!be )(?:is|are|'s|sounds?)\s+(?:\w+\s+){0,2}(?:louder|quieter|softer)\s+than")
TOO_LOUD = pattern(
    r"(?:too|so|very)\s+loud|deafening|drown(?:s|ing)?(?:\s+out)?\s+(?:everything|everyone|me|us|him|her|them|it|out|(?:the|my|our|his|her)\s+\w+)",
    "(?:声音|音量|原声|音频|音乐|歌)(?:有点|实在|真的|还是)?(?:太|过|有点|有些)(?:大|响|吵|高)|太(?:吵|响|大声)",
)
TOO_QUIET = pattern(
    r"too\s+(?:quiet|faint)|(?:sound|audio|voices?|volume|music|song)(?:\s+is|'s)?\s+(?:too|so|very)\s+(?:low|soft|small|weak)"
    r"|can(?:no|')?t\s+(?:really\s+)?hear\s+(?:it|anything|the\s+(?:sound|audio|voices?))|barely\s+(?:hear|audible)",
    "(?:声音|音量|原声|音频|音乐|歌)(?:有点|实在|真的|还是)?(?:太|过|有点|有些)(?:小|轻|低|弱)|听不(?:清|见|到)",
)


_SOME_OF_IT = pattern(
    r"(?:keep|leave)\s+(?:just\s+)?a\s+(?:little|bit|touch)(?:\s+bit)?\s+of\s+(?:the\s+)?(?:original|camera|real|own)\s+(?:sound|audio)",
    "(?:原声|原音|现场声|(?:原来|本来|原本)的?声音)(?:只|就)?[留保]留?(?:一?点点?|少许|一丢丢)",
)


# the sound again, as it was recorded
_BACK_ON = pattern(
    r"unmut(?:e|ed|ing)|(?:sound|audio)\s+(?:back(?:\s+on)?|on\s+again|after\s+all)|(?:want|keep|need)\s+(?:the\s+|its\s+|my\s+)?(?:original\s+|own\s+|real\s+|camera\s+)?(?:sound|audio)\s+(?:after\s+all|back)"
    r"|(?:turn|switch|put|bring|get|give\s+me)\s+(?:back\s+)?(?:the\s+|its\s+|my\s+)?(?:original\s+|own\s+)?(?:sound|audio)\s+(?:back\s+)?(?:on|back)",
    "取消静音|(?:把|将)?(?:原声|声音|原来的声音)(?:再|又)?(?:打开|开回来|[加放还要]回来|恢复)|(?:还是)?(?:恢复|打开|留着?|保留|要回?)(?:原声|原来的声音)(?:吧|算了)"
    "|(?:算了)?(?:原声|声音|原来的声音)还是(?:留着|要|保留|留下)的?吧?",
)


def direction(clause: Clause) -> str:
    """Whether the clause wants more or less: "up", "down" or nothing. Who says that it is too loud wants less."""
    if too := "down" if TOO_LOUD.search(clause.text) else "up" if TOO_QUIET.search(clause.text) else "":
        return too
    return "down" if clause.has("DOWN") else "up" if clause.has("UP") else ""


def complains(clause: Clause) -> bool:
    """Whether the clause finds something too loud or too quiet."""
    return bool(TOO_LOUD.search(clause.text) or TOO_QUIET.search(clause.text))


def compares(clause: Clause) -> bool:
    """Whether the clause says that something is louder than something else, and not that it shall be."""
    return _COMPARED.search(clause.text) is not None


def _read(clause: Clause) -> Iterator[Wish]:
    if (clause.has("MUSIC") or clause.one("song")) and _INSTEAD.search(clause.text):
        yield Wish("mute")
    elif clause.one("voice") and _INSTEAD.search(clause.text):
        yield Wish("mute")
        yield Wish("voice", files=clause.every("voice"), ms=clause.one("time") or clause.one("span") or 0)
        return
    if clause.has("MUSIC") or (
        clause.has("SILENCE")
        and clause.has("REMOVE", "CUT", "TRIM", "KEEP", "EDIT", carried=False)
        and not _SILENCED.search(clause.text)
    ):
        return
    scope = scope_of(clause)
    if _SILENT_FILM.search(clause.text):
        return  # how it shall look
    if not _BACK_ON.search(clause.text) and (
        clause.has("MUTE")
        or _SILENCED.search(clause.text)
        or (
            clause.has("REMOVE")
            and clause.has("SOUND")
            and clause.one("share") is None
            and not _NOISE.search(clause.text)
            and not complains(clause)
        )
    ):
        yield Wish("mute", **scope)
        return
    amount, way = clause.one("share") or clause.one("factor"), direction(clause)
    amount = _LITTLE if amount is None and way == "down" and _MUCH.search(clause.text) else amount
    of_sound = clause.has("SOUND") and not clause.has("FADE") and (clause.one("share") is not None or bool(way))
    of_sound = of_sound or (bool(way) and BY_DECIBELS.search(clause.text) is not None)
    if (usual := _said_in_words(clause)) is not None:
        yield Wish("volume", amount=usual, **scope)
        return
    if compares(clause):
        return  # it says how it is, and not how it shall be
    if of_sound or complains(clause) or (clause.has("VOLUME") and (way or amount is not None)):
        by = by_so_much(clause, way)
        yield Wish("volume", amount=by or amount, kind="by" if by else way, **scope)
    elif clause.has("VOLUME") and not clause.has("FADE", "SILENCE"):
        yield Wish("volume_ask")


def _said_in_words(clause: Clause) -> float | None:
    """How loud it shall be, where neither a number nor a direction says so: all of it again, or a little of it."""
    if _BACK_ON.search(clause.text):
        return 1.0
    return _SOME if _SOME_OF_IT.search(clause.text) else None


def by_so_much(clause: Clause, way: str) -> float | None:
    """How many times as loud as it is, where that is said: "30% louder" is by so much, "at 30%" is so loud."""
    if decibels := BY_DECIBELS.search(clause.text):
        much = float(decibels[decibels.lastindex or 0])
        return 10 ** ((much if way == "up" else -much) / 20)
    share: float | None = clause.one("share")
    if share is None or share > 1 or not way or not _BY.search(clause.text):
        return None
    return 1 + share if way == "up" else 1 - share


def _mute(context: EditContext, wish: Wish) -> None:
    if _set(context, wish, 0.0):
        context.did("mute", _MUTED)


def _volume(context: EditContext, wish: Wish) -> None:
    somewhere = wish.files or wish.span or wish.part or wish.nth is not None
    if context.timeline.music is not None and wish.kind and not (somewhere or _NAMED.search(wish.clause)):
        context.note(_WHICH)
        return
    step = STEP_DOWN if wish.kind == "down" else STEP_UP
    loud = max((shot.volume for shot in context.timeline.shots), default=1.0)
    amount = wish.amount * loud if wish.amount is not None and wish.kind == "by" else wish.amount
    level = min(4.0, amount if amount is not None else loud * step)
    if _set(context, wish, level):
        context.did("set_volume", _VOLUME, percent=context.share(level))


def _ask(context: EditContext, _: Wish) -> None:
    context.note(_HOW)


def _which(context: EditContext, wish: Wish) -> None:
    """Whether a follow-up is about the music or about the film's own sound is not known."""
    context.note(_QUIETER if wish.kind == "down" else _LOUDER)


def _set(context: EditContext, wish: Wish, level: float) -> bool:
    return context.change(wish, lambda shot: replace(shot, volume=level))


OPERATION = Operation(
    topic="sound",
    ability=Phrase("mute, louder, quieter", "静音、调大、调小音量"),
    example=Phrase("set the volume to 50%", "音量调到50%"),
    reads=_read,
    explains=(
        BY_DECIBELS,
        _INSTEAD,
        _BY,
        TOO_LOUD,
        TOO_QUIET,
        _BACK_ON,
        _SOME_OF_IT,
        pattern("camera|clips?|real|live|recorded|actual", "现场|拍摄|全片|[提升]|放大|哑巴"),
    ),
    does={"mute": _mute, "volume": _volume, "volume_ask": _ask, "which_sound": _which},
    asks=frozenset({"volume_ask", "which_sound"}),
    remakes=True,
)
