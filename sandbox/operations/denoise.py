"""Steady noise (wind, hum, hiss) out of the clips' own sound."""

from collections.abc import Iterator

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_WORDS = pattern(
    r"(?:(?:background|wind|room|[a-z]{3,10}ing|ambient|street|traffic|fan|static|white|audio|sound|mic(?:rophone)?|the|some|all)\s+){0,4}"
    r"(?:noises?(?:\s+(?:reduction|removal|suppression|cancell?ation))?|hiss(?:ing)?|hum(?:ming)?|static|wind)"
    r"(?:\s+(?:in|from|of|on)\s+(?:the\s+)?(?:background|audio|sound|video|clip|recording))?"
    r"|de-?nois\w*|clean(?:er|ing)?(?:\s+up)?\s+(?:the\s+|my\s+)?(?:audio|sound|voice)",
    r"(?:背景|环境)?的?(?:噪音|噪声|杂音|底噪|风声|嘈杂声|电流声)|降一?下?噪|去噪|除噪|消噪|声音(?:更)?(?:干净|清晰)",
)
_ITSELF = pattern(r"de-?nois\w*|reduction|removal", "降噪|去噪")

_DONE = Phrase(
    "Took steady noise out of the sound (FFmpeg's afftdn); voices stay.", "已给声音降噪（FFmpeg afftdn），人声保留。"
)
_UNDONE = Phrase("The sound is as it was recorded again.", "已取消降噪。")
_NO_SOUND = Phrase("There is no sound to take noise out of.", "素材没有声音，无需降噪。")


def _read(clause: Clause) -> Iterator[Wish]:
    found = _WORDS.search(clause.text)
    if found is None or clause.has("MUSIC"):
        return
    if clause.has("UNDO") or (clause.has("REMOVE") and _ITSELF.search(found[0])):
        yield Wish("denoise_remove")
    elif not clause.has("KEEP"):
        yield Wish("denoise", **scope_of(clause))


def _do(context: EditContext, wish: Wish) -> None:
    if not context.sounds():
        context.note(_NO_SOUND)
    elif context.affect(wish, Effect("denoise")):
        context.did("reduce_noise", _DONE)


def _remove(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, "denoise"):
        context.did("reduce_noise", _UNDONE)


def _filter(_: Effect, __: object) -> str:
    # measured: with track_noise a voice in the first second is taken for the noise, and nothing goes
    return "afftdn=noise_reduction=24:noise_floor=-30"


OPERATION = Operation(
    topic="sound",
    ability=Phrase("noise reduction", "降噪"),
    example=Phrase("remove the background noise", "去掉背景噪音"),
    phrase=_WORDS,
    reads=_read,
    explains=(
        pattern(
            "(?:mic(?:rophone)?|camera|phone)\\s+(?:picked\\s+up|caught)(?:\\s+loads)?|hiss|static|buzz\\w*",
            "[嗡呲滋嘶吱呼哗沙]+|[去呼]",
        ),
    ),
    does={"denoise_remove": _remove, "denoise": _do},
    sounds={"denoise": _filter},
)
