"""What an operation is: one file that holds all of it, and one entry in the registry."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.wording.clauses import Clause
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

Topic = Literal["clips", "time", "sound", "words", "picture", "film"]
Reader = Callable[[Clause], Iterable[Wish]]
CarryOut = Callable[[EditContext, Wish], None]
Borrow = Callable[[EditContext, Wish], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What an effect is drawn on: pixels, frames a second, and how long the shot or the film is, in seconds."""

    width: int
    height: int
    fps: int
    seconds: float


Draw = Callable[[Effect, Frame], str]  # a chain of FFmpeg filters, one stream in and one out
# the filters that turn or crop a clip of that width and height, and what these are afterwards
Shape = Callable[[Effect, int, int], tuple[str, int, int]]


def understood_elsewhere(_: Clause) -> Iterable[Wish]:
    """The reader of an operation that no clause asks for by itself."""
    return ()


def nothing_borrowed(_: EditContext, __: Wish) -> Iterable[str]:
    """For an operation that uses no file for anything but the timeline's own track."""
    return ()


def left_to_the_editor(_: EditContext, __: Wish) -> None:
    """For what the editor does itself, before or after the operations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing people can ask for.

    `reads` finds wishes in a clause, and `does` carries them out: the keys are the names of wishes, in the order in
    which they are done. `phrase` are words that belong to this operation alone: where they occur, they are read
    before, and taken away from, every operation that goes by common words ("make the colours pop" is no pop music).
    `explains` are further words that it understands in a clause that it took, such as places or colours: a clause is
    only acted on when all its words are explained (`sandbox.coverage`).
    One that comes `first` is looked for before all others. An `exclusive` one leaves nothing of such a clause to
    others. An operation that is `generic` goes by times, files and common verbs alone: a clause in which another has
    found its own words is none of its business. `falls_back` is asked where nobody else understood the clause.
    `remakes` tells that the shots change, so that cuts on the beat have to be made anew. `draws` and `sounds` are the
    filters of the effects that the operation puts into a draft, by the effect's name; `shapes` are those that change
    the shape of a clip, which come first. `borrows` names the files that a wish uses over the film, so that they are
    not put into it. `asks` are the wishes that change nothing: all that is done about them is to ask or to say no.
    `ability` and `example` are for the list of what can be done.
    """

    topic: Topic
    ability: Phrase
    example: Phrase
    reads: Reader
    does: Mapping[str, CarryOut]
    phrase: re.Pattern[str] | None = None
    explains: tuple[re.Pattern[str], ...] = ()
    falls_back: Reader = understood_elsewhere
    generic: bool = False
    exclusive: bool = False
    first: bool = False
    remakes: bool = False
    draws: Mapping[str, Draw] = field(default_factory=dict)
    sounds: Mapping[str, Draw] = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    borrows: Borrow = nothing_borrowed
    asks: frozenset[str] = frozenset()
