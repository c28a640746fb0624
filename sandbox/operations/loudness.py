"""The loudness of the whole film, brought to a level in LUFS: it is measured when the film is made."""

from collections.abc import Iterator

from sandbox.model.draft import LOUDNESS, Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Frame, Operation
from sandbox.operations.sound import BY_DECIBELS
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import NUMBERS
from sandbox.wording.wishes import Wish

_LEVEL = r"(?:[-−–]|minus\s+|负)?\s*(\d{1,2}(?:\.\d+)?)\s*(?:LUFS|LKFS|LU|dB(?:FS)?|分贝)"
_HEARD = r"(?:volume|loudness|audio|sound|levels?)"
_ALIKE = r"equally\s+loud|(?:both\s+)?as loud as each other"
_WORDS = pattern(
    rf"{_ALIKE}|(?:set\s+|bring\s+)?(?:the\s+)?(?:normali[sz]\w*|loudness)(?:\s+(?:the\s+|my\s+)?{_HEARD}(?:\s+levels?)?)?"
    rf"(?:\s+to)?(?:\s+{_LEVEL})?|{_LEVEL}"
    rf"|(?:even|level|balanc\w*|equali[sz]e)(?:\s+(?:it|them|everything|all|the|my))*(?:\s+{_HEARD})*\s*out(?:\s+the\s+{_HEARD})?"
    rf"|(?:level|balance|equali[sz]e)(?:ing)?\s+(?:the\s+|my\s+)?{_HEARD}"
    rf"|(?:same|consistent|even|equal|uniform|balanced|standard)\s+{_HEARD}"
    rf"|{_HEARD}\s+(?:more\s+)?(?:consistent|even|equal|uniform|balanced)|broadcast\s+{_HEARD}",
    rf"响度(?:[^，。]{{0,12}}?{_LEVEL})?|{_LEVEL}|(?:音量|声音)(?:大小)?(?:统一|均衡|平衡|标准化|一致|均匀)"
    r"|一大一小|(?:弄|调)(?:得)?平均|(?:弄|调|变|改)(?:成|得)?(?:都)?一样(?:大|响)声?|(?:音量|声音)(?:都)?一样(?:大|响)|音量拉平|(?:统一|均衡|平衡|标准化|拉平)(?:一下)?(?:音量|声音)(?:大小)?|(?:音频|声音|音量)?归一化",
)
# of several clips among each other, and not only of the whole
_EVEN = pattern(
    r"(?:even|level|balanc\w*|equali[sz]e)(?:\s+(?:them|the clips|everything|all|both))*(?:\s+\w+){0,2}\s+out"
    r"|(?:even|level)\s+out"
    r"|same\s+(?:volume|loudness|level)|equally\s+loud|(?:even|consistent|uniform)\s+(?:volume|loudness|audio|sound|levels?)",
    "一样大声?|一样响|一大一小|平均|统一|均衡|平衡|一致|均匀|拉平",
)
_AMOUNT = bounded(_LEVEL)
_USUAL, _QUIETEST, _LOUDEST = -14.0, -40.0, -8.0

_DONE = Phrase(
    "The film will have {level} LUFS, peaks at most −1 dB; it is measured when the film is made.",
    "影片响度将调到 {level} LUFS，峰值不超过 −1 dB，生成影片时实测。",
)
_BOUND = Phrase(
    "{asked} LUFS are beyond what I make ({least} to {most}); the film will have {level} LUFS.",
    "{asked} LUFS 超出可调范围（{least} 到 {most}），影片响度将为 {level} LUFS。",
)
_EVENED = Phrase("Quiet parts are raised to be as loud as the rest.", "已把较轻的部分提高到一样响。")
_REMOVED = Phrase("The loudness is as it was again.", "已取消响度调整。")
_NO_SOUND = Phrase("There is no sound to make louder or quieter.", "影片没有声音，无法调整响度。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or BY_DECIBELS.search(clause.text):
        return
    if clause.has("REMOVE", "UNDO", carried=False):  # "remove the silences, normalize the audio"
        yield Wish("loudness_remove")
        return
    found = _AMOUNT.search(clause.text)
    even = "even" if _EVEN.search(clause.text) else ""
    yield Wish("loudness", amount=-float(found[1]) if found else None, kind=even)


def _do(context: EditContext, wish: Wish) -> None:
    timeline = context.timeline
    if not (context.sounds() or timeline.music or timeline.voice):
        context.note(_NO_SOUND)
        return
    asked = wish.amount if wish.amount is not None else _USUAL
    level = min(_LOUDEST, max(_QUIETEST, asked))
    others = [each for each in timeline.effects if each.name not in {LOUDNESS, wish.kind}]
    timeline.effects = (*others, *([Effect(wish.kind)] if wish.kind else []), Effect(LOUDNESS, level))
    if wish.kind:
        context.note(_EVENED)
    context.did(
        "normalize_loudness",
        _DONE if level == asked else _BOUND,
        level=f"{level:g}".replace("-", "−"),
        asked=f"{asked:g}".replace("-", "−"),
        least=f"{_QUIETEST:g}".replace("-", "−"),
        most=f"{_LOUDEST:g}".replace("-", "−"),
    )


def _evened(_: Effect, __: Frame) -> str:
    # what is quiet is raised by up to 30 dB; a window of five half seconds is long enough not to pump, and short enough
    # that a quiet clip is not held down by the loud one before it
    return "dynaudnorm=f=500:g=5:m=31"


def _remove(context: EditContext, _: Wish) -> None:
    context.timeline.effects = tuple(each for each in context.timeline.effects if each.name not in {LOUDNESS, "even"})
    context.did("normalize_loudness", _REMOVED)


OPERATION = Operation(
    topic="sound",
    ability=Phrase("loudness in LUFS", "响度（LUFS）"),
    example=Phrase("normalize the loudness to −14 LUFS", "响度调到−14 LUFS"),
    phrase=_WORDS,
    reads=_read,
    explains=(
        NUMBERS,
        pattern("standard", "标准化?"),
    ),
    does={"loudness_remove": _remove, "loudness": _do},
    sounds={"even": _evened},
)
