"""Every operation, in the order in which they are done, whatever order they were typed in.

Structure, cuts, pace, sound, beat, look: so a title never lies where nothing plays any more.
"""

from types import ModuleType

from sandbox.operations import (
    adjust,
    aspect,
    backwards,
    bars,
    beat,
    blur,
    border,
    card,
    clean,
    clip_length,
    clips,
    compress,
    create,
    crop,
    denoise,
    duck,
    export,
    fade,
    freeze,
    grain,
    history,
    impossible,
    insert,
    length,
    logo,
    looks,
    loop,
    loudness,
    mirror,
    music,
    order,
    pip,
    polish,
    ramp,
    rate,
    resolution,
    script,
    sequence,
    silence,
    slideshow,
    sound,
    speed,
    steady,
    subtitles,
    tempo,
    text,
    text_change,
    tiles,
    total,
    transition,
    trim,
    turn,
    vignette,
    voice,
    zoom,
)
from sandbox.operations.operation import Borrow, CarryOut, Draw, Operation, Shape

_MODULES: tuple[ModuleType, ...] = (
    impossible,
    history, create, clips, order, sequence, insert, slideshow,
    clip_length, trim, silence, ramp, speed, backwards, loop, length, freeze, tiles, card, total,
    clean, denoise, loudness, sound, music, voice, duck, tempo, beat,
    logo, pip, bars, steady, blur, grain, border, zoom, vignette, adjust, looks, turn, mirror, crop, aspect, resolution,
    rate, compress,
    text, script, subtitles, text_change, fade, transition, polish,
    export,
)  # fmt: skip
OPERATIONS: tuple[Operation, ...] = tuple(module.OPERATION for module in _MODULES)

OF_WISH: dict[str, Operation] = {name: each for each in OPERATIONS for name in each.does}
CARRY_OUT: dict[str, CarryOut] = {name: do for each in OPERATIONS for name, do in each.does.items()}
ORDER: dict[str, int] = {name: place for place, name in enumerate(CARRY_OUT)}
NEVER = frozenset(name for each in OPERATIONS for name in each.asks)
REMAKES = frozenset(name for each in OPERATIONS if each.remakes for name in each.does)
DRAWN: dict[str, Draw] = {name: draw for each in OPERATIONS for name, draw in each.draws.items()}
SHAPED: dict[str, Shape] = {name: shape for each in OPERATIONS for name, shape in each.shapes.items()}
BORROWS: dict[str, Borrow] = {name: each.borrows for each in OPERATIONS for name in each.does}
HEARD: dict[str, Draw] = {name: sound for each in OPERATIONS for name, sound in each.sounds.items()}
