"""Grain as of film: noise that moves, over the whole film, a clip or a stretch."""

from collections.abc import Iterator

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Frame, Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_WORDS = pattern(
    r"(?:(?:a\s+)?(?:bit|touch|little)\s+(?:of\s+)?)?(?:film\s+|analog(?:ue)?\s+)?grain(?:y|ier|iness)?"
    r"(?:\s+(?:effect|look|filter|texture))?|(?:film|picture|visual)\s+noise",
    "胶片颗粒感?|颗粒感?|(?:加|添加|来)(?:一?点|一些)?噪点",
)
_LESS = pattern(r"less|reduce|too much", "少一?点|减少|太多")
_LITTLE = pattern(r"(?:a\s+)?(?:bit|little|touch|tad|slight(?:ly)?|subtle|light(?:ly)?|fine)", "稍微|一点|轻微|些许|细")
_MUCH = pattern(r"much|a lot|very|heav(?:y|ily)|strong(?:ly)?|really|coarse", "非常|很|重|强烈|粗")

_DONE = Phrase("Added film grain.", "已添加胶片颗粒。")
_UNDONE = Phrase("Took the grain off again.", "已去掉颗粒。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or clause.has("MUSIC", "SOUND", "TRANSITION"):
        return
    scope = scope_of(clause)
    if clause.has("REMOVE", "UNDO") or _LESS.search(clause.text):
        yield Wish("grain_remove", **scope)
        return
    usual = 0.3 if _LITTLE.search(clause.text) else 0.9 if _MUCH.search(clause.text) else 0.5
    share = clause.one("share")
    yield Wish("grain", amount=usual if share is None else min(1.0, max(0.05, share)), **scope)


def _do(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, Effect("grain", wish.amount or 0.5)):
        context.did("grain", _DONE)


def _remove(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, "grain"):
        context.did("grain", _UNDONE)


def _drawn(effect: Effect, _: Frame) -> str:
    return f"noise=c0s={8 + 32 * effect.amount:.0f}:c0f=t"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("film grain", "胶片颗粒"),
    example=Phrase("add film grain", "加胶片颗粒"),
    phrase=_WORDS,
    reads=_read,
    explains=(pattern("film", "[撒点]|胶片"),),
    does={"grain_remove": _remove, "grain": _do},
    draws={"grain": _drawn},
)
