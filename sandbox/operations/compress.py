"""The file of the film no larger than asked: measured when it is made, and made anew with fewer bits until it is."""

from collections.abc import Iterator

from sandbox.model.draft import COMPRESS, Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import SIZE_WORDS
from sandbox.wording.wishes import Wish

_WORDS = pattern(
    r"compress(?:ed|ing|ion)?|(?:small(?:er)?|shrink|reduce|decrease|lower|limit)\s+(?:the\s+)?(?:file|file\s?size)"
    r"|(?:file|file\s?size)\s+(?:is\s+|be\s+)?(?:smaller|down|lower)|bit-?rate"
    r"|(?:won['’]?t|can['’]?t|cannot|couldn['’]?t|doesn['’]?t)\s+(?:let\s+(?:me|us)\s+)?(?:send|upload|share|attach|email)"
    r"(?:\s+(?:it|this|that))?|too (?:big|large|heavy) (?:to|for) (?:send|upload|share|attach|email)\w*",
    "压缩|(?:文件|体积)(?:再|变|弄|缩|减)?小|(?:减小|缩小|降低)(?:文件|体积|视频)(?:的)?(?:大小|体积)?|码率|发不出去?|发不了|传不上去?|传不了",
)
_LEAST_BYTES_A_SECOND = 8_000
_MB = 1_000_000

_DONE = Phrase(
    "The file of the film will be {size} at most; it is measured when it is made, and the picture gets coarser for it.",
    "影片文件将不超过 {size}：生成时实测，画质会相应降低。",
)
_REMOVED = Phrase("The file may be as large as it comes again.", "已取消文件大小限制。")
_HOW_SMALL = Phrase(
    "Tell me how large the file may be, for example: compress it to 10 MB.",
    "请告诉我文件最大多少，例如：压缩到10MB以内。",
)
_TOO_SMALL = Phrase(
    "I can't make {length} of film fit into {size}; {least} is the least here, or make it shorter first.",
    "全长 {length} 的影片无法压缩到 {size}，最小约 {least}；也可以先剪短。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    size = clause.one("bytes")
    if size is None and (not _WORDS.search(clause.text) or clause.has("SOUND", "MUSIC")):
        return
    if size is None and clause.has("UNDO", "REMOVE"):
        yield Wish("compress_remove")
    else:
        yield Wish("compress", amount=size / _MB if size else None)


def _do(context: EditContext, wish: Wish) -> None:
    timeline = context.timeline
    if wish.amount is None:
        context.note(_HOW_SMALL)
        return
    least = timeline.length / 1000 * _LEAST_BYTES_A_SECOND / _MB
    if wish.amount < least:
        context.note(_TOO_SMALL, length=context.long(), size=_size(wish.amount), least=_size(least + 0.0005))
        return
    size = Effect(COMPRESS, min(1000.0, wish.amount))
    timeline.effects = (*(each for each in timeline.effects if each.name != COMPRESS), size)
    context.did("limit_size", _DONE, size=_size(wish.amount))


def _size(megabytes: float) -> str:
    return f"{megabytes:.3g} MB" if megabytes >= 1 else f"{megabytes * 1000:.0f} KB"


def _remove(context: EditContext, _: Wish) -> None:
    context.timeline.effects = tuple(each for each in context.timeline.effects if each.name != COMPRESS)
    context.did("limit_size", _REMOVED)


# what somebody else allows: "the form rejects anything above 1 MB"
_LIMIT = bounded(
    r"^\W*(?:the|my|our|their|an?)\s+[\w\s]{1,40}(?:rejects?|accepts?|allows?|limit\w*|max\w*|only\s+takes?|is)(?![a-z])[\w\s]{0,30}"
)

OPERATION = Operation(
    topic="film",
    ability=Phrase("a file no larger than asked", "限制文件大小"),
    example=Phrase("compress it to 10 MB", "压缩到10MB以内"),
    reads=_read,
    explains=(
        _LIMIT,
        SIZE_WORDS,
        _WORDS,
        _LIMIT,
        pattern(
            "above|over|bigger|larger|limit\\w*|rejects?|accepts?|allows?|takes?|anything|forms?|under|below|less|smaller|megs?",
            "[压缩别]|小于|微信|邮[箱件]",
        ),
    ),
    does={"compress_remove": _remove, "compress": _do},
)
