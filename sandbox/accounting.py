"""Whether all that was read ends in what is done: a clause whose wish was lost on the way has to be told. Pure.

Composing and settling drop wishes: those that are vague beside definite ones, those that are said twice, those that a
later clause puts right. Such a wish is met only by the one that stands in its place. Whatever is met by nothing was
left out in silence, and is quoted instead.
"""

from collections.abc import Iterator, Sequence

from sandbox.operations.registry import OF_WISH
from sandbox.wording.corrections import Said
from sandbox.wording.wishes import Doubt, Wish

# wishes that are met by any other: there is no more to them than "do something", or "that is a wish"
_VAGUE = frozenset({"polish", "polish_ask", "put", "volume_ask", "speed_ask", "impossible", "resolution", "swap"})
# what else may stand in the place of a wish
_INSTEAD = {
    "text": {"card", "script", "subtitles", "text_change", "watermark"},
    "subtitles": {"text", "script"},
    "keep_last": {"keep"},
    "logo": {"card"},
    "bars": {"aspect"},
    "transition": {"ramp"},
    "volume": {"loudness", "bgm_volume", "mute"},
    "bgm": {"bgm_volume"},
    "look_remove": {"look"},
    "adjust": {"blur"},
    "blur": {"blur_remove"},
}


def left_out(said: Sequence[Said], made: Sequence[Wish], doubts: Sequence[Doubt]) -> Iterator[str]:
    """The clauses, as they were typed, that wished what is neither carried out nor told.

    `made` are the wishes that are carried out, and `doubts` tell of clauses that are not.
    """
    for each in said:
        told = any(each.clause.typed in doubt.clause for doubt in doubts)
        if not told and not all(_is_met(wish, made) for wish in each.wishes):
            yield each.clause.typed


def _is_met(wish: Wish, made: Sequence[Wish]) -> bool:
    return bool(made) and (wish.op in _VAGUE or any(_stands_for(other, wish) for other in made))


def _stands_for(other: Wish, wish: Wish) -> bool:
    """Whether a wish is of the same operation, takes it back, corrects it, or is one that may stand in its place."""
    one, instead = OF_WISH[wish.op], OF_WISH[other.op]
    return (
        one is instead
        or other.op == f"{wish.op}_remove"
        or other.op in _INSTEAD.get(wish.op, set())
        or (one.topic == instead.topic and wish.clause in other.clause)
    )
