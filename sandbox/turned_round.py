"""Wishes in another measure: half as much, once more, or in the other direction. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sandbox.operations.sound import STEP_DOWN, STEP_UP
from sandbox.wording.wishes import Wish

_SHARES = frozenset({"adjust", "crop", "blur", "grain"})
_FACTORS = frozenset({"speed", "zoom", "text_change", "volume"})
_STEPS = frozenset({"adjust", "text_change"})
_LOUDER = frozenset({"volume", "bgm_volume"})
_TURNED = {"mirror": "mirror_down", "mirror_down": "mirror", "in": "out", "out": "in"}
_SIDES = {"left": "right", "right": "left"}


def halved(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """The wishes with half the effect of the last one that has a measure."""
    return _changed(wishes, _half)


def turned_round(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """The wishes with the last one that has a direction in the other one."""
    return _changed(wishes, _opposite)


def once_more(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """Those of the wishes that go a step further when they are carried out again; none where others are among them."""
    steps = all(wish.op in _STEPS and wish.amount for wish in wishes if wish.op not in _LOUDER)
    loud = all(wish.kind in {"up", "down", "by"} for wish in wishes if wish.op in _LOUDER)
    return tuple(wishes) if wishes and steps and loud else ()


def _changed(wishes: Sequence[Wish], change: Callable[[Wish], Wish | None]) -> tuple[Wish, ...]:
    found = list(wishes)
    for place in reversed(range(len(found))):
        if (other := change(found[place])) is not None:
            found[place] = other
            break
    return tuple(found)


def _half(wish: Wish) -> Wish | None:
    if wish.op in _LOUDER and wish.amount is None and wish.kind:
        step = STEP_DOWN if wish.kind == "down" else STEP_UP
        return replace(wish, amount=(1 + step) / 2, kind="by")
    if wish.amount is None or (wish.op == "bgm_volume" and wish.kind != "by"):
        return None
    if wish.op in _SHARES:
        return replace(wish, amount=wish.amount / 2)
    return replace(wish, amount=(1 + wish.amount) / 2) if wish.op in _FACTORS | {"bgm_volume"} else None


def _opposite(wish: Wish) -> Wish | None:
    if wish.op == "turn" and wish.ms:
        return replace(wish, ms=-wish.ms)
    if wish.op in {"mirror", "zoom"} and wish.kind in _TURNED:
        return replace(wish, kind=_TURNED[wish.kind])
    if wish.op == "arrange":
        row = (wish.nth, *wish.more) if wish.nth is not None else ()
        return (
            replace(wish, files=wish.files[::-1], nth=row[-1], more=row[-2::-1])
            if row
            else replace(wish, files=wish.files[::-1])
        )
    return None
