"""The clips' own sound: off, louder or quieter."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

STEP_UP, STEP_DOWN = 1.5, 0.5

_MUTED = Phrase("Muted the original sound.", "已静音原声。")
_VOLUME = Phrase("Original sound at {percent}.", "原声音量设为 {percent}。")


_INSTEAD = pattern(
    r"(?:replace|swap|change|exchange)\s+(?:the\s+|its\s+|my\s+)?(?:original\s+|own\s+)?(?:sound|audio"
    r"|voices?)\s+(?:with|by|for|to)"
    r"|music\s+instead\s+of\s+(?:the\s+)?(?:original\s+)?(?:sound|audio|voices?)",
    "(?:把|将)?(?:原声|原音|声音|音频)(?:换成|替换成|替换为|改成)",
)


def direction(clause: Clause) -> str:
    """Whether the clause wants more or less: "up", "down" or nothing."""
    return "down" if clause.has("DOWN") else "up" if clause.has("UP") else ""


def _read(clause: Clause) -> Iterator[Wish]:
    if clause.has("MUSIC") and _INSTEAD.search(clause.text):
        yield Wish("mute")
    if clause.has("MUSIC") or (clause.has("SILENCE") and clause.has("REMOVE", "CUT", "TRIM", "KEEP", "EDIT")):
        return
    scope = {"span": clause.one("range"), "files": clause.every("asset"), "nth": clause.one("nth")}
    if clause.has("MUTE") or (clause.has("REMOVE") and clause.has("SOUND") and clause.one("share") is None):
        yield Wish("mute", **scope)
    elif clause.has("VOLUME") or (
        clause.has("SOUND") and clause.has("UP", "DOWN", "CHANGE") and clause.one("share") is not None
    ):
        yield Wish("volume", amount=clause.one("share") or clause.one("factor"), kind=direction(clause), **scope)


def _mute(context: EditContext, wish: Wish) -> None:
    if _set(context, wish, 0.0):
        context.did("mute", _MUTED)


def _volume(context: EditContext, wish: Wish) -> None:
    step = STEP_DOWN if wish.kind == "down" else STEP_UP
    loud = max((shot.volume for shot in context.timeline.shots), default=1.0)
    level = min(4.0, wish.amount if wish.amount is not None else loud * step)
    if _set(context, wish, level):
        context.did("set_volume", _VOLUME, percent=context.share(level))


def _set(context: EditContext, wish: Wish, level: float) -> bool:
    return context.change(wish, lambda shot: replace(shot, volume=level))


OPERATION = Operation(
    topic="sound",
    ability=Phrase("mute, louder, quieter", "静音、调大、调小音量"),
    example=Phrase("set the volume to 50%", "音量调到50%"),
    reads=_read,
    does={"mute": _mute, "volume": _volume},
    remakes=True,
)
