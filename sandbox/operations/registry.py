"""Every operation, in the order in which they are done, whatever order they were typed in.

Structure, cuts, pace, sound, beat, look: so a title never lies where nothing plays any more.
"""

from types import ModuleType

from sandbox.operations import (
    aspect,
    beat,
    clips,
    create,
    export,
    fade,
    history,
    length,
    music,
    polish,
    resolution,
    script,
    silence,
    slideshow,
    sound,
    speed,
    text,
    transition,
    trim,
)
from sandbox.operations.operation import CarryOut, Draw, Operation

_MODULES: tuple[ModuleType, ...] = (
    history, create, clips, slideshow,
    trim, silence, speed, length,
    sound, music, beat,
    aspect, resolution, text, script, fade, transition, polish,
    export,
)  # fmt: skip
OPERATIONS: tuple[Operation, ...] = tuple(module.OPERATION for module in _MODULES)

CARRY_OUT: dict[str, CarryOut] = {name: do for each in OPERATIONS for name, do in each.does.items()}
ORDER: dict[str, int] = {name: place for place, name in enumerate(CARRY_OUT)}
REMAKES = frozenset(name for each in OPERATIONS if each.remakes for name in each.does)
DRAWN: dict[str, Draw] = {name: draw for each in OPERATIONS for name, draw in each.draws.items()}
HEARD: dict[str, Draw] = {name: sound for each in OPERATIONS for name, sound in each.sounds.items()}
