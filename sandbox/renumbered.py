"""A message that gives the clips other numbers means those that they had before."""

from collections.abc import Sequence
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.wording.wishes import Wish

# what gives the clips other numbers, and what is said of a clip by its number
_RENUMBERS = frozenset({"move", "swap", "arrange", "beside", "middle", "sort", "reverse", "sequence"})
_NUMBERED = frozenset(
    {"cut", "keep", "keep_last", "trim_start", "trim_end", "clip_length", "speed", "backwards", "mute", "volume"}
    | {"look", "adjust", "blur", "grain", "vignette", "zoom", "turn", "mirror", "denoise", "loop", "freeze", "text"}
)


def by_their_names(context: EditContext, wishes: Sequence[Wish]) -> list[Wish]:
    """The wishes with the names of the clips instead of their numbers, where these change on the way."""
    if not any(wish.op in _RENUMBERS for wish in wishes):
        return list(wishes)
    return [
        replace(wish, files=tuple(context.sources_of(wish) or ()), nth=None, more=(), others=False)
        if wish.op in _NUMBERED and wish.nth is not None and context.sources_of(wish)
        else wish
        for wish in wishes
    ]
